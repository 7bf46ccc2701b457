"""Contributions outside of their form: listed, withdrawn, restored, their history; and nothing to report."""

from zoneinfo import ZoneInfo

from bot.contributions.keeping import report_nothing as keep_nil
from bot.contributions.keeping import restore as restore_contribution
from bot.contributions.keeping import withdraw as withdraw_contribution
from bot.contributions.outcomes import NilReported, Refused, Saved
from bot.contributions.rights import may_act_for
from bot.panels.seats import open_seats
from bot.reminders.actions import cancel_for_entity
from bot.reminders.reasons import Reason
from bot.text.period_words import fold
from handlers.calls import Call
from handlers.drafts_desk import other_drafts
from handlers.views.contributions import list_message, saved_message
from handlers.views.drafts import with_drafts
from handlers.views.history import history_message
from handlers.views.message import Message
from handlers.views.nothing import ask_nothing_message, nil_message
from storage.models import Entity
from storage.queries.contributions import (
    CONTRIBUTION,
    changes_of,
    contribution_by_id,
    contributions_of_entity,
    nil_return_of,
)
from storage.queries.panels import contributions_deadline, expected_entities, panels_of_workspace
from storage.words import PanelState


def _numbers(call: Call) -> list[int]:
    """The numbers of a button's value, which colons part."""
    return [int(part) for part in (call.value or "").split(":") if part.isdecimal()]


async def list_contributions(call: Call) -> None:
    """``/contribute list``, and turning its pages: a button's value is ``panel:entity:page``."""
    numbers = _numbers(call)
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id, numbers[0] if numbers else None)
        if not seats:
            await call.answer_text("handlers.no_open_panel")
            return
        seat = seats[0]
        rows = await contributions_of_entity(session, seat.panel.id, seat.entity.id)
        nil = await nil_return_of(session, seat.deadline.id, seat.entity.id) if seat.deadline else None
    message = list_message(
        rows,
        acronym=seat.entity.acronym,
        panel_id=seat.panel.id,
        entity_id=seat.entity.id,
        language=call.language,
        page=numbers[2] if len(numbers) == 3 else 1,
        nil_on=nil.at.astimezone(ZoneInfo(call.caller.zone)).date() if nil else None,
    )
    await call.answer(with_drafts(message, await other_drafts(call, panel_id=seat.panel.id), call.language))


async def withdraw(call: Call) -> None:
    """Take a contribution back; the message offers to restore it."""
    async with call.services.store.unit() as session:
        outcome = await withdraw_contribution(session, call.caller.viewer, _number(call), at=call.services.clock.now())
    await _tell(call, outcome)


async def restore(call: Call) -> None:
    """Put a withdrawn contribution back."""
    async with call.services.store.unit() as session:
        outcome = await restore_contribution(session, call.caller.viewer, _number(call), at=call.services.clock.now())
    await _tell(call, outcome)


async def show_history(call: Call) -> None:
    """Who changed a contribution when, from what to what; a button's value is ``contribution:page``."""
    numbers = _numbers(call)
    async with call.services.store.reading() as session:
        row = await contribution_by_id(session, numbers[0] if numbers else 0)
        changes = await changes_of(session, CONTRIBUTION, row.id) if row else []
    if row is None or not may_act_for(call.caller.viewer, row.panel_id, row.entity_id):
        await call.answer_text("contributions.refused_gone" if row is None else "contributions.refused_not_yours")
        return
    page = numbers[1] if len(numbers) == 2 else 1
    await call.answer(history_message(row, changes, call.language, call.caller.zone, page=page))


async def report_nothing(call: Call) -> None:
    """``/contribute nothing``, and the button on a reminder: an answer, with a date.

    An officer names the entity behind the command. Where something was submitted or begun, the command asks first.
    """
    found = await _whose_nothing(call)
    if found is None:
        return
    panel_id, entity = found
    async with call.services.store.reading() as session:
        deadline = await contributions_deadline(session, panel_id)
        offered = await contributions_of_entity(session, panel_id, entity.id)
    if deadline is None:
        await call.answer_text("handlers.no_open_panel")
        return
    drafts = [row for row in await other_drafts(call, panel_id=panel_id) if row.entity_id == entity.id]
    if call.value is None and (offered or drafts):
        message = ask_nothing_message(len(offered), len(drafts), entity.acronym, panel_id, entity.id, call.language)
        await call.answer(message)
        return
    await call.answer(await note_nothing(call, panel_id, entity))


async def note_nothing(call: Call, panel_id: int, entity: Entity) -> Message:
    """Note that an entity has nothing to report, and stop its reminders; returns what to tell."""
    now = call.services.clock.now()
    async with call.services.store.unit() as session:
        deadline = await contributions_deadline(session, panel_id)
        if deadline is None:
            return Message.plain(call.phrase("handlers.no_open_panel"))
        outcome: NilReported | Refused = await keep_nil(
            session, call.caller.viewer, deadline_id=deadline.id, entity_id=entity.id, at=now
        )
        if not isinstance(outcome, Refused):
            await cancel_for_entity(session, panel_id=panel_id, entity_id=entity.id, reason=Reason.NIL, now=now)
    if isinstance(outcome, Refused):
        return Message.plain(call.phrase(f"contributions.refused_{outcome.reason}"))
    call.services.wake_outbox()
    return nil_message(outcome, entity.acronym, panel_id, call.language)


async def _whose_nothing(call: Call) -> tuple[int, Entity] | None:
    """The panel and the entity that have nothing to report; says so where they cannot be told."""
    numbers = _numbers(call)
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id, numbers[0] if numbers else None)
        seats = [seat for seat in seats if len(numbers) < 2 or seat.entity.id == numbers[1]]
        if call.caller.viewer.officer and (call.text or not seats):
            panels = await panels_of_workspace(session, call.caller.workspace_id)
            panels = [panel for panel in panels if panel.state is PanelState.OPEN]
            panels = [panel for panel in panels if not numbers or panel.id == numbers[0]]
            expected = [row.entity for row in await expected_entities(session, panels[0].id)] if panels else []
            wanted = fold(call.text).strip()
            for entity in expected:
                names = {fold(name) for name in (entity.acronym, entity.name, *entity.aliases)}
                if wanted in names or (len(numbers) > 1 and entity.id == numbers[1]):
                    return panels[0].id, entity
            if panels:
                await call.answer_text(
                    "contributions.nothing_whom", entities=", ".join(entity.acronym for entity in expected)
                )
                return None
    if not seats:
        await call.answer_text("handlers.no_open_panel")
        return None
    return seats[0].panel.id, seats[0].entity


def _number(call: Call) -> int:
    return int(call.value) if call.value and call.value.isdecimal() else 0


async def _tell(call: Call, outcome: Saved | Refused) -> None:
    call.services.wake_outbox()
    if isinstance(outcome, Refused):
        await call.answer(Message.plain(call.phrase(f"contributions.refused_{outcome.reason}")))
    else:
        await call.answer(saved_message(outcome, call.language))
