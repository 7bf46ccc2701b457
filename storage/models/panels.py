"""Panels, who sits on them, and what is due to them."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base, word
from storage.models.people import Entity, Person
from storage.words import PanelState, SeatRole


class Panel(Base):
    """One panel of one meeting."""

    __tablename__ = "panel"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("minutes_per_speaker > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(Text)
    meeting: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    zone: Mapped[str] = mapped_column(String(60))
    venue: Mapped[str | None] = mapped_column(Text)
    minutes_per_speaker: Mapped[int] = mapped_column(default=10)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    officers_channel: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[PanelState] = mapped_column(word(PanelState), default=PanelState.DRAFT)
    moderator: Mapped[Person | None] = relationship(lazy="raise")


class PanelEntity(Base):
    """An entity that is expected to answer to a panel."""

    __tablename__ = "panel_entity"

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"), primary_key=True)
    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True)
    withdrawn_at: Mapped[dt.datetime | None]
    entity: Mapped[Entity] = relationship(lazy="raise")


class Seat(Base):
    """A person who answers for an entity on a panel; one seat a person and panel.

    ``stepped_back_at`` is set when the person asked somebody else to answer: they keep their rights and are not
    reminded.
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "person_id"),
        # A reminder goes to *the* focal point: two of them would be told twice.
        Index(
            "uq_seat_focal_point",
            "panel_id",
            "entity_id",
            unique=True,
            sqlite_where=text("role = 'focal_point'"),
            postgresql_where=text("role = 'focal_point'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[SeatRole] = mapped_column(word(SeatRole))
    stepped_back_at: Mapped[dt.datetime | None]
    entity: Mapped[Entity] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class Deadline(Base):
    """What is due to a panel by when.

    ``task`` is ``contributions`` or a named task. ``generation`` rises each time the deadline moves, so that the
    reminders of the old date and of the new one are different rows. ``ladder`` holds the steps in days relative to
    the due date (negative before); empty means the default of ``bot.reminders.ladder``.
    """

    __tablename__ = "deadline"
    __table_args__ = (UniqueConstraint("panel_id", "task"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    task: Mapped[str] = mapped_column(String(60), default="contributions")
    due_at: Mapped[dt.datetime]
    zone: Mapped[str] = mapped_column(String(60))
    generation: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[dt.datetime | None]
    ladder: Mapped[list[int]] = mapped_column(default=list)
    panel: Mapped[Panel] = relationship(lazy="raise")
