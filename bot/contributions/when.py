"""A period from the line in which somebody said it: "Q3 2017", "26-27 September 2017", "from June 2017 on"."""

import datetime as dt
import re
from dataclasses import replace

from bot.forms.declaring import Problem
from bot.text.period_grammar import Found, Relation, find_periods, fold
from bot.text.periods import EARLIEST, LATEST, Period
from storage.words import Precision

#: What is read alike on both of these days does not count from the day on which it is read.
_ONE_DAY, _ANOTHER = dt.date(2001, 1, 31), dt.date(2015, 7, 1)
_TBC = re.compile(r"\(?\b(?:tbc|tbd|tba|to be (?:confirmed|determined)|a confirmer|por confirmar)\b\)?")
_YEAR = re.compile(r"(?<![\d.,])\d{4,}(?![\d.,]*\d)")
_LEFT = re.compile(r"\d+")
#: More than so many years away a date is more likely a slip of the keyboard.
FAR_YEARS = 5


def read_when(text: str, today: dt.date | None = None) -> Period | Problem:
    """The period that a line tells, or what is wrong with it.

    Without ``today``, a line that counts from the day on which it is read ("next month", "26 September") is a problem.
    """
    if today is not None:
        return _read(text, today)
    found, again = _read(text, _ONE_DAY), _read(text, _ANOTHER)
    if isinstance(found, Period) and found != again:
        return Problem("contributions.when_year", {})
    return found


def is_far(period: Period, today: dt.date) -> bool:
    """Whether a period lies so many years away that the year may be a slip."""
    return any(day and abs(day.year - today.year) > FAR_YEARS for day in (period.start, period.end))


def _read(text: str, today: dt.date) -> Period | Problem:
    folded = fold(text)
    tbc = _TBC.search(folded) is not None
    for year in _YEAR.findall(folded):
        if not EARLIEST <= int(year) <= LATEST:
            return Problem("forms.year_out", {"year": year, "earliest": EARLIEST, "latest": LATEST})
    found = find_periods(text, today)
    rest = list(folded)
    for one in found:
        rest[one.begin : one.end] = " " * (one.end - one.begin)
    if left := _LEFT.search("".join(rest)):
        words = re.match(r"\S+(?:\s+(?:de\s+|of\s+)?[^\W\d]+)?", text[left.start() :])
        return Problem("contributions.when_no_day", {"words": words[0] if words else left[0]})
    if not found:
        return Period(tbc=True) if tbc else Problem("contributions.when_unread", {})
    if len(found) > 1:
        return Problem("contributions.when_two", {})
    return replace(_bounded(found[0], folded), tbc=tbc)


def _bounded(found: Found, folded: str) -> Period:
    """The period with the end that the words leave open; a part of a month is its month."""
    period = found.whole or found.period
    if found.relation in (Relation.UNTIL, Relation.BEFORE):
        return Period(None, period.end, Precision.DAY)
    onwards = re.match(r"\s*(?:on|onwards?|en adelante)\b", folded[found.end :])
    if (found.relation in (Relation.SINCE, Relation.AFTER) or onwards) and not _is_span(found, folded):
        return Period(period.start, None, Precision.DAY)
    return period


def _is_span(found: Found, folded: str) -> bool:
    """Whether "from" opens a span with two ends ("from 3 May to 7 June") and not an open one."""
    words = folded[found.begin : found.end]
    return re.search(r"\s(?:to|until|till|through|au|jusqu'\w+|a|al|hasta)\s|[-–—]", words) is not None
