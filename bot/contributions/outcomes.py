"""What comes of an attempt to keep something: values that the caller renders, not exceptions."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from storage.models import Contribution, NilReturn


class Refusal(StrEnum):
    """Why nothing was changed; ``contributions.refused_<value>`` says it in words."""

    NOT_YOURS = "not_yours"
    GONE = "gone"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    NOT_EXPECTED = "not_expected"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Saved:
    """The contribution as it now stands (with its entity loaded), and what it still lacks.

    ``changed`` names the fields that this call changed; it is empty where everything stood so already, as when Slack
    delivers a submission twice.
    """

    contribution: Contribution
    missing: tuple[str, ...]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that somebody changed: the stored values before and after, as the history keeps them."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the contribution since it was opened. Nothing was overwritten.

    ``contribution`` is as it now stands, ``changes`` what others changed in the meantime, ``by`` and ``at`` the last
    of them.
    """

    contribution: Contribution
    changes: tuple[FieldChange, ...]
    by: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class NilReported:
    """The entity has answered "nothing to report". ``new`` is False where it had said so before.

    ``contributions`` counts what the entity has submitted all the same: that stays.
    """

    nil: NilReturn
    new: bool
    contributions: int
