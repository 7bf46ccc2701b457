"""Buttons on reminders."""

import datetime as dt

from sqlalchemy.orm import joinedload

from bot.reminders.actions import NoSnooze
from bot.reminders.actions import snooze as put_off
from bot.text.dates import instant_in_words
from handlers.calls import Call
from storage.models import Reminder


async def snooze(call: Call) -> None:
    """Put a reminder off by the chosen number of days; a choice's value is ``reminder:days``."""
    number, _, days = (call.value or "").partition(":")
    if not (number.isdecimal() and days.isdecimal()):
        return
    now = call.services.clock.now()
    async with call.services.store.unit() as session:
        until = now + dt.timedelta(days=int(days))
        outcome = await put_off(session, int(number), call.caller.person_id, until, now)
        row = await session.get(Reminder, int(number), options=[joinedload(Reminder.entity)])
        entity = row.entity.acronym if row and row.entity else ""
    if isinstance(outcome, NoSnooze):
        values = {"entity": entity} if outcome is NoSnooze.ANSWERED else {}
        await call.answer_text(f"reminders.snooze_{outcome}", **values)
        return
    moment = instant_in_words(outcome.at, outcome.zone, call.language)
    await call.answer_text("reminders.snooze_done", moment=moment)
