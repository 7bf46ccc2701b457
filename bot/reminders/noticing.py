"""From a row to a notice: what its message needs, looked up in one unit of work right before it is sent."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.panels.status import Standing, panel_status
from bot.reminders.messenger import Notice
from bot.text.languages import language_of
from storage.models import Deadline, Reminder
from storage.queries.people import officers
from storage.words import ReminderKind


async def notice_of(session: AsyncSession, reminder_id: int, channel: str, now: dt.datetime) -> Notice | None:
    """The notice of a reminder; None where the row has gone."""
    query = (
        select(Reminder)
        .where(Reminder.id == reminder_id)
        .options(
            joinedload(Reminder.person),
            joinedload(Reminder.entity),
            joinedload(Reminder.deadline).joinedload(Deadline.panel),
        )
    )
    row = await session.scalar(query)
    if row is None:
        return None
    deadline, panel, person, entity = row.deadline, row.deadline.panel, row.person, row.entity
    lists: dict[Standing, tuple[str, ...]] = {}
    if row.kind is ReminderKind.DIGEST:
        status = await panel_status(session, panel)
        lists = {
            standing: tuple(one.acronym for one in status.entities if one.standing is standing) for standing in Standing
        }
    return Notice(
        reminder_id=row.id,
        key=row.key,
        kind=row.kind,
        step=row.step,
        language=language_of(person.locale),
        now=now,
        workspace_id=row.workspace_id,
        person_id=person.id,
        person_name=person.name,
        recipient_zone=person.zone,
        slack_user_id=person.slack_user_id or "",
        channel=channel,
        panel_id=panel.id,
        panel_title=panel.title,
        meeting=panel.meeting,
        deadline_id=deadline.id,
        task=deadline.task,
        due_at=deadline.due_at,
        zone=deadline.zone,
        entity_id=row.entity_id,
        entity_name=entity.name if entity else None,
        entity_acronym=entity.acronym if entity else None,
        signed_by=tuple(officer.name for officer in await officers(session, row.workspace_id)),
        answered=lists.get(Standing.ANSWERED, ()),
        nil=lists.get(Standing.NIL, ()),
        silent=lists.get(Standing.SILENT, ()),
    )
