"""The clock that wakes the outbox: four interval jobs in this process, and nothing remembered between two of them.

What is due stands in the database; a tick that is missed costs nothing but its time.
"""

import asyncio
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.questions.upkeep import forget_old_questions
from bot.reminders.messenger import Messenger
from bot.reminders.outbox import Outbox
from bot.reminders.planning import plan_all
from bot.reminders.settling import Settler
from bot.reminders.timing import Timing, boot_seconds
from bot.settings import Settings
from storage.queries.leases import acquire_lease, beat, drop_old_holds, forget_events, release_lease
from storage.store import Store

log = structlog.get_logger("rapporteur.ticking")

PLANNING = "planning"
#: Longer than any planning; a holder that is frozen loses it then, and planning twice does no harm.
PLANNING_SECONDS = 300.0
#: Planning happens at every change of what decides it; this round is for what was changed behind the bot's back.
TICKS_A_PLANNING = 12
#: Slack gives up repeating an event after about an hour (docs.slack.dev/apis/events-api, "Retries").
EVENT_LIFE = dt.timedelta(days=1)
#: A job that has not come to its end for so many of its intervals is reported.
SILENT_INTERVALS = 10
JOBS = ("plan", "settle", "dispatch", "watch")


class Ticking:
    """The recurring jobs. Made and started by the composition root, in the loop in which they shall run."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Clock,
        *,
        timing: Timing,
        tick_seconds: float,
        questions_kept_days: int = 400,
        boot_time: Callable[[], float] = boot_seconds,
    ) -> None:
        self._store, self._clock, self._boot_time = store, clock, boot_time
        self._questions_kept_days = questions_kept_days
        self.holder = uuid.uuid4().hex
        self.outbox = Outbox(store, messenger, clock, timing, boot_time=boot_time)
        self.settler = Settler(store, messenger, clock, timing)
        self._intervals = dict.fromkeys(JOBS, tick_seconds)
        self._intervals["plan"] = tick_seconds * TICKS_A_PLANNING
        self._work: dict[str, Callable[[], Awaitable[object]]] = {
            "plan": self._plan,
            "settle": self.settler.settle,
            "dispatch": self.outbox.dispatch,
            "watch": self._watch,
        }
        self._locks = {name: asyncio.Lock() for name in JOBS}
        self._beats: dict[str, float] = {}
        self._started_at = 0.0
        self._scheduler: AsyncIOScheduler | None = None
        self._first: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, settings: Settings, store: Store, messenger: Messenger, clock: Clock) -> "Ticking":
        """The jobs as the settings want them. Raises ValueError when the times of the protocol do not fit."""
        return cls(
            store,
            messenger,
            clock,
            timing=Timing.of(settings),
            tick_seconds=settings.tick_seconds,
            questions_kept_days=settings.questions_kept_days,
        )

    def start(self) -> None:
        """Start the jobs in the running loop; what waits since the last stop is looked at at once."""
        scheduler = AsyncIOScheduler(
            timezone=dt.UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for name in JOBS:
            scheduler.add_job(self._run, "interval", args=[name], seconds=self._intervals[name], id=name)
        self._started_at = self._boot_time()
        scheduler.start()
        self._scheduler = scheduler
        self._first = asyncio.create_task(self.wake(), name="reminders: first tick")

    async def stop(self) -> None:
        """Begin nothing new, let what is under way come to its end, and stop the clock."""
        self.outbox.stopping = True
        if self._scheduler is not None:
            self._scheduler.pause()
        if self._first is not None:
            await asyncio.wait([self._first])
        for lock in self._locks.values():
            # Held for good: a job that the scheduler still starts now waits for ever and is dropped with it.
            await lock.acquire()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # the scheduler ends itself in the next round of the loop
            self._scheduler = None

    async def wake(self) -> None:
        """Plan, settle and dispatch at once: after a start, after a change, or when the clock was moved."""
        for name in ("plan", "settle", "dispatch"):
            if self.outbox.stopping:
                return
            await self._run(name)

    def silent_jobs(self) -> dict[str, float]:
        """The jobs that have not come to their end for long, with the seconds since; empty when all is well."""
        now = self._boot_time()
        ages = {name: now - self._beats.get(name, self._started_at) for name in JOBS}
        return {name: age for name, age in ages.items() if age > max(SILENT_INTERVALS * self._intervals[name], 60.0)}

    async def _run(self, name: str) -> None:
        """One job, once; whatever it raises ends with this run."""
        async with self._locks[name]:
            try:
                await self._work[name]()
                async with self._store.unit() as session:
                    await beat(session, name)
                self._beats[name] = self._boot_time()
            except Exception as error:
                log.error("job.failed", job=name, error=type(error).__name__, reason=_first_line(error))

    async def _plan(self) -> None:
        """Plan, if no other replica is planning just now."""
        async with self._store.unit() as session:
            if not await acquire_lease(session, PLANNING, self.holder, PLANNING_SECONDS):
                return
        try:
            reports = await plan_all(self._store, self._clock.now())
        finally:
            async with self._store.unit() as session:
                await release_lease(session, PLANNING, self.holder)
        for report in reports:
            log.info(
                "deadline.planned",
                deadline=report.deadline_id,
                created=report.created,
                moved=report.moved + report.revived,
                cancelled=report.cancelled,
                missed=report.missed,
            )

    async def _watch(self) -> None:
        """Clear away what has served its time, and report jobs that are silent."""
        async with self._store.unit() as session:
            await forget_events(session, self._clock.now() - EVENT_LIFE)
            await drop_old_holds(session)
        if gone := await forget_old_questions(self._store, self._clock.now(), self._questions_kept_days):
            log.info("questions.forgotten", count=gone)
        for name, age in self.silent_jobs().items():
            log.error("job.silent", job=name, seconds=round(age))


def _first_line(error: Exception) -> str:
    """What went wrong, without the parameters of a statement: they may hold what people wrote."""
    reason = str(getattr(error, "orig", None) or "").strip().splitlines()
    return reason[0][:200] if reason else ""
