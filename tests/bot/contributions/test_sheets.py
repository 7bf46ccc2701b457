"""Many contributions from one sheet: what goes out comes back unchanged, and each change is exactly that change."""

import asyncio
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.contributions.form import FORMS, EventForm, PublicationForm
from bot.contributions.keeping import edit, withdraw
from bot.contributions.outcomes import FieldChange
from bot.contributions.sheets.columns import sheet_columns
from bot.contributions.sheets.plans import Action, Plan
from bot.contributions.sheets.reading import read_sheet
from bot.contributions.sheets.taking import Taken
from bot.exports.making import make_file
from bot.forms.declaring import fields_of, read_form
from bot.panels.viewers import OPERATOR
from storage.models import Panel
from storage.queries.contributions import CONTRIBUTION, changes_of
from storage.store import Store
from storage.words import ContributionKind, ContributionState, Precision
from tests.bot.contributions.conftest import AT, LATER, House
from tests.bot.contributions.sheet_files import (
    at,
    book_file,
    changed_book,
    counted,
    csv_file,
    fill,
    keep,
    planned,
    problems,
    row_of,
    stored,
    take,
    workbook,
)


def test_every_field_of_every_form_has_its_column() -> None:
    asked = {name for form in FORMS.values() for name in fields_of(form)}
    wanted = {{"start_date": "start", "end_date": "end"}.get(name, name) for name in asked}
    assert set(sheet_columns()) == wanted | {"id", "version", "entity", "kind", "state"}


@pytest.mark.parametrize("how", ["fill", "workbook", "csv", "saved again"])
async def test_what_goes_out_comes_back_unchanged(store: Store, house: House, tmp_path: Path, how: str) -> None:
    await fill(store, house, house.ana)
    path = tmp_path / ("x.csv" if how == "csv" else "x.xlsx")
    if how in ("fill", "saved again"):
        content = await workbook(store, house.ana, house)
    else:
        async with store.reading() as session:
            panel = await session.get(Panel, house.panel)
        assert panel is not None
        content = (await make_file(store, panel, how, AT)).content
    path.write_bytes(content)
    if how == "saved again":
        changed_book(content, path, {})
    for viewer in (house.ana, house.bao, house.officer, OPERATOR):
        plan = await planned(store, viewer, house, path)
        assert plan.possible, plan.bad
        # What is for the officers only is in no export that is circulated.
        assert counted(plan) == {"unchanged": 4 if how in ("fill", "saved again") else 3}
        assert not plan.unknown
    before = [(row.id, row.version) for row in await stored(store, house)]
    assert isinstance(await take(store, house.ana, house, path), Taken)
    assert [(row.id, row.version) for row in await stored(store, house)] == before


@pytest.mark.parametrize(
    ("column", "value", "field", "new"),
    [
        ("title", "Another title", "title", "Another title"),
        ("start", dt.date(2017, 5, 13), "start_date", "2017-05-13"),
        ("start", "13/05/2017", "start_date", "2017-05-13"),
        ("end", "15 mai 2017", "end_date", "2017-05-15"),
        ("tbc", None, "tbc", False),
        ("online", "non", "online", False),
        ("city", None, "city", None),
        ("status", "Annulé", "status", "cancelled"),
        ("workstreams", "Compact on refugees", "workstreams", ["gcr"]),
        ("workstreams", "Global compact, on migration", "workstreams", ["gcm"]),
        ("partners", "IOM; ILO", "partners", ["IOM", "ILO"]),
        ("visibility", "Todo el panel", "visibility", "panel"),
        ("internal_remark", None, "internal_remark", None),
        ("description", "x" * 3000, "description", "x" * 3000),
    ],
)
async def test_one_cell_is_exactly_that_change(
    sqlite_store: Store, tmp_path: Path, column: str, value: object, field: str, new: object
) -> None:
    from tests.bot.contributions.conftest import furnish

    house = await furnish(sqlite_store)
    keys = await fill(sqlite_store, house, house.ana)
    content = await workbook(sqlite_store, house.ana, house)
    path = changed_book(content, tmp_path / "x.xlsx", {at(content, column, row_of(content, keys[0])): value})
    plan = await planned(sqlite_store, house.ana, house, path)
    assert plan.possible, plan.bad
    assert counted(plan) == {"changed": 1, "unchanged": 3}
    [step] = plan.of(Action.CHANGED)
    assert [(change.field, change.new) for change in step.changes] == [(field, new)]
    assert isinstance(await take(sqlite_store, house.ana, house, path, token=plan.token), Taken)
    row = next(row for row in await stored(sqlite_store, house) if row.id == keys[0])
    assert row.version == 2
    again = await planned(sqlite_store, house.ana, house, path)
    assert counted(again) == {"unchanged": 4}


async def test_new_rows_are_stored_once(store: Store, house: House, tmp_path: Path) -> None:
    await fill(store, house, house.ana)
    content = await workbook(store, house.ana, house)
    cells: dict[str, Any] = {}
    rows: list[dict[str, Any]] = [
        {"kind": "événement", "title": "Atelier", "start": "26-27 September 2017", "city": "Beirut"},
        {"kind": "Project", "title": "Data", "start": "2017-Q2", "end": "2018", "online": None},
        {"kind": "publicación", "title": "Report", "start": "2017-H1", "tbc": "oui", "partners": "IOM, ILO"},
        {"kind": "activity", "title": "Advice", "start": "from June 2017"},
        {"kind": "event", "title": "Some day", "start": "TBC", "entity": "unhcr"},
    ]
    for number, row in enumerate(rows, start=6):
        cells |= {at(content, column, number): value for column, value in row.items()}
    path = changed_book(content, tmp_path / "x.xlsx", cells)
    plan = await planned(store, house.ana, house, path)
    assert plan.possible, plan.bad
    assert counted(plan) == {"new": 5, "unchanged": 4}
    assert len(await stored(store, house)) == 4
    assert isinstance(await take(store, house.ana, house, path, token=plan.token), Taken)
    kept = {row.title: row for row in await stored(store, house)}
    spans = {t: (str(r.start_date), str(r.end_date), r.precision, r.tbc) for t, r in kept.items()}
    assert spans["Atelier"] == ("2017-09-26", "2017-09-27", Precision.DAY, False)
    assert spans["Data"] == ("2017-01-01", "2018-12-31", Precision.YEAR, False)
    assert spans["Report"] == ("2017-01-01", "2017-06-30", Precision.HALF, True)
    assert spans["Advice"][0] == "2017-06-01"
    assert kept["Some day"].tbc
    assert kept["Report"].partners == ["IOM", "ILO"]
    assert {row.created_by for row in kept.values()} == {house.ana.person_id}
    # The same file again, by whomever, stores nothing twice.
    for viewer in (house.ana, house.officer):
        again = await planned(store, viewer, house, path)
        if viewer is house.officer:
            assert {bad.column for bad in again.bad} == {"entity"}
        else:
            assert counted(again) == {"unchanged": 4, "there": 5}
            assert not [step.number for step in again.steps if step.differs]
    assert isinstance(await take(store, house.ana, house, path), Taken)
    assert len(await stored(store, house)) == 9


async def test_rows_that_repeat_each_other(store: Store, house: House, tmp_path: Path) -> None:
    head = ("Kind", "Title", "When", "City", "Colour")
    path = book_file(
        tmp_path,
        [
            head,
            ("event", "Seminar", "May 2017", "Rome", "red"),
            ("event", "SEMINAR", "May 2017", "Rome", None),
            ("event", "Seminar", "June 2017", None, None),
        ],
    )
    plan = await planned(store, house.ana, house, path)
    assert counted(plan) == {"new": 2, "there": 1}
    assert [(row, other) for row, other, _ in plan.twice] == [(3, 2), (4, 2)]
    assert plan.unknown == ("Colour",)
    assert isinstance(await take(store, house.ana, house, path), Taken)
    changed = book_file(tmp_path, [head, ("event", "Seminar", "May 2017", "Paris", None)])
    [step] = (await planned(store, house.ana, house, changed)).steps
    assert (step.action, step.differs) == (Action.THERE, True)


async def test_withdrawing_and_deleting_rows(store: Store, house: House, tmp_path: Path) -> None:
    keys = await fill(store, house, house.ana)
    content = await workbook(store, house.ana, house)
    row = row_of(content, keys[1])
    cells = {at(content, "state", row): "Retiré", at(content, "title", row): "Renamed"}
    book = openpyxl.load_workbook(changed_book(content, tmp_path / "x.xlsx", cells))
    for other in sorted((row_of(content, key) for key in keys[2:]), reverse=True):
        book.worksheets[0].delete_rows(other)
    book.save(tmp_path / "y.xlsx")
    plan = await planned(store, house.ana, house, tmp_path / "y.xlsx")
    assert counted(plan) == {"withdrawn": 1, "unchanged": 1}
    assert isinstance(await take(store, house.ana, house, tmp_path / "y.xlsx"), Taken)
    kept = {one.id: one for one in await stored(store, house)}
    assert set(kept) == set(keys)
    assert {key for key in keys if kept[key].state is ContributionState.WITHDRAWN} == {keys[1]}
    assert kept[keys[1]].title == "Renamed"
    assert counted(await planned(store, house.ana, house, tmp_path / "y.xlsx")) == {"unchanged": 2}
    # To change it afterwards it must be restored first.
    after = {at(content, "title", row): "Once more", at(content, "version", row): str(kept[keys[1]].version)}
    late = changed_book((tmp_path / "x.xlsx").read_bytes(), tmp_path / "z.xlsx", after)
    assert problems(await planned(store, house.ana, house, late))[0][2] == "contributions.refused_withdrawn"


async def test_what_others_changed_meanwhile_is_named_and_not_overwritten(
    store: Store, house: House, tmp_path: Path
) -> None:
    keys = await fill(store, house, house.ana)
    content = await workbook(store, house.ana, house)
    row = row_of(content, keys[1])
    path = changed_book(content, tmp_path / "x.xlsx", {at(content, "title", row): "Mine"})
    untouched = tmp_path / "u.xlsx"
    untouched.write_bytes(content)
    before = await planned(store, house.ana, house, path)
    form = read_form(PublicationForm, {"title": "Theirs", "start_date": "2017-04-01"})
    assert isinstance(form, PublicationForm)
    async with store.unit() as session:
        await edit(session, house.bao, keys[1], form, version=1, at=LATER)
    for token in (before.token, None):
        outcome = await take(store, house.ana, house, path, token=token)
        assert isinstance(outcome, Plan)
        assert not outcome.possible
        [found] = outcome.conflicts
        assert (found.number, found.conflict.by) == (row, "Bao")
        assert FieldChange("title", "'quoted", "Theirs") in found.conflict.changes
    assert {one.title for one in await stored(store, house)} >= {"Theirs"}
    # A row that this sheet does not change stays as others have made it.
    assert counted(await planned(store, house.ana, house, untouched)) == {"unchanged": 4}
    assert isinstance(await take(store, house.ana, house, untouched), Taken)
    assert {one.title for one in await stored(store, house)} >= {"Theirs"}


async def test_a_plan_that_is_no_longer_the_shown_one_is_not_taken(store: Store, house: House, tmp_path: Path) -> None:
    path = csv_file(tmp_path, [("kind", "title", "start"), ("event", "Seminar", "2017-05"), ("event", "Other", "")])
    token = (await planned(store, house.ana, house, path)).token
    await keep(
        store, house, house.bao, ContributionKind.EVENT, title="Seminar", start_date="2017-05-01", precision="month"
    )
    outcome = await take(store, house.ana, house, path, token=token)
    assert isinstance(outcome, Plan)
    assert counted(outcome) == {"new": 1, "there": 1}
    assert len(await stored(store, house)) == 1


async def test_two_who_import_the_same_at_once_store_it_once(store: Store, house: House, tmp_path: Path) -> None:
    path = csv_file(tmp_path, [("kind", "title", "start"), *(("event", f"Title {n}", "2017-05") for n in range(20))])
    token = (await planned(store, house.ana, house, path)).token
    outcomes = await asyncio.gather(
        *(take(store, viewer, house, path, token=token) for viewer in (house.ana, house.bao, house.ana))
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Plan", "Plan", "Taken"]
    assert len(await stored(store, house)) == 20


async def test_all_or_nothing(store: Store, house: House, tmp_path: Path) -> None:
    rows = [("kind", "title", "start", "end", "link"), ("event", "Good", "2017-05-01", "", "")]
    rows += [("event", "Bad", "2017-06-31", "", "nowhere"), ("event", "Worse", "2017-05-02", "2017-05-01", "")]
    outcome = await take(store, house.ana, house, csv_file(tmp_path, rows))
    assert isinstance(outcome, Plan)
    assert problems(outcome) == [
        (3, "start_date", "forms.no_such_day"),
        (3, "link", "forms.not_a_link"),
        (4, "end_date", "contributions.end_before_start"),
    ]
    assert await stored(store, house) == []


async def test_the_operator_imports_for_an_entity_and_is_nobody_in_the_history(
    store: Store, house: House, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, [("entity", "kind", "title"), ("IOM", "event", "A"), ("unhcr", "project", "B")])
    assert isinstance(await take(store, OPERATOR, house, path), Taken)
    rows = await stored(store, house)
    assert {(row.entity_id, row.title, row.created_by) for row in rows} == {
        (house.iom, "A", None),
        (house.unhcr, "B", None),
    }
    async with store.reading() as session:
        assert [name for _, name in await changes_of(session, CONTRIBUTION, rows[0].id)] == [None]


async def test_nothing_that_an_entity_took_back_comes_in_the_workbook(store: Store, house: House) -> None:
    key = await keep(store, house, house.ana, ContributionKind.EVENT, title="TAKENBACK")
    async with store.unit() as session:
        await withdraw(session, house.ana, key, at=LATER)
    sheet = openpyxl.load_workbook(io.BytesIO(await workbook(store, house.ana, house)))
    assert "TAKENBACK" not in str([[cell.value for cell in row] for row in sheet.worksheets[0]])
    assert EventForm.kind.value in str([[cell.value for cell in row] for row in sheet.worksheets[1]])


async def test_no_cell_of_the_workbook_is_a_formula(store: Store, house: House, tmp_path: Path) -> None:
    await fill(store, house, house.ana)
    (tmp_path / "x.xlsx").write_bytes(await workbook(store, house.ana, house))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}
    assert len(read_sheet(tmp_path / "x.xlsx").rows) == 4
