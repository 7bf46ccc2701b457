"""What comes of an attempt to change the roadmap: values that the caller renders, not exceptions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.models import Milestone


class Refusal(StrEnum):
    """Why nothing was changed; ``roadmap.refused_<value>`` says it in words."""

    NOT_OFFICER = "not_officer"
    GONE = "gone"
    CHANGED = "changed"
    TAKEN = "taken"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Saved:
    """The milestone as it now stands.

    ``old`` and ``new`` hold the fields that this call changed; both are empty where everything stood so already.
    ``instead_of`` is the milestone that this one was made to supersede.
    """

    milestone: Milestone
    old: Mapping[str, str | None]
    new: Mapping[str, str | None]
    instead_of: Milestone | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same submission was taken a moment ago: Slack delivered it twice."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One field that somebody else changed while a form was open: what it was, what it is, what the form wants.

    ``touched`` tells whether whoever filled the form had changed the field too.
    """

    field: str
    before: str | None
    now: str | None
    wanted: str | None
    touched: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the milestone since its form was opened. Nothing was overwritten.

    ``fields`` is what differs; ``wanted`` are the values with which the form goes on: what was typed, and for the
    fields that were not touched what stands there now. ``seen`` is the line of the history that they go by.
    """

    fields: tuple[Meanwhile, ...]
    wanted: Mapping[str, str | None]
    by: str | None
    at: dt.datetime
    seen: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A milestone was removed; ``relinked`` are the ids of those that had superseded it."""

    key: str
    title: str
    relinked: tuple[str, ...]
