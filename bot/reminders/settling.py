"""Settle what is uncertain: take back what dead workers left, and read channels back. Never a blind second message."""

import asyncio
import datetime as dt
import uuid

import structlog

from bot.clock import Clock
from bot.reminders.messenger import Absent, Found, Messenger, Unreadable
from bot.reminders.timing import Timing
from storage.models import Reminder
from storage.queries import reminders as rows
from storage.store import Store

log = structlog.get_logger("rapporteur.outbox")
#: How far before the sending the channel is read back: the wall clock may have been set two hours since.
LOOK_BACK = dt.timedelta(hours=3)


class Settler:
    """Brings every reminder that nobody works on any more to where it belongs."""

    def __init__(self, store: Store, messenger: Messenger, clock: Clock, timing: Timing) -> None:
        self.store, self.messenger, self.clock, self.timing = store, messenger, clock, timing

    async def settle(self) -> int:
        """One round: lost claims, lost sendings, windows that have closed, then a batch of channels to read back.

        Returns how many channels were read.
        """
        await self.recover()
        claim_id = uuid.uuid4().hex
        async with self.store.unit() as session:
            taken = await rows.claim_unknown(
                session, claim_id, lease_seconds=self.timing.lease_seconds, limit=self.timing.batch
            )
        for row in taken:
            try:
                await self.read_back(row, claim_id)
            except Exception as error:
                # The row's lease runs out, and it is read again.
                log.error("reminder.not_read_back", reminder=row.id, error=type(error).__name__)
        return len(taken)

    async def recover(self) -> None:
        """What workers that have gone left behind; and reminders whose window closed while nobody sent them."""
        now = self.clock.now()
        async with self.store.reading() as session:
            if not await rows.anything_overdue(session, now):
                return
        async with self.store.unit() as session:
            back = await rows.take_back_claims(session, now)
            doubted = await rows.doubt_sendings(session, now, settle_seconds=self.timing.settle_seconds)
            missed = await rows.mark_missed(session, now)
        log.info("reminders.recovered", claims=len(back), sendings=len(doubted), missed=len(missed))

    async def read_back(self, row: Reminder, claim_id: str) -> None:
        """Look into the channel of one uncertain reminder."""
        assert row.channel is not None, "the channel is written with the intent"
        since = min(row.not_before, row.sent_at or row.not_before) - LOOK_BACK
        try:
            async with asyncio.timeout(self.timing.timeout_seconds):
                reading = await self.messenger.find(row.channel, row.key, since)
        except Exception as error:
            log.warning("reminder.unread", reminder=row.id, error=type(error).__name__)
            return
        now = self.clock.now()
        async with self.store.unit() as session:
            if isinstance(reading, Found):
                await rows.mark_sent(session, row.id, claim_id, reading.ts, now)
            elif isinstance(reading, Absent):
                await rows.note_absence(session, row.id, claim_id, now, settle_seconds=self.timing.settle_seconds)
            elif isinstance(reading, Unreadable):
                await rows.leave_to_person(session, row.id, claim_id, reading.reason, now)
