"""What people say to the bot: direct messages and mentions."""

import re

from handlers import replies, sent_files
from handlers.answering import answer_question
from handlers.calls import Call

MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")
#: Kinds of message that nobody typed to us: edits, deletions, joins. A shared file is a message that somebody typed.
TYPED = {None, "file_share", "thread_broadcast"}


async def direct_message(call: Call) -> None:
    """Do what somebody wants who wrote to the bot alone, or edited what they wrote."""
    event = call.body["event"]
    if event.get("channel_type") == "im" and event.get("subtype") == "message_changed":
        await replies.edited(call)
        return
    if event.get("channel_type") != "im" or event.get("bot_id") or event.get("subtype") not in TYPED:
        return
    if event.get("files") and await sent_files.offer(call):
        return
    if not call.text:
        return
    await replies.answer(call)


async def mention(call: Call) -> None:
    """Answer in the thread of the message in which the bot was mentioned."""
    event = call.body["event"]
    if event.get("bot_id"):
        return
    question = MENTION.sub(" ", call.text).strip()
    await answer_question(call, question, thread_ts=event.get("thread_ts") or event["ts"])
