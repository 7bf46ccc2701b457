"""Entries as the answers read them."""

import datetime as dt

import pytest

from bot.answers.analysis import Analyzer
from bot.answers.cards import Entry, card_of, documents_of, period_of, symbols_in, texts_of
from bot.text.periods import Period
from storage.words import Precision
from tests.bot.answers.library import ANSWERED, NAMES, PASSAGES, entry, library


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("LIB/2019/4", {"lib/2019/4", "2019/4"}),
        ("See LIB/2019/13.", {"lib/2019/13", "2019/13"}),
        ("resolution 71/280 of the council", {"71/280"}),
        ("WHA70.15", {"wha70.15"}),
        ("and/or in 2019", set()),
        ("the hall", set()),
        ("", set()),
    ],
)
def test_document_symbols_are_found(text: str, symbols: set[str]) -> None:
    assert symbols_in(text) == symbols


def test_a_symbol_is_found_by_its_shorter_ends_too() -> None:
    assert {"a/71/l.58", "71/l.58"} <= symbols_in("A/71/L.58")


@pytest.mark.parametrize(
    ("kind", "start", "end", "period"),
    [
        ("event", "2019-05-18", "2019-05-26", Period(dt.date(2019, 5, 18), dt.date(2019, 5, 26), Precision.DAY)),
        ("event", "2019-05-18", None, Period(dt.date(2019, 5, 18), dt.date(2019, 5, 18), Precision.DAY)),
        ("event", "2019-05", None, Period(dt.date(2019, 5, 1), dt.date(2019, 5, 31), Precision.MONTH)),
        ("works", "2019-Q2", None, Period(dt.date(2019, 4, 1), dt.date(2019, 6, 30), Precision.QUARTER)),
        ("event", None, None, Period()),
    ],
)
def test_the_period_of_an_entry(kind: str, start: str | None, end: str | None, period: Period) -> None:
    assert period_of(kind, start, end) == period


def test_a_deadline_has_only_an_end() -> None:
    period = period_of("deadline", None, "2019-02-28")
    assert (period.start, period.end) == (None, dt.date(2019, 2, 28))


@pytest.mark.parametrize("kind", ["person", "Person", "body", "personne", "persona"])
def test_who_is_in_office_without_an_end_stays_so(kind: str) -> None:
    assert period_of(kind, "2019-01-01", None).end is None
    assert period_of(kind, "2015-01-01", "2018-12-31").end == dt.date(2018, 12, 31)


def test_an_entry_is_known_from_its_day_on() -> None:
    known = entry("A", "A fair", "event", "2019-05-18", known_from="2019-01-10")
    assert [known.known_at(dt.date(2019, 1, day)) for day in (9, 10, 11)] == [False, True, True]
    assert [known.told_at(dt.date(2019, 1, day)) for day in (9, 10)] == [False, True]
    # Where it is not recorded since when it is known, its note is not told before it begins.
    old = entry("B", "A fair", "event", "2019-05-18")
    assert old.known_at(dt.date(1900, 1, 1))
    assert [old.told_at(dt.date(2019, 5, day)) for day in (17, 18)] == [False, True]
    assert entry("C", "A fair", "event").told_at(dt.date(1900, 1, 1))


def test_a_card_holds_title_fields_and_note_apart() -> None:
    card = library().card_of["READ-1"]
    assert {"#1", "@public reading", "saga"} <= card.title
    assert "#1" in card.title
    assert card.ordinals == {1}
    assert {"lund", "ida", "berg"} <= card.meta
    assert [sentence.text for sentence in card.sentences] == [
        "Sixty people came.",
        "Dag Ek read from the saga of Egil.",
    ]
    assert "egil" not in card.title | card.meta
    assert card.title | card.meta < card.everything
    abroad = library().card_of["READ-3"]
    assert {place.city for place in abroad.places} == {"Stockholm"}
    # Who asks what is in Sweden means what is in Stockholm too.
    assert {"%stockholm", "%sweden"} <= abroad.meta


def test_the_head_of_a_title_ends_where_its_name_does() -> None:
    card = library().card_of["ROOF"]
    assert "@roof repair" in card.head
    assert "@reading hall" in card.title - card.head


def test_a_passage_is_read_as_a_card_of_its_own() -> None:
    card = card_of(Analyzer(NAMES), 7, PASSAGES[0])
    assert (card.number, card.entry.ref) == (7, "history#1")
    assert "organ" in card.everything
    assert card.symbols == frozenset()


def test_symbols_that_a_note_only_mentions_are_kept_apart() -> None:
    card = card_of(Analyzer(), 0, Entry("A", "House rules", document="LIB/2019/2", note="They follow LIB/2018/9."))
    assert "lib/2019/2" in card.symbols - card.mentioned
    assert "lib/2018/9" in card.mentioned - card.symbols


def test_a_long_note_is_searched_in_few_pieces_that_lose_nothing() -> None:
    note = " ".join(f"Sentence number {number} tells of shelf {number}." for number in range(20))
    pieces = documents_of(Entry("A", "House rules", note=note))
    assert 2 <= len(pieces) <= 4
    assert " ".join(piece.body for piece in pieces[1:]) == note
    assert all(piece.title == "House rules" for piece in pieces)


def test_the_texts_to_embed_are_those_of_the_index_in_its_order() -> None:
    entries = [library().by_ref["CENSUS"], PASSAGES[1], ANSWERED]
    texts = texts_of(entries)
    assert len(texts) == sum(len(documents_of(entry)) for entry in entries)
    assert texts[0].startswith("Census of all books: count. 2018")
    assert "31,415" in texts[1]
    assert texts[-1] == "May dogs come into the library?: Dogs may come in on Tuesdays."
    assert texts_of([Entry("A", "Only a title")]) == ["Only a title"]
