"""The outbox in the database: every transition of a reminder is one statement here, with its line in the log.

A transition names the state that it starts from, so that of two workers one finds nothing to do. States stand in the
statements as literals: with a bound parameter neither database can use the partial indexes. Leases and waiting times
are on the database's clock; ``now`` is the bot's clock, which the windows of reminders are written in.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Deadline, Person, Reminder, ReminderEvent
from storage.queries.leases import database_time
from storage.queries.obstacles import (
    CALLABLE,
    CLAIMED,
    IN_HANDS,
    PENDING,
    SENDING,
    UNKNOWN,
    channel_held,
    obstacles,
    state_is,
    workspace_held,
)
from storage.words import ReminderKind, ReminderState

#: A statement names at most so many rows at once: SQLite takes 32,766 parameters, older ones fewer.
CHUNK = 500
FREE: dict[str, Any] = {"claim_id": None, "lease_until": None}
#: A row that goes back to the queue has not been sent, whatever was intended.
UNSENT: dict[str, Any] = {**FREE, "sent_at": None}


async def note(session: AsyncSession, ids: Iterable[int], state: ReminderState, at: dt.datetime, detail: str) -> None:
    """Write what happened to some reminders into their log."""
    rows = [{"reminder_id": number, "state": state, "at": at, "detail": detail or None} for number in ids]
    if rows:
        await session.execute(insert(ReminderEvent), rows)


async def move(
    session: AsyncSession,
    where: Sequence[ColumnElement[bool]],
    state: ReminderState,
    at: dt.datetime,
    *,
    detail: str = "",
    values: Mapping[str, Any] | None = None,
) -> list[int]:
    """Bring the reminders that fulfil the conditions into a state; returns the numbers of those that were moved."""
    statement = (
        update(Reminder)
        .where(*where)
        .values(state=state, **(values or {}))
        .returning(Reminder.id)
        .execution_options(synchronize_session=False)
    )
    moved = list(await session.scalars(statement))
    await note(session, moved, state, at, detail)
    return moved


async def claim_due(
    session: AsyncSession, claim_id: str, now: dt.datetime, *, lease_seconds: float, limit: int
) -> list[int]:
    """Take due reminders, those of the nearest deadline first, in one statement.

    What another worker is just taking is passed over (PostgreSQL); on SQLite the unit has begun IMMEDIATE, so there
    is no other. Held-back channels and workspaces are left alone.
    """
    channel = func.coalesce(Reminder.channel, Person.dm_channel, "")
    due = (
        select(Reminder.id)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Person, Person.id == Reminder.person_id)
        .where(PENDING, Reminder.not_before <= now, Reminder.valid_until > now)
        .where(~workspace_held(), ~channel_held(channel))
        .order_by(Deadline.due_at, Reminder.id)
        .limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
        .cte("due")
    )
    return await move(
        session,
        [Reminder.id.in_(select(due.c.id))],
        ReminderState.CLAIMED,
        now,
        values={"claim_id": claim_id, "lease_until": database_time(lease_seconds)},
    )


async def intend(
    session: AsyncSession,
    reminder_id: int,
    claim_id: str,
    now: dt.datetime,
    *,
    lease_seconds: float,
    channel: str,
    spacing: dt.timedelta,
) -> bool:
    """Set ``sending`` if the claim, its lease and the wish to send still hold; all judged in this one statement.

    The lease begins anew, and ``sent_at`` is when the sending was decided.
    """
    wanted = [~obstacle for obstacle in obstacles(now, spacing, channel).values()]
    moved = await move(
        session,
        [
            Reminder.id == reminder_id,
            CLAIMED,
            Reminder.claim_id == claim_id,
            Reminder.lease_until > database_time(),
            *wanted,
        ],
        ReminderState.SENDING,
        now,
        values={
            "lease_until": database_time(lease_seconds),
            "attempts": Reminder.attempts + 1,
            "channel": channel,
            "sent_at": now,
        },
    )
    return bool(moved)


async def why_not(session: AsyncSession, reminder_id: int, now: dt.datetime, spacing: dt.timedelta) -> str | None:
    """The first reason for which a reminder is not to be sent now; None when there is none."""
    found = obstacles(now, spacing)
    columns = [obstacle.label(name) for name, obstacle in found.items()]
    row = (await session.execute(select(*columns).where(Reminder.id == reminder_id))).mappings().one_or_none()
    return None if row is None else next((name for name in found if row[name]), None)


def _mine(reminder_id: int, claim_id: str, *states: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    return [Reminder.id == reminder_id, or_(*states), Reminder.claim_id == claim_id]


async def mark_sent(session: AsyncSession, reminder_id: int, claim_id: str, ts: str, now: dt.datetime) -> bool:
    """The message stands in the channel.

    This is certain whoever holds the row by now, so it also ends a row that somebody took back in the meantime;
    only a sending by another worker that is on its way already is left to that worker.
    """
    certain = or_(Reminder.claim_id == claim_id, PENDING, CLAIMED, UNKNOWN)
    unsent = or_(PENDING, CLAIMED, SENDING, UNKNOWN)
    return bool(
        await move(
            session,
            [Reminder.id == reminder_id, unsent, certain],
            ReminderState.SENT,
            now,
            detail=f"message {ts}",
            values={**FREE, "message_ts": ts, "reason": None, "sent_at": func.coalesce(Reminder.sent_at, now)},
        )
    )


async def mark_failed(session: AsyncSession, reminder_id: int, claim_id: str, reason: str, now: dt.datetime) -> bool:
    """Slack said no for good, before or at sending."""
    return bool(
        await move(
            session,
            _mine(reminder_id, claim_id, CLAIMED, SENDING),
            ReminderState.FAILED,
            now,
            detail=reason,
            values={**UNSENT, "reason": reason},
        )
    )


async def mark_unknown(
    session: AsyncSession, reminder_id: int, claim_id: str, detail: str, now: dt.datetime, *, settle_seconds: float
) -> bool:
    """Nobody can say whether it arrived: the channel is read back after the settle time."""
    return bool(
        await move(
            session,
            _mine(reminder_id, claim_id, SENDING),
            ReminderState.UNKNOWN,
            now,
            detail=detail,
            values={"lease_until": database_time(settle_seconds), "absences": 0},
        )
    )


async def give_back(session: AsyncSession, reminder_id: int, claim_id: str, detail: str, now: dt.datetime) -> bool:
    """Put a row back into the queue: it is certain that nothing was sent."""
    return bool(
        await move(
            session,
            _mine(reminder_id, claim_id, CLAIMED, SENDING),
            ReminderState.PENDING,
            now,
            detail=detail,
            values=UNSENT,
        )
    )


async def postpone(
    session: AsyncSession, reminder_id: int, claim_id: str, until: dt.datetime, detail: str, now: dt.datetime
) -> bool:
    """Put a claimed row back into the queue for a later moment of its window."""
    return bool(
        await move(
            session,
            _mine(reminder_id, claim_id, CLAIMED),
            ReminderState.PENDING,
            now,
            detail=detail,
            values={**UNSENT, "not_before": until},
        )
    )


async def end_claimed(
    session: AsyncSession, reminder_id: int, claim_id: str, state: ReminderState, reason: str, now: dt.datetime
) -> bool:
    """End a claimed row that is not to be sent any more: ``cancelled`` or ``missed``, with the reason."""
    return bool(
        await move(
            session,
            _mine(reminder_id, claim_id, CLAIMED),
            state,
            now,
            detail=reason,
            values={**UNSENT, "reason": reason},
        )
    )


async def take_back_claims(session: AsyncSession, now: dt.datetime) -> list[int]:
    """Claims whose worker has gone: nothing was sent yet, so they go back into the queue."""
    over = [CLAIMED, Reminder.lease_until <= database_time()]
    return await move(session, over, ReminderState.PENDING, now, detail="its worker has gone", values=UNSENT)


async def doubt_sendings(session: AsyncSession, now: dt.datetime, *, settle_seconds: float) -> list[int]:
    """Sendings whose worker has gone: it may have called Slack. The claim stays, should the worker come back."""
    return await move(
        session,
        [SENDING, Reminder.lease_until <= database_time()],
        ReminderState.UNKNOWN,
        now,
        detail="its worker has gone",
        values={"lease_until": database_time(settle_seconds), "absences": 0},
    )


async def mark_missed(session: AsyncSession, now: dt.datetime) -> list[int]:
    """Reminders whose window has closed while they waited. The first condition is the one that has an index."""
    over = [PENDING, Reminder.not_before <= now, Reminder.valid_until <= now]
    return await move(session, over, ReminderState.MISSED, now, detail="passed", values={"reason": "passed"})


async def anything_overdue(session: AsyncSession, now: dt.datetime) -> bool:
    """Whether ``take_back_claims``, ``doubt_sendings`` or ``mark_missed`` would find something; writes nothing."""
    lost = exists().where(or_(CLAIMED, SENDING), IN_HANDS, Reminder.lease_until <= database_time())
    over = exists().where(PENDING, Reminder.not_before <= now, Reminder.valid_until <= now)
    return bool(await session.scalar(select(or_(lost, over))))


async def claim_unknown(session: AsyncSession, claim_id: str, *, lease_seconds: float, limit: int) -> list[Reminder]:
    """Take uncertain reminders whose channel may be read back now. Their state does not change by it."""
    due = (
        select(Reminder.id)
        .where(UNKNOWN, Reminder.lease_until <= database_time())
        .order_by(Reminder.lease_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    statement = (
        update(Reminder)
        .where(Reminder.id.in_(select(due.c.id)))
        .values(claim_id=claim_id, lease_until=database_time(lease_seconds))
        .returning(Reminder)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return list(await session.scalars(statement))


async def note_absence(
    session: AsyncSession, reminder_id: int, claim_id: str, now: dt.datetime, *, settle_seconds: float
) -> bool:
    """The channel did not hold the message. The second time in a row the reminder is to be sent again."""
    mine = _mine(reminder_id, claim_id, UNKNOWN)
    again = {**UNSENT, "absences": 0}
    detail = "twice not in the channel"
    if await move(session, [*mine, Reminder.absences >= 1], ReminderState.PENDING, now, detail=detail, values=again):
        return True
    later = {"absences": Reminder.absences + 1, "lease_until": database_time(settle_seconds)}
    detail = "not in the channel; it is read once more"
    return bool(await move(session, mine, ReminderState.UNKNOWN, now, detail=detail, values=later))


async def leave_to_person(session: AsyncSession, reminder_id: int, claim_id: str, why: str, now: dt.datetime) -> bool:
    """The channel cannot be read back: without a lease nobody looks again, and a person decides."""
    values = {**FREE, "reason": "unreadable"}
    mine = _mine(reminder_id, claim_id, UNKNOWN)
    return bool(await move(session, mine, ReminderState.UNKNOWN, now, detail=why, values=values))


async def decide_unknown(session: AsyncSession, reminder_id: int, *, arrived: bool, now: dt.datetime) -> bool:
    """What a person found in the channel: it arrived, or it is to be sent again. False if it is not uncertain."""
    where = [Reminder.id == reminder_id, UNKNOWN]
    if arrived:
        values, state = {**FREE, "reason": None}, ReminderState.SENT
    else:
        values, state = {**UNSENT, "reason": None, "absences": 0}, ReminderState.PENDING
    return bool(await move(session, where, state, now, detail="an officer looked", values=values))


async def end_many(
    session: AsyncSession, ids: Sequence[int], state: ReminderState, reason: str, now: dt.datetime
) -> list[int]:
    """Call off, or mark as missed, those of some reminders that are not on their way."""
    ended: list[int] = []
    for start in range(0, len(ids), CHUNK):
        where = [CALLABLE, Reminder.id.in_(ids[start : start + CHUNK])]
        ended += await move(session, where, state, now, detail=reason, values={**UNSENT, "reason": reason})
    return ended


async def end_for_entity(
    session: AsyncSession, panel_id: int, entity_id: int, task: str | None, reason: str, now: dt.datetime
) -> list[int]:
    """Call off what waits for an entity on a panel: for one task, or for all of them."""
    deadlines = select(Deadline.id).where(Deadline.panel_id == panel_id)
    if task is not None:
        deadlines = deadlines.where(Deadline.task == task)
    where = [CALLABLE, Reminder.entity_id == entity_id, Reminder.deadline_id.in_(deadlines)]
    values = {**UNSENT, "reason": reason}
    return await move(session, where, ReminderState.CANCELLED, now, detail=reason, values=values)


def _of_person(person_id: int, panel_id: int) -> Select[Reminder]:
    """The messages to one person about the deadlines of a panel; an officer's digests are none of them."""
    return (
        select(Reminder)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(
            Reminder.person_id == person_id, Deadline.panel_id == panel_id, Reminder.kind != ReminderKind.DIGEST.value
        )
    )


async def last_sent_to(session: AsyncSession, person_id: int, panel_id: int) -> Reminder | None:
    """The newest message that went out to somebody about a panel."""
    query = _of_person(person_id, panel_id).where(state_is(ReminderState.SENT))
    found: Reminder | None = await session.scalar(query.order_by(Reminder.sent_at.desc(), Reminder.id.desc()).limit(1))
    return found


async def next_waiting_for(session: AsyncSession, person_id: int, panel_id: int) -> Reminder | None:
    """The next message that waits for somebody about a panel."""
    query = _of_person(person_id, panel_id).where(CALLABLE)
    found: Reminder | None = await session.scalar(query.order_by(Reminder.not_before, Reminder.id).limit(1))
    return found


async def panel_of_message(session: AsyncSession, person_id: int, message_ts: str) -> int | None:
    """The panel that a message to somebody was about."""
    query = (
        select(Deadline.panel_id)
        .join(Reminder, Reminder.deadline_id == Deadline.id)
        .where(Reminder.person_id == person_id, Reminder.message_ts == message_ts)
    )
    found: int | None = await session.scalar(query.limit(1))
    return found
