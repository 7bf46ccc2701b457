"""kill -9 of real worker processes, two at a time; and a year of everything with an injected clock."""

import asyncio
import datetime as dt
import itertools
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.clock import StandingClock
from bot.reminders.messenger import Held, Notice, Outcome, Refused, Uncertain
from bot.reminders.moments import Office, in_office
from bot.reminders.planning import plan_all
from storage.migrate import migrate
from storage.models import Deadline, Reminder, Seat
from storage.store import Store
from storage.words import ReminderKind, ReminderState, SeatRole
from tests.bot.reminders.world import DUE, NEW_YORK, OPENED, ZONES, FakeSlack, World, make_world, utc
from tests.faults.killable import TIMING

#: ``make soak`` kills more often.
KILLS = int(os.environ.get("RAPPORTEUR_SOAK", "5"))
DUE_AT = utc(1, 30, 14, 30)


async def worker(world: World, posts: Path) -> asyncio.subprocess.Process:
    url = world.store.engine.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.killable",
        url,
        str(posts),
        DUE_AT.isoformat(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    return process


async def test_workers_that_are_killed_at_random(store: Store, clock: StandingClock, tmp_path: Path) -> None:
    world = await make_world(store, clock)
    await many_reminders(world, 60)
    posts, chance = tmp_path / "posts", random.Random(20170130)
    posts.touch()
    two = asyncio.Semaphore(2)

    async def one() -> None:
        async with two:
            process = await worker(world, posts)
            await asyncio.sleep(chance.uniform(0.0, 0.15))
            if process.returncode is None:
                process.kill()
            await process.wait()

    for _ in range(KILLS):
        await asyncio.gather(one(), one())
        await world.pass_database_time(TIMING.settle_seconds + TIMING.lease_seconds)
    for _ in range(3):
        process = await worker(world, posts)
        assert await process.wait() == 0
        await world.pass_database_time(TIMING.settle_seconds + TIMING.lease_seconds)
    counted = Counter(posts.read_text().split())
    ledger = {row.key: row.state for row in await world.rows()}
    assert set(ledger.values()) == {ReminderState.SENT}
    assert counted == Counter(ledger.keys())


async def many_reminders(world: World, number: int) -> None:
    """Due reminders without a ladder: as many deadlines, one reminder each."""
    async with world.store.unit() as session:
        for index in range(number):
            deadline = Deadline(
                panel_id=world.panel_id, task=f"task {index}", due_at=DUE, zone=NEW_YORK, opened_at=OPENED
            )
            session.add(deadline)
            await session.flush()
            await session.execute(
                insert(Reminder).values(
                    workspace_id=1,
                    deadline_id=deadline.id,
                    generation=1,
                    person_id=world.people["unhcr_focal_point"],
                    entity_id=world.entities["UNHCR"],
                    step="invitation",
                    kind=ReminderKind.INVITATION,
                    not_before=OPENED,
                    valid_until=DUE,
                    key=f"key{index}",
                )
            )


ACTIONS = st.one_of(
    st.tuples(st.just("pass"), st.integers(1, 60 * 30)),
    st.tuples(st.just("answer"), st.sampled_from(sorted(ZONES))),
    st.tuples(st.just("nil"), st.sampled_from(sorted(ZONES))),
    st.tuples(st.just("move"), st.integers(-3, 6)),
    st.tuples(st.just("swap"), st.sampled_from(sorted(ZONES))),
    st.tuples(st.just("faults"), st.integers(0, 2**32)),
    st.tuples(st.just("stop"), st.integers(1, 3)),
)


def faulty(seed: int) -> object:
    chance = random.Random(seed)

    def script(slack: FakeSlack, notice: Notice) -> Outcome:
        kind = chance.randrange(6)
        if kind == 0:
            return Uncertain("timeout")
        if kind == 1:
            slack.post(notice)
            raise ConnectionResetError
        if kind == 2:
            return Held(1)
        return Refused("is_archived") if kind == 3 else slack.post(notice)

    return script


async def live(url: str, actions: list[tuple[str, int | str]], start: dt.datetime) -> None:
    """Some weeks of a panel; after each thing that happens the jobs run, and at the end all must add up."""
    store, clock = Store(url), StandingClock(start)
    await migrate(store)
    world = await make_world(store, clock)
    clock.set(start)
    answered: dict[str, dt.datetime] = {}
    due = start + dt.timedelta(days=11)
    await world.set(Deadline, Deadline.id == world.deadline_id, due_at=due, opened_at=start)
    await plan_all(store, clock.now())
    generation = 1
    for action, value in [*actions, *[("pass", 60 * 24)] * 20]:
        if action == "pass":
            clock.set(clock.now() + dt.timedelta(minutes=int(value)))
        elif action == "stop":
            clock.set(clock.now() + dt.timedelta(days=int(value)))
            await world.pass_database_time(86_400)
        elif action in ("answer", "nil") and value not in answered:
            clock.set(clock.now() + dt.timedelta(hours=20))
            answered[str(value)] = clock.now()
            await (world.answer(str(value)) if action == "answer" else world.nothing_to_report(str(value)))
            clock.set(clock.now() + dt.timedelta(seconds=1))
        elif action == "move":
            generation += 1
            due = max(due + dt.timedelta(days=int(value)), clock.now())
            await world.set(Deadline, Deadline.id == world.deadline_id, due_at=due, generation=generation)
        elif action == "swap":
            await swap(world, str(value))
        elif action == "faults":
            world.slack.script = faulty(int(value))  # type: ignore[assignment]
        # Sending before planning: what the outbox judges must not lean on a plan that is fresh.
        await world.outbox().dispatch()
        await world.settler().settle()
        await plan_all(store, clock.now())
        await world.pass_database_time(TIMING.settle_seconds + TIMING.lease_seconds)
    await check(world, answered)
    await store.close()


async def swap(world: World, acronym: str) -> None:
    """Focal point and alternate change places."""
    focal, alternate = (world.people[f"{acronym.lower()}_{role}"] for role in SeatRole)
    async with world.store.reading() as session:
        now_focal = await session.scalar(
            select(Seat.person_id).where(Seat.person_id.in_([focal, alternate]), Seat.role == SeatRole.FOCAL_POINT)
        )
    other = focal if now_focal == alternate else alternate
    await world.set(Seat, Seat.person_id == now_focal, role=SeatRole.ALTERNATE)
    await world.set(Seat, Seat.person_id == other, role=SeatRole.FOCAL_POINT)


async def check(world: World, answered: dict[str, dt.datetime]) -> None:
    ledger = {row.key: row for row in await world.rows()}
    posts = Counter(post.key for post in world.slack.posts)
    assert set(posts) <= set(ledger)
    assert max(posts.values(), default=0) <= 1, "never two messages for one row"
    for key, row in ledger.items():
        assert row.state not in (ReminderState.CLAIMED, ReminderState.SENDING)
        if row.state is ReminderState.SENT:
            assert posts[key] == 1
        elif row.state is not ReminderState.UNKNOWN:
            assert posts[key] == 0, row.state
    by_person: dict[int, list[Notice]] = {}
    for post in world.slack.posts:
        notice = post.notice
        assert in_office(post.at, Office(notice.recipient_zone))
        if notice.kind is ReminderKind.DIGEST:
            continue
        assert post.at < notice.due_at
        assert notice.entity_acronym is not None
        assert post.at <= answered.get(notice.entity_acronym, post.at), "never after the answer"
        by_person.setdefault(notice.person_id, []).append(notice)
    for notices in by_person.values():
        assert sum(1 for notice in notices if notice.kind is ReminderKind.REMINDER) <= 3
        times = sorted(notice.now for notice in notices)
        assert all(b - a >= dt.timedelta(hours=40) for a, b in itertools.pairwise(times))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=15, deadline=None)
@given(st.lists(ACTIONS, max_size=12), st.integers(0, 364 * 24))
def test_any_weeks_of_a_year(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int | str]], hour: int
) -> None:
    path = tmp_path_factory.mktemp("year") / "year.db"
    asyncio.run(live(f"sqlite:///{path}", actions, utc(1, 1) + dt.timedelta(hours=hour)))
