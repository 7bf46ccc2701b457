"""The ladder: a table of cases, and properties over calls of all kinds."""

import datetime as dt
import itertools
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.ladder import MOST_REMINDERS, SPACING, Call, Party, Past, Plan, Recipient, plan
from bot.reminders.moments import Office, in_office, last_moment
from bot.reminders.reasons import Reason
from storage.words import ReminderKind
from tests.bot.reminders.world import BANGKOK, DUE, GENEVA, NEW_YORK, OPENED, utc

ANA = Recipient(1, "Ana", GENEVA)
LUIS = Recipient(2, "Luis", GENEVA)
OLGA = Recipient(9, "Olga", NEW_YORK)
UNHCR = Party(1, "UNHCR", focal_point=ANA, alternates=(LUIS,))


def call(party: Party = UNHCR, **more: object) -> Call:
    return replace(Call(DUE, NEW_YORK, OPENED, (party,), (OLGA,), starts_at=utc(2, 16, 15)), **more)  # type: ignore[arg-type]


def moments(found: Plan, zone: str = GENEVA) -> dict[str, str]:
    return {row.step: row.not_before.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M") for row in found.rows}


def reasons(found: Plan) -> dict[str, Reason]:
    return {one.step: one.reason for one in found.dropped}


def test_the_default_ladder() -> None:
    assert moments(plan(call())) == {
        "invitation": "Mon 30 Jan 14:30",
        "day-7": "Fri 03 Feb 09:00",
        "day-2": "Wed 08 Feb 09:00",
        "day+0": "Fri 10 Feb 09:00",
        "digest+1": "Mon 13 Feb 15:00",
    }
    assert {row.person_id for row in plan(call()).rows} == {ANA.person_id, OLGA.person_id}


def test_windows_close_where_the_next_opens_and_at_the_deadline() -> None:
    rows = {row.step: row for row in plan(call()).rows}
    assert rows["invitation"].valid_until == utc(2, 2, 16)  # Thursday 17:00 in Geneva
    assert rows["day-2"].valid_until == utc(2, 9, 16)
    assert rows["day+0"].valid_until == utc(2, 10, 16)  # the deadline is at midnight there


@pytest.mark.parametrize(
    ("due", "expected", "dropped"),
    [
        # Monday: the step two days before falls on Saturday and goes on Friday.
        (utc(2, 13, 17), {"day-7": "Mon 06 Feb", "day-2": "Fri 10 Feb", "day+0": "Mon 13 Feb"}, {}),
        # Sunday: the day itself goes on Friday, and the step before makes room for it.
        (utc(2, 12, 17), {"day-7": "Fri 03 Feb", "day-2": "Wed 08 Feb", "day+0": "Fri 10 Feb"}, {}),
        # Before nine in Geneva: there is no office hour of the day before the deadline.
        (utc(2, 10, 7), {"day-7": "Fri 03 Feb", "day-2": "Tue 07 Feb", "day+0": "Thu 09 Feb"}, {}),
        # Six days after the opening: the first step would be before it.
        (
            utc(2, 6, 17),
            {"day-2": "Fri 03 Feb", "day+0": "Mon 06 Feb"},
            {"day-7": Reason.BEFORE_OPENING},
        ),
        # Two days after it: nothing but the invitation and the last step fits.
        (utc(2, 1, 17), {"day+0": "Wed 01 Feb"}, {"day-2": Reason.BEFORE_OPENING, "day-7": Reason.BEFORE_OPENING}),
        # The next day: too soon after the invitation.
        (
            utc(1, 31, 17),
            {},
            {"day+0": Reason.SPACING, "day-2": Reason.BEFORE_OPENING, "day-7": Reason.BEFORE_OPENING},
        ),
    ],
)
def test_deadlines_at_awkward_times(due: dt.datetime, expected: dict[str, str], dropped: dict[str, Reason]) -> None:
    found = plan(call(due_at=due, zone=GENEVA))
    placed = {step: at[:10] for step, at in moments(found).items() if step.startswith("day")}
    assert placed == expected
    assert reasons(found) == dropped


def test_clock_changes_do_not_move_the_hour() -> None:
    new_york = replace(UNHCR, focal_point=replace(ANA, zone=NEW_YORK))
    over = call(new_york, due_at=utc(3, 14, 22), opened_at=utc(3, 1, 15))
    assert moments(plan(over), NEW_YORK)["day-7"] == "Tue 07 Mar 09:00"
    assert moments(plan(over), NEW_YORK)["day+0"] == "Tue 14 Mar 09:00"
    assert [row.not_before.hour for row in plan(over).rows if row.step.startswith("day")] == [14, 14, 13]
    geneva = call(due_at=utc(3, 28, 16), zone=GENEVA, opened_at=utc(3, 13, 9))
    assert [row.not_before.hour for row in plan(geneva).rows if row.step.startswith("day")] == [8, 8, 7]


def test_a_week_from_sunday_to_thursday() -> None:
    cairo = Party(1, "ESCWA", frozenset({7, 1, 2, 3, 4}), focal_point=Recipient(1, "Samir", "Africa/Cairo"))
    assert {step: at for step, at in moments(plan(call(cairo)), "Africa/Cairo").items() if step.startswith("day")} == {
        "day-7": "Thu 02 Feb 09:00",
        "day-2": "Tue 07 Feb 09:00",
        "day+0": "Thu 09 Feb 09:00",
    }


def test_a_recipient_far_east_gets_the_last_one_on_the_day_of_the_deadline() -> None:
    bangkok = replace(UNHCR, focal_point=replace(ANA, zone=BANGKOK))
    assert moments(plan(call(bangkok)), BANGKOK)["day+0"] == "Fri 10 Feb 09:00"


def test_the_alternate_only_for_a_focal_point_that_cannot_be_reached() -> None:
    gone = replace(UNHCR, focal_point=replace(ANA, reachable=False))
    assert {row.person_id for row in plan(call(gone)).rows if row.entity_id} == {LUIS.person_id}
    nobody = replace(gone, alternates=())
    assert not [row for row in plan(call(nobody)).rows if row.entity_id]
    assert reasons(plan(call(nobody))) == {"invitation": Reason.UNREACHABLE}
    assert reasons(plan(call(Party(1, "UNHCR")))) == {"invitation": Reason.NO_FOCAL_POINT}


@pytest.mark.parametrize("answer", [Reason.ANSWERED, Reason.NIL])
def test_who_has_answered_gets_nothing(answer: Reason) -> None:
    assert [row.step for row in plan(call(replace(UNHCR, answered=answer))).rows] == ["digest+1"]


def test_nothing_before_the_call_opens_and_after_the_panel_closes() -> None:
    assert plan(call(opened_at=None)) == Plan()
    assert plan(call(panel_open=False)) == Plan()


def test_a_longer_ladder_keeps_the_three_steps_nearest_to_the_deadline() -> None:
    found = plan(call(steps=(-9, -7, -4, -2, 0, 1, 3)))
    assert [row.step for row in found.rows] == ["invitation", "day-4", "day-2", "day+0", "digest+1", "digest+3"]
    assert reasons(found) == {"day-7": Reason.CAP, "day-9": Reason.CAP}


def test_what_was_sent_counts_even_when_the_deadline_has_moved_since() -> None:
    kind = ReminderKind.REMINDER
    old = [Past(1, step, kind, at, current=False) for step, at in (("day-7", utc(1, 31, 9)), ("day-2", utc(2, 6, 9)))]
    found = plan(call(past=tuple(old)))
    assert [row.step for row in found.rows if row.entity_id] == ["day+0"]
    assert reasons(found) == {"day-2": Reason.CAP, "day-7": Reason.CAP}


def test_a_message_that_went_late_keeps_the_next_one_away() -> None:
    late = Past(1, "day-7", ReminderKind.REMINDER, utc(2, 7, 15))
    found = plan(call(past=(late,)))
    assert [row.step for row in found.rows if row.entity_id] == ["day+0"]
    assert reasons(found) == {"day-2": Reason.SPACING}


def test_a_time_that_the_recipient_chose_stands() -> None:
    past = (
        Past(1, "day-7", ReminderKind.REMINDER, utc(2, 3, 8)),
        Past(1, "day-2", ReminderKind.REMINDER, utc(2, 9, 8), snoozed=True),
    )
    found = plan(call(past=past))
    assert [row.step for row in found.rows if row.entity_id] == []
    assert reasons(found) == {"day+0": Reason.SNOOZED}


ZONES = [NEW_YORK, GENEVA, BANGKOK, "Africa/Cairo", "Pacific/Apia", "Pacific/Kiritimati", "America/Santiago", "UTC"]
WEEKS = [frozenset({1, 2, 3, 4, 5}), frozenset({7, 1, 2, 3, 4}), frozenset({3}), frozenset(range(1, 8))]
instants = st.integers(0, 60 * 24 * 365).map(lambda minutes: utc(1, 1) + dt.timedelta(minutes=minutes))


@st.composite
def calls(draw: st.DrawFn) -> Call:
    due = draw(instants)
    opened = due - dt.timedelta(minutes=draw(st.integers(0, 60 * 24 * 20)))
    people = [Recipient(number, str(number), draw(st.sampled_from(ZONES))) for number in (1, 2)]
    party = Party(1, "E", draw(st.sampled_from(WEEKS)), focal_point=people[0], alternates=(people[1],))
    steps = tuple(draw(st.lists(st.integers(-12, 4), max_size=7)))
    times = draw(st.lists(st.integers(0, 60 * 24 * 20), max_size=2, unique=True))
    past = tuple(
        Past(1, f"old{number}", ReminderKind.REMINDER, opened + dt.timedelta(minutes=minutes), current=False)
        for number, minutes in enumerate(times)
    )
    officer = Recipient(9, "officer", draw(st.sampled_from(ZONES)))
    return Call(due, draw(st.sampled_from(ZONES)), opened, (party,), (officer,), steps, past=past)


@settings(max_examples=300, deadline=None)
@given(calls())
def test_whatever_the_call_the_rules_hold(one: Call) -> None:
    found = plan(one)
    party, officer = one.parties[0], one.officers[0]
    assert party.focal_point is not None
    chain = [row for row in found.rows if row.entity_id is not None]
    office = Office(party.focal_point.zone, party.working_days)
    for row in found.rows:
        its = office if row.entity_id else Office(officer.zone)
        assert in_office(row.not_before, its)
        assert last_moment(row.valid_until, its) == row.valid_until, "the window ends within office hours or with them"
        assert row.not_before < row.valid_until
    for row in chain:
        assert one.opened_at is not None
        assert one.opened_at <= row.not_before
        assert row.valid_until <= one.due_at
    assert all(row.not_before >= one.due_at for row in found.rows if row.entity_id is None)
    messages = sorted([row.not_before for row in chain] + [past.at for past in one.past if chain])
    if len(chain) > 0:
        first = min(row.not_before for row in chain)
        after = [at for at in messages if at >= first]
        assert all(later - earlier >= SPACING for earlier, later in itertools.pairwise(after))
    for earlier, following in itertools.pairwise(chain):
        assert earlier.valid_until <= following.not_before, "of a chain one is due at a time"
    reminders = [row for row in chain if row.kind is ReminderKind.REMINDER]
    assert len(reminders) + len(one.past) <= MOST_REMINDERS
    assert {row.person_id for row in chain} <= {1}


@settings(max_examples=100, deadline=None)
@given(calls())
def test_each_step_has_a_reminder_or_a_reason_and_the_plan_is_always_the_same(one: Call) -> None:
    found = plan(one)
    steps = [row.step for row in found.rows] + [one.step for one in found.dropped]
    assert sorted(step for step in steps if step.startswith("day")) == sorted(
        {f"day{step}" if step else "day+0" for step in one.steps if step <= 0}
    )
    assert plan(one) == found
