"""What the history of the roadmap tells: the words that its lines are kept under."""

from enum import StrEnum


class Action(StrEnum):
    """What a line of the history tells; ``roadmap.action_<value>`` says it in words."""

    ADDED = "added"
    EDITED = "edited"
    RELINKED = "relinked"
    REMOVED = "removed"
    RESTORED = "restored"
    IMPORTED = "imported"
    IMPORT_ADDED = "import_added"
    IMPORT_CHANGED = "import_changed"
    IMPORT_REMOVED = "import_removed"


#: The lines of one milestone; an import has one line for each, and one that sums it up.
OF_ONE = frozenset(Action) - {Action.IMPORTED}
#: The lines of the roadmap as a whole: of an import only the one that sums it up.
OF_ALL = frozenset(Action) - {Action.IMPORT_ADDED, Action.IMPORT_CHANGED, Action.IMPORT_REMOVED}
REMOVALS = (Action.REMOVED, Action.IMPORT_REMOVED)
