"""A small panel in the database, a Slack that does as it is told, and ways to let the database's time pass."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from bot.clock import StandingClock
from bot.reminders.messenger import Absent, Found, Held, Notice, Outcome, Reading, Refused, Sent
from bot.reminders.outbox import Outbox
from bot.reminders.planning import plan_deadline
from bot.reminders.settling import Settler
from bot.reminders.timing import Timing
from storage.models import (
    Contribution,
    Deadline,
    Entity,
    Lease,
    NilReturn,
    Officer,
    Panel,
    PanelEntity,
    Person,
    Reminder,
    ReminderEvent,
    Seat,
    Workspace,
)
from storage.store import Store
from storage.words import (
    ContributionKind,
    ContributionState,
    ContributionStatus,
    PanelState,
    ReminderState,
    SeatRole,
)

NEW_YORK, GENEVA, BANGKOK = "America/New_York", "Europe/Zurich", "Asia/Bangkok"
DUE = dt.datetime(2017, 2, 10, 23, 0, tzinfo=dt.UTC)  # Friday 10 February, 18:00 in New York
OPENED = dt.datetime(2017, 1, 30, 13, 30, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
#: A lease that outlives nothing but the test; no wait between two messages of a channel.
TIMING = Timing(timeout_seconds=2, lease_seconds=60, settle_seconds=120, channel_gap=0)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """An instant of 2017."""
    return dt.datetime(2017, month, day, hour, minute, tzinfo=dt.UTC)


@dataclass
class Post:
    """A message in the fake's channels."""

    channel: str
    key: str
    at: dt.datetime
    notice: Notice
    ts: str


@dataclass
class FakeSlack:
    """Keeps what is posted. ``script`` decides call by call; without one everything is accepted."""

    clock: StandingClock
    posts: list[Post] = field(default_factory=list)
    script: Callable[["FakeSlack", Notice], Outcome] | None = None
    reading: Callable[[str, str], Reading] | None = None
    opened: list[str] = field(default_factory=list)
    channel_answer: Refused | Held | None = None
    calls: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def post(self, notice: Notice) -> Sent:
        """Put the message into its channel."""
        ts = f"{self.clock.now().timestamp():.0f}.{next(self._numbers):06d}"
        self.posts.append(Post(notice.channel, notice.key, self.clock.now(), notice, ts))
        return Sent(ts)

    async def send(self, notice: Notice) -> Outcome:
        self.calls += 1
        return self.script(self, notice) if self.script else self.post(notice)

    async def find(self, channel: str, key: str, since: dt.datetime) -> Reading:
        if self.reading is not None:
            return self.reading(channel, key)
        for post in self.posts:
            if post.channel == channel and post.key == key and post.at >= since:
                return Found(post.ts)
        return Absent()

    async def open_channel(self, slack_user_id: str) -> str | Refused | Held:
        self.opened.append(slack_user_id)
        return self.channel_answer or f"D{slack_user_id}"


@dataclass
class World:
    """The panel of the tests: UNHCR (Geneva), UNICEF (New York) and ESCAP (Bangkok), each with two seats."""

    store: Store
    clock: StandingClock
    slack: FakeSlack
    panel_id: int
    deadline_id: int
    entities: dict[str, int]
    people: dict[str, int]

    def outbox(self, timing: Timing = TIMING, **more: object) -> Outbox:
        """A new worker."""
        return Outbox(self.store, self.slack, self.clock, timing, **more)  # type: ignore[arg-type]

    def settler(self, timing: Timing = TIMING) -> Settler:
        return Settler(self.store, self.slack, self.clock, timing)

    async def plan(self) -> None:
        async with self.store.unit() as session:
            await plan_deadline(session, self.deadline_id, self.clock.now())

    async def answer(self, acronym: str) -> None:
        """An entity submits a contribution; nobody tells the reminders."""
        now = self.clock.now()
        async with self.store.unit() as session:
            session.add(
                Contribution(
                    panel_id=self.panel_id,
                    entity_id=self.entities[acronym],
                    kind=ContributionKind.EVENT,
                    title="Regional consultation",
                    status=ContributionStatus.PLANNED,
                    state=ContributionState.SUBMITTED,
                    created_at=now,
                    updated_at=now,
                )
            )

    async def nothing_to_report(self, acronym: str) -> None:
        async with self.store.unit() as session:
            session.add(NilReturn(deadline_id=self.deadline_id, entity_id=self.entities[acronym], at=self.clock.now()))

    async def rows(self, acronym: str | None = None) -> list[Reminder]:
        """The reminders, in the order of their windows."""
        query = select(Reminder).order_by(Reminder.not_before, Reminder.id)
        if acronym is not None:
            query = query.where(Reminder.entity_id == self.entities[acronym])
        async with self.store.reading() as session:
            return list(await session.scalars(query))

    async def row(self, acronym: str, step: str) -> Reminder:
        (found,) = [row for row in await self.rows(acronym) if row.step == step]
        return found

    async def states(self, acronym: str) -> dict[str, str]:
        """State by step; with the reason where there is one."""
        return {row.step: f"{row.state}:{row.reason}" if row.reason else row.state for row in await self.rows(acronym)}

    async def log(self, reminder_id: int) -> list[ReminderState]:
        query = select(ReminderEvent.state).where(ReminderEvent.reminder_id == reminder_id).order_by(ReminderEvent.id)
        async with self.store.reading() as session:
            return list(await session.scalars(query))

    async def events(self) -> int:
        async with self.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(ReminderEvent)) or 0

    async def pass_database_time(self, seconds: float) -> None:
        """Let the database's clock go on: all that expires on it does so that much earlier."""
        gone = dt.timedelta(seconds=seconds)
        async with self.store.unit() as session:
            for row in await session.scalars(select(Reminder).where(Reminder.lease_until.is_not(None))):
                assert row.lease_until is not None
                row.lease_until -= gone
            for lease in await session.scalars(select(Lease)):
                lease.expires_at -= gone

    async def set(self, table: type, where: object, **values: object) -> None:
        async with self.store.unit() as session:
            await session.execute(update(table).where(where).values(**values))  # type: ignore[arg-type]


ZONES = {"UNHCR": GENEVA, "UNICEF": NEW_YORK, "ESCAP": BANGKOK}


async def make_world(store: Store, clock: StandingClock, *, opened: bool = True) -> World:
    """Found the panel. Nothing is planned yet; the direct channels are known."""
    clock.set(OPENED)
    entities, people = {}, {}
    async with store.unit() as session:
        workspace = Workspace(slack_team_id="T1", name="Test")
        session.add(workspace)
        await session.flush()

        async def person(name: str, zone: str, channel: bool = True) -> Person:
            row = Person(
                workspace_id=workspace.id,
                slack_user_id=f"U{name.upper()}",
                name=name,
                zone=zone,
                dm_channel=f"D{name.upper()}" if channel else None,
            )
            session.add(row)
            await session.flush()
            people[name] = row.id
            return row

        panel = Panel(
            workspace_id=workspace.id,
            title="New York Declaration",
            meeting="15th Coordination Meeting",
            starts_at=utc(2, 16, 15, 15),
            ends_at=utc(2, 16, 16, 45),
            zone=NEW_YORK,
            state=PanelState.OPEN if opened else PanelState.DRAFT,
        )
        session.add(panel)
        await session.flush()
        deadline = Deadline(panel_id=panel.id, due_at=DUE, zone=NEW_YORK, opened_at=OPENED if opened else None)
        session.add(deadline)
        officer = await person("olga", NEW_YORK)
        session.add(Officer(person_id=officer.id))
        for acronym, zone in ZONES.items():
            entity = Entity(workspace_id=workspace.id, acronym=acronym, name=f"Name of {acronym}", zone=zone)
            session.add(entity)
            await session.flush()
            entities[acronym] = entity.id
            session.add(PanelEntity(panel_id=panel.id, entity_id=entity.id))
            for role in SeatRole:
                holder = await person(f"{acronym.lower()}_{role}", zone)
                session.add(Seat(panel_id=panel.id, entity_id=entity.id, person_id=holder.id, role=role))
        await session.flush()
    return World(store, clock, FakeSlack(clock), panel.id, deadline.id, entities, people)


def sent(rows: list[Reminder]) -> list[Reminder]:
    return [row for row in rows if row.state is ReminderState.SENT]
