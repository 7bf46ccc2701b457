"""Questions that were asked, the secretariat's answers to them, and votes on answers."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Exists, Select, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.models import AskedQuestion, Feedback, Person, SecretariatAnswer
from storage.queries.leases import insert_into


async def question_by_id(session: AsyncSession, question_id: int, *, lock: bool = False) -> AskedQuestion | None:
    """One question with its asker. ``lock`` keeps others from changing it until the unit of work ends."""
    query = select(AskedQuestion).where(AskedQuestion.id == question_id).options(joinedload(AskedQuestion.person))
    if lock:
        # SQLite needs no lock: a unit of work there has the whole database to itself.
        query = query.with_for_update(of=AskedQuestion).execution_options(populate_existing=True)
    found: AskedQuestion | None = await session.scalar(query)
    return found


async def questions_by_id(session: AsyncSession, ids: Collection[int], *, lock: bool = False) -> list[AskedQuestion]:
    """Several questions with their askers, the oldest first; ``lock`` as for one."""
    query = select(AskedQuestion).where(AskedQuestion.id.in_(ids)).order_by(AskedQuestion.id)
    query = query.options(joinedload(AskedQuestion.person))
    if lock:
        query = query.with_for_update(of=AskedQuestion).execution_options(populate_existing=True)
    return list(await session.scalars(query))


async def turns_of_thread(
    session: AsyncSession,
    workspace_id: int,
    channel_id: str,
    thread_ts: str,
    *,
    limit: int,
    person_id: int | None = None,
    before: int | None = None,
) -> list[AskedQuestion]:
    """The last questions of a thread, the oldest first.

    A thread may hang on a question or on an answer that stood in none. Private questions are another person's unless
    ``person_id`` names who asked them; ``before`` leaves out the question with this id and later ones.
    """
    query = select(AskedQuestion).where(
        AskedQuestion.workspace_id == workspace_id,
        AskedQuestion.channel_id == channel_id,
        or_(
            AskedQuestion.thread_ts == thread_ts,
            AskedQuestion.ts == thread_ts,
            AskedQuestion.answer_ts == thread_ts,
        ),
    )
    if person_id is None:
        query = query.where(AskedQuestion.private.is_(False))
    else:
        query = query.where(AskedQuestion.person_id == person_id)
    if before is not None:
        query = query.where(AskedQuestion.id < before)
    rows = await session.scalars(query.order_by(AskedQuestion.id.desc()).limit(limit))
    return list(rows)[::-1]


async def recent_turns(
    session: AsyncSession,
    workspace_id: int,
    channel_id: str,
    person_id: int,
    *,
    since: dt.datetime,
    limit: int,
    before: int | None = None,
) -> list[AskedQuestion]:
    """What one person asked privately in one channel, outside of threads, since an instant; the oldest first."""
    query = select(AskedQuestion).where(
        AskedQuestion.workspace_id == workspace_id,
        AskedQuestion.channel_id == channel_id,
        AskedQuestion.person_id == person_id,
        AskedQuestion.private.is_(True),
        AskedQuestion.thread_ts.is_(None),
        AskedQuestion.at >= since,
    )
    if before is not None:
        query = query.where(AskedQuestion.id < before)
    rows = await session.scalars(query.order_by(AskedQuestion.id.desc()).limit(limit))
    return list(rows)[::-1]


async def note_answer_message(session: AsyncSession, question_id: int, ts: str) -> None:
    """Remember which message holds the bot's answer, since a thread may come to hang on it."""
    await session.execute(update(AskedQuestion).where(AskedQuestion.id == question_id).values(answer_ts=ts))


async def answers_to(session: AsyncSession, question_ids: Collection[int]) -> list[SecretariatAnswer]:
    """The secretariat's answers to some questions with their officers, the oldest first."""
    query = select(SecretariatAnswer).where(SecretariatAnswer.question_id.in_(question_ids))
    query = query.order_by(SecretariatAnswer.id).options(joinedload(SecretariatAnswer.person))
    return list(await session.scalars(query))


async def answer_by_id(session: AsyncSession, answer_id: int, *, lock: bool = False) -> SecretariatAnswer | None:
    """One answer of the secretariat with its officer and its question."""
    query = select(SecretariatAnswer).where(SecretariatAnswer.id == answer_id)
    query = query.options(joinedload(SecretariatAnswer.person), joinedload(SecretariatAnswer.question))
    if lock:
        query = query.with_for_update(of=SecretariatAnswer).execution_options(populate_existing=True)
    found: SecretariatAnswer | None = await session.scalar(query)
    return found


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """An answer of the secretariat that serves whoever asks the like. ``officer`` is empty where nobody is known."""

    id: int
    asked: str
    text: str
    officer: str
    published_at: dt.datetime
    review_on: dt.date


async def published_answers(session: AsyncSession, today: dt.date) -> list[PublishedAnswer]:
    """The published answers that may still be given on a day, the oldest first: up to and on their review date."""
    query = (
        select(
            SecretariatAnswer.id,
            SecretariatAnswer.asked,
            SecretariatAnswer.text,
            func.coalesce(Person.name, ""),
            SecretariatAnswer.published_at,
            SecretariatAnswer.review_on,
        )
        .outerjoin(Person, Person.id == SecretariatAnswer.person_id)
        .where(
            SecretariatAnswer.published_at.is_not(None),
            SecretariatAnswer.withdrawn_at.is_(None),
            SecretariatAnswer.review_on >= today,
        )
        .order_by(SecretariatAnswer.id)
    )
    return [
        PublishedAnswer(ident, asked, text, officer, published_at, review_on)
        for ident, asked, text, officer, published_at, review_on in await session.execute(query)
        if published_at is not None and review_on is not None
    ]


async def answers_on_show(session: AsyncSession, workspace_id: int) -> list[SecretariatAnswer]:
    """The published answers of a workspace that nobody withdrew: the one that wants a review first comes first."""
    query = (
        select(SecretariatAnswer)
        .join(AskedQuestion, AskedQuestion.id == SecretariatAnswer.question_id)
        .where(
            AskedQuestion.workspace_id == workspace_id,
            SecretariatAnswer.published_at.is_not(None),
            SecretariatAnswer.withdrawn_at.is_(None),
        )
        .order_by(SecretariatAnswer.review_on, SecretariatAnswer.id)
        .options(joinedload(SecretariatAnswer.person))
    )
    return list(await session.scalars(query))


def _voted_down() -> Exists:
    return exists().where(Feedback.question_id == AskedQuestion.id, Feedback.helpful.is_(False))


async def unhelped_questions(
    session: AsyncSession, workspace_id: int, since: dt.datetime, limit: int
) -> list[tuple[AskedQuestion, bool]]:
    """What could not be answered, or was voted not helpful, since an instant; the newest first.

    Each with whether somebody voted it not helpful.
    """
    voted_down = _voted_down()
    query: Select[AskedQuestion, bool] = (
        select(AskedQuestion, voted_down)
        .where(AskedQuestion.workspace_id == workspace_id, AskedQuestion.at >= since)
        .where(or_(AskedQuestion.abstained.is_(True), voted_down))
        .order_by(AskedQuestion.id.desc())
        .limit(limit)
    )
    return [(row, bool(down)) for row, down in await session.execute(query)]


async def reasons_for(session: AsyncSession, question_ids: Collection[int]) -> dict[int, list[str]]:
    """What people wrote under *Not helpful*, by question."""
    query = select(Feedback.question_id, Feedback.why).where(
        Feedback.question_id.in_(question_ids), Feedback.helpful.is_(False), Feedback.why.is_not(None)
    )
    found: dict[int, list[str]] = {}
    for question_id, why in await session.execute(query.order_by(Feedback.at, Feedback.person_id)):
        found.setdefault(question_id, []).append(str(why))
    return found


async def vote_of(session: AsyncSession, question_id: int, person_id: int) -> Feedback | None:
    """How a person voted on an answer."""
    return await session.get(Feedback, (question_id, person_id))


async def cast_vote(
    session: AsyncSession, question_id: int, person_id: int, *, helpful: bool, why: str | None, at: dt.datetime
) -> None:
    """One vote a person an answer: a later one takes the place of the earlier."""
    statement = insert_into(session, Feedback).values(
        question_id=question_id, person_id=person_id, helpful=helpful, why=why, at=at
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Feedback.question_id, Feedback.person_id],
            set_={"helpful": helpful, "why": why, "at": at},
        )
    )


def _on_show() -> Exists:
    return exists().where(
        SecretariatAnswer.question_id == AskedQuestion.id,
        SecretariatAnswer.published_at.is_not(None),
        SecretariatAnswer.withdrawn_at.is_(None),
    )


async def forget_questions(session: AsyncSession, before: dt.datetime, limit: int) -> int:
    """Delete up to ``limit`` questions that were asked before an instant, with their answers and votes.

    A question whose answer is still published stays, without who asked it and where. Returns how many were deleted.
    """
    old = AskedQuestion.at < before
    ids: Sequence[int] = list(
        await session.scalars(select(AskedQuestion.id).where(old, ~_on_show()).order_by(AskedQuestion.id).limit(limit))
    )
    if ids:
        await session.execute(delete(AskedQuestion).where(AskedQuestion.id.in_(ids)))
    kept = select(AskedQuestion.id).where(
        old, or_(AskedQuestion.person_id.is_not(None), AskedQuestion.channel_id.is_not(None))
    )
    await session.execute(
        update(AskedQuestion)
        .where(AskedQuestion.id.in_(kept.where(_on_show()).limit(limit)))
        .values(person_id=None, channel_id=None, thread_ts=None, ts=None, answer_ts=None, notices=[])
    )
    return len(ids)
