"""The tables, one module a group of nouns; the words are those of ``docs/architecture.md``."""

from storage.models.contributions import Contribution, NilReturn
from storage.models.drafts import StoredDraft
from storage.models.findings import Dismissal, Pairing
from storage.models.operations import Change, Heartbeat, Lease, SeenEvent
from storage.models.panels import Deadline, Panel, PanelEntity, Seat
from storage.models.people import Entity, Officer, Person, Workspace
from storage.models.questions import AskedQuestion, Feedback, SecretariatAnswer, StoredVector
from storage.models.reminders import Reminder, ReminderEvent
from storage.models.roadmap import Milestone, Passage, Source, Term

__all__ = [
    "AskedQuestion",
    "Change",
    "Contribution",
    "Deadline",
    "Dismissal",
    "Entity",
    "Feedback",
    "Heartbeat",
    "Lease",
    "Milestone",
    "NilReturn",
    "Officer",
    "Pairing",
    "Panel",
    "PanelEntity",
    "Passage",
    "Person",
    "Reminder",
    "ReminderEvent",
    "Seat",
    "SecretariatAnswer",
    "SeenEvent",
    "Source",
    "StoredDraft",
    "StoredVector",
    "Term",
    "Workspace",
]
