"""The days of entries: when they begin and end, and how long that is in words. Pure."""

import datetime as dt

from bot.answers.cards import Entry
from bot.text.catalogue import phrase
from bot.text.languages import Language
from bot.text.period_grammar import shift
from bot.text.periods import Period


def first_day(entry: Entry) -> dt.date | None:
    """The day on which an entry begins, or by which it is due."""
    return entry.period.start or entry.period.end


def last_day(entry: Entry) -> dt.date | None:
    """The day on which an entry ends."""
    return entry.period.end or entry.period.start


def covers(period: Period, day: dt.date) -> bool:
    """Whether a day falls in a period; an open end reaches for ever."""
    return (period.start is None or period.start <= day) and (period.end is None or day <= period.end)


def length_in_words(days: int, first: dt.date, last: dt.date, language: Language) -> str:
    """A number of days, and as weeks and months where it is that long."""
    parts = [phrase(language, "answers.days", count=days)]
    if days >= 7:
        weeks, rest = divmod(days, 7)
        text = phrase(language, "answers.weeks", count=weeks)
        if rest:
            text += " + " + phrase(language, "answers.days", count=rest)
        parts.append(text)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months:
        text = phrase(language, "answers.months", count=months)
        if rest := (last - shift(first, months, "month")).days:
            text += " + " + phrase(language, "answers.days", count=rest)
        parts.append(text)
    return parts[0] if len(parts) == 1 else f"{parts[0]} ({'; '.join(parts[1:])})"
