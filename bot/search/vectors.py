"""Vectors that are kept in the database, so that a text that did not change is embedded only once."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.embedding import Embedder
from storage.queries.vectors import forget_unused, store_vectors, stored_vectors
from storage.store import Store

__all__ = ["digest_of", "forget_unused", "packed", "unpacked", "vectors_for"]

#: How many texts are embedded and stored at a time: as much is lost at most when the process is stopped.
CHUNK = 64
_STORED = np.dtype("<f2")


def digest_of(model: str, text: str) -> str:
    """The key of a text's vector: it is another one for another model, too."""
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def packed(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is stored: float16, little endian. Half the bytes; the cosine keeps three digits."""
    return vector.astype(_STORED).tobytes()


def unpacked(data: bytes) -> NDArray[np.float32]:
    """The vector that was stored, of length 1 again."""
    vector = np.frombuffer(data, dtype=_STORED).astype(np.float32)
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


async def vectors_for(
    store: Store, embedder: Embedder, texts: Sequence[str], progress: Callable[[int], None] | None = None
) -> NDArray[np.float32]:
    """The vectors of the texts, a row each in their order; what the database lacks is embedded and stored.

    The embedding runs in a thread; ``progress`` hears, in the event loop, how many more of the texts are done. Two
    processes may do this at once: what both embed is stored once.
    """
    rows = np.empty((len(texts), embedder.width), dtype=np.float32)
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(digest_of(embedder.name, text), []).append(place)

    def fill(data_of: dict[str, bytes]) -> None:
        for digest, data in data_of.items():
            rows[places[digest]] = unpacked(data)
        if progress is not None and data_of:
            progress(sum(len(places[digest]) for digest in data_of))

    async with store.reading() as session:
        stored = await stored_vectors(session, places)
    # A row of another width is none of this model's; nothing we write makes one.
    stored = {digest: data for digest, data in stored.items() if len(data) == embedder.width * _STORED.itemsize}
    fill(stored)
    missing = [digest for digest in places if digest not in stored]
    for start in range(0, len(missing), CHUNK):
        chunk = missing[start : start + CHUNK]
        embedded = await asyncio.to_thread(embedder.passages, [texts[places[digest][0]] for digest in chunk])
        made = {digest: packed(vector) for digest, vector in zip(chunk, embedded, strict=True)}
        async with store.unit() as session:
            await store_vectors(session, made)
        fill(made)
    return rows
