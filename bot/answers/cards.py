"""Entries, and entries that were read: what the answers compare a question with."""

import datetime as dt
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.answers.analysis import Analyzer, unit_of_place
from bot.answers.sentences import sentences_of
from bot.contributions.places import Place, places
from bot.roadmaps.milestones import span
from bot.search.index import Document
from bot.text.period_grammar import fold
from bot.text.periods import Period

#: A note is searched in at most so many pieces: each costs one sentence vector at import.
PIECES = 3
_SYMBOL = re.compile(
    r"\b[A-Z][A-Za-z0-9]*(?:[./][A-Za-z0-9.-]+)*/[A-Za-z0-9./-]*\d[A-Za-z0-9./-]*|"
    r"\b\d{1,3}/\d{1,4}\b|\b[A-Z]{2,6}\d+\.\d+\b"
)


#: Where the name at the beginning of a title ends.
_HEAD = re.compile(r"[:,;]|\s(?:of|on|for|at|in|to|that|which|de|sur|pour|des|du|en|sobre|para)\s")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an answer can cite: a milestone, a passage of a document, or a published answer.

    A passage has its text in ``passage`` and its place in ``where``; so has a published answer, whose ``title`` is
    the question.
    """

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
    source: str = ""
    published: bool = False
    #: The last day on which a published answer may still be given.
    valid_until: dt.date | None = None

    def known_at(self, day: dt.date) -> bool:
        """Whether the entry was known on a day; where that is not recorded, nothing speaks against it."""
        return self.known_from is None or self.known_from <= day

    def told_at(self, day: dt.date) -> bool:
        """Whether its note could be told on a day: where it is not recorded since when, not before it begins."""
        if self.known_from is not None or self.passage:
            return self.known_at(day)
        return self.period.start is None or self.period.start <= day


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a note or passage, read."""

    text: str
    units: frozenset[str]


@dataclass(frozen=True, eq=False)
class Card:
    """An entry, read: what the answers compare a question with."""

    number: int
    entry: Entry
    title: frozenset[str]
    head: frozenset[str]
    kind: frozenset[str]
    meta: frozenset[str]
    sentences: tuple[Sentence, ...]
    ordinals: frozenset[int]
    places: frozenset[Place]
    symbols: frozenset[str]
    mentioned: frozenset[str]

    @functools.cached_property
    def everything(self) -> frozenset[str]:
        """All units of the entry."""
        return self.title.union(self.meta, *(sentence.units for sentence in self.sentences))


def card_of(analyzer: Analyzer, number: int, entry: Entry) -> Card:
    """Read an entry with the names of its roadmap."""
    read = analyzer.read
    title = read(entry.title)
    kind = read(entry.kind)
    meta = read(" | ".join((entry.venue, entry.lead, entry.document, entry.workstream, entry.where)))
    body = entry.passage or entry.note
    known = frozenset(_places()[name.unit] for name in read(entry.venue).names if name.unit in _places())
    countries = {unit_of_place(Place(place.country)) for place in known}
    return Card(
        number=number,
        entry=entry,
        title=title.units | kind.units | {fold(entry.ref)},
        head=read(_HEAD.split(entry.title, maxsplit=1)[0]).units,
        kind=kind.units,
        meta=meta.units | countries | analyzer.spelled_out(title.units),
        sentences=tuple(Sentence(text, read(text).units) for text in sentences_of(body)),
        ordinals=frozenset(number for _, number in title.ordinals),
        places=known,
        symbols=symbols_in(f"{entry.document} {entry.title}"),
        mentioned=symbols_in(body),
    )


def documents_of(entry: Entry) -> list[Document]:
    """The pieces in which an entry is searched: its head, and its note in a few pieces that bear its title."""
    if entry.passage:
        return [Document(entry.title if entry.published else entry.where, entry.passage)]
    years = sorted({str(day.year) for day in (entry.period.start, entry.period.end) if day})
    head = ". ".join(filter(None, (entry.kind, " ".join(years), entry.venue, entry.lead, entry.document)))
    sentences = sentences_of(entry.note)
    size = max(1, -(-len(sentences) // PIECES))
    pieces = [" ".join(sentences[start : start + size]) for start in range(0, len(sentences), size)]
    short = entry.title[:100]
    return [Document(entry.title, head), *(Document(short, piece) for piece in pieces)]


def texts_of(entries: Iterable[Entry]) -> list[str]:
    """The texts of which the sentence vectors of a corpus are made, in the order of its index."""
    pieces = [document for entry in entries for document in documents_of(entry)]
    return [f"{piece.title}: {piece.body}" if piece.body else piece.title for piece in pieces]


#: Kinds of entries that are somebody, and those that are somebody or some body in office: without an end they last.
PERSONS = frozenset(["person", "people", "officer", "personne", "persona"])
IN_OFFICE = PERSONS | {"body", "office", "role", "organ", "team"}


def period_of(kind: str, start: str | None, end: str | None) -> Period:
    """The period of an entry as its row writes it; who is in office without an end is so until further notice."""
    period = span(start, end)
    if kind.casefold() in IN_OFFICE and start and not end:
        return Period(period.start, None, period.precision)
    return period


def symbols_in(text: str) -> frozenset[str]:
    """The document symbols in a text, folded: "A/71/L.58", "35/17", "WHA70.15"; each with its shorter ends."""
    found: set[str] = set()
    for match in _SYMBOL.finditer(text):
        symbol = match[0].rstrip("./-,").casefold()
        found.add(symbol)
        parts = symbol.split("/")
        found.update("/".join(parts[-count:]) for count in range(2, len(parts)))
    return frozenset(found)


@functools.cache
def _places() -> dict[str, Place]:
    return {unit_of_place(place): place for place in places().values()}
