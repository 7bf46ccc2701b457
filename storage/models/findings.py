"""What the secretariat decided about what was found: clashes that are dismissed, and what two contributions are."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base, word
from storage.models.people import Person
from storage.words import PairVerdict


class Dismissal(Base):
    """A clash of a contribution with another one or with a milestone that an officer wants to hear of no more.

    ``signature`` stands for the days and the place of both sides as they were then: with another one the clash is back.
    """

    __tablename__ = "dismissal"
    __table_args__ = (
        UniqueConstraint("contribution_id", "other_id"),
        UniqueConstraint("contribution_id", "milestone"),
        CheckConstraint("(other_id IS NULL) <> (milestone IS NULL)", name="one_other_side"),
        CheckConstraint("other_id IS NULL OR contribution_id < other_id", name="sides_ordered"),
        Index("ix_dismissal_panel_id", "panel_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    milestone: Mapped[str | None] = mapped_column(String(60))
    signature: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
    person: Mapped[Person | None] = relationship(lazy="raise")


class Pairing(Base):
    """What an officer said two contributions are: one and the same, held jointly, or different.

    ``kept_id`` is the one that stays of a merge, and the one that leads the common line of a joint event; None where
    the two are different. ``signature`` stands for what made them look alike: for different ones it counts only as long
    as neither changes.
    """

    __tablename__ = "pairing"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="sides_ordered"),
        CheckConstraint("kept_id IS NULL OR kept_id = one_id OR kept_id = other_id", name="kept_is_one_of_them"),
        CheckConstraint("(verdict = 'different') = (kept_id IS NULL)", name="kept_unless_different"),
        Index("ix_pairing_panel_id", "panel_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    one_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    verdict: Mapped[PairVerdict] = mapped_column(word(PairVerdict))
    kept_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    signature: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
    person: Mapped[Person | None] = relationship(lazy="raise")
