"""The messages that show drafts: made from the database, sent once, and made anew after everything that is done."""

from collections.abc import Sequence

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions import drafts
from bot.contributions.drafts import NoDraft
from bot.contributions.form import missing_fields
from bot.panels.seats import OpenSeat, open_seats
from bot.replies.keeping import rows_of, source_of_draft
from handlers.answering import send
from handlers.calls import Call
from handlers.views.message import Message
from handlers.views.reply_drafts import SHOWN, Head, Seat, Shown, drafts_message
from storage.models import StoredDraft
from storage.queries.contributions import contribution_by_id
from storage.queries.drafts import draft_by_id
from storage.queries.panels import panel_by_id
from storage.words import DraftState

log = structlog.get_logger(__name__)


def why_no_draft(reason: NoDraft) -> str:
    """The text for a draft that cannot be had. Of another entity's nothing is told, not even that it is there."""
    told = NoDraft.GONE if reason is NoDraft.NOT_YOURS else reason
    return f"replies.draft_{told}"


def seat_shown(seat: OpenSeat) -> Seat:
    """An open seat as the messages name it."""
    return Seat(seat.panel.id, seat.entity.id, seat.entity.acronym, seat.panel.title)


async def message_of(
    session: AsyncSession, call: Call, rows: Sequence[StoredDraft], part: Sequence[StoredDraft]
) -> Message:
    """The message that shows some of the drafts of one source, as they stand now."""
    first = part[0]
    panel = await panel_by_id(session, first.panel_id)
    entity = first.entity.acronym if first.entity else ""
    seat = Seat(first.panel_id, first.entity_id or 0, entity, panel.title if panel else "")
    still = [row for row in rows if row.state is DraftState.OPEN]
    others = []
    if still:
        seats = await open_seats(session, call.caller.person_id)
        others = [
            one for one in map(seat_shown, seats) if (one.panel_id, one.entity_id) != (seat.panel_id, seat.entity_id)
        ]
    shown = []
    for row in part:
        made = None
        if row.state is DraftState.SAVED and row.contribution_id is not None:
            made = await contribution_by_id(session, row.contribution_id)
        shown.append(Shown(row, made, tuple(missing_fields(made)) if made else ()))
    head = Head(source_of_draft(first), len(rows), len(still), seat, tuple(others))
    return drafts_message(shown, head, call.language)


async def show_new(call: Call, source: str, thread_ts: str | None, channel: str | None = None) -> None:
    """Send the messages of those drafts of a source that stand in no message yet."""
    while True:
        async with call.services.store.reading() as session:
            rows = await rows_of(session, call.caller.viewer, source)
            part = [row for row in rows if row.message_ts is None and row.state is DraftState.OPEN][:SHOWN]
            if not part:
                return
            message = await message_of(session, call, rows, part)
        if channel is None:
            where, ts = call.channel_id, await send(call, message, thread_ts)
        else:
            posted = await call.client.chat_postMessage(channel=channel, **message.as_payload())
            where, ts = str(posted["channel"]), str(posted["ts"])
        if where is None or ts is None:
            return
        await note_shown(call, [row.id for row in part], where, ts)


async def note_shown(call: Call, ids: Sequence[int], channel: str, ts: str) -> None:
    """Write down in which message drafts are shown."""
    async with call.services.store.unit() as session:
        for number in ids:
            row = await draft_by_id(session, number, for_change=True)
            if row is not None:
                row.channel_id, row.message_ts = channel, ts


async def learn_place(call: Call) -> None:
    """Note where the drafts of a pressed message stand: a button may be faster than our own note of the sending."""
    container, message = call.body.get("container") or {}, call.body.get("message") or {}
    ts, channel = container.get("message_ts"), container.get("channel_id") or call.channel_id
    if not ts or not channel or container.get("is_ephemeral"):
        return
    names = (str(block.get("block_id")).split(".") for block in message.get("blocks") or ())
    ids = {int(name[1]) for name in names if name[0] == "draft" and len(name) > 1 and name[1].isdecimal()}
    async with call.services.store.reading() as session:
        rows = [row for number in sorted(ids) if (row := await draft_by_id(session, number)) is not None]
    new = [row.id for row in rows if row.message_ts is None and drafts.may_go_on(call.caller.viewer, row)]
    if new:
        await note_shown(call, new, channel, ts)


async def show_all_again(call: Call, source: str) -> None:
    """Make every message of a source anew, in its place."""
    async with call.services.store.reading() as session:
        rows = await rows_of(session, call.caller.viewer, source)
        places = dict.fromkeys((row.channel_id, row.message_ts) for row in rows if row.channel_id and row.message_ts)
        messages = {
            place: await message_of(
                session, call, rows, [row for row in rows if (row.channel_id, row.message_ts) == place]
            )
            for place in places
        }
    for (channel, ts), message in messages.items():
        try:
            await call.client.chat_update(channel=channel or "", ts=ts or "", **message.as_update())
        except SlackApiError as error:
            # Somebody deleted it: what it showed is in the database, and the next answer tells it.
            log.warning("drafts.not_updated", error=error.response.get("error"))


async def show_again(call: Call, draft_id: int) -> None:
    """Make the messages anew that stand around a draft."""
    async with call.services.store.reading() as session:
        row = await draft_by_id(session, draft_id)
        source = source_of_draft(row) if row is not None and drafts.may_go_on(call.caller.viewer, row) else ""
    if source:
        await show_all_again(call, source)
