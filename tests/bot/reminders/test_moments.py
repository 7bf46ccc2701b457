"""Local dates and times to instants, over clock changes; and office hours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.moments import Office, in_office, instant, known_zone, last_moment, last_opening, next_moment


@pytest.mark.parametrize(
    ("day", "time", "zone", "expected"),
    [
        # The clocks of New York went forward on 12 March 2017, those of Geneva on 26 March.
        ("2017-03-11", "09:00", "America/New_York", "2017-03-11T14:00"),
        ("2017-03-12", "02:30", "America/New_York", "2017-03-12T07:30"),
        ("2017-03-13", "09:00", "America/New_York", "2017-03-13T13:00"),
        ("2017-03-25", "09:00", "Europe/Zurich", "2017-03-25T08:00"),
        ("2017-03-26", "02:30", "Europe/Zurich", "2017-03-26T01:30"),
        ("2017-03-27", "09:00", "Europe/Zurich", "2017-03-27T07:00"),
        # Of an hour that comes twice, the first is meant.
        ("2017-11-05", "01:30", "America/New_York", "2017-11-05T05:30"),
        # Cairo had no midnight on 24 April 2026.
        ("2026-04-24", "00:00", "Africa/Cairo", "2026-04-23T22:00"),
        ("2017-02-10", "09:00", "Asia/Kathmandu", "2017-02-10T03:15"),
    ],
)
def test_an_instant_from_a_date_a_time_and_a_zone(day: str, time: str, zone: str, expected: str) -> None:
    found = instant(dt.date.fromisoformat(day), dt.time.fromisoformat(time), zone)
    assert found == dt.datetime.fromisoformat(expected).replace(tzinfo=dt.UTC)


def local(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2017, 2, day, hour, minute, tzinfo=ZoneInfo("Europe/Zurich"))


GENEVA = Office("Europe/Zurich")


@pytest.mark.parametrize(
    ("at", "opening", "following", "closing"),
    [
        (local(10, 9), local(10, 9), local(10, 9), local(9, 17)),
        (local(10, 8, 59), local(9, 9), local(10, 9), local(9, 17)),
        (local(10, 12), local(10, 9), local(10, 12), local(10, 12)),
        (local(10, 17), local(10, 9), local(13, 9), local(10, 17)),
        (local(11, 12), local(10, 9), local(13, 9), local(10, 17)),
    ],
)
def test_office_hours_around_an_instant(
    at: dt.datetime, opening: dt.datetime, following: dt.datetime, closing: dt.datetime
) -> None:
    assert (last_opening(at, GENEVA), next_moment(at, GENEVA), last_moment(at, GENEVA)) == (opening, following, closing)


def test_a_week_from_sunday_to_thursday() -> None:
    cairo = Office("Africa/Cairo", frozenset({7, 1, 2, 3, 4}))
    friday = dt.datetime(2017, 2, 10, 10, tzinfo=ZoneInfo("Africa/Cairo"))
    assert not in_office(friday, cairo)
    assert next_moment(friday, cairo) == dt.datetime(2017, 2, 12, 9, tzinfo=ZoneInfo("Africa/Cairo"))
    assert last_opening(friday, cairo) == dt.datetime(2017, 2, 9, 9, tzinfo=ZoneInfo("Africa/Cairo"))


def test_a_day_that_the_calendar_left_out_is_no_working_day() -> None:
    # Samoa went from Thursday 29 to Saturday 31 December 2011.
    apia = Office("Pacific/Apia")
    monday = dt.datetime(2012, 1, 2, 9, tzinfo=ZoneInfo("Pacific/Apia"))
    thursday = dt.datetime(2011, 12, 29, 9, tzinfo=ZoneInfo("Pacific/Apia"))
    assert last_opening(monday - dt.timedelta(seconds=1), apia) == thursday
    assert next_moment(thursday + dt.timedelta(hours=8), apia) == monday


def test_no_working_days_are_refused() -> None:
    with pytest.raises(ValueError, match="working days"):
        Office("UTC", frozenset())


def test_a_zone_that_nobody_knows_is_passed_over() -> None:
    assert known_zone("Mars/Olympus", "", "Europe/Zurich") == "Europe/Zurich"
    assert known_zone("../../etc/passwd") == "UTC"
