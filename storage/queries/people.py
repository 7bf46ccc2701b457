"""Workspaces, persons, entities and officers."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Entity, Officer, Person, Workspace


async def workspace_by_team(session: AsyncSession, slack_team_id: str) -> Workspace | None:
    """The workspace of a Slack team, if the bot knows it."""
    found: Workspace | None = await session.scalar(select(Workspace).where(Workspace.slack_team_id == slack_team_id))
    return found


async def person_by_slack_id(session: AsyncSession, workspace_id: int, slack_user_id: str) -> Person | None:
    """The person behind a Slack user, if the bot knows them."""
    query = select(Person).where(Person.workspace_id == workspace_id, Person.slack_user_id == slack_user_id)
    found: Person | None = await session.scalar(query)
    return found


async def entity_by_acronym(session: AsyncSession, workspace_id: int, acronym: str) -> Entity | None:
    """The entity with this acronym, written as it is stored."""
    query = select(Entity).where(Entity.workspace_id == workspace_id, Entity.acronym == acronym)
    found: Entity | None = await session.scalar(query)
    return found


async def is_officer(session: AsyncSession, person_id: int) -> bool:
    """Whether a person is a member of the secretariat."""
    return await session.get(Officer, person_id) is not None


async def officers(session: AsyncSession, workspace_id: int) -> list[Person]:
    """The active members of the secretariat, in the order of their names."""
    query = (
        select(Person)
        .join(Officer, Officer.person_id == Person.id)
        .where(Person.workspace_id == workspace_id, Person.active)
        .order_by(Person.name, Person.id)
    )
    return list(await session.scalars(query))
