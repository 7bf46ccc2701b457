"""The roadmap: milestones, sources with their passages, and the glossary.

One roadmap a database: it is material that can be imported and asked without Slack, so it belongs to no workspace
(``docs/decisions/0004-one-roadmap-a-database.md``).
"""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base


class Milestone(Base):
    """One dated, or to be dated, entry of the roadmap.

    ``start`` and ``end`` are kept as they were written (``2017``, ``2017-04``, ``2017-Q2``, ``2017-H1`` or
    ``2017-04-10``), because what is written tells the precision; ``first_day`` and ``last_day`` are the days that they
    span, for queries. ``known_from`` is the day since which the entry was known; ``supersedes`` names the milestone
    that it replaced.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        CheckConstraint("first_day IS NULL OR last_day IS NULL OR last_day >= first_day", name="days_ordered"),
    )

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(100))
    start: Mapped[str | None] = mapped_column(String(10))
    end: Mapped[str | None] = mapped_column(String(10))
    first_day: Mapped[dt.date | None] = mapped_column(index=True)
    last_day: Mapped[dt.date | None]
    venue: Mapped[str | None] = mapped_column(Text)
    lead: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(Text)
    workstream: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    known_from: Mapped[dt.date | None]
    supersedes: Mapped[str | None] = mapped_column(String(60))


class Source(Base):
    """An imported document."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[dt.datetime]
    passages: Mapped[list["Passage"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, order_by="Passage.number"
    )


class Passage(Base):
    """A citable piece of a source: one paragraph, with the heading it stands under."""

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("source_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    number: Mapped[int]
    heading: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[Source] = relationship(lazy="raise", overlaps="passages")


class Term(Base):
    """An entry of the glossary: a short name, what it stands for, and what else people call it."""

    __tablename__ = "term"

    short: Mapped[str] = mapped_column(String(100), primary_key=True)
    long: Mapped[str] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(default=list)
