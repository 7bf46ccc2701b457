"""Stored sentence vectors, by the digest of their text."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.questions import StoredVector
from storage.queries.leases import insert_into

#: How many digests one statement names; both databases take many more, and a longer statement is no quicker.
CHUNK = 500


async def stored_vectors(session: AsyncSession, digests: Collection[str]) -> dict[str, bytes]:
    """The vectors of those digests that have one."""
    found: dict[str, bytes] = {}
    for chunk in _chunks(sorted(set(digests))):
        rows = await session.execute(
            select(StoredVector.digest, StoredVector.data).where(StoredVector.digest.in_(chunk))
        )
        found.update((digest, data) for digest, data in rows)
    return found


async def store_vectors(session: AsyncSession, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors; a digest that has one already keeps that.

    They are written in the order of their digests, so that two processes that store the same at once wait for each
    other rather than lock each other out.
    """
    for chunk in _chunks(sorted(vectors)):
        rows = [{"digest": digest, "data": vectors[digest]} for digest in chunk]
        statement = insert_into(session, StoredVector).values(rows)
        await session.execute(statement.on_conflict_do_nothing(index_elements=[StoredVector.digest]))


async def forget_unused(session: AsyncSession, digests: Collection[str]) -> int:
    """Delete all vectors but those of the digests; how many there were to delete.

    A process that still uses one of the deleted has it in memory; whoever needs it anew embeds the text again.
    """
    used = set(digests)
    unused = sorted(digest for digest in await session.scalars(select(StoredVector.digest)) if digest not in used)
    for chunk in _chunks(unused):
        await session.execute(delete(StoredVector).where(StoredVector.digest.in_(chunk)))
    return len(unused)


def _chunks(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), CHUNK):
        yield digests[start : start + CHUNK]
