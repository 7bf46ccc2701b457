"""Buttons on reminders."""

from bot.reminders.desk import NotSnoozed
from bot.reminders.desk import snooze as put_off
from bot.text.dates import instant_in_words
from handlers.calls import Call
from storage.models import Deadline, Reminder


async def snooze(call: Call) -> None:
    """Put a reminder off by the chosen number of days."""
    number, _, days = (call.value or "").partition(":")
    if not (number.isdecimal() and days.isdecimal()):
        return
    async with call.services.store.unit() as session:
        outcome = await put_off(session, call.caller.viewer, int(number), int(days), call.services.clock.now())
        row = await session.get(Reminder, int(number))
        deadline = await session.get(Deadline, row.deadline_id) if row else None
    if isinstance(outcome, NotSnoozed):
        due = instant_in_words(deadline.due_at, deadline.zone, call.language) if deadline else ""
        values = {"due": due} if outcome is NotSnoozed.TOO_LATE else {}
        await call.answer_text(f"handlers.{outcome}", **values)
        return
    await call.answer_text("handlers.snoozed", when=instant_in_words(outcome.at, call.caller.zone, call.language))
