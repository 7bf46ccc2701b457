"""The outbox: every outcome of a call, decided at sending time, and settled by reading back."""

import asyncio

import pytest

from bot.reminders.messenger import Held, Notice, Outcome, Reading, Refused, Uncertain, Unreadable
from bot.reminders.outbox import Claim, Outbox
from bot.reminders.planning import plan_deadline
from bot.reminders.timing import Pacer, Timing
from storage.models import Deadline, Panel, Person
from storage.queries.reminders import decide_unknown
from storage.words import PanelState, ReminderState
from tests.bot.reminders.world import NEW_YORK, OPENED, SECOND, TIMING, FakeSlack, World, utc

S = ReminderState
DUE_NOW = {"DUNHCR_FOCAL_POINT", "DUNICEF_FOCAL_POINT"}


async def ready(world: World) -> World:
    """Planned, at an instant at which Geneva and New York are at work and Bangkok is not."""
    await world.plan()
    world.clock.set(utc(1, 30, 14, 30))
    return world


async def test_due_reminders_go_out_once(world: World) -> None:
    await ready(world)
    assert await world.outbox().dispatch() == 2
    assert {post.channel for post in world.slack.posts} == DUE_NOW
    row = await world.row("UNHCR", "invitation")
    (post,) = [post for post in world.slack.posts if post.key == row.key]
    assert (row.state, row.message_ts, row.sent_at) == (S.SENT, post.ts, world.clock.now())
    assert row.channel == post.channel == "DUNHCR_FOCAL_POINT"
    assert await world.log(row.id) == [S.PENDING, S.CLAIMED, S.SENDING, S.SENT]
    assert await world.outbox().dispatch() == 0
    assert len(world.slack.posts) == 2


async def test_nothing_goes_out_one_second_after_the_answer(world: World) -> None:
    await ready(world)
    outbox = world.outbox()
    claims = await outbox.claim()
    await world.answer("UNHCR")
    world.clock.set(world.clock.now() + SECOND)
    for claim in claims:
        await outbox.deliver(claim)
    assert {post.channel for post in world.slack.posts} == {"DUNICEF_FOCAL_POINT"}
    assert (await world.states("UNHCR"))["invitation"] == "cancelled:answered"


@pytest.mark.parametrize("change", ["nil", "closed", "moved", "left", "passed", "early"])
async def test_what_happens_between_claim_and_sending_is_seen(world: World, change: str) -> None:
    await ready(world)
    outbox = world.outbox()
    row = await world.row("UNHCR", "invitation")
    (claim,) = [claim for claim in await outbox.claim() if claim.reminder_id == row.id]
    notice = await outbox.ready(claim)
    assert notice is not None
    if change == "nil":
        await world.nothing_to_report("UNHCR")
    elif change == "closed":
        await world.set(Panel, Panel.id == world.panel_id, state=PanelState.CLOSED)
    elif change == "moved":
        await world.set(Deadline, Deadline.id == world.deadline_id, generation=2)
    elif change == "left":
        await world.set(Person, Person.id == row.person_id, active=False)
    else:
        world.clock.set(row.valid_until if change == "passed" else row.not_before - SECOND)
    assert not await outbox.intend(claim, notice)
    await outbox.explain(claim)
    expected = {"passed": "missed:passed", "early": "pending"}.get(change, f"cancelled:{change}")
    assert (await world.states("UNHCR"))["invitation"] == expected


async def test_a_message_that_went_late_keeps_the_next_one_away_without_planning(world: World) -> None:
    await world.plan()
    world.clock.set(utc(2, 7, 21))  # 16:00 in New York
    await world.outbox().dispatch()
    world.clock.set(utc(2, 8, 15))
    await world.outbox().dispatch()
    assert [post.notice.step for post in world.slack.posts if post.notice.entity_acronym == "UNICEF"] == ["day-7"]
    assert (await world.states("UNICEF"))["day-2"] == "cancelled:spacing"


async def test_nobody_is_written_to_outside_office_hours(world: World) -> None:
    await ready(world)
    world.clock.set(utc(1, 31, 1))  # 20:00 in New York, 02:00 in Geneva, 08:00 in Bangkok
    await world.outbox().dispatch()
    assert world.slack.posts == []
    assert (await world.row("UNICEF", "invitation")).not_before == utc(1, 31, 14)
    await world.plan()
    assert (await world.row("UNICEF", "invitation")).not_before == utc(1, 31, 14), "planning does not undo it"
    world.clock.set(utc(2, 10, 22, 30))  # 17:30 in New York, half an hour before the deadline
    await world.outbox().dispatch()
    assert world.slack.posts == []


async def test_an_unknown_channel_is_asked_for_once_and_kept(world: World) -> None:
    await ready(world)
    person = world.people["unhcr_focal_point"]
    await world.set(Person, Person.id == person, dm_channel=None)
    await world.outbox().dispatch()
    assert world.slack.opened == ["UUNHCR_FOCAL_POINT"]
    async with world.store.reading() as session:
        assert (await session.get_one(Person, person)).dm_channel == "DUUNHCR_FOCAL_POINT"


@pytest.mark.parametrize("answer", [Refused("user_disabled"), Held(30)])
async def test_a_channel_that_cannot_be_opened(world: World, answer: Refused | Held) -> None:
    await ready(world)
    await world.set(Person, Person.id == world.people["unhcr_focal_point"], dm_channel=None)
    world.slack.channel_answer = answer
    await world.outbox(Timing(timeout_seconds=2, channel_gap=0, abreast=1)).dispatch()
    state = (await world.states("UNHCR"))["invitation"]
    assert state == ("failed:user_disabled" if isinstance(answer, Refused) else "pending")


async def test_a_person_without_slack(world: World) -> None:
    await ready(world)
    await world.set(Person, Person.id == world.people["unhcr_focal_point"], slack_user_id=None, dm_channel=None)
    await world.outbox().dispatch()
    assert (await world.states("UNHCR"))["invitation"] == "failed:unreachable"


async def test_a_definite_refusal_fails_and_is_not_tried_again(world: World) -> None:
    await ready(world)
    world.slack.script = lambda _slack, _notice: Refused("is_archived")
    await world.outbox().dispatch()
    assert (await world.states("UNHCR"))["invitation"] == "failed:is_archived"
    await world.plan()
    assert await world.outbox().dispatch() == 0
    assert world.slack.calls == 2


@pytest.mark.parametrize(("scope", "calls"), [("channel", 2), ("workspace", 1)])
async def test_a_429_holds_back_its_channel_or_its_workspace(world: World, scope: str, calls: int) -> None:
    await ready(world)
    world.slack.script = lambda _slack, _notice: Held(30, scope)  # type: ignore[arg-type]
    careful = Timing(timeout_seconds=2, channel_gap=0, abreast=1)
    await world.outbox(careful).dispatch()
    assert world.slack.calls == calls
    world.slack.script = None
    assert await world.outbox().dispatch() == 0, "held back"
    await world.pass_database_time(31)
    assert await world.outbox().dispatch() == 2
    assert len(world.slack.posts) == 2


async def test_a_held_channel_holds_back_nobody_else(world: World) -> None:
    await ready(world)
    world.slack.script = lambda slack, notice: (
        Held(30, "channel") if notice.channel == "DUNHCR_FOCAL_POINT" else slack.post(notice)
    )
    await world.outbox().dispatch()
    world.slack.script = None
    world.clock.set(utc(1, 31, 8, 30))  # Bangkok is due, and Geneva is held back
    assert await world.outbox().dispatch() == 1
    assert {post.channel for post in world.slack.posts} == {"DUNICEF_FOCAL_POINT", "DESCAP_FOCAL_POINT"}


def arrives(slack: FakeSlack, notice: Notice) -> Outcome:
    slack.post(notice)
    return Uncertain("timeout")


def is_lost(_slack: FakeSlack, _notice: Notice) -> Outcome:
    return Uncertain("timeout")


def breaks_after(slack: FakeSlack, notice: Notice) -> Outcome:
    slack.post(notice)
    raise ConnectionResetError


async def settle_twice(world: World) -> None:
    for _ in range(2):
        await world.pass_database_time(TIMING.settle_seconds + 1)
        await world.settler().settle()


@pytest.mark.parametrize("script", [arrives, breaks_after])
async def test_an_uncertain_message_that_arrived_is_found(world: World, script: object) -> None:
    await ready(world)
    world.slack.script = script  # type: ignore[assignment]
    await world.outbox().dispatch()
    row = await world.row("UNHCR", "invitation")
    assert row.state is S.UNKNOWN
    assert await world.settler().settle() == 0, "not before the settle time"
    assert await world.outbox().dispatch() == 0
    await settle_twice(world)
    row = await world.row("UNHCR", "invitation")
    assert (row.state, len(world.slack.posts)) == (S.SENT, 2)
    assert row.message_ts in {post.ts for post in world.slack.posts}


async def test_an_uncertain_message_that_was_lost_goes_out_after_two_looks(world: World) -> None:
    await ready(world)
    world.slack.script = is_lost
    await world.outbox().dispatch()
    await world.pass_database_time(TIMING.settle_seconds + 1)
    await world.settler().settle()
    assert (await world.row("UNHCR", "invitation")).state is S.UNKNOWN
    await world.settler().settle()
    assert (await world.row("UNHCR", "invitation")).absences == 1, "the second look waits as long as the first"
    await world.pass_database_time(TIMING.settle_seconds + 1)
    await world.settler().settle()
    row = await world.row("UNHCR", "invitation")
    assert (row.state, row.sent_at) == (S.PENDING, None)
    world.slack.script = None
    await world.outbox().dispatch()
    assert sorted(post.channel for post in world.slack.posts) == sorted(DUE_NOW)


async def test_an_unreadable_channel_waits_for_a_person(world: World) -> None:
    await ready(world)
    world.slack.script = arrives
    await world.outbox().dispatch()
    world.slack.reading = lambda _channel, _key: Unreadable("missing_scope")
    await settle_twice(world)
    row = await world.row("UNHCR", "invitation")
    assert (row.state, row.reason) == (S.UNKNOWN, "unreadable")
    await world.pass_database_time(100_000)
    assert await world.settler().settle() == 0
    async with world.store.unit() as session:
        assert await decide_unknown(session, row.id, arrived=True, now=world.clock.now())
        assert not await decide_unknown(session, row.id, arrived=False, now=world.clock.now())
    assert (await world.row("UNHCR", "invitation")).state is S.SENT


async def test_a_reading_that_breaks_teaches_nothing(world: World) -> None:
    await ready(world)
    world.slack.script = is_lost
    await world.outbox().dispatch()

    def broken(_channel: str, _key: str) -> Reading:
        raise ConnectionResetError

    world.slack.reading = broken
    await settle_twice(world)
    row = await world.row("UNHCR", "invitation")
    assert (row.state, row.absences) == (S.UNKNOWN, 0)
    world.slack.reading = None
    await settle_twice(world)
    assert (await world.row("UNHCR", "invitation")).state is S.PENDING


async def test_a_call_that_takes_too_long_is_uncertain(small_world: World) -> None:
    world = await ready(small_world)

    class Slow(FakeSlack):
        async def send(self, notice: Notice) -> Outcome:
            self.post(notice)
            await asyncio.sleep(60)
            raise AssertionError("the outbox does not wait so long")

    world.slack = Slow(world.clock)
    await world.outbox(Timing(timeout_seconds=0.05, channel_gap=0)).dispatch()
    assert (await world.row("UNHCR", "invitation")).state is S.UNKNOWN


async def test_a_process_that_stood_still_does_not_call(world: World) -> None:
    await ready(world)
    times = iter([0.0, TIMING.fresh_seconds + 1, 100.0, 100.0])
    outbox = world.outbox(boot_time=lambda: next(times), pacer=Pacer(0))
    first, second = await outbox.claim()
    await outbox.deliver(first)
    assert world.slack.calls == 0
    await outbox.deliver(second)
    assert world.slack.calls == 1
    await world.outbox().dispatch()
    assert {post.channel for post in world.slack.posts} == DUE_NOW
    assert world.slack.calls == 2


async def test_a_worker_that_lost_its_claim_is_fenced_off(world: World) -> None:
    await ready(world)
    frozen, other = world.outbox(), world.outbox()
    claims = await frozen.claim()
    await world.pass_database_time(TIMING.lease_seconds + 1)
    await other.dispatch()
    assert world.slack.posts == [], "claimed rows are taken back by settling only"
    await world.settler().settle()
    await other.dispatch()
    assert len(world.slack.posts) == 2
    for claim in claims:
        await frozen.deliver(claim)
    assert len(world.slack.posts) == 2


async def test_a_lease_that_is_over_is_not_enough_to_intend(world: World) -> None:
    await ready(world)
    outbox = world.outbox()
    claim = (await outbox.claim())[0]
    notice = await outbox.ready(claim)
    assert notice is not None
    await world.pass_database_time(TIMING.lease_seconds + 1)
    assert not await outbox.intend(claim, notice)


async def test_late_news_that_it_was_sent_is_believed(world: World) -> None:
    await ready(world)
    outbox = world.outbox()
    row = await world.row("UNHCR", "invitation")
    (claim,) = [claim for claim in await outbox.claim() if claim.reminder_id == row.id]
    notice = await outbox.ready(claim)
    assert notice is not None
    assert await outbox.intend(claim, notice)
    await world.pass_database_time(TIMING.lease_seconds + 1)
    await world.settler().settle()
    await settle_twice(world)
    assert (await world.row("UNHCR", "invitation")).state is S.PENDING
    await outbox.settle(claim, notice, world.slack.post(notice))
    assert (await world.row("UNHCR", "invitation")).state is S.SENT
    await outbox.settle(Claim(row.id, "somebody else"), notice, Refused("late"))
    assert (await world.row("UNHCR", "invitation")).state is S.SENT


async def test_two_workers_at_once_send_each_once(world: World) -> None:
    await ready(world)
    world.clock.set(utc(1, 31, 8, 30))  # Geneva and Bangkok
    await asyncio.gather(*(world.outbox().dispatch() for _ in range(4)), world.settler().settle())
    assert sorted(post.channel for post in world.slack.posts) == ["DESCAP_FOCAL_POINT", "DUNHCR_FOCAL_POINT"]


async def test_a_stopping_outbox_gives_back_what_it_took(world: World) -> None:
    await ready(world)
    outbox = world.outbox()
    outbox.stopping = True
    await outbox.dispatch()
    assert (world.slack.calls, (await world.row("UNHCR", "invitation")).state) == (0, S.PENDING)


async def test_one_bad_reminder_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await ready(world)
    bad = (await world.row("UNHCR", "invitation")).id
    proper = Outbox.ready

    async def sometimes(self: Outbox, claim: Claim) -> Notice | None:
        if claim.reminder_id == bad:
            raise RuntimeError("broken")
        return await proper(self, claim)

    monkeypatch.setattr(Outbox, "ready", sometimes)
    await world.outbox().dispatch()
    assert {post.channel for post in world.slack.posts} == {"DUNICEF_FOCAL_POINT"}
    monkeypatch.undo()
    await world.pass_database_time(TIMING.lease_seconds + 1)
    await world.settler().settle()
    await world.outbox().dispatch()
    assert {post.channel for post in world.slack.posts} == DUE_NOW


async def test_the_nearest_deadline_goes_first(world: World) -> None:
    await ready(world)
    async with world.store.unit() as session:
        nearer = Deadline(panel_id=world.panel_id, task="slides", due_at=utc(2, 8), zone=NEW_YORK, opened_at=OPENED)
        session.add(nearer)
        await session.flush()
        await plan_deadline(session, nearer.id, world.clock.now())
    await world.outbox(Timing(timeout_seconds=2, batch=2, channel_gap=0)).dispatch()
    assert {post.notice.task for post in world.slack.posts} == {"slides"}
