"""Which events come in each other's way, and which do not; pure, with what could wrongly be called a clash."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contributions import clashes
from bot.contributions.clashes import (
    LONGEST,
    Clash,
    ClashKind,
    Slot,
    clash_of,
    clashes_among,
    clashes_between,
    event_slot,
    milestone_slot,
    signature_of,
)
from bot.text.periods import Period, months
from storage.words import ContributionKind, ContributionStatus, Precision

EVENT, PLANNED = ContributionKind.EVENT, ContributionStatus.PLANNED
DAYS, COMBINE, POSSIBLE = ClashKind.DAYS, ClashKind.COMBINE, ClashKind.POSSIBLE
#: A Monday.
MONDAY = dt.date(2018, 4, 9)


def days(first: dt.date | int, last: dt.date | int | None = None) -> Period:
    """Exact days; a number counts from the Monday."""
    start = first if isinstance(first, dt.date) else MONDAY + dt.timedelta(days=first)
    end = start if last is None else last if isinstance(last, dt.date) else MONDAY + dt.timedelta(days=last)
    return Period(start, end, Precision.DAY)


def maybe(who: str, period: Period, ident: int, **more: Any) -> Slot | None:
    values: dict[str, Any] = {
        "title": f"{who} {ident}",
        "kind": EVENT,
        "status": PLANNED,
        "entity_id": ord(who[0]),
    } | more
    return event_slot(who=who, period=period, contribution_id=ident, **values)


def event(who: str, period: Period, ident: int = 1, **more: Any) -> Slot:
    found = maybe(who, period, ident, **more)
    assert found is not None
    return found


def milestone(period: Period, kind: str = "meeting", **more: Any) -> Slot | None:
    values: dict[str, Any] = {"key": "M1", "title": "Opening", "kind": kind, "period": period}
    return milestone_slot(**(values | more))


def kind_of(one: Slot, other: Slot) -> ClashKind | None:
    found = clash_of(one, other)
    return found.kind if found else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (days(0, 2), days(2, 3), DAYS),
        (days(0, 2), days(3, 4), None),
        (days(0, 6), days(2), DAYS),
        (days(0), months(2018, 4, 4, Precision.MONTH), POSSIBLE),
        (days(0), months(2018, 5, 5, Precision.MONTH), None),
        (months(2018, 4, 4, Precision.MONTH), months(2018, 4, 6, Precision.QUARTER), POSSIBLE),
    ],
)
def test_days_in_different_places(one: Period, other: Period, expected: ClashKind | None) -> None:
    assert kind_of(event("A", one, 1), event("B", other, 2)) is expected


def test_what_is_shared_is_told() -> None:
    found = clash_of(event("A", days(0, 2), 1), event("B", days(1, 5), 2))
    assert found is not None
    assert (found.first, found.last) == (MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2))
    assert (found.one.who, found.other.who) == ("A", "B")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (days(0, 1), days(2, 3), COMBINE),
        (days(0, 1), days(1), COMBINE),
        (days(0, 1), days(3, 4), None),
        # From a Friday over the weekend to the Monday; from a Thursday, a working day lies between.
        (days(3, 4), days(7), COMBINE),
        (days(3, 4), days(5), COMBINE),
        (days(3), days(7), None),
    ],
)
def test_one_city_on_the_same_days_or_right_after(first: Period, second: Period, expected: ClashKind | None) -> None:
    one, other = event("A", first, 1, city="Genève"), event("B", second, 2, city="geneva ")
    assert kind_of(one, other) is expected
    assert kind_of(event("A", first, 1, city="Geneva"), event("B", second, 2, city="Nairobi")) in (None, DAYS)
    found = clash_of(one, other)
    if found and first.end and second.start and first.end < second.start:
        assert (found.first, found.last) == (None, None)


def test_a_city_that_nobody_knows_and_one_that_stands_in_the_venue() -> None:
    assert kind_of(event("A", days(0), 1, city="Xanadu"), event("B", days(0), 2, city="XANADU")) is COMBINE
    venue = event("B", days(0), 2, venue="Palais des Nations, Geneva")
    assert kind_of(event("A", days(0), 1, city="Ginebra"), venue) is COMBINE
    here = event("A", days(0), 1, city="San José", country="Costa Rica")
    there = event("B", days(0), 2, city="San José", country="USA")
    assert kind_of(here, there) is DAYS
    known = event("B", days(0), 2, city="San José", country="Costa Rica")
    assert kind_of(event("A", days(0), 1, city="San José"), known) is COMBINE


@pytest.mark.parametrize("kind", [kind for kind in ContributionKind if kind is not EVENT])
def test_only_events_are_in_the_way(kind: ContributionKind) -> None:
    assert maybe("A", days(0), 1, kind=kind) is None


@pytest.mark.parametrize("status", ContributionStatus)
def test_what_is_cancelled_or_done_is_in_nobodys_way(status: ContributionStatus) -> None:
    over = status in (ContributionStatus.CANCELLED, ContributionStatus.DONE)
    assert (maybe("A", days(0), 1, status=status) is None) is over


@pytest.mark.parametrize(
    "period",
    [
        Period(),
        days(0, LONGEST),
        months(2018, 1, 6, Precision.HALF),
        months(2018, 1, 12, Precision.YEAR),
        months(2018, 1, 6, Precision.MONTH),
        Period(None, MONDAY, Precision.DAY),
        Period(MONDAY, None, Precision.MONTH),
    ],
)
def test_what_is_long_or_hardly_dated_is_in_nobodys_way(period: Period) -> None:
    assert maybe("A", period, 1) is None
    assert milestone(period) is None


def test_the_same_entity_knows_of_both() -> None:
    one = event("A", days(0), 1)
    assert clash_of(one, event("A", days(0), 2)) is None
    assert clash_of(one, one) is None
    # In an open form it may have no number yet, and perhaps no entity.
    new = event("A", days(0), 1, entity_id=None)
    assert clash_of(new, event("A", days(0), 2)) is None
    assert clash_of(new, event("B", days(0), 2)) is not None


@pytest.mark.parametrize(
    "kind", ["meeting", "thematic session", "hearing", "Konferenz", "sommet", "reunión regional", "works"]
)
def test_what_people_go_to_is_a_slot_of_the_roadmap(kind: str) -> None:
    found = milestone(days(0, 1), kind, venue="Great Hall, Geneva")
    assert found is not None
    assert kind_of(event("A", days(1), 1), found) is DAYS
    assert kind_of(event("A", days(2), 1, city="Genève"), found) is COMBINE


@pytest.mark.parametrize(
    "kind",
    ["deadline", "report", "document", "draft text", "person", "meeting report", "plazo", "date limite", "informe"],
)
def test_deadlines_and_papers_are_none(kind: str) -> None:
    assert milestone(days(0, 1), kind, venue="Geneva") is None


def test_an_unknown_kind_needs_a_place_and_two_days() -> None:
    assert milestone(days(0, 1), "works") is None
    assert milestone(days(0), "works", venue="Hall") is None


def test_milestones_do_not_clash_with_each_other_nor_with_who_holds_them() -> None:
    held = milestone(days(0), lead="UNHCR, with A and the WHOLE house")
    other = milestone(days(0), key="M2")
    assert held is not None
    assert other is not None
    assert clash_of(held, other) is None
    assert clash_of(event("A", days(0)), held) is None
    assert kind_of(event("WHO", days(0)), held) is DAYS


def test_the_certain_ones_come_first() -> None:
    month = event("C", months(2018, 4, 4, Precision.MONTH), 3)
    found = clashes_between(event("A", days(2), 1), [month, event("B", days(2), 2), event("D", days(30), 4)])
    assert [clash.kind for clash in found] == [DAYS, POSSIBLE]
    assert clashes_among([month, event("A", days(2), 1)]) == clashes_between(month, [event("A", days(2), 1)])


def test_the_signature_tells_days_and_place_and_nothing_else() -> None:
    one, other = event("A", days(0), 1, city="Geneva"), event("B", days(0), 2, city="Geneva", country="Switzerland")
    kept = signature_of(one, other)
    assert signature_of(other, one) == kept
    assert signature_of(event("A", days(0), 1, city="Genève", title="Else", contact="Ana"), other) == kept
    for changed in (
        event("A", days(0, 1), 1, city="Geneva"),
        event("A", days(0), 1, city="Bonn"),
        event("A", days(0), 1, city="Geneva", online=True),
        event("A", days(0), 3, city="Geneva"),
        event("A", months(2018, 4, 4, Precision.MONTH), 1, city="Geneva"),
    ):
        assert signature_of(changed, other) != kept


slots: st.SearchStrategy[Any] = st.builds(
    lambda number, who, first, length, precision, city: maybe(
        who,
        days(first, first + length)
        if precision is Precision.DAY
        else months(2018, 1 + first % 12, 1 + first % 12, Precision.MONTH),
        number,
        city=city,
    ),
    st.integers(1, 40),
    st.sampled_from("ABCD"),
    st.integers(0, 60),
    st.integers(0, 10),
    st.sampled_from([Precision.DAY, Precision.DAY, Precision.MONTH]),
    st.sampled_from([None, "Geneva", "Genève", "Bonn"]),
).filter(bool)


@given(slots, slots)
def test_whichever_is_named_first(one: Slot, other: Slot) -> None:
    assert clash_of(one, other) == clash_of(other, one)
    assert clash_of(one, one) is None


@given(st.lists(slots, max_size=14, unique_by=lambda slot: slot.contribution_id))
def test_the_sweep_finds_what_comparing_all_finds(found: list[Slot]) -> None:
    def names(all_of: tuple[Clash, ...]) -> set[frozenset[str]]:
        return {frozenset((clash.one.key, clash.other.key)) for clash in all_of}

    swept = clashes_among(found)
    assert names(swept) == set().union(*(names(clashes_between(one, found)) for one in found))
    assert len(swept) == len(names(swept))


def test_many_events_are_swept_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: Slot, other: Slot) -> Clash | None:
        nonlocal compared
        compared += 1
        return clash_of(one, other)

    monkeypatch.setattr(clashes, "clash_of", counted)
    found = [event("ABCDEFGH"[n % 8], days(n // 2, n // 2 + 1), n + 1) for n in range(600)]
    assert clashes_among(found)
    assert compared < 600 * 16
