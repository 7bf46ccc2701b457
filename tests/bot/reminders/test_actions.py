"""Snooze, answers that call off, and what officers see."""

import datetime as dt

import pytest

from bot.reminders import ledger
from bot.reminders.actions import NoSnooze, Snoozed, cancel_for_entity, decide_uncertain, snooze
from bot.reminders.messenger import Refused
from bot.reminders.reasons import Reason, reason_in_words
from bot.reminders.wording import next_step_in_words, step_in_words
from storage.models import Deadline, Panel
from storage.words import PanelState, ReminderState
from tests.bot.reminders.world import World, utc

DAY = dt.timedelta(days=1)


async def invited(world: World) -> int:
    """The invitations of New York and Geneva are out; the number of UNHCR's."""
    await world.plan()
    world.clock.set(utc(1, 30, 14, 30))
    await world.outbox().dispatch()
    return (await world.row("UNHCR", "invitation")).id


async def press(world: World, number: int, until: dt.datetime, who: str = "unhcr_focal_point") -> Snoozed | NoSnooze:
    async with world.store.unit() as session:
        return await snooze(session, number, world.people[who], until, world.clock.now())


async def test_snooze_moves_the_next_reminder_once(world: World) -> None:
    number = await invited(world)
    result = await press(world, number, world.clock.now() + 8 * DAY)
    assert result == Snoozed(utc(2, 7, 14, 30), "Europe/Zurich")
    assert await world.states("UNHCR") == {
        "invitation": "sent",
        "day-7": "pending",
        "day-2": "cancelled:snoozed",
        "day+0": "pending",
    }
    await world.plan()
    assert (await world.row("UNHCR", "day-7")).not_before == utc(2, 7, 14, 30)
    assert (await world.states("UNHCR"))["day-2"] == "cancelled:snoozed"
    assert await press(world, number, world.clock.now() + DAY) is NoSnooze.ALREADY
    world.clock.set(utc(2, 3, 9))
    await world.outbox().dispatch()
    assert (await world.row("UNHCR", "day-7")).state is ReminderState.PENDING
    world.clock.set(utc(2, 7, 14, 30))
    await world.outbox().dispatch()
    moved = await world.row("UNHCR", "day-7")
    assert moved.state is ReminderState.SENT
    assert await press(world, moved.id, world.clock.now() + DAY) is NoSnooze.ALREADY, "once a reminder"


async def test_snooze_never_goes_past_the_deadline(world: World) -> None:
    number = await invited(world)
    assert await press(world, number, utc(3, 1)) == Snoozed(utc(2, 10, 8), "Europe/Zurich")
    await world.plan()
    assert [row.step for row in await world.rows("UNHCR") if row.state is ReminderState.PENDING] == ["day-7"]
    assert (await world.row("UNHCR", "day-7")).valid_until == utc(2, 10, 16)


async def test_snooze_on_the_last_reminder_makes_one_more(world: World) -> None:
    await world.plan()
    world.clock.set(utc(2, 10, 8))
    await world.outbox().dispatch()
    last = await world.row("UNHCR", "day+0")
    assert last.state is ReminderState.SENT
    result = await press(world, last.id, world.clock.now() + dt.timedelta(hours=3))
    assert result == Snoozed(utc(2, 10, 11), "Europe/Zurich")
    await world.plan()
    world.clock.set(utc(2, 10, 11))
    await world.outbox().dispatch()
    assert (await world.row("UNHCR", "day+0-snoozed")).state is ReminderState.SENT
    assert step_in_words("day+0-snoozed", "en") == "on the day (snoozed)"


async def test_what_cannot_be_snoozed(world: World) -> None:
    number = await invited(world)
    soon = world.clock.now() + DAY
    digest = next(row.id for row in await world.rows() if row.entity_id is None)
    assert await press(world, number, soon, "unhcr_alternate") is NoSnooze.NOT_YOURS
    assert await press(world, 4711, soon) is NoSnooze.UNKNOWN
    assert await press(world, digest, soon, "olga") is NoSnooze.UNKNOWN
    world.clock.set(utc(2, 10, 16))
    assert await press(world, number, soon) is NoSnooze.TOO_LATE
    world.clock.set(utc(2, 11))
    assert await press(world, number, soon) is NoSnooze.OVER
    world.clock.set(utc(1, 31))
    await world.set(Panel, Panel.id == world.panel_id, state=PanelState.CLOSED)
    assert await press(world, number, soon) is NoSnooze.OVER
    await world.set(Panel, Panel.id == world.panel_id, state=PanelState.OPEN)
    await world.answer("UNHCR")
    assert await press(world, number, soon) is NoSnooze.ANSWERED


async def test_a_snoozed_reminder_stops_at_the_answer(world: World) -> None:
    number = await invited(world)
    await press(world, number, world.clock.now() + DAY)
    await world.answer("UNHCR")
    world.clock.set(utc(1, 31, 14, 30))
    await world.outbox().dispatch()
    assert (await world.states("UNHCR"))["day-7"] == "cancelled:answered"


async def test_an_answer_calls_off_at_once(world: World) -> None:
    await invited(world)
    async with world.store.unit() as session:
        ended = await cancel_for_entity(
            session,
            panel_id=world.panel_id,
            entity_id=world.entities["UNHCR"],
            reason=Reason.ANSWERED,
            now=world.clock.now(),
        )
        named = await cancel_for_entity(
            session,
            panel_id=world.panel_id,
            entity_id=world.entities["ESCAP"],
            reason=Reason.NIL,
            now=world.clock.now(),
            task="slides",
        )
    assert (ended, named) == (3, 0)
    assert (await world.states("UNHCR"))["day+0"] == "cancelled:answered"
    assert (await world.states("UNICEF"))["day+0"] == "pending"


async def test_what_officers_see(world: World) -> None:
    await world.plan()
    world.clock.set(utc(1, 30, 14, 30))
    world.slack.script = lambda slack, notice: (
        Refused("user_disabled") if notice.entity_acronym == "UNICEF" else slack.post(notice)
    )
    await world.outbox().dispatch()
    await world.nothing_to_report("ESCAP")
    await world.plan()
    async with world.store.reading() as session:
        deadline = await session.get_one(Deadline, world.deadline_id)
        coming = await ledger.outbox(session, world.panel_id)
        done = await ledger.deliveries(session, world.panel_id)
        counted = await ledger.counts(session, world.panel_id)
        standings = {one.acronym: one for one in await ledger.standings(session, deadline)}
        silent = await ledger.silent_entities(session, deadline)
        failed = next(entry for entry in done if entry.state is ReminderState.FAILED)
        events = await ledger.history(session, failed.reminder_id)
        preview = await ledger.preview(session, coming[0].reminder_id, world.clock.now())
        assert await ledger.preview(session, 4711, world.clock.now()) is None
        assert await ledger.dropped_steps(session, world.deadline_id) == ()
    assert [(entry.acronym, entry.step) for entry in coming[:2]] == [("UNHCR", "day-7"), ("UNICEF", "day-7")]
    assert counted == {"pending": 7, "sent": 1, "failed": 1, "cancelled": 4}
    assert (failed.acronym, failed.reason, failed.at) == ("UNICEF", "user_disabled", world.clock.now())
    assert "e-mail" in next_step_in_words(failed.state, failed.reason, "en")
    assert [event.state for event in events] == ["pending", "claimed", "sending", "failed"]
    assert preview is not None
    assert "UNHCR" in preview.title
    assert standings["UNHCR"].last_reminded == utc(1, 30, 14, 30)
    assert standings["UNHCR"].next_reminder == utc(2, 3, 8)
    assert standings["UNICEF"].last_reminded is None
    assert (standings["ESCAP"].answer, standings["ESCAP"].next_reminder) == (Reason.NIL, None)
    assert set(silent) == {world.entities["UNHCR"], world.entities["UNICEF"]}


async def test_only_what_is_uncertain_can_be_decided(world: World) -> None:
    number = await invited(world)
    async with world.store.unit() as session:
        assert not await decide_uncertain(session, number, arrived=False, now=world.clock.now())


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words(reason: Reason) -> None:
    assert reason_in_words(reason, "fr") not in ("", str(reason))
    assert reason_in_words("is_archived", "es") == "is_archived"
    assert reason_in_words(None, "en") == ""
