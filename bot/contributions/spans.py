"""From the days that somebody picked and how exact they are, to the period that is stored."""

import datetime as dt

from bot.text.periods import Period, months
from storage.words import Precision

_MONTHS_IN = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}


def unit_around(day: dt.date, precision: Precision) -> Period:
    """The month, quarter, half or year in which a day lies; the day itself for precision day."""
    if precision is Precision.DAY:
        return Period(day, day, precision)
    size = _MONTHS_IN[precision]
    first = (day.month - 1) // size * size + 1
    return months(day.year, first, first + size - 1, precision)


def stretch(
    start: dt.date | None, end: dt.date | None, precision: Precision, *, tbc: bool = False, open_ended: bool = False
) -> Period:
    """The period from the first day of the unit around ``start`` to the last day of the unit around ``end``.

    A start alone is one day, or one unit; where the kind may be ``open_ended``, a start by exact day alone leaves the
    end open. Raises ``bot.text.periods.BadPeriod`` where the end would come before the start.
    """
    if start is None and end is None:
        return Period(tbc=tbc)
    if end is None and not (open_ended and precision is Precision.DAY):
        end = start
    return Period(
        unit_around(start, precision).start if start else None,
        unit_around(end, precision).end if end else None,
        precision,
        tbc,
    )
