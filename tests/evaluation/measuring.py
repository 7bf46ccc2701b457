"""Sets of questions with right answers, asked of the real answerer over a real database."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.values import Question
from bot.roadmaps.importing import import_files
from bot.roadmaps.shipped import shipped_roadmaps
from bot.search.embedding import Embedder
from storage.store import Store
from tests.evaluation.scoring import Score

HERE = Path(__file__).parent
#: Replies are read, not asked.
REPLIES = HERE / "replies.jsonl"
#: The day on which a question without a date is asked: the whole of each roadmap lies before it or around it.
TODAY = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Questions about one roadmap."""

    questions: Path
    roadmap: tuple[Path, ...]


def evaluations() -> dict[str, Evaluation]:
    """The sets that come with the project, by name."""
    shipped = shipped_roadmaps()["new-york-declaration"].files
    found = {}
    for file in sorted(HERE.glob("*.jsonl")):
        if file == REPLIES:
            continue
        folder = HERE / file.stem
        found[file.stem] = Evaluation(file, tuple(sorted(folder.iterdir())) if folder.is_dir() else tuple(shipped))
    return found


async def measure(store: Store, embedder: Embedder | None, evaluation: Evaluation) -> Score:
    """Import the roadmap into an empty database and ask every question."""
    await import_files(store, evaluation.roadmap, now=NOW)
    answerer = Answerer(store, embedder)
    score = Score()
    for line in evaluation.questions.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        as_of = dt.date.fromisoformat(gold["as_of"]) if gold.get("as_of") else None
        question = Question(
            gold["q"], today=as_of or TODAY, language="en", as_of=as_of, history=tuple(gold.get("history", ()))
        )
        score.take(gold, await answerer.ask(question))
    return score
