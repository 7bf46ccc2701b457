"""Which entries a question is about."""

import datetime as dt
import zlib
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.answers.cards import Sentence, texts_of
from bot.answers.corpus import Corpus
from bot.answers.ranking import Hit, Ranker, mentioned, overlaps, sure
from bot.text.period_grammar import Found, Relation
from bot.text.periods import Period
from tests.bot.answers.library import ENTRIES, NAMES, PASSAGES, ask, asked, entry, first, library, refs

MAY = Period(dt.date(2019, 5, 1), dt.date(2019, 5, 31))


def _found(start: str, end: str, relation: Relation = Relation.IN, *, has_year: bool = True) -> Found:
    return Found(Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end)), 0, 0, relation, has_year=has_year)


def _ranked(text: str, as_of: dt.date | None = None) -> list[Hit]:
    return Ranker(library())(asked(text, as_of=as_of))


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("roof repair", "ROOF"),
        ("the slate from Wales", "ROOF"),
        ("third public reading", "READ-3"),
        ("the travellers", "READ-3"),
        ("reading in Malmö", "READ-2"),
        ("Egil", "READ-1"),
        ("réfection du toit", "ROOF"),
        ("la segunda lectura pública", "READ-2"),
        ("LIB/2019/12", "READ-2"),
        ("books and maps that the census found", "CENSUS"),
        ("the maps in the cellar", "history#2"),
        ("dogs in the library", "answer#1"),
        ("the course of RAC", "COURSE"),
        ("the event in Malmö in May 2019", "FAIR"),
    ],
)
def test_what_a_question_is_about_comes_first(text: str, ref: str) -> None:
    assert _ranked(text)[0].card.entry.ref == ref


def test_hits_come_best_first_each_once_with_scores_that_say_why() -> None:
    hits = _ranked("Where is the third public reading?")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.card.number for hit in hits}) == len(hits)
    assert hits[0].cover > hits[1].cover
    assert 0 < hits[0].title <= 1
    assert hits[0].similarity == 0


def test_the_sentence_that_holds_most_is_known() -> None:
    hit = _ranked("Who read from the saga of Egil?")[0]
    assert hit.sentence is not None
    assert hit.sentence.text == "Dag Ek read from the saga of Egil."
    assert hit.added > 0
    assert _ranked("first public reading")[0].sentence is None


def test_as_of_a_day_nothing_is_found_that_became_known_later() -> None:
    day = dt.date(2019, 3, 1)
    for text in ("reopening at its new date", "planting of the new garden", "house rules revision 2", "LIB/2019/20"):
        assert all(hit.card.entry.known_at(day) for hit in _ranked(text, day))
        assert not all(hit.card.entry.known_at(day) for hit in _ranked(text))


def test_a_search_can_be_among_some_entries_only() -> None:
    only = [library().card_of["FAIR"], library().card_of["LIFT"]]
    hits = Ranker(library())(asked("roof repair"), only=only)
    assert {hit.card.entry.ref for hit in hits} == {"FAIR", "LIFT"}


def test_an_entry_that_was_found_without_searching_is_sure() -> None:
    hit = sure(library().card_of["LIFT"])
    assert (hit.score, hit.cover, hit.sentence) == (1.0, 1.0, None)


@pytest.mark.parametrize(
    ("found", "period", "meets"),
    [
        (_found("2019-05-01", "2019-05-31"), Period(dt.date(2019, 5, 31), dt.date(2019, 6, 2)), True),
        (_found("2019-05-01", "2019-05-31"), Period(dt.date(2019, 6, 1), dt.date(2019, 6, 2)), False),
        (_found("2019-05-01", "2019-05-31"), Period(dt.date(2018, 1, 1), dt.date(2020, 1, 1)), True),
        (_found("2019-05-01", "2019-05-31"), Period(dt.date(2018, 1, 1), None), True),
        (_found("2019-05-01", "2019-05-31"), Period(None, dt.date(2019, 5, 3)), True),
        (_found("2019-05-01", "2019-05-31"), Period(None, dt.date(2019, 6, 3)), False),
        (_found("2019-05-01", "2019-05-31"), Period(), False),
        (_found("2019-05-10", "2019-05-10", Relation.BEFORE), Period(dt.date(2019, 5, 9), dt.date(2019, 5, 9)), True),
        (_found("2019-05-10", "2019-05-10", Relation.BEFORE), Period(dt.date(2019, 5, 9), dt.date(2019, 5, 10)), False),
        (_found("2019-05-10", "2019-05-10", Relation.AFTER), Period(dt.date(2019, 5, 11), dt.date(2019, 5, 12)), True),
        (_found("2019-05-10", "2019-05-10", Relation.AFTER), Period(dt.date(2019, 5, 10), dt.date(2019, 5, 12)), False),
        (_found("2019-05-10", "2019-05-10", Relation.UNTIL), Period(dt.date(2019, 5, 10), dt.date(2019, 5, 12)), True),
        (_found("2019-05-10", "2019-05-10", Relation.UNTIL), Period(dt.date(2019, 5, 11), dt.date(2019, 5, 12)), False),
        (_found("2019-05-10", "2019-05-10", Relation.SINCE), Period(dt.date(2019, 5, 8), dt.date(2019, 5, 10)), True),
        (_found("2019-05-10", "2019-05-10", Relation.SINCE), Period(dt.date(2019, 5, 8), dt.date(2019, 5, 9)), False),
        (_found("2019-05-01", "2019-05-31", has_year=False), Period(dt.date(2021, 5, 3), dt.date(2021, 5, 3)), True),
        (_found("2019-05-01", "2019-05-31", has_year=False), Period(dt.date(2021, 6, 3), dt.date(2021, 6, 3)), False),
        (_found("2019-12-20", "2020-01-10", has_year=False), Period(dt.date(2022, 1, 3), dt.date(2022, 1, 3)), True),
        (_found("2020-02-29", "2020-02-29", has_year=False), Period(dt.date(2020, 2, 29), dt.date(2020, 2, 29)), True),
    ],
)
def test_how_a_period_stands_to_that_of_a_question(found: Found, period: Period, meets: bool) -> None:
    assert overlaps(found, period) is meets


_DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1))


def _span(pair: Iterable[dt.date]) -> Period:
    begin, end = sorted(pair)
    return Period(begin, end)


@given(st.builds(_span, st.tuples(_DAYS, _DAYS)), st.builds(_span, st.tuples(_DAYS, _DAYS)))
def test_what_is_before_or_after_is_never_within(asked_for: Period, period: Period) -> None:
    def meets(relation: Relation) -> bool:
        return overlaps(Found(asked_for, 0, 0, relation, has_year=True), period)

    assert [meets(Relation.BEFORE), meets(Relation.IN), meets(Relation.AFTER)].count(True) == 1
    assert meets(Relation.UNTIL) is not meets(Relation.AFTER)
    assert meets(Relation.SINCE) is not meets(Relation.BEFORE)


def test_the_days_that_a_sentence_names_count() -> None:
    sentence = Sentence("On 20 April 2019 the tower was added.", frozenset())
    assert mentioned([_found("2019-04-01", "2019-04-30")], sentence) == 1.0
    assert mentioned([_found("2019-04-01", "2019-04-30"), _found("2018-01-01", "2018-01-01")], sentence) == 0.5
    assert mentioned([_found("2019-05-01", "2019-05-31")], sentence) == 0.0
    assert mentioned([], sentence) == 0.0


def test_an_entry_of_the_asked_time_comes_before_one_that_is_not() -> None:
    assert _ranked("the event in 2019 in May")[0].card.entry.ref == "FAIR"
    assert _ranked("the event in October 2019")[0].card.entry.ref == "OPEN-2"


class _Meanings:
    """Vectors by what a text means, told by hand: some words stand for a direction, each text has one of its own."""

    _AXES = (("roof", "covering", "tuiles", "tejas"), ("fair", "market", "foire", "feria"), ("cellar", "flood", "crue"))
    _TOPIC = ("library", "book", "lift", "roof", "asbestos", "history", *(word for axis in _AXES for word in axis))

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vector(self, text: str) -> NDArray[np.float32]:
        counts = [1.0 * any(word in text.casefold() for word in axis) for axis in (*self._AXES, self._TOPIC)]
        own = np.random.default_rng(zlib.crc32(text.encode())).normal(size=200)
        found = np.asarray([*counts, *(0.3 * own / np.linalg.norm(own))], np.float32)
        return found / np.linalg.norm(found)

    def __call__(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        return self.vector(text)


@pytest.fixture
def meanings() -> _Meanings:
    """An embedder that knows three meanings."""
    return _Meanings()


@pytest.fixture
def corpus(meanings: _Meanings) -> Corpus:
    """Some of the library's entries, with vectors."""
    entries = [one for one in ENTRIES if one.ref in ("ROOF", "FAIR", "LIFT", "CENSUS")] + [PASSAGES[1]]
    return Corpus(entries, NAMES, np.stack([meanings.vector(text) for text in texts_of(entries)]))


@pytest.mark.parametrize(
    ("text", "ref"),
    [("Tell me about the covering", "ROOF"), ("Parlez-moi des tuiles", "ROOF"), ("Háblame de las tejas", "ROOF")],
)
def test_what_means_the_same_is_found_by_its_vector(corpus: Corpus, meanings: _Meanings, text: str, ref: str) -> None:
    hit = Ranker(corpus, meanings)(asked(text, corpus=corpus))[0]
    assert hit.card.entry.ref == ref
    assert hit.similarity > 0.8
    # By the words alone it is not.
    assert not any(other.cover for other in Ranker(corpus)(asked(text, corpus=corpus)))


def test_words_and_vectors_are_fused(corpus: Corpus, meanings: _Meanings) -> None:
    hits = Ranker(corpus, meanings)(asked("the census and the market", corpus=corpus))
    assert {hit.card.entry.ref for hit in hits[:2]} == {"CENSUS", "FAIR"}


def test_each_text_is_embedded_once_and_none_where_words_are_enough(corpus: Corpus, meanings: _Meanings) -> None:
    ranker = Ranker(corpus, meanings)
    said = asked("the roof repair", corpus=corpus)
    ranker(said, by_words=True)
    assert meanings.asked == []
    ranker(said)
    ranker(said, only=corpus.cards[:1])
    assert meanings.asked == ["the roof repair"]


def test_nearness_is_told_from_the_corpus(corpus: Corpus) -> None:
    assert 0 < corpus.nearness < 1


def test_a_foreign_question_is_answered_where_its_vector_is_near(corpus: Corpus, meanings: _Meanings) -> None:
    answered = ask("Quand a lieu la pose des tuiles du comité ?", corpus=corpus, embed=meanings)
    assert (first(answered), answered.abstained, answered.language) == ("ROOF", False, "fr")
    assert answered.text.startswith("4 mars - 31 mai 2019")


@pytest.mark.parametrize("text", ["Quand a lieu le championnat de judo ?", "¿Cuándo es el campeonato de judo?"])
def test_a_foreign_question_about_something_else_is_not(corpus: Corpus, meanings: _Meanings, text: str) -> None:
    answered = ask(text, corpus=corpus, embed=meanings)
    assert answered.abstained
    assert refs(answered) == []


def test_a_name_that_the_roadmap_does_not_know_is_never_made_up_for_by_a_vector(
    corpus: Corpus, meanings: _Meanings
) -> None:
    assert ask("When is the Tirana fair of Zorbas?", corpus=corpus, embed=meanings).abstained


def test_nothing_is_found_in_an_empty_corpus(meanings: _Meanings) -> None:
    assert Ranker(Corpus())(asked("the roof", corpus=Corpus())) == []
    assert Ranker(Corpus([entry("A", "A fair", "event")]))(asked("zzz qqq", corpus=Corpus())) == []
