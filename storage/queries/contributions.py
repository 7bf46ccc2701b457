"""Contributions, nil returns, and the history of changes."""

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.models import Change, Contribution, Deadline, Entity, NilReturn, Panel, PanelEntity, Person
from storage.queries.panels import CONTRIBUTIONS
from storage.words import ContributionState, Visibility

CONTRIBUTION = "contribution"
NIL_RETURN = "nil_return"
SUBMITTED = frozenset({ContributionState.SUBMITTED})
#: A statement bears so many parameters in every database.
MANY = 500


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


async def tellable_contributions(
    session: AsyncSession, workspace_id: int, seats: Mapping[int, int], *, officer: bool
) -> list[tuple[int, int, dt.datetime]]:
    """Which contributions to the panels of a workspace may be told: the id of each, its version, its last change.

    ``seats`` maps the panels of the person who asks to the entities that they answer for. An officer is told all that
    is submitted; a seat what is submitted and meant for its panels, and what its own entity has submitted.
    """
    own = [
        and_(Contribution.panel_id == panel_id, Contribution.entity_id == entity_id)
        for panel_id, entity_id in seats.items()
    ]
    for_panel = and_(
        Contribution.state == ContributionState.SUBMITTED,
        Contribution.visibility == Visibility.PANEL,
        Contribution.panel_id.in_(list(seats)),
    )
    for_officers = [Contribution.state == ContributionState.SUBMITTED] if officer else []
    query = (
        select(Contribution.id, Contribution.version, Contribution.updated_at)
        .join(Panel, Panel.id == Contribution.panel_id)
        .where(
            Panel.workspace_id == workspace_id,
            Contribution.state != ContributionState.WITHDRAWN,
            or_(for_panel, *own, *for_officers),
        )
        .order_by(Contribution.id)
    )
    return [(row.id, row.version, row.updated_at) for row in await session.execute(query)]


async def contributions_by_id(session: AsyncSession, ids: Collection[int]) -> list[Contribution]:
    """Some contributions with their entities, in no order."""
    found: list[Contribution] = []
    wanted = list(ids)
    for start in range(0, len(wanted), MANY):
        query = select(Contribution).where(Contribution.id.in_(wanted[start : start + MANY]))
        found += await session.scalars(query.options(joinedload(Contribution.entity)))
    return found


async def entities_on_panels(session: AsyncSession, workspace_id: int, panels: Collection[int] | None) -> list[Entity]:
    """The entities of some panels of a workspace, of all of them where ``panels`` is None; by acronym."""
    query = (
        select(Entity)
        .join(PanelEntity, PanelEntity.entity_id == Entity.id)
        .join(Panel, Panel.id == PanelEntity.panel_id)
        .where(Panel.workspace_id == workspace_id, Entity.workspace_id == workspace_id)
    )
    if panels is not None:
        query = query.where(Panel.id.in_(panels))
    found = {entity.id: entity for entity in await session.scalars(query)}
    return sorted(found.values(), key=lambda entity: entity.acronym.casefold())


async def tellable_nil_returns(
    session: AsyncSession, workspace_id: int, panels: Collection[int] | None
) -> list[NilReturn]:
    """The nil returns for contributions to some panels (all where None) of entities that have offered nothing there.

    A submitted contribution outweighs a nil return, whoever may see it: so nobody learns of one by the other.
    """
    offered = exists().where(
        Contribution.panel_id == Deadline.panel_id,
        Contribution.entity_id == NilReturn.entity_id,
        Contribution.state == ContributionState.SUBMITTED,
    )
    query = (
        select(NilReturn)
        .join(Deadline, Deadline.id == NilReturn.deadline_id)
        .join(Panel, Panel.id == Deadline.panel_id)
        .where(Panel.workspace_id == workspace_id, Deadline.task == CONTRIBUTIONS, ~offered)
        .order_by(NilReturn.at)
    )
    if panels is not None:
        query = query.where(Panel.id.in_(panels))
    return list(await session.scalars(query))


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
