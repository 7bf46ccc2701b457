"""Sending a question on to the secretariat: once, to where its officers read."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.questions.rights import may_touch
from bot.questions.turns import Place, asked_before
from bot.text.languages import Language, language_of
from storage.models import AskedQuestion, Person, SecretariatAnswer, Workspace
from storage.queries.panels import seats_of_person
from storage.queries.people import officers
from storage.queries.questions import answers_to, question_by_id


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as the secretariat sees it. ``entity`` is empty where the asker speaks for none."""

    question_id: int
    text: str
    asker: str
    entity: str
    said: str
    at: dt.datetime
    before: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """The question is marked as sent and has to be delivered: to the channel, or to each officer where there is none.

    ``language`` is the one that most officers read.
    """

    inquiry: Inquiry
    channel: str | None
    officers: tuple[Person, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class SentBefore:
    """Somebody has sent the question on before."""

    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """The secretariat has answered the question already."""

    answer: SecretariatAnswer


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is no such question, or it is not for this person."""


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """The secretariat has neither a channel nor an officer."""


async def send_on(
    session: AsyncSession, question_id: int, place: Place, at: dt.datetime
) -> OnItsWay | SentBefore | AnsweredBefore | NotThere | NobodyThere:
    """Mark a question as sent to the secretariat; a second time changes nothing."""
    question = await question_by_id(session, question_id, lock=True)
    if question is None or not may_touch(question, place):
        return NotThere()
    answers = await answers_to(session, [question.id])
    if answers:
        return AnsweredBefore(answers[-1])
    if question.sent_at is not None:
        return SentBefore(question.sent_at)
    workspace = await session.get_one(Workspace, question.workspace_id)
    people = await officers(session, question.workspace_id)
    reachable = tuple(person for person in people if person.slack_user_id)
    if workspace.officers_channel is None and not reachable:
        return NobodyThere()
    question.sent_at = at
    return OnItsWay(await inquiry_of(session, question), workspace.officers_channel, reachable, common_language(people))


async def inquiry_of(session: AsyncSession, question: AskedQuestion) -> Inquiry:
    """A question as the secretariat sees it; its asker has to be loaded."""
    asker = question.person
    seats = await seats_of_person(session, asker.id) if asker else []
    return Inquiry(
        question_id=question.id,
        text=question.text,
        asker=asker.name if asker else "",
        entity=", ".join(dict.fromkeys(seat.entity.acronym for seat in seats)),
        said=question.answer,
        at=question.at,
        before=await asked_before(session, question),
        nearest=tuple(question.nearest),
    )


async def note_delivery(session: AsyncSession, question_id: int, notices: Sequence[str]) -> None:
    """Remember the messages that show the question, each as ``channel:ts``; without any, it was not sent at all."""
    question = await question_by_id(session, question_id, lock=True)
    if question is None:
        return
    if notices:
        question.notices = [*question.notices, *notices]
    else:
        question.sent_at = None


def common_language(people: Sequence[Person]) -> Language:
    """The language that most of some people read; English where nobody is known."""
    counts = Counter(language_of(person.locale) for person in people)
    return counts.most_common(1)[0][0] if counts else "en"
