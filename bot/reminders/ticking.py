"""The clock tick: APScheduler wakes the outbox, the settling and the planning; no job is made per reminder."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.reminders.messenger import Messenger
from bot.reminders.outbox import Outbox, Timing, steady
from bot.reminders.planning import plan_everything
from bot.settings import Settings
from storage.queries.leases import acquire_lease, beat, drop_old_holds, forget_events, release_lease
from storage.store import Store

log = structlog.get_logger(__name__)

PLANNING = "planning"
PLANNING_LEASE = 60.0
#: Slack repeats an event for some hours; after this it does so no more.
EVENT_MEMORY = dt.timedelta(days=7)
#: So many ticks may pass without a sign of life before health says that the clock has stopped.
SILENT_TICKS = 12


class Ticking:
    """The recurring work of one process."""

    def __init__(self, store: Store, clock: Clock, messenger: Messenger, settings: Settings) -> None:
        timing = Timing(
            lease=settings.slack_timeout_seconds * 3.0,
            call=float(settings.slack_timeout_seconds),
            settle=settings.settle_seconds,
        )
        self._store, self._clock, self._seconds = store, clock, settings.tick_seconds
        self._outbox = Outbox(store, clock, messenger, timing)
        self._holder = uuid.uuid4().hex
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._busy = asyncio.Lock()
        self._waked: asyncio.Task[None] | None = None
        self._lived = steady()

    async def start(self) -> None:
        """Begin to tick; the first tick comes at once."""
        for name, work in (("dispatch", self.tick), ("watch", self._watch)):
            self._scheduler.add_job(
                work,
                "interval",
                seconds=self._seconds if name == "dispatch" else 60,
                id=name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()
        self.wake()

    async def stop(self) -> None:
        """End after the present tick: what was claimed is settled or given back."""
        self._scheduler.shutdown(wait=False)
        async with self._busy:
            pass
        async with self._store.unit() as session:
            await release_lease(session, PLANNING, self._holder)

    def wake(self) -> None:
        """Tick now: somebody has just answered, or the clock was moved."""
        if self._waked is None or self._waked.done():
            self._waked = asyncio.create_task(self.tick())

    def alive(self) -> bool:
        """Whether a tick has come to its end lately."""
        return steady() - self._lived < max(self._seconds * SILENT_TICKS, 60.0)

    async def tick(self) -> None:
        """Plan, send and settle once; whatever goes wrong in one of them is logged and ends nothing else."""
        async with self._busy:
            well = [await self._try(work) for work in (self._plan, self._outbox.dispatch, self._outbox.settle)]
            if all(well):
                self._lived = steady()
                await self._try(self._beat)

    async def _try(self, work: Callable[[], Awaitable[object]]) -> bool:
        try:
            await work()
        except Exception as error:
            log.error("tick.failed", work=getattr(work, "__name__", "?"), error=type(error).__name__, exc_info=error)
            return False
        return True

    async def _plan(self) -> None:
        async with self._store.unit() as session:
            if await acquire_lease(session, PLANNING, self._holder, PLANNING_LEASE):
                await plan_everything(session, self._clock.now())

    async def _beat(self) -> None:
        async with self._store.unit() as session:
            await beat(session, "dispatch")

    async def _watch(self) -> None:
        await self._try(self._tidy)

    async def _tidy(self) -> None:
        async with self._store.unit() as session:
            await drop_old_holds(session)
            await forget_events(session, self._clock.now() - EVENT_MEMORY)
