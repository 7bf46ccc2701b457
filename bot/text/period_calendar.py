"""Reckoning with days, weeks, months and seasons: what a unit, a window or a part of a unit spans."""

import calendar
import datetime as dt

from bot.text.period_words import SEASONS
from bot.text.periods import Period, months
from storage.words import Precision

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
#: How many "the coming days" are; of every other unit three are meant.
_FEW_DAYS = 7


def shift(day: dt.date, number: int, unit: str) -> dt.date:
    """A day so many days, weeks, months, quarters or years later; the end of a shorter month stands for its 31st.

    Raises ValueError or OverflowError for a day before year 1 or after year 9999.
    """
    if unit in _DAYS:
        return day + dt.timedelta(days=number * _DAYS[unit])
    index = day.year * 12 + day.month - 1 + number * _MONTHS[unit]
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def one_day(day: dt.date) -> Period:
    """The period of one day."""
    return Period(day, day, Precision.DAY)


def days(first: dt.date, last: dt.date) -> Period:
    """The days from one to another, both included, known to the day."""
    return Period(first, last, Precision.DAY)


def whole(unit: str, step: int, today: dt.date) -> Period:
    """The calendar unit around today (step 0), or so many units later or earlier; weeks begin on Monday."""
    there = shift(today, step, unit)
    if unit == "day":
        return one_day(there)
    if unit == "week":
        return week_of(there)
    if unit == "fortnight":
        return window(unit, step or 1, today)
    size = _MONTHS[unit]
    first = (there.month - 1) // size * size + 1
    return months(there.year, first, first + size - 1, Precision(unit))


def window(unit: str, number: int, today: dt.date) -> Period:
    """From today so many units on, or back where the number is negative."""
    there = shift(today, number, unit)
    return days(min(today, there), max(today, there))


def few(unit: str) -> int:
    """How many units are meant where only "the coming weeks" is said."""
    return _FEW_DAYS if unit == "day" else 3


def point(unit: str, number: int, today: dt.date) -> Period:
    """The day so many days or weeks away, or the whole month, quarter or year that is so many away."""
    return one_day(shift(today, number, unit)) if unit in _DAYS else whole(unit, number, today)


def week_of(day: dt.date) -> Period:
    """Monday to Sunday around a day."""
    monday = day - dt.timedelta(days=day.weekday())
    return days(monday, monday + dt.timedelta(days=6))


def weekend_of(day: dt.date) -> Period:
    """Saturday and Sunday of the week around a day."""
    monday = day - dt.timedelta(days=day.weekday())
    return days(monday + dt.timedelta(days=5), monday + dt.timedelta(days=6))


def weekday_from(day: dt.date, weekday: int, back: bool = False) -> dt.date:
    """The first such weekday on or after a day, or the last one on or before it."""
    if back:
        return day - dt.timedelta(days=(day.weekday() - weekday) % 7)
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def season(word: str, year: int) -> Period:
    """A season by its three months: nobody means its first day at the solstice. A winter begins in its year."""
    first, last = SEASONS[word]
    if last <= 12:
        return months(year, first, last, Precision.MONTH)
    return Period(dt.date(year, first, 1), months(year + 1, last - 12, last - 12, Precision.MONTH).end, Precision.MONTH)


def part_of(target: Period, kind: str, part: str) -> Period | None:
    """The "early", "mid" or "late" part of a period of a kind; None for what has no such parts.

    Of a month a third; of a year its first or last quarter, or May to August; of what has fewer months, its months;
    of a week Monday and Tuesday, Wednesday and Thursday, or the rest.
    """
    first, last = target.start, target.end
    if first is None or last is None:
        return None
    index = ("early", "mid", "late").index(part)
    if kind == "month":
        cuts = (first, first.replace(day=11), first.replace(day=21), shift(first, 1, "month"))
        return days(cuts[index], cuts[index + 1] - dt.timedelta(days=1))
    if kind == "year":
        if part == "mid":
            return months(first.year, 5, 8, Precision.MONTH)
        return months(first.year, *((1, 3) if part == "early" else (10, 12)), Precision.QUARTER)
    if kind in ("quarter", "season", "half"):
        size = 2 if kind == "half" else 1
        start = shift(first, index * size, "month")
        return Period(start, shift(start, size, "month") - dt.timedelta(days=1), Precision.MONTH)
    if kind == "week":
        begin, until = ((0, 1), (2, 3), (4, 6))[index]
        return days(first + dt.timedelta(days=begin), first + dt.timedelta(days=until))
    return None


def counted_part(target: Period, unit: str, number: int, size: int = 1) -> Period | None:
    """The first, second ... or last (-1) day, week or month of a period; a week is seven days from its first day on.

    With a ``size``, the first or last so many of them. None where the period has no such part.
    """
    first, last = target.start, target.end
    if first is None or last is None:
        return None
    if number == -1:
        start, end = shift(last + dt.timedelta(days=1), -size, unit), last
    else:
        start = shift(first, (number - 1) * size, unit)
        end = shift(start, size, unit) - dt.timedelta(days=1)
    if start < first or end > last:
        return None
    if unit in _MONTHS:
        return Period(start, end, Precision.MONTH)
    return days(start, end)


def half_of(target: Period, kind: str, number: int) -> Period | None:
    """The first or second (or last, -1) half of a year, or of a month: up to the 15th, from the 16th."""
    first, last = target.start, target.end
    if first is None or last is None or number not in (1, 2, -1):
        return None
    if kind == "year":
        return months(first.year, *((1, 6) if number == 1 else (7, 12)), Precision.HALF)
    if kind == "month":
        return days(first, first.replace(day=15)) if number == 1 else days(first.replace(day=16), last)
    return None
