"""What keeps the house running: seen events, leases, heartbeats, and the history of changes."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class SeenEvent(Base):
    """An incoming Slack event that somebody has taken: Slack's retries and a restart find it here."""

    __tablename__ = "seen_event"

    event_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)


class Lease(Base):
    """The right to do what only one process may do, until it expires on the database's clock."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[dt.datetime]


class Heartbeat(Base):
    """When a recurring job last came to its end, on the database's clock."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[dt.datetime]


class Change(Base):
    """One change of one thing: who, when, what was there and what is there now."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_noun", "noun", "noun_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(String(40))
    noun_id: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
    old: Mapped[dict[str, Any]] = mapped_column(default=dict)
    new: Mapped[dict[str, Any]] = mapped_column(default=dict)
