"""What every handler may use; the composition root makes it and hands it down."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.answerer import Answerer
from bot.clock import Clock
from bot.settings import Settings
from handlers.tasks import UnderWay
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """The database, the clock, the answers, Slack's Web API, and a bell for the outbox.

    ``workstreams`` are those that the form offers, as key and title.
    """

    store: Store
    clock: Clock
    settings: Settings
    answerer: Answerer
    client: AsyncWebClient
    wake_outbox: Callable[[], None]
    under_way: UnderWay
    workstreams: tuple[tuple[str, str], ...] = ()
