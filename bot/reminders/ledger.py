"""What officers see: the outbox before it goes, the ledger after, and how each entity stands. Values only."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reminders.ladder import Dropped, plan
from bot.reminders.loading import load
from bot.reminders.notices import prepare
from bot.reminders.reasons import Reason
from bot.reminders.standing import answers_of, last_reminded
from bot.reminders.wording import Wording, wording
from storage.models import Deadline, Entity, Person, Reminder, ReminderEvent
from storage.queries.obstacles import CALLABLE
from storage.words import ReminderKind, ReminderState

DONE = tuple(state for state in ReminderState if state not in (ReminderState.PENDING, ReminderState.CLAIMED))


@dataclass(frozen=True, slots=True)
class Entry:
    """One reminder as the outbox and the ledger show it.

    ``at`` is when it is due (outbox), or when it last changed (ledger); ``zone`` is the recipient's.
    """

    reminder_id: int
    deadline_id: int
    task: str
    step: str
    kind: ReminderKind
    state: ReminderState
    reason: str | None
    person_id: int
    person_name: str
    entity_id: int | None
    acronym: str | None
    zone: str
    at: dt.datetime
    not_before: dt.datetime
    valid_until: dt.datetime
    sent_at: dt.datetime | None
    channel: str | None
    message_ts: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a reminder's own log."""

    at: dt.datetime
    state: ReminderState
    detail: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one entity stands with a deadline. ``answer``: answered, nil, or None while it is silent."""

    entity_id: int
    acronym: str
    answer: Reason | None
    last_reminded: dt.datetime | None
    next_reminder: dt.datetime | None


def _entries(at: object) -> tuple[object, ...]:
    return (
        Reminder.id,
        Reminder.deadline_id,
        Deadline.task,
        Reminder.step,
        Reminder.kind,
        Reminder.state,
        Reminder.reason,
        Reminder.person_id,
        Person.name,
        Reminder.entity_id,
        Entity.acronym,
        Person.zone,
        at,
        Reminder.not_before,
        Reminder.valid_until,
        Reminder.sent_at,
        Reminder.channel,
        Reminder.message_ts,
        Reminder.attempts,
    )


async def outbox(session: AsyncSession, panel_id: int, *, limit: int = 100, offset: int = 0) -> list[Entry]:
    """What will go out for a panel, the next first."""
    query = (
        select(*_entries(Reminder.not_before))  # type: ignore[call-overload]
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Person, Person.id == Reminder.person_id)
        .outerjoin(Entity, Entity.id == Reminder.entity_id)
        .where(Deadline.panel_id == panel_id, CALLABLE)
        .order_by(Reminder.not_before, Person.name, Reminder.id)
    )
    return [Entry(*row) for row in await session.execute(query.limit(limit).offset(offset))]


async def deliveries(
    session: AsyncSession,
    panel_id: int,
    *,
    states: Collection[ReminderState] = DONE,
    limit: int = 50,
    offset: int = 0,
) -> list[Entry]:
    """What became of the reminders of a panel, the latest first."""
    last = select(func.max(ReminderEvent.at)).where(ReminderEvent.reminder_id == Reminder.id).scalar_subquery()
    at = func.coalesce(last, Reminder.sent_at, Reminder.not_before).label("at")
    query = (
        select(*_entries(at))  # type: ignore[call-overload]
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Person, Person.id == Reminder.person_id)
        .outerjoin(Entity, Entity.id == Reminder.entity_id)
        .where(Deadline.panel_id == panel_id, Reminder.state.in_(states))
        .order_by(at.desc(), Reminder.id.desc())
    )
    return [Entry(*row) for row in await session.execute(query.limit(limit).offset(offset))]


async def counts(session: AsyncSession, panel_id: int) -> dict[ReminderState, int]:
    """How many reminders of a panel are in each state."""
    rows = await session.execute(
        select(Reminder.state, func.count())
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(Deadline.panel_id == panel_id)
        .group_by(Reminder.state)
    )
    return {row[0]: row[1] for row in rows}


async def history(session: AsyncSession, reminder_id: int) -> list[Event]:
    """Everything that happened to one reminder, in its order."""
    query = select(ReminderEvent).where(ReminderEvent.reminder_id == reminder_id).order_by(ReminderEvent.id)
    return [Event(row.at, row.state, row.detail) for row in await session.scalars(query)]


async def dropped_steps(session: AsyncSession, deadline_id: int) -> tuple[Dropped, ...]:
    """The steps for which no reminder exists, and why: what an officer is told beside the outbox."""
    found = await load(session, deadline_id)
    return () if found is None else plan(found.call).dropped


async def preview(session: AsyncSession, reminder_id: int, now: dt.datetime) -> Wording | None:
    """The text of a reminder as it would go out now."""
    prepared = await prepare(session, reminder_id, now)
    return None if prepared is None else wording(prepared.notice)


async def standings(session: AsyncSession, deadline: Deadline) -> list[Standing]:
    """How each expected entity stands, in the order of the acronyms."""
    answers = await answers_of(session, deadline)
    reminded = await last_reminded(session, deadline.panel_id)
    rows = await session.execute(
        select(Reminder.entity_id, func.min(Reminder.not_before))
        .where(Reminder.deadline_id == deadline.id, Reminder.entity_id.is_not(None), CALLABLE)
        .group_by(Reminder.entity_id)
    )
    coming = {row[0]: row[1] for row in rows}
    found = [
        Standing(entity, answers.acronyms[entity], answer, reminded.get(entity), coming.get(entity))
        for entity, answer in answers.by_entity.items()
    ]
    return sorted(found, key=lambda one: one.acronym.casefold())


async def silent_entities(session: AsyncSession, deadline: Deadline) -> list[int]:
    """The entities that have not answered a deadline."""
    return list((await answers_of(session, deadline)).silent)
