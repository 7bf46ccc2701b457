"""The pace of sending, the times of the protocol, and the indexes that a look at the outbox reads."""

import pytest
from sqlalchemy import event, text

from bot.reminders.timing import Pacer, Timing
from storage.queries.reminders import claim_due
from tests.bot.reminders.world import World, utc


async def ready(world: World) -> None:
    await world.plan()
    world.clock.set(utc(1, 30, 14, 30))


async def test_one_message_a_second_in_a_channel() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pacer = Pacer(1.0, boot_time=lambda: 10.0, sleep=sleep)
    for channel in ("D1", "D2", "D1", "D1"):
        await pacer.turn(channel)
    assert slept == [1.0, 2.0]


def test_the_lease_outlives_a_call() -> None:
    with pytest.raises(ValueError, match="longer than the time-out"):
        Timing(timeout_seconds=20, lease_seconds=20)
    assert Timing(timeout_seconds=20, lease_seconds=60).fresh_seconds == 35


async def explained(world: World, statement: str) -> str:
    prefix = "EXPLAIN QUERY PLAN " if world.store.is_sqlite else "EXPLAIN "
    async with world.store.unit() as session:
        if not world.store.is_sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        return str((await session.execute(text(prefix + statement))).all())


async def test_claiming_reads_the_partial_index(world: World) -> None:
    await ready(world)
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if "reminder" in statement:
            seen.append(statement)

    event.listen(world.store.engine.sync_engine, "before_cursor_execute", note)
    async with world.store.unit() as session:
        await claim_due(session, "x", world.clock.now(), lease_seconds=60, limit=5)
    await world.settler().recover()
    event.remove(world.store.engine.sync_engine, "before_cursor_execute", note)
    claiming = next(statement for statement in seen if "UPDATE reminder" in statement)
    assert "reminder.state = 'pending'" in claiming
    recovering = next(statement for statement in seen if statement.startswith("SELECT") and "lease_until" in statement)
    assert "reminder.state IN ('claimed', 'sending', 'unknown')" in recovering
    plan = await explained(
        world,
        "SELECT id FROM reminder WHERE reminder.state = 'pending' AND not_before <= '2017-01-30' LIMIT 5",
    )
    assert "ix_reminder_due" in plan
    plan = await explained(
        world,
        "SELECT id FROM reminder WHERE reminder.state IN ('claimed', 'sending', 'unknown')"
        " AND reminder.state = 'unknown' AND lease_until <= '2017-01-30'",
    )
    assert "ix_reminder_open" in plan
