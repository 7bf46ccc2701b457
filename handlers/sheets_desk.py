"""Many contributions in one sheet: the workbook goes out, comes back in a direct message, is shown, and is imported."""

import asyncio
from collections.abc import Mapping

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.sheets.cells import GivenChoices
from bot.contributions.sheets.filling import workbook_to_fill
from bot.contributions.sheets.planning import panel_of, plan_sheet, scope_of
from bot.contributions.sheets.plans import Plan, Scope
from bot.contributions.sheets.reading import Sheet, read_sheet
from bot.contributions.sheets.taking import Taken, take_sheet
from bot.panels.seats import open_seats
from bot.panels.viewers import viewer_of
from bot.tables.problems import BadFile
from handlers.calls import Call
from handlers.form_choices import given_choices
from handlers.incoming import SentFile, Unread, fetch, replace_offer
from handlers.views.message import Message
from handlers.views.sheets import bad_sheet_message, plan_message, taken_message
from storage.models import Panel
from storage.queries.contributions import contributions_of_panel
from storage.queries.panels import open_panels, panel_by_id
from storage.words import ContributionState

log = structlog.get_logger(__name__)


async def send_workbook(call: Call) -> None:
    """``/contribute import``: the workbook of the own entity, an officer's of all, by direct message."""
    now = call.services.clock.now()
    async with call.services.store.reading() as session:
        panels = await _panels(call, session)
        if not panels:
            await call.answer_text("handlers.no_open_panel")
            return
        panel = panels[0]
        scope = await _scope(call, session, panel.id)
        own = scope.entities.get(scope.own or 0)
        whose = call.phrase("sheets.how_everybody") if own is None or call.caller.viewer.officer else own.acronym
        name = (
            f"contributions-panel-{panel.id}"
            if own is None or call.caller.viewer.officer
            else f"contributions-{own.id}"
        )
        made = await workbook_to_fill(session, scope, now, call.language, name)
    comment = call.phrase("sheets.how", entity=whose, panel=panel.title)
    try:
        opened = await call.client.conversations_open(users=call.caller.slack_user_id)
        await call.client.files_upload_v2(
            channel=opened["channel"]["id"],
            filename=made.name,
            content=made.content,
            title=made.name,
            initial_comment=Message.plain(comment).text,
        )
    except SlackApiError as error:
        code = error.response.get("error")
        log.warning("workbook.refused", error=code)
        if code != "missing_scope":
            raise
        await call.answer_text("sheets.no_scope", scope=str(error.response.get("needed")))
        return
    if call.channel_id != opened["channel"]["id"]:
        await call.answer_text("sheets.sent")


async def look(call: Call, sent: SentFile) -> Message:
    """What a sheet that somebody sent would do, with buttons; or what is wrong with it."""
    try:
        sheet = await _sheet(sent)
    except BadFile as bad:
        return bad_sheet_message(bad, sent.name, call.language)
    async with call.services.store.reading() as session:
        panels = {panel.id: panel for panel in await _panels(call, session)}
        if not panels:
            return Message.plain(call.phrase("handlers.no_open_panel"))
        known = {panel_id: await _ids(call, session, panel_id) for panel_id in panels}
        panel = panels[panel_of(sheet, known) or next(iter(panels))]
        scope = await _scope(call, session, panel.id)
        plan = await plan_sheet(session, scope, sheet)
        return _shown(call, sent, panel, scope, plan)


async def confirm(call: Call) -> None:
    """The button that imports; its value is ``file:panel:token``, the token that of the plan that was shown."""
    file_id, _, rest = (call.value or "").partition(":")
    number, _, token = rest.partition(":")
    try:
        sent = await fetch(call, file_id)
    except Unread as unread:
        await call.answer(unread.message)
        return
    if sent.user != call.caller.slack_user_id:
        await call.answer_text("sheets.not_yours")
        return
    try:
        sheet = await _sheet(sent)
    except BadFile as bad:
        await call.answer(bad_sheet_message(bad, sent.name, call.language))
        return
    async with call.services.store.reading() as session:
        panel = await panel_by_id(session, int(number)) if number.isdecimal() and len(number) < 10 else None
    if panel is None or panel.workspace_id != call.caller.workspace_id:
        await call.answer_text("handlers.no_open_panel")
        return
    async with call.services.store.unit() as session:
        scope = await _scope(call, session, panel.id)
        outcome = await take_sheet(session, scope, sheet, at=call.services.clock.now(), token=token)
        if isinstance(outcome, Taken):
            shown = taken_message(outcome.plan, call.language)
        else:
            shown = _shown(call, sent, panel, scope, outcome, notice=call.phrase("sheets.stale"))
    call.services.wake_outbox()
    await replace_offer(call, shown)


async def discard(call: Call) -> None:
    """The button that leaves a sheet alone; its value is the file's name."""
    await replace_offer(call, Message.plain(call.phrase("sheets.discarded", file=call.value or "")))


async def _panels(call: Call, session: AsyncSession) -> list[Panel]:
    """The open panels for which the caller may import, the one that is meant unless told first."""
    found: dict[int, Panel] = {seat.panel.id: seat.panel for seat in await open_seats(session, call.caller.person_id)}
    if call.caller.viewer.officer:
        found |= {panel.id: panel for panel in await open_panels(session, call.caller.workspace_id)} | found
    return list(found.values())


async def _scope(call: Call, session: AsyncSession, panel_id: int) -> Scope:
    """For whom the caller may speak, looked up anew: they may have lost their seat since the offer."""
    viewer = await viewer_of(session, call.caller.person_id)
    given: GivenChoices = given_choices(call)
    return await scope_of(session, viewer, panel_id, today=call.services.clock.now().date(), given=given)


async def _ids(call: Call, session: AsyncSession, panel_id: int) -> set[int]:
    """The contributions to a panel that the caller may name."""
    viewer = call.caller.viewer
    rows = await contributions_of_panel(session, panel_id, tuple(ContributionState))
    return {row.id for row in rows if viewer.officer or viewer.speaks_for(panel_id, row.entity_id)}


async def _sheet(sent: SentFile) -> Sheet:
    """The rows of a file. Raises BadFile."""

    def read() -> Sheet:
        with sent.on_disk() as path:
            return read_sheet(path)

    return await asyncio.to_thread(read)


def _shown(call: Call, sent: SentFile, panel: Panel, scope: Scope, plan: Plan, notice: str | None = None) -> Message:
    acronyms: Mapping[int, str] = {key: entity.acronym for key, entity in scope.entities.items()}
    return plan_message(
        plan,
        panel=panel.title,
        acronyms=acronyms,
        file_id=sent.id,
        language=call.language,
        zone=call.caller.zone,
        notice=notice,
    )
