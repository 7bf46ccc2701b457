"""Kill a worker between each two steps of the protocol, recover with a new one, and count the posts.

The enumeration is systematic; the history check at the end is that each reminder which was not called off has exactly
one post within its window, and each post a reminder. Each defence is then taken out once, and the check must see it.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import pytest
from sqlalchemy import delete, literal_column, update

from bot.reminders.messenger import Absent, Found, Held, Notice, Outcome, Reading, Uncertain
from bot.reminders.outbox import Claim, Outbox
from bot.reminders.settling import Settler
from bot.reminders.timing import Timing
from storage.models import Reminder, Workspace
from storage.queries import reminders as rows
from storage.queries.obstacles import obstacles
from storage.store import Store
from storage.words import ReminderState
from tests.bot.reminders.world import SECOND, TIMING, FakeSlack, World, make_world, utc

ONE_BY_ONE = Timing(timeout_seconds=2, lease_seconds=60, settle_seconds=120, channel_gap=0, abreast=1)
STEPS = ("claim", "ready", "intend", "send", "settle")
POINTS = [f"{when} {step}" for step in STEPS for when in ("before", "after")]
DUE_AT = utc(1, 30, 14, 30)


class Killed(BaseException):
    """The process is gone: nothing of it runs any more, no handler and no clean-up."""


class Mortal(Outbox):
    """A worker that dies at one point of the protocol, the first time that it comes there."""

    point = ""
    dead = False

    async def _step(self, name: str, work: Callable[[], Awaitable[object]]) -> object:
        self._die(f"before {name}")
        result = await work()
        self._die(f"after {name}")
        return result

    def _die(self, point: str) -> None:
        self.dead = self.dead or point == self.point
        if self.dead:
            raise Killed

    async def claim(self) -> list[Claim]:
        return await self._step("claim", super().claim)  # type: ignore[return-value]

    async def ready(self, claim: Claim) -> Notice | None:
        return await self._step("ready", lambda: Outbox.ready(self, claim))  # type: ignore[return-value]

    async def intend(self, claim: Claim, notice: Notice) -> bool:
        return bool(await self._step("intend", lambda: Outbox.intend(self, claim, notice)))

    async def send(self, notice: Notice) -> Outcome:
        return await self._step("send", lambda: Outbox.send(self, notice))  # type: ignore[return-value]

    async def settle(self, claim: Claim, notice: Notice, outcome: Outcome) -> None:
        await self._step("settle", lambda: Outbox.settle(self, claim, notice, outcome))


@pytest.fixture
async def world(store: Store, clock: object) -> World:
    made = await make_world(store, clock)  # type: ignore[arg-type]
    await made.plan()
    made.clock.set(DUE_AT)
    return made


async def die_at(world: World, point: str) -> None:
    worker = Mortal(world.store, world.slack, world.clock, ONE_BY_ONE)
    worker.point = point
    with pytest.raises(Killed):
        await worker.dispatch()
    # The others of the batch wait behind a worker that is gone: they go with it.
    await asyncio.sleep(0)


async def recover(
    world: World, rounds: int = 4, worker: type[Outbox] = Outbox, settler: type[Settler] = Settler
) -> None:
    """A new process, for as long as it takes: settle, dispatch, and let the database's time pass."""
    for _ in range(rounds):
        await settler(world.store, world.slack, world.clock, ONE_BY_ONE).settle()
        await worker(world.store, world.slack, world.clock, ONE_BY_ONE).dispatch()
        await world.pass_database_time(ONE_BY_ONE.settle_seconds + ONE_BY_ONE.lease_seconds + 1)


async def problems(world: World) -> list[str]:
    """The history check: what is wrong between the ledger and the channels; empty when nothing is."""
    posts = Counter(post.key for post in world.slack.posts)
    found = []
    ledger = {row.key: row for row in await world.rows()}
    found += [f"a post without a reminder: {key}" for key in posts if key not in ledger]
    for key, row in ledger.items():
        expected = 1 if row.state is ReminderState.SENT else 0
        if posts[key] > 1:
            found.append(f"doubled: {row.step} of {row.person_id}")
        elif row.state is not ReminderState.UNKNOWN and posts[key] != expected:
            found.append(f"{row.state} with {posts[key]} posts: {row.step} of {row.person_id}")
    for post in world.slack.posts:
        row = ledger[post.key]
        if not row.not_before <= post.at < row.valid_until:
            found.append(f"outside its window: {row.step} of {row.person_id}")
    touched = {ReminderState.CLAIMED, ReminderState.SENDING, ReminderState.UNKNOWN}
    found += [f"left in {row.state}" for row in ledger.values() if row.state in touched]
    return found


async def due_rows(world: World) -> list[Reminder]:
    return [row for row in await world.rows() if row.not_before <= DUE_AT < row.valid_until]


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_between_any_two_steps(world: World, point: str) -> None:
    await die_at(world, point)
    await recover(world)
    assert {row.state for row in await due_rows(world)} == {ReminderState.SENT}
    assert await problems(world) == []


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_and_an_answer_before_the_recovery(world: World, point: str) -> None:
    await die_at(world, point)
    before = {post.notice.entity_acronym for post in world.slack.posts}
    await world.answer("UNHCR")
    world.clock.set(DUE_AT + SECOND)
    await recover(world)
    assert await problems(world) == []
    after = [post.notice.entity_acronym for post in world.slack.posts]
    assert after.count("UNHCR") == (1 if "UNHCR" in before else 0), "nothing after the answer"
    assert after.count("UNICEF") == 1


@pytest.mark.parametrize("first", POINTS)
async def test_a_second_kill_while_recovering(sqlite_store: Store, clock: object, first: str) -> None:
    for second in POINTS:
        store = sqlite_store
        async with store.unit() as session:
            await session.execute(delete(Workspace))
        world = await make_world(store, clock)  # type: ignore[arg-type]
        await world.plan()
        world.clock.set(DUE_AT)
        await die_at(world, first)
        await world.pass_database_time(ONE_BY_ONE.lease_seconds + 1)
        await Settler(world.store, world.slack, world.clock, ONE_BY_ONE).settle()
        worker = Mortal(world.store, world.slack, world.clock, ONE_BY_ONE)
        worker.point = second
        try:
            await worker.dispatch()
        except Killed:
            await asyncio.sleep(0)
        await recover(world, rounds=6)
        assert await problems(world) == [], second


@pytest.mark.parametrize("point", POINTS)
async def test_a_worker_that_stands_still_while_another_recovers(world: World, point: str) -> None:
    """SIGSTOP longer than the lease at each point, then SIGCONT: the boot-time clock tells it."""
    seconds = [0.0]
    paused: list[str] = []

    async def others() -> None:
        seconds[0] += 10_000
        await world.pass_database_time(ONE_BY_ONE.lease_seconds + 1)
        await recover(world)

    class Resuming(Outbox):
        """Goes on after the pause, with what it knew before it."""

        async def pause(self, at: str) -> None:
            if at == point and not paused:
                paused.append(at)
                await others()

        async def claim(self) -> list[Claim]:
            await self.pause("before claim")
            found = await super().claim()
            await self.pause("after claim")
            return found

        async def ready(self, claim: Claim) -> Notice | None:
            await self.pause("before ready")
            found = await super().ready(claim)
            await self.pause("after ready")
            return found

        async def intend(self, claim: Claim, notice: Notice) -> bool:
            await self.pause("before intend")
            found = await super().intend(claim, notice)
            await self.pause("after intend")
            return found

        async def settle(self, claim: Claim, notice: Notice, outcome: Outcome) -> None:
            await self.pause("before settle")
            await super().settle(claim, notice, outcome)
            await self.pause("after settle")

    await Resuming(world.store, world.slack, world.clock, ONE_BY_ONE, boot_time=lambda: seconds[0]).dispatch()
    await recover(world)
    assert await problems(world) == []
    assert {row.state for row in await due_rows(world)} == {ReminderState.SENT}


def outcomes() -> Iterator[tuple[str, Callable[[FakeSlack, Notice], Outcome]]]:
    def lost(_slack: FakeSlack, _notice: Notice) -> Outcome:
        return Uncertain("timeout")

    def arrived(slack: FakeSlack, notice: Notice) -> Outcome:
        slack.post(notice)
        return Uncertain("internal_error")

    def dropped(slack: FakeSlack, notice: Notice) -> Outcome:
        slack.post(notice)
        raise ConnectionResetError

    def limited(_slack: FakeSlack, _notice: Notice) -> Outcome:
        return Held(30)

    yield from (("lost", lost), ("arrived", arrived), ("dropped", dropped), ("limited", limited))


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in outcomes() for b in outcomes()])
async def test_every_pair_of_faults_in_a_row(world: World, first: tuple, second: tuple) -> None:  # type: ignore[type-arg]
    attempts: Counter[str] = Counter()

    def script(slack: FakeSlack, notice: Notice) -> Outcome:
        attempts[notice.key] += 1
        faults = {1: first[1], 2: second[1]}
        fault = faults.get(attempts[notice.key])
        return fault(slack, notice) if fault else slack.post(notice)

    world.slack.script = script
    await recover(world, rounds=10)
    assert await problems(world) == []
    assert {row.state for row in await due_rows(world)} == {ReminderState.SENT}


async def test_workers_and_planning_all_at_once(world: World) -> None:
    world.clock.set(utc(1, 31, 9))  # Geneva and Bangkok are at work
    workers = [Outbox(world.store, world.slack, world.clock, TIMING) for _ in range(3)]
    await asyncio.gather(*(worker.dispatch() for worker in workers), world.plan(), world.settler().settle())
    await recover(world)
    assert await problems(world) == []
    assert len(world.slack.posts) == 2


# Mutants: each defence is taken out on purpose, and the history check must see it.


async def test_mutant_a_blind_retry_doubles(world: World) -> None:
    class Blind(Outbox):
        async def send(self, notice: Notice) -> Outcome:
            outcome = await super().send(notice)
            return await super().send(notice) if isinstance(outcome, Uncertain) else outcome

    script = dict(outcomes())["dropped"]
    world.slack.script = lambda slack, notice: script(slack, notice) if slack.calls == 1 else slack.post(notice)
    await recover(world, worker=Blind)
    assert any("doubled" in problem for problem in await problems(world))


async def test_mutant_reading_back_too_early_doubles(world: World) -> None:
    """A history that lags behind what was posted: absent once means nothing."""
    visible: list[str] = []

    def lagging(slack: FakeSlack, notice: Notice) -> Outcome:
        slack.post(notice)
        raise ConnectionResetError

    def after_a_while(_channel: str, key: str) -> Reading:
        if visible.count(key) < 1:
            visible.append(key)
            return Absent()
        ts = next(post.ts for post in world.slack.posts if post.key == key)
        return Found(ts)

    world.slack.script = lambda slack, notice: lagging(slack, notice) if slack.calls <= 2 else slack.post(notice)
    world.slack.reading = after_a_while
    await recover(world, rounds=6)
    assert await problems(world) == [], "two looks, a settle time apart"

    class Hasty(Settler):
        async def read_back(self, row: Reminder, claim_id: str) -> None:
            await super().read_back(row, claim_id)
            async with self.store.unit() as session:
                await session.execute(
                    update(Reminder)
                    .where(Reminder.id == row.id, literal_column("state = 'unknown'"))
                    .values(state=ReminderState.PENDING, sent_at=None)
                )

    visible.clear()
    world.slack.calls = 0
    world.clock.set(utc(2, 3, 14, 30))
    await recover(world, rounds=6, settler=Hasty)
    assert any("doubled" in problem for problem in await problems(world))


async def test_mutant_marking_before_sending_loses(world: World) -> None:
    class Optimist(Mortal):
        async def send(self, notice: Notice) -> Outcome:
            claimed = next(row for row in await world.rows() if row.id == notice.reminder_id)
            assert claimed.claim_id is not None
            async with self.store.unit() as session:
                await rows.mark_sent(session, claimed.id, claimed.claim_id, "0", self.clock.now())
            self._die("before send")
            return await Outbox.send(self, notice)

    worker = Optimist(world.store, world.slack, world.clock, ONE_BY_ONE)
    worker.point = "before send"
    with pytest.raises(Killed):
        await worker.dispatch()
    await recover(world)
    assert any("sent with 0 posts" in problem for problem in await problems(world))


async def test_mutant_no_freshness_check_doubles(world: World) -> None:
    paused: list[int] = []

    class Careless(Outbox):
        async def intend(self, claim: Claim, notice: Notice) -> bool:
            found = await super().intend(claim, notice)
            if not paused:
                paused.append(1)
                await world.pass_database_time(ONE_BY_ONE.lease_seconds + 1)
                await recover(world)
            return found

    await Careless(world.store, world.slack, world.clock, ONE_BY_ONE, boot_time=lambda: 0.0).dispatch()
    assert any("doubled" in problem for problem in await problems(world))


async def test_mutant_no_check_of_the_answer_writes_to_who_has_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(now: dt.datetime, spacing: dt.timedelta, channel: str | None = None) -> dict[str, object]:
        found = obstacles(now, spacing, channel)
        return {name: obstacle for name, obstacle in found.items() if name != "answered"}

    monkeypatch.setattr("storage.queries.reminders.obstacles", blind)
    await world.answer("UNHCR")
    await recover(world)
    assert "UNHCR" in {post.notice.entity_acronym for post in world.slack.posts}
