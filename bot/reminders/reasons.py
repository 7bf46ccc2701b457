"""Why a reminder was not made, not sent or called off: the words that the ledger stores.

Each has a text in the catalogues under ``reminders.reason_<word>``. A refusal by Slack is stored as Slack's own
error code, which is not in this set.
"""

from enum import StrEnum

from bot.text.catalogue import has_phrase, phrase
from bot.text.languages import Language


class Reason(StrEnum):
    """Why a step has no reminder, or why a reminder ended other than sent."""

    ANSWERED = "answered"
    NIL = "nil"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    CLOSED = "closed"
    LEFT = "left"
    UNPLANNED = "unplanned"
    SPACING = "spacing"
    CAP = "cap"
    BEFORE_OPENING = "before_opening"
    NO_MOMENT = "no_moment"
    OVERTAKEN = "overtaken"
    SNOOZED = "snoozed"
    UNREACHABLE = "unreachable"
    NO_FOCAL_POINT = "no_focal_point"
    PASSED = "passed"
    UNREADABLE = "unreadable"


#: A reminder that was called off for one of these comes back when the plan wants it again: the cause may vanish
#: (a contribution is withdrawn, a panel is opened again). What a person decided (snoozed) does not come back.
REVIVABLE = frozenset(Reason) - {Reason.SNOOZED, Reason.PASSED, Reason.UNREADABLE, Reason.MOVED}


def reason_in_words(reason: str | None, language: Language) -> str:
    """The reason as an officer reads it; a code of Slack's that has no text of ours is shown as it is."""
    if not reason:
        return ""
    key = f"reminders.reason_{reason}"
    return phrase(language, key) if has_phrase(key) else reason
