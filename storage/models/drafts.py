"""Drafts of contributions: what somebody began and has not submitted."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base, word
from storage.models.people import Entity
from storage.words import ContributionKind, DraftOrigin, DraftState


class StoredDraft(Base):
    """What was typed into the form or read from a message, as it was typed: it need not be right, nor complete.

    It belongs to an entity on a panel (an officer may not have chosen the entity yet) and to the person who began it.
    ``contribution_id`` and ``version`` name what an edit began from; once saved, ``contribution_id`` is what came of
    it. ``words`` is the piece of text that it was read from, ``link`` leads to the message. ``channel_id`` and
    ``message_ts`` are the message in which the bot shows it.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_panel_entity", "panel_id", "entity_id"), Index("ix_draft_person_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    version: Mapped[int | None]
    kind: Mapped[ContributionKind | None] = mapped_column(word(ContributionKind))
    typed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[DraftOrigin] = mapped_column(word(DraftOrigin))
    state: Mapped[DraftState] = mapped_column(word(DraftState), default=DraftState.OPEN)
    #: Slack's time of the change that is kept: reports of what was typed do not arrive in the order of the typing.
    typed_ts: Mapped[str | None] = mapped_column(String(32))
    #: Names the Slack view or message that it came from: what Slack delivers twice is one draft.
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    entity: Mapped[Entity | None] = relationship(lazy="raise")
