"""Times the main paths against bare peers in the same run, and prints the ratios: ``make bench``.

Absolute times depend on the machine and are printed for orientation only; nothing is asserted.
"""

import asyncio
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.replying import answer
from bot.answers.values import Question
from bot.contributions.reading import read_reply
from bot.roadmaps.importing import import_files
from bot.roadmaps.shipped import shipped_roadmaps
from storage.migrate import migrate
from storage.queries.roadmap import milestones
from storage.store import Store
from tests.bench import answer_speed, search_speed
from tests.bench.search_speed import bare_engine

TODAY = dt.date(2017, 1, 30)
NOW = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
QUESTIONS = (
    "When is the fourth thematic session?",
    "Where is the stocktaking meeting?",
    "Who chairs the third hearing?",
)
ROUNDS = 100


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of one call, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


async def median_ms_of(work: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> float:
    """The median time of one awaited call, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        await work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


async def main() -> None:
    """Run all and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.db'}")
        await migrate(store)
        start = time.perf_counter()
        await import_files(store, shipped_roadmaps()["new-york-declaration"].files, now=NOW)
        imported = (time.perf_counter() - start) * 1000
        answerer = Answerer(store)
        start = time.perf_counter()
        corpus = await answerer.corpus()
        built = (time.perf_counter() - start) * 1000
        async with store.reading() as session:
            texts = [f"{row.title} {row.note} {row.venue} {row.lead}" for row in await milestones(session)]
        bare = bare_engine(texts, limit=5)
        search = median_ms(lambda: [bare(text) for text in QUESTIONS]) / len(QUESTIONS)
        pure = median_ms(lambda: [answer(corpus, Question(text, TODAY)) for text in QUESTIONS]) / len(QUESTIONS)
        whole = await median_ms_of(lambda: answerer.ask(Question(QUESTIONS[0], TODAY)))
        reading = median_ms(lambda: read_reply("We hold a workshop in Rome on 3-4 May 2017", TODAY, "IOM"))
        await store.close()
    print(f"import of the first roadmap             {imported:8.1f} ms")
    print(f"index built from the database           {built:8.1f} ms")
    print(f"bare search engine, one question        {search:8.3f} ms")
    print(f"answer from memory, one question        {pure:8.3f} ms   {pure / search:6.1f} x the bare engine")
    print(f"answer with a look at the database      {whole:8.3f} ms   {whole / search:6.1f} x the bare engine")
    print(f"one plain reply read                    {reading:8.3f} ms")


if __name__ == "__main__":
    asyncio.run(main())
    answer_speed.main()
    search_speed.main()
