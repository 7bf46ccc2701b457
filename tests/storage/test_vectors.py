"""Stored vectors, on both databases."""

from storage.queries.vectors import CHUNK, forget_unused, store_vectors, stored_vectors
from storage.store import Store


async def test_what_is_stored_is_found_by_its_digest(store: Store) -> None:
    async with store.unit() as session:
        await store_vectors(session, {"a" * 64: b"\x00\xff", "b" * 64: b""})
    async with store.reading() as session:
        assert await stored_vectors(session, ["a" * 64, "b" * 64, "c" * 64]) == {"a" * 64: b"\x00\xff", "b" * 64: b""}
        assert await stored_vectors(session, []) == {}


async def test_a_digest_keeps_its_first_vector(store: Store) -> None:
    for data in (b"first", b"second"):
        async with store.unit() as session:
            await store_vectors(session, {"a": data, data.decode(): data})
    async with store.reading() as session:
        assert (await stored_vectors(session, ["a"]))["a"] == b"first"
        assert len(await stored_vectors(session, ["a", "first", "second"])) == 3


async def test_more_than_one_statement_takes(store: Store) -> None:
    vectors = {f"{number:064}": number.to_bytes(4, "little") for number in range(2 * CHUNK + 1)}
    async with store.unit() as session:
        await store_vectors(session, vectors)
    async with store.reading() as session:
        assert await stored_vectors(session, vectors) == vectors
    kept = dict(list(vectors.items())[:3])
    async with store.unit() as session:
        assert await forget_unused(session, kept) == len(vectors) - 3
    async with store.reading() as session:
        assert await stored_vectors(session, vectors) == kept
