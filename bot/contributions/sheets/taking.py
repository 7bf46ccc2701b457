"""Taking a sheet: everything in it or, when anything is wrong, nothing."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.keeping import edit, submit, withdraw
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.contributions.sheets.planning import plan_sheet
from bot.contributions.sheets.plans import Action, Plan, Scope, Step
from bot.contributions.sheets.reading import Sheet
from bot.reminders.actions import cancel_for_entity
from bot.reminders.reasons import Reason
from storage.models import Panel


class NotTaken(Exception):
    """A row could not be kept although it was checked in the same unit of work; that is to be rolled back."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of a sheet."""

    plan: Plan

    def count(self, action: Action) -> int:
        """How many rows came to this."""
        return len(self.plan.of(action))


async def take_sheet(
    session: AsyncSession, scope: Scope, sheet: Sheet, *, at: dt.datetime, token: str | None = None
) -> Taken | Plan:
    """Take a sheet within the caller's unit of work.

    Gives the plan instead, and changes nothing, where a row cannot be taken or the plan is no longer the one of
    ``token`` (None takes whatever it is).
    """
    # Two sheets of one panel wait for each other; whoever submits a form meanwhile does not wait.
    hold = select(Panel.id).where(Panel.id == scope.panel_id).with_for_update(key_share=True)
    await session.execute(hold)
    plan = await plan_sheet(session, scope, sheet)
    if not plan.possible or token not in (None, plan.token):
        return plan
    for step in plan.work:
        await _take(session, scope, step, at)
    for entity_id in dict.fromkeys(step.entity_id for step in plan.of(Action.NEW)):
        await cancel_for_entity(session, panel_id=scope.panel_id, entity_id=entity_id, reason=Reason.ANSWERED, now=at)
    return Taken(plan)


async def _take(session: AsyncSession, scope: Scope, step: Step, at: dt.datetime) -> None:
    outcome: Saved | Refused | Conflict | None = None
    if step.contribution_id is None and step.form is not None:
        outcome = await submit(
            session, scope.viewer, panel_id=scope.panel_id, entity_id=step.entity_id, form=step.form, at=at
        )
    elif step.contribution_id is not None:
        if step.form is not None:
            outcome = await edit(
                session, scope.viewer, step.contribution_id, step.form, version=step.version or 0, at=at
            )
        if step.action is Action.WITHDRAWN and not isinstance(outcome, Refused | Conflict):
            outcome = await withdraw(session, scope.viewer, step.contribution_id, at=at)
    if not isinstance(outcome, Saved):
        raise NotTaken(f"row {step.number}")
