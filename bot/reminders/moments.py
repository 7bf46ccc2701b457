"""Instants from local dates and times, and the office hours of a recipient. Pure.

The rule for wall times that a clock change skips or repeats is that of RFC 5545, section 3.3.5: a time that does
not exist is read with the offset before the gap (02:30 becomes 03:30), of a time that comes twice the first is meant.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

#: Office hours, as wall time of the recipient: from nine, up to but not including five in the afternoon.
OPENS = dt.time(9)
CLOSES = dt.time(17)
WEEKDAYS = frozenset({1, 2, 3, 4, 5})
#: How many days are looked through for a working day: a week has one, and Samoa once left out a whole day.
HORIZON = 16


@dataclass(frozen=True, slots=True)
class Office:
    """When somebody may be written to: their zone, and the ISO weekdays (Monday is 1) on which they work."""

    zone: str
    working_days: frozenset[int] = WEEKDAYS

    def __post_init__(self) -> None:
        if not self.working_days or not self.working_days <= frozenset(range(1, 8)):
            raise ValueError(f"these are no working days: {sorted(self.working_days)}")


@functools.cache
def is_zone(name: str) -> bool:
    """Whether the zone data that is installed knows this name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def known_zone(*names: str) -> str:
    """The first of some zones that is known: one bad name must not keep a whole panel from being planned."""
    return next((name for name in names if is_zone(name)), "UTC")


def instant(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The instant, in UTC, at which the clocks of a zone show a date and a time (see the module for clock changes)."""
    return dt.datetime.combine(day, time.replace(fold=0), ZoneInfo(zone)).astimezone(dt.UTC)


def local_day(at: dt.datetime, zone: str) -> dt.date:
    """The date that a calendar in the zone shows at an instant."""
    return at.astimezone(ZoneInfo(zone)).date()


def in_office(at: dt.datetime, office: Office) -> bool:
    """Whether somebody may be written to at this instant."""
    local = at.astimezone(ZoneInfo(office.zone))
    return local.isoweekday() in office.working_days and OPENS <= local.time() < CLOSES


def last_opening(at: dt.datetime, office: Office) -> dt.datetime | None:
    """The latest beginning of office hours that is not after ``at``."""
    for opening, _ in _hours(local_day(at, office.zone), -1, office):
        if opening <= at:
            return opening
    return None


def next_moment(at: dt.datetime, office: Office) -> dt.datetime | None:
    """``at`` itself within office hours, otherwise the next beginning of them."""
    if in_office(at, office):
        return at
    for opening, _ in _hours(local_day(at, office.zone), 1, office):
        if opening >= at:
            return opening
    return None


def last_moment(at: dt.datetime, office: Office) -> dt.datetime | None:
    """The end of what is left for writing up to ``at``: ``at`` within office hours, otherwise the last end of them."""
    for opening, closing in _hours(local_day(at, office.zone), -1, office):
        if opening < at:
            return min(at, closing)
    return None


def _hours(day: dt.date, direction: int, office: Office) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Beginning and end of the office hours of each working day from ``day`` on, forwards or backwards."""
    for distance in range(HORIZON):
        found = day + dt.timedelta(days=direction * distance)
        if found.isoweekday() not in office.working_days:
            continue
        opening, closing = instant(found, OPENS, office.zone), instant(found, CLOSES, office.zone)
        # A day that the zone's calendar left out is read as the day after it, which may be a day of rest.
        if in_office(opening, office) and local_day(opening, office.zone) == found:
            yield opening, closing
