"""The index: ranking by words and by vectors, corrections, and questions of any kind."""

import functools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.search.index import MAX_QUERY, Document, Index

DOCUMENTS = (
    Document("Repair of the roof", "The reading hall is closed while the slates of the roof are laid anew."),
    Document("Opening of the café", "Coffee and cake for all readers in the new wing."),
    Document("Concert for the pipe organ", "The organ of the widow Lindqvist is played again; the roof holds."),
    Document("Children's afternoon", "Stories are read aloud to the children of the neighbourhood."),
)
ROOF, CAFE, ORGAN, CHILDREN = range(4)
FRENCH = (
    Document("Réfection du toit", "La salle de lecture est fermée pendant que les ardoises du toit sont posées."),
    Document("Ouverture du café", "Du café et des gâteaux pour tous les lecteurs dans la nouvelle aile."),
    Document("Concert d'orgue", "L'orgue de la veuve Lindqvist est joué de nouveau dans la salle des réunions."),
)
SPANISH = (
    Document("Organizaciones del barrio", "Las organizaciones se reúnen en la sala de lectura cada mes."),
    Document("Conciertos de órgano", "El órgano de la viuda Lindqvist vuelve a sonar para los vecinos."),
)


def axis(number: int, width: int = 4) -> NDArray[np.float32]:
    vector = np.zeros(width, dtype=np.float32)
    vector[number] = 1.0
    return vector


#: Each document has a direction of its own.
VECTORS = np.eye(4, dtype=np.float32)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(DOCUMENTS)


@pytest.fixture(scope="module")
def fused() -> Index:
    return Index(DOCUMENTS, VECTORS)


def numbers(index: Index, query: str, **options: object) -> list[int]:
    return [each.number for each in index.search(query, **options)]  # type: ignore[arg-type]


def test_any_word_may_match_and_more_words_count_more(index: Index) -> None:
    assert numbers(index, "When will the roof be repaired, and by which zeppelin?") == [ROOF, ORGAN]


def test_a_word_in_the_title_counts_more(index: Index) -> None:
    assert numbers(index, "organ")[0] == ORGAN
    twins = Index([Document("Meeting", "about parking"), Document("Parking", "about meeting")])
    assert numbers(twins, "parking") == [1, 0]


def test_the_best_scores_one_and_what_lacks_every_word_is_not_found(index: Index) -> None:
    found = index.search("roof slates")
    assert found[0].score == 1.0
    assert all(0 < each.score <= 1 and each.lexical > 0 and each.similarity == 0 for each in found)
    assert CHILDREN not in [each.number for each in found]


def test_function_words_do_not_choose(index: Index) -> None:
    assert numbers(index, "What is the cake of the all") == [CAFE]


def test_forms_of_a_word_are_one(index: Index) -> None:
    assert numbers(index, "repairs")[0] == ROOF
    assert numbers(Index(FRENCH), "réunion", language="fr") == [2]


def test_accents_may_be_left_out_or_added(index: Index) -> None:
    assert numbers(index, "cafe")[0] == CAFE
    assert numbers(index, "röof")[0] == ROOF
    assert numbers(Index(SPANISH), "organizaciónes", language="es") == [0]
    assert numbers(Index(FRENCH), "refection", language="fr") == [0]


@pytest.mark.parametrize("query", ["lindqvst", "lindqivst", "lindqvizt", "lindqviist", "Lindqwisd"])
def test_a_typing_mistake_still_finds(index: Index, query: str) -> None:
    assert numbers(index, f"{query} concert")[0] == ORGAN
    assert index.correct(query) == "lindqvist"


@pytest.mark.parametrize(
    "word", ["roof", "roofs", "Café", "when", "2017", "a2017", "cak", "zeppelin", "", " ", "ro0f", "🎉🎉🎉🎉"]
)
def test_what_is_no_mistake_is_not_corrected(index: Index, word: str) -> None:
    assert index.correct(word) is None


def test_a_number_is_never_taken_for_another(index: Index) -> None:
    years = Index([Document("Report of 2017"), Document("Report of 2019")])
    assert numbers(years, "2018") == []


def test_of_two_corrections_as_near_the_more_frequent_wins() -> None:
    index = Index([Document("house"), Document("horse"), Document("horse again")])
    assert index.correct("hoese") == "horse"


def test_the_vector_finds_what_no_word_does(fused: Index) -> None:
    assert numbers(fused, "tunes by bellows", vector=axis(ORGAN))[0] == ORGAN


def test_words_and_vectors_agree_upwards(fused: Index) -> None:
    both = fused.search("roof", vector=axis(ROOF))
    assert both[0].number == ROOF
    assert both[0].score == pytest.approx(1.0)
    assert (both[0].similarity, both[0].lexical > 0) == (1.0, True)
    assert all(0 <= each.score <= 1 for each in both)


def test_across_languages_the_vector_weighs_more(fused: Index) -> None:
    def margin(language: str) -> float:
        scores = {
            each.number: each.score
            for each in fused.search("café", language=language, vector=axis(ORGAN))  # type: ignore[arg-type]
        }
        return scores[ORGAN] - scores[CAFE]

    assert margin("en") < margin("es")


def test_each_document_is_judged_by_its_own_language() -> None:
    index = Index([*DOCUMENTS, *FRENCH], np.eye(7, dtype=np.float32))
    scores = {each.number: each.score for each in index.search("orgue", language="fr", vector=axis(ROOF, 7))}
    assert scores[ROOF] > 0.5
    assert scores[6] > scores[CAFE]


def test_a_vector_for_an_index_without_vectors_changes_nothing(index: Index) -> None:
    assert index.search("roof", vector=axis(CAFE)) == index.search("roof")


@pytest.mark.parametrize("limit", [0, 1, 2, 500])
def test_no_more_than_the_limit(fused: Index, limit: int) -> None:
    assert len(fused.search("roof", vector=axis(ROOF), limit=limit)) == min(limit, 4)


def test_an_empty_index_finds_nothing() -> None:
    assert Index([]).search("roof") == []
    assert Index([], np.empty((0, 4), dtype=np.float32)).search("roof", vector=axis(0)) == []
    assert Index([]).correct("roofing") is None


def test_documents_without_any_word_are_let_in() -> None:
    index = Index([Document(""), Document("🎉", "..."), Document("roof")])
    assert numbers(index, "roof") == [2]


def test_a_single_document_that_is_near_scores() -> None:
    index = Index([Document("roof")], np.ones((1, 1), dtype=np.float32))
    assert index.search("bellows", vector=axis(0, 1))[0].score > 0.5


def test_as_many_vectors_as_documents() -> None:
    with pytest.raises(ValueError, match="4 documents"):
        Index(DOCUMENTS, np.eye(3, dtype=np.float32))


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "?",
        "😀😀😀",
        "\x00",
        "\ud800",
        "\ufdfa" * 2_000,
        "'; DROP TABLE vector; --",
        'title:roof AND (body:"x" OR *) NOT ^2 ~ [a TO b] {} \\ /.*/',
        "<!channel> <@U123>",
        "опора крыши",
        "屋根はいつ修理されますか",
        "the of and",
        "a" * 10_000,
        "roof " * 2_000,
    ],
)
def test_any_question_is_let_through(fused: Index, query: str) -> None:
    assert fused.search(query) is not None
    assert len(fused.search(query, vector=axis(ROOF))) == 4


@functools.cache
def shared() -> Index:
    return Index(DOCUMENTS, VECTORS)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_let_through(text: str) -> None:
    index = shared()
    found = index.search(text, vector=axis(ROOF))
    assert sorted(each.number for each in found) == [0, 1, 2, 3]
    assert index.correct(text) is None or text.strip()


def test_what_stands_beyond_the_longest_question_is_not_looked_for(index: Index) -> None:
    assert numbers(index, "x " * MAX_QUERY + "roof") == []


def test_many_threads_may_ask_at_once(fused: Index) -> None:
    asked = ["roof", "coffee", "lindqvst", "children stories"] * 25
    alone = [fused.search(text, vector=axis(ROOF)) for text in asked]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: fused.search(text, vector=axis(ROOF)), asked)) == alone
