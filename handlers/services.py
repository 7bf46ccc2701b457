"""What every handler may use; the composition root makes it and hands it down."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answers.answerer import Answerer
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.settings import Settings
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """The database, the clock, the answers, Slack's Web API, and a bell for the outbox."""

    store: Store
    clock: Clock
    settings: Settings
    answerer: Answerer
    client: AsyncWebClient
    wake_outbox: Callable[[], None]
