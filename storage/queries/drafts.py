"""Drafts that are still open, and the one that came from a view or a message."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.models import StoredDraft
from storage.words import DraftState


async def draft_by_id(session: AsyncSession, draft_id: int, *, for_change: bool = False) -> StoredDraft | None:
    """One draft with its entity; ``for_change`` holds the row until the unit of work ends."""
    query = select(StoredDraft).where(StoredDraft.id == draft_id).options(joinedload(StoredDraft.entity))
    if for_change:
        query = query.with_for_update(of=StoredDraft).execution_options(populate_existing=True)
    found: StoredDraft | None = await session.scalar(query)
    return found


async def drafts_by_key(session: AsyncSession, keys: Collection[str]) -> list[StoredDraft]:
    """What was drafted from these views or messages, in the order in which it was."""
    query = select(StoredDraft).where(StoredDraft.key.in_(keys)).order_by(StoredDraft.id)
    return list(await session.scalars(query.options(joinedload(StoredDraft.entity))))


async def open_drafts_of_entity(session: AsyncSession, panel_id: int, entity_id: int) -> list[StoredDraft]:
    """What the people of an entity have begun for a panel and not submitted, the latest first."""
    query = (
        select(StoredDraft)
        .where(
            StoredDraft.panel_id == panel_id,
            StoredDraft.entity_id == entity_id,
            StoredDraft.state == DraftState.OPEN,
        )
        .order_by(StoredDraft.updated_at.desc(), StoredDraft.id.desc())
    )
    return list(await session.scalars(query.options(joinedload(StoredDraft.entity))))


async def open_drafts_of_person(session: AsyncSession, person_id: int) -> list[StoredDraft]:
    """What a person has begun and not submitted, whatever the panel, the latest first."""
    query = (
        select(StoredDraft)
        .where(StoredDraft.person_id == person_id, StoredDraft.state == DraftState.OPEN)
        .order_by(StoredDraft.updated_at.desc(), StoredDraft.id.desc())
    )
    return list(await session.scalars(query.options(joinedload(StoredDraft.entity))))


async def drafts_shown_in(session: AsyncSession, channel_id: str, message_ts: str) -> list[StoredDraft]:
    """The drafts that one message of the bot shows, in the order in which they were begun."""
    query = select(StoredDraft).where(StoredDraft.channel_id == channel_id, StoredDraft.message_ts == message_ts)
    return list(await session.scalars(query.order_by(StoredDraft.id).options(joinedload(StoredDraft.entity))))
