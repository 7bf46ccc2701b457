"""Who has answered, who has nothing to report, and who is silent: read from the database at one moment."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reminders.reasons import Reason
from storage.models import Contribution, Deadline, Entity, NilReturn, PanelEntity, Reminder
from storage.queries.panels import CONTRIBUTIONS
from storage.words import ContributionState, ReminderKind, ReminderState


@dataclass(frozen=True, slots=True)
class Answers:
    """How each expected entity of a panel stands with one deadline: None for a silent one."""

    by_entity: dict[int, Reason | None]
    acronyms: dict[int, str]

    def named(self, answer: Reason | None) -> tuple[str, ...]:
        """The acronyms of those that stand so, in the order of the alphabet."""
        found = (self.acronyms[entity] for entity, answered in self.by_entity.items() if answered is answer)
        return tuple(sorted(found, key=str.casefold))

    @property
    def silent(self) -> tuple[int, ...]:
        """The entities that have not answered."""
        return tuple(entity for entity, answer in self.by_entity.items() if answer is None)


async def answers_of(session: AsyncSession, deadline: Deadline) -> Answers:
    """The answers to a deadline. A submitted contribution answers the call for contributions, and no named task."""
    expected = await session.execute(
        select(Entity.id, Entity.acronym)
        .join(PanelEntity, PanelEntity.entity_id == Entity.id)
        .where(PanelEntity.panel_id == deadline.panel_id, PanelEntity.withdrawn_at.is_(None))
        .order_by(Entity.acronym)
    )
    acronyms = {row.id: row.acronym for row in expected}
    answers: dict[int, Reason | None] = dict.fromkeys(acronyms)
    nil = await session.scalars(select(NilReturn.entity_id).where(NilReturn.deadline_id == deadline.id))
    answers.update((entity, Reason.NIL) for entity in nil if entity in answers)
    if deadline.task == CONTRIBUTIONS:
        submitted = select(Contribution.entity_id).where(
            Contribution.panel_id == deadline.panel_id, Contribution.state == ContributionState.SUBMITTED
        )
        answers.update(
            (entity, Reason.ANSWERED) for entity in await session.scalars(submitted.distinct()) if entity in answers
        )
    return Answers(answers, acronyms)


async def last_reminded(session: AsyncSession, panel_id: int) -> dict[int, dt.datetime]:
    """When each entity of a panel last got a message (an invitation counts); entities without one are left out."""
    rows = await session.execute(
        select(Reminder.entity_id, func.max(Reminder.sent_at))
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(
            Deadline.panel_id == panel_id,
            Reminder.entity_id.is_not(None),
            Reminder.kind != ReminderKind.DIGEST,
            Reminder.state == ReminderState.SENT,
            Reminder.sent_at.is_not(None),
        )
        .group_by(Reminder.entity_id)
    )
    return {entity: at for entity, at in rows if entity is not None and at is not None}
