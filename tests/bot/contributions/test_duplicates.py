"""What looks like one and the same, and what only looks so at first sight; and the lines of the matrix."""

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contributions.duplicates import Item, Likeness, address_of, pair_of, pairs_among, signature_of
from bot.contributions.lines import lines_of, merged_into
from bot.text.periods import Period, months
from storage.models import Contribution, Entity, Pairing
from storage.words import PairVerdict, Precision

LINK, TITLE = Likeness.LINK, Likeness.TITLE
MAY = dt.date(2018, 5, 14)
AT = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def on(first: int = 0, last: int | None = None) -> Period:
    return Period(
        MAY + dt.timedelta(days=first), MAY + dt.timedelta(days=first if last is None else last), Precision.DAY
    )


def item(ident: int, title: str, period: Period | None = None, **more: Any) -> Item:
    values: dict[str, Any] = {"entity_id": ident, "link": None} | more
    return Item(id=ident, title=title, period=on() if period is None else period, **values)


def like(one: Item, other: Item) -> Likeness | None:
    found = pair_of(one, other)
    return found.like if found else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/events/7/", "http://example.org/events/7"),
        ("https://example.org/events/7?utm_source=mail&utm_medium=x", "example.org/events/7#programme"),
        ("https://EXAMPLE.org/en/events/7", "https://example.org/fr/events/7"),
        ("https://example.org/e?b=2&a=1", "https://example.org/e?a=1&b=2&lang=es"),
        ("https://example.org/a/index.html", "https://example.org:443/a"),
    ],
)
def test_one_place_written_in_two_ways(one: str, other: str) -> None:
    assert address_of(one) == address_of(other) is not None
    assert like(item(1, "Harvest", on(), link=one), item(2, "Moon", on(300), link=other)) is LINK


@pytest.mark.parametrize(
    "link", [None, "", " ", "https://example.org", "https://www.example.org/en/", "https://", "https://[", "x:y:z"]
)
def test_a_home_page_is_no_evidence(link: str | None) -> None:
    assert address_of(link) is None


def test_other_pages_are_other_places() -> None:
    pages = ["example.org/7", "example.org/8", "example.com/7", "example.org/7?id=1", "example.org:81/7"]
    assert len({address_of(page) for page in pages}) == len(pages)


def test_one_entity_may_give_one_link_with_several_events() -> None:
    one, other = (
        item(n, title, on(n * 40), entity_id=1, link="example.org/a") for n, title in ((1, "Art"), (2, "Sea"))
    )
    assert like(one, other) is None
    assert like(one, item(2, "Sea", on(40), entity_id=1, link="example.org/a")) is LINK


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Regional workshop on return and reintegration", "Regional workshop on reintegration and return"),
        ("Training of border guards, Tunis", "Training of Border-Guards (Tunis)"),
        ("Regional consultation on labour migration", "Consultation régionale sur la migration"),
        ("Conferencia regional sobre migración", "Regional conference on migration"),
    ],
)
def test_like_titles_at_one_time(one: str, other: str) -> None:
    assert like(item(1, one), item(2, other)) is TITLE
    assert like(item(1, one), item(2, other, on(30))) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("First regional workshop on return", "Second regional workshop on return"),
        ("Atelier 2 sur le retour volontaire", "Atelier 3 sur le retour volontaire"),
        ("Training of judges", "Training of border guards and interpreters"),
        ("Launch of the atlas of remittances", "Seminar on statelessness"),
        ("Workshop", "Workshop on data for the regional platforms of the coast"),
        ("...", "!!!"),
    ],
)
def test_what_is_not_alike(one: str, other: str) -> None:
    assert like(item(1, one), item(2, other)) is None


def test_in_another_language_the_same_days_and_city_help() -> None:
    one = item(1, "Regional training on child protection at borders", city="Genève")
    for other, expected in (
        (item(2, "Formation régionale sur la protection aux frontières", city="Geneva"), TITLE),
        (item(2, "Formation régionale sur la protection aux frontières", city="Nairobi"), None),
        (item(2, "Formation régionale sur la protection aux frontières", on(0, 1), city="Geneva"), None),
        (item(2, "Réception", city="Geneva"), None),
    ):
        assert like(one, other) is expected, other


def test_without_a_date_only_nearly_the_same_title_counts() -> None:
    one = item(1, "Workshop on return and reintegration")
    assert like(one, item(2, "Workshop on return & reintegration", Period())) is TITLE
    assert like(one, item(2, "Workshop on the return of families", Period())) is None
    spring = months(2018, 4, 6, Precision.QUARTER)
    assert like(one, item(2, "Workshop: return and reintegration", spring)) is TITLE
    assert like(one, item(2, "Workshop: return and reintegration", Period(None, MAY, Precision.DAY))) is TITLE


def test_different_is_no_more_as_soon_as_either_changes() -> None:
    one, other = item(1, "Art", link="example.org/a"), item(2, "Art!")
    kept = signature_of(one, other)
    assert signature_of(other, item(1, "ART", link="www.example.org/a/")) == kept
    changes: tuple[dict[str, Any], ...] = ({"title": "Art show"}, {"link": "example.org/b"}, {"period": on(1)})
    for change in changes:
        values: dict[str, Any] = {"title": "Art", "link": "example.org/a", "period": on()}
        changed = item(1, **(values | change))
        assert signature_of(changed, other) != kept


WORDS = "regional workshop training return taller atelier data 2 first migration migración"
words = st.sampled_from(WORDS.split())
items = st.builds(
    lambda ident, title, first, link, entity: item(
        ident, " ".join(title), on(first, first + 2), link=link, entity_id=entity
    ),
    st.integers(1, 60),
    st.lists(words, max_size=5),
    st.integers(0, 8),
    st.sampled_from([None, "example.org/a", "https://www.example.org/a/", "example.org"]),
    st.integers(1, 3),
)


@given(items, items)
def test_whichever_is_named_first(one: Item, other: Item) -> None:
    assert pair_of(one, other) == pair_of(other, one)
    assert pair_of(one, one) is None


@given(st.lists(items, max_size=10, unique_by=lambda one: one.id))
def test_what_is_not_compared_would_not_be_alike(found: list[Item]) -> None:
    compared = {(pair.one.id, pair.other.id) for pair in pairs_among(found)}
    ordered = sorted(found, key=lambda one: one.id)
    assert compared == {(a.id, b.id) for a, b in itertools.combinations(ordered, 2) if pair_of(a, b)}


def row(ident: int) -> Contribution:
    found = Contribution(id=ident, entity_id=ident, title=str(ident))
    found.entity = Entity(id=ident, acronym="ABCDEFGH"[ident])
    return found


def decided(verdict: PairVerdict, kept: int, other: int, minutes: int = 0) -> Pairing:
    low, high = sorted((kept, other))
    return Pairing(
        one_id=low, other_id=high, verdict=verdict, kept_id=kept, at=AT + dt.timedelta(minutes=minutes), signature=""
    )


MERGED, JOINT = PairVerdict.MERGED, PairVerdict.JOINT


def shown(rows: list[Contribution], *pairs: Pairing) -> list[str]:
    return [line.who for line in lines_of(rows, pairs)]


def test_lines() -> None:
    rows = [row(n) for n in range(1, 5)]
    assert shown(rows) == ["B", "C", "D", "E"]
    assert shown(rows, decided(MERGED, 2, 1)) == ["C", "D", "E"]
    assert shown(rows, decided(JOINT, 2, 1)) == ["C, B", "D", "E"]
    assert shown(rows, decided(JOINT, 1, 2), decided(JOINT, 2, 3, 1)) == ["B, C, D", "E"]
    # Whose contribution was merged into another one holds jointly what that one does.
    assert shown(rows, decided(MERGED, 2, 1), decided(JOINT, 1, 3, 1)) == ["C, D", "E"]
    # What stayed is withdrawn: the other one stands again.
    assert shown([rows[0]], decided(MERGED, 2, 1)) == ["B"]
    assert shown([rows[0]], decided(JOINT, 2, 1)) == ["B"]


def test_merges_go_on_from_one_to_the_next() -> None:
    chain = [decided(MERGED, 2, 1), decided(MERGED, 3, 2)]
    assert merged_into([1, 2, 3], chain) == {1: 3, 2: 3}
    assert merged_into([1, 3], chain) == {}


verdicts = st.sampled_from([MERGED, JOINT])
decisions = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 6), verdicts, st.integers(0, 9)).filter(lambda t: t[0] != t[1]),
    max_size=8,
    unique_by=lambda t: frozenset(t[:2]),
)


@given(decisions, st.sets(st.integers(1, 6)))
def test_nothing_is_lost_and_nothing_stands_twice(made: list[Any], there: set[int]) -> None:
    pairs = [decided(verdict, kept, other, at) for kept, other, verdict, at in made]
    rows = [row(n) for n in sorted(there)]
    stand = merged_into(there, pairs)
    assert set(stand.values()).isdisjoint(stand)
    lines = lines_of(rows, pairs)
    members = [one.id for line in lines for one in (line.lead, *line.others)]
    assert sorted([*members, *stand]) == sorted(there)
    assert bool(lines) == bool(there)
