"""Dates in words: as the UN writes them, and so that nobody can mistake them.

"25 July 2017", "24-25 July 2017", "31 July - 2 August 2017",
"Thursday 16 February 2017, 18:00 New York (00:00 Geneva)".
"""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from bot.text.languages import Language

#: Names that people use for a zone where the zone's own city is another than the one they meet in.
ZONE_CITIES = {"Europe/Zurich": "Geneva", "UTC": "UTC", "Etc/UTC": "UTC"}
ZONE_CITIES_BY_LANGUAGE: dict[Language, dict[str, str]] = {
    "en": {},
    "fr": {"Geneva": "Genève", "New York": "New York"},
    "es": {"Geneva": "Ginebra", "New York": "Nueva York"},
}
FIRST: dict[Language, str] = {"en": "1", "fr": "1er", "es": "1"}


def month_name(month: int, language: Language) -> str:
    """The name of a month, as it stands within a sentence."""
    return str(get_month_names("wide", locale=language)[month])


def weekday_name(day: dt.date, language: Language) -> str:
    """The name of the weekday, as it stands within a sentence."""
    return str(get_day_names("wide", locale=language)[day.weekday()])


def day_in_words(day: dt.date, language: Language, *, weekday: bool = False) -> str:
    """ "25 July 2017", "25 juillet 2017", "25 de julio de 2017"; with its weekday before it where asked."""
    number = FIRST[language] if day.day == 1 else str(day.day)
    joint = " de " if language == "es" else " "
    words = f"{number}{joint}{month_name(day.month, language)}{joint}{day.year}"
    return f"{weekday_name(day, language)} {words}" if weekday else words


def days_in_words(first: dt.date, last: dt.date, language: Language) -> str:
    """A span of days: what both days share is said once ("24-25 July 2017", "30 July - 2 August 2017")."""
    if first == last:
        return day_in_words(first, language)
    joint = " de " if language == "es" else " "
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day}{joint}{month_name(last.month, language)}{joint}{last.year}"
    if first.year == last.year:
        start = f"{FIRST[language] if first.day == 1 else first.day}{joint}{month_name(first.month, language)}"
        return f"{start} - {day_in_words(last, language)}"
    return f"{day_in_words(first, language)} - {day_in_words(last, language)}"


def zone_city(zone: str, language: Language) -> str:
    """The place that people name a zone by."""
    city = ZONE_CITIES.get(zone, zone.rpartition("/")[2].replace("_", " "))
    return ZONE_CITIES_BY_LANGUAGE[language].get(city, city)


def instant_in_words(
    instant: dt.datetime, zone: str, language: Language, *, also: Sequence[str] = (), weekday: bool = True
) -> str:
    """An instant in a zone, with the times of other zones in brackets.

    Another zone that shows the same wall time is left out; where it shows another day, the day is said.
    """
    here = instant.astimezone(ZoneInfo(zone))
    words = f"{day_in_words(here.date(), language, weekday=weekday)}, {here:%H:%M} {zone_city(zone, language)}"
    others = []
    for other in dict.fromkeys(also):
        there = instant.astimezone(ZoneInfo(other))
        if there.replace(tzinfo=None) == here.replace(tzinfo=None):
            continue
        day = "" if there.date() == here.date() else f"{weekday_name(there.date(), language)} "
        others.append(f"{day}{there:%H:%M} {zone_city(other, language)}")
    return f"{words} ({', '.join(others)})" if others else words
