"""What is kept on the database's clock: leases, holds and heartbeats; and the incoming events that were taken.

The replicas' own clocks may differ, and the clock of the bot may be moved; who may do what until when is therefore
asked of the one clock that all share.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Float, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from storage.base import Base, UtcDateTime
from storage.models import Heartbeat, Lease, SeenEvent

HOLD = "held:"


class database_time(FunctionElement[dt.datetime]):
    """The present instant on the database's clock, moved by some seconds, written as the columns hold it.

    On PostgreSQL the clock at the moment of asking, not that of the transaction's beginning: a statement that waited
    for a lock must not judge leases by a time that has passed.
    """

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(literal(float(seconds), Float()))


@compiles(database_time, "sqlite")
def _sqlite_time(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', printf('%+.3f seconds', {seconds})) || '000')"


@compiles(database_time, "postgresql")
def _postgresql_time(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"(clock_timestamp() + make_interval(secs => {seconds}))"


def insert_into(session: AsyncSession, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


async def acquire_lease(session: AsyncSession, name: str, holder: str, seconds: float) -> bool:
    """Take or renew a lease. False while somebody else holds it; an expired one is anybody's."""
    until = database_time(seconds)
    statement = insert_into(session, Lease).values(name=name, holder=holder, expires_at=until)
    statement = statement.on_conflict_do_update(
        index_elements=[Lease.name],
        set_={"holder": holder, "expires_at": until},
        where=(Lease.expires_at <= database_time()) | (Lease.holder == holder),
    )
    return await session.scalar(statement.returning(Lease.name)) is not None


async def release_lease(session: AsyncSession, name: str, holder: str) -> None:
    """Give a lease back early; somebody else's stays."""
    await session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


async def hold_back(session: AsyncSession, name: str, seconds: float) -> None:
    """Keep a channel or a workspace free of sending for some seconds; an earlier, longer hold stays.

    ``name`` is ``channel:D123`` or ``workspace:1``. A hold is a lease that nobody holds, so it counts for every
    replica and survives a restart.
    """
    until = database_time(seconds)
    statement = insert_into(session, Lease).values(name=HOLD + name, holder="", expires_at=until)
    statement = statement.on_conflict_do_update(
        index_elements=[Lease.name], set_={"expires_at": until}, where=Lease.expires_at < until
    )
    await session.execute(statement)


async def drop_old_holds(session: AsyncSession) -> None:
    """Remove holds that are over."""
    over = (Lease.name.startswith(HOLD), Lease.expires_at < database_time())
    await session.execute(delete(Lease).where(*over))


async def beat(session: AsyncSession, name: str) -> None:
    """Note that a recurring job has come to its end."""
    statement = insert_into(session, Heartbeat).values(name=name, at=database_time())
    await session.execute(
        statement.on_conflict_do_update(index_elements=[Heartbeat.name], set_={"at": database_time()})
    )


async def pulse(session: AsyncSession) -> dict[str, float]:
    """How many seconds ago each recurring job last came to its end."""
    rows = await session.execute(select(Heartbeat.name, Heartbeat.at, database_time().label("now")))
    return {name: (now - at).total_seconds() for name, at, now in rows}


async def claim_event(session: AsyncSession, event_id: str, now: dt.datetime) -> bool:
    """Take an incoming event. False when it was taken before, by a retry of Slack's or before a restart."""
    statement = insert_into(session, SeenEvent).values(event_id=event_id, at=now)
    statement = statement.on_conflict_do_nothing(index_elements=[SeenEvent.event_id])
    return await session.scalar(statement.returning(SeenEvent.event_id)) is not None


async def forget_events(session: AsyncSession, before: dt.datetime) -> None:
    """Remove the marks of events that Slack can no longer be repeating."""
    await session.execute(delete(SeenEvent).where(SeenEvent.at < before))
