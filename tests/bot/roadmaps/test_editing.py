"""Editing the roadmap: what is stored, what the history keeps, and what the next answer says, on both databases."""

import asyncio
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.answers.values import Question
from bot.forms.declaring import Problems, read_form
from bot.panels.viewers import Viewer
from bot.roadmaps.editing import add, amend, remove, restore
from bot.roadmaps.form import EditedMilestone, NewMilestone, typed_from
from bot.roadmaps.history import OF_ALL, OF_ONE, Action
from bot.roadmaps.importing import import_files
from bot.roadmaps.outcomes import Conflict, Refusal, Refused, Removed, Repeated, Saved
from bot.roadmaps.values import FIELDS, values_of
from storage.models import Milestone, Person, Workspace
from storage.queries.roadmap import change_token, history, hold_roadmap, milestones, newest_change, note_change
from storage.store import Store
from tests.bot.roadmaps.files import MILESTONES, NOW, roadmap_file

TODAY = NOW.date()


@dataclasses.dataclass
class Desk:
    """A small roadmap with two officers and somebody who is none."""

    store: Store
    olga: Viewer
    otto: Viewer
    nobody: Viewer

    async def add(self, viewer: Viewer | None = None, submission: str | None = None, **typed: str) -> Any:
        form = read_form(NewMilestone, {"kind": "works", **typed})
        if isinstance(form, Problems):
            return form
        async with self.store.unit() as session:
            return await add(session, viewer or self.olga, form, at=NOW, submission=submission)

    async def seen(self, key: str) -> int:
        async with self.store.reading() as session:
            return await newest_change(session, key)

    async def row(self, key: str) -> Milestone | None:
        async with self.store.reading() as session:
            return await session.get(Milestone, key)

    async def one(self, key: str) -> Milestone:
        async with self.store.reading() as session:
            return await session.get_one(Milestone, key)

    async def amend(
        self, key: str, viewer: Viewer | None = None, *, seen: int | None = None, filled: Any = None, **typed: Any
    ) -> Any:
        """Save a form that was opened at ``seen`` with the values ``filled``: by default as it stands at present."""
        row = await self.row(key)
        start = typed_from(filled or (values_of(row) if row else {}))
        form = read_form(EditedMilestone, {"how": "correction", **start, **typed})
        if isinstance(form, Problems):
            return form
        at = await self.seen(key) if seen is None else seen
        async with self.store.unit() as session:
            return await amend(session, viewer or self.olga, key, form, seen=at, today=TODAY, at=NOW)

    async def remove(self, key: str, viewer: Viewer | None = None, seen: int | None = None) -> Any:
        at = await self.seen(key) if seen is None else seen
        async with self.store.unit() as session:
            return await remove(session, viewer or self.olga, key, seen=at, at=NOW)

    async def restore(self, key: str, viewer: Viewer | None = None) -> Any:
        async with self.store.unit() as session:
            return await restore(session, viewer or self.olga, key, at=NOW)

    async def history(self, key: str = "") -> list[tuple[str, str | None, dict[str, Any], dict[str, Any]]]:
        async with self.store.reading() as session:
            lines = await history(session, OF_ONE if key else OF_ALL, key, limit=100)
        return [(change.action, name, change.old, change.new) for change, name in lines]

    async def keys(self) -> list[str]:
        async with self.store.reading() as session:
            return [row.key for row in await milestones(session)]


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> Desk:
    await import_files(store, [roadmap_file(tmp_path)], now=NOW)
    async with store.unit() as session:
        workspace = Workspace(slack_team_id="T1", name="Here")
        session.add(workspace)
        await session.flush()
        people = [Person(workspace_id=workspace.id, name=name, zone="UTC") for name in ("Olga", "Otto", "Nils")]
        session.add_all(people)
        await session.flush()
        olga, otto, nils = (person.id for person in people)
    return Desk(store, Viewer(olga, True), Viewer(otto, True), Viewer(nils))


def problems(outcome: Any) -> dict[str, str]:
    assert isinstance(outcome, Problems), outcome
    return {name: problem.key for name, problem in outcome.by_field.items()}


async def test_what_is_added_stands_at_the_end_with_an_id_made_of_its_title(desk: Desk) -> None:
    saved = await desk.add(title="Planting of the  Garden & the hedge", start="2020-q2", known_from="2019-01")
    assert isinstance(saved, Saved)
    assert saved.milestone.key == "PLANTING-GARDEN-HEDGE"
    row = await desk.one(saved.milestone.key)
    assert (row.title, row.start, row.first_day, row.last_day) == (
        "Planting of the Garden & the hedge",
        "2020-Q2",
        dt.date(2020, 4, 1),
        dt.date(2020, 6, 30),
    )
    assert row.known_from == dt.date(2019, 1, 1)
    assert (await desk.keys())[-1] == row.key
    again = await desk.add(title="Planting of the garden: the hedge")
    assert again.milestone.key == "PLANTING-GARDEN-HEDGE-2"
    assert (await desk.add(title="屋根の修理")).milestone.key == "屋根の修理"
    assert (await desk.add(title="🎉🎉")).milestone.key == "MILESTONE"
    assert len((await desk.add(title="x" * 300)).milestone.key) <= 60
    (action, who, old, new) = (await desk.history("PLANTING-GARDEN-HEDGE"))[0]
    assert (action, who, old) == ("added", "Olga", {})
    assert new["start"] == "2020-Q2"


async def test_the_checks_are_those_of_a_milestone_file(desk: Desk) -> None:
    cases: list[tuple[dict[str, Any], dict[str, str]]] = [
        ({}, {"title": "forms.required"}),
        ({"title": "T", "kind": " "}, {"kind": "forms.required"}),
        ({"title": "T", "kind": "k" * 101}, {"kind": "forms.too_long"}),
        ({"title": "T", "start": "next week"}, {"start": "roadmap.not_a_date"}),
        ({"title": "T", "start": "1017"}, {"start": "forms.year_out"}),
        ({"title": "T", "end": "2017-02-30"}, {"end": "forms.no_such_day"}),
        ({"title": "T", "end": "2017-13"}, {"end": "forms.no_such_day"}),
        ({"title": "T", "known_from": "soon"}, {"known_from": "roadmap.not_a_date"}),
        ({"title": "T", "start": "2017-05", "end": "2017-04"}, {"end": "roadmap.end_before_start"}),
        ({"title": "T", "id": "a b"}, {"id": "roadmap.id_with_spaces"}),
        ({"title": "T", "start": "x", "end": "y"}, {"start": "roadmap.not_a_date", "end": "roadmap.not_a_date"}),
        ({"title": "T", "id": "roof"}, {"id": "roadmap.id_taken"}),
        ({"title": "T", "supersedes": "NOTHING"}, {"supersedes": "roadmap.supersedes_nothing"}),
        ({"title": "T", "id": "NEW", "supersedes": "NEW"}, {"supersedes": "roadmap.supersedes_itself"}),
    ]
    before = await desk.keys()
    for typed, expected in cases:
        assert problems(await desk.add(**typed)) == expected, typed
    assert await desk.keys() == before


async def test_words_of_the_roadmap_are_written_as_they_stand_there(desk: Desk) -> None:
    saved = await desk.add(title="New doors", kind="Works", workstream=" building ", supersedes="lift")
    row = saved.milestone
    assert (row.kind, row.workstream, row.supersedes) == ("works", "Building", "LIFT")


async def test_a_submission_that_comes_twice_counts_once(desk: Desk) -> None:
    first = await desk.add(title="New doors", submission="view:V1")
    second = await desk.add(title="New doors", submission="view:V1")
    assert isinstance(first, Saved)
    assert isinstance(second, Repeated)
    assert [key for key in await desk.keys() if key.startswith("DOORS")] == ["DOORS"]


async def test_a_correction_changes_what_stands_there_and_keeps_what_stood(desk: Desk) -> None:
    saved = await desk.amend("ROOF", venue="Attic", end="")
    assert isinstance(saved, Saved)
    assert saved.old == {"end": "2019-05-31", "venue": "Reading hall"}
    assert saved.new == {"end": None, "venue": "Attic"}
    row = await desk.one("ROOF")
    assert (row.venue, row.end, row.last_day) == ("Attic", None, dt.date(2019, 3, 4))
    assert [line[:2] for line in await desk.history("ROOF")] == [("edited", "Olga"), ("import_added", None)]
    same = await desk.amend("ROOF")
    assert isinstance(same, Saved)
    assert not same.new
    assert len(await desk.history("ROOF")) == 2


async def test_a_change_on_a_day_leaves_the_old_and_answers_as_of_an_earlier_day(desk: Desk) -> None:
    saved = await desk.amend("ROOF", how="change", changed_on="2019-01-10", start="2019-08-05", end="2019-08-30")
    assert isinstance(saved, Saved)
    assert saved.milestone.key == "ROOF-2"
    assert saved.instead_of is not None
    assert saved.instead_of.key == "ROOF"
    new, old = await desk.one("ROOF-2"), await desk.one("ROOF")
    assert (new.supersedes, new.known_from, new.start) == ("ROOF", dt.date(2019, 1, 10), "2019-08-05")
    assert (new.title, new.venue, new.lead) == (old.title, old.venue, old.lead)
    assert (old.start, old.known_from) == ("2019-03-04", dt.date(2018, 11, 1))
    answerer = Answerer(desk.store)
    asked = "When is the roof repair of the reading hall?"
    past = await answerer.ask(Question(text=asked, today=TODAY, as_of=dt.date(2018, 12, 1)))
    assert "4 March" in past.text
    assert "August" not in past.text
    present = await answerer.ask(Question(text=asked, today=TODAY, as_of=dt.date(2019, 1, 11)))
    assert "August 2019" in present.text
    # What has been superseded cannot change again: its successor can.
    again = await desk.amend("ROOF", how="change", changed_on="2019-01-12", venue="Attic")
    assert problems(again) == {"how": "roadmap.superseded_already"}
    next_one = await desk.amend("ROOF-2", how="change", changed_on="2019-01-12", venue="Attic")
    assert next_one.milestone.key == "ROOF-3"


async def test_what_a_change_on_a_day_needs(desk: Desk) -> None:
    cases: list[tuple[dict[str, Any], dict[str, str]]] = [
        ({"venue": "Attic"}, {"changed_on": "roadmap.changed_on_missing"}),
        ({"venue": "Attic", "changed_on": "2019-01-16"}, {"changed_on": "roadmap.changed_in_future"}),
        ({"venue": "Attic", "changed_on": "2018-10-01"}, {"changed_on": "roadmap.changed_before_known"}),
        ({"changed_on": "2019-01-10"}, {"how": "roadmap.nothing_different"}),
        (
            {"venue": "Attic", "changed_on": "2019-01-10", "known_from": "2019-01-10"},
            {"known_from": "roadmap.filled_by_itself"},
        ),
    ]
    for typed, expected in cases:
        assert problems(await desk.amend("ROOF", how="change", **typed)) == expected, typed
    assert len(await desk.keys()) == 6
    assert problems(await desk.amend("ROOF", how=None)) == {"how": "forms.not_a_choice"}


async def test_who_edits_at_the_same_time_overwrites_nothing_unseen(desk: Desk) -> None:
    row = await desk.one("ROOF")
    opened, seen = values_of(row), await desk.seen("ROOF")
    await desk.amend("ROOF", desk.otto, venue="Cellar", note="Bring boots")
    outcome = await desk.amend("ROOF", seen=seen, filled=opened, venue="Attic")
    assert isinstance(outcome, Conflict)
    assert [(one.field, one.before, one.now, one.wanted, one.touched) for one in outcome.fields] == [
        ("venue", "Reading hall", "Cellar", "Attic", True),
        ("note", None, "Bring boots", "Bring boots", False),
    ]
    assert (outcome.by, outcome.wanted["venue"], outcome.wanted["note"]) == ("Otto", "Attic", "Bring boots")
    stored = await desk.one("ROOF")
    assert stored.venue == "Cellar"
    # Saved again with what was shown, it is a decision.
    decided = await desk.amend("ROOF", seen=outcome.seen, venue="Attic")
    assert isinstance(decided, Saved)
    assert (decided.old, decided.new) == ({"venue": "Cellar"}, {"venue": "Attic"})
    stored = await desk.one("ROOF")
    assert (stored.venue, stored.note) == ("Attic", "Bring boots")


async def test_an_import_is_somebody_else_too(desk: Desk, tmp_path: Path) -> None:
    row = await desk.one("PAINT")
    opened, seen = values_of(row), await desk.seen("PAINT")
    await import_files(desk.store, [roadmap_file(tmp_path, MILESTONES.replace("Everywhere", "Hall"))], now=NOW)
    outcome = await desk.amend("PAINT", seen=seen, filled=opened, lead="Nadia Nowak")
    assert isinstance(outcome, Conflict)
    assert [one.field for one in outcome.fields] == ["venue"]
    assert outcome.by is None
    # Where what was typed stands there already, nothing is in the way.
    same = await desk.amend("PAINT", seen=seen, filled=opened, venue="Hall")
    assert isinstance(same, Saved)
    assert not same.new


async def test_what_stands_there_is_not_shortened_or_tidied_unasked(desk: Desk) -> None:
    long, odd = "Nota bene. " * 400, "line one\nline two\u202e"
    async with desk.store.unit() as session:
        row = await session.get_one(Milestone, "ROOF")
        row.note, row.venue = long.strip(), odd
    row = await desk.one("ROOF")
    shown = typed_from(values_of(row))
    assert "note" not in shown
    assert shown["venue"] == "line one line two"
    form = read_form(EditedMilestone, {"how": "correction", **shown, "lead": "Otto"})
    assert isinstance(form, EditedMilestone)
    async with desk.store.unit() as session:
        at = await newest_change(session, "ROOF")
        saved = await amend(session, desk.olga, "ROOF", form, seen=at, today=TODAY, at=NOW, hidden={"note"})
    assert isinstance(saved, Saved)
    assert saved.new == {"lead": "Otto"}
    row = await desk.one("ROOF")
    assert (row.note, row.venue) == (long.strip(), odd)


async def test_a_removed_milestone_is_in_no_answer_and_comes_back_whole(desk: Desk) -> None:
    row = await desk.one("OPEN-1")
    before, place = values_of(row), row.position
    await desk.amend("OPEN-1", supersedes="SHELF")
    outcome = await desk.remove("OPEN-1")
    assert outcome == Removed("OPEN-1", "Reopening ceremony of the library", ("OPEN-2",))
    later = await desk.one("OPEN-2")
    assert later.supersedes == "SHELF"
    assert await desk.row("OPEN-1") is None
    assert [line[0] for line in await desk.history("OPEN-1")] == ["removed", "edited", "import_added"]
    assert [line[0] for line in await desk.history("OPEN-2")] == ["relinked", "import_added"]
    answerer = Answerer(desk.store)
    asked = Question(text="Who leads the reopening ceremony of the library in the town square?", today=TODAY)
    assert "OPEN-1" not in [citation.ref for citation in (await answerer.ask(asked)).citations]
    restored = await desk.restore("OPEN-1")
    assert isinstance(restored, Saved)
    row, later = await desk.one("OPEN-1"), await desk.one("OPEN-2")
    assert values_of(row) == before | {"supersedes": "SHELF"}
    assert (row.position, later.supersedes) == (place, "OPEN-1")
    assert (await answerer.ask(asked)).citations[0].ref == "OPEN-1"
    assert await desk.restore("OPEN-1") == Refused(Refusal.THERE)


async def test_what_an_import_removed_can_be_restored(desk: Desk, tmp_path: Path) -> None:
    shorter = "\n".join(line for line in MILESTONES.splitlines() if not line.startswith("SHELF"))
    await import_files(
        desk.store, [roadmap_file(tmp_path, shorter)], now=NOW, replace=True, person_id=desk.otto.person_id
    )
    assert "SHELF" not in await desk.keys()
    assert [line[:2] for line in await desk.history("SHELF")] == [("import_removed", "Otto"), ("import_added", None)]
    assert (await desk.history())[0][0] == "imported"
    assert isinstance(await desk.restore("SHELF"), Saved)
    row = await desk.one("SHELF")
    assert (row.title, row.first_day) == ("Delivery of oak shelves", dt.date(2019, 7, 1))


async def test_a_link_never_points_to_what_is_not_there(desk: Desk) -> None:
    await desk.remove("OPEN-2")
    await desk.remove("OPEN-1")
    restored = await desk.restore("OPEN-2")
    assert restored.milestone.supersedes is None
    assert problems(await desk.amend("SHELF", supersedes="OPEN-1")) == {"supersedes": "roadmap.supersedes_nothing"}
    await desk.amend("SHELF", supersedes="PAINT")
    await desk.amend("PAINT", supersedes="LIFT")
    assert problems(await desk.amend("LIFT", supersedes="SHELF")) == {"supersedes": "roadmap.supersedes_in_a_circle"}


async def test_the_id_of_what_was_removed_is_not_given_to_another(desk: Desk) -> None:
    await desk.remove("LIFT")
    assert problems(await desk.add(title="T", id="lift")) == {"id": "roadmap.id_removed"}
    assert (await desk.add(title="Lift")).milestone.key == "LIFT-2"


async def test_only_what_was_shown_is_removed(desk: Desk) -> None:
    seen = await desk.seen("LIFT")
    await desk.amend("LIFT", desk.otto, venue="Tower")
    assert await desk.remove("LIFT", seen=seen) == Refused(Refusal.CHANGED)
    assert await desk.remove("NOTHING") == Refused(Refusal.GONE)
    assert await desk.amend("NOTHING", title="T", kind="k") == Refused(Refusal.GONE)
    assert await desk.restore("NOTHING") == Refused(Refusal.GONE)
    assert "LIFT" in await desk.keys()


async def test_nobody_but_an_officer_changes_anything(desk: Desk) -> None:
    await desk.remove("LIFT")
    async with desk.store.reading() as session:
        token = await change_token(session)
    refused = Refused(Refusal.NOT_OFFICER)
    assert await desk.add(desk.nobody, title="T") == refused
    assert await desk.amend("ROOF", desk.nobody, venue="Attic") == refused
    assert await desk.remove("ROOF", desk.nobody) == refused
    assert await desk.restore("LIFT", desk.nobody) == refused
    async with desk.store.reading() as session:
        assert await change_token(session) == token


async def test_each_line_of_the_history_tells_every_field_that_changed(desk: Desk) -> None:
    every: dict[str, Any] = {name: f"new {name}" for name in FIELDS} | {
        "start": "2021",
        "end": "2022",
        "known_from": "2019-01-02",
        "supersedes": "LIFT",
    }
    await desk.amend("ROOF", **every)
    action, _, old, new = (await desk.history("ROOF"))[0]
    assert action == Action.EDITED
    assert set(old) == set(new) == set(FIELDS)
    assert new == every


async def test_a_change_is_in_the_next_answer_of_every_replica(desk: Desk, database_url: str) -> None:
    """Two processes on one database are two stores: each looks at the token before it answers."""
    other = Store(database_url)
    try:
        here, there = Answerer(desk.store), Answerer(other)

        async def both(text: str) -> list[str]:
            question = Question(text=text, today=TODAY)
            return [(await answerer.ask(question)).text for answerer in (here, there)]

        assert all("Reading hall" in text for text in await both("Where is the roof repair?"))
        await desk.amend("ROOF", venue="Attic")
        assert all("Attic" in text for text in await both("Where is the roof repair?"))
        await desk.add(title="Varnishing of the staircase", start="2019-11-04")
        assert all("4 November 2019" in text for text in await both("When is the varnishing of the staircase?"))
        await desk.remove("VARNISHING-STAIRCASE")
        assert not any("November" in text for text in await both("When is the varnishing of the staircase?"))
        await desk.restore("VARNISHING-STAIRCASE")
        assert all("4 November 2019" in text for text in await both("When is the varnishing of the staircase?"))
    finally:
        await other.close()


async def test_a_line_that_is_committed_late_is_seen(postgresql_url: str) -> None:
    """Of two that write at the same time, the one with the lower number may be committed last."""
    from storage.migrate import migrate

    store = Store(postgresql_url)
    await migrate(store)
    try:
        async with store.unit() as slow:
            note_change(slow, "edited", NOW, {}, key="A")
            await slow.flush()
            async with store.unit() as quick:
                note_change(quick, "edited", NOW, {}, key="B")
            async with store.reading() as session:
                token = await change_token(session)
        async with store.reading() as session:
            assert await change_token(session) != token
    finally:
        await store.close()


async def test_changes_of_the_roadmap_wait_for_each_other(desk: Desk, database_url: str) -> None:
    other = Store(database_url)
    order: list[str] = []

    async def second() -> None:
        async with other.unit() as session:
            await hold_roadmap(session)
            order.append("second")

    try:
        async with desk.store.unit() as session:
            await hold_roadmap(session)
            waiting = asyncio.create_task(second())
            for _ in range(20):
                await asyncio.sleep(0.005)
            order.append("first")
        await waiting
        assert order == ["first", "second"]
    finally:
        await other.close()


async def test_two_officers_who_add_the_same_get_two_ids(desk: Desk, database_url: str) -> None:
    other = Desk(Store(database_url), desk.olga, desk.otto, desk.nobody)
    try:
        added = await asyncio.gather(desk.add(title="New doors"), other.add(desk.otto, title="New doors"))
        assert {saved.milestone.key for saved in added} == {"DOORS", "DOORS-2"}
    finally:
        await other.store.close()
