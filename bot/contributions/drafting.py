"""From what was read in a plain text to a form that is filled with it."""

from typing import Any

from bot.contributions.reading import Draft
from storage.words import Precision


def typed_from_draft(draft: Draft) -> dict[str, Any]:
    """What the form of the draft's kind shows; what the text does not say stays empty."""
    period = draft.period
    return {
        "title": draft.title,
        "start_date": period.start.isoformat() if period.start else None,
        "end_date": period.end.isoformat() if period.end else None,
        "precision": (period.precision or Precision.DAY).value,
        "tbc": period.tbc,
        "venue": draft.venue,
        "city": draft.city,
        "country": draft.country or ", ".join(draft.countries) or None,
        "online": bool(draft.online),
        "link": draft.link,
        "status": draft.status,
        "partners": ", ".join(draft.partners) or None,
    }
