"""Bring the database to the form that this version of the bot expects, and tell where it stands."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.store import DatabaseUnavailable, Store, unavailable


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here: there is no ini file to keep in step."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """The revision that this version of the bot expects. Raises alembic's error when there is not just one head."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None, "the bot ships with at least one migration"
    return head


async def revision(store: Store) -> str | None:
    """The revision of the database, or None when it is empty. Raises DatabaseUnavailable."""

    def current(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    try:
        async with store.engine.connect() as connection:
            return await connection.run_sync(current)
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseUnavailable(unavailable(store.url, error)) from error


async def migrate(store: Store, target: str = "head") -> None:
    """Move the database up to ``target``; everything in one transaction. Raises DatabaseUnavailable."""
    await _run(store, lambda connection: command.upgrade(alembic_config(connection), target))


async def migrate_down(store: Store, target: str = "base") -> None:
    """Move the database down to ``target``. Raises DatabaseUnavailable."""
    await _run(store, lambda connection: command.downgrade(alembic_config(connection), target))


async def _run(store: Store, step: Callable[[Connection], None]) -> None:
    try:
        async with store.engine.begin() as connection:
            if store.is_sqlite:
                # A table that is copied in batch mode must not take its children along.
                await connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            await connection.run_sync(step)
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseUnavailable(unavailable(store.url, error)) from error
