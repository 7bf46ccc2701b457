"""A question from wherever it was asked, answered there."""

from zoneinfo import ZoneInfo

from bot.answers.values import Question
from handlers.calls import Call
from handlers.views.answers import answer_message
from handlers.views.message import Message


async def answer_question(call: Call, text: str, *, thread_ts: str | None = None) -> None:
    """Answer in the channel or thread in which it was asked; after a command, to the asker alone."""
    if not text:
        await _send(call, Message.plain(call.phrase("handlers.welcome_question")), thread_ts)
        return
    today = call.services.clock.now().astimezone(ZoneInfo(call.caller.zone)).date()
    answered = await call.services.answerer.ask(Question(text=text, today=today, language=call.language))
    await _send(call, answer_message(answered, text if call.respond else None), thread_ts)


async def _send(call: Call, message: Message, thread_ts: str | None) -> None:
    if call.respond is not None:
        await call.answer(message)
    elif call.channel_id is not None:
        await call.client.chat_postMessage(channel=call.channel_id, thread_ts=thread_ts, **message.as_payload())
