"""Questions from Slack to the database and back: threads, the secretariat, published answers, votes, the lists."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, text

from bot.answers.values import Answer, Citation, Question
from playground.model import BOT_USER, Message
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
    mentioned = await ana.say(f"<@{BOT_USER}> hello there", channel=COORDINATION)
    await ana.wait_message("Answer to hello there", channel=COORDINATION)
    # The number of the message is noted after it was sent.
    async with asyncio.timeout(10):
        while not all(row.answer_ts for row in (await rows(stage))[1:]):
            await asyncio.sleep(0.05)
    command, direct, reply, mention = await rows(stage)
    assert command.text == "when is R&D <now>?"
    assert (command.channel_id, command.thread_ts, command.private) == (COORDINATION, None, True)
    assert (direct.channel_id, direct.thread_ts, direct.private, direct.ts) == (ana.dm, None, True, said.ts)
    assert direct.answer_ts == first.ts
    assert (reply.channel_id, reply.thread_ts) == (ana.dm, said.ts)
    assert (mention.channel_id, mention.thread_ts, mention.private) == (COORDINATION, mentioned.ts, False)
    assert mention.citations == ["S1"]
    assert not mention.abstained


@ONE_WAY
async def test_follow_ups_find_what_was_asked_before_and_never_what_others_asked_privately(
    stage: Stage, recorder: Recorder
) -> None:
    ana, ines = stage.slack.person(ANA), stage.slack.person(INES)
    for number in range(8):
        await ana.command("/roadmap", f"ana asks {number}", channel=COORDINATION)
        await ana.wait_message(f"Answer to ana asks {number}", channel=COORDINATION)
    await ana.command("/roadmap", "and then?", channel=COORDINATION)
    await ana.wait_message("Answer to and then?", channel=COORDINATION)
    assert recorder.history_of("and then?") == tuple(f"ana asks {number}" for number in range(2, 8))
    # Not another person, not another channel, not after half an hour.
    await ines.command("/roadmap", "ines asks", channel=COORDINATION)
    await ines.wait_message("Answer to ines asks", channel=COORDINATION)
    assert recorder.history_of("ines asks") == ()
    await ana.say("ana writes")
    await ana.wait_message("Answer to ana writes")
    assert recorder.history_of("ana writes") == ()
    await stage.slack.advance(minutes=29)
    await ana.say("ana goes on")
    await ana.wait_message("Answer to ana goes on")
    assert recorder.history_of("ana goes on") == ("ana writes",)
    await stage.slack.advance(minutes=31)
    await ana.say("ana comes back")
    last = await ana.wait_message("Answer to ana comes back")
    assert recorder.history_of("ana comes back") == ()
    # A thread goes on however late, also under the bot's own answer, and after a restart.
    await stage.stop()
    await stage.start()
    await stage.slack.advance(hours=9)
    await ana.say("under the answer", thread_ts=last)
    await ana.wait_message("Answer to under the answer")
    assert recorder.history_of("under the answer") == ("ana comes back",)
    # A mention in a channel is open to all who read there; what was asked by command there is not in it.
    top = await ana.say(f"<@{BOT_USER}> open question", channel=COORDINATION)
    await ana.wait_message("Answer to open question", channel=COORDINATION)
    assert recorder.history_of("open question") == ()
    await ines.say(f"<@{BOT_USER}> ines goes on", channel=COORDINATION, thread_ts=top)
    await ines.wait_message("Answer to ines goes on", channel=COORDINATION)
    assert recorder.history_of("ines goes on") == ("open question",)


@ONE_WAY
async def test_a_thread_that_the_database_does_not_know_is_read_from_slack_where_that_is_allowed(
    stage: Stage, recorder: Recorder
) -> None:
    ana = stage.slack.person(ANA)
    top = await ana.say("what is the &lt;first&gt; hearing?")
    await ana.wait_message("Answer to what is the")
    async with stage.store.unit() as session:
        await session.execute(delete(AskedQuestion))
    await ana.say("and where is it?", thread_ts=top)
    await ana.wait_message("Answer to and where is it?")
    assert recorder.history_of("and where is it?") == ("what is the <first> hearing?",)
    # In a channel the permission is missing; the question is answered all the same.
    talk = await ana.say("people talk", channel=COORDINATION)
    await ana.say(f"<@{BOT_USER}> late mention", channel=COORDINATION, thread_ts=talk)
    said = await ana.wait_message("Answer to late mention", channel=COORDINATION)
    assert recorder.history_of("late mention") == ()
    assert stage.slack.traffic.calls("conversations.replies", ok=False)
    assert said["thread_ts"] == talk.ts


async def test_ask_the_secretariat_and_be_told(stage: Stage, recorder: Recorder) -> None:
    slack = stage.slack
    ana, olga, omar = slack.person(ANA), slack.person(OLGA), slack.person(OMAR)
    await ana.command("/roadmap", "how many penguins <!channel> & seals?", channel=COORDINATION)
    answered = await ana.wait_message("I do not know", channel=COORDINATION)
    await ana.click(answered, "question.send_on")
    await ana.wait_message("with the secretariat", channel=COORDINATION)
    asked = await olga.wait_message("A question for the secretariat", channel=SECRETARIAT)
    for words in ("Ana Sample (UNHCR)", "&amp; seals?", "I do not know.", "S1: First &lt;session&gt;"):
        assert words in asked.text
    assert "<!" not in asked.text
    await ana.click(answered, "question.send_on")
    await ana.wait_message("already sent to the secretariat on Monday 30 January 2017", channel=COORDINATION)
    assert len([m for m in olga.messages(SECRETARIAT) if "A question for" in m.text]) == 1

    # Two officers open the form; the second is shown the first one's answer and keeps what was typed.
    await olga.click(asked, "question.answer")
    form = await olga.wait_view("question.answer_form")
    assert form.held["secretariat.asked"]["secretariat.asked"]["value"] == "how many penguins @channel & seals?"
    assert form.held["secretariat.review_on"]["secretariat.review_on"]["selected_date"] == "2017-04-30"
    await omar.click(asked, "question.answer")
    await omar.wait_view("question.answer_form")
    refused = await olga.submit(
        {"secretariat.text": "None <b>", "secretariat.publish": ["yes"], "secretariat.review_on": "2017-01-01"}
    )
    assert set(refused.errors) == {"secretariat.review_on"}
    done = await olga.submit({"secretariat.review_on": "2017-03-01"})
    assert done.ok, done.errors
    told = await ana.wait_message("Olga Sample of the secretariat answered your question on 30 January 2017")
    assert told.channel == ana.dm
    assert "None &lt;b&gt;" in told.text
    assert "how many penguins" in told.text
    shown = await olga.wait_message("Answered by Olga Sample on 30 January 2017", channel=SECRETARIAT)
    assert shown.ts == asked.ts
    await olga.wait_message("Ana Sample", channel=olga.dm)
    late = await omar.submit({"secretariat.text": "Ask me"})
    assert late.ok
    view = await omar.wait_view(lambda view: "Somebody was faster" in str(view.blocks))
    assert "Olga Sample" in str(view.blocks)
    assert "None <b>" in str(view.blocks)
    assert view.held["secretariat.text"]["secretariat.text"]["value"] == "Ask me"
    assert (await omar.submit({})).ok
    await ana.wait_message("Omar Sample of the secretariat added something")
    await olga.wait_message("Added by Omar Sample", channel=SECRETARIAT)
    async with stage.store.reading() as session:
        kept = list(await session.scalars(select(SecretariatAnswer).order_by(SecretariatAnswer.id)))
        assert [(row.text, row.published_at is not None) for row in kept] == [("None <b>", True), ("Ask me", False)]
        (served,) = await published_answers(session, dt.date(2017, 3, 1))
        assert (served.text, served.officer) == ("None <b>", "Olga Sample")
        assert await published_answers(session, dt.date(2017, 3, 2)) == []
    await ana.click(answered, "question.send_on")
    await ana.wait_message("Omar Sample answered this on 30 January 2017", channel=COORDINATION)


@ONE_WAY
async def test_others_may_send_on_what_stands_open_and_the_thread_is_told(stage: Stage, recorder: Recorder) -> None:
    slack = stage.slack
    hugo, ana, olga, omar = (slack.person(who) for who in (HUGO, ANA, OLGA, OMAR))
    async with stage.store.unit() as session:
        await session.execute(text("UPDATE workspace SET officers_channel = NULL"))
    top = await hugo.say(f"<@{BOT_USER}> penguins ?", channel=COORDINATION)
    answered = await ana.wait_message("I do not know", channel=COORDINATION)
    await ana.click(answered, "question.send_on")
    await ana.wait_message("Whoever asked it will be told", channel=COORDINATION)
    asked = await omar.wait_message("Hugo Sample (OHCHR)", channel=omar.dm)
    await olga.wait_message("Hugo Sample (OHCHR)", channel=olga.dm)
    await omar.click(asked, "question.answer")
    await omar.wait_view("question.answer_form")
    assert (await omar.submit({"secretariat.text": "Aucun."})).ok
    told = await hugo.wait_message("a répondu à votre question", channel=COORDINATION)
    assert told["thread_ts"] == top.ts
    assert f"<@{HUGO}>" in told.text
    await olga.wait_message("Answered by Omar Sample", channel=olga.dm)


@ONE_WAY
async def test_where_nobody_can_be_reached_the_question_counts_as_not_sent(stage: Stage, recorder: Recorder) -> None:
    ana = stage.slack.person(ANA)
    await ana.say("penguins?")
    answered = await ana.wait_message("I do not know")
    # The answer and the eight invitations that go out at once: none of them may meet the faults.
    await stage.slack.wait_call("chat.postMessage", count=9, timeout=60)
    stage.slack.faults.add("error", "chat.postMessage", times=3, code="channel_not_found")
    await ana.click(answered, "question.send_on")
    await ana.wait_message("could not be delivered")
    await ana.click(answered, "question.send_on")
    await ana.wait_message("Your question is with the secretariat")
    assert len([m for m in stage.slack.person(OLGA).messages(SECRETARIAT) if "A question for" in m.text]) == 1


@ONE_WAY
async def test_votes_and_the_list_of_what_did_not_help(stage: Stage, recorder: Recorder) -> None:
    slack = stage.slack
    ana, ines, olga, omar = (slack.person(who) for who in (ANA, INES, OLGA, OMAR))
    await ana.say("When is the third hearing?")
    answered = await ana.wait_message("Answer to When")
    assert values_of(answered, "feedback.helpful") == values_of(answered, "feedback.not_helpful")
    await ana.click(answered, "feedback.helpful")
    await ana.wait_message("noted as helpful")
    await ana.click(answered, "feedback.not_helpful")
    await ana.wait_message("I have changed your vote")
    await ana.wait_view("feedback.form")
    assert (await ana.submit({"feedback.why": "the <year> is missing"})).ok
    thanks = await ana.wait_view(lambda view: "The secretariat reads this" in str(view.blocks))
    await ana.click(thanks, "question.send_on")
    await ana.wait_view(lambda view: "Your question is with the secretariat" in str(view.blocks))
    async with stage.store.reading() as session:
        (voted,) = await session.scalars(select(Feedback))
        assert (voted.helpful, voted.why) == (False, "the <year> is missing")

    asked = ((ana, "How many penguins are there?"), (ines, "how many penguins there are"), (ines, "penguin films"))
    for person, words in asked:
        await person.command("/roadmap", words, channel=COORDINATION)
        await person.wait_message("I do not know", channel=COORDINATION)
    await ana.command("/roadmap", "questions", channel=COORDINATION)
    await ana.wait_message("for the secretariat's officers", channel=COORDINATION)
    await olga.command("/roadmap", "questions", channel=SECRETARIAT)
    listed = await olga.wait_message("could not be answered or did not help, in the last 30 days", channel=SECRETARIAT)
    lines = listed.text.splitlines()
    at = lines.index("how many penguins there are")
    assert "asked 2 times by 2 people; last on 30 January 2017; not sent to the secretariat" in lines[at + 1]
    assert lines[at + 2] == "Also: How many penguins are there?"
    at = lines.index("When is the third hearing?")
    assert "1 voted not helpful; sent to the secretariat on 30 January 2017" in lines[at + 1]
    assert lines[at + 2] == "Said of it: the &lt;year&gt; is missing"

    # An answer to the group reaches everybody in it, each in their own language and place.
    first = values_of(listed, "question.answer")[0]
    await olga.click(listed, f"question.answer:{first.partition(':')[0]}")
    form = await olga.wait_view("question.answer_form")
    assert "2 people asked this and will be told." in str(form.blocks)
    assert (await olga.submit({"secretariat.text": "Twelve"})).ok
    await ana.wait_message("Olga Sample of the secretariat answered")
    await ines.wait_message("du secrétariat, a répondu")
    done = await olga.wait_message("2 people were told", channel=olga.dm)
    assert "It is not published." in done.text
    await omar.command("/roadmap", "questions 5", channel=SECRETARIAT)
    listed = await omar.wait_message("in the last 5 days", channel=SECRETARIAT)
    assert "answered by the secretariat" in listed.text
    # More words behind it make it a question.
    await ana.command("/roadmap", "questions about data, when?", channel=COORDINATION)
    await ana.wait_message("Answer to questions about data, when?", channel=COORDINATION)
    await stage.slack.advance(days=6)
    await omar.command("/roadmap", "questions 5", channel=SECRETARIAT)
    await omar.wait_message("every question was answered", channel=SECRETARIAT)


@ONE_WAY
async def test_published_answers_are_checked_edited_and_withdrawn(stage: Stage, recorder: Recorder) -> None:
    slack = stage.slack
    ana, olga = slack.person(ANA), slack.person(OLGA)
    await olga.command("/roadmap", "answers", channel=SECRETARIAT)
    await olga.wait_message("No answer is published", channel=SECRETARIAT)
    for number, review in ((1, "2017-06-01"), (2, "2017-02-05")):
        await ana.say(f"penguins {number}?")
        answered = await ana.wait_message("I do not know", after=last_of(ana.messages()))
        await ana.click(answered, "question.send_on")
        asked = await olga.wait_message(f"penguins {number}?", channel=SECRETARIAT)
        await olga.click(asked, "question.answer")
        await olga.wait_view("question.answer_form")
        filled = {"secretariat.text": f"text {number}", "secretariat.publish": ["yes"]}
        assert (await olga.submit({**filled, "secretariat.review_on": review})).ok
        await ana.wait_message(f"text {number}")
    slack.move_clock(dt.datetime(2017, 2, 6, 9, 0, tzinfo=ZoneInfo("America/New_York")))
    await olga.command("/roadmap", "answers", channel=SECRETARIAT)
    listed = await olga.wait_message("Published answers", channel=SECRETARIAT)
    assert listed.text.index("penguins 2?") < listed.text.index("penguins 1?")
    assert "no longer given since its review date, 5 February 2017" in listed.text
    second, first = values_of(listed, "answer.still_right")

    async def tokens() -> str:
        async with stage.store.reading() as session:
            return await change_token(session)

    before = await tokens()
    await olga.click(listed, "answer.still_right", value=second)
    listed = await olga.wait_message("given until 7 May 2017", channel=SECRETARIAT)
    assert listed.text.index("penguins 2?", 60) < listed.text.index("penguins 1?")
    after = await tokens()
    assert after != before
    await olga.click(listed, "answer.edit", value=first)
    form = await olga.wait_view("question.answer_form")
    assert form.held["secretariat.text"]["secretariat.text"]["value"] == "text 1"
    assert (await olga.submit({"secretariat.text": "text one"})).ok
    await olga.wait_message("The answer is changed", channel=olga.dm)
    assert await tokens() != after
    after = await tokens()
    await olga.click(listed, "answer.withdraw", value=second)
    listed = await olga.wait_message("Withdrawn: penguins 2?", channel=SECRETARIAT)
    assert await tokens() != after
    async with stage.store.reading() as session:
        assert [one.text for one in await published_answers(session, dt.date(2017, 2, 6))] == ["text one"]


def last_of(messages: list[Message]) -> Message | None:
    return messages[-1] if messages else None
