"""Replies that are no contribution: nothing to report, later, not me."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.panels.seats import OpenSeat, open_seats
from bot.reminders.actions import NoSnooze
from bot.reminders.actions import snooze as put_off_reminder
from bot.reminders.moments import OPENS
from bot.text.dates import instant_in_words
from bot.text.period_grammar import fold
from handlers.answering import send
from handlers.calls import Call
from handlers.contributions_desk import note_nothing
from handlers.showing import seat_shown
from handlers.views.message import Message
from handlers.views.replies import (
    days_of,
    decline_message,
    kept_silent_message,
    next_message_text,
    nothing_message,
    snooze_message,
)
from storage.queries.contributions import contributions_of_entity, nil_return_of
from storage.queries.panels import seats_of_panel
from storage.queries.people import person_by_slack_id
from storage.queries.reminders import last_sent_to, next_waiting_for


async def ask_nothing(call: Call, seat: OpenSeat, seats: Sequence[OpenSeat], thread_ts: str | None) -> None:
    """*Nothing to report?* is asked before it is noted."""
    await send(call, await _question(call, seat, seats), thread_ts)


async def _question(call: Call, seat: OpenSeat, seats: Sequence[OpenSeat]) -> Message:
    async with call.services.store.reading() as session:
        submitted = len(await contributions_of_entity(session, seat.panel.id, seat.entity.id))
        nil = await nil_return_of(session, seat.deadline.id, seat.entity.id) if seat.deadline else None
    if nil is not None and len(seats) == 1:
        return Message.plain(call.phrase("contributions.nil_known", entity=seat.entity.acronym))
    ordered = [seat, *(one for one in seats if one is not seat)]
    return nothing_message([seat_shown(one) for one in ordered], submitted, call.language)


async def yes_nothing(call: Call) -> None:
    """*Yes, nothing to report*; a value that ends in ``:ask`` asks first."""
    seat = await _seat_of(call)
    if seat is None:
        await call.answer_text("handlers.no_open_panel")
    elif (call.value or "").endswith(":ask"):
        await call.put(await _question(call, seat, [seat]))
    else:
        await call.put(await note_nothing(call, seat.panel.id, seat.entity))


async def no_nothing(call: Call) -> None:
    """*No*: nothing is noted."""
    seat = await _seat_of(call)
    if seat is None:
        await call.answer_text("handlers.no_open_panel")
    else:
        await call.put(kept_silent_message(seat_shown(seat), call.language))


async def put_off(call: Call, seat: OpenSeat, until: dt.date | None, thread_ts: str | None) -> None:
    """Later: to the day that was named, or else to be chosen; without a reminder, when the next one comes."""
    today = call.services.clock.now().astimezone(ZoneInfo(call.caller.zone)).date()
    async with call.services.store.reading() as session:
        last = await last_sent_to(session, call.caller.person_id, seat.panel.id)
        coming = await next_waiting_for(session, call.caller.person_id, seat.panel.id) if last is None else None
    if last is None:
        moment = instant_in_words(coming.not_before, call.caller.zone, call.language) if coming else None
        await send(call, next_message_text(moment, call.language), thread_ts)
    elif until is None or until <= today:
        await send(call, snooze_message(seat_shown(seat), call.language), thread_ts)
    else:
        at = dt.datetime.combine(until, OPENS, tzinfo=ZoneInfo(call.caller.zone))
        await send(call, await _snoozed(call, last.id, at, seat.entity.acronym), thread_ts)


async def snooze(call: Call) -> None:
    """A number of days was chosen; the value is ``panel:entity:days``."""
    seat = await _seat_of(call)
    days = days_of((call.value or "").rpartition(":")[2])
    if seat is None or days is None:
        await call.answer_text("handlers.no_open_panel")
        return
    async with call.services.store.reading() as session:
        last = await last_sent_to(session, call.caller.person_id, seat.panel.id)
    if last is None:
        await call.put(next_message_text(None, call.language))
        return
    await call.put(await _snoozed(call, last.id, call.services.clock.now() + days, seat.entity.acronym))


async def _snoozed(call: Call, number: int, until: dt.datetime, entity: str) -> Message:
    async with call.services.store.unit() as session:
        done = await put_off_reminder(session, number, call.caller.person_id, until, call.services.clock.now())
    if isinstance(done, NoSnooze):
        values = {"entity": entity} if done is NoSnooze.ANSWERED else {}
        return Message.plain(call.phrase(f"reminders.snooze_{done}", **values))
    moment = instant_in_words(done.at, done.zone, call.language)
    return Message.plain(call.phrase("reminders.snooze_done", moment=moment))


async def decline(call: Call, seat: OpenSeat, user: str | None, name: str | None, thread_ts: str | None) -> None:
    """Not me: somebody else is to be asked. Who was mentioned or named is offered at once."""
    named = await _named(call, seat, user, name)
    await send(call, decline_message(seat_shown(seat), named, call.language), thread_ts)


async def _named(call: Call, seat: OpenSeat, user: str | None, name: str | None) -> tuple[str, str] | None:
    """Slack's id and the name of who was mentioned, or of the one colleague of the entity who bears the name."""
    async with call.services.store.reading() as session:
        if user is not None:
            person = await person_by_slack_id(session, call.caller.workspace_id, user)
            return user, person.name if person else f"@{name or user}"
        if not name:
            return None
        wanted = fold(name).strip(" @")
        fitting = [
            one.person
            for one in await seats_of_panel(session, seat.panel.id)
            if one.entity_id == seat.entity.id and one.person_id != call.caller.person_id and one.person.slack_user_id
        ]
    found = [one for one in fitting if wanted == fold(one.name) or wanted in fold(one.name).split()]
    return (found[0].slack_user_id or "", found[0].name) if len(found) == 1 else None


async def _seat_of(call: Call) -> OpenSeat | None:
    """The seat that a button names, where the caller holds it; the value begins with ``panel:entity``."""
    panel_id, _, rest = (call.value or "").partition(":")
    entity_id = rest.partition(":")[0]
    if not (panel_id.isdecimal() and entity_id.isdecimal() and len(panel_id) < 10):
        return None
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id, int(panel_id))
    return next((seat for seat in seats if str(seat.entity.id) == entity_id), None)
