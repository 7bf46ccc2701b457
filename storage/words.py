"""The words of the project that are stored as closed sets: one name for one thing, in code and in tables."""

from enum import StrEnum


class Precision(StrEnum):
    """How exactly a period is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class SeatRole(StrEnum):
    """What a person with a seat is for their entity."""

    FOCAL_POINT = "focal_point"
    ALTERNATE = "alternate"


class PanelState(StrEnum):
    """Where a panel stands between its first idea and its end."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ContributionKind(StrEnum):
    """The four kinds of concrete thing an entity can offer (named by the concept note)."""

    EVENT = "event"
    PUBLICATION = "publication"
    PROJECT = "project"
    ACTIVITY = "activity"


class ContributionStatus(StrEnum):
    """How sure the entity is that it will happen."""

    PLANNED = "planned"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    DONE = "done"
    CANCELLED = "cancelled"


class ContributionState(StrEnum):
    """Where a contribution stands with us."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class DraftOrigin(StrEnum):
    """Where a draft was begun: in the form, in a reply to the bot, or from a message of somebody to others."""

    FORM = "form"
    REPLY = "reply"
    MESSAGE = "message"


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    SAVED = "saved"
    DISCARDED = "discarded"


class PairVerdict(StrEnum):
    """What an officer says of two contributions that look alike."""

    MERGED = "merged"
    JOINT = "joint"
    DIFFERENT = "different"


class Visibility(StrEnum):
    """Who may see a submitted contribution: everybody on the panel, or its entity and the officers only."""

    PANEL = "panel"
    OFFICERS = "officers"


class ReminderKind(StrEnum):
    """What one message is about; the recipient of a digest is an officer, of the others a panellist."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    INCOMPLETE = "incomplete"
    DIGEST = "digest"


class ReminderState(StrEnum):
    """The life of one reminder; ``docs/reminders.md`` says what an operator does about each."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"
