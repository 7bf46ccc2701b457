"""``/panel``: what officers see and get of a panel."""

import structlog
from slack_sdk.errors import SlackApiError

from bot.exports.making import FORMATS, make_file
from bot.panels.status import panel_status
from bot.reminders.ledger import Entry, deliveries, outbox
from bot.reminders.reasons import reason_in_words
from bot.text.dates import instant_in_words
from handlers.calls import Call
from handlers.views.panels import list_message, status_message
from storage.models import Panel
from storage.queries.panels import panels_of_workspace

log = structlog.get_logger(__name__)

SHOWN = 40
#: So many are counted; of more, nobody reads the number.
MOST = 1000


async def panel_in_question(call: Call) -> Panel | None:
    """The panel in question: the one with the latest meeting. Says so where there is none."""
    async with call.services.store.reading() as session:
        panels = await panels_of_workspace(session, call.caller.workspace_id)
    if not panels:
        await call.answer_text("handlers.no_panel")
        return None
    return panels[0]


async def show_status(call: Call) -> None:
    """``/panel status``"""
    if (panel := await panel_in_question(call)) is None:
        return
    async with call.services.store.reading() as session:
        status = await panel_status(session, panel)
    await call.answer(status_message(status, call.language, call.caller.zone))


async def export_matrix(call: Call) -> None:
    """``/panel export [format]``: the file, in the channel in which it was asked for."""
    if (panel := await panel_in_question(call)) is None:
        return
    wanted = call.text.lower() or "matrix"
    if wanted not in FORMATS:
        await call.answer_text("panels.export_formats", formats=", ".join(FORMATS))
        return
    now = call.services.clock.now()
    made = await make_file(call.services.store, panel, wanted, now)
    when = instant_in_words(now, panel.zone, call.language)
    comment = call.phrase("panels.exported", panel=panel.title, count=made.contributions, when=when)
    try:
        await call.client.files_upload_v2(
            channel=call.channel_id, filename=made.name, content=made.content, title=made.name, initial_comment=comment
        )
    except SlackApiError as error:
        code = error.response.get("error")
        log.warning("export.refused", error=code)
        if code == "missing_scope":
            await call.answer_text("panels.export_no_scope", scope=str(error.response.get("needed")))
        elif code in ("not_in_channel", "channel_not_found", "no_permission"):
            await call.answer_text("panels.export_not_here")
        else:
            raise


async def show_outbox(call: Call) -> None:
    """``/panel outbox``: what will go out."""
    if (panel := await panel_in_question(call)) is None:
        return
    async with call.services.store.reading() as session:
        lines = await outbox(session, panel.id, limit=MOST)
    if not lines:
        await call.answer_text("panels.outbox_none")
        return
    shown = [_in_words(call, line, "panels.outbox_line") for line in lines[:SHOWN]]
    rest = len(lines) - len(shown)
    more = call.phrase("panels.outbox_more", count=rest) if rest else None
    await call.answer(list_message(call.phrase("panels.outbox_title", panel=panel.title), shown, more))


async def show_deliveries(call: Call) -> None:
    """``/panel deliveries``: the ledger, the latest first."""
    if (panel := await panel_in_question(call)) is None:
        return
    async with call.services.store.reading() as session:
        lines = await deliveries(session, panel.id, limit=MOST)
    if not lines:
        await call.answer_text("panels.deliveries_none")
        return
    shown = [_in_words(call, line, "panels.deliveries_line") for line in lines[:SHOWN]]
    rest = len(lines) - len(shown)
    more = call.phrase("panels.deliveries_more", count=rest) if rest else None
    await call.answer(list_message(call.phrase("panels.deliveries_title", panel=panel.title), shown, more))


def _in_words(call: Call, entry: Entry, key: str) -> str:
    words = call.phrase(
        key,
        when=instant_in_words(entry.at, call.caller.zone, call.language),
        kind=call.phrase(f"panels.kind_{entry.kind}"),
        name=entry.person_name,
        entity=entry.acronym or call.phrase("panels.secretariat"),
        state=call.phrase(f"reminders.state_{entry.state}"),
    )
    reason = reason_in_words(entry.reason, call.language)
    return call.phrase("panels.deliveries_reason", line=words, reason=reason) if reason else words
