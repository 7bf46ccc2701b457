"""What a question hangs on in time: "after the second hearing", "three months before the conference"."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answers.cards import Card
from bot.answers.choosing import telling
from bot.answers.corpus import Corpus
from bot.answers.cues import Task
from bot.answers.dating import first_day, last_day
from bot.answers.ranking import Hit, Ranker
from bot.answers.understanding import Understood, understand
from bot.text.anchors import Anchor, find_anchors
from bot.text.period_grammar import Found, Relation, find_periods, shift
from bot.text.periods import Period

#: What the name of a thing must reach to be taken for an entry.
LEAST = 0.45
#: What the words alone must give, and by how much more than the second, for the vectors not to be asked.
PLAIN, MARGIN = 0.85, 0.1


@dataclass(frozen=True, slots=True)
class Anchored:
    """A question that hangs on an entry: that entry, how it hangs on it, and what the question says besides.

    ``until`` is the second entry where the time between two is meant; ``until_day`` that day where it is none.
    """

    card: Card
    relation: Relation
    rest: Understood
    offset: tuple[int, str] | None = None
    until: Card | None = None
    until_day: dt.date | None = None


def anchored(corpus: Corpus, asked: Understood, ranker: Ranker) -> Anchored | None:
    """The entry on which a question hangs; None where it hangs on none."""
    for anchor in find_anchors(asked.text):
        card = _named(corpus, asked, anchor.phrase, ranker)
        second = _named(corpus, asked, anchor.until, ranker) if anchor.until else None
        days = _days(anchor, asked)
        if card is None and second is not None and anchor.until is not None:
            # "Between now and the conference": what is named is the end.
            rest = _rest(corpus, asked, anchor)
            return Anchored(second, Relation.BEFORE, rest, None, None, days)
        if card is not None:
            return Anchored(card, anchor.relation, _rest(corpus, asked, anchor), anchor.offset, second, days)
    return None


def best(asked: Understood, ranker: Ranker, least: float = 0.4) -> Hit | None:
    """The milestone that a text names, by its words where they are plain, else by its meaning too."""
    hits = milestones(ranker(asked, by_words=True))
    plain = hits and hits[0].score >= PLAIN and (len(hits) == 1 or hits[1].score < hits[0].score - MARGIN)
    if not plain:
        hits = milestones(ranker(asked))
    return hits[0] if hits and hits[0].score >= least else None


def reread(corpus: Corpus, asked: Understood, text: str) -> Understood:
    """Another text, read as of the same day in the same language."""
    return understand(corpus, text, language=asked.language, today=asked.today, as_of=asked.as_of)


def _named(corpus: Corpus, asked: Understood, text: str, ranker: Ranker) -> Card | None:
    phrased = reread(corpus, asked, text)
    if not telling(phrased.content) and not phrased.ordinals:
        return None
    found = best(phrased, ranker, LEAST)
    return found.card if found is not None else None


def _days(anchor: Anchor, asked: Understood) -> dt.date | None:
    """The other end of "between ... and ..." where that is a day or today."""
    if anchor.until is None:
        return None
    for text in (anchor.phrase, anchor.until):
        for found in find_periods(text, asked.today):
            return found.period.start
    return asked.today


def _rest(corpus: Corpus, asked: Understood, anchor: Anchor) -> Understood:
    """What a question says besides that on which it hangs; what it asks for stays."""
    text = f"{asked.text[: anchor.begin]} {asked.text[anchor.end :]}"
    rest = reread(corpus, asked, text)
    return replace(rest, field=asked.field, task=asked.task, yes_no=asked.yes_no, folded=asked.folded, asks=asked.asks)


def bounded(found: Anchored, today: dt.date) -> Understood:
    """The rest of a question, with the days that its entry stands for as a period."""
    first, last = first_day(found.card.entry), last_day(found.card.entry)
    if first is None or last is None:
        return found.rest
    period: Found
    if found.until is not None or found.until_day is not None:
        other = (first_day(found.until.entry) if found.until is not None else None) or found.until_day or today
        begin, end = (last, other) if last <= other else (other, first)
        period = Found(Period(begin, max(begin, end)), 0, 0)
    elif found.offset is not None:
        period = Found(_shifted(found.relation, found.offset, first, last), 0, 0)
    else:
        period = Found(Period(first, last), 0, 0, found.relation)
    return replace(found.rest, periods=(*found.rest.periods, period))


def _shifted(relation: Relation, offset: tuple[int, str], first: dt.date, last: dt.date) -> Period:
    """The day, week or month so far before or after an entry."""
    number, unit = offset
    day = shift(first, -number, unit) if relation is Relation.BEFORE else shift(last, number, unit)
    slack = {"day": 0, "week": 3, "month": 15, "quarter": 45, "year": 182}[unit]
    return Period(day - dt.timedelta(days=slack), day + dt.timedelta(days=slack))


def is_about_neighbours(found: Anchored) -> Task | None:
    """Whether a question that hangs on an entry asks for what is next to it, and on which side."""
    if found.rest.task in (Task.NEXT, Task.LAST):
        return Task.LAST if found.relation is Relation.BEFORE else Task.NEXT
    return None


def milestones(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that are milestones."""
    return [hit for hit in hits if not hit.card.entry.passage]
