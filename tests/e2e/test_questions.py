"""Questions from Slack to the database and back: threads, the secretariat, published answers, votes, the lists."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.answers.values import Answer, Citation, Question
from playground.model import Message
from storage.models import AskedQuestion, Feedback, SecretariatAnswer
from storage.queries.questions import published_answers
from storage.queries.roadmap import change_token
from tests.e2e.conftest import Stage

COORDINATION, SECRETARIAT = "C0COORDIN8", "C0SECRETAR"
ANA, LUIS, INES, HUGO, OLGA, OMAR, GUS = (
    "U0ANAUNHCR",
    "U0LUISUNHC",
    "U0INESIOM1",
    "U0HUGOHCHR",
    "U0OLGAOFF1",
    "U0OMAROFF1",
    "U0GUSGUEST",
)
ONE_WAY = pytest.mark.parametrize("stage", ["socket"], indirect=True)


class Recorder:
    """What the answers are asked, in place of the answers: questions with "penguin" in them find none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Question] = []
        monkeypatch.setattr("bot.answers.answerer.Answerer.ask", self.ask)

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        if "penguin" in question.text:
            return Answer("I do not know.", (), True, question.language, (Citation("S1", "First <session>"),))
        return Answer(f"Answer to {question.text}", (Citation("S1", "First <session>"),), False, question.language)

    def history_of(self, text: str) -> tuple[str, ...]:
        (found,) = [question for question in self.asked if question.text == text]
        return found.history


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(monkeypatch)


async def rows(stage: Stage) -> list[AskedQuestion]:
    async with stage.store.reading() as session:
        return list(await session.scalars(select(AskedQuestion).order_by(AskedQuestion.id)))


def values_of(message: Message, action: str) -> list[str]:
    return [
        element["value"]
        for block in message.get("blocks") or []
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("action_id", "").partition(":")[0] == action
    ]


async def test_a_question_from_everywhere_is_remembered_with_its_place(stage: Stage, recorder: Recorder) -> None:
    ana = stage.slack.person(ANA)
    await ana.command("/roadmap", "when is R&D <now>?", channel=COORDINATION)
    await ana.wait_message("Answer to when is R&amp;D &lt;now&gt;?", channel=COORDINATION)
    said = await ana.say("and where?")
    first = await ana.wait_message("Answer to and where?")
    await ana.say("who led it?", thread_ts=said)
    await ana.wait_message("Answer to who led it?")
    mentioned = await ana.say(f"<@{bot_user(stage)}> hello there", channel=COORDINATION)
    await ana.wait_message("Answer to hello there", channel=COORDINATION)
    command, direct, reply, mention = await rows(stage)
    assert command.text == "when is R&D <now>?"
    assert (command.channel_id, command.thread_ts, command.private) == (COORDINATION, None, True)
    assert (direct.channel_id, direct.thread_ts, direct.private, direct.ts) == (ana.dm, None, True, said.ts)
    assert direct.answer_ts == first.ts
    assert (reply.channel_id, reply.thread_ts) == (ana.dm, said.ts)
    assert (mention.channel_id, mention.thread_ts, mention.private) == (COORDINATION, mentioned.ts, False)
    assert mention.citations == ["S1"]
    assert not mention.abstained
