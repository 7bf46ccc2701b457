"""Read from the database what one message needs, so that nothing is looked up while it is being sent."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.reminders.loading import working_days_of
from bot.reminders.messenger import Notice
from bot.reminders.moments import Office, known_zone
from bot.reminders.reasons import Reason
from bot.reminders.standing import answers_of
from bot.text.languages import language_of
from storage.models import Contribution, Deadline, Reminder
from storage.queries.drafts import open_drafts_of_entity
from storage.queries.people import officers
from storage.words import ContributionState, ReminderKind, ReminderState


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reminder ready to be judged and sent. ``notice.channel`` is empty where the direct channel is not known yet."""

    notice: Notice
    office: Office
    state: ReminderState
    claim_id: str | None
    not_before: dt.datetime
    valid_until: dt.datetime


async def prepare(session: AsyncSession, reminder_id: int, now: dt.datetime) -> Prepared | None:
    """The message of a reminder as it would be sent now; also what the outbox shows beforehand. None if it is gone."""
    query = (
        select(Reminder)
        .where(Reminder.id == reminder_id)
        .options(
            joinedload(Reminder.person),
            joinedload(Reminder.entity),
            joinedload(Reminder.deadline).joinedload(Deadline.panel),
        )
        .execution_options(populate_existing=True)
    )
    row = await session.scalar(query)
    if row is None:
        return None
    person, entity, deadline = row.person, row.entity, row.deadline
    panel = deadline.panel
    zone = known_zone(person.zone, entity.zone if entity else panel.zone, panel.zone)
    signed_by = tuple(officer.name for officer in await officers(session, row.workspace_id))
    have, drafts = await _contributions(session, row, panel.id)
    answered: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    if row.kind is ReminderKind.DIGEST:
        answers = await answers_of(session, deadline)
        answered, nil, silent = answers.named(Reason.ANSWERED), answers.named(Reason.NIL), answers.named(None)
    notice = Notice(
        reminder_id=row.id,
        key=row.key,
        kind=row.kind,
        step=row.step,
        language=language_of(person.locale),
        now=now,
        workspace_id=row.workspace_id,
        person_id=person.id,
        person_name=person.name,
        recipient_zone=zone,
        slack_user_id=person.slack_user_id or "",
        channel=person.dm_channel or "",
        panel_id=panel.id,
        panel_title=panel.title,
        meeting=panel.meeting,
        deadline_id=deadline.id,
        task=deadline.task,
        due_at=deadline.due_at,
        zone=known_zone(deadline.zone, panel.zone),
        entity_id=entity.id if entity else None,
        entity_name=entity.name if entity else None,
        entity_acronym=entity.acronym if entity else None,
        signed_by=signed_by,
        have=have,
        drafts=drafts,
        answered=answered,
        nil=nil,
        silent=silent,
    )
    office = Office(zone, working_days_of(entity))
    return Prepared(notice, office, row.state, row.claim_id, row.not_before, row.valid_until)


async def _contributions(session: AsyncSession, row: Reminder, panel_id: int) -> tuple[tuple[str, ...], int]:
    """The titles of what the entity has submitted, and how many drafts it has."""
    if row.entity_id is None:
        return (), 0
    query = (
        select(Contribution.title)
        .where(
            Contribution.panel_id == panel_id,
            Contribution.entity_id == row.entity_id,
            Contribution.state == ContributionState.SUBMITTED,
        )
        .order_by(Contribution.id)
    )
    have = tuple(await session.scalars(query))
    return have, len(await open_drafts_of_entity(session, panel_id, row.entity_id))
