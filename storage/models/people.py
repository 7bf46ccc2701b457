"""Workspaces, entities, persons and officers."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base


class Workspace(Base):
    """One Slack workspace with the bot installed.

    ``officers_channel`` is where questions to the secretariat go; without one, each officer gets them directly.
    """

    __tablename__ = "workspace"

    id: Mapped[int] = mapped_column(primary_key=True)
    slack_team_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    officers_channel: Mapped[str | None] = mapped_column(String(32))


class Entity(Base):
    """An organisation that answers as one."""

    __tablename__ = "entity"
    __table_args__ = (UniqueConstraint("workspace_id", "acronym"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    acronym: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    aliases: Mapped[list[str]] = mapped_column(default=list)
    zone: Mapped[str] = mapped_column(String(60))
    #: ISO weekdays on which the entity works: Monday is 1, Sunday is 7.
    working_days: Mapped[list[int]] = mapped_column(default=lambda: [1, 2, 3, 4, 5])


class Person(Base):
    """A Slack user, or somebody without Slack who is reached by e-mail.

    ``dm_channel`` is the stored D... channel: a reminder never has to open one in the middle of being sent.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    slack_user_id: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    zone: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(20), default="en")
    active: Mapped[bool] = mapped_column(default=True)
    dm_channel: Mapped[str | None] = mapped_column(String(32))


class Officer(Base):
    """A member of the secretariat: may see and do everything in the workspace."""

    __tablename__ = "officer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str | None] = mapped_column(Text)
    person: Mapped[Person] = relationship(lazy="raise")
