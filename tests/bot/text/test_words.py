"""Dates and periods in words, the catalogue, languages, and text that is safe in a message."""

import datetime as dt

import pytest

from bot.text.catalogue import has_phrase, phrase
from bot.text.dates import day_in_words, days_in_words, instant_in_words
from bot.text.escape import escape, for_xml, shorten
from bot.text.languages import LANGUAGES, Language, language_of
from bot.text.periods import BadPeriod, Period, period_in_words, read_written
from storage.words import Precision

DAYS = [
    ("2017-07-25", "2017-07-25", "25 July 2017", "25 juillet 2017", "25 de julio de 2017"),
    ("2017-03-01", "2017-03-01", "1 March 2017", "1er mars 2017", "1 de marzo de 2017"),
    ("2017-07-24", "2017-07-25", "24-25 July 2017", "24-25 juillet 2017", "24-25 de julio de 2017"),
    (
        "2017-07-31",
        "2017-08-02",
        "31 July - 2 August 2017",
        "31 juillet - 2 août 2017",
        "31 de julio - 2 de agosto de 2017",
    ),
    (
        "2017-08-01",
        "2017-09-01",
        "1 August - 1 September 2017",
        "1er août - 1er septembre 2017",
        "1 de agosto - 1 de septiembre de 2017",
    ),
    (
        "2017-12-30",
        "2018-01-02",
        "30 December 2017 - 2 January 2018",
        "30 décembre 2017 - 2 janvier 2018",
        "30 de diciembre de 2017 - 2 de enero de 2018",
    ),
    (
        "2017-07-25",
        "2018-07-25",
        "25 July 2017 - 25 July 2018",
        "25 juillet 2017 - 25 juillet 2018",
        "25 de julio de 2017 - 25 de julio de 2018",
    ),
]


@pytest.mark.parametrize(("first", "last", "en", "fr", "es"), DAYS)
def test_days(first: str, last: str, en: str, fr: str, es: str) -> None:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert [days_in_words(start, end, language) for language in LANGUAGES] == [en, fr, es]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Thursday 16 February 2017"), ("fr", "jeudi 16 février 2017"), ("es", "jueves 16 de febrero de 2017")],
)
def test_a_day_with_its_weekday(language: Language, said: str) -> None:
    assert day_in_words(dt.date(2017, 2, 16), language, weekday=True) == said


INSTANT = dt.datetime(2017, 2, 16, 23, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thursday 16 February 2017, 18:00 New York (Friday 00:00 Geneva, 20:00 Santiago)"),
        ("fr", "jeudi 16 février 2017, 18:00 New York (vendredi 00:00 Genève, 20:00 Santiago)"),
        ("es", "jueves 16 de febrero de 2017, 18:00 Nueva York (viernes 00:00 Ginebra, 20:00 Santiago)"),
    ],
)
def test_an_instant_in_several_zones(language: Language, said: str) -> None:
    zones = ("Europe/Zurich", "America/New_York", "America/Toronto", "America/Santiago", "Europe/Zurich")
    assert instant_in_words(INSTANT, "America/New_York", language, also=zones) == said


def test_an_instant_follows_summer_time() -> None:
    july = dt.datetime(2017, 7, 25, 23, 30, tzinfo=dt.UTC)
    assert instant_in_words(july, "Europe/Zurich", "en", also=["UTC"], weekday=False) == (
        "26 July 2017, 01:30 Geneva (Tuesday 23:30 UTC)"
    )


WRITTEN = [
    ("2017", "2017-01-01", "2017-12-31", "2017", "2017", "2017"),
    ("2016-02", "2016-02-01", "2016-02-29", "February 2016", "février 2016", "febrero de 2016"),
    ("2017-Q2", "2017-04-01", "2017-06-30", "Q2 2017", "T2 2017", "T2 2017"),
    ("2017-q4", "2017-10-01", "2017-12-31", "Q4 2017", "T4 2017", "T4 2017"),
    (
        "2017-H1",
        "2017-01-01",
        "2017-06-30",
        "first half of 2017",
        "premier semestre 2017",
        "primer semestre de 2017",
    ),
    (
        "2017-h2",
        "2017-07-01",
        "2017-12-31",
        "second half of 2017",
        "second semestre 2017",
        "segundo semestre de 2017",
    ),
    (" 2017-04-10 ", "2017-04-10", "2017-04-10", "10 April 2017", "10 avril 2017", "10 de abril de 2017"),
]


@pytest.mark.parametrize(("written", "first", "last", "en", "fr", "es"), WRITTEN)
def test_written_periods(written: str, first: str, last: str, en: str, fr: str, es: str) -> None:
    period = read_written(written)
    assert (str(period.start), str(period.end)) == (first, last)
    assert [period_in_words(period, language) for language in LANGUAGES] == [en, fr, es]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2017-02-30", "there is no day 2017-02-30"),
        ("2017-13", "there is no month 2017-13"),
        ("2017-00", "there is no month"),
        ("20177", "is not a date"),
        ("1899", "not between 1900 and 2100"),
        ("2101-01-01", "not between 1900 and 2100"),
        ("2017-Q5", "is not a date"),
        ("2017-H3", "is not a date"),
        ("2017-4", "is not a date"),
        ("10.4.2017", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_period(written: str, said: str) -> None:
    with pytest.raises(BadPeriod, match=said):
        read_written(written)


MAY, JUNE = dt.date(2017, 5, 1), dt.date(2017, 6, 30)
OTHER_PERIODS = [
    (Period(), "", "", ""),
    (Period(MAY), "from 1 May 2017", "à partir du 1er mai 2017", "desde el 1 de mayo de 2017"),
    (Period(None, JUNE), "until 30 June 2017", "jusqu'au 30 juin 2017", "hasta el 30 de junio de 2017"),
    (Period(MAY, JUNE, Precision.MONTH), "May - June 2017", "mai - juin 2017", "mayo - junio de 2017"),
    (
        Period(MAY, dt.date(2018, 1, 31), Precision.MONTH),
        "May 2017 - January 2018",
        "mai 2017 - janvier 2018",
        "mayo de 2017 - enero de 2018",
    ),
    (
        Period(dt.date(2017, 4, 1), dt.date(2017, 9, 30), Precision.QUARTER),
        "Q2 2017 - Q3 2017",
        "T2 2017 - T3 2017",
        "T2 2017 - T3 2017",
    ),
    (Period(dt.date(2017, 1, 1), dt.date(2018, 12, 31), Precision.YEAR), *["2017 - 2018"] * 3),
]


@pytest.mark.parametrize(("period", "en", "fr", "es"), OTHER_PERIODS)
def test_periods_in_words(period: Period, en: str, fr: str, es: str) -> None:
    assert [period_in_words(period, language) for language in LANGUAGES] == [en, fr, es]
    assert bool(period) is bool(en)


def test_a_period_that_ends_before_it_starts() -> None:
    with pytest.raises(BadPeriod):
        Period(JUNE, MAY)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr-FR", "fr"), ("es_419", "es"), ("EN-gb", "en"), ("de-DE", "en"), ("", "en"), (None, "en"), ("frr", "en")],
)
def test_the_language_of_a_locale(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_phrases() -> None:
    assert phrase("fr", "answers.when", when="mai", title="X") == "mai : X."
    assert has_phrase("answers.when")
    assert not has_phrase("answers.nonsense")
    with pytest.raises(KeyError):
        phrase("en", "answers.nonsense")
    with pytest.raises(KeyError):
        phrase("en", "answers.when", when="May")
    assert phrase("en", "answers.what", title="{braces} %s") == "{braces} %s."


def test_text_from_people() -> None:
    assert escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert for_xml("a\x00\x1b\uffff\ud800\tb\nعربي\U0001f600") == "a\tb\nعربي\U0001f600"
    assert escape("&lt;") == "&amp;lt;"
    assert shorten("twelve chars", 12) == "twelve chars"
    assert shorten("twelve chars!", 8) == "twelve…"
