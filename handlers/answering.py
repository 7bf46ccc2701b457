"""A question from wherever it was asked, answered there, and remembered with its answer."""

import asyncio
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.values import Answer, Asker, Question
from bot.questions.turns import TURNS, Place, earlier_questions, remember
from handlers.calls import Call
from handlers.spoken import spoken
from handlers.views.answers import answer_message
from handlers.views.message import Message
from storage.queries.questions import note_answer_message

log = structlog.get_logger(__name__)

#: The earlier turns are worth so many seconds of waiting for Slack; without them the question is answered alone.
PATIENCE = 3.0
PAGE = 50
TYPED = {None, "file_share", "thread_broadcast"}


@dataclass(frozen=True, slots=True)
class Considered:
    """A question with its answer, of which nobody has been told yet."""

    text: str
    place: Place
    answer: Answer


async def answer_question(call: Call, text: str, *, thread_ts: str | None = None) -> None:
    """Answer in the channel or thread in which it was asked; after a command, to the asker alone."""
    if not spoken(text):
        await send(call, Message.plain(call.phrase("handlers.welcome_question")), thread_ts)
        return
    await give(call, await consider(call, text, thread_ts), thread_ts)


async def consider(call: Call, text: str, thread_ts: str | None) -> Considered:
    """Look for the answer to what was said, and tell nobody yet."""
    text = spoken(text)
    now = call.services.clock.now()
    place = _place(call, thread_ts)
    question = Question(
        text=text,
        today=now.astimezone(ZoneInfo(call.caller.zone)).date(),
        language=call.language,
        history=await _history(call, place),
        asker=Asker(call.caller.viewer, call.caller.workspace_id, place.private),
    )
    return Considered(text, place, await call.services.answerer.ask(question))


async def give(call: Call, considered: Considered, thread_ts: str | None) -> None:
    """Write the turn down and tell the answer."""
    number = await remember_turn(call, considered)
    message = answer_message(considered.answer, considered.text if call.respond else None, number)
    ts = await send(call, message, thread_ts)
    if ts is not None and number is not None:
        await _note_message(call, number, ts)


def _place(call: Call, thread_ts: str | None) -> Place:
    event: dict[str, Any] = call.body.get("event") or {}
    return Place(
        workspace_id=call.caller.workspace_id,
        person_id=call.caller.person_id,
        channel_id=call.channel_id,
        thread_ts=thread_ts,
        # What was asked with a command is answered to the asker alone, wherever that was.
        private=not event or event.get("channel_type") == "im" or (call.channel_id or "").startswith("D"),
        ts=event.get("ts"),
    )


async def _history(call: Call, place: Place) -> tuple[str, ...]:
    """What was asked before: as the database knows it, else as the thread shows it in Slack."""
    async with call.services.store.reading() as session:
        known = await earlier_questions(session, place, call.services.clock.now())
    # A message that begins its thread has nothing before it.
    if known or place.thread_ts is None or place.channel_id is None or place.thread_ts == place.ts:
        return known
    try:
        async with asyncio.timeout(PATIENCE):
            return await _said_in_thread(call, place.channel_id, place.thread_ts, place)
    except SlackApiError as error:
        # In channels this takes a permission that is optional (docs/slack.md).
        log.info("thread.unread", error=error.response.get("error"))
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        log.info("thread.unread", error=type(error).__name__)
    return ()


async def _said_in_thread(call: Call, channel: str, thread_ts: str, place: Place) -> tuple[str, ...]:
    """What people wrote in a thread before this message; in a direct message, what this person wrote."""
    bounds: dict[str, Any] = {"latest": place.ts, "inclusive": False} if place.ts else {}
    said: list[str] = []
    cursor: str | None = None
    while True:
        page = await call.client.conversations_replies(
            channel=channel, ts=thread_ts, limit=PAGE, cursor=cursor, **bounds
        )
        for message in page["messages"]:
            if message.get("bot_id") or message.get("subtype") not in TYPED or message.get("ts") == place.ts:
                continue
            if place.private and message.get("user") != call.caller.slack_user_id:
                continue
            if words := spoken(str(message.get("text") or "")):
                said.append(words)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return tuple(said[-TURNS:])


async def remember_turn(call: Call, considered: Considered) -> int | None:
    """Write the turn down. The answer is given all the same where that fails; it then has no buttons."""
    try:
        async with call.services.store.unit() as session:
            now = call.services.clock.now()
            return await remember(session, considered.place, considered.text, considered.answer, now)
    except SQLAlchemyError as error:
        log.error("question.not_remembered", error=type(error).__name__)
        return None


async def _note_message(call: Call, number: int, ts: str) -> None:
    try:
        async with call.services.store.unit() as session:
            await note_answer_message(session, number, ts)
    except SQLAlchemyError as error:
        log.error("question.not_remembered", error=type(error).__name__)


async def send(call: Call, message: Message, thread_ts: str | None) -> str | None:
    """Send it; returns the ``ts`` of the message, which an answer to a command has not."""
    if call.respond is not None:
        await call.answer(message)
    elif call.channel_id is not None:
        posted = await call.client.chat_postMessage(
            channel=call.channel_id, thread_ts=thread_ts, **message.as_payload()
        )
        return str(posted["ts"])
    return None
