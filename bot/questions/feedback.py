"""Whether an answer helped: one vote a person, which may be changed."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.questions.rights import may_touch
from bot.questions.turns import Place
from storage.queries.questions import answers_to, cast_vote, question_by_id, vote_of


@dataclass(frozen=True, slots=True)
class Voted:
    """The vote counts. ``before`` is how the same person voted earlier; ``sendable`` whether the question can still
    be sent on to the secretariat."""

    question_id: int
    helpful: bool
    before: bool | None
    sendable: bool


async def vote(
    session: AsyncSession, question_id: int, place: Place, *, helpful: bool, at: dt.datetime, why: str | None = None
) -> Voted | None:
    """Note whether an answer helped, with what was wrong where somebody says so.

    None for an answer that is not there or not for this person. Pressing *Not helpful* again keeps the reason that
    was given before.
    """
    question = await question_by_id(session, question_id)
    if question is None or not may_touch(question, place):
        return None
    earlier = await vote_of(session, question_id, place.person_id)
    if why is None and not helpful and earlier is not None and not earlier.helpful:
        why = earlier.why
    before = earlier.helpful if earlier else None
    await cast_vote(session, question_id, place.person_id, helpful=helpful, why=why or None, at=at)
    sendable = question.sent_at is None and not await answers_to(session, [question_id])
    return Voted(question_id, helpful, before, sendable)
