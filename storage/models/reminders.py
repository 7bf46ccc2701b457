"""Reminders as rows, and the append-only log of what happened to each."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base, word
from storage.models.panels import Deadline
from storage.models.people import Entity, Person
from storage.words import ReminderKind, ReminderState

#: SQLite gives automatic numbers only to an INTEGER key.
Number = BigInteger().with_variant(Integer, "sqlite")


class Reminder(Base):
    """One message that one person should get about one deadline at one step of the ladder.

    The window is ``not_before`` to ``valid_until``. ``claim_id`` is the fencing token of the worker that holds the
    row until ``lease_until`` (on the database's clock). ``key`` travels in the message's metadata, so that reading
    back the channel can tell whether an uncertain message arrived. The unique key makes planning again harmless.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("workspace_id", "deadline_id", "generation", "person_id", "step"),
        CheckConstraint("valid_until >= not_before", name="window_ordered"),
        # What one person got about one deadline, whatever its generation: asked at each sending.
        Index("ix_reminder_person", "person_id", "deadline_id"),
        # Partial indexes: a tick with nothing to do reads neither the past nor the far future.
        Index(
            "ix_reminder_due",
            "not_before",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_reminder_open",
            "state",
            "lease_until",
            sqlite_where=text("state IN ('claimed', 'sending', 'unknown')"),
            postgresql_where=text("state IN ('claimed', 'sending', 'unknown')"),
        ),
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"))
    generation: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    #: The entity that the message speaks of; a digest speaks of all, so it has none.
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ReminderKind] = mapped_column(word(ReminderKind))
    state: Mapped[ReminderState] = mapped_column(word(ReminderState), default=ReminderState.PENDING)
    reason: Mapped[str | None] = mapped_column(Text)
    not_before: Mapped[dt.datetime]
    valid_until: Mapped[dt.datetime]
    snoozed: Mapped[bool] = mapped_column(default=False)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    claim_id: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    absences: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[dt.datetime | None]
    deadline: Mapped[Deadline] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    entity: Mapped[Entity | None] = relationship(lazy="raise")


class ReminderEvent(Base):
    """One thing that happened to a reminder; never changed, never deleted on its own."""

    __tablename__ = "reminder_event"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime]
    state: Mapped[ReminderState] = mapped_column(word(ReminderState))
    detail: Mapped[str | None] = mapped_column(Text)
