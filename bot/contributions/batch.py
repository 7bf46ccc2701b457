"""Replies and their readings as JSON lines, for other programs.

In: ``id, text, as_of, entity, lang?`` a line. Out: ``id, intent, contributions, ms``.
"""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.contributions.reading import Reading, read_reply


class ReplyLine(BaseModel):
    """A line of the input; fields that are not ours are passed over."""

    model_config = ConfigDict(extra="ignore")

    id: str
    text: str
    as_of: dt.date
    entity: str = ""


def read_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read each line. Raises pydantic's ValidationError for a line that is no reply."""
    for line in lines:
        if not line.strip():
            continue
        reply = ReplyLine.model_validate_json(line)
        started = time.perf_counter()
        reading = read_reply(reply.text, as_of=reply.as_of, entity=reply.entity)
        milliseconds = (time.perf_counter() - started) * 1000
        yield {"id": reply.id, **as_record(reading), "ms": round(milliseconds, 3)}


def as_record(reading: Reading) -> dict[str, Any]:
    """A reading as the fields that other programs read."""
    return {
        "intent": reading.intent.value,
        "contributions": [
            {
                "kind": draft.kind.value,
                "title": draft.title,
                "start": draft.period.start.isoformat() if draft.period.start else None,
                "end": draft.period.end.isoformat() if draft.period.end else None,
                "precision": draft.period.precision.value if draft.period.precision else None,
                "venue": None,
                "city": None,
                "country": None,
                "countries": [],
                "online": draft.online or None,
                "link": draft.link,
                "status": None,
                "partners": [],
            }
            for draft in reading.contributions
        ],
    }
