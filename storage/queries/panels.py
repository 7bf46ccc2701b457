"""Panels with their entities, seats and deadlines."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.models import Change, Deadline, Panel, PanelEntity, Seat
from storage.words import PanelState

CONTRIBUTIONS = "contributions"


async def panels_of_workspace(session: AsyncSession, workspace_id: int) -> list[Panel]:
    """All panels of a workspace, the latest meeting first."""
    query = select(Panel).where(Panel.workspace_id == workspace_id).order_by(Panel.starts_at.desc(), Panel.id.desc())
    return list(await session.scalars(query.options(joinedload(Panel.moderator))))


async def newest_panel(session: AsyncSession) -> Panel | None:
    """The panel with the latest meeting, of whatever workspace; what the command line works on by default."""
    query = select(Panel).order_by(Panel.starts_at.desc(), Panel.id.desc()).limit(1)
    found: Panel | None = await session.scalar(query.options(joinedload(Panel.moderator)))
    return found


async def panel_by_id(session: AsyncSession, panel_id: int) -> Panel | None:
    """One panel with its moderator."""
    query = select(Panel).where(Panel.id == panel_id).options(joinedload(Panel.moderator))
    found: Panel | None = await session.scalar(query)
    return found


async def panel_by_title(session: AsyncSession, workspace_id: int, title: str, meeting: str) -> Panel | None:
    """The panel with this title at this meeting."""
    query = select(Panel).where(Panel.workspace_id == workspace_id, Panel.title == title, Panel.meeting == meeting)
    found: Panel | None = await session.scalar(query)
    return found


async def expected_entities(session: AsyncSession, panel_id: int) -> list[PanelEntity]:
    """The entities that are expected to answer, with the entity itself; withdrawn ones are left out."""
    query = (
        select(PanelEntity)
        .where(PanelEntity.panel_id == panel_id, PanelEntity.withdrawn_at.is_(None))
        .options(joinedload(PanelEntity.entity))
    )
    rows = list(await session.scalars(query))
    return sorted(rows, key=lambda row: row.entity.acronym.casefold())


async def seats_of_panel(session: AsyncSession, panel_id: int, *, for_change: bool = False) -> list[Seat]:
    """All seats with person and entity, entity by entity, the focal point before the alternate.

    ``for_change`` reads them anew and holds them until the unit of work ends.
    """
    query = select(Seat).where(Seat.panel_id == panel_id).options(joinedload(Seat.person), joinedload(Seat.entity))
    if for_change:
        query = query.with_for_update(of=Seat).execution_options(populate_existing=True)
    rows = list(await session.scalars(query))
    return sorted(rows, key=lambda seat: (seat.entity.acronym.casefold(), seat.role != "focal_point", seat.id))


async def seats_of_person(session: AsyncSession, person_id: int) -> list[Seat]:
    """The seats of one person with their entities, the latest panel first."""
    query = (
        select(Seat)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(Seat.person_id == person_id)
        .order_by(Panel.starts_at.desc(), Panel.id.desc())
        .options(joinedload(Seat.entity))
    )
    return list(await session.scalars(query))


async def deadlines_of_panel(session: AsyncSession, panel_id: int) -> list[Deadline]:
    """The deadlines of a panel, the earliest first."""
    query = select(Deadline).where(Deadline.panel_id == panel_id).order_by(Deadline.due_at, Deadline.id)
    return list(await session.scalars(query.options(joinedload(Deadline.panel))))


async def contributions_deadline(session: AsyncSession, panel_id: int) -> Deadline | None:
    """The deadline for contributions of a panel."""
    query = select(Deadline).where(Deadline.panel_id == panel_id, Deadline.task == CONTRIBUTIONS)
    found: Deadline | None = await session.scalar(query.options(joinedload(Deadline.panel)))
    return found


async def open_panels(session: AsyncSession, workspace_id: int) -> list[Panel]:
    """The panels whose call is open, the latest meeting first."""
    return [panel for panel in await panels_of_workspace(session, workspace_id) if panel.state is PanelState.OPEN]


async def last_handing_over(session: AsyncSession, noun_id: str, action: str) -> Change | None:
    """The newest line in the history of the seats of an entity on a panel (``panel/entity``) with this action."""
    query = select(Change).where(Change.noun == "seat", Change.noun_id == noun_id, Change.action == action)
    found: Change | None = await session.scalar(query.order_by(Change.id.desc()).limit(1))
    return found
