"""What people do to reminders: put one off, and answer, which stops them all."""

import datetime as dt
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.reminders.ladder import SPACING
from bot.reminders.loading import working_days_of
from bot.reminders.moments import Office, known_zone, last_moment, last_opening, next_moment
from bot.reminders.reasons import Reason
from bot.reminders.standing import answers_of
from storage.models import Deadline, Reminder, Seat
from storage.queries.leases import insert_into
from storage.queries.obstacles import CALLABLE
from storage.queries.panels import CONTRIBUTIONS
from storage.queries.reminders import UNSENT, decide_unknown, end_for_entity, end_many, move, note
from storage.words import PanelState, ReminderKind, ReminderState


class NoSnooze(StrEnum):
    """Why a reminder cannot be put off; each has a text under ``reminders.snooze_<word>``."""

    UNKNOWN = "unknown"
    NOT_YOURS = "not_yours"
    ALREADY = "already"
    ANSWERED = "answered"
    OVER = "over"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Snoozed:
    """The next reminder comes at ``at``; ``zone`` is the recipient's."""

    at: dt.datetime
    zone: str


async def snooze(
    session: AsyncSession, reminder_id: int, person_id: int, until: dt.datetime, now: dt.datetime
) -> Snoozed | NoSnooze:
    """Let the next reminder come when its recipient wants it: once a reminder, and never past the deadline.

    Pressed on a message that went out, it moves the next one of the same chain; where there is none, one more is
    made. What the ladder had planned for the time until then, and for too soon after it, is called off. The moment is
    the first in office hours from ``until`` on, or the beginning of the last ones before the deadline.
    """
    row = await _row(session, reminder_id)
    refusal = await _refusal(session, row, person_id, now)
    if refusal is not None or row is None:
        return refusal or NoSnooze.UNKNOWN
    due_at = row.deadline.due_at
    entity = row.entity
    zone = known_zone(row.person.zone, entity.zone if entity else row.deadline.zone, row.deadline.zone)
    office = Office(zone, working_days_of(entity))
    at = next_moment(max(until, now), office)
    if at is None or at >= due_at:
        at = last_opening(due_at - dt.timedelta.resolution, office)
    closing = last_moment(due_at, office)
    if at is None or closing is None or at <= now or at >= closing:
        return NoSnooze.TOO_LATE
    chain = select(Reminder.id).where(
        CALLABLE,
        Reminder.person_id == row.person_id,
        Reminder.deadline_id == row.deadline_id,
        Reminder.generation == row.generation,
        Reminder.kind != ReminderKind.DIGEST,
        Reminder.valid_until > now,
    )
    waiting = list(await session.scalars(chain.order_by(Reminder.not_before, Reminder.id)))
    if waiting:
        window = {**UNSENT, "not_before": at, "valid_until": closing, "snoozed": True}
        where = [CALLABLE, Reminder.id == waiting[0]]
        await move(session, where, ReminderState.PENDING, now, detail="its recipient chose the time", values=window)
        too_near = chain.where(Reminder.not_before < at + SPACING, Reminder.id != waiting[0])
        await end_many(session, list(await session.scalars(too_near)), ReminderState.CANCELLED, Reason.SNOOZED, now)
    else:
        await _one_more(session, row, at, closing, now)
    row.snoozed = True
    await note(session, [row.id], row.state, now, f"snoozed until {at.isoformat()}")
    await session.flush()
    return Snoozed(at, zone)


async def _row(session: AsyncSession, reminder_id: int) -> Reminder | None:
    query = (
        select(Reminder)
        .where(Reminder.id == reminder_id)
        .options(
            joinedload(Reminder.person, innerjoin=True),
            joinedload(Reminder.entity),
            joinedload(Reminder.deadline, innerjoin=True).joinedload(Deadline.panel, innerjoin=True),
        )
        .with_for_update(of=Reminder)
        .execution_options(populate_existing=True)
    )
    found: Reminder | None = await session.scalar(query)
    return found


async def _refusal(session: AsyncSession, row: Reminder | None, person_id: int, now: dt.datetime) -> NoSnooze | None:
    if row is None or row.kind is ReminderKind.DIGEST:
        return NoSnooze.UNKNOWN
    if row.person_id != person_id:
        return NoSnooze.NOT_YOURS
    deadline = row.deadline
    answers = await answers_of(session, deadline)
    if answers.by_entity.get(row.entity_id or 0) is not None:
        return NoSnooze.ANSWERED
    expected = row.entity_id in answers.by_entity
    current = row.generation == deadline.generation
    if not expected or not current or deadline.panel.state is not PanelState.OPEN or deadline.due_at <= now:
        return NoSnooze.OVER
    stepped_back = select(Seat.id).where(
        Seat.panel_id == deadline.panel_id, Seat.person_id == person_id, Seat.stepped_back_at.is_not(None)
    )
    if await session.scalar(stepped_back) is not None:
        return NoSnooze.OVER
    return NoSnooze.ALREADY if row.snoozed else None


async def _one_more(
    session: AsyncSession, row: Reminder, at: dt.datetime, until: dt.datetime, now: dt.datetime
) -> None:
    statement = insert_into(session, Reminder).values(
        workspace_id=row.workspace_id,
        deadline_id=row.deadline_id,
        generation=row.generation,
        person_id=row.person_id,
        entity_id=row.entity_id,
        step=f"{row.step}-snoozed",
        kind=ReminderKind.REMINDER,
        not_before=at,
        valid_until=until,
        snoozed=True,
        key=secrets.token_hex(16),
    )
    new = await session.scalars(statement.on_conflict_do_nothing().returning(Reminder.id))
    await note(session, list(new), ReminderState.PENDING, now, "its recipient chose the time")


async def cancel_for_entity(
    session: AsyncSession,
    *,
    panel_id: int,
    entity_id: int,
    reason: Reason,
    now: dt.datetime,
    task: str | None = CONTRIBUTIONS,
) -> int:
    """Call off what waits for an entity, in the unit of work that writes its answer. Returns how many.

    The outbox judges once more at sending, so a caller that forgets this sends nothing wrong; it makes the outbox
    show the truth at once. ``task`` None means all tasks of the panel (the entity withdraws).
    """
    return len(await end_for_entity(session, panel_id, entity_id, task, reason, now))


async def decide_uncertain(session: AsyncSession, reminder_id: int, *, arrived: bool, now: dt.datetime) -> bool:
    """What an officer found in a conversation that the bot cannot read. False when the reminder is not uncertain."""
    return await decide_unknown(session, reminder_id, arrived=arrived, now=now)
