"""What a sheet would do: each row compared with what is stored, and nothing changed."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.keeping import refusal_of
from bot.contributions.sheets.cells import GivenChoices
from bot.contributions.sheets.judging import Judge
from bot.contributions.sheets.plans import Plan, Scope
from bot.contributions.sheets.reading import Sheet
from bot.panels.viewers import Viewer
from storage.queries.contributions import contributions_of_panel
from storage.queries.panels import expected_entities
from storage.words import ContributionState


async def scope_of(
    session: AsyncSession,
    viewer: Viewer,
    panel_id: int,
    *,
    today: dt.date,
    given: GivenChoices,
) -> Scope:
    """A seat speaks for its own entity alone, an officer for each that is expected."""
    expected = {row.entity_id: row.entity for row in await expected_entities(session, panel_id)}
    own = viewer.entities.get(panel_id)
    if not viewer.officer:
        expected = {key: entity for key, entity in expected.items() if key == own}
    return Scope(viewer, panel_id, expected, own, given, today)


async def plan_sheet(session: AsyncSession, scope: Scope, sheet: Sheet) -> Plan:
    """Compare every row with what is stored. What another entity stored is looked up for an officer only."""
    stored = {
        row.id: row
        for row in await contributions_of_panel(session, scope.panel_id, tuple(ContributionState))
        if row.entity_id in scope.entities
    }
    plan = Plan(sheet.file, scope.panel_id, unknown=sheet.unknown)
    # Before anything is told of what is stored.
    plan.refused = await refusal_of(session, scope.viewer, scope.panel_id, next(iter(scope.entities), scope.own or 0))
    if plan.refused is None:
        judge = Judge(session, scope, plan, stored)
        for row in sheet.rows:
            await judge.row(row)
    return plan


def panel_of(sheet: Sheet, panels: Mapping[int, set[int]]) -> int | None:
    """Which of some panels a sheet is of: the one whose contributions it names, else the first.

    ``panels`` maps each to the ids of the contributions that may be named.
    """
    ids = {int(text) for row in sheet.rows if (text := str(row.cells.get("id") or "")).isdecimal()}
    return max(panels, key=lambda panel_id: len(ids & panels[panel_id]), default=None)
