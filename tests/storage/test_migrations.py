"""Migrations: one head, up and down on both databases, and the same tables as the models."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.base import Base
from storage.migrate import alembic_config, migrate, migrate_down, newest_revision, revision
from storage.store import Store


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


async def test_up_down_and_up_again(database_url: str) -> None:
    store = Store(database_url)
    assert await revision(store) is None
    for _ in range(2):
        await migrate(store)
        assert await revision(store) == newest_revision()
        async with store.engine.connect() as connection:
            assert await connection.run_sync(tables) == set(Base.metadata.tables)
        await migrate_down(store)
        assert await revision(store) is None
        async with store.engine.connect() as connection:
            assert await connection.run_sync(tables) == set()
    await store.close()


async def test_the_migrated_tables_are_those_of_the_models(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_step_goes_down_and_up(database_url: str) -> None:
    store = Store(database_url)
    steps = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()]
    for step in reversed(steps):
        await migrate(store, step)
        await migrate_down(store, "-1")
        await migrate(store, step)
        assert await revision(store) == step
    await store.close()
