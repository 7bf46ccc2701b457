"""The bot's handlers over a database of their own."""

import pytest

from bot.clock import StandingClock
from storage.store import Store
from tests.handlers.desk import Desk, open_desk


@pytest.fixture
async def desk(sqlite_store: Store, clock: StandingClock) -> Desk:
    """The sample panel and the first roadmap, with a Slack that writes down what it is told."""
    return await open_desk(sqlite_store, clock)
