"""What holds of every text: nothing fails, nothing overlaps, and what the bot writes it reads back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.anchors import find_anchors
from bot.text.languages import Language
from bot.text.period_grammar import Found, Relation, find_periods, fold
from bot.text.period_words import DAY_WORDS, MONTHS, NUMBERS, ORDINALS, SEASONS, UNITS, WEEKDAYS
from bot.text.periods import EARLIEST, LATEST, Period, months, period_in_words
from storage.words import Precision

TODAY = dt.date(2017, 1, 30)
LANGUAGES: tuple[Language, ...] = ("en", "fr", "es")

_JOINTS = [
    "to", "-", "/", ",", "and", "of", "the", "from", "between", "until", "end", "mid", "late", "first", "next", "last",
    "w/c", "ago", "in", "before", "after", "de", "du", "del", "al", "au", "y", "et", "entre", "jusqu'au", "l'été",
    "d'ici", "1", "2", "12", "24", "31", "35", "1st", "1er", "2017", "2018", "1951", "17", "2017-06-12", "12/06/2017",
    "H1", "Q3", "may", "Mars", "now",
]  # fmt: skip
_WORDS = sorted({*_JOINTS, *MONTHS, *WEEKDAYS, *SEASONS, *UNITS, *ORDINALS, *NUMBERS, *DAY_WORDS})
#: Texts made of the words of the grammar find the corners that any text at all would hardly reach.
NEARLY_DATES = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), NEARLY_DATES)
DAYS = st.dates(dt.date(EARLIEST, 1, 1), dt.date(LATEST, 12, 31))


@given(TEXTS, st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)))
def test_whatever_the_text_each_period_stands_in_it_ends_after_it_begins_and_overlaps_no_other(
    text: str, today: dt.date
) -> None:
    at = 0
    for one in find_periods(text, today):
        assert at <= one.begin < one.end <= len(text)
        assert one.period.start
        assert one.period.end
        assert one.period.start <= one.period.end
        assert one.period.precision is not None
        if one.whole and one.whole.start and one.whole.end:
            assert one.whole.start <= one.period.start <= one.period.end <= one.whole.end
        at = one.end


@given(TEXTS)
def test_whatever_the_text_each_anchor_stands_in_it_and_ends_with_what_it_names(text: str) -> None:
    at = 0
    for one in find_anchors(text):
        assert at <= one.begin < one.end <= len(text)
        assert text[one.begin : one.end].endswith(one.until or one.phrase)
        assert one.phrase.strip()
        assert one.relation is not Relation.IN
        at = one.end


@given(st.text(max_size=200))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(first=DAYS, length=st.integers(0, 500))
def test_days_in_words_are_read_back(language: Language, first: dt.date, length: int) -> None:
    last = min(first + dt.timedelta(days=length), dt.date(LATEST, 12, 31))

    assert_read_back(Period(first, last, Precision.DAY), language)


@pytest.mark.parametrize("language", LANGUAGES)
@given(year=st.integers(EARLIEST, LATEST - 10), years=st.integers(0, 10), data=st.data())
@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR])
def test_units_in_words_are_read_back(
    language: Language, precision: Precision, year: int, years: int, data: st.DataObject
) -> None:
    size = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}[precision]
    first = data.draw(st.integers(0, 12 // size - 1)) * size + 1
    last = data.draw(st.integers(0 if years else (first - 1) // size, 12 // size - 1)) * size + 1
    start = months(year, first, first + size - 1, precision).start
    end = months(year + years, last, last + size - 1, precision).end
    if start and end and start < end:
        assert_read_back(Period(start, end, precision), language)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS, onwards=st.booleans())
def test_open_periods_in_words_are_read_back(language: Language, day: dt.date, onwards: bool) -> None:
    period = Period(day, None, Precision.DAY) if onwards else Period(None, day, Precision.DAY)
    (found,) = find_periods(period_in_words(period, language), TODAY)

    assert found.period == Period(day, day, Precision.DAY)
    assert found.relation is (Relation.SINCE if onwards else Relation.UNTIL)


@pytest.mark.parametrize(
    "piece",
    ["end of ", "1, ", "1 to ", "jeudi 1, ", "monday 1 ", "between ", "after ", "2017 ", "2017-", "from 3 may to ",
     "a.b@", "www.", "moved from ", "été ", "12 june - ", "first ", "trois mois avant ", "week of ", "x", "9", " "],
)  # fmt: skip
def test_a_text_of_ten_thousand_characters_of_anything_is_read(piece: str) -> None:
    text = (piece * 10_000)[:10_000]

    assert all(one.end <= len(text) for one in find_periods(text, TODAY))
    assert all(one.end <= len(text) for one in find_anchors(text))


def assert_read_back(period: Period, language: Language) -> None:
    words = period_in_words(period, language)

    assert find_periods(words, TODAY) == (Found(period, 0, len(words)),), words
