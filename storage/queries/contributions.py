"""Contributions, nil returns, and the history of changes."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.models import Change, Contribution, NilReturn, Person
from storage.words import ContributionState

CONTRIBUTION = "contribution"
NIL_RETURN = "nil_return"
SUBMITTED = frozenset({ContributionState.SUBMITTED})


async def contribution_by_id(
    session: AsyncSession, contribution_id: int, *, for_change: bool = False
) -> Contribution | None:
    """One contribution with its entity and author; ``for_change`` holds the row until the unit of work ends."""
    query = (
        select(Contribution)
        .where(Contribution.id == contribution_id)
        .options(joinedload(Contribution.entity), joinedload(Contribution.author))
    )
    if for_change:
        query = query.with_for_update(of=Contribution).execution_options(populate_existing=True)
    found: Contribution | None = await session.scalar(query)
    return found


async def contribution_by_submission(session: AsyncSession, submission_key: str) -> Contribution | None:
    """The contribution that was written from this submission."""
    query = select(Contribution).where(Contribution.submission_key == submission_key)
    found: Contribution | None = await session.scalar(query.options(joinedload(Contribution.entity)))
    return found


async def contributions_of_entity(
    session: AsyncSession, panel_id: int, entity_id: int, states: Collection[ContributionState] = SUBMITTED
) -> list[Contribution]:
    """What an entity offers to a panel, the earliest first, what has no date last."""
    found = await _contributions(session, panel_id, states)
    return [contribution for contribution in found if contribution.entity_id == entity_id]


async def contributions_of_panel(
    session: AsyncSession, panel_id: int, states: Collection[ContributionState] = SUBMITTED
) -> list[Contribution]:
    """What all entities offer to a panel, entity by entity, the earliest first, what has no date last."""
    return await _contributions(session, panel_id, states)


async def _contributions(
    session: AsyncSession, panel_id: int, states: Collection[ContributionState]
) -> list[Contribution]:
    query = (
        select(Contribution)
        .where(Contribution.panel_id == panel_id, Contribution.state.in_(states))
        .options(joinedload(Contribution.entity), joinedload(Contribution.author))
    )
    return sorted(await session.scalars(query), key=_order)


def _order(contribution: Contribution) -> tuple[str, bool, str, int]:
    day = contribution.start_date or contribution.end_date
    return contribution.entity.acronym.casefold(), day is None, day.isoformat() if day else "", contribution.id


async def nil_return_of(session: AsyncSession, deadline_id: int, entity_id: int) -> NilReturn | None:
    """The nil return of an entity for a deadline."""
    return await session.get(NilReturn, (deadline_id, entity_id))


async def nil_returns(session: AsyncSession, deadline_id: int) -> list[NilReturn]:
    """All nil returns for a deadline."""
    return list(await session.scalars(select(NilReturn).where(NilReturn.deadline_id == deadline_id)))


async def changes_of(session: AsyncSession, noun: str, noun_id: object) -> list[tuple[Change, str | None]]:
    """The history of one thing, the oldest first, each change with the name of who made it."""
    query = (
        select(Change, Person.name)
        .join(Person, Person.id == Change.person_id, isouter=True)
        .where(Change.noun == noun, Change.noun_id == str(noun_id))
        .order_by(Change.id)
    )
    return [(change, name) for change, name in await session.execute(query)]
