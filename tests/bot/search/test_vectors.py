"""Vectors kept in the database: what is embedded, what is not, and in which order the rows come."""

import asyncio
import hashlib
import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.search.vectors import CHUNK, digest_of, forget_unused, packed, unpacked, vectors_for
from storage.models.questions import StoredVector
from storage.store import Store


class Counting:
    """An embedder that makes a vector out of a text's digest, and remembers what it was given."""

    width = 8

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.seen: list[str] = []
        self.threads: set[int] = set()

    def question(self, text: str) -> NDArray[np.float32]:
        numbers = np.frombuffer(hashlib.sha256(text.encode()).digest()[: self.width], dtype=np.uint8)
        vector: NDArray[np.float32] = (numbers + 1).astype(np.float32)
        return vector / np.linalg.norm(vector)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.seen += texts
        self.threads.add(threading.get_ident())
        return np.stack([self.question(text) for text in texts])


def test_a_vector_survives_its_storing() -> None:
    vector = Counting().question("roof")
    assert len(packed(vector)) == 2 * len(vector)
    assert unpacked(packed(vector)) == pytest.approx(vector, abs=1e-3)
    assert np.linalg.norm(unpacked(packed(vector))) == pytest.approx(1.0, abs=1e-6)
    assert not unpacked(packed(np.zeros(8, dtype=np.float32))).any()


def test_the_digest_tells_models_and_texts_apart() -> None:
    digests = {digest_of("a", "b"), digest_of("ab", ""), digest_of("a", "c"), digest_of("b", "b"), digest_of("", "ab")}
    assert len(digests) == 5
    assert digest_of("a", "b") == hashlib.sha256(b"a\0b").hexdigest()
    assert digest_of("a", "\ud800")


async def test_rows_come_in_the_order_of_the_texts(store: Store) -> None:
    texts = ["roof", "café", "", "roof", "réfection \U0001f389"]
    embedder = Counting()
    rows = await vectors_for(store, embedder, texts)
    assert rows.shape == (5, 8)
    assert rows.dtype == np.float32
    for row, text in zip(rows, texts, strict=True):
        assert row == pytest.approx(embedder.question(text), abs=1e-3)


async def test_only_what_is_missing_is_embedded(store: Store) -> None:
    first = await vectors_for(store, Counting(), ["roof", "café"])
    embedder = Counting()
    second = await vectors_for(store, embedder, ["organ", "café", "roof", "organ"])
    assert embedder.seen == ["organ"]
    assert (second[[2, 1]] == first).all(), "a stored vector is the same as a fresh one"


async def test_another_model_embeds_anew(sqlite_store: Store) -> None:
    await vectors_for(sqlite_store, Counting(), ["roof"])
    other = Counting("other")
    await vectors_for(sqlite_store, other, ["roof"])
    assert other.seen == ["roof"]


async def test_it_embeds_in_a_thread_and_tells_how_far_it_is(sqlite_store: Store) -> None:
    embedder, told = Counting(), list[int]()
    texts = [f"text {number}" for number in range(2 * CHUNK + 5)]
    await vectors_for(sqlite_store, embedder, texts[:10])
    await vectors_for(sqlite_store, embedder, [*texts, texts[0]], told.append)
    assert threading.get_ident() not in embedder.threads
    assert told[0] == 11, "what was stored is done at once"
    assert len(told) == 3
    assert sum(told) == len(texts) + 1


async def test_no_texts_no_rows(sqlite_store: Store) -> None:
    assert (await vectors_for(sqlite_store, Counting(), [])).shape == (0, 8)


async def test_two_at_once_embed_without_harm(store: Store) -> None:
    texts = [f"text {number}" for number in range(3 * CHUNK)]
    one, other = await asyncio.gather(
        vectors_for(store, Counting(), texts), vectors_for(store, Counting(), texts[::-1])
    )
    assert (one == other[::-1]).all()


async def test_what_stops_half_way_keeps_what_it_had(sqlite_store: Store) -> None:
    texts = [f"text {number}" for number in range(2 * CHUNK)]

    class Stopping(Counting):
        def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
            if self.seen:
                raise RuntimeError("stopped")
            return super().passages(texts, progress)

    with pytest.raises(RuntimeError, match="stopped"):
        await vectors_for(sqlite_store, Stopping(), texts)
    embedder = Counting()
    await vectors_for(sqlite_store, embedder, texts)
    assert len(embedder.seen) == CHUNK


async def test_a_row_of_another_width_is_not_used(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as session:
        session.add(StoredVector(digest=digest_of("counting", "roof"), data=b"\0\0"))
    rows = await vectors_for(sqlite_store, Counting(), ["roof"])
    assert rows[0] == pytest.approx(Counting().question("roof"), abs=1e-3)


async def test_unused_vectors_are_forgotten(sqlite_store: Store) -> None:
    await vectors_for(sqlite_store, Counting(), ["roof", "café"])
    async with sqlite_store.unit() as session:
        assert await forget_unused(session, [digest_of("counting", "roof")]) == 1
    embedder = Counting()
    await vectors_for(sqlite_store, embedder, ["roof", "café"])
    assert embedder.seen == ["café"]
