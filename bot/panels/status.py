"""Where a panel stands: entity by entity, who has answered, what is incomplete, and who is silent."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.standing import Lacking, Reach, Standing, answers_of_panel
from bot.reminders.standing import reminded
from storage.models import Panel, Person
from storage.queries.contributions import nil_returns
from storage.queries.panels import contributions_deadline, seats_of_panel
from storage.words import SeatRole


@dataclass(frozen=True, slots=True)
class EntityStanding:
    """One line of the status. ``focal_point`` is the name of the person we write to.

    ``lacking`` names what is missing, ``mails`` the addresses of those whom only e-mail reaches.
    """

    entity_id: int
    acronym: str
    standing: Standing
    contributions: int
    nil_at: dt.datetime | None
    last_reminded: dt.datetime | None
    focal_point: str | None
    first_reminded: dt.datetime | None = None
    lacking: tuple[Lacking, ...] = ()
    reach: Reach = Reach.SLACK
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelStatus:
    """The whole status, entities in the order of their acronyms."""

    title: str
    meeting: str
    zone: str
    due_at: dt.datetime | None
    entities: tuple[EntityStanding, ...]

    def count(self, *standings: Standing) -> int:
        """How many entities stand so, or so."""
        return sum(1 for entity in self.entities if entity.standing in standings)


async def panel_status(session: AsyncSession, panel: Panel) -> PanelStatus:
    """Ask the database how a panel stands, in a handful of queries whatever its size."""
    deadline = await contributions_deadline(session, panel.id)
    nil = {row.entity_id: row.at for row in await nil_returns(session, deadline.id)} if deadline else {}
    told = await reminded(session, panel.id, deadline.id) if deadline else {}
    focal_points: dict[int, Person] = {
        seat.entity_id: seat.person
        for seat in await seats_of_panel(session, panel.id)
        if seat.role is SeatRole.FOCAL_POINT
    }
    lines = []
    for answer in await answers_of_panel(session, panel.id):
        person, before = focal_points.get(answer.entity_id), told.get(answer.entity_id)
        lines.append(
            EntityStanding(
                entity_id=answer.entity_id,
                acronym=answer.acronym,
                standing=answer.standing,
                contributions=answer.contributions,
                nil_at=nil.get(answer.entity_id),
                last_reminded=before.last if before else None,
                focal_point=person.name if person else None,
                first_reminded=before.first if before else None,
                lacking=answer.lacking,
                reach=answer.reach,
                mails=answer.mails,
            )
        )
    due_at = deadline.due_at if deadline else None
    return PanelStatus(panel.title, panel.meeting, panel.zone, due_at, tuple(lines))
