"""The database: its engine, and the unit of work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


class DatabaseUnavailable(Exception):
    """The database cannot be opened; the text names it without its password and says why."""


def async_url(url: str) -> str:
    """The URL with the driver that we use, so that an operator may write plain ``sqlite:`` or ``postgresql:``.

    Raises DatabaseUnavailable for a URL that is none, or of another database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnavailable(f"the database URL cannot be read: {safe_url(url)}") from error
    family = parsed.drivername.partition("+")[0]
    if family not in DRIVERS:
        raise DatabaseUnavailable(f"the database {safe_url(url)} is neither SQLite nor PostgreSQL")
    return parsed.set(drivername=DRIVERS[family]).render_as_string(hide_password=False)


def safe_url(url: str) -> str:
    """The URL as it may be shown: the password is hidden."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        scheme = url.partition(":")[0]
        return f"{scheme}:..." if scheme.isalnum() and ":" in url else "(not a URL)"


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """SQLite with foreign keys, a write-ahead log and full syncs, and transactions that we begin ourselves.

    A unit that may write begins IMMEDIATE: a transaction that starts by reading and then wants to write can
    otherwise fail at once with "database is locked", whatever the time-out (sqlite.org/lang_transaction.html).
    """

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA busy_timeout = 15000")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class Store:
    """A database that can be asked and written to, one unit of work at a time."""

    def __init__(self, url: str) -> None:
        self.url = async_url(url)
        self.engine = create_async_engine(self.url, pool_pre_ping=not self.url.startswith("sqlite"))
        if self.is_sqlite:
            _prepare_sqlite(self.engine)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(
            self.engine.execution_options(reading=True), expire_on_commit=False, autoflush=False
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.url.startswith("sqlite")

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[AsyncSession]:
        """A unit of work: what is done in it is committed at its end, or nothing of it is."""
        async with self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A view of the database at one moment, for questions only; changes made in it are thrown away."""
        async with self._reading() as session:
            yield session

    async def ping(self) -> None:
        """Ask the database for a sign of life. Raises DatabaseUnavailable with one sentence."""
        try:
            async with self.reading() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            raise DatabaseUnavailable(unavailable(self.url, error)) from error

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def unavailable(url: str, error: Exception) -> str:
    """One sentence that names the database, without its password, and the reason that the driver gave."""
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()
    return f"the database {safe_url(url)} cannot be opened: {reason[0] if reason else type(error).__name__}"
