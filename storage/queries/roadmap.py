"""The roadmap: what answers are made from, and a token that tells when it changed."""

import datetime as dt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from storage.models import Change, Milestone, Source, Term

ROADMAP = "roadmap"


async def milestones(session: AsyncSession) -> list[Milestone]:
    """All milestones, in the order of the roadmap."""
    return list(await session.scalars(select(Milestone).order_by(Milestone.position)))


async def sources(session: AsyncSession) -> list[Source]:
    """All sources with their passages."""
    return list(await session.scalars(select(Source).order_by(Source.name).options(selectinload(Source.passages))))


async def terms(session: AsyncSession) -> list[Term]:
    """The glossary."""
    return list(await session.scalars(select(Term).order_by(Term.short)))


async def change_token(session: AsyncSession) -> str:
    """A text that is another one after each change of the roadmap, on whichever replica that was made.

    Whoever changes the roadmap writes a line into its history (``note_change``); the newest line is the token.
    """
    newest = await session.scalar(select(func.max(Change.id)).where(Change.noun == ROADMAP))
    return str(newest or 0)


def note_change(session: AsyncSession, action: str, at: dt.datetime, summary: dict[str, Any]) -> None:
    """Write into the history that the roadmap was changed."""
    session.add(Change(noun=ROADMAP, noun_id="", action=action, at=at, new=summary))
