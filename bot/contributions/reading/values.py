"""What reading a reply gives."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from bot.text.periods import Period
from storage.words import ContributionKind, ContributionStatus


class Intent(StrEnum):
    """What a reply wants."""

    CONTRIBUTION = "contribution"
    NOTHING_TO_REPORT = "nothing_to_report"
    QUESTION = "question"
    THANKS = "thanks"
    SNOOZE = "snooze"
    DECLINE = "decline"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Draft:
    """A contribution as a reply tells it; ``words`` is the piece of text that it came from."""

    kind: ContributionKind
    title: str
    words: str
    period: Period = field(default_factory=Period)
    venue: str | None = None
    city: str | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    online: bool = False
    link: str | None = None
    status: ContributionStatus | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply was understood to say. ``unread`` names the titles beyond the twenty-five drafts.

    ``until`` is the day to which somebody who snoozes asks to be left in peace, where one is named; ``instead`` is whom
    to ask, as it was typed, where somebody who declines names one.
    """

    intent: Intent
    drafts: tuple[Draft, ...] = ()
    unread: tuple[str, ...] = ()
    until: dt.date | None = None
    instead: str | None = None
