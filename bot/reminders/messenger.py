"""What the outbox needs of the outside: send this, did it arrive, where does this person read. A Protocol."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.text.languages import Language
from storage.words import ReminderKind


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything that one message needs, and nothing that has to be looked up while it is being sent.

    ``key`` travels in the message's metadata; reading the channel back finds the message by it. ``now`` is the
    instant at which the notice was made. ``have`` are titles of what the entity has submitted, ``drafts`` the number
    of its unfinished drafts, ``missing`` what a submitted contribution lacks. A digest's lists hold acronyms.
    """

    reminder_id: int
    key: str
    kind: ReminderKind
    step: str
    language: Language
    now: dt.datetime
    workspace_id: int
    person_id: int
    person_name: str
    recipient_zone: str
    slack_user_id: str
    channel: str
    panel_id: int
    panel_title: str
    meeting: str
    deadline_id: int
    task: str
    due_at: dt.datetime
    zone: str
    entity_id: int | None = None
    entity_name: str | None = None
    entity_acronym: str | None = None
    signed_by: tuple[str, ...] = ()
    have: tuple[str, ...] = ()
    drafts: int = 0
    missing: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted: the message stands in the channel under ``ts``."""

    ts: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite no about this message: it is not there and will not be. ``reason`` is Slack's error code.

    What ails the whole workspace (a revoked token, say) is Held instead: the reminders wait until it is mended.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """Not now: the message is not there. Wait ``retry_after`` seconds with the channel or the whole workspace."""

    retry_after: float
    scope: Literal["channel", "workspace"] = "workspace"


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may have arrived: a time-out, a dropped connection, a 5xx, ``internal_error`` or ``fatal_error``."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """The message with the key stands in the channel."""

    ts: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The channel was read back from the asked instant to its end, and no message has the key."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The channel cannot be read back (no scope, say), now or later: a person has to look."""

    reason: str


Outcome = Sent | Refused | Held | Uncertain
Reading = Found | Absent | Unreadable


class Messenger(Protocol):
    """Fulfilled by ``handlers`` for Slack. Its client must not retry on its own: a blind retry posts twice."""

    async def send(self, notice: Notice) -> Outcome:
        """Post one message, in one attempt. An exception counts as uncertain."""
        ...

    async def find(self, channel: str, key: str, since: dt.datetime) -> Reading:
        """Look in a channel for the message with a key that was posted at ``since`` or later.

        An exception, or a limit that passes, means that nothing was learnt: it is asked again later.
        """
        ...

    async def open_channel(self, slack_user_id: str) -> str | Refused | Held:
        """The id of the direct channel with somebody. Sends nothing, so it may be asked again."""
        ...
