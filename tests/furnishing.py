"""The sample panel in a test's database, without making the same sentence vectors for every test anew."""

import pickle
from pathlib import Path

from sqlalchemy import select

from app import furnish
from bot.settings import Settings
from storage.migrate import migrate
from storage.models import StoredVector
from storage.queries.vectors import store_vectors
from storage.store import Store


async def furnish_with_vectors(settings: Settings, team_id: str, kept: Path) -> None:
    """As ``rapporteur try`` furnishes it. ``kept`` is a file in which the first test leaves the vectors to the others.

    What the vectors are is not changed by it: they are those that the first test made and its database gave back.
    """
    store = Store(settings.database_url)
    try:
        known = _read(kept)
        if known:
            await migrate(store)
            async with store.unit() as session:
                await store_vectors(session, known)
        await furnish(settings, team_id)
        if not known:
            async with store.reading() as session:
                _write(kept, {row.digest: row.data for row in await session.scalars(select(StoredVector))})
    finally:
        await store.close()


def _read(kept: Path) -> dict[str, bytes]:
    if not kept.exists():
        return {}
    known: dict[str, bytes] = pickle.loads(kept.read_bytes())
    return known


def _write(kept: Path, made: dict[str, bytes]) -> None:
    """Another test process may read or write it at the same time: it is there whole, or not at all."""
    half = kept.with_suffix(f".{id(made)}")
    half.write_bytes(pickle.dumps(made))
    half.replace(kept)
