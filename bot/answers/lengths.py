"""How long until, how long ago, how long it lasts, which came first; and who leads both. Pure."""

import datetime as dt
from collections.abc import Sequence

from bot.answers.cards import Card
from bot.answers.composing import answer_of, fitting_sentences, named_entry
from bot.answers.dating import first_day, last_day, length_in_words
from bot.answers.understanding import Understood
from bot.answers.values import Answer
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from storage.words import Precision


def until(asked: Understood, target: Card, start: Card | None = None) -> Answer | None:
    """How long it is until an entry, or since it, or between two: in days, and in weeks or months."""
    day = first_day(target.entry)
    if day is None:
        return None
    if start is not None:
        begin = last_day(start.entry)
        if begin is None:
            return None
        begin, day = (begin, day) if begin <= day else (first_day(start.entry) or begin, last_day(target.entry) or day)
        entries = [target.entry, start.entry]
    else:
        begin, entries = asked.today, [target.entry]
    first, last = min(begin, day), max(begin, day)
    days = (last - first).days
    key = "answers.between" if start is not None else "answers.left" if day >= begin else "answers.ago"
    text = phrase(
        asked.language,
        key,
        length=length_in_words(days, first, last, asked.language),
        first=day_in_words(first, asked.language),
        last=day_in_words(last, asked.language),
    )
    names = " ".join(named_entry(entry, asked) + "." for entry in entries)
    return answer_of(f"{text} {names}", entries, asked)


def length(asked: Understood, target: Card) -> Answer | None:
    """How long an entry lasts, both days counted."""
    period = target.entry.period
    if period.start is None or period.end is None or period.precision is not Precision.DAY:
        return None
    days = (period.end - period.start).days + 1
    text = phrase(
        asked.language,
        "answers.lasts",
        length=length_in_words(days, period.start, period.end + dt.timedelta(days=1), asked.language),
    )
    lines = [text, named_entry(target.entry, asked) + ".", *fitting_sentences(asked, target, 1)]
    return answer_of(" ".join(lines), [target.entry], asked)


def compare(asked: Understood, one: Card, other: Card) -> Answer | None:
    """Which of two entries comes first, and by how many days."""
    days = [first_day(card.entry) for card in (one, other)]
    if None in days or one is other:
        return None
    earlier, later = sorted((one, other), key=lambda card: first_day(card.entry) or dt.date.max)
    gap = ((first_day(later.entry) or dt.date.max) - (first_day(earlier.entry) or dt.date.max)).days
    text = phrase(
        asked.language,
        "answers.compare",
        earlier=named_entry(earlier.entry, asked),
        later=named_entry(later.entry, asked),
        length=phrase(asked.language, "answers.days", count=gap),
    )
    return answer_of(text, [earlier.entry, later.entry], asked)


def shared_lead(asked: Understood, cards: Sequence[Card]) -> Answer | None:
    """Who leads each of two entries, one line each."""
    if len(cards) < 2:
        return None
    lines = [
        phrase(asked.language, "answers.who", who=card.entry.lead, title=card.entry.title)
        for card in cards
        if card.entry.lead
    ]
    return answer_of(" ".join(lines), [card.entry for card in cards], asked) if len(lines) > 1 else None
