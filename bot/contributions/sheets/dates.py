"""Dates as people write them into a sheet."""

import datetime as dt
import re

from bot.forms.declaring import Problem
from bot.roadmaps.reasons import date_problem
from bot.text.period_grammar import MONTHS, Relation, find_periods, fold
from bot.text.periods import BadPeriod, Period, read_written
from storage.words import Precision

_WRITTEN = re.compile(r"\d{4}(-(Q[1-4]|H[12]|\d{2}(-\d{2})?))?", re.IGNORECASE)
_SINGLE_DIGITS = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]00:00(?::00)?)?")
_TO_BE_CONFIRMED = re.compile(r"\b(?:tbc|tbd|to be (?:confirmed|determined)|(?:date )?a confirmer|por confirmar)\b")
_OF_ANOTHER = {*MONTHS, "or", "ou", "o", "and", "et", "y"}
_ORDER = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR)


def read_date(text: str, today: dt.date) -> Period | Problem:
    """The period that a cell tells: ``2017``, ``2017-04``, ``2017-Q2``, ``2017-H1``, ``2017-04-10``, or in words.

    "From June on" has no end and "by 15 March" no start. A mark such as "TBC" is kept in the period.
    """
    if found := _SINGLE_DIGITS.fullmatch(text.strip()):
        text = "-".join([found[1], *(part.zfill(2) for part in (found[2], found[3]) if part)])
    if _WRITTEN.fullmatch(text):
        try:
            return read_written(text)
        except BadPeriod:
            return date_problem(text)
    folded = fold(text)
    tbc = _TO_BE_CONFIRMED.search(folded) is not None
    bare = _TO_BE_CONFIRMED.sub("", folded)
    if tbc and not re.search(r"\w", bare):
        return Period(tbc=True)
    unread = Problem("sheets.not_a_date", {"text": text[:60]})
    found_periods = find_periods(bare, today)
    if len(found_periods) != 1:
        return unread
    [one] = found_periods
    # What is left over is a word such as "on" or "le"; a number or a month there was part of another date.
    left = f"{bare[: one.begin]} {bare[one.end :]}"
    if re.search(r"\d", left) or len(left) > 40 or _OF_ANOTHER & set(re.findall(r"\w+", left)):
        return unread
    start, end, precision = one.period.start, one.period.end, one.period.precision
    if one.relation in (Relation.SINCE, Relation.AFTER):
        end = None
    elif one.relation in (Relation.UNTIL, Relation.BEFORE):
        start = None
    return Period(start, end, precision, tbc)


def coarser(first: Precision | None, second: Precision | None) -> Precision:
    """The less exact of two precisions; one that is None leaves it to the other."""
    return max(first or Precision.DAY, second or Precision.DAY, key=_ORDER.index)
