"""Migrations: one head, up and down on both databases, and the same tables as the models."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.base import Base
from storage.migrate import alembic_config, migrate, migrate_down, newest_revision, revision
from storage.models import AskedQuestion, Feedback
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


async def test_questions_keep_their_votes_and_get_the_officers_channel_of_the_newest_panel(database_url: str) -> None:
    store = Store(database_url)
    await migrate(store, "0002")
    at = "'2017-01-30 14:00:00+00:00'"
    async with store.unit() as session:
        for statement in (
            "INSERT INTO workspace (id, slack_team_id, name) VALUES (1, 'T1', 'x'), (2, 'T2', 'y')",
            "INSERT INTO person (id, workspace_id, name, zone, locale, active) VALUES (1, 1, 'Ana', 'UTC', 'en', true)",
            "INSERT INTO question (id, workspace_id, person_id, text, answer, citations, language, abstained, at)"
            f" VALUES (1, 1, 1, 'q', 'a', '[]', 'en', false, {at})",
            f"INSERT INTO feedback (question_id, person_id, helpful, at) VALUES (1, 1, true, {at})",
            "INSERT INTO panel (id, workspace_id, title, meeting, starts_at, ends_at, zone, minutes_per_speaker,"
            " officers_channel, state) VALUES"
            " (1, 1, 'old', 'm', '2016-01-01 00:00:00+00:00', '2016-01-02 00:00:00+00:00', 'UTC', 9, 'COLD', 'open'),"
            " (2, 1, 'new', 'm', '2017-01-01 00:00:00+00:00', '2017-01-02 00:00:00+00:00', 'UTC', 9, 'CNEW', 'open')",
        ):
            await session.execute(text(statement))
    await migrate(store)
    async with store.reading() as session:
        channels = (await session.execute(text("SELECT officers_channel FROM workspace ORDER BY id"))).scalars()
        assert list(channels) == ["CNEW", None]
        question = await session.get_one(AskedQuestion, 1)
        assert (question.private, question.nearest, question.notices, question.ts) == (False, [], [], None)
        assert await session.get(Feedback, (1, 1)) is not None
    await migrate_down(store, "0002")
    async with store.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM feedback"))).scalar() == 1
    await store.close()
