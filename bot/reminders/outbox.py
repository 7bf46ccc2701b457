"""The outbox: claim what is due, intend it, send it, settle it. Never a blind second message.

The order of the steps is the promise (docs/reminders.md): what is claimed may be given back; what is intended was
committed before Slack is called, so a crash in between leaves a row that is read back and not one that is sent again.
"""

import asyncio
import datetime as dt
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from bot.clock import Clock
from bot.reminders.ladder import SPACING
from bot.reminders.messenger import Absent, Found, Held, Messenger, Outcome, Reading, Refused, Sent, Uncertain
from bot.reminders.noticing import notice_of
from bot.reminders.reasons import Reason
from storage.models import Deadline, Person, Reminder
from storage.queries.leases import hold_back
from storage.queries.reminders import (
    claim_due,
    claim_unknown,
    doubt_sendings,
    end_claimed,
    give_back,
    intend,
    leave_to_person,
    mark_failed,
    mark_sent,
    mark_unknown,
    note_absence,
    postpone,
    take_back_claims,
    why_not,
)
from storage.store import Store
from storage.words import ReminderState

log = structlog.get_logger(__name__)

BATCH = 25
#: A reading starts so long before the sending was intended: Slack's clock and ours may differ.
LOOK_BACK = dt.timedelta(minutes=10)
#: Obstacles that pass: the row waits; all others end it.
PASSING = {"early", "held", "spacing"}
PAUSE = 1.0


def steady() -> float:
    """Seconds on a clock that goes on while the computer sleeps and that nobody can set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: how long a claim holds, how long a call may take, and how long before an uncertain one is looked at."""

    lease: float = 60.0
    call: float = 20.0
    settle: float = 120.0

    def __post_init__(self) -> None:
        if self.lease <= self.call:
            raise ValueError("a lease must outlast the longest call, or two workers could hold one reminder")


class Outbox:
    """One worker of the outbox. Any number may run on one PostgreSQL; their claims keep them apart."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        messenger: Messenger,
        timing: Timing | None = None,
        *,
        steady_clock: Callable[[], float] = steady,
    ) -> None:
        self._store, self._clock, self._messenger = store, clock, messenger
        self._timing = timing or Timing()
        self._steady = steady_clock
        self._paced: dict[str, float] = {}

    async def dispatch(self) -> int:
        """Send what is due, one batch; returns how many messages went out."""
        claim_id = uuid.uuid4().hex
        async with self._store.unit() as session:
            await take_back_claims(session, self._clock.now())
            await doubt_sendings(session, self._clock.now(), settle_seconds=self._timing.settle)
            claimed = await claim_due(
                session, claim_id, self._clock.now(), lease_seconds=self._timing.lease, limit=BATCH
            )
        return sum([await self._deliver(number, claim_id) for number in claimed])

    async def _deliver(self, reminder_id: int, claim_id: str) -> int:
        channel = await self._channel(reminder_id, claim_id)
        if channel is None:
            return 0
        await self._pace(channel)
        now = self._clock.now()
        async with self._store.unit() as session:
            notice = await notice_of(session, reminder_id, channel, now)
            begun = self._steady()
            intended = notice is not None and await intend(
                session,
                reminder_id,
                claim_id,
                now,
                lease_seconds=self._timing.lease,
                channel=channel,
                spacing=SPACING,
            )
            if not intended:
                await self._step_back(session, reminder_id, claim_id, now)
                return 0
        assert notice is not None, "what is intended has a notice"
        # A process that was frozen between the commit and here may have lost its lease: somebody else may be looking
        # whether the message arrived. Nothing was called, so the row is uncertain and not lost.
        if self._steady() - begun > self._timing.lease - self._timing.call:
            outcome: Outcome = Uncertain("the process was stopped before the call")
        else:
            outcome = await self._send(notice)
        await self._settle_outcome(reminder_id, claim_id, channel, outcome)
        return int(isinstance(outcome, Sent))

    async def _send(self, notice: object) -> Outcome:
        try:
            async with asyncio.timeout(self._timing.call):
                return await self._messenger.send(notice)  # type: ignore[arg-type]
        except Exception as error:
            return Uncertain(type(error).__name__)

    async def _settle_outcome(self, reminder_id: int, claim_id: str, channel: str, outcome: Outcome) -> None:
        now = self._clock.now()
        async with self._store.unit() as session:
            match outcome:
                case Sent(ts):
                    await mark_sent(session, reminder_id, claim_id, ts, now)
                case Refused(reason):
                    await mark_failed(session, reminder_id, claim_id, reason, now)
                case Held(seconds, scope):
                    row = await session.get_one(Reminder, reminder_id)
                    name = f"channel:{channel}" if scope == "channel" else f"workspace:{row.workspace_id}"
                    await hold_back(session, name, seconds)
                    await give_back(session, reminder_id, claim_id, f"held back for {seconds:g} s", now)
                case Uncertain(reason):
                    await mark_unknown(session, reminder_id, claim_id, reason, now, settle_seconds=self._timing.settle)
        log.info("reminder.settled", reminder=reminder_id, outcome=type(outcome).__name__)

    async def _step_back(self, session: object, reminder_id: int, claim_id: str, now: dt.datetime) -> None:
        """Put back a row that is not to be sent now, or end it with the reason."""
        why = await why_not(session, reminder_id, now, SPACING)  # type: ignore[arg-type]
        if why is None or why in PASSING:
            later = now + dt.timedelta(minutes=1) if why == "spacing" else now
            if why == "spacing":
                await postpone(session, reminder_id, claim_id, later, why, now)  # type: ignore[arg-type]
            else:
                await give_back(session, reminder_id, claim_id, why or "not now", now)  # type: ignore[arg-type]
            return
        state = ReminderState.MISSED if why == Reason.PASSED else ReminderState.CANCELLED
        await end_claimed(session, reminder_id, claim_id, state, why, now)  # type: ignore[arg-type]

    async def _channel(self, reminder_id: int, claim_id: str) -> str | None:
        """The direct channel of the recipient; opened and stored before anything is intended."""
        async with self._store.reading() as session:
            row = await session.get_one(Reminder, reminder_id, options=[joinedload(Reminder.person)])
        if row.person.dm_channel:
            return row.person.dm_channel
        try:
            async with asyncio.timeout(self._timing.call):
                opened = await self._messenger.open_channel(row.person.slack_user_id or "")
        except Exception as error:
            opened = Held(30.0)
            log.warning("channel.not_opened", reminder=reminder_id, error=type(error).__name__)
        now = self._clock.now()
        async with self._store.unit() as session:
            if isinstance(opened, str):
                person = await session.get_one(Person, row.person_id)
                person.dm_channel = opened
                return opened
            if isinstance(opened, Held):
                await hold_back(session, f"workspace:{row.workspace_id}", opened.retry_after)
                await give_back(session, reminder_id, claim_id, "the channel could not be opened yet", now)
            else:
                await mark_failed(session, reminder_id, claim_id, opened.reason, now)
        return None

    async def _pace(self, channel: str) -> None:
        """At most one message a second in a channel (docs.slack.dev, rate limits of posting messages)."""
        wait = self._paced.get(channel, 0.0) - self._steady()
        if wait > 0:
            await asyncio.sleep(wait)
        self._paced[channel] = self._steady() + PAUSE

    async def settle(self) -> int:
        """Read back the channels of uncertain messages whose settle time is over; returns how many were decided."""
        claim_id = uuid.uuid4().hex
        async with self._store.unit() as session:
            rows = await claim_unknown(session, claim_id, lease_seconds=self._timing.lease, limit=BATCH)
        return sum([await self._read_back(row, claim_id) for row in rows])

    async def _read_back(self, row: Reminder, claim_id: str) -> int:
        since = (row.sent_at or row.not_before) - LOOK_BACK
        try:
            async with asyncio.timeout(self._timing.call):
                reading: Reading = await self._messenger.find(row.channel or "", row.key, since)
        except Exception as error:
            log.warning("reminder.not_read_back", reminder=row.id, error=type(error).__name__)
            return 0
        now = self._clock.now()
        async with self._store.unit() as session:
            if isinstance(reading, Found):
                return int(await mark_sent(session, row.id, claim_id, reading.ts, now))
            if isinstance(reading, Absent):
                return int(await note_absence(session, row.id, claim_id, now, settle_seconds=self._timing.settle))
            return int(await leave_to_person(session, row.id, claim_id, reading.reason, now))


async def deadline_of(store: Store, reminder_id: int) -> Deadline:
    """The deadline that a reminder is about."""
    async with store.reading() as session:
        query = select(Deadline).join(Reminder, Reminder.deadline_id == Deadline.id).where(Reminder.id == reminder_id)
        return (await session.scalars(query)).one()
