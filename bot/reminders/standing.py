"""Who has answered, who has nothing to report, and who is silent: read from the database at one moment."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.standing import Standing, said_to
from bot.reminders.reasons import Reason
from storage.models import Deadline, Reminder
from storage.words import ReminderKind, ReminderState


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
    """The answers to a deadline, as reminders see them (``bot.contributions.standing`` says what an answer is)."""
    said = await said_to(session, deadline)
    reasons = {Standing.ANSWERED: Reason.ANSWERED, Standing.NIL: Reason.NIL}
    return Answers(
        {one.entity_id: reasons.get(one.standing) for one in said}, {one.entity_id: one.acronym for one in said}
    )


@dataclass(frozen=True, slots=True)
class Reminded:
    """When an entity first and last got a message, and how many it got; an invitation counts."""

    first: dt.datetime
    last: dt.datetime
    times: int


async def last_reminded(session: AsyncSession, panel_id: int) -> dict[int, dt.datetime]:
    """When each entity of a panel last got a message (an invitation counts); entities without one are left out."""
    return {entity: told.last for entity, told in (await reminded(session, panel_id)).items()}


async def reminded(session: AsyncSession, panel_id: int, deadline_id: int | None = None) -> dict[int, Reminded]:
    """Since when each entity of a panel is reminded, of one deadline or of all; entities without one are left out."""
    query = (
        select(Reminder.entity_id, func.min(Reminder.sent_at), func.max(Reminder.sent_at), func.count())
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
    if deadline_id is not None:
        query = query.where(Reminder.deadline_id == deadline_id)
    return {
        entity: Reminded(first, last, times)
        for entity, first, last, times in await session.execute(query)
        if entity is not None and first is not None and last is not None
    }
