"""Ask somebody else: who may ask whom, who is reminded then, and the way back."""

import pytest
from sqlalchemy import select

from bot.panels.handing_over import HandedOver, NoHandingOver, TakenBack, hand_over, take_back, why_not
from bot.panels.viewers import Viewer, viewer_of
from bot.reminders.actions import NoSnooze, snooze
from storage.models import Change, Panel, Person, Seat
from storage.words import PanelState, ReminderState, SeatRole
from tests.bot.reminders.world import World, make_world, utc

FOCAL, ALTERNATE = "unhcr_focal_point", "unhcr_alternate"


@pytest.fixture
async def world(store: object, clock: object) -> World:
    return await make_world(store, clock)  # type: ignore[arg-type]


async def newcomer(world: World, name: str = "rita", **more: object) -> int:
    """A colleague without any seat."""
    async with world.store.unit() as session:
        workspace = (await session.get_one(Person, world.people[FOCAL])).workspace_id
        values: dict[str, object] = {"slack_user_id": f"U{name}", "dm_channel": f"D{name}", "zone": "Europe/Zurich"}
        person = Person(workspace_id=workspace, name=name, **{**values, **more})
        session.add(person)
        await session.flush()
        return person.id


async def asks(world: World, who: str, asked: int, acronym: str = "UNHCR") -> HandedOver | NoHandingOver:
    async with world.store.unit() as session:
        viewer = await viewer_of(session, world.people[who])
        person = await session.get_one(Person, asked)
        return await hand_over(session, viewer, world.panel_id, world.entities[acronym], person, at=world.clock.now())


async def returns(world: World, who: str) -> TakenBack | NoHandingOver:
    async with world.store.unit() as session:
        viewer = await viewer_of(session, world.people[who])
        return await take_back(session, viewer, world.panel_id, world.entities["UNHCR"], at=world.clock.now())


async def roles(world: World) -> dict[int, tuple[SeatRole, bool]]:
    async with world.store.reading() as session:
        seats = await session.scalars(select(Seat).where(Seat.entity_id == world.entities["UNHCR"]))
        return {seat.person_id: (seat.role, seat.stepped_back_at is not None) for seat in seats}


async def waiting(world: World) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in await world.rows("UNHCR"):
        if row.state is ReminderState.PENDING:
            found.setdefault(row.person_id, set()).add(row.step)
    return found


async def test_the_colleague_is_invited_and_the_first_one_is_left_alone(world: World) -> None:
    await world.plan()
    first = world.people[FOCAL]
    assert set(await waiting(world)) == {first}
    world.clock.set(utc(1, 31, 8, 30))
    await world.outbox().dispatch()
    rita = await newcomer(world)
    outcome = await asks(world, FOCAL, rita)
    assert isinstance(outcome, HandedOver)
    assert outcome.new
    assert await roles(world) == {
        first: (SeatRole.ALTERNATE, True),
        world.people[ALTERNATE]: (SeatRole.ALTERNATE, False),
        rita: (SeatRole.FOCAL_POINT, False),
    }
    assert await waiting(world) == {rita: {"invitation", "day-7", "day-2", "day+0"}}
    gone = [row for row in await world.rows("UNHCR") if row.person_id == first and row.state is ReminderState.CANCELLED]
    assert {row.reason for row in gone} == {"left"}
    await world.outbox().dispatch()
    assert [post.notice.person_id for post in world.slack.posts if post.notice.entity_acronym == "UNHCR"] == [
        first,
        rita,
    ]
    await world.plan()
    assert set(await waiting(world)) == {rita}, "planned again, it is the same"
    async with world.store.reading() as session:
        line = (await session.scalars(select(Change).where(Change.noun == "seat"))).one()
        assert (line.action, line.person_id) == ("handed_over", first)
        assert (line.old["focal_point"], line.new["focal_point"]) == (first, rita)


async def test_asking_twice_is_as_once(world: World) -> None:
    rita = await newcomer(world)
    await asks(world, FOCAL, rita)
    again = await asks(world, FOCAL, rita)
    assert isinstance(again, HandedOver)
    assert not again.new
    async with world.store.reading() as session:
        assert len(list(await session.scalars(select(Change).where(Change.noun == "seat")))) == 1


async def test_who_stepped_back_keeps_the_rights_and_cannot_be_reminded_by_a_stale_button(world: World) -> None:
    await world.plan()
    world.clock.set(utc(1, 31, 8, 30))
    await world.outbox().dispatch()
    number = (await world.row("UNHCR", "invitation")).id
    await asks(world, FOCAL, await newcomer(world))
    async with world.store.unit() as session:
        viewer = await viewer_of(session, world.people[FOCAL])
        assert viewer.speaks_for(world.panel_id, world.entities["UNHCR"])
        outcome = await snooze(session, number, viewer.person_id, utc(2, 2), world.clock.now())
        assert outcome is NoSnooze.OVER


async def test_i_will_answer_after_all(world: World) -> None:
    before = await roles(world)
    rita = await newcomer(world)
    assert await returns(world, FOCAL) is NoHandingOver.NOT_STEPPED_BACK
    await asks(world, FOCAL, rita)
    outcome = await returns(world, FOCAL)
    assert isinstance(outcome, TakenBack)
    assert outcome.relieved is not None
    assert outcome.relieved.id == rita
    assert await roles(world) == before, "a name chosen by mistake leaves no rights behind"
    assert set(await waiting(world)) == {world.people[FOCAL]}
    assert await returns(world, FOCAL) is NoHandingOver.NOT_STEPPED_BACK


async def test_an_alternate_who_was_asked_stays_one_after_it_was_taken_back(world: World) -> None:
    before = await roles(world)
    await asks(world, FOCAL, world.people[ALTERNATE])
    assert (await roles(world))[world.people[ALTERNATE]] == (SeatRole.FOCAL_POINT, False)
    await returns(world, FOCAL)
    assert await roles(world) == before


async def test_whoever_was_asked_can_ask_the_next_one(world: World) -> None:
    rita, rolf = await newcomer(world), await newcomer(world, "rolf")
    world.people["rita"] = rita
    await asks(world, FOCAL, rita)
    assert isinstance(await asks(world, "rita", rolf), HandedOver)
    assert set(await waiting(world)) == {rolf}


async def test_who_cannot_be_asked(world: World) -> None:
    before = await roles(world)
    nobody = await newcomer(world, "nobody", slack_user_id=None)
    left = await newcomer(world, "left", active=False)
    for asked, reason in (
        (world.people[FOCAL], NoHandingOver.YOURSELF),
        (world.people["unicef_focal_point"], NoHandingOver.ANOTHER_ENTITY),
        (nobody, NoHandingOver.GONE),
        (left, NoHandingOver.GONE),
    ):
        assert await asks(world, FOCAL, asked) is reason
    rita = await newcomer(world)
    assert await asks(world, ALTERNATE, rita) is NoHandingOver.NOT_YOUR_TURN
    assert await asks(world, ALTERNATE, world.people[FOCAL]) is NoHandingOver.NOT_YOUR_TURN
    assert await asks(world, "unicef_focal_point", rita) is NoHandingOver.NOT_YOURS
    assert await asks(world, "olga", rita) is NoHandingOver.NOT_YOURS
    assert await roles(world) == before
    async with world.store.unit() as session:
        (await session.get_one(Panel, world.panel_id)).state = PanelState.CLOSED
    assert await asks(world, FOCAL, rita) is NoHandingOver.CLOSED


async def test_the_alternate_may_ask_when_the_focal_point_has_left(world: World) -> None:
    async with world.store.unit() as session:
        (await session.get_one(Person, world.people[FOCAL])).active = False
    rita = await newcomer(world)
    assert isinstance(await asks(world, ALTERNATE, rita), HandedOver)
    assert set(await waiting(world)) == {rita}


async def test_a_seat_that_is_gone_meanwhile_gives_no_right(world: World) -> None:
    panel, entity = world.panel_id, world.entities["UNHCR"]
    stale = Viewer(await newcomer(world), False, {panel: entity})
    async with world.store.reading() as session:
        assert await why_not(session, stale, panel, entity, "Uwhoever") is NoHandingOver.NOT_YOURS
