"""Putting a panel from a file into the database."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.panels.files import EntityPart, PanelFile, PersonPart
from storage.models import Deadline, Entity, Officer, Panel, PanelEntity, Person, Seat, Workspace
from storage.queries.panels import panel_by_title
from storage.queries.people import entity_by_acronym, person_by_slack_id, workspace_by_team
from storage.words import PanelState, SeatRole


async def found_workspace(session: AsyncSession, slack_team_id: str, name: str) -> Workspace:
    """The workspace of a Slack team, made at the first sight of it."""
    workspace = await workspace_by_team(session, slack_team_id)
    if workspace is None:
        workspace = Workspace(slack_team_id=slack_team_id, name=name)
        session.add(workspace)
        await session.flush()
    return workspace


async def found_panel(
    session: AsyncSession, workspace: Workspace, plan: PanelFile, *, dm_channels: Mapping[str, str] | None = None
) -> Panel:
    """Write a panel with its entities, people, seats, deadlines and officers.

    A panel with the same title at the same meeting is returned as it stands: founding it twice changes nothing.
    ``dm_channels`` maps Slack user ids to their direct message channels where these are known already.
    """
    existing = await panel_by_title(session, workspace.id, plan.title, plan.meeting)
    if existing is not None:
        return existing
    founder = _Founder(session, workspace, plan, dict(dm_channels or {}))
    # Questions to the secretariat belong to no panel: they go where the officers of its first panel meet.
    workspace.officers_channel = workspace.officers_channel or plan.officers_channel
    panel = Panel(
        workspace_id=workspace.id,
        title=plan.title,
        meeting=plan.meeting,
        starts_at=plan.instant(plan.start),
        ends_at=plan.instant(plan.end),
        zone=plan.zone,
        venue=plan.venue,
        minutes_per_speaker=plan.minutes_per_speaker,
        moderator_id=(await founder.person(plan.moderator, plan.zone)).id if plan.moderator else None,
        officers_channel=plan.officers_channel,
        state=PanelState.OPEN if plan.opened else PanelState.DRAFT,
    )
    session.add(panel)
    await session.flush()
    for part in plan.deadlines:
        session.add(
            Deadline(
                panel_id=panel.id,
                task=part.task,
                due_at=plan.instant(part.due, part.zone),
                zone=part.zone or plan.zone,
                opened_at=plan.instant(plan.opened) if plan.opened else None,
                ladder=part.ladder,
            )
        )
    for officer in plan.officers:
        person = await founder.person(officer, plan.zone)
        if await session.get(Officer, person.id) is None:
            session.add(Officer(person_id=person.id))
    for entity in plan.entities:
        await founder.seat_entity(panel, entity)
    await session.flush()
    return panel


class _Founder:
    """What the parts of one founding share."""

    def __init__(self, session: AsyncSession, workspace: Workspace, plan: PanelFile, channels: dict[str, str]) -> None:
        self._session, self._workspace, self._plan, self._channels = session, workspace, plan, channels

    async def person(self, part: PersonPart, zone: str) -> Person:
        """The person of a part: an existing one is kept as they are, since Slack knows them better than a file."""
        known = part.slack and await person_by_slack_id(self._session, self._workspace.id, part.slack)
        if known:
            return known
        person = Person(
            workspace_id=self._workspace.id,
            slack_user_id=part.slack,
            name=part.name,
            email=part.email,
            zone=part.zone or zone,
            locale=part.locale,
            dm_channel=self._channels.get(part.slack or ""),
        )
        self._session.add(person)
        await self._session.flush()
        return person

    async def seat_entity(self, panel: Panel, part: EntityPart) -> None:
        """Expect an entity on the panel and give its people their seats."""
        entity = await entity_by_acronym(self._session, self._workspace.id, part.acronym)
        if entity is None:
            entity = Entity(
                workspace_id=self._workspace.id,
                acronym=part.acronym,
                name=part.name,
                aliases=part.aliases,
                zone=part.zone,
                working_days=part.working_days,
            )
            self._session.add(entity)
            await self._session.flush()
        self._session.add(PanelEntity(panel_id=panel.id, entity_id=entity.id))
        seats = [(part.focal_point, SeatRole.FOCAL_POINT)] if part.focal_point else []
        seats += [(alternate, SeatRole.ALTERNATE) for alternate in part.alternates]
        for holder, role in seats:
            person = await self.person(holder, part.zone)
            self._session.add(Seat(panel_id=panel.id, entity_id=entity.id, person_id=person.id, role=role))


def opening_of(plan: PanelFile) -> dt.datetime | None:
    """When the call of the panel was opened, as an instant."""
    return plan.instant(plan.opened) if plan.opened else None
