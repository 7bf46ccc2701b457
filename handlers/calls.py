"""One call from Slack, translated: who calls, from where, and the ways to answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.panels.viewers import Viewer
from bot.text.catalogue import phrase
from bot.text.languages import Language
from handlers.services import Services
from handlers.views.message import Message

log = structlog.get_logger(__name__)

Respond = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Caller:
    """The person who calls, as the bot knows them."""

    person_id: int
    workspace_id: int
    slack_user_id: str
    name: str
    zone: str
    language: Language
    viewer: Viewer


@dataclass(slots=True)
class Call:
    """What a handler is given. ``text`` is what was typed behind a command and its word, or said in a message."""

    services: Services
    caller: Caller
    client: AsyncWebClient
    body: dict[str, Any]
    ack: Respond
    respond: Respond | None = None
    text: str = ""
    channel_id: str | None = None
    trigger_id: str | None = None
    value: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The caller's language."""
        return self.caller.language

    def phrase(self, key: str, **values: object) -> str:
        """A text in the caller's language."""
        return phrase(self.caller.language, key, **values)

    async def answer(self, message: Message) -> None:
        """Answer where the call came from: seen by the caller only when it came from a command or a button."""
        if self.respond is not None:
            await self.respond(**message.as_payload(), response_type="ephemeral", replace_original=False)
        else:
            # A button on App Home comes with neither a response URL nor a channel.
            channel = self.channel_id or self.caller.slack_user_id
            await self.client.chat_postMessage(channel=channel, **message.as_payload())

    async def put(self, message: Message) -> None:
        """Put a message in the place of the one whose button was pressed; say it beside where that cannot be."""
        container = self.body.get("container") or {}
        ts, channel = container.get("message_ts"), container.get("channel_id") or self.channel_id
        if ts and channel and not container.get("is_ephemeral"):
            try:
                await self.client.chat_update(channel=channel, ts=ts, **message.as_update())
            except SlackApiError as error:
                log.warning("message.not_updated", error=error.response.get("error"))
            else:
                return
        await self.answer(message)

    async def answer_text(self, key: str, **values: object) -> None:
        """Answer with one text of the catalogue."""
        await self.answer(Message.plain(self.phrase(key, **values)))
