"""Questions and answers as JSON lines, for other programs.

In: ``q, as_of?, history?, lang?`` a line. Out: ``q, history, as_of, text, citations, abstained, lang, ms``.
"""

import datetime as dt
import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.answers.answerer import Answerer
from bot.answers.values import Answer, Question
from bot.text.languages import language_of


class QuestionLine(BaseModel):
    """A line of the input; fields that are not ours are passed over."""

    model_config = ConfigDict(extra="ignore")

    q: str
    as_of: dt.date | None = None
    history: list[str] = []
    lang: str | None = None


async def answer_lines(answerer: Answerer, lines: Iterable[str], today: dt.date) -> AsyncIterator[dict[str, Any]]:
    """Answer each line. Raises pydantic's ValidationError for a line that is no question."""
    for line in lines:
        if not line.strip():
            continue
        asked = QuestionLine.model_validate_json(line)
        question = Question(
            text=asked.q,
            today=asked.as_of or today,
            language=language_of(asked.lang),
            as_of=asked.as_of,
            history=tuple(asked.history),
        )
        started = time.perf_counter()
        answered = await answerer.ask(question)
        milliseconds = (time.perf_counter() - started) * 1000
        as_of = asked.as_of.isoformat() if asked.as_of else None
        record = {"q": asked.q, "history": asked.history, "as_of": as_of, **as_record(answered)}
        yield {**record, "ms": round(milliseconds, 3)}


def as_record(answered: Answer) -> dict[str, Any]:
    """An answer as the fields that other programs read."""
    return {
        "text": answered.text,
        "citations": [citation.ref for citation in answered.citations],
        "abstained": answered.abstained,
        "lang": answered.language,
    }
