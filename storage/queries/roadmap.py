"""The roadmap: what answers are made from, its history, and a token that tells when it changed."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from storage.models import Change, Milestone, Person, SeenEvent, Source, Term

ROADMAP = "roadmap"
#: So many of the newest lines are counted for the token: more never wait to be committed at one moment.
NEWEST = 1000
#: The key of the lock that changes of the roadmap hold in turn, on PostgreSQL; any number of our own will do.
LOCK = 0x526F61646D6170


async def milestones(session: AsyncSession) -> list[Milestone]:
    """All milestones, in the order of the roadmap."""
    return list(await session.scalars(select(Milestone).order_by(Milestone.position)))


async def milestone_by_key(session: AsyncSession, key: str) -> Milestone | None:
    """The milestone of an id, however its letters are written where nothing else has that id."""
    found = await session.get(Milestone, key)
    if found is None:
        query = select(Milestone).where(func.lower(Milestone.key) == key.lower()).order_by(Milestone.position)
        found = await session.scalar(query.limit(1))
    return found


async def superseding(session: AsyncSession, key: str) -> list[Milestone]:
    """The milestones that superseded this one."""
    query = select(Milestone).where(Milestone.supersedes == key).order_by(Milestone.position)
    return list(await session.scalars(query))


async def last_position(session: AsyncSession) -> int:
    """The place of the last milestone in the order of the roadmap; 0 where there is none."""
    return await session.scalar(select(func.max(Milestone.position))) or 0


async def used_keys(session: AsyncSession) -> set[str]:
    """All ids that milestones have or once had."""
    past = await session.scalars(select(Change.noun_id).where(Change.noun == ROADMAP).distinct())
    return {*await session.scalars(select(Milestone.key)), *past} - {""}


async def sources(session: AsyncSession) -> list[Source]:
    """All sources with their passages."""
    return list(await session.scalars(select(Source).order_by(Source.name).options(selectinload(Source.passages))))


async def terms(session: AsyncSession) -> list[Term]:
    """The glossary."""
    return list(await session.scalars(select(Term).order_by(Term.short)))


async def change_token(session: AsyncSession) -> str:
    """A text that is another one after each change of the roadmap, on whichever replica that was made.

    Whoever changes the roadmap writes a line into its history (``note_change``). The newest line alone would not do: on
    PostgreSQL a line may be committed after one with a higher number, so how many there are counts too.
    """
    newest = await session.scalar(select(func.max(Change.id)).where(Change.noun == ROADMAP)) or 0
    lines = select(func.count()).where(Change.noun == ROADMAP, Change.id > newest - NEWEST)
    return f"{newest}/{await session.scalar(lines)}"


async def hold_roadmap(session: AsyncSession) -> None:
    """Wait until no other unit of work is changing the roadmap, and keep others waiting until this one ends.

    On SQLite a unit of work holds the whole database as soon as it has begun.
    """
    await session.connection()
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def note_change(
    session: AsyncSession,
    action: str,
    at: dt.datetime,
    new: Mapping[str, Any],
    *,
    key: str = "",
    old: Mapping[str, Any] | None = None,
    person_id: int | None = None,
) -> None:
    """Write into the history that the roadmap was changed: by whom, which milestone, and from what to what.

    ``key`` is empty for what concerns the roadmap as a whole. ``old`` and ``new`` hold the fields that were changed.
    """
    session.add(
        Change(noun=ROADMAP, noun_id=key, action=action, person_id=person_id, at=at, old=dict(old or {}), new=dict(new))
    )


async def newest_change(session: AsyncSession, key: str) -> int:
    """The number of the newest line in the history of a milestone; 0 where it has none."""
    return await session.scalar(select(func.max(Change.id)).where(Change.noun == ROADMAP, Change.noun_id == key)) or 0


async def changes_since(session: AsyncSession, key: str, number: int) -> list[tuple[Change, str | None]]:
    """What was changed of a milestone after a line of its history, the newest first, with the names of who did it."""
    query = (
        select(Change, Person.name)
        .join(Person, Person.id == Change.person_id, isouter=True)
        .where(Change.noun == ROADMAP, Change.noun_id == key, Change.id > number)
        .order_by(Change.id.desc())
    )
    return [(change, name) for change, name in await session.execute(query)]


def _lines(actions: Collection[str], key: str) -> list[ColumnElement[bool]]:
    lines = [Change.noun == ROADMAP, Change.action.in_(actions)]
    return [*lines, Change.noun_id == key] if key else lines


async def count_history(session: AsyncSession, actions: Collection[str], key: str = "") -> int:
    """How many lines tell one of the actions, of one milestone or, without a key, of all."""
    return await session.scalar(select(func.count()).select_from(Change).where(*_lines(actions, key))) or 0


async def history(
    session: AsyncSession, actions: Collection[str], key: str = "", *, offset: int = 0, limit: int = 10
) -> list[tuple[Change, str | None]]:
    """A page of the history of one milestone or, without a key, of all: the newest first, with who did it."""
    query = (
        select(Change, Person.name)
        .join(Person, Person.id == Change.person_id, isouter=True)
        .where(*_lines(actions, key))
        .order_by(Change.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(change, name) for change, name in await session.execute(query)]


async def last_change(session: AsyncSession, key: str, actions: Collection[str]) -> Change | None:
    """The newest line of a milestone's history that tells one of the actions."""
    query = (
        select(Change)
        .where(Change.noun == ROADMAP, Change.noun_id == key, Change.action.in_(actions))
        .order_by(Change.id.desc())
        .limit(1)
    )
    found: Change | None = await session.scalar(query)
    return found


async def past_key(session: AsyncSession, key: str) -> str | None:
    """The id, as it was written, of a milestone that the history knows."""
    query = select(Change.noun_id).where(Change.noun == ROADMAP, Change.noun_id != "")
    exact: str | None = await session.scalar(query.where(Change.noun_id == key).limit(1))
    return exact or await session.scalar(query.where(func.lower(Change.noun_id) == key.lower()).limit(1))


async def recently_changed(session: AsyncSession, limit: int) -> list[Milestone]:
    """The milestones that were changed last, the latest first; where nothing was changed, the last of the roadmap."""
    newest = (
        select(Change.noun_id, func.max(Change.id).label("number"))
        .where(Change.noun == ROADMAP)
        .group_by(Change.noun_id)
        .subquery()
    )
    query = (
        select(Milestone)
        .join(newest, newest.c.noun_id == Milestone.key, isouter=True)
        .order_by(func.coalesce(newest.c.number, 0).desc(), Milestone.position.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def was_submitted(session: AsyncSession, submission: str) -> bool:
    """Whether this submission of a form was taken before; Slack may deliver one twice."""
    return await session.get(SeenEvent, submission) is not None


def mark_submitted(session: AsyncSession, submission: str, at: dt.datetime) -> None:
    """Remember that a submission was taken; it is forgotten with the events of the day."""
    session.add(SeenEvent(event_id=submission, at=at))
