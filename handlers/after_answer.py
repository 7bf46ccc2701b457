"""What can be done with an answer: send its question on to the secretariat, say whether it helped."""

import structlog
from slack_sdk.errors import SlackApiError

from bot.questions.feedback import Voted, vote
from bot.questions.inquiries import AnsweredBefore, NobodyThere, NotThere, OnItsWay, SentBefore, note_delivery
from bot.questions.inquiries import send_on as send_to_secretariat
from bot.questions.turns import Place
from bot.text.dates import instant_in_words
from bot.text.escape import escape
from handlers.calls import Call
from handlers.forms.secretariat import read_why, said_view, why_view
from handlers.telling import deliver_inquiry
from handlers.views.answers import send_on_button
from handlers.views.message import Block, Message, actions, section
from handlers.views.questions import day_of, name_of
from storage.queries.questions import question_by_id

log = structlog.get_logger(__name__)


async def send_on(call: Call) -> None:
    """*Ask the secretariat*: once; a second press says when it was sent, or what was answered."""
    now = call.services.clock.now()
    async with call.services.store.unit() as session:
        outcome = await send_to_secretariat(session, number_of(call.value), _place(call), now)
    if isinstance(outcome, OnItsWay):
        notices = await deliver_inquiry(call.client, outcome, call.caller.zone)
        async with call.services.store.unit() as session:
            await note_delivery(session, outcome.inquiry.question_id, notices)
            question = await question_by_id(session, outcome.inquiry.question_id)
        own = question is not None and question.person_id == call.caller.person_id
        key = ("sent" if own else "sent_for_other") if notices else "not_sent"
        await _say(call, call.phrase(f"questions.{key}"))
    elif isinstance(outcome, SentBefore):
        when = instant_in_words(outcome.at, call.caller.zone, call.language)
        await _say(call, call.phrase("questions.sent_before", when=when))
    elif isinstance(outcome, AnsweredBefore):
        answer = outcome.answer
        when = day_of(answer.at, call.caller.zone, call.language)
        who = name_of(answer, call.language)
        await _say(call, call.phrase("questions.answered_before", who=who, when=when, text=answer.text))
    elif isinstance(outcome, NobodyThere):
        await _say(call, call.phrase("questions.nobody_there"))
    else:
        assert isinstance(outcome, NotThere)
        await _say(call, call.phrase("questions.not_there"))


async def vote_helpful(call: Call) -> None:
    """*Helpful*"""
    voted = await _vote(call, helpful=True)
    if voted is None:
        await _say(call, call.phrase("questions.not_there"))
    else:
        await _say(call, call.phrase(_thanks(voted)))


async def vote_not_helpful(call: Call) -> None:
    """*Not helpful*: the vote counts at once; the form that opens asks why, for who wants to say."""
    voted = await _vote(call, helpful=False)
    if voted is None:
        await _say(call, call.phrase("questions.not_there"))
        return
    try:
        await call.client.views_open(trigger_id=call.trigger_id or "", view=why_view(voted.question_id, call.language))
    except SlackApiError as error:
        # The vote counts without its reason too.
        log.warning("feedback.form_refused", error=error.response.get("error"))
    await _say(call, call.phrase(_thanks(voted)), _next_step(call, voted))


async def submit_why(call: Call) -> None:
    """Keep what was wrong or missing, before the form is acked; the form then says thanks."""
    view = call.body["view"]
    found = read_why(view, call.language)
    if isinstance(found, dict):
        await call.ack(response_action="errors", errors=found)
        return
    async with call.services.store.unit() as session:
        voted = await vote(
            session,
            number_of(view.get("private_metadata")),
            _place(call),
            helpful=False,
            # An emptied field takes back what was said before.
            why=found.why or "",
            at=call.services.clock.now(),
        )
    text = call.phrase("questions.not_there" if voted is None else "questions.thanks_why")
    offered = _next_step(call, voted) if voted else []
    await call.ack(response_action="update", view=said_view(text, call.language, offered))


async def _vote(call: Call, *, helpful: bool) -> Voted | None:
    async with call.services.store.unit() as session:
        return await vote(session, number_of(call.value), _place(call), helpful=helpful, at=call.services.clock.now())


def _thanks(voted: Voted) -> str:
    if voted.before is not None and voted.before is not voted.helpful:
        return "questions.thanks_changed"
    return f"questions.thanks_{'helpful' if voted.helpful else 'not_helpful'}"


def _next_step(call: Call, voted: Voted) -> list[Block]:
    """Whom the answer did not help, the secretariat may."""
    return [send_on_button(voted.question_id, call.language)] if voted.sendable else []


def _place(call: Call) -> Place:
    return Place(call.caller.workspace_id, call.caller.person_id, call.channel_id)


def number_of(value: object) -> int:
    """The number that a button carries first; 0, which nothing has, where it carries none."""
    first = str(value or "").partition(":")[0]
    return int(first) if first.isdecimal() and len(first) < 10 else 0


async def _say(call: Call, text: str, buttons: list[Block] | None = None) -> None:
    """Say it where the button was pressed: to this person alone in a channel, in the form where it stood in one."""
    view = call.body.get("view") or {}
    if view.get("type") == "modal":
        await call.client.views_update(view_id=view["id"], view=said_view(text, call.language, buttons or ()))
        return
    blocks: list[Block] = []
    if buttons:
        blocks = [section(escape(text), block_id="said.text"), actions(buttons, block_id="said.actions")]
    message = Message(escape(text), blocks)
    thread_ts = (call.body.get("container") or {}).get("thread_ts")
    if call.respond is not None and thread_ts:
        await call.respond(
            **message.as_payload(), response_type="ephemeral", replace_original=False, thread_ts=thread_ts
        )
    else:
        await call.answer(message)
