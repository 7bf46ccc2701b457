"""What the ladder needs to know of one deadline, read from the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.reminders.ladder import DEFAULT_LADDER, Call, Party, Past, Recipient
from bot.reminders.moments import WEEKDAYS, known_zone
from bot.reminders.standing import answers_of
from storage.models import Deadline, Entity, Person, Reminder
from storage.queries.panels import seats_of_panel
from storage.queries.people import officers
from storage.words import PanelState, ReminderKind, ReminderState, SeatRole

#: The columns of a ``Line``, in its order.
COLUMNS = (
    Reminder.id,
    Reminder.generation,
    Reminder.person_id,
    Reminder.entity_id,
    Reminder.step,
    Reminder.kind,
    Reminder.state,
    Reminder.reason,
    Reminder.not_before,
    Reminder.valid_until,
    Reminder.snoozed,
    Reminder.sent_at,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What planning compares of a reminder that exists; a whole panel of rows need not become mapped objects."""

    id: int
    generation: int
    person_id: int
    entity_id: int | None
    step: str
    kind: ReminderKind
    state: ReminderState
    reason: str | None
    not_before: dt.datetime
    valid_until: dt.datetime
    snoozed: bool
    sent_at: dt.datetime | None

    @property
    def waits(self) -> bool:
        """Whether nothing of it is on its way yet."""
        return self.state in (ReminderState.PENDING, ReminderState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deadline as the ladder sees it, and the reminders that exist for it."""

    deadline: Deadline
    call: Call
    parties: dict[int, Party]
    rows: list[Line]


def recipient_of(person: Person, *zones: str) -> Recipient:
    """A person as the ladder sees them; ``zones`` stand in for a zone that is not known."""
    reachable = person.active and person.slack_user_id is not None
    return Recipient(person.id, person.name, known_zone(person.zone, *zones), reachable)


def working_days_of(entity: Entity | None) -> frozenset[int]:
    """The working days of an entity; those of most where none of its are days."""
    days = frozenset(entity.working_days if entity else ()) & frozenset(range(1, 8))
    return days or WEEKDAYS


async def load(session: AsyncSession, deadline_id: int) -> Loaded | None:
    """Everything that decides which reminders a deadline should have; None when there is no such deadline."""
    query = select(Deadline).where(Deadline.id == deadline_id).options(joinedload(Deadline.panel))
    deadline = await session.scalar(query.execution_options(populate_existing=True))
    if deadline is None:
        return None
    panel = deadline.panel
    answers = await answers_of(session, deadline)
    focal: dict[int, Recipient] = {}
    alternates: dict[int, list[Recipient]] = {}
    entities: dict[int, Entity] = {}
    for seat in await seats_of_panel(session, panel.id):
        entities[seat.entity_id] = seat.entity
        if seat.stepped_back_at is not None:
            continue  # they asked somebody else: that one gets the messages
        person = recipient_of(seat.person, seat.entity.zone, panel.zone)
        if seat.role is SeatRole.FOCAL_POINT:
            focal[seat.entity_id] = person
        else:
            alternates.setdefault(seat.entity_id, []).append(person)
    parties = tuple(
        Party(
            entity,
            answers.acronyms[entity],
            working_days_of(entities.get(entity)),
            answer,
            focal.get(entity),
            tuple(alternates.get(entity, ())),
        )
        for entity, answer in answers.by_entity.items()
    )
    rows = [_line(row) for row in await session.execute(select(*COLUMNS).where(Reminder.deadline_id == deadline.id))]
    call = Call(
        due_at=deadline.due_at,
        zone=known_zone(deadline.zone, panel.zone),
        opened_at=deadline.opened_at,
        parties=parties,
        officers=tuple(recipient_of(one, panel.zone) for one in await officers(session, panel.workspace_id)),
        steps=tuple(deadline.ladder) or DEFAULT_LADDER,
        panel_open=panel.state is PanelState.OPEN,
        starts_at=panel.starts_at,
        past=tuple(past for line in rows if (past := _past(line, deadline.generation))),
    )
    return Loaded(deadline, call, {party.entity_id: party for party in parties}, rows)


def _line(row: Iterable[Any]) -> Line:
    return Line(*row)


def _past(line: Line, generation: int) -> Past | None:
    """A reminder that is settled for the ladder: it went or may have gone out, or its recipient chose its time."""
    current = line.generation == generation
    if line.waits:
        chosen = line.snoozed and current
        return Past(line.person_id, line.step, line.kind, line.not_before, snoozed=True) if chosen else None
    return Past(line.person_id, line.step, line.kind, line.sent_at, current=current) if line.sent_at else None
