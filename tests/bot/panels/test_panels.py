"""Panels from files, what they become in the database, how they stand, and who may do what."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from bot.contributions.standing import Reach, Standing
from bot.panels.files import SAMPLES, BadPanelFile, PanelFile, PersonPart, read_panel, read_panel_file
from bot.panels.founding import found_panel, found_workspace
from bot.panels.seats import open_seats
from bot.panels.status import panel_status
from bot.panels.viewers import viewer_of
from storage.models import Contribution, Deadline, Entity, NilReturn, Officer, Panel, PanelEntity, Person, Seat
from storage.queries.panels import contributions_deadline
from storage.queries.people import entity_by_acronym, person_by_slack_id
from storage.store import Store
from storage.words import ContributionKind, ContributionState, ContributionStatus, PanelState, Visibility

SAMPLE = SAMPLES / "new-york-declaration.yml"
WORKSPACE = Path(__file__).parents[3] / "playground" / "workspace.yml"
NOW = dt.datetime(2017, 2, 1, 12, 0, tzinfo=dt.UTC)

SMALL: dict[str, Any] = {
    "title": "A panel",
    "meeting": "A meeting",
    "start": "2017-02-16T10:15:00",
    "end": "2017-02-16T11:45:00",
    "zone": "America/New_York",
    "opened": "2017-01-30T08:30:00",
    "deadlines": [{"due": "2017-02-10T18:00:00"}],
    "officers": [{"name": "Olga Sample", "slack": "U0OLGA"}],
    "entities": [
        {
            "acronym": "FAO",
            "name": "Food",
            "zone": "Europe/Rome",
            "focal_point": {"name": "Fay Sample", "slack": "U0FAY"},
            "alternates": [{"name": "Fred Sample", "email": "fred@example.org"}],
        },
        {"acronym": "ILO", "name": "Labour", "zone": "Europe/Zurich"},
        {"acronym": "UPU", "name": "Post", "zone": "Europe/Zurich"},
    ],
}


def _read(**changes: Any) -> PanelFile:
    return read_panel(yaml.safe_dump({**SMALL, **changes}), "x.yml")


def _people(plan: PanelFile) -> list[PersonPart]:
    found = [*plan.officers, *([plan.moderator] if plan.moderator else [])]
    for entity in plan.entities:
        found += [*([entity.focal_point] if entity.focal_point else []), *entity.alternates]
    return found


def test_the_sample_panel() -> None:
    plan = read_panel_file(SAMPLE)
    assert len(plan.entities) >= 8
    assert len({entity.zone for entity in plan.entities}) >= 4
    assert all(entity.focal_point and entity.alternates for entity in plan.entities)
    people = _people(plan)
    assert {person.name.split()[-1] for person in people} == {"Sample"}
    workspace = yaml.safe_load(WORKSPACE.read_text(encoding="utf-8"))
    known = {person["id"]: person["tz"] for person in workspace["people"]}
    for person in people:
        assert person.slack is not None
        assert known[person.slack] == person.zone, person.name
    assert plan.officers_channel in {channel["id"] for channel in workspace["channels"]}
    assert plan.instant(plan.start) == dt.datetime(2017, 2, 16, 15, 15, tzinfo=dt.UTC)


FAO: dict[str, Any] = SMALL["entities"][0]
TWICE = [{"due": "2017-02-09T18:00:00"}, {"due": "2017-02-10T18:00:00"}]
OTHER = {**FAO, "acronym": "UNDP"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "Europe/Geneva"}, "zone: there is no time zone 'Europe/Geneva'; write one like Europe/Zurich"),
        ({"entities": [{**FAO, "zone": "Mars"}]}, "entities.0.zone: there is no time zone 'Mars'"),
        ({"deadlines": [{"due": "2017-02-16T10:15:00"}]}, "the deadline for contributions is after the start"),
        ({"deadlines": [{"due": "2017-02-16T10:00:00", "zone": "Pacific/Honolulu"}]}, "after the start"),
        ({"deadlines": TWICE}, "a task has two deadlines"),
        ({"entities": [FAO, {**SMALL["entities"][1], "acronym": "fao"}]}, "the entity 'fao' stands there twice"),
        ({"entities": [FAO, OTHER]}, "Fay Sample holds two seats"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"end": "2017-02-16T10:00:00"}, "the panel ends before it starts"),
        ({"officers": [{"name": "Nobody"}]}, "Nobody has neither a Slack id nor an e-mail address"),
        ({"officers": [{"name": "Nobody", "slack": "nobody"}]}, "officers.0.slack"),
        ({"title": " "}, "title: "),
        ({"entities": [{**FAO, "working_days": [8]}]}, "entities.0.working_days.0"),
        ({"minutes_per_speaker": 0}, "minutes_per_speaker"),
    ],
)
def test_a_bad_panel_is_told_what_is_wrong(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPanelFile) as caught:
        _read(**changes)
    assert any(said in problem for problem in caught.value.problems), caught.value.problems
    assert str(caught.value).startswith("x.yml: ")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(BadPanelFile) as caught:
        _read(zone="Mars", minutes_per_speaker=0, colour="red")
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [unclosed\nstart: x", "this is not YAML in line"),
        ("", "a mapping of fields"),
        ("- a\n- b", "a mapping of fields"),
        ("title: x\nstart: 2017-02-30T10:00:00\n", "day"),
    ],
)
def test_what_is_no_panel_file(text: str, said: str) -> None:
    with pytest.raises(BadPanelFile, match=said):
        read_panel(text, "x.yml")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadPanelFile, match="there is no such file"):
        read_panel_file(tmp_path / "missing.yml")
    (tmp_path / "odd.yml").write_bytes(b"title: \xe9")
    with pytest.raises(BadPanelFile, match="cannot be read"):
        read_panel_file(tmp_path / "odd.yml")
    with pytest.raises(BadPanelFile, match="cannot be read"):
        read_panel_file(tmp_path)


async def _found(store: Store, plan: PanelFile) -> int:
    async with store.unit() as session:
        workspace = await found_workspace(session, "T0TEAM", "Team")
        return (await found_panel(session, workspace, plan, dm_channels={"U0FAY": "D0FAY"})).id


async def _counts(store: Store) -> list[int | None]:
    tables = (Panel, PanelEntity, Entity, Person, Seat, Deadline, Officer)
    async with store.reading() as session:
        return [await session.scalar(select(func.count()).select_from(table)) for table in tables]


async def test_founding_twice_changes_nothing(store: Store) -> None:
    number = await _found(store, _read())
    before = await _counts(store)
    assert before == [1, 3, 3, 3, 2, 1, 1]
    assert await _found(store, _read(venue="Elsewhere", entities=SMALL["entities"][:1])) == number
    assert await _counts(store) == before
    async with store.reading() as session:
        panel = await session.get(Panel, number)
        assert panel is not None
        assert (panel.venue, panel.state) == (None, PanelState.OPEN)
        assert panel.starts_at == dt.datetime(2017, 2, 16, 15, 15, tzinfo=dt.UTC)
        fay = await session.scalar(select(Person).where(Person.slack_user_id == "U0FAY"))
        assert fay is not None
        assert (fay.dm_channel, fay.zone) == ("D0FAY", "Europe/Rome")


async def test_a_second_panel_shares_people_and_entities(store: Store) -> None:
    first = await _found(store, _read())
    second = await _found(store, _read(title="Another panel", opened=None))
    assert first != second
    counts = await _counts(store)
    assert (counts[0], counts[2], counts[6]) == (2, 3, 1)
    async with store.reading() as session:
        panel = await session.get(Panel, second)
        assert panel is not None
        assert panel.state is PanelState.DRAFT
        fay = await session.scalar(select(Person).where(Person.slack_user_id == "U0FAY"))
        assert fay is not None
        assert [seat.panel.id for seat in await open_seats(session, fay.id)] == [first]
        assert await open_seats(session, fay.id, second) == []


async def test_how_a_panel_stands(store: Store) -> None:
    number = await _found(store, _read())
    async with store.unit() as session:
        panel = await session.get(Panel, number)
        assert panel is not None
        deadline = await contributions_deadline(session, number)
        assert deadline is not None
        ids = {}
        for acronym in ("FAO", "ILO", "UPU"):
            entity = await entity_by_acronym(session, panel.workspace_id, acronym)
            assert entity is not None
            ids[acronym] = entity.id
        for acronym, state in (
            ("FAO", ContributionState.SUBMITTED),
            ("FAO", ContributionState.SUBMITTED),
            ("FAO", ContributionState.WITHDRAWN),
            ("UPU", ContributionState.WITHDRAWN),
        ):
            session.add(
                Contribution(
                    panel_id=number,
                    entity_id=ids[acronym],
                    kind=ContributionKind.EVENT,
                    title="A thing",
                    status=ContributionStatus.PLANNED,
                    state=state,
                    visibility=Visibility.OFFICERS,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )
        session.add(NilReturn(deadline_id=deadline.id, entity_id=ids["ILO"], at=NOW))
        await session.flush()
        status = await panel_status(session, panel)
    assert [(line.acronym, line.standing, line.contributions) for line in status.entities] == [
        ("FAO", Standing.INCOMPLETE, 2),
        ("ILO", Standing.NIL, 0),
        ("UPU", Standing.UNREACHABLE, 0),
    ]
    assert [line.reach for line in status.entities] == [Reach.SLACK, Reach.NO_SEAT, Reach.NO_SEAT]
    assert [one.fields for one in status.entities[0].lacking] == [("start_date", "venue", "city", "country")] * 2
    assert [line.focal_point for line in status.entities] == ["Fay Sample", None, None]
    assert [line.nil_at for line in status.entities] == [None, NOW, None]
    assert [status.count(standing) for standing in Standing] == [0, 1, 1, 0, 1]
    assert status.count(Standing.NIL, Standing.INCOMPLETE) == 2
    assert status.due_at == dt.datetime(2017, 2, 10, 23, 0, tzinfo=dt.UTC)
    async with store.unit() as session:
        row = await session.get(PanelEntity, (number, ids["UPU"]))
        assert row is not None
        row.withdrawn_at = NOW
    async with store.reading() as session:
        assert [line.acronym for line in (await panel_status(session, panel)).entities] == ["FAO", "ILO"]


async def test_who_looks(store: Store) -> None:
    number = await _found(store, _read())
    async with store.unit() as session:
        workspace = await found_workspace(session, "T0TEAM", "Team")
        fay = await person_by_slack_id(session, workspace.id, "U0FAY")
        olga = await person_by_slack_id(session, workspace.id, "U0OLGA")
        fao = await entity_by_acronym(session, workspace.id, "FAO")
        ilo = await entity_by_acronym(session, workspace.id, "ILO")
        assert fay
        assert olga
        assert fao
        assert ilo
        panellist, officer = await viewer_of(session, fay.id), await viewer_of(session, olga.id)
        stranger = await viewer_of(session, 4_711)
    assert (panellist.officer, panellist.panellist) == (False, True)
    assert panellist.speaks_for(number, fao.id)
    assert not panellist.speaks_for(number, ilo.id)
    assert not panellist.speaks_for(number + 1, fao.id)
    assert (officer.officer, officer.panellist) == (True, False)
    assert (stranger.officer, stranger.panellist) == (False, False)
