"""Which entries a question is about: how much of it each holds, fused with what the search finds. Pure."""

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answers.analysis import stem, tokens_of
from bot.answers.cards import Card, Entry, Sentence
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, says
from bot.answers.understanding import Kind, Part, Understood
from bot.text.period_grammar import Found, Relation, find_periods
from bot.text.periods import Period

POOL = 60
#: What it is worth to hold a part in the title, in the other fields, in the same sentence of the note, elsewhere in it.
IN_TITLE, IN_META, IN_SENTENCE, IN_NOTE = 1.0, 0.95, 0.85, 0.55
#: A period weighs as much as a word that stands in so large a share of all entries.
PERIOD_WEIGHT = 1.0
EXACTNESS = 0.12
#: What it is worth to be just what a name in the question is the name of.
BEARS = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with what speaks for it.

    ``cover`` is the share of the question's weight that it holds where it holds most of it in one place, ``title`` the
    share in its title; ``search`` what the index gives it, 0 to 1; ``similarity`` the cosine of the nearest of its
    pieces. ``sentence`` is the sentence of the note that holds most, and ``added`` what it adds to title and fields.
    """

    card: Card
    score: float
    cover: float
    title: float
    search: float
    similarity: float
    sentence: Sentence | None
    added: float
    period: float


def sure(card: Card) -> Hit:
    """A hit for an entry that was found without searching."""
    return Hit(card, 1.0, 1.0, 1.0, 1.0, 1.0, None, 0.0, 0.0)


class Ranker:
    """Ranks for one question and what belongs to it; embeds each text once, and none where nothing can."""

    def __init__(self, corpus: Corpus, embed: Callable[[str], NDArray[np.float32]] | None = None) -> None:
        self.corpus = corpus
        self._embed = embed
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def __call__(self, asked: Understood, *, only: Iterable[Card] | None = None, by_words: bool = False) -> list[Hit]:
        """The entries that a question is about, best first; ``only`` these where given.

        ``by_words`` saves the time of embedding, where the words are enough.
        """
        vector = None
        if self._embed is not None and not by_words:
            if asked.text not in self._vectors:
                self._vectors[asked.text] = self._embed(asked.text)
            vector = self._vectors[asked.text]
        numbers = None if only is None else [card.number for card in only]
        return rank(self.corpus, asked, vector, only=numbers)


def rank(
    corpus: Corpus, asked: Understood, vector: NDArray[np.float32] | None, *, only: Iterable[int] | None = None
) -> list[Hit]:
    """The entries that a question is about, best first; as of a day, those that were known then."""
    found: dict[int, tuple[float, float]] = {}
    for hit in corpus.index.search(asked.text, language=asked.language, vector=vector, limit=POOL):
        number = corpus.owner(hit.number).number
        score, similarity = found.get(number, (0.0, 0.0))
        found[number] = (max(score, hit.score), max(similarity, hit.similarity))
    numbers = set(found) | _by_parts(corpus, asked)
    if only is not None:
        numbers = set(only)
    hits = []
    for number in numbers:
        card = corpus.cards[number]
        if asked.may_tell(card.entry):
            hits.append(weigh(corpus, asked, card, *found.get(number, (0.0, 0.0)), with_vectors=vector is not None))
    return sorted(hits, key=lambda hit: (-hit.score, hit.card.number))


def _by_parts(corpus: Corpus, asked: Understood) -> set[int]:
    """Entries that hold the rarest parts of a question, and those of a series that it counts through."""
    found: set[int] = set()
    for part in sorted(asked.content, key=lambda part: -part.weight)[:6]:
        holders = {number for unit in part.units for number in corpus.holding(unit)}
        if len(holders) <= 200:
            found |= holders
    for card_numbers in (corpus.with_symbol(symbol) for symbol in asked.symbols):
        found.update(card_numbers)
    return found


def weigh(
    corpus: Corpus, asked: Understood, card: Card, search: float, similarity: float, *, with_vectors: bool
) -> Hit:
    """One entry beside a question."""
    total = asked.weight + PERIOD_WEIGHT * len(asked.periods)
    titled = fielded = 0.0
    best: list[float] = []
    for part in asked.parts:
        by_title = _held(part, card.title, card, IN_TITLE)
        by_meta = max(by_title, IN_META * part.held(card.meta))
        if part.kind is Kind.SYMBOL:
            by_title = by_meta = _symbol(part, card)
        titled += part.weight * by_title
        fielded += part.weight * by_meta
        best.append(by_meta)
    period = _period_held(asked.periods, card.entry.period) if asked.periods else 0.0
    fielded += PERIOD_WEIGHT * period
    sentence, cover = None, fielded
    for candidate in card.sentences:
        held = sum(
            part.weight * max(here, IN_SENTENCE * _held(part, candidate.units, card, 1.0))
            for part, here in zip(asked.parts, best, strict=True)
        )
        here = PERIOD_WEIGHT * max(period, IN_SENTENCE * mentioned(asked.periods, candidate)) if asked.periods else 0.0
        if held + here > cover + 1e-9:
            sentence, cover = candidate, held + here
    share = cover / total if total else 0.0
    title = titled / total if total else 0.0
    crossing = asked.language != "en"
    if not with_vectors:
        score = 0.7 * share + 0.2 * title + 0.1 * search
    elif crossing:
        score = 0.4 * share + 0.1 * title + 0.5 * search
    else:
        score = 0.5 * share + 0.15 * title + 0.35 * search
    if asked.periods and period == 0.0 and card.entry.period and not (sentence and mentioned(asked.periods, sentence)):
        score -= 0.12
    if asked.ordinals and card.ordinals and not asked.ordinals & card.ordinals:
        score -= 0.08
    if asked.as_of is not None and not card.entry.told_at(asked.as_of):
        score -= 0.06
    if any(card.number in corpus.bearers.get(unit, ()) for part in asked.content for unit in part.units):
        score += BEARS
    score += _suits(asked, card) + EXACTNESS * _exactness(corpus, asked, card)
    return Hit(
        card, score, share, title, search, similarity, sentence, (cover - fielded) / total if total else 0.0, period
    )


#: No title holds this: it stands for the words of a name without words.
_NOTHING = frozenset({""})


def _exactness(corpus: Corpus, asked: Understood, card: Card) -> float:
    """The share of an entry's title that the question says: of two that hold it, the one that is just that."""
    said = frozenset(unit for part in asked.content for unit in part.units | part.pieces)
    share = len(card.title & said) / len(card.title) if card.title else 0.0
    held = sum(part.weight * part.held(card.head) for part in asked.content) / (asked.weight or 1.0)
    # A name in another form of itself: the entry whose title bears the short name is meant before others.
    short = any(
        corpus.shorts.get(unit, _NOTHING) <= card.title
        for part in asked.content
        for unit in part.units
        if unit[0] == "@"
    )
    return share + (0.6 if card.kind and card.kind <= said else 0.0) + held + (0.5 if short else 0.0)


def _suits(asked: Understood, card: Card) -> float:
    """What speaks for an entry by what is asked for: that it holds the field, or counts what is counted."""
    entry = card.entry
    if asked.field is Field.WHERE and not entry.venue and not entry.passage:
        return -0.1
    if asked.field is Field.DOCUMENT and not entry.document and not entry.passage:
        return -0.1
    if asked.field is Field.WHEN and says("deadline", asked.folded) and _is_due(entry):
        return 0.08
    if asked.field is Field.NUMBER and asked.counted:
        for sentence in card.sentences:
            if asked.counted & sentence.units and _counts(asked.counted, sentence.text):
                return 0.2
    return 0.0


def _is_due(entry: Entry) -> bool:
    """Whether an entry is something that is due by a day."""
    return (entry.period.start is None and entry.period.end is not None) or "deadline" in entry.kind.casefold()


_COUNT = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dozen)\s+((?:[\w'-]+\s+){0,2}[\w'-]+)",
    re.IGNORECASE,
)


def _counts(counted: frozenset[str], text: str) -> bool:
    """Whether a text has a number before the noun that is counted."""
    return any(
        not counted.isdisjoint(stem(token.folded) for token in tokens_of(match[1])) for match in _COUNT.finditer(text)
    )


def _held(part: Part, units: frozenset[str], card: Card, worth: float) -> float:
    return worth * part.held(units)


def _symbol(part: Part, card: Card) -> float:
    if card.entry.document.casefold() in part.units:
        return 1.0
    if not part.units.isdisjoint(card.symbols):
        # A document that bears this symbol alone is meant before one that bears several.
        return 0.85
    return 0.6 if not part.units.isdisjoint(card.mentioned) else 0.0


def overlaps(found: Found, period: Period) -> bool:
    """Whether a period stands to another as the question says: in it, before it, after it."""
    first, last = period.start or period.end, period.end or (dt.date.max if period.start else None)
    begin, end = found.period.start, found.period.end
    if first is None or last is None or begin is None or end is None:
        return False
    if found.relation is Relation.BEFORE:
        return last < begin
    if found.relation is Relation.AFTER:
        return first > end
    if found.relation is Relation.UNTIL:
        return first <= end
    if found.relation is Relation.SINCE:
        return last >= begin
    if found.has_year:
        return first <= end and last >= begin
    return any(
        first <= shifted[1] and last >= shifted[0]
        for shifted in _in_other_years(begin, end, first.year, min(last.year, first.year + 10))
    )


def _in_other_years(begin: dt.date, end: dt.date, first: int, last: int) -> Iterable[tuple[dt.date, dt.date]]:
    """A span of which the year was not said, in each of some years."""
    for year in range(first - 1, last + 2):
        try:
            yield begin.replace(year=year), end.replace(year=year + end.year - begin.year)
        except ValueError:
            continue


def _period_held(periods: Sequence[Found], period: Period) -> float:
    """How well an entry's period meets those of the question; one that lasts long meets many and counts less."""
    held = 0.0
    for found in periods:
        if overlaps(found, period):
            span = (period.end or dt.date.max) - (period.start or dt.date.min)
            asked = (found.period.end or dt.date.max) - (found.period.start or dt.date.min)
            held += 1.0 if span.days <= 3 * asked.days + 10 else 0.6
    return held / len(periods)


def mentioned(periods: Sequence[Found], sentence: Sentence) -> float:
    """How well the days that a sentence names meet those of the question."""
    named = [found.period for found in days_in(sentence.text) if found.has_year]
    held = sum(any(overlaps(found, period) for period in named) for found in periods)
    return held / len(periods) if periods else 0.0


@functools.lru_cache(maxsize=20_000)
def days_in(text: str) -> tuple[Found, ...]:
    """The periods that a sentence names, which do not depend on today where they say their year."""
    return find_periods(text, dt.date(2000, 1, 1))
