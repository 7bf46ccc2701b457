"""From the database to the plan, and from the plan to rows: planning again is harmless."""

import datetime as dt
import hashlib
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.reminders.ladder import DEFAULT_LADDER, Call, Party, Past, Plan, Recipient, Row, plan
from bot.reminders.reasons import REVIVABLE, Reason
from storage.models import Contribution, Deadline, NilReturn, Panel, Person, Reminder
from storage.queries.leases import insert_into
from storage.queries.panels import CONTRIBUTIONS, expected_entities, seats_of_panel
from storage.queries.people import officers
from storage.queries.reminders import end_many, note
from storage.words import ContributionState, PanelState, ReminderState, SeatRole

ON_THEIR_WAY = {ReminderState.CLAIMED, ReminderState.SENDING, ReminderState.SENT, ReminderState.UNKNOWN}


async def plan_everything(session: AsyncSession, now: dt.datetime) -> int:
    """Plan each deadline anew; returns how many rows were made, called off or brought back."""
    query = select(Deadline).options(joinedload(Deadline.panel)).order_by(Deadline.id)
    return sum([await plan_deadline(session, deadline, now) for deadline in await session.scalars(query)])


async def plan_deadline(session: AsyncSession, deadline: Deadline, now: dt.datetime) -> int:
    """Make the rows that should exist for one deadline, and call off those that should not."""
    stored = list(await session.scalars(select(Reminder).where(Reminder.deadline_id == deadline.id)))
    wanted = plan(await call_of(session, deadline, stored))
    current = {(row.person_id, row.step): row for row in stored if row.generation == deadline.generation}
    made = await _make(session, deadline, wanted, current, now)
    revived = await _revive(session, wanted, current, now)
    moved = await _move_windows(session, wanted, current)
    ended = await _end(session, deadline, wanted, stored, now)
    return made + revived + moved + ended


async def call_of(session: AsyncSession, deadline: Deadline, stored: list[Reminder]) -> Call:
    """Everything that decides who is reminded when, as the pure ladder wants it."""
    panel: Panel = deadline.panel
    answered: dict[int, Reason] = {}
    for nil in await session.scalars(select(NilReturn).where(NilReturn.deadline_id == deadline.id)):
        answered[nil.entity_id] = Reason.NIL
    if deadline.task == CONTRIBUTIONS:
        submitted = select(Contribution.entity_id).where(
            Contribution.panel_id == panel.id, Contribution.state == ContributionState.SUBMITTED
        )
        answered |= dict.fromkeys(await session.scalars(submitted), Reason.ANSWERED)
    holders: dict[int, list[tuple[SeatRole, Recipient]]] = defaultdict(list)
    for seat in await seats_of_panel(session, panel.id):
        holders[seat.entity_id].append((seat.role, _recipient(seat.person)))
    parties = []
    for row in await expected_entities(session, panel.id):
        people = holders[row.entity_id]
        focal = [person for role, person in people if role is SeatRole.FOCAL_POINT]
        parties.append(
            Party(
                entity_id=row.entity_id,
                acronym=row.entity.acronym,
                working_days=frozenset(row.entity.working_days),
                answered=answered.get(row.entity_id),
                focal_point=focal[0] if focal else None,
                alternates=tuple(person for role, person in people if role is SeatRole.ALTERNATE),
            )
        )
    past = tuple(
        Past(
            person_id=row.person_id,
            step=row.step,
            kind=row.kind,
            at=row.sent_at or row.not_before,
            current=row.generation == deadline.generation,
            snoozed=row.snoozed,
        )
        for row in stored
        if row.state in ON_THEIR_WAY - {ReminderState.CLAIMED} or (row.snoozed and row.state is ReminderState.PENDING)
    )
    return Call(
        due_at=deadline.due_at,
        zone=deadline.zone,
        opened_at=deadline.opened_at,
        parties=tuple(parties),
        officers=tuple(_recipient(person) for person in await officers(session, panel.workspace_id)),
        steps=tuple(deadline.ladder) or DEFAULT_LADDER,
        panel_open=panel.state is PanelState.OPEN,
        starts_at=panel.starts_at,
        past=past,
    )


def _recipient(person: Person) -> Recipient:
    return Recipient(person.id, person.name, person.zone, person.active and person.slack_user_id is not None)


def reminder_key(deadline: Deadline, row: Row) -> str:
    """What names the message of a row in its metadata: the hash of the row's unique key."""
    parts = (deadline.panel.workspace_id, deadline.id, deadline.generation, row.person_id, row.step)
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:40]


async def _make(
    session: AsyncSession,
    deadline: Deadline,
    wanted: Plan,
    current: dict[tuple[int, str], Reminder],
    now: dt.datetime,
) -> int:
    made = []
    for row in wanted.rows:
        if (row.person_id, row.step) in current or row.valid_until <= now:
            continue
        statement = insert_into(session, Reminder).values(
            workspace_id=deadline.panel.workspace_id,
            deadline_id=deadline.id,
            generation=deadline.generation,
            person_id=row.person_id,
            entity_id=row.entity_id,
            step=row.step,
            kind=row.kind,
            state=ReminderState.PENDING,
            not_before=row.not_before,
            valid_until=row.valid_until,
            snoozed=False,
            key=reminder_key(deadline, row),
            attempts=0,
            absences=0,
        )
        number = await session.scalar(statement.on_conflict_do_nothing().returning(Reminder.id))
        if number is not None:
            made.append(number)
    await note(session, made, ReminderState.PENDING, now, "planned")
    return len(made)


async def _revive(
    session: AsyncSession, wanted: Plan, current: dict[tuple[int, str], Reminder], now: dt.datetime
) -> int:
    """Bring back what was called off for a cause that has vanished, as when a contribution is withdrawn."""
    revived = []
    for row in wanted.rows:
        found = current.get((row.person_id, row.step))
        if (
            found is not None
            and found.state is ReminderState.CANCELLED
            and found.reason in REVIVABLE
            and row.valid_until > now
        ):
            found.state, found.reason = ReminderState.PENDING, None
            found.not_before, found.valid_until = row.not_before, row.valid_until
            revived.append(found.id)
    await session.flush()
    await note(session, revived, ReminderState.PENDING, now, "wanted again")
    return len(revived)


async def _move_windows(session: AsyncSession, wanted: Plan, current: dict[tuple[int, str], Reminder]) -> int:
    """Move what waits to where it belongs by now: people change their zones, entities their working days."""
    moved = 0
    for row in wanted.rows:
        found = current.get((row.person_id, row.step))
        if found is None or found.state is not ReminderState.PENDING or found.snoozed:
            continue
        if (found.not_before, found.valid_until) != (row.not_before, row.valid_until):
            found.not_before, found.valid_until = row.not_before, row.valid_until
            moved += 1
    await session.flush()
    return moved


async def _end(
    session: AsyncSession, deadline: Deadline, wanted: Plan, stored: list[Reminder], now: dt.datetime
) -> int:
    """Call off what waits and is not wanted any more, and mark as missed what nobody could send in its window."""
    keep = {(row.person_id, row.step) for row in wanted.rows}
    unwanted, missed, moved = [], [], []
    for row in stored:
        if row.state is not ReminderState.PENDING:
            continue
        if row.generation != deadline.generation:
            moved.append(row.id)
        elif row.valid_until <= now:
            missed.append(row.id)
        elif (row.person_id, row.step) not in keep and not row.snoozed:
            unwanted.append(row.id)
    ended = await end_many(session, moved, ReminderState.CANCELLED, Reason.MOVED, now)
    ended += await end_many(session, missed, ReminderState.MISSED, Reason.PASSED, now)
    for number in unwanted:
        row = next(one for one in stored if one.id == number)
        reason = await _why_unwanted(session, deadline, row)
        ended += await end_many(session, [number], ReminderState.CANCELLED, reason, now)
    return len(ended)


async def _why_unwanted(session: AsyncSession, deadline: Deadline, row: Reminder) -> Reason:
    if deadline.panel.state is not PanelState.OPEN:
        return Reason.CLOSED
    if row.entity_id is not None:
        submitted = select(Contribution.id).where(
            Contribution.panel_id == deadline.panel_id,
            Contribution.entity_id == row.entity_id,
            Contribution.state == ContributionState.SUBMITTED,
        )
        if deadline.task == CONTRIBUTIONS and await session.scalar(submitted.limit(1)) is not None:
            return Reason.ANSWERED
        if await session.get(NilReturn, (deadline.id, row.entity_id)) is not None:
            return Reason.NIL
    return Reason.UNPLANNED
