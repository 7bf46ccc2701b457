"""From the database to what is exported: only what everybody on the panel may see."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.contributions.lines import Line, lines_of
from bot.exports.matrix import Matrix, MatrixRow
from bot.text.periods import Period
from storage.models import Contribution, NilReturn, Panel
from storage.queries.findings import pairings_of_panel
from storage.queries.panels import contributions_deadline, expected_entities
from storage.words import ContributionState, ContributionStatus, Visibility


async def exported_contributions(session: AsyncSession, panel_id: int) -> list[Contribution]:
    """What is submitted to a panel and may be circulated, by entity, date and title."""
    query = (
        select(Contribution)
        .where(
            Contribution.panel_id == panel_id,
            Contribution.state == ContributionState.SUBMITTED,
            Contribution.visibility == Visibility.PANEL,
        )
        .options(joinedload(Contribution.entity))
    )
    rows = list(await session.scalars(query))
    return sorted(
        rows, key=lambda row: (row.entity.acronym.casefold(), row.start_date or dt.date.max, row.title, row.id)
    )


async def exported_lines(session: AsyncSession, panel_id: int) -> list[Line]:
    """The same as lines: what was merged stands once, and what is joint is one line that names all who hold it."""
    rows = await exported_contributions(session, panel_id)
    return lines_of(rows, await pairings_of_panel(session, panel_id))


async def compile_matrix(session: AsyncSession, panel: Panel, as_of: dt.datetime) -> Matrix:
    """The matrix of a panel as it stands."""
    deadline = await contributions_deadline(session, panel.id)
    entities = {row.entity_id: row.entity for row in await expected_entities(session, panel.id)}
    contributions = await exported_contributions(session, panel.id)
    nil: list[str] = []
    if deadline is not None:
        returns = await session.scalars(select(NilReturn).where(NilReturn.deadline_id == deadline.id))
        with_something = {row.entity_id for row in contributions}
        nil = sorted(
            entities[row.entity_id].acronym
            for row in returns
            if row.entity_id in entities and row.entity_id not in with_something
        )
    rows = [
        MatrixRow(
            entity=row.entity.acronym,
            joint_with=line.joint_with,
            kind=row.kind.value,
            title=row.title,
            period=Period(row.start_date, row.end_date, row.precision, row.tbc),
            place=place_of(row),
            status="to be confirmed" if row.status is ContributionStatus.TENTATIVE else row.status.value,
            partners=row.partners,
            link=row.link,
        )
        for line in lines_of(contributions, await pairings_of_panel(session, panel.id))
        for row in [line.lead]
    ]
    return Matrix(panel.title, panel.meeting, panel.starts_at, panel.zone, as_of, rows, nil, len(entities))


async def compile_records(session: AsyncSession, panel: Panel) -> list[dict[str, Any]]:
    """The contributions of a panel as plain records, for CSV and JSON."""
    return [
        {
            "entity": row.entity.acronym,
            "kind": row.kind.value,
            "title": row.title,
            "start": row.start_date.isoformat() if row.start_date else None,
            "end": row.end_date.isoformat() if row.end_date else None,
            "precision": row.precision.value if row.precision else None,
            "tbc": row.tbc,
            "venue": row.venue,
            "city": row.city,
            "country": row.country,
            "online": row.online,
            "link": row.link,
            "status": row.status.value,
            "workstreams": row.workstreams,
            "partners": row.partners,
            "joint_with": list(line.joint_with),
        }
        for line in await exported_lines(session, panel.id)
        for row in [line.lead]
    ]


def place_of(row: Contribution) -> str:
    """Where it is: venue, city and country as far as they are known, and whether it is online."""
    parts = [part for part in (row.venue, row.city, row.country) if part]
    if row.online:
        parts.append("online")
    return ", ".join(parts)
