"""Planning in the database: the rows that the ladder wants, again and again, and what calls them off."""

import asyncio

import pytest

from bot.reminders.planning import plan_all, plan_deadline
from storage.models import Contribution, Deadline, Panel, PanelEntity, Person, Seat
from storage.words import ContributionState, PanelState, ReminderState, SeatRole
from tests.bot.reminders.world import BANGKOK, GENEVA, World, sent, utc

STEPS = ["invitation", "day-7", "day-2", "day+0"]


async def test_the_rows_of_a_panel(world: World) -> None:
    await world.plan()
    rows = await world.rows()
    assert len(rows) == 3 * 4 + 1
    assert [row.step for row in await world.rows("UNHCR")] == STEPS
    assert {row.person_id for row in await world.rows("UNHCR")} == {world.people["unhcr_focal_point"]}
    assert {row.state for row in rows} == {ReminderState.PENDING}
    assert len({row.key for row in rows}) == len(rows)
    assert [row.person_id for row in rows if row.entity_id is None] == [world.people["olga"]]


async def test_planning_again_changes_nothing(world: World) -> None:
    await world.plan()
    before, events = [(row.id, row.not_before, row.key) for row in await world.rows()], await world.events()
    await world.plan()
    world.clock.set(utc(1, 30, 15))
    await world.plan()
    assert await plan_all(world.store, world.clock.now()) == []
    assert [(row.id, row.not_before, row.key) for row in await world.rows()] == before
    assert await world.events() == events


async def test_two_that_plan_at_once_make_each_reminder_once(world: World) -> None:
    await asyncio.gather(*(world.plan() for _ in range(4)))
    assert len(await world.rows()) == 13
    assert await world.events() == 13


async def test_an_answer_calls_off_and_its_withdrawal_calls_back(world: World) -> None:
    await world.plan()
    await world.answer("UNHCR")
    await world.nothing_to_report("UNICEF")
    await world.plan()
    assert await world.states("UNHCR") == dict.fromkeys(STEPS, "cancelled:answered")
    assert await world.states("UNICEF") == dict.fromkeys(STEPS, "cancelled:nil")
    assert await world.states("ESCAP") == dict.fromkeys(STEPS, "pending")
    await world.set(Contribution, Contribution.entity_id == world.entities["UNHCR"], state=ContributionState.WITHDRAWN)
    world.clock.set(utc(2, 4, 12))
    await world.plan()
    assert await world.states("UNHCR") == {
        "invitation": "cancelled:answered",
        "day-7": "pending",
        "day-2": "pending",
        "day+0": "pending",
    }


async def test_what_was_withdrawn_is_no_answer(world: World) -> None:
    await world.plan()
    await world.answer("UNHCR")
    await world.set(Contribution, Contribution.id > 0, state=ContributionState.WITHDRAWN)
    await world.plan()
    assert await world.states("UNHCR") == dict.fromkeys(STEPS, "pending")


async def test_a_contribution_answers_no_named_task(world: World) -> None:
    async with world.store.unit() as session:
        slides = Deadline(
            panel_id=world.panel_id, task="slides", due_at=utc(2, 14, 23), zone=GENEVA, opened_at=utc(1, 30, 14)
        )
        session.add(slides)
        await session.flush()
        await plan_deadline(session, slides.id, world.clock.now())
    await world.answer("UNHCR")
    await plan_all(world.store, world.clock.now())
    assert {row.state for row in await world.rows("UNHCR") if row.deadline_id == slides.id} == {ReminderState.PENDING}


@pytest.mark.parametrize("later", [True, False])
async def test_a_moved_deadline_has_reminders_of_its_own(world: World, later: bool) -> None:
    await world.plan()
    world.clock.set(utc(1, 30, 14, 30))
    await world.outbox().dispatch()
    assert (await world.row("UNICEF", "invitation")).state is ReminderState.SENT
    due = utc(2, 14, 23) if later else utc(2, 8, 23)
    await world.set(Deadline, Deadline.id == world.deadline_id, due_at=due, generation=2)
    await world.plan()
    rows = await world.rows("UNICEF")
    assert {(row.state, row.reason) for row in rows if row.generation == 1} == {
        (ReminderState.SENT, None),
        (ReminderState.CANCELLED, "moved"),
    }
    new = [row for row in rows if row.generation == 2]
    assert {row.state for row in new} == {ReminderState.PENDING}
    assert "invitation" not in [row.step for row in new], "nobody is invited twice"
    assert all(row.valid_until <= due for row in new)


async def test_a_closed_panel_and_an_open_one_again(world: World) -> None:
    await world.plan()
    await world.set(Panel, Panel.id == world.panel_id, state=PanelState.CLOSED)
    await plan_all(world.store, world.clock.now())
    assert {(row.state, row.reason) for row in await world.rows()} == {(ReminderState.CANCELLED, "closed")}
    await world.set(Panel, Panel.id == world.panel_id, state=PanelState.OPEN)
    await plan_all(world.store, world.clock.now())
    assert {(row.state, row.reason) for row in await world.rows()} == {(ReminderState.PENDING, None)}


async def test_a_person_who_leaves_hands_over_to_the_alternate(world: World) -> None:
    await world.plan()
    await world.set(Person, Person.id == world.people["unhcr_focal_point"], active=False)
    await world.plan()
    rows = await world.rows("UNHCR")
    focal = {row.state for row in rows if row.person_id == world.people["unhcr_focal_point"]}
    alternate = {row.state for row in rows if row.person_id == world.people["unhcr_alternate"]}
    assert (focal, alternate) == ({ReminderState.CANCELLED}, {ReminderState.PENDING})


async def test_a_seat_that_is_given_to_somebody_else(world: World) -> None:
    await world.plan()
    alternate = world.people["unhcr_alternate"]
    await world.set(Seat, Seat.person_id == world.people["unhcr_focal_point"], role=SeatRole.ALTERNATE)
    await world.set(Seat, Seat.person_id == alternate, role=SeatRole.FOCAL_POINT)
    await world.plan()
    assert {row.person_id for row in await world.rows("UNHCR") if row.state is ReminderState.PENDING} == {alternate}


async def test_an_entity_that_withdraws(world: World) -> None:
    await world.plan()
    await world.set(PanelEntity, PanelEntity.entity_id == world.entities["UNHCR"], withdrawn_at=world.clock.now())
    await world.plan()
    assert await world.states("UNHCR") == dict.fromkeys(STEPS, "cancelled:withdrawn")


async def test_a_recipient_who_moves_is_written_to_in_their_new_hours(world: World) -> None:
    await world.plan()
    await world.set(Person, Person.id == world.people["unhcr_focal_point"], zone=BANGKOK)
    await world.plan()
    assert (await world.row("UNHCR", "day-7")).not_before == utc(2, 3, 2)
    await world.set(Person, Person.id == world.people["unhcr_focal_point"], zone="Mars/Olympus")
    await world.plan()
    assert (await world.row("UNHCR", "day-7")).not_before == utc(2, 3, 8), "the entity's zone stands in"


async def test_after_a_stop_the_newest_step_goes_out_and_the_older_are_missed(world: World) -> None:
    await world.plan()
    world.clock.set(utc(2, 8, 15))
    await plan_all(world.store, world.clock.now())
    assert await world.states("UNICEF") == {
        "invitation": "missed:passed",
        "day-7": "missed:passed",
        "day-2": "pending",
        "day+0": "pending",
    }
    await world.outbox().dispatch()
    assert sorted(row.step for row in sent(await world.rows())) == ["day-2", "day-2"]
    assert {post.channel for post in world.slack.posts} == {"DUNICEF_FOCAL_POINT", "DUNHCR_FOCAL_POINT"}


async def test_a_late_message_makes_the_next_one_too_near(world: World) -> None:
    await world.plan()
    world.clock.set(utc(2, 7, 21))  # 16:00 in New York
    await world.outbox().dispatch()
    assert (await world.row("UNICEF", "day-7")).state is ReminderState.SENT
    await world.plan()
    assert (await world.states("UNICEF"))["day-2"] == "cancelled:spacing"
    assert (await world.states("UNICEF"))["day+0"] == "pending"


async def test_somebody_who_is_seated_late_gets_what_is_still_to_come(world: World) -> None:
    world.clock.set(utc(2, 4, 12))
    await world.plan()
    assert [row.step for row in await world.rows("UNICEF")] == ["day-7", "day-2", "day+0"]
    assert (await world.row("UNICEF", "day-7")).valid_until > utc(2, 4, 12)


async def test_another_ladder(world: World) -> None:
    await world.plan()
    await world.set(Deadline, Deadline.id == world.deadline_id, ladder=[-4, 0])
    await world.plan()
    states = await world.states("UNHCR")
    assert states["day-4"] == states["day+0"] == "pending"
    assert states["day-7"] == states["day-2"] == "cancelled:unplanned"


async def test_a_deadline_that_is_gone_is_nothing_to_plan(world: World) -> None:
    async with world.store.unit() as session:
        report = await plan_deadline(session, 4711, world.clock.now())
    assert report.created == 0
