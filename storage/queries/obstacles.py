"""The states of a reminder as conditions, and what keeps one from being sent."""

import datetime as dt

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, literal_column, or_
from sqlalchemy.orm import aliased

from storage.models import Contribution, Deadline, Lease, NilReturn, Officer, Panel, PanelEntity, Person, Reminder, Seat
from storage.queries.leases import HOLD, database_time
from storage.queries.panels import CONTRIBUTIONS
from storage.words import ContributionState, PanelState, ReminderKind, ReminderState

IN_HANDS: ColumnElement[bool] = literal_column("reminder.state IN ('claimed', 'sending', 'unknown')")


def state_is(state: ReminderState) -> ColumnElement[bool]:
    """The state as a literal; for the states in hands together with the predicate of their partial index."""
    found: ColumnElement[bool] = literal_column(f"reminder.state = '{state.value}'")
    if state in (ReminderState.CLAIMED, ReminderState.SENDING, ReminderState.UNKNOWN):
        return and_(IN_HANDS, found)
    return found


PENDING, CLAIMED, SENDING, UNKNOWN = (
    state_is(state)
    for state in (ReminderState.PENDING, ReminderState.CLAIMED, ReminderState.SENDING, ReminderState.UNKNOWN)
)
#: Nothing is on its way yet: what may still be called off or moved.
CALLABLE = or_(PENDING, CLAIMED)


def _there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row; said of the reminder (and its person) of the statement around it."""
    return exists().where(*conditions).correlate(Reminder, Person)


def _held(name: ColumnElement[str]) -> ColumnElement[bool]:
    return _there(Lease.name == name, Lease.expires_at > database_time())


def workspace_held() -> ColumnElement[bool]:
    """Whether the workspace of a reminder is held back after a 429."""
    return _held(literal_column(f"'{HOLD}workspace:'", String) + cast(Reminder.workspace_id, String))


def channel_held(channel: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a channel is held back after a 429."""
    return _held(literal_column(f"'{HOLD}channel:'", String) + channel)


def obstacles(now: dt.datetime, spacing: dt.timedelta, channel: str | None = None) -> dict[str, ColumnElement[bool]]:
    """What keeps a reminder from being sent now, by the reason's name: one truth for sending and for explaining.

    Each is an expression over a row of ``reminder``. The order is that in which a reason is given.
    """
    deadline = Deadline.id == Reminder.deadline_id
    has_entity = Reminder.entity_id.is_not(None)
    other = aliased(Reminder)
    contributed = _there(
        deadline,
        Deadline.task == CONTRIBUTIONS,
        Contribution.panel_id == Deadline.panel_id,
        Contribution.entity_id == Reminder.entity_id,
        Contribution.state == ContributionState.SUBMITTED,
    )
    somebody = aliased(Person)
    found = {
        "moved": ~_there(deadline, Deadline.generation == Reminder.generation),
        "closed": ~_there(
            deadline,
            Deadline.opened_at.is_not(None),
            Panel.id == Deadline.panel_id,
            Panel.state == PanelState.OPEN,
        ),
        "answered": has_entity & contributed,
        "nil": has_entity
        & _there(NilReturn.deadline_id == Reminder.deadline_id, NilReturn.entity_id == Reminder.entity_id),
        "withdrawn": has_entity
        & ~_there(
            deadline,
            PanelEntity.panel_id == Deadline.panel_id,
            PanelEntity.entity_id == Reminder.entity_id,
            PanelEntity.withdrawn_at.is_(None),
        ),
        "left": or_(
            ~_there(somebody.id == Reminder.person_id, somebody.active.is_(True)),
            has_entity
            & ~_there(
                deadline,
                Seat.panel_id == Deadline.panel_id,
                Seat.entity_id == Reminder.entity_id,
                Seat.person_id == Reminder.person_id,
                Seat.stepped_back_at.is_(None),
            ),
            ~has_entity & ~_there(Officer.person_id == Reminder.person_id),
        ),
        "passed": Reminder.valid_until <= now,
        "early": Reminder.not_before > now,
        "held": workspace_held(),
        # What the recipient asked for at a time of their own choice is not too soon for them.
        "spacing": Reminder.snoozed.is_(False)
        & (Reminder.kind != ReminderKind.DIGEST)
        & _there(
            other.person_id == Reminder.person_id,
            other.deadline_id == Reminder.deadline_id,
            other.id != Reminder.id,
            other.kind != ReminderKind.DIGEST,
            other.sent_at > now - spacing,
        ),
    }
    if channel is not None:
        found["held"] = found["held"] | channel_held(literal(channel, String))
    return found
