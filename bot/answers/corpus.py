"""The corpus: milestones, passages and glossary as the search sees them, and the index over them.

Held in memory and rebuilt from the database when that has changed; nothing of it is on disk.
"""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import tantivy

from bot.answers.words import folded, month_stems, stem, stems, words
from bot.text.dates import month_name
from bot.text.periods import Period
from storage.words import Precision


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an answer can cite: a milestone, or a passage of a document (then ``passage`` is its text)."""

    ref: str
    title: str
    period: Period = field(default_factory=Period)
    kind: str = ""
    venue: str = ""
    lead: str = ""
    document: str = ""
    workstream: str = ""
    note: str = ""
    known_from: dt.date | None = None
    supersedes: str = ""
    passage: str = ""
    where: str = ""

    def known_at(self, day: dt.date) -> bool:
        """Whether the entry was known on a day; where that is not recorded, it is known once it has begun."""
        if self.known_from is not None:
            return self.known_from <= day
        return bool(self.passage) or (self.period.start is not None and self.period.start <= day)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: ``support`` is the share of the question's weight that the entry holds, 0 to 1."""

    entry: Entry
    support: float
    score: float


class Corpus:
    """All entries with their index. Reading it is safe from any thread."""

    def __init__(self, entries: Iterable[Entry], aliases: Iterable[tuple[str, ...]] = ()) -> None:
        self.entries = tuple(entries)
        self.by_ref = {entry.ref: entry for entry in self.entries}
        self._aliases = _alias_table(aliases)
        self._title: list[set[str]] = []
        self._all: list[set[str]] = []
        holding: Counter[str] = Counter()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("title", tokenizer_name="whitespace")
        builder.add_text_field("body", tokenizer_name="whitespace")
        builder.add_unsigned_field("number", stored=True)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=15_000_000, num_threads=1)
        for number, entry in enumerate(self.entries):
            title, body = self._stems_of(entry)
            self._title.append(set(title))
            self._all.append(set(title) | set(body))
            holding.update(self._all[-1])
            writer.add_document(tantivy.Document(title=[" ".join(title)], body=[" ".join(body)], number=[number]))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        count = max(len(self.entries), 1)
        self._weights = {word: math.log(1 + count / seen) for word, seen in holding.items()}
        #: A word that the corpus does not hold weighs as much as its rarest: it is what the question is about.
        self._unknown = math.log(1 + count)

    def _stems_of(self, entry: Entry) -> tuple[list[str], list[str]]:
        title = stems(f"{entry.title} {entry.kind} {entry.ref}")
        parts = (entry.venue, entry.lead, entry.document, entry.workstream, entry.note, entry.passage, entry.where)
        body = stems(" ".join(parts)) + _date_stems(entry.period)
        return title + self.expand(title), body + self.expand(body)

    def expand(self, said: list[str]) -> list[str]:
        """The stems of everything else that the glossary calls what is said."""
        found: list[str] = []
        text = f" {' '.join(said)} "
        for name, others in self._aliases:
            if f" {name} " in text:
                found += others
        return found

    def search(self, text: str, *, as_of: dt.date | None = None, limit: int = 5) -> list[Hit]:
        """The entries that hold most of what is asked, best first; any of the words may match."""
        months = month_stems()
        said = [months.get(word, word) for word in dict.fromkeys(stems(text))]
        groups = self._groups(said)
        wanted = [word for group in groups for word in group]
        if not wanted:
            return []
        schema = self._index.schema
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, name, word), boost))
            for word in wanted
            for name, boost in (("title", 2.0), ("body", 1.0))
        ]
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit=60).hits
        hits = []
        highest = max((score for score, _ in found), default=1.0) or 1.0
        for score, address in found:
            number = int(searcher.doc(address)["number"][0])
            entry = self.entries[number]
            if as_of is None or entry.known_at(as_of):
                hits.append(self._hit(number, entry, groups, score / highest))
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _groups(self, said: list[str]) -> list[set[str]]:
        """What must be found: each word, or any of the names that the glossary gives for several of them."""
        groups: list[set[str]] = []
        text = f" {' '.join(said)} "
        covered: set[str] = set()
        for name, others in sorted(self._aliases, key=lambda pair: -len(pair[0])):
            parts = name.split()
            if f" {name} " in text and not set(parts) & covered:
                covered |= set(parts)
                groups.append({*parts, *others} if len(parts) == 1 else {*others, name.replace(" ", "_"), *parts})
        return groups + [{word} for word in said if word not in covered]

    def _hit(self, number: int, entry: Entry, groups: list[set[str]], relevance: float) -> Hit:
        held = titled = total = 0.0
        for group in groups:
            weight = max((self._weights.get(word, 0.0) for word in group), default=0.0) or self._unknown
            if any(word.startswith("ordinal") for word in group):
                weight *= 1.5
            total += weight
            if group & self._all[number]:
                held += weight
            if group & self._title[number]:
                titled += weight
        support = held / total if total else 0.0
        bonus = 0.0 if entry.passage else 0.15
        return Hit(entry, support, support + 0.5 * (titled / total if total else 0.0) + 0.3 * relevance + bonus)


def _alias_table(aliases: Iterable[tuple[str, ...]]) -> list[tuple[str, list[str]]]:
    """From each name (as stems) to the stems of the other names of the same thing that are short enough to match."""
    table: dict[str, set[str]] = defaultdict(set)
    for names in aliases:
        written = {" ".join(stems(name)) for name in names}
        written.discard("")
        single = {name for name in written if " " not in name and len(name) > 1}
        for name in written:
            table[name] |= single - {name}
    return [(name, sorted(others)) for name, others in table.items() if others]


def _date_stems(period: Period) -> list[str]:
    """The words that people use for the dates of an entry: days, months and years, in English."""
    found: list[str] = []
    for day in {period.start, period.end} - {None}:
        assert day is not None
        found += [str(day.year)]
        if period.precision is not Precision.YEAR:
            found.append(stem(folded(month_name(day.month, "en"))))
        if period.precision is Precision.DAY:
            found += words(str(day.day))
    return found
