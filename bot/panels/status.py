"""Where a panel stands: entity by entity, who has answered, who has nothing to report, and who is silent."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Contribution, NilReturn, Panel, Person, Reminder
from storage.queries.panels import contributions_deadline, expected_entities, seats_of_panel
from storage.words import ContributionState, ReminderKind, ReminderState, SeatRole


class Standing(StrEnum):
    """What an entity has said to a panel."""

    ANSWERED = "answered"
    NIL = "nil"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class EntityStanding:
    """One line of the status. ``focal_point`` is the name of the person we write to."""

    entity_id: int
    acronym: str
    standing: Standing
    contributions: int
    nil_at: dt.datetime | None
    last_reminded: dt.datetime | None
    focal_point: str | None


@dataclass(frozen=True, slots=True)
class PanelStatus:
    """The whole status, entities in the order of their acronyms."""

    title: str
    meeting: str
    zone: str
    due_at: dt.datetime | None
    entities: tuple[EntityStanding, ...]

    def count(self, standing: Standing) -> int:
        """How many entities stand so."""
        return sum(1 for entity in self.entities if entity.standing is standing)


async def panel_status(session: AsyncSession, panel: Panel) -> PanelStatus:
    """Ask the database how a panel stands, in a handful of queries whatever its size."""
    deadline = await contributions_deadline(session, panel.id)
    counted = await session.execute(
        select(Contribution.entity_id, func.count())
        .where(Contribution.panel_id == panel.id, Contribution.state == ContributionState.SUBMITTED)
        .group_by(Contribution.entity_id)
    )
    submitted = Counter({row[0]: row[1] for row in counted})
    nil: dict[int, dt.datetime] = {}
    reminded: dict[int | None, dt.datetime] = {}
    if deadline is not None:
        returns = await session.scalars(select(NilReturn).where(NilReturn.deadline_id == deadline.id))
        nil = {row.entity_id: row.at for row in returns}
        sent = await session.execute(
            select(Reminder.entity_id, func.max(Reminder.sent_at))
            .where(
                Reminder.deadline_id == deadline.id,
                Reminder.state == ReminderState.SENT,
                Reminder.kind != ReminderKind.DIGEST,
            )
            .group_by(Reminder.entity_id)
        )
        reminded = {entity_id: at for entity_id, at in sent if at is not None}
    focal_points: dict[int, Person] = {
        seat.entity_id: seat.person
        for seat in await seats_of_panel(session, panel.id)
        if seat.role is SeatRole.FOCAL_POINT
    }
    lines = []
    for row in await expected_entities(session, panel.id):
        entity = row.entity
        standing = Standing.SILENT
        if submitted[entity.id]:
            standing = Standing.ANSWERED
        elif entity.id in nil:
            standing = Standing.NIL
        person = focal_points.get(entity.id)
        lines.append(
            EntityStanding(
                entity_id=entity.id,
                acronym=entity.acronym,
                standing=standing,
                contributions=submitted[entity.id],
                nil_at=nil.get(entity.id),
                last_reminded=reminded.get(entity.id),
                focal_point=person.name if person else None,
            )
        )
    due_at = deadline.due_at if deadline else None
    return PanelStatus(panel.title, panel.meeting, panel.zone, due_at, tuple(lines))
