"""*Save as contribution* on any message: who presses decides; the message's author is not the entity."""

import asyncio

import structlog
from slack_sdk.errors import SlackApiError

from bot.contributions import drafts
from bot.contributions.drafts import NoDraft
from bot.contributions.reading import read_reply
from bot.panels.seats import names_on_panel, open_seats, seat_meant
from bot.replies.keeping import Home, keep, keep_text, source_of
from handlers.calls import Call
from handlers.drafts_desk import open_draft
from handlers.form_notes import today_of
from handlers.showing import show_new, why_no_draft
from handlers.spoken import spoken
from handlers.views.reply_drafts import more_message
from storage.queries.drafts import draft_by_id
from storage.queries.panels import newest_panel
from storage.words import DraftOrigin, DraftState, PanelState

log = structlog.get_logger(__name__)


async def save_as_contribution(call: Call) -> None:
    """Open the form, filled from the message; what else stands in it comes as drafts in the direct message."""
    message = call.body.get("message") or {}
    channel, ts = str(call.channel_id or ""), str(message.get("ts") or call.body.get("message_ts") or "")
    text, viewer = str(message.get("text") or ""), call.caller.viewer
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id)
        panel = await newest_panel(session) if viewer.officer and not seats else None
    if seats:
        seat = seat_meant(seats)
        panel_id, entity_id, acronym = seat.panel.id, seat.entity.id, seat.entity.acronym
    elif panel is not None and panel.state is PanelState.OPEN:
        panel_id, entity_id, acronym = panel.id, None, ""
    else:
        await call.answer_text("handlers.no_open_panel")
        return
    # Each entity may take something else from the same message, and so may each officer.
    whose = f"-e{entity_id}" if entity_id else f"-p{call.caller.person_id}"
    home = Home(panel_id, entity_id, source_of(channel, ts, f"{whose}.{panel_id}"), DraftOrigin.MESSAGE)
    async with call.services.store.reading() as session:
        known = await names_on_panel(session, panel_id)
    reading = await asyncio.to_thread(read_reply, text, today_of(call), acronym, known)
    async with call.services.store.unit() as session:
        now = call.services.clock.now()
        if reading.drafts:
            rows = await keep(session, viewer, home, reading.drafts, at=now)
        else:
            rows = await keep_text(session, viewer, home, spoken(text), at=now)
        if not rows:
            await call.answer_text("replies.draft_gone")
            return
        first = rows[0]
        if first.state is DraftState.DISCARDED:
            taken = await drafts.take_up(session, viewer, first.id, at=now)
            first = first if isinstance(taken, NoDraft) else taken
    if first.state is DraftState.SAVED:
        await call.answer_text(why_no_draft(NoDraft.SAVED))
        return
    await open_draft(call, first)
    await _link(call, [row.id for row in rows], channel, ts)
    if len(rows) > 1:
        await show_new(call, home.source, None, channel=call.caller.slack_user_id)
        if reading.unread:
            told = more_message(reading.unread, len(rows), call.language)
            await call.client.chat_postMessage(channel=call.caller.slack_user_id, **told.as_payload())


async def _link(call: Call, ids: list[int], channel: str, ts: str) -> None:
    """Write the way to the message into its drafts, where Slack tells it; the form is open by then."""
    try:
        link = str((await call.client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except SlackApiError as error:
        log.info("message.without_link", error=error.response.get("error"))
        return
    async with call.services.store.unit() as session:
        for number in ids:
            row = await draft_by_id(session, number, for_change=True)
            if row is not None and row.link is None:
                row.link = link
