"""A town renovates its library: a roadmap with all that makes answers hard, as a corpus without a database."""

import datetime as dt
import functools
from collections.abc import Sequence

from bot.answers.cards import Entry, period_of
from bot.answers.corpus import Corpus
from bot.answers.replying import Embed, answer
from bot.answers.understanding import Understood, language_of_question, understand
from bot.answers.values import Answer, Question
from bot.text.languages import Language

TODAY = dt.date(2019, 4, 1)

#: What the town calls things, in three languages; no code knows these.
NAMES = (
    ("public reading", "lecture publique", "lectura pública"),
    ("roof repair", "réfection du toit", "reparación del tejado"),
    ("reading hall", "salle de lecture", "sala de lectura"),
    ("reopening ceremony", "cérémonie de réouverture", "ceremonia de reapertura"),
    ("neighbourhood hearing", "audition de quartier", "audiencia vecinal"),
    ("lift", "ascenseur", "ascensor"),
    ("oak shelf", "oak shelves", "étagères en chêne", "estanterías de roble"),
    ("mural", "fresque", "peinture murale"),
    ("book fair", "foire du livre", "feria del libro"),
    ("librarian", "bibliothécaire", "bibliotecaria"),
)


def entry(ref: str, title: str, kind: str, start: str = "", end: str = "", **cells: str) -> Entry:
    """An entry with its days as a milestone file writes them."""
    known = cells.pop("known_from", "")
    period = period_of(kind, start or None, end or None)
    return Entry(ref, title, period, kind, known_from=dt.date.fromisoformat(known) if known else None, **cells)  # type: ignore[arg-type]


ENTRIES = (
    entry(
        "PHASE", "Renovation of the library", "phase", "2018-11-01", "2019-10-31", lead="Town council",
        workstream="Building", known_from="2018-10-01",
        note="The council gave 4.2 million crowns. The renovation has three parts: roof, walls and lift.",
    ),
    entry(
        "ROOF", "Roof repair of the reading hall", "works", "2019-03-04", "2019-05-31", venue="Reading hall, Lund",
        lead="Nadia Nowak", document="LIB/2019/4", workstream="Building", known_from="2018-11-01",
        note=(
            "Slate from Wales is used. Asbestos was looked for above the gallery. As of 1 March 2019: the scaffold had "
            "not come. Later, on 20 April 2019, the tower was added. Later the gargoyle fell down."
        ),
    ),
    entry(
        "PAINT", "Painting of the walls", "works", "2019-Q2", venue="Everywhere", workstream="Building",
        lead="Studio Brush; Atelier Rossi (known from 10 May 2019)", known_from="2018-12-01",
    ),
    entry("LIFT", "Replacement of the lift", "works", lead="Schacht Brothers", workstream="Building",
          known_from="2018-11-01"),
    entry("SHELF", "Delivery of the oak shelves", "delivery", "2019-07", workstream="Building",
          known_from="2018-11-01"),
    entry(
        "READ-1", "First public reading: the sagas", "reading", "2019-02-07", venue="Old chapel, Lund", lead="Ida Berg",
        document="LIB/2019/11", workstream="Public", known_from="2018-11-01",
        note="Sixty people came. Dag Ek read from the saga of Egil.",
    ),
    entry(
        "READ-2", "Second public reading: the poets", "reading", "2019-03-14", venue="Town theatre, Malmö",
        lead="Ida Berg", document="LIB/2019/12", workstream="Public", known_from="2018-11-01",
        note="The audience was 85 people.",
    ),
    entry(
        "READ-3", "Third public reading: the travellers", "reading", "2019-05-09", "2019-05-10",
        venue="Castle, Stockholm", lead="Omar Haddad", document="LIB/2019/13", workstream="Public",
        known_from="2018-11-01",
    ),
    entry(
        "READ-4", "Fourth public reading: tales for children", "reading", "2019-06-20", venue="City garden, Lund",
        lead="Omar Haddad; Ida Berg (known from 1 May 2019)", workstream="Public", known_from="2018-11-01",
    ),
    entry(
        "HEAR-12", "Neighbourhood hearings 1 and 2: noise and parking", "hearing", "2019-01-22", "2019-01-23",
        venue="School, Lund", lead="Agnes Holm", workstream="Public", known_from="2018-12-01",
    ),
    entry(
        "HEAR-3", "Neighbourhood hearing 3: the garden", "hearing", "2019-04-16", venue="School, Lund",
        lead="Agnes Holm", workstream="Public", known_from="2018-12-01",
    ),
    entry(
        "OPEN-1", "Reopening ceremony of the library", "event", "2019-09-01", venue="Town square, Lund",
        lead="The mayor", document="LIB/2018/1", workstream="Public", known_from="2018-11-01",
    ),
    entry(
        "OPEN-2", "Reopening ceremony, at its new date", "event", "2019-10-12", venue="Courtyard, Lund",
        lead="The mayor", document="LIB/2019/20", workstream="Public", known_from="2019-06-15", supersedes="OPEN-1",
        note="A brass band plays.",
    ),
    entry(
        "MAYOR-1", "Agnes Lindqvist, mayor of the town", "person", "2015-01-01", "2018-12-31", lead="Agnes Lindqvist",
        known_from="2015-01-01",
    ),
    entry("MAYOR-2", "Björn Sandberg, mayor of the town", "person", "2019-01-01", lead="Björn Sandberg",
          known_from="2018-12-20"),
    entry(
        "DUE-ART", "Deadline for proposals for the mural", "deadline", "", "2019-02-28",
        lead="Friends of the Library (FOL)", workstream="Public", known_from="2018-12-01",
        note="The jury of nine members saw 42 proposals.",
    ),
    entry("DUE-VOL", "Deadline for volunteers to register", "deadline", "", "2019-04-15", workstream="Public",
          known_from="2019-01-10", note="Later, the registration was opened again until 1 June 2019."),
    entry("FAIR", "Book fair", "event", "2019-05-18", "2019-05-26", venue="Market hall, Malmö",
          lead="Friends of the Library (FOL)", workstream="Public", known_from="2018-11-01"),
    entry("COURSE", "Course for the librarians on the new catalogue", "course", "2019-08-05", "2019-08-16",
          venue="Online", lead="Royal Archive of Cards (RAC)", workstream="Staff", known_from="2019-02-01"),
    entry("CENSUS", "Census of all books", "count", "2018", lead="Royal Archive of Cards (RAC)", workstream="Staff",
          known_from="2018-01-15", note="The census found 31,415 books and 12 maps."),
    entry("GARDEN", "Planting of the new garden", "works", "2020-H1", venue="City garden, Lund", workstream="Building",
          known_from="2019-03-20"),
    entry("DRAFT-0", "Zero draft of the house rules", "document", "2019-02-01", document="LIB/2019/2",
          workstream="Staff", known_from="2019-02-01"),
    entry("DRAFT-1", "Draft revision 1 of the house rules", "document", "2019-03-11", document="LIB/2019/2/Rev.1",
          workstream="Staff", known_from="2019-03-11"),
    entry("DRAFT-2", "Draft revision 2 of the house rules", "document", "2019-06-03", document="LIB/2019/2/Rev.2",
          workstream="Staff", known_from="2019-06-03"),
)  # fmt: skip
PASSAGES = (
    Entry("history#1", "About the library", passage="The bequest of the widow Lindqvist paid for the pipe organ.",
          where="History, 1"),
    Entry("history#2", "About the library", where="History, 2",
          passage="The cellar was flooded in 1954. The maps were saved by two firemen."),
)  # fmt: skip
ANSWERED = Entry(
    "answer#1", "May dogs come into the library?", passage="Dogs may come in on Tuesdays.", published=True,
    where="Ida Berg, 1 March 2019", known_from=dt.date(2019, 3, 1), valid_until=dt.date(2019, 12, 31),
)  # fmt: skip


@functools.cache
def library() -> Corpus:
    """The library's roadmap, two passages of a document and a published answer; without vectors."""
    return Corpus((*ENTRIES, *PASSAGES, ANSWERED), NAMES)


def ask(
    text: str,
    *history: str,
    today: dt.date = TODAY,
    as_of: dt.date | None = None,
    language: Language = "en",
    corpus: Corpus | None = None,
    embed: Embed | None = None,
) -> Answer:
    """The answer to a question of a thread."""
    return answer(corpus or library(), Question(text, today, language, as_of, history), embed)


def asked(
    text: str, *, today: dt.date = TODAY, as_of: dt.date | None = None, corpus: Corpus | None = None
) -> Understood:
    """A question, understood."""
    language = language_of_question(text, "en")
    return understand(corpus or library(), text, language=language, today=today, as_of=as_of)


def refs(answered: Answer) -> list[str]:
    """What an answer cites, best first."""
    return [citation.ref for citation in answered.citations]


def first(answered: Answer) -> str:
    """What an answer rests on most; empty for one that cites nothing."""
    return next(iter(refs(answered)), "")


def named(cards: Sequence[object]) -> list[str]:
    """The ids of cards."""
    return [card.entry.ref for card in cards]  # type: ignore[attr-defined]
