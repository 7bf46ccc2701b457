"""Periods: a start and an end with a precision and a mark TBC; never a bare date."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from bot.text.dates import days_in_words, month_name
from bot.text.languages import Language
from storage.words import Precision

EARLIEST, LATEST = 1900, 2100

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?",
    re.IGNORECASE,
)


class BadPeriod(ValueError):
    """What was written is no period; the text says why, in words for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day, both included; either may be open. ``precision`` is None when nothing is known."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: Precision | None = None
    tbc: bool = False

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise BadPeriod(f"the end {self.end} is before the start {self.start}")

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None


def read_written(text: str) -> Period:
    """The period that a milestone file or an export writes as 2017, 2017-04, 2017-Q2, 2017-H1 or 2017-04-10.

    Raises BadPeriod for anything else, for days that do not exist, and for years before 1900 or after 2100: such a
    year is a slip of the keyboard.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise BadPeriod(f"{text.strip()!r} is not a date like 2017, 2017-04, 2017-Q2, 2017-H1 or 2017-04-10")
    year = int(match["year"])
    if not EARLIEST <= year <= LATEST:
        raise BadPeriod(f"the year {year} is not between {EARLIEST} and {LATEST}")
    if match["day"]:
        try:
            day = dt.date(year, int(match["month"]), int(match["day"]))
        except ValueError as error:
            raise BadPeriod(f"there is no day {text.strip()}") from error
        return Period(day, day, Precision.DAY)
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise BadPeriod(f"there is no month {text.strip()}")
        return months(year, month, month, Precision.MONTH)
    if match["quarter"]:
        last = int(match["quarter"]) * 3
        return months(year, last - 2, last, Precision.QUARTER)
    if match["half"]:
        last = int(match["half"]) * 6
        return months(year, last - 5, last, Precision.HALF)
    return months(year, 1, 12, Precision.YEAR)


def months(year: int, first: int, last: int, precision: Precision) -> Period:
    """The period from the first day of one month to the last day of another of the same year."""
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(dt.date(year, first, 1), end, precision)


_QUARTER: dict[Language, str] = {"en": "Q{n} {year}", "fr": "T{n} {year}", "es": "T{n} {year}"}
_HALF: dict[Language, tuple[str, str]] = {
    "en": ("first half of {year}", "second half of {year}"),
    "fr": ("premier semestre {year}", "second semestre {year}"),
    "es": ("primer semestre de {year}", "segundo semestre de {year}"),
}
_OPEN: dict[Language, tuple[str, str]] = {
    "en": ("from {}", "until {}"),
    "fr": ("à partir du {}", "jusqu'au {}"),
    "es": ("desde el {}", "hasta el {}"),
}


def period_in_words(period: Period, language: Language) -> str:
    """The period as precisely as it is known, and no more precisely; an empty text for an unknown one."""
    if period.start is None or period.end is None:
        known = period.start or period.end
        if known is None:
            return ""
        template = _OPEN[language][0 if period.end is None else 1]
        return template.format(days_in_words(known, known, language))
    start, end = period.start, period.end
    if period.precision is Precision.DAY or period.precision is None:
        return days_in_words(start, end, language)
    first, last = (
        _unit_in_words(start, period.precision, language),
        _unit_in_words(end, period.precision, language),
    )
    if first == last:
        return first
    if period.precision is Precision.MONTH and start.year == end.year:
        return f"{month_name(start.month, language)} - {last}"
    return f"{first} - {last}"


def _unit_in_words(day: dt.date, precision: Precision, language: Language) -> str:
    if precision is Precision.YEAR:
        return str(day.year)
    if precision is Precision.HALF:
        return _HALF[language][0 if day.month <= 6 else 1].format(year=day.year)
    if precision is Precision.QUARTER:
        return _QUARTER[language].format(n=(day.month + 2) // 3, year=day.year)
    joint = " de " if language == "es" else " "
    return f"{month_name(day.month, language)}{joint}{day.year}"
