"""What officers look through: questions that found no good answer, and the answers that are published."""

import asyncio
import datetime as dt

from sqlalchemy.ext.asyncio import AsyncSession

from bot.questions.grouping import Asked, Group, groups_of
from storage.queries.questions import answers_to, unhelped_questions
from storage.store import Store

#: Of more questions than these, only the newest are grouped: nobody reads on.
MOST = 1_000
DAYS = 30
MOST_DAYS = 400


async def unhelped(session: AsyncSession, workspace_id: int, since: dt.datetime) -> list[Asked]:
    """What could not be answered, or was voted not helpful, since an instant."""
    rows = await unhelped_questions(session, workspace_id, since, MOST)
    answered = {answer.question_id for answer in await answers_to(session, [row.id for row, _ in rows])}
    return [
        Asked(row.id, row.text, row.person_id, row.at, voted_down, row.sent_at, row.id in answered)
        for row, voted_down in rows
    ]


async def unhelped_groups(store: Store, workspace_id: int, now: dt.datetime, days: int) -> list[Group]:
    """The same in groups, of so many days; grouped in a thread, since a thousand of them take their time."""
    async with store.reading() as session:
        questions = await unhelped(session, workspace_id, now - dt.timedelta(days=days))
    return await asyncio.to_thread(groups_of, questions)


def days_of(text: str) -> int:
    """The days that somebody typed behind the command; thirty without any."""
    return min(max(int(text), 1), MOST_DAYS) if text.isdecimal() else DAYS
