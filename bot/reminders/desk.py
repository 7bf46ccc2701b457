"""What people do about reminders, and what officers see of them: snooze, the outbox, the ledger."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.panels.viewers import Viewer
from bot.reminders.moments import Office, last_moment, next_moment
from bot.reminders.planning import plan_deadline
from storage.models import Deadline, Reminder
from storage.queries.leases import insert_into
from storage.queries.reminders import note
from storage.words import ReminderKind, ReminderState

WAITING = (ReminderState.PENDING, ReminderState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder as officers see it. ``at`` is when it will go out, went out, or was ended."""

    reminder_id: int
    at: dt.datetime
    kind: ReminderKind
    person: str
    entity: str | None
    state: ReminderState
    reason: str | None


async def outbox(session: AsyncSession, panel_id: int) -> list[Line]:
    """What will go out for a panel, the next first."""
    rows = await _rows(session, panel_id)
    return sorted((_line(row) for row in rows if row.state in WAITING), key=lambda line: (line.at, line.reminder_id))


async def deliveries(session: AsyncSession, panel_id: int) -> list[Line]:
    """What became of the messages of a panel, the latest first."""
    rows = await _rows(session, panel_id)
    lines = [_line(row) for row in rows if row.state not in WAITING]
    return sorted(lines, key=lambda line: (line.at, line.reminder_id), reverse=True)


async def _rows(session: AsyncSession, panel_id: int) -> list[Reminder]:
    query = (
        select(Reminder)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(Deadline.panel_id == panel_id)
        .options(joinedload(Reminder.person), joinedload(Reminder.entity))
    )
    return list(await session.scalars(query))


def _line(row: Reminder) -> Line:
    return Line(
        reminder_id=row.id,
        at=row.sent_at or row.not_before,
        kind=row.kind,
        person=row.person.name,
        entity=row.entity.acronym if row.entity else None,
        state=row.state,
        reason=row.reason,
    )


class NotSnoozed(StrEnum):
    """Why a reminder was not put off; the text stands under ``handlers.<value>``."""

    GONE = "reminder_gone"
    TOO_LATE = "snooze_too_late"
    ALREADY = "snoozed_already"


@dataclass(frozen=True, slots=True)
class Snoozed:
    """When the reminder will come again."""

    at: dt.datetime


async def snooze(
    session: AsyncSession, viewer: Viewer, reminder_id: int, days: int, now: dt.datetime
) -> Snoozed | NotSnoozed:
    """Put a reminder off by some days, once, into office hours and never past the deadline.

    The one that was sent stays as it is; a row of its own (``<step>+snooze``) comes at the wished time, and the
    ladder plans around it.
    """
    query = (
        select(Reminder)
        .where(Reminder.id == reminder_id, Reminder.person_id == viewer.person_id)
        .options(
            joinedload(Reminder.person),
            joinedload(Reminder.entity),
            joinedload(Reminder.deadline).joinedload(Deadline.panel),
        )
    )
    row = await session.scalar(query)
    if row is None or row.state is ReminderState.CANCELLED or row.generation != row.deadline.generation:
        return NotSnoozed.GONE
    if row.snoozed:
        return NotSnoozed.ALREADY
    days_of_work = frozenset(row.entity.working_days) if row.entity else frozenset({1, 2, 3, 4, 5})
    office = Office(row.person.zone, days_of_work)
    at = next_moment(now + dt.timedelta(days=days), office)
    until = last_moment(row.deadline.due_at, office)
    if at is None or until is None or at >= until:
        return NotSnoozed.TOO_LATE
    statement = insert_into(session, Reminder).values(
        workspace_id=row.workspace_id,
        deadline_id=row.deadline_id,
        generation=row.generation,
        person_id=row.person_id,
        entity_id=row.entity_id,
        step=f"{row.step}+snooze",
        kind=ReminderKind.REMINDER,
        state=ReminderState.PENDING,
        not_before=at,
        valid_until=until,
        snoozed=True,
        key=f"{row.key[:32]}-snooze",
        attempts=0,
        absences=0,
    )
    number = await session.scalar(statement.on_conflict_do_nothing().returning(Reminder.id))
    if number is None:
        return NotSnoozed.ALREADY
    await note(session, [number], ReminderState.PENDING, now, f"put off by {days} days")
    await plan_deadline(session, row.deadline, now)
    return Snoozed(at)
