"""The outbox: claim, intend, send, settle. Each reminder is sent once, or the ledger says why not.

The steps are those of ``docs/reminders.md``. What is certain is written down before and after the call to Slack, in
transactions of their own; what is uncertain is never sent again blindly but read back (``bot.reminders.settling``).
"""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.clock import Clock
from bot.reminders.ladder import SPACING
from bot.reminders.messenger import Held, Messenger, Notice, Outcome, Refused, Sent, Uncertain
from bot.reminders.moments import in_office, next_moment
from bot.reminders.notices import Prepared, prepare
from bot.reminders.reasons import Reason
from bot.reminders.timing import Pacer, Timing, boot_seconds
from storage.models import Person
from storage.queries import reminders as rows
from storage.queries.leases import hold_back
from storage.store import Store
from storage.words import ReminderState

log = structlog.get_logger("rapporteur.outbox")


@dataclass(frozen=True, slots=True)
class Claim:
    """One reminder in the hands of this worker, for as long as its lease lasts. ``claim_id`` fences others off."""

    reminder_id: int
    claim_id: str


class Outbox:
    """Sends what is due. Several may run against one database; within one process one is enough."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Clock,
        timing: Timing,
        *,
        boot_time: Callable[[], float] = boot_seconds,
        pacer: Pacer | None = None,
    ) -> None:
        self.store, self.messenger, self.clock, self.timing = store, messenger, clock, timing
        self._boot_time = boot_time
        self._pacer = pacer or Pacer(timing.channel_gap, boot_time=boot_time)
        self.stopping = False

    async def dispatch(self) -> int:
        """Take one batch of due reminders and bring each as far as it goes. Returns how many were taken."""
        claims = await self.claim()
        abreast = asyncio.Semaphore(self.timing.abreast)

        async def one(claim: Claim) -> None:
            async with abreast:
                await self._deliver_safely(claim)

        await asyncio.gather(*(one(claim) for claim in claims))
        return len(claims)

    async def _deliver_safely(self, claim: Claim) -> None:
        """One reminder must not stop the others; a row left behind is found by its lease."""
        try:
            await self.deliver(claim)
        except Exception as error:
            log.error("reminder.interrupted", reminder=claim.reminder_id, error=type(error).__name__)

    async def claim(self) -> list[Claim]:
        """Take due reminders; each gets the claim id of this batch."""
        claim_id, now = uuid.uuid4().hex, self.clock.now()
        async with self.store.unit() as session:
            taken = await rows.claim_due(
                session, claim_id, now, lease_seconds=self.timing.lease_seconds, limit=self.timing.batch
            )
        return [Claim(number, claim_id) for number in taken]

    async def deliver(self, claim: Claim) -> None:
        """Judge, intend, send and settle one claimed reminder."""
        if self.stopping:
            await self.give_back(claim, "the bot is stopping")
            return
        notice = await self.ready(claim)
        if notice is None:
            return
        await self._pacer.turn(notice.channel)
        began = self._boot_time()
        if not await self.intend(claim, notice):
            await self.explain(claim)
            return
        if self._boot_time() - began > self.timing.fresh_seconds:
            # The process stood still since it decided; by now somebody else may be looking after the row.
            await self.give_back(claim, "the process stood still before the call")
            return
        outcome = await self.send(notice)
        await self.settle(claim, notice, outcome)

    async def ready(self, claim: Claim) -> Notice | None:
        """The message, if the claim still holds, the hour is right and the channel is known."""
        async with self.store.reading() as session:
            prepared = await prepare(session, claim.reminder_id, self.clock.now())
        if prepared is None or prepared.state is not ReminderState.CLAIMED or prepared.claim_id != claim.claim_id:
            return None
        if not in_office(self.clock.now(), prepared.office):
            await self._put_off(claim, prepared)
            return None
        notice = prepared.notice
        if not notice.slack_user_id:
            await self.refuse(claim, Reason.UNREACHABLE)
            return None
        if notice.channel:
            return notice
        channel = await self._open_channel(claim, notice)
        return None if channel is None else replace(notice, channel=channel)

    async def _put_off(self, claim: Claim, prepared: Prepared) -> None:
        """Outside office hours: at their next beginning, if the window reaches so far."""
        now = self.clock.now()
        moment = next_moment(now, prepared.office)
        async with self.store.unit() as session:
            if moment is None or moment >= prepared.valid_until:
                await rows.end_claimed(
                    session, claim.reminder_id, claim.claim_id, ReminderState.MISSED, Reason.PASSED, now
                )
            else:
                await rows.postpone(session, claim.reminder_id, claim.claim_id, moment, "outside office hours", now)

    async def _open_channel(self, claim: Claim, notice: Notice) -> str | None:
        """Ask for the direct channel and remember it, so that this happens once a person and before the decision."""
        try:
            async with asyncio.timeout(self.timing.timeout_seconds):
                opened = await self.messenger.open_channel(notice.slack_user_id)
        except Exception as error:
            opened = Held(self.timing.rest_seconds)
            log.warning("reminder.no_channel", reminder=claim.reminder_id, error=type(error).__name__)
        if isinstance(opened, Held):
            await self._hold(claim, f"workspace:{notice.workspace_id}", opened.retry_after)
            return None
        if isinstance(opened, Refused):
            await self.refuse(claim, opened.reason)
            return None
        async with self.store.unit() as session:
            person = await session.get(Person, notice.person_id)
            if person is not None:
                person.dm_channel = opened
        return opened

    async def intend(self, claim: Claim, notice: Notice) -> bool:
        """Decide, in one statement and its own transaction, that the message goes now. False if it must not."""
        async with self.store.unit() as session:
            return await rows.intend(
                session,
                claim.reminder_id,
                claim.claim_id,
                self.clock.now(),
                lease_seconds=self.timing.lease_seconds,
                channel=notice.channel,
                spacing=SPACING,
            )

    async def explain(self, claim: Claim) -> None:
        """A claimed reminder that must not go: call it off with the reason, or put it back if it only has to wait."""
        now = self.clock.now()
        async with self.store.unit() as session:
            reason = await rows.why_not(session, claim.reminder_id, now, SPACING)
            if reason in (None, "early", "held"):
                await rows.give_back(session, claim.reminder_id, claim.claim_id, "not now", now)
                return
            state = ReminderState.MISSED if reason == Reason.PASSED else ReminderState.CANCELLED
            await rows.end_claimed(session, claim.reminder_id, claim.claim_id, state, str(reason), now)

    async def send(self, notice: Notice) -> Outcome:
        """Call Slack once. Whatever is not a clear answer is uncertain."""
        try:
            async with asyncio.timeout(self.timing.timeout_seconds):
                return await self.messenger.send(notice)
        except Exception as error:
            return Uncertain(type(error).__name__)

    async def settle(self, claim: Claim, notice: Notice, outcome: Outcome) -> None:
        """Write down how the call ended."""
        now, number = self.clock.now(), claim.reminder_id
        if isinstance(outcome, Held):
            name = f"channel:{notice.channel}" if outcome.scope == "channel" else f"workspace:{notice.workspace_id}"
            await self._hold(claim, name, outcome.retry_after)
        elif isinstance(outcome, Refused):
            await self.refuse(claim, outcome.reason)
        else:
            async with self.store.unit() as session:
                if isinstance(outcome, Sent):
                    await rows.mark_sent(session, number, claim.claim_id, outcome.ts, now)
                else:
                    settle = self.timing.settle_seconds
                    await rows.mark_unknown(session, number, claim.claim_id, outcome.reason, now, settle_seconds=settle)
        log.info("reminder.settled", reminder=number, outcome=type(outcome).__name__.lower())

    async def refuse(self, claim: Claim, reason: str) -> None:
        """A definite no."""
        async with self.store.unit() as session:
            await rows.mark_failed(session, claim.reminder_id, claim.claim_id, reason, self.clock.now())

    async def give_back(self, claim: Claim, detail: str) -> None:
        """Into the queue again: nothing was sent."""
        async with self.store.unit() as session:
            await rows.give_back(session, claim.reminder_id, claim.claim_id, detail, self.clock.now())

    async def _hold(self, claim: Claim, name: str, seconds: float) -> None:
        """Back into the queue, and nothing more to this channel or workspace for some seconds."""
        async with self.store.unit() as session:
            await hold_back(session, name, max(seconds, 1.0))
            detail = f"{name.partition(':')[0]} held back for {seconds:g} s"
            await rows.give_back(session, claim.reminder_id, claim.claim_id, detail, self.clock.now())
        log.warning("reminder.held", name=name, seconds=seconds)
