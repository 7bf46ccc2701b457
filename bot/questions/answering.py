"""The secretariat's answers: kept, changed, withdrawn, found still right. Whoever publishes changes the roadmap."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.questions.form import REVIEW, AnswerForm
from storage.models import AskedQuestion, Person, SecretariatAnswer
from storage.queries.questions import answer_by_id, answers_to, questions_by_id
from storage.queries.roadmap import note_change


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer is written. ``tell`` holds, for each asker once, the newest question that it answers; ``concerned``
    holds all of them.

    ``again`` marks a submission that came twice: nothing was written by it, and nobody has to be told.
    """

    answer: SecretariatAnswer
    question: AskedQuestion
    tell: tuple[AskedQuestion, ...] = ()
    concerned: tuple[AskedQuestion, ...] = ()
    addition: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class AnsweredMeanwhile:
    """Somebody answered since the form was opened. Nothing was written; ``answers`` are all that there are."""

    answers: tuple[SecretariatAnswer, ...]


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Somebody changed the published answer since the form was opened. Nothing was written."""

    answer: SecretariatAnswer


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such question or answer in this workspace any more."""


async def keep_answer(
    session: AsyncSession,
    question_id: int,
    form: AnswerForm,
    *,
    officer_id: int,
    workspace_id: int,
    seen: int,
    at: dt.datetime,
    others: Sequence[int] = (),
) -> Kept | AnsweredMeanwhile | Gone:
    """Write an officer's answer to a question.

    ``seen`` is the newest answer that the officer knew of (0 for none): a newer one is shown first, and then what
    the officer writes is added to it. ``others`` are like questions, whose askers have the same answer coming.
    """
    # All are locked, not this one alone: a colleague may be answering another question of the same group.
    asked = await questions_by_id(session, [question_id, *others], lock=True)
    asked = [one for one in asked if one.workspace_id == workspace_id]
    question = next((one for one in asked if one.id == question_id), None)
    if question is None:
        return Gone()
    answers = await answers_to(session, [one.id for one in asked])
    newest = answers[-1] if answers else None
    if newest is not None and newest.id > seen:
        if newest.person_id == officer_id and newest.text == form.text:
            return Kept(newest, question, again=True)
        return AnsweredMeanwhile(tuple(answers))
    row = SecretariatAnswer(
        question_id=question.id,
        person_id=officer_id,
        asked=form.asked,
        text=form.text,
        at=at,
        published_at=at if form.publish else None,
        review_on=form.review_on if form.publish else None,
    )
    session.add(row)
    await session.flush()
    if form.publish:
        _note(session, "answer published", row, officer_id, at)
    return Kept(row, question, tell=newest_of_each(asked), concerned=tuple(asked), addition=bool(answers))


async def edit_answer(
    session: AsyncSession,
    answer_id: int,
    form: AnswerForm,
    *,
    officer_id: int,
    workspace_id: int,
    seen: str,
    at: dt.datetime,
) -> Kept | ChangedMeanwhile | Gone:
    """Change a published answer; it then stands in the name of the officer who changed it.

    ``seen`` is the ``state_of_answer`` that the officer had before them.
    """
    row = await _of_workspace(session, answer_id, workspace_id)
    if row is None:
        return Gone()
    wanted = (form.asked, form.text, form.review_on if form.publish else None)
    if (row.asked, row.text, row.review_on if row.withdrawn_at is None else None) == wanted:
        return Kept(row, row.question, again=True)
    if state_of_answer(row) != seen:
        return ChangedMeanwhile(row)
    row.asked, row.text = form.asked, form.text
    row.person_id, row.person = officer_id, await session.get_one(Person, officer_id)
    if form.publish:
        row.published_at, row.review_on, row.withdrawn_at = at, form.review_on, None
    else:
        row.withdrawn_at = at
    _note(session, "answer edited", row, officer_id, at)
    return Kept(row, row.question)


async def withdraw_answer(
    session: AsyncSession, answer_id: int, *, officer_id: int, workspace_id: int, at: dt.datetime
) -> SecretariatAnswer | Gone:
    """Publish an answer no longer; twice changes nothing."""
    row = await _of_workspace(session, answer_id, workspace_id)
    if row is None:
        return Gone()
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        _note(session, "answer withdrawn", row, officer_id, at)
    return row


async def extend_answer(
    session: AsyncSession, answer_id: int, *, officer_id: int, workspace_id: int, today: dt.date, at: dt.datetime
) -> SecretariatAnswer | Gone:
    """The answer is still right today: it serves for as long again from today. Twice on a day changes nothing."""
    row = await _of_workspace(session, answer_id, workspace_id)
    if row is None or row.withdrawn_at is not None or row.published_at is None:
        return Gone()
    until = max(today + REVIEW, row.review_on or today)
    if row.review_on != until:
        row.review_on = until
        _note(session, "answer still right", row, officer_id, at)
    return row


def state_of_answer(row: SecretariatAnswer) -> str:
    """A short text that is another one after each change of an answer."""
    parts = (row.asked, row.text, str(row.review_on), str(row.withdrawn_at))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def newest_of_each(questions: Sequence[AskedQuestion]) -> tuple[AskedQuestion, ...]:
    """For each person the newest of their questions; those of people who are no longer known are left out."""
    newest: dict[int, AskedQuestion] = {}
    for question in sorted(questions, key=lambda one: one.id):
        if question.person_id is not None:
            newest[question.person_id] = question
    return tuple(newest.values())


async def _of_workspace(session: AsyncSession, answer_id: int, workspace_id: int) -> SecretariatAnswer | None:
    row = await answer_by_id(session, answer_id, lock=True)
    return row if row is not None and row.question.workspace_id == workspace_id else None


def _note(session: AsyncSession, action: str, row: SecretariatAnswer, officer_id: int, at: dt.datetime) -> None:
    note_change(session, action, at, {"answer": row.id, "by": officer_id})
