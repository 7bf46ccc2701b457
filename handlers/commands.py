"""Slash commands for everybody and for panellists."""

from zoneinfo import ZoneInfo

from bot.contributions.keeping import report_nothing as keep_nil
from bot.contributions.outcomes import Refused
from bot.panels.seats import open_seats
from bot.reminders.actions import cancel_for_entity
from bot.reminders.reasons import Reason
from handlers.answering import answer_question
from handlers.calls import Call
from handlers.views.contributions import list_message as contributions_message
from handlers.views.contributions import nil_message
from handlers.views.message import Message
from handlers.views.panels import list_message
from storage.queries.contributions import contributions_of_entity, nil_return_of
from storage.queries.roadmap import milestones, sources


async def ask(call: Call) -> None:
    """``/roadmap question``"""
    await answer_question(call, call.text)


async def list_sources(call: Call) -> None:
    """``/roadmap sources``"""
    async with call.services.store.reading() as session:
        count = len(await milestones(session))
        documents = await sources(session)
    lines = [call.phrase("handlers.sources_milestones", count=count)] if count else []
    lines += [
        call.phrase("handlers.sources_passages", name=source.name, title=source.title, count=len(source.passages))
        for source in documents
    ]
    if lines:
        await call.answer(list_message(call.phrase("handlers.sources_title"), lines, None))
    else:
        await call.answer_text("handlers.sources_none")


async def list_contributions(call: Call) -> None:
    """``/contribute list``, and turning its pages: a button's value is ``panel:entity:page``."""
    numbers = [int(part) for part in (call.value or "").split(":") if part.isdecimal()]
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id, numbers[0] if numbers else None)
        if not seats:
            await call.answer_text("handlers.no_open_panel")
            return
        seat = seats[0]
        rows = await contributions_of_entity(session, seat.panel.id, seat.entity.id)
        nil = await nil_return_of(session, seat.deadline.id, seat.entity.id) if seat.deadline else None
    message = contributions_message(
        rows,
        acronym=seat.entity.acronym,
        panel_id=seat.panel.id,
        entity_id=seat.entity.id,
        language=call.language,
        page=numbers[2] if len(numbers) == 3 else 1,
        nil_on=nil.at.astimezone(ZoneInfo(call.caller.zone)).date() if nil else None,
    )
    await call.answer(message)


async def report_nothing(call: Call) -> None:
    """``/contribute nothing``, and the button on a reminder: an answer, with a date."""
    await call.answer(await note_nothing(call, int(call.value) if call.value and call.value.isdecimal() else None))


async def note_nothing(call: Call, panel_id: int | None) -> Message:
    """Note that the entity of the caller has nothing to report; returns what to tell."""
    now = call.services.clock.now()
    async with call.services.store.unit() as session:
        seats = [seat for seat in await open_seats(session, call.caller.person_id, panel_id) if seat.deadline]
        if not seats:
            return Message.plain(call.phrase("handlers.no_open_panel"))
        deadline = seats[0].deadline
        assert deadline is not None, "seats without a deadline were left out"
        outcome = await keep_nil(
            session,
            call.caller.viewer,
            deadline_id=deadline.id,
            entity_id=seats[0].entity.id,
            at=now,
        )
        if not isinstance(outcome, Refused):
            await cancel_for_entity(
                session,
                panel_id=seats[0].panel.id,
                entity_id=seats[0].entity.id,
                reason=Reason.NIL,
                now=now,
            )
    if isinstance(outcome, Refused):
        return Message.plain(call.phrase(f"contributions.refused_{outcome.reason}"))
    call.services.wake_outbox()
    return nil_message(outcome, seats[0].entity.acronym, seats[0].panel.id, call.language)
