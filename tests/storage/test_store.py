"""The store: units of work, times in UTC, foreign keys, and clear words when there is no database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from storage.models import Deadline, Entity, Panel, Person, Seat, Workspace
from storage.store import DatabaseUnavailable, Store, safe_url
from storage.words import SeatRole

NOON = dt.datetime(2017, 2, 16, 12, 0, tzinfo=ZoneInfo("America/New_York"))


async def workspace(store: Store) -> int:
    async with store.unit() as session:
        row = Workspace(slack_team_id="T1", name="Test")
        session.add(row)
        await session.flush()
        return row.id


def panel(workspace_id: int) -> Panel:
    return Panel(
        workspace_id=workspace_id,
        title="P",
        meeting="M",
        starts_at=NOON,
        ends_at=NOON + dt.timedelta(hours=1),
        zone="UTC",
    )


async def test_a_unit_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        async with store.unit() as session:
            session.add(Workspace(slack_team_id="T1", name="Test"))
            await session.flush()
            raise RuntimeError("in the middle")
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Workspace)) == 0


async def test_times_come_back_in_utc_whatever_zone_they_had(store: Store) -> None:
    workspace_id = await workspace(store)
    async with store.unit() as session:
        session.add(panel(workspace_id))
    async with store.reading() as session:
        found = (await session.scalars(select(Panel))).one()
    assert found.starts_at == NOON
    assert found.starts_at.utcoffset() == dt.timedelta(0)


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    row = panel(await workspace(store))
    row.starts_at = dt.datetime(2017, 2, 16, 12)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="without a zone"):
        async with store.unit() as session:
            session.add(row)


async def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.unit() as session:
            session.add(panel(workspace_id=4711))


async def test_a_panel_that_ends_before_it_starts_is_refused(store: Store) -> None:
    row = panel(await workspace(store))
    row.ends_at = NOON - dt.timedelta(hours=1)
    with pytest.raises(IntegrityError):
        async with store.unit() as session:
            session.add(row)


async def test_one_focal_point_an_entity_and_one_seat_a_person(store: Store) -> None:
    workspace_id = await workspace(store)
    async with store.unit() as session:
        entity = Entity(workspace_id=workspace_id, acronym="UNHCR", name="Refugees", zone="Europe/Zurich")
        people = [Person(workspace_id=workspace_id, name=name, zone="UTC") for name in "AB"]
        session.add_all([panel(workspace_id), entity, *people])
        await session.flush()
        session.add(Seat(panel_id=1, entity_id=entity.id, person_id=people[0].id, role=SeatRole.FOCAL_POINT))
    for person, role in ((people[1], SeatRole.FOCAL_POINT), (people[0], SeatRole.ALTERNATE)):
        with pytest.raises(IntegrityError):
            async with store.unit() as session:
                session.add(Seat(panel_id=1, entity_id=entity.id, person_id=person.id, role=role))


async def test_what_hangs_on_a_panel_goes_with_it(store: Store) -> None:
    workspace_id = await workspace(store)
    async with store.unit() as session:
        row = panel(workspace_id)
        session.add(row)
        await session.flush()
        session.add(Deadline(panel_id=row.id, due_at=NOON, zone="UTC"))
    async with store.unit() as session:
        await session.delete(await session.get_one(Panel, row.id))
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Deadline)) == 0


async def test_a_database_that_cannot_be_opened_is_named_without_its_password() -> None:
    for url, words in (
        ("sqlite:////nowhere/at/all.db", "/nowhere/at/all.db"),
        ("postgresql://bot:sesame@127.0.0.1:1/none", "bot:***@127.0.0.1:1/none"),
    ):
        store = Store(url)
        with pytest.raises(DatabaseUnavailable, match="cannot be opened") as caught:
            await store.ping()
        await store.close()
        assert words in str(caught.value)
        assert "sesame" not in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://bot:sesame@host/db", "not a url", "sqlite"])
def test_a_url_that_is_none_of_ours_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        Store(url)
    assert "sesame" not in str(caught.value)
    assert "sesame" not in safe_url(url)
