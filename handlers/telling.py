"""Bringing questions to the secretariat and its answers to the askers, over Slack.

Slack may refuse one way: then the next is tried. What went wrong is logged by its name; what people wrote is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.questions.inquiries import Inquiry, OnItsWay
from bot.text.languages import Language, language_of
from handlers.views.message import Message
from handlers.views.questions import inquiry_message, told_message
from storage.models import AskedQuestion, SecretariatAnswer

log = structlog.get_logger(__name__)

TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, ValueError)


@dataclass(frozen=True, slots=True)
class Notice:
    """A message at the secretariat that shows a question; stored as ``channel:ts:language``."""

    channel: str
    ts: str
    language: Language

    def __str__(self) -> str:
        return f"{self.channel}:{self.ts}:{self.language}"

    @classmethod
    def read(cls, stored: str) -> "Notice":
        """The notice from how it is stored."""
        channel, _, rest = stored.partition(":")
        ts, _, language = rest.partition(":")
        return cls(channel, ts, language_of(language))


async def deliver_inquiry(client: AsyncWebClient, on_its_way: OnItsWay, zone: str) -> list[str]:
    """Post a question to the officers' channel, or else to each officer; returns the notices, none where all failed."""
    inquiry = on_its_way.inquiry
    if on_its_way.channel is not None:
        language = on_its_way.language
        if posted := await _post(client, on_its_way.channel, inquiry_message(inquiry, (), language, zone)):
            return [str(Notice(*posted, language))]
    notices = []
    for officer in on_its_way.officers:
        language = language_of(officer.locale)
        message = inquiry_message(inquiry, (), language, officer.zone)
        if posted := await _post(client, officer.dm_channel or officer.slack_user_id or "", message):
            notices.append(str(Notice(*posted, language)))
    return notices


async def show_answered(
    client: AsyncWebClient,
    inquiry: Inquiry,
    notices: Sequence[str],
    answers: Sequence[SecretariatAnswer],
    zone: str,
) -> None:
    """Change the secretariat's messages, so that everybody there sees who has answered."""
    for notice in map(Notice.read, notices):
        message = inquiry_message(inquiry, answers, notice.language, zone)
        try:
            await client.chat_update(channel=notice.channel, ts=notice.ts, **_updating(message))
        except TROUBLE as error:
            log.warning("inquiry.not_updated", error=_name(error))


async def tell_asker(
    client: AsyncWebClient, question: AskedQuestion, answer: SecretariatAnswer, *, addition: bool
) -> bool:
    """Bring an answer to who asked: into the thread of an open question, else into their direct message."""
    asker = question.person
    if asker is None or asker.slack_user_id is None:
        return False
    language, zone = language_of(asker.locale), asker.zone
    channel, thread_ts, mention = question.channel_id or "", question.thread_ts, None
    if not question.private:
        mention = asker.slack_user_id
    if channel and thread_ts is not None:
        message = told_message(question.text, answer, language, zone, addition=addition, mention=mention)
        if await _post(client, channel, message, thread_ts=thread_ts):
            return True
    # What only the asker sees in a channel is gone when they are away: a direct message waits for them.
    message = told_message(question.text, answer, language, zone, addition=addition)
    return await _post(client, asker.dm_channel or asker.slack_user_id, message) is not None


async def _post(
    client: AsyncWebClient, channel: str, message: Message, *, thread_ts: str | None = None
) -> tuple[str, str] | None:
    """The channel and ``ts`` of what was posted; None where it was not."""
    try:
        posted = await client.chat_postMessage(channel=channel, thread_ts=thread_ts, **message.as_payload())
    except TROUBLE as error:
        log.warning("telling.refused", error=_name(error))
        return None
    return str(posted["channel"]), str(posted["ts"])


def _updating(message: Message) -> dict[str, Any]:
    """The arguments of ``chat.update``, which knows nothing of unfurling."""
    return {key: value for key, value in message.as_payload().items() if not key.startswith("unfurl")}


def _name(error: Exception) -> str:
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
