"""The corpus: what is known of its entries before anything is asked."""

import numpy as np
import pytest

from bot.answers.cards import Entry, texts_of
from bot.answers.corpus import QUESTION_GAP, Corpus, nearness_of
from bot.answers.series import by_date
from tests.bot.answers.library import ENTRIES, NAMES, entry, library, named


def test_the_entries_are_found_by_their_ids() -> None:
    assert [library().by_ref[one.ref] for one in ENTRIES] == list(ENTRIES)
    assert all(library().card_of[ref].entry is one for ref, one in library().by_ref.items())


def test_each_document_of_the_index_has_its_owner() -> None:
    corpus = Corpus([entry("A", "A fair", "event", note="One. Two. Three. Four."), entry("B", "A hearing", "event")])
    owners = [corpus.owner(number).entry.ref for number in range(len(texts_of(corpus.entries)))]
    assert owners == ["A", "A", "A", "B"]


def test_a_rare_unit_tells_more_than_a_common_one() -> None:
    corpus = library()
    assert corpus.weight("organ") > corpus.weight("mayor") > corpus.weight("librari") > 0
    assert corpus.weight("submarine") == 0
    assert corpus.unknown_weight >= corpus.weight("organ")


def test_what_holds_a_unit_is_known() -> None:
    corpus = library()
    assert named([corpus.cards[number] for number in corpus.holding("bequest")]) == ["history#1"]
    assert corpus.holding("submarine") == []
    assert named([corpus.cards[number] for number in corpus.with_symbol("lib/2019/13")]) == ["READ-3"]
    assert corpus.with_symbol("lib/1999/1") == []


def test_what_took_the_place_of_an_entry_is_known() -> None:
    assert library().successor == {"OPEN-1": "OPEN-2"}


def test_names_that_the_entries_explain_need_no_glossary() -> None:
    corpus = Corpus(ENTRIES)
    for short, full in (("FOL", "Friends of the Library"), ("RAC", "Royal Archive of Cards")):
        units = [
            {name.unit for name in corpus.read(f"what does {text} lead").names if name.unit[0] == "@"}
            for text in (short, full, full.lower())
        ]
        assert units[0]
        assert units[0] == units[1] == units[2]


def test_the_language_of_a_roadmap_is_that_of_its_titles() -> None:
    assert library().language == "en"
    french, spanish = (
        Corpus([entry(str(number), title, "event") for number in range(3)])
        for title in (
            "La réunion des amis de la bibliothèque et du jardin",
            "La reunión de los amigos de la biblioteca y del jardín",
        )
    )
    assert (french.language, spanish.language) == ("fr", "es")
    assert Corpus().language == "en"


def test_what_the_roadmap_counts_through() -> None:
    readings = library().series["kind:reading"]
    assert named(readings.cards) == ["READ-1", "READ-2", "READ-3", "READ-4"]
    assert readings.numbers == {1, 2, 3, 4}
    assert readings.whole
    assert "kind:event" not in library().series


def test_a_series_with_a_gap_is_not_whole() -> None:
    corpus = Corpus([entry("A", "First call", "call"), entry("B", "Third call", "call")])
    assert not corpus.series["kind:call"].whole


def test_one_entry_is_no_series_however_many_numbers_it_has() -> None:
    corpus = Corpus([entry("A", "Session 1 and 2 of the choir", "choir"), entry("B", "A walk", "walk")])
    assert "kind:choir" not in corpus.series


def test_an_entry_with_two_numbers_is_both_of_a_series() -> None:
    corpus = Corpus(
        [
            entry("A", "Discussions 1 and 2: the roof", "discussion", "2019-03-01"),
            entry("B", "Discussion 3: the lift", "discussion", "2019-04-01"),
        ]
    )
    series = corpus.series["kind:discussion"]
    assert series.numbers == {1, 2, 3}
    assert named(series.cards) == ["A", "B"]


def test_a_passage_belongs_to_no_series() -> None:
    passages = [Entry(f"p#{number}", f"Session {number}", passage="Talk.", kind="talk") for number in (1, 2)]
    assert Corpus(passages).series == {}


def test_by_date_puts_what_has_no_date_last() -> None:
    cards = [library().card_of[ref] for ref in ("LIFT", "FAIR", "DUE-ART", "READ-1", "CENSUS")]
    assert named(by_date(cards)) == ["CENSUS", "READ-1", "DUE-ART", "FAIR", "LIFT"]


def test_an_empty_corpus_holds_nothing() -> None:
    corpus = Corpus()
    assert (corpus.entries, corpus.cards, corpus.series, corpus.nearness) == ((), (), {}, 1.0)
    assert corpus.read("a reading").units


@pytest.mark.parametrize(
    ("owners", "vectors"), [([], None), ([0, 0], [[1.0, 0.0], [1.0, 0.0]]), ([0], [[1.0, 0.0]]), ([0, 1], None)]
)
def test_where_nothing_can_be_compared_nothing_is_near(owners: list[int], vectors: list[list[float]] | None) -> None:
    assert nearness_of(owners, None if vectors is None else np.asarray(vectors, np.float32)) == 1.0


def test_nearness_is_measured_between_different_entries() -> None:
    # Two pieces of the first entry are alike; the second lies at a right angle to both, the third near it.
    vectors = np.asarray([[1, 0], [1, 0], [0, 1], [0.6, 0.8]], np.float32)
    assert nearness_of([0, 0, 1, 2], vectors) == pytest.approx(0.8 - QUESTION_GAP, abs=1e-6)


def test_a_corpus_without_names_and_one_with_them_read_the_same_entries() -> None:
    assert Corpus(ENTRIES).by_ref == Corpus(ENTRIES, NAMES).by_ref
