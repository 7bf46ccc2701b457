"""Corrections of what a question takes for granted: a number, a place, a time that the roadmap does not have. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.cards import Card
from bot.answers.choosing import asked_series, chosen, fields_hold, members_meant, telling, useful, within
from bot.answers.composing import answer_of, is_person, listed, tell, unknown
from bot.answers.corpus import Corpus
from bot.answers.ranking import Hit, Ranker, mentioned
from bot.answers.series import by_date
from bot.answers.support import supported
from bot.answers.understanding import Kind, Part, Understood
from bot.answers.values import Answer
from bot.text.catalogue import phrase
from bot.text.period_grammar import Found, fold


def false_ordinal(corpus: Corpus, asked: Understood) -> Answer | None:
    """The correction of a question about the n-th of a series that has fewer; None where that is not the case."""
    found = asked_series(corpus, asked)
    if found is None:
        return None
    series, number = found
    cards = [card for card in members_meant(series, asked) if asked.as_of is None or card.entry.known_at(asked.as_of)]
    numbers = {n for n, card in series.members if card in cards}
    if not cards or number in numbers or number <= max(numbers):
        return None
    last = by_date(cards)[-1]
    if min(numbers) > 1:
        return None
    heading = phrase(asked.language, "answers.no_such_number", count=max(numbers), number=number)
    lines = listed(asked, heading, by_date(cards))
    return answer_of("\n".join(lines), [last.entry, *(card.entry for card in cards if card is not last)], asked)


def elsewhere(corpus: Corpus, asked: Understood, ranker: Ranker) -> Answer | None:
    """The correction of a question that puts entries where the roadmap has none: it tells where they are."""
    named = _put(asked)
    rest = [part for part in telling(asked.content) if part not in named]
    for hit in ranker(asked, by_words=True)[:1] if named else ():
        fits = sum(part.weight for part in rest if fields_hold(part, hit.card)) >= 0.5 * sum(p.weight for p in rest)
        if fits and all(part.held(hit.card.everything) for part in named):
            return None
    return _mismatch(corpus, asked, place=True)


def at_no_such_time(corpus: Corpus, asked: Understood) -> Answer | None:
    """What is said of entries in a period in which the roadmap has none of them."""
    return _mismatch(corpus, asked, place=False)


def _mismatch(corpus: Corpus, asked: Understood, *, place: bool) -> Answer | None:
    parts = telling(asked.content)
    named = _put(asked)
    rest = [part for part in parts if part not in named]
    if not rest or any(not part.known for part in rest) or (place and not named):
        return None
    cards = chosen(corpus, asked, rest)
    if not cards:
        return None
    if place:
        if any(any(part.held(card.everything) for part in named) for card in cards):
            return None
        heading = phrase(asked.language, "answers.not_there", place=", ".join(part.text for part in named))
        lines = listed(asked, heading, by_date(cards))
        return answer_of("\n".join(lines), [card.entry for card in by_date(cards)], asked)
    periods = [found for found in useful(asked) if found.has_year]
    if not periods or within(cards, periods) or any(_says(card, periods) for card in cards):
        return None
    heading = phrase(asked.language, "answers.not_then")
    if asked.yes_no and len(cards) <= 4:
        lines = listed(asked, heading, by_date(cards))
        return answer_of("\n".join(lines), [card.entry for card in by_date(cards)], asked)
    nearest = by_date(cards)[-3:]
    return unknown([card.entry for card in nearest], asked.language, heading)


def _put(asked: Understood) -> list[Part]:
    """The parts of a question that say where something is."""
    where = [fold(match[1]) for match in _PUT.finditer(asked.text)]
    return [part for part in telling(asked.content) if _is_place(asked, part, where)]


def _says(card: Card, periods: Sequence[Found]) -> bool:
    return any(mentioned(periods, sentence) for sentence in card.sentences)


#: Where a question puts something: a name with a capital behind "in" or its like.
_PUT = re.compile(r"\b(?:in|at|à|en|au|aux|near)\s+(?:the |la |le |el )?((?:[A-ZÀ-Ý][\w'’-]*[\s-]?)+)")


def _is_place(asked: Understood, part: Part, where: Sequence[str]) -> bool:
    """Whether a part is where something is said to be: a place, or, in a yes-or-no question, an unknown name."""
    if part.kind is not Kind.PLACE and not (asked.yes_no and not part.known):
        return False
    return any(fold(part.text) in span for span in where)


def misses_the_time(asked: Understood, hit: Hit) -> bool:
    """Whether a question names a time with its year that an entry neither has nor speaks of."""
    periods = [found for found in useful(asked) if found.has_year]
    if not periods or hit.card.entry.passage or not hit.card.entry.period:
        return False
    if within([hit.card], periods):
        return False
    # What a note says of a day counts; but who was in office then is told by the dates alone.
    return is_person(hit.card.entry) or not _says(hit.card, periods)


def in_time(asked: Understood, hits: list[Hit]) -> list[Hit]:
    """The hits, with one that is of the asked time first where it comes close to one that is not."""
    if not misses_the_time(asked, hits[0]):
        return hits
    for hit in hits[1:6]:
        if hit.score >= 0.7 * hits[0].score and not hit.card.entry.passage and not misses_the_time(asked, hit):
            return [hit, *(other for other in hits if other is not hit)]
    return hits


def not_then(corpus: Corpus, asked: Understood, hits: Sequence[Hit]) -> Answer:
    """What was found is of another time than was asked: that is said, and what was found."""
    heading = phrase(asked.language, "answers.not_then")
    if asked.yes_no and supported(corpus, asked, hits):
        found = tell(corpus, asked, hits[:1])
        return replace(found, text=f"{heading} {found.text}")
    return unknown([hit.card.entry for hit in hits[:2]], asked.language, heading)
