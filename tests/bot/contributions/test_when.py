"""A line to a period: what the form understands, what it asks back, and that its own words come back to the same."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contributions.form import FORMS, EventForm, ProjectForm, meant_by, shown_as, with_year
from bot.contributions.spans import stretch
from bot.contributions.when import is_far, read_when
from bot.forms.declaring import Problem, Problems, Raw, read_form
from bot.text.languages import LANGUAGES, Language
from bot.text.periods import Period, period_in_words
from storage.words import ContributionKind, Precision

TODAY = dt.date(2017, 1, 30)
DAY, MONTH = Precision.DAY, Precision.MONTH


def day(month: int, number: int, year: int = 2017) -> dt.date:
    return dt.date(year, month, number)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("September 2017", Period(day(9, 1), day(9, 30), MONTH)),
        ("septiembre de 2017 (por confirmar)", Period(day(9, 1), day(9, 30), MONTH, tbc=True)),
        ("Q3 2017", Period(day(7, 1), day(9, 30), Precision.QUARTER)),
        ("T3 2017", Period(day(7, 1), day(9, 30), Precision.QUARTER)),
        ("premier semestre 2018", Period(day(1, 1, 2018), day(6, 30, 2018), Precision.HALF)),
        ("2018", Period(day(1, 1, 2018), day(12, 31, 2018), Precision.YEAR)),
        ("26-27 September 2017", Period(day(9, 26), day(9, 27), DAY)),
        ("30 September to 2 October 2017", Period(day(9, 30), day(10, 2), DAY)),
        ("from 3 May to 7 June 2017", Period(day(5, 3), day(6, 7), DAY)),
        ("from June 2017 on", Period(day(6, 1), None, DAY)),
        ("until 3 May 2017", Period(None, day(5, 3), DAY)),
        ("late March 2017", Period(day(3, 1), day(3, 31), MONTH)),
        ("TBC", Period(tbc=True)),
    ],
)
def test_what_a_line_says(words: str, period: Period) -> None:
    assert read_when(words) == period
    assert read_when(words, TODAY) == period


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("31 June 2017", "contributions.when_no_day"),
        ("29 février 2017", "contributions.when_no_day"),
        ("27-26 September 2017", "contributions.when_no_day"),
        ("1 May 0217", "forms.year_out"),
        ("May 20177", "forms.year_out"),
        ("May or September 2017", "contributions.when_two"),
        ("as soon as we can", "contributions.when_unread"),
        ("🎉", "contributions.when_unread"),
    ],
)
def test_what_cannot_be_taken(words: str, key: str) -> None:
    found = read_when(words, TODAY)
    assert isinstance(found, Problem)
    assert found.key == key
    for language in LANGUAGES:
        assert found.in_words(language)


def test_the_day_that_does_not_exist_is_named() -> None:
    found = read_when("31 June 2017")
    assert isinstance(found, Problem)
    assert "31 June" in found.in_words("en")


def test_what_counts_from_today_is_told_by_its_year() -> None:
    for words in ("26-27 September", "next month"):
        found = read_when(words)
        assert isinstance(found, Problem)
        assert found.key == "contributions.when_year"
    assert with_year({"when": "26-27 September"}, TODAY, "fr")["when"] == "26-27 septembre 2017"
    assert with_year({"when": "next month"}, TODAY, "es")["when"] == "febrero de 2017"
    for untouched in ("Q3 2017", "31 June", None, ""):
        assert with_year({"when": untouched}, TODAY, "en") == {"when": untouched}


@given(
    st.dates(dt.date(1901, 1, 1), dt.date(2098, 12, 31)),
    st.integers(0, 500),
    st.sampled_from(Precision),
    st.sampled_from(LANGUAGES),
)
def test_our_own_words_are_read_as_the_same_period(
    start: dt.date, length: int, precision: Precision, language: Language
) -> None:
    period = stretch(start, start + dt.timedelta(days=length), precision)
    assert read_when(period_in_words(period, language)) == period


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", [Period(day(6, 1), None, DAY), Period(None, day(6, 30), DAY)])
def test_open_ends_are_read_as_they_are_told(period: Period, language: Language) -> None:
    assert read_when(period_in_words(period, language)) == period


def test_days_of_a_month_are_shown_as_its_words() -> None:
    typed: dict[str, Raw] = {"start_date": "2017-09-03", "precision": "month", "title": "T"}
    shown = shown_as(EventForm, typed, "fr")
    assert shown == {
        "title": "T", "when": "septembre 2017", "start_date": None, "end_date": None, "precision": None
    }  # fmt: skip
    exact: dict[str, Raw] = {"start_date": "2017-09-03", "precision": "day"}
    assert shown_as(EventForm, exact, "fr") == exact
    broken: dict[str, Raw] = {"start_date": "2017-19-03", "precision": "month"}
    assert shown_as(EventForm, broken, "fr") == broken


def test_the_form_takes_days_or_words_but_not_two_things() -> None:
    form = read_form(EventForm, {"title": "T", "when": "Q3 2017 TBC"})
    assert isinstance(form, EventForm)
    columns = form.columns()
    assert (columns["start_date"], columns["precision"], columns["tbc"]) == (day(7, 1), Precision.QUARTER, True)
    assert "when" not in columns
    same = read_form(EventForm, {"title": "T", "when": "3 May 2017", "start_date": "2017-05-03"})
    assert isinstance(same, EventForm)
    two = read_form(EventForm, {"title": "T", "when": "May 2017", "start_date": "2017-06-03"})
    assert isinstance(two, Problems)
    assert two.by_field["when"].key == "contributions.when_twice"
    # In a project one day in words is one day; a picked start alone leaves the end open.
    one = read_form(ProjectForm, {"title": "T", "when": "3 May 2017"})
    assert isinstance(one, ProjectForm)
    assert one.period.end == day(5, 3)
    # A file or a reply still names the precision.
    told = read_form(EventForm, {"title": "T", "start_date": "2017-05-03", "precision": "month"})
    assert isinstance(told, EventForm)
    assert (told.period.start, told.period.end) == (day(5, 1), day(5, 31))


def test_what_is_typed_so_far_never_fails() -> None:
    for typed in (
        {},
        {"when": "x"},
        {"start_date": "0217-05-01"},
        {"start_date": "2017-05-02", "end_date": "2017-05-01"},
    ):
        for kind in ContributionKind:
            assert not meant_by(FORMS[kind], typed, TODAY)
    assert meant_by(EventForm, {"when": "tomorrow"}, TODAY).start == day(1, 31)


def test_far_is_more_than_five_years() -> None:
    assert is_far(Period(day(1, 1, 2023), None, DAY), TODAY)
    assert is_far(Period(None, day(1, 1, 2001), DAY), TODAY)
    assert not is_far(Period(day(12, 31, 2022), None, DAY), TODAY)
    assert not is_far(Period(), TODAY)
