"""Replies and readings as JSON lines, for other programs.

In: ``id, text, as_of, entity, lang?`` a line. Out: ``id, intent, contributions, ms``; a contribution has ``kind, title,
start, end, precision, venue, city, country, countries, online, link, status, partners``, each null where the text does
not say it.
"""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.contributions.reading import Draft, read_reply


class ReplyLine(BaseModel):
    """A line of the input; fields that are not ours are passed over."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    text: str
    as_of: dt.date | None = None
    entity: str = ""


def read_lines(lines: Iterable[str], today: dt.date) -> Iterator[dict[str, Any]]:
    """Read each line; ``today`` stands in for a missing ``as_of``. Raises ValidationError for a line that is none."""
    for line in lines:
        if not line.strip():
            continue
        reply = ReplyLine.model_validate_json(line)
        started = time.perf_counter()
        reading = read_reply(reply.text, reply.as_of or today, reply.entity)
        milliseconds = (time.perf_counter() - started) * 1000
        yield {
            "id": reply.id,
            "intent": reading.intent.value,
            "contributions": [as_record(draft) for draft in reading.drafts],
            "ms": round(milliseconds, 3),
        }


def as_record(draft: Draft) -> dict[str, Any]:
    """A draft as the fields that other programs read."""
    period = draft.period
    return {
        "kind": draft.kind.value,
        "title": draft.title,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "precision": period.precision.value if period.precision else None,
        "venue": draft.venue,
        "city": draft.city,
        "country": draft.country,
        "countries": list(draft.countries),
        "online": draft.online or None,
        "link": draft.link,
        "status": draft.status.value if draft.status else None,
        "partners": list(draft.partners),
    }
