"""Make the reminders in the database those that the ladder wants: new ones, moved ones, and ones called off.

Planning again is harmless: a reminder is unique by workspace, deadline, generation, person and step, and where
nothing is to be changed nothing is written.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reminders.ladder import Dropped, Row, plan
from bot.reminders.loading import Line, Loaded, load
from bot.reminders.reasons import REVIVABLE, Reason
from storage.models import Deadline, Panel, Reminder
from storage.queries.leases import insert_into
from storage.queries.obstacles import PENDING, state_is
from storage.queries.reminders import CHUNK, UNSENT, end_many, move, note
from storage.store import Store
from storage.words import PanelState, ReminderKind, ReminderState

#: A deadline that is over for so long has no step left, not even a digest.
OVER = dt.timedelta(days=30)


@dataclass(slots=True)
class Report:
    """What one planning did to the reminders of one deadline; counts, and the steps that have no reminder."""

    deadline_id: int
    created: int = 0
    moved: int = 0
    revived: int = 0
    cancelled: int = 0
    missed: int = 0
    dropped: tuple[Dropped, ...] = ()


@dataclass(slots=True)
class _Difference:
    """What lies between the reminders that exist and those that should."""

    create: list[Row] = field(default_factory=list)
    move: list[tuple[int, dt.datetime, dt.datetime]] = field(default_factory=list)
    revive: list[tuple[int, Row]] = field(default_factory=list)
    cancel: dict[Reason, list[int]] = field(default_factory=dict)
    miss: list[int] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.create or self.move or self.revive or self.cancel or self.miss)


async def plan_all(store: Store, now: dt.datetime) -> list[Report]:
    """Plan every deadline that may have reminders to come or to be called off."""
    async with store.reading() as session:
        deadlines = await _deadlines(session, now)
    reports = []
    for deadline_id in deadlines:
        async with store.reading() as session:
            found = await load(session, deadline_id)
            needed = found is not None and bool(_difference(found, now))
        if needed:
            async with store.unit() as session:
                reports.append(await plan_deadline(session, deadline_id, now))
    return reports


async def plan_deadline(session: AsyncSession, deadline_id: int, now: dt.datetime) -> Report:
    """Plan one deadline in the caller's unit of work; call it whenever something that decides it has changed."""
    report = Report(deadline_id)
    found = await load(session, deadline_id)
    if found is None:
        return report
    difference = _difference(found, now)
    report.dropped = tuple(difference.dropped)
    # First what is called off: the new rows of a moved deadline are other rows than the old ones.
    for reason, ids in difference.cancel.items():
        report.cancelled += len(await end_many(session, ids, ReminderState.CANCELLED, reason, now))
    report.missed = len(await end_many(session, difference.miss, ReminderState.MISSED, Reason.PASSED, now))
    for number, not_before, valid_until in difference.move:
        window = {"not_before": not_before, "valid_until": valid_until}
        where = [PENDING, Reminder.id == number]
        moved = await move(session, where, ReminderState.PENDING, now, detail="window moved", values=window)
        report.moved += len(moved)
    cancelled = state_is(ReminderState.CANCELLED)
    for number, row in difference.revive:
        values = {**UNSENT, "reason": None, "not_before": row.not_before, "valid_until": row.valid_until}
        where = [cancelled, Reminder.id == number]
        revived = await move(session, where, ReminderState.PENDING, now, detail="wanted again", values=values)
        report.revived += len(revived)
    report.created = await _create(session, found.deadline, difference.create, now)
    return report


async def _deadlines(session: AsyncSession, now: dt.datetime) -> list[int]:
    waiting = exists().where(Reminder.workspace_id == Panel.workspace_id, Reminder.deadline_id == Deadline.id, PENDING)
    live = (Panel.state == PanelState.OPEN) & Deadline.opened_at.is_not(None) & (Deadline.due_at > now - OVER)
    query = select(Deadline.id).join(Panel, Panel.id == Deadline.panel_id).where(or_(live, waiting))
    return list(await session.scalars(query.order_by(Deadline.due_at, Deadline.id)))


def _difference(found: Loaded, now: dt.datetime) -> _Difference:
    wanted_plan = plan(found.call)
    difference = _Difference(dropped=list(wanted_plan.dropped))
    wanted = {(row.person_id, row.step): row for row in wanted_plan.rows}
    dropped = {(one.person_id, one.step): one.reason for one in wanted_plan.dropped}
    existing = set()
    for line in found.rows:
        key = (line.person_id, line.step)
        if line.generation == found.deadline.generation:
            existing.add(key)
        if line.waits:
            _compare(difference, found, line, wanted.get(key), dropped.get(key), now)
        elif line.state is ReminderState.CANCELLED and line.generation == found.deadline.generation:
            row = wanted.get(key)
            if row is not None and row.valid_until > now and line.reason in REVIVABLE:
                difference.revive.append((line.id, row))
    for key, row in wanted.items():
        if key in existing:
            continue
        if row.valid_until > now:
            difference.create.append(row)
        else:
            difference.dropped.append(Dropped(row.step, row.kind, row.person_id, row.entity_id, Reason.PASSED))
    return difference


def _compare(
    difference: _Difference,
    found: Loaded,
    line: Line,
    row: Row | None,
    dropped: Reason | None,
    now: dt.datetime,
) -> None:
    """One reminder that waits: is it still wanted, in time, and at the same time as before?"""
    reason = _unwanted(found, line)
    if reason is None and row is None and not line.snoozed:
        reason = dropped or Reason.UNPLANNED
    if reason is not None:
        difference.cancel.setdefault(reason, []).append(line.id)
        return
    until = line.valid_until if row is None else row.valid_until
    # A moment that has passed already is not set again: the outbox may have put the row off to office hours.
    begins = row.not_before if row is not None and row.not_before > now else line.not_before
    if until <= now or begins >= until:
        difference.miss.append(line.id)
    elif line.state is ReminderState.PENDING and (begins, until) != (line.not_before, line.valid_until):
        difference.move.append((line.id, begins, until))


def _unwanted(found: Loaded, line: Line) -> Reason | None:
    """Why nobody wants a reminder any more, whatever the ladder says of its step."""
    if line.generation != found.deadline.generation:
        return Reason.MOVED
    if not found.call.panel_open or found.call.opened_at is None:
        return Reason.CLOSED
    if line.kind is ReminderKind.DIGEST:
        officers = {officer.person_id for officer in found.call.officers if officer.reachable}
        return None if line.person_id in officers else Reason.LEFT
    party = found.parties.get(line.entity_id or 0)
    if party is None:
        return Reason.WITHDRAWN
    if party.answered is not None:
        return party.answered
    recipient = party.recipient
    return None if recipient is not None and recipient.person_id == line.person_id else Reason.LEFT


async def _create(session: AsyncSession, deadline: Deadline, rows: Iterable[Row], now: dt.datetime) -> int:
    values = [
        {
            "workspace_id": deadline.panel.workspace_id,
            "deadline_id": deadline.id,
            "generation": deadline.generation,
            "person_id": row.person_id,
            "entity_id": row.entity_id,
            "step": row.step,
            "kind": row.kind,
            "not_before": row.not_before,
            "valid_until": row.valid_until,
            # Random rather than made from the numbers: a database that is set up anew must not find old messages.
            "key": secrets.token_hex(16),
        }
        for row in rows
    ]
    created = 0
    for start in range(0, len(values), CHUNK):
        statement = insert_into(session, Reminder).on_conflict_do_nothing().returning(Reminder.id)
        new = list(await session.scalars(statement, values[start : start + CHUNK]))
        await note(session, new, ReminderState.PENDING, now, "planned")
        created += len(new)
    return created
