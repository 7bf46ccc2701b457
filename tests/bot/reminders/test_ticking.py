"""The clock that wakes the outbox, one process on an SQLite file, leases, and simulation."""

import asyncio
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import StandingClock
from bot.panels.files import SAMPLES, read_panel_file
from bot.panels.founding import found_panel, found_workspace
from bot.reminders.messenger import Notice, Outcome
from bot.reminders.planning import plan_all
from bot.reminders.simulate import simulate_panel
from bot.reminders.single import AlreadyRunning, alone, lock_file
from bot.reminders.ticking import PLANNING, Ticking
from bot.settings import Settings
from storage.models import AskedQuestion, Reminder
from storage.queries.leases import (
    acquire_lease,
    claim_event,
    drop_old_holds,
    forget_events,
    hold_back,
    pulse,
    release_lease,
)
from storage.store import Store
from storage.words import ReminderState
from tests.bot.reminders.world import OPENED, TIMING, FakeSlack, World, utc


def ticking(world: World, seconds: float = 300) -> Ticking:
    return Ticking(world.store, world.slack, world.clock, timing=TIMING, tick_seconds=seconds)


async def test_it_plans_and_sends_when_it_starts_and_when_it_is_woken(world: World) -> None:
    world.clock.set(utc(1, 30, 14, 30))
    clockwork = ticking(world)
    clockwork.start()
    await clockwork.wake()
    assert {post.channel for post in world.slack.posts} == {"DUNHCR_FOCAL_POINT", "DUNICEF_FOCAL_POINT"}
    world.clock.set(utc(1, 31, 8, 30))
    await clockwork.wake()
    assert len(world.slack.posts) == 3
    await clockwork.stop()
    async with world.store.reading() as session:
        beats = await pulse(session)
    assert set(beats) == {"plan", "settle", "dispatch"}
    assert all(0 <= seconds < 60 for seconds in beats.values())


async def test_ticks_come_by_themselves(small_world: World) -> None:
    world = small_world
    posted = asyncio.Event()

    class Bell(FakeSlack):
        async def send(self, notice: Notice) -> Outcome:
            posted.set()
            return self.post(notice)

    world.slack = Bell(world.clock)
    world.clock.set(utc(1, 30, 13))
    clockwork = ticking(world, 0.02)
    clockwork.start()
    await clockwork.wake()
    assert not posted.is_set()
    world.clock.set(utc(1, 30, 14, 30))
    async with asyncio.timeout(20):
        await posted.wait()
    await clockwork.stop()


async def test_stopping_waits_for_what_is_under_way(small_world: World) -> None:
    world = small_world
    began, go_on = asyncio.Event(), asyncio.Event()

    class Slow(FakeSlack):
        async def send(self, notice: Notice) -> Outcome:
            began.set()
            await go_on.wait()
            return self.post(notice)

    world.slack = Slow(world.clock)
    world.clock.set(utc(1, 30, 14, 30))
    clockwork = ticking(world)
    clockwork.start()
    await began.wait()
    stopping = asyncio.create_task(clockwork.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()
    await stopping
    states = {row.state for row in await world.rows()}
    assert states <= {ReminderState.SENT, ReminderState.PENDING}
    assert len(world.slack.posts) >= 1


async def test_a_job_that_fails_does_not_end_the_clock(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = small_world
    clockwork = ticking(world)

    async def broken(*_: object) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr("bot.reminders.ticking.plan_all", broken)
    await clockwork.wake()
    monkeypatch.undo()
    world.clock.set(utc(1, 30, 14, 30))
    await clockwork.wake()
    assert len(world.slack.posts) == 2


async def test_a_silent_job_is_noticed(small_world: World) -> None:
    times = [0.0]
    clockwork = Ticking(
        small_world.store,
        small_world.slack,
        small_world.clock,
        timing=TIMING,
        tick_seconds=5,
        boot_time=lambda: times[0],
    )
    await clockwork.wake()
    assert clockwork.silent_jobs() == {}
    times[0] = 61.0
    assert clockwork.silent_jobs() == {"settle": 61.0, "dispatch": 61.0, "watch": 61.0}
    await clockwork._run("watch")
    assert set(clockwork.silent_jobs()) == {"settle", "dispatch"}


async def test_only_one_replica_plans(world: World) -> None:
    async with world.store.unit() as session:
        assert await acquire_lease(session, PLANNING, "other", 300)
    await ticking(world).wake()
    assert await world.rows() == []
    await world.pass_database_time(301)
    await ticking(world).wake()
    assert len(await world.rows()) == 13


def test_the_settings_are_checked_at_start(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'x.db'}")
    clock = StandingClock(OPENED)
    clockwork = Ticking.of(Settings(slack_timeout_seconds=60, _env_file=None), store, FakeSlack(clock), clock)  # type: ignore[call-arg]
    assert clockwork.outbox.timing.lease_seconds == 130


async def test_leases_and_holds(store: Store) -> None:
    async with store.unit() as session:
        assert await acquire_lease(session, "x", "a", 60)
        assert await acquire_lease(session, "x", "a", 60)
        assert not await acquire_lease(session, "x", "b", 60)
        await release_lease(session, "x", "b")
        assert not await acquire_lease(session, "x", "b", 60)
        await release_lease(session, "x", "a")
        assert await acquire_lease(session, "x", "b", -1)
        assert await acquire_lease(session, "x", "a", 60), "an expired lease is anybody's"
        await hold_back(session, "workspace:1", 60)
        await hold_back(session, "workspace:1", 1)
        await hold_back(session, "channel:D1", -1)
        await drop_old_holds(session)
        assert not await acquire_lease(session, "held:workspace:1", "a", 1), "the longer hold stays"
        assert await acquire_lease(session, "held:channel:D1", "a", 1)


async def test_an_event_is_taken_once(store: Store) -> None:
    async with store.unit() as session:
        assert await claim_event(session, "Ev1", utc(1, 30))
    async with store.unit() as session:
        assert not await claim_event(session, "Ev1", utc(1, 30))
        assert await claim_event(session, "Ev2", utc(2, 1))
        await forget_events(session, utc(1, 31))
        assert await claim_event(session, "Ev1", utc(2, 1))
        assert not await claim_event(session, "Ev2", utc(2, 1))


HOLD = """
import sys
from bot.reminders.single import alone
with alone(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a' / 'bot.db'}"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "mine\n"
        with pytest.raises(AlreadyRunning, match=rf"process {first.pid}\) already serves .*bot\.db"), alone(url):
            raise AssertionError("not reached")
        first.kill()
        first.wait()
    with alone(url):
        pass
    assert lock_file("postgresql://bot@host/db") is None
    assert lock_file("sqlite://") is None
    with alone("postgresql://bot@host/db"), alone("postgresql://bot@host/db"):
        assert os.getpid()


async def test_the_simulation_shows_what_planning_makes(sqlite_store: Store, clock: StandingClock) -> None:
    panel = read_panel_file(SAMPLES / "new-york-declaration.yml")
    clock.set(utc(1, 30, 13, 30))
    async with sqlite_store.unit() as session:
        workspace = await found_workspace(session, "T1", "Test")
        await found_panel(session, workspace, panel)
    await plan_all(sqlite_store, clock.now())
    async with sqlite_store.reading() as session:
        rows = await session.execute(select(Reminder.step, Reminder.not_before))
        made = sorted((row.not_before, row.step) for row in rows)
    shown = simulate_panel(panel, clock.now())
    assert sorted((line.at, line.step) for line in shown.lines) == made
    assert len(made) == 42
    part = simulate_panel(panel, clock.now(), utc(2, 3), utc(2, 4))
    assert {line.step for line in part.lines} == {"day-7"}
    assert {line.local.strftime("%a %H:%M") for line in part.lines} == {"Fri 09:00"}


async def test_the_watch_forgets_old_questions(small_world: World) -> None:
    async with small_world.store.unit() as session:
        session.add(
            AskedQuestion(
                workspace_id=1, text="x", answer="y", language="en", abstained=True, at=small_world.clock.now()
            )
        )
    clockwork = Ticking(
        small_world.store, small_world.slack, small_world.clock, timing=TIMING, tick_seconds=5, questions_kept_days=30
    )
    small_world.clock.set(small_world.clock.now() + dt.timedelta(days=31))
    await clockwork._run("watch")
    async with small_world.store.reading() as session:
        assert not list(await session.scalars(select(AskedQuestion)))
