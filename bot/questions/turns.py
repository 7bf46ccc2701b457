"""The turns of a conversation: what is remembered of each question, and what was asked before it in its place."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.answers.values import Answer
from bot.forms.cleaning import clean_text
from bot.text.escape import shorten
from storage.models import AskedQuestion
from storage.queries.questions import recent_turns, turns_of_thread

#: So many earlier questions can say what a follow-up refers to.
TURNS = 6
#: Outside of threads a conversation is over after so long.
RECENT = dt.timedelta(minutes=30)
LONGEST = 4_000
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked, and by whom.

    ``private`` is a command or a direct message: what one person asked there is never used for another.
    ``ts`` is the message of the question itself, where there is one.
    """

    workspace_id: int
    person_id: int
    channel_id: str | None
    thread_ts: str | None = None
    private: bool = False
    ts: str | None = None


async def earlier_questions(
    session: AsyncSession, place: Place, now: dt.datetime, *, before: int | None = None
) -> tuple[str, ...]:
    """What was asked before in the same conversation, the oldest first.

    In a thread these are its last questions; outside of one, what the same person asked in the same channel lately.
    ``before`` leaves out the question with this id and later ones.
    """
    if place.channel_id is None:
        return ()
    if place.thread_ts is not None:
        rows = await turns_of_thread(
            session,
            place.workspace_id,
            place.channel_id,
            place.thread_ts,
            person_id=place.person_id if place.private else None,
            limit=TURNS,
            before=before,
        )
    elif place.private:
        rows = await recent_turns(
            session,
            place.workspace_id,
            place.channel_id,
            place.person_id,
            since=now - RECENT,
            limit=TURNS,
            before=before,
        )
    else:
        rows = []
    return tuple(row.text for row in rows)


async def asked_before(session: AsyncSession, question: AskedQuestion) -> tuple[str, ...]:
    """What was asked before a question that is remembered, so that others can tell what it refers to."""
    if question.person_id is None:
        return ()
    place = Place(question.workspace_id, question.person_id, question.channel_id, question.thread_ts, question.private)
    return await earlier_questions(session, place, question.at, before=question.id)


async def remember(session: AsyncSession, place: Place, text: str, answer: Answer, at: dt.datetime) -> int:
    """Write a question down with its answer; returns its number, which the buttons of the answer carry."""
    row = AskedQuestion(
        workspace_id=place.workspace_id,
        person_id=place.person_id,
        channel_id=place.channel_id,
        thread_ts=place.thread_ts,
        ts=place.ts,
        private=place.private,
        text=storable(text),
        answer=storable(answer.text),
        citations=[citation.ref for citation in answer.citations],
        nearest=[storable(f"{one.ref}: {shorten(one.title, 200)}") for one in answer.nearest[:NEAREST]],
        language=answer.language,
        abstained=answer.abstained,
        at=at,
    )
    session.add(row)
    await session.flush()
    return row.id


def storable(text: str) -> str:
    """A text as every database can hold it: without control characters, and not endless."""
    return clean_text(shorten(text, LONGEST), LONGEST) or ""
