"""What entities answer: contributions and nil returns."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base, word
from storage.models.people import Entity, Person
from storage.words import ContributionKind, ContributionState, ContributionStatus, Precision, Visibility


class Contribution(Base):
    """One concrete thing that an entity offers to a panel.

    The period is ``start_date`` to ``end_date`` (first and last day, both included) with its ``precision``; either
    end may be open. ``version`` rises with each change: an edit names the version it was made from, so that two
    people who edit at once do not overwrite each other in silence.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("end_date IS NULL OR start_date IS NULL OR end_date >= start_date", name="period_ordered"),
        CheckConstraint("length(title) BETWEEN 1 AND 3000", name="title_length"),
        Index("ix_contribution_panel_entity", "panel_id", "entity_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"))
    kind: Mapped[ContributionKind] = mapped_column(word(ContributionKind))
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    start_date: Mapped[dt.date | None]
    end_date: Mapped[dt.date | None]
    precision: Mapped[Precision | None] = mapped_column(word(Precision))
    tbc: Mapped[bool] = mapped_column(default=False)
    venue: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(String(200))
    country: Mapped[str | None] = mapped_column(String(200))
    online: Mapped[bool] = mapped_column(default=False)
    link: Mapped[str | None] = mapped_column(Text)
    status: Mapped[ContributionStatus] = mapped_column(word(ContributionStatus))
    workstreams: Mapped[list[str]] = mapped_column(default=list)
    partners: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    internal_remark: Mapped[str | None] = mapped_column(Text)
    visibility: Mapped[Visibility] = mapped_column(word(Visibility), default=Visibility.PANEL)
    state: Mapped[ContributionState] = mapped_column(word(ContributionState))
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    #: Names the Slack view it was written from: a submission that Slack delivers twice is stored once.
    submission_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    entity: Mapped[Entity] = relationship(lazy="raise")
    author: Mapped[Person | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads this class attribute


class NilReturn(Base):
    """ "Nothing to report": an answer, with a date. At most one for an entity and a deadline."""

    __tablename__ = "nil_return"

    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"), primary_key=True)
    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
