"""The small panel, on both databases or on SQLite only."""

import pytest

from bot.clock import StandingClock
from storage.store import Store
from tests.bot.reminders.world import World, make_world


@pytest.fixture
async def world(store: Store, clock: StandingClock) -> World:
    """A panel whose call has just opened; the test runs on SQLite and on PostgreSQL."""
    return await make_world(store, clock)


@pytest.fixture
async def small_world(sqlite_store: Store, clock: StandingClock) -> World:
    """The same, on SQLite only."""
    return await make_world(sqlite_store, clock)
