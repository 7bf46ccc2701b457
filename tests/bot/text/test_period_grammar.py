"""Periods in running text: what is one, what it spans, and what only looks like one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.period_grammar import Relation, find_periods

TODAY = dt.date(2017, 1, 30)  # a Monday

SPANS = [
    ("25 July 2017", "2017-07-25", "2017-07-25"),
    ("July 25, 2017", "2017-07-25", "2017-07-25"),
    ("the 25th of July 2017", "2017-07-25", "2017-07-25"),
    ("24-25 July 2017", "2017-07-24", "2017-07-25"),
    ("24 and 25 July 2017", "2017-07-24", "2017-07-25"),
    ("24-25 juillet 2017", "2017-07-24", "2017-07-25"),
    ("du 24 au 25 juillet 2017", "2017-07-24", "2017-07-25"),
    ("del 4 al 6 de diciembre de 2017", "2017-12-04", "2017-12-06"),
    ("30 August - 2 September 2017", "2017-08-30", "2017-09-02"),
    ("30 December 2017 - 2 January 2018", "2017-12-30", "2018-01-02"),
    ("2017-07-25", "2017-07-25", "2017-07-25"),
    ("1.5.2018", "2018-05-01", "2018-05-01"),
    ("03/04/2018", "2018-04-03", "2018-04-03"),
    ("le 1er mars", "2017-03-01", "2017-03-01"),
    ("w/c 14 June", "2017-06-14", "2017-06-20"),
    ("in May", "2017-05-01", "2017-05-31"),
    ("en juin", "2017-06-01", "2017-06-30"),
    ("en janvier", "2017-01-01", "2017-01-31"),
    ("October 2017", "2017-10-01", "2017-10-31"),
    ("octubre de 2017", "2017-10-01", "2017-10-31"),
    ("March-June 2017", "2017-03-01", "2017-06-30"),
    ("November 2017 to January 2018", "2017-11-01", "2018-01-31"),
    ("late March", "2017-03-21", "2017-03-31"),
    ("mid-March 2018", "2018-03-11", "2018-03-20"),
    ("a finales de abril", "2017-04-21", "2017-04-30"),
    ("début mai", "2017-05-01", "2017-05-10"),
    ("Q3", "2017-07-01", "2017-09-30"),
    ("T2 2018", "2018-04-01", "2018-06-30"),
    ("third quarter of 2018", "2018-07-01", "2018-09-30"),
    ("first half of 2018", "2018-01-01", "2018-06-30"),
    ("second semestre 2018", "2018-07-01", "2018-12-31"),
    ("segundo semestre de 2018", "2018-07-01", "2018-12-31"),
    ("H1 2018", "2018-01-01", "2018-06-30"),
    ("in 2031", "2031-01-01", "2031-12-31"),
    ("today", "2017-01-30", "2017-01-30"),
    ("mañana", "2017-01-31", "2017-01-31"),
    ("hier", "2017-01-29", "2017-01-29"),
    ("this week", "2017-01-30", "2017-02-05"),
    ("semaine prochaine", "2017-02-06", "2017-02-12"),
    ("next month", "2017-02-01", "2017-02-28"),
    ("el próximo mes", "2017-02-01", "2017-02-28"),
    ("this year", "2017-01-01", "2017-12-31"),
    ("last year", "2016-01-01", "2016-12-31"),
    ("in three weeks", "2017-02-20", "2017-02-20"),
    ("il y a 2 mois", "2016-11-01", "2016-11-30"),
    ("hace dos meses", "2016-11-01", "2016-11-30"),
    ("the next two weeks", "2017-01-30", "2017-02-13"),
    ("les trois prochains mois", "2017-01-30", "2017-04-30"),
]

NO_PERIODS = [
    "may we come?",
    "the second hearing",
    "the March group",
    "A/RES/71/280",
    "A/CONF.231/3",
    "paragraph 52",
    "110 Member States",
    "",
    "🎉🎉🎉",
]


@pytest.mark.parametrize(("text", "start", "end"), SPANS)
def test_a_period_is_read_with_its_first_and_last_day(text: str, start: str, end: str) -> None:
    found = find_periods(f"What happens {text}?", TODAY)

    assert [(str(item.period.start), str(item.period.end)) for item in found] == [(start, end)]


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_only_looks_like_a_period_is_none(text: str) -> None:
    assert find_periods(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("before 1 April 2018", Relation.BEFORE),
        ("avant l'été", Relation.BEFORE),
        ("antes de mayo", Relation.BEFORE),
        ("after June 2017", Relation.AFTER),
        ("después de junio", Relation.AFTER),
        ("since June 2017", Relation.SINCE),
        ("depuis le 5 mai 2017", Relation.SINCE),
        ("until 7 February 2018", Relation.UNTIL),
        ("hasta el 9 de mayo", Relation.UNTIL),
        ("on 9 May 2017", Relation.IN),
    ],
)
def test_the_word_before_a_period_tells_how_the_text_relates_to_it(text: str, relation: Relation) -> None:
    assert [item.relation for item in find_periods(text, TODAY)] == [relation]


def test_a_guessed_year_is_marked_and_lies_ahead() -> None:
    (found,) = find_periods("in October", dt.date(2017, 11, 2))

    assert (found.has_year, found.period.start) == (False, dt.date(2018, 10, 1))


def test_several_periods_stand_in_the_order_of_the_text() -> None:
    text = "From 24-25 July 2017 to October 2017"
    found = find_periods(text, TODAY)

    assert [text[item.begin : item.end] for item in found] == ["24-25 July 2017", "October 2017"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("early May", "2017-05-01", "2017-05-31"),
        ("comienzos de mayo", "2017-05-01", "2017-05-31"),
        ("by the end of 2017", "2017-01-01", "2017-12-31"),
        ("mi-2018", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_vague_part_is_told_with_the_whole_that_it_is_a_part_of(text: str, start: str, end: str) -> None:
    (found,) = find_periods(text, TODAY)

    assert found.whole
    assert (str(found.whole.start), str(found.whole.end)) == (start, end)


@pytest.mark.parametrize("text", ["May 2018", "first week of June", "first half of 2018", "24 July", "next year"])
def test_what_is_no_vague_part_has_no_whole(text: str) -> None:
    assert [one.whole for one in find_periods(text, TODAY)] == [None]


@pytest.mark.parametrize(
    ("text", "has_year"),
    [
        ("May", False),
        ("3 May", False),
        ("early May", False),
        ("on the 24th", False),
        ("from May to July", False),
        ("from May to July 2018", True),
        ("26 July and 11 October 2017", True),
        ("next May", True),
        ("tomorrow", True),
        ("the rest of May", False),
        ("the rest of the year", True),
    ],
)
def test_a_year_counts_as_told_where_the_text_or_its_neighbour_tells_it(text: str, has_year: bool) -> None:
    assert {one.has_year for one in find_periods(text, TODAY)} == {has_year}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("before Monday 12 June 2017, please", ["Monday 12 June 2017"]),
        ("between 3 March and the summer", ["3 March and the summer"]),
        ("moved from 24 to 26 July", ["24", "26 July"]),
        ("by the end of May", ["end of May"]),
        ("le 3 mai, puis en juin", ["3 mai", "juin"]),
    ],
)
def test_the_offsets_take_in_all_that_tells_the_date_and_leave_out_the_relation(text: str, words: list[str]) -> None:
    assert [text[one.begin : one.end] for one in find_periods(text, TODAY)] == words


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    for item in find_periods(text, TODAY):
        assert 0 <= item.begin < item.end <= len(text)
