"""What the outbox needs of Slack: send this once, did it arrive, where does this person read.

Its client has no retry handlers: the SDK's own retry posts a second time when the connection drops after Slack had
accepted the first. What went wrong is told apart by what is certain (docs/reminders.md).
"""

import datetime as dt
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reminders.messenger import Absent, Found, Held, Notice, Outcome, Reading, Refused, Sent, Uncertain, Unreadable
from handlers.views.reminders import reminder_message

EVENT_TYPE = "rapporteur_reminder"
#: Answers after which nobody can say whether the message was posted (docs.slack.dev, errors of chat.postMessage).
VAGUE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
#: The token is at fault and not the message: everything waits until an operator has mended it.
LOCKED_OUT = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
LOCKED_OUT_SECONDS = 300.0
PAGE = 100
SERVER_ERRORS = 500
TOO_MANY = 429


class SlackMessenger:
    """The messenger of ``bot.reminders``, over Slack's Web API."""

    def __init__(self, client: AsyncWebClient) -> None:
        assert not client.retry_handlers, "a client that retries on its own sends twice"
        self._client = client

    async def send(self, notice: Notice) -> Outcome:
        """Post one message, in one attempt."""
        message = reminder_message(notice)
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": notice.key}}
        try:
            posted = await self._client.chat_postMessage(
                channel=notice.channel, metadata=metadata, **message.as_payload()
            )
        except SlackApiError as error:
            return _told(error)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return Uncertain(type(error).__name__)
        return Sent(str(posted["ts"]))

    async def find(self, channel: str, key: str, since: dt.datetime) -> Reading:
        """Look for the message with a key from an instant on, page by page to the end."""
        cursor: str | None = None
        while True:
            try:
                page = await self._client.conversations_history(
                    channel=channel,
                    oldest=f"{since.timestamp():.6f}",
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor,
                )
            except SlackApiError as error:
                # A passing trouble teaches nothing about the message: it is asked again later.
                if not isinstance(_told(error), Refused):
                    raise
                return Unreadable(str(error.response.get("error")))
            for message in page["messages"]:
                if _key(message) == key:
                    return Found(str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return Absent()

    async def open_channel(self, slack_user_id: str) -> str | Refused | Held:
        """The direct channel with somebody."""
        try:
            opened = await self._client.conversations_open(users=[slack_user_id])
        except SlackApiError as error:
            told = _told(error)
            if isinstance(told, Refused | Held):
                return told
            raise
        return str(opened["channel"]["id"])


def _told(error: SlackApiError) -> Refused | Held | Uncertain:
    response = error.response
    if response.status_code == TOO_MANY or response.get("error") in ("ratelimited", "rate_limited"):
        return Held(float(response.headers.get("Retry-After", 30)))
    reason = str(response.get("error") or response.status_code)
    if reason in LOCKED_OUT:
        return Held(LOCKED_OUT_SECONDS)
    if response.status_code >= SERVER_ERRORS or reason in VAGUE:
        return Uncertain(reason)
    return Refused(reason)


def _key(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    key = (metadata.get("event_payload") or {}).get("key") if metadata.get("event_type") == EVENT_TYPE else None
    return str(key) if key else None
