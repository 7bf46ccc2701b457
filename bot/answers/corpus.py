"""The corpus: milestones, passages, published answers and glossary as the answers see them, with the index over them.

Held in memory and rebuilt from the database when that has changed; nothing of it is on disk.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answers.acronyms import acronyms_in
from bot.answers.analysis import Analysis, Analyzer, key_of, tokens_of
from bot.answers.cards import Card, Entry, card_of, documents_of
from bot.answers.series import series_among
from bot.search.index import Index
from bot.search.words import language_of_words, words
from bot.text.languages import Language
from bot.text.period_grammar import fold

#: A question lies farther from the passage that answers it than two passages on one matter do from each other.
QUESTION_GAP = 0.08


class Corpus:
    """All entries with their index. Reading it is safe from any thread."""

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        names: Iterable[tuple[str, ...]] = (),
        vectors: NDArray[np.float32] | None = None,
        workstreams: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.by_ref = {entry.ref: entry for entry in self.entries}
        names = [*names, *_names_in(self.entries)]
        self.workstreams = tuple(workstreams)
        self.analyzer = Analyzer(names)
        self.cards = tuple(card_of(self.analyzer, number, entry) for number, entry in enumerate(self.entries))
        self.card_of = {card.entry.ref: card for card in self.cards}
        #: Milestones by their ids as they may be written in a question; an id that is a plain word is none.
        self.by_id = {
            fold(card.entry.ref): card
            for card in self.cards
            if not card.entry.passage and re.search(r"[\d-]", card.entry.ref) and len(card.entry.ref) > 1
        }
        #: For each name of the glossary, the entries that it is the name of: their titles say just that.
        self.bearers = bearers_of(names, self.cards)
        #: The stems of the short form of each name.
        self.shorts = {
            unit: frozenset(token.stem for token in tokens_of(short) if not token.stop)
            for unit, short in self.analyzer.titles.items()
        }
        holding: Counter[str] = Counter()
        self._holding: dict[str, list[int]] = defaultdict(list)
        for card in self.cards:
            holding.update(card.everything)
            for unit in card.everything:
                self._holding[unit].append(card.number)
        self._symbols: dict[str, list[int]] = defaultdict(list)
        for card in self.cards:
            for symbol in card.symbols | card.mentioned:
                self._symbols[symbol].append(card.number)
        count = max(len(self.cards), 1)
        self._weights = {unit: math.log(1 + count / seen) for unit, seen in holding.items()}
        #: A word that the corpus does not hold weighs as much as its rarest.
        self.unknown_weight = math.log(1 + count)
        self.successor = {entry.supersedes: entry.ref for entry in self.entries if entry.supersedes}
        pieces = [(card.number, document) for card in self.cards for document in documents_of(card.entry)]
        self._owner = [number for number, _ in pieces]
        #: How near the sentence vectors of different entries usually lie (see ``nearness_of``).
        self.nearness = nearness_of(self._owner, vectors)
        self.index = Index([document for _, document in pieces], vectors)
        #: What the roadmap counts through.
        self.series = series_among(self.cards)
        self.language: Language = language_of_words(words(" ".join(e.title for e in self.entries[:200]))) or "en"
        self.venues = frozenset(unit for card in self.cards for unit in self.read(card.entry.venue).units)
        self.kinds = frozenset(unit for card in self.cards for unit in self.read(card.entry.kind).units)

    def weight(self, unit: str) -> float:
        """How much it tells that an entry holds a unit; 0.0 for what no entry holds."""
        return self._weights.get(unit, 0.0)

    def holding(self, unit: str) -> list[int]:
        """The numbers of the cards that hold a unit."""
        return self._holding.get(unit, [])

    def with_symbol(self, symbol: str) -> list[int]:
        """The numbers of the cards that bear or mention a document symbol."""
        return self._symbols.get(symbol, [])

    def owner(self, document: int) -> Card:
        """The card to which a document of the index belongs."""
        return self.cards[self._owner[document]]

    def read(self, text: str, language: Language = "en") -> Analysis:
        """Read a text with the names of this roadmap."""
        return self.analyzer.read(text, language)


def bearers_of(names: Iterable[tuple[str, ...]], cards: Iterable[Card]) -> dict[str, frozenset[int]]:
    """For the unit of each name, the numbers of the entries whose title is that name, at least before its colon."""
    titles: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for card in cards:
        if card.entry.passage:
            continue
        whole = card.entry.title
        for title in {whole, whole.split(":")[0], re.sub(r"\s*\([^)]*\)", "", whole).split(":")[0]}:
            titles[key_of(title)].add(card.number)
    found: dict[str, set[int]] = defaultdict(set)
    for group in names:
        for name in group:
            if (bearing := titles.get(key_of(name))) is not None and key_of(group[0]):
                found[f"@{' '.join(key_of(group[0]))}"] |= bearing
    return {unit: frozenset(numbers) for unit, numbers in found.items()}


def nearness_of(owners: Sequence[int], vectors: NDArray[np.float32] | None, sample: int = 300) -> float:
    """The median of the best similarity that an entry has with any other.

    Each is asked with its own head, itself left out. What lies no nearer to a question than this is likely to be about
    something else. 1.0 where nothing can be compared.
    """
    if vectors is None or len(set(owners)) < 2:
        return 1.0
    heads = {owner: row for row, owner in reversed(list(enumerate(owners)))}
    chosen = list(heads.items())[:: max(1, len(heads) // sample)]
    owned = np.asarray(owners)
    best = [float(np.where(owned == owner, -1.0, vectors @ vectors[row]).max()) for owner, row in chosen]
    return float(np.median(best)) - QUESTION_GAP


def _names_in(entries: Iterable[Entry]) -> list[tuple[str, ...]]:
    """Names that the entries themselves explain, as "Full Name (ABC)"."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for short, full in acronyms_in(" | ".join((entry.title, entry.lead, entry.note, entry.passage))):
            found[short].add(full)
    return [(short, *sorted(fulls)) for short, fulls in sorted(found.items())]
