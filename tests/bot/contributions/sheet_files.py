"""Sheets as people make them: CSV as bytes, workbooks by openpyxl."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from bot.contributions.form import FORMS
from bot.contributions.keeping import submit
from bot.contributions.outcomes import Saved
from bot.contributions.sheets.filling import workbook_to_fill
from bot.contributions.sheets.planning import plan_sheet, scope_of
from bot.contributions.sheets.plans import Action, Plan, Scope
from bot.contributions.sheets.reading import Sheet, read_sheet
from bot.contributions.sheets.taking import Taken, take_sheet
from bot.forms.declaring import Choice, read_form
from bot.panels.viewers import Viewer
from storage.models import Contribution
from storage.queries.contributions import contributions_of_panel
from storage.store import Store
from storage.words import ContributionKind, ContributionState
from tests.bot.contributions.conftest import AT, LATER, House

GIVEN = {"workstreams": [Choice("gcm", "Global compact, on migration"), Choice("gcr", "Compact on refugees")]}
TODAY = dt.date(2017, 1, 30)


def csv_file(folder: Path, rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    path = folder / "sheet.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def book_file(folder: Path, rows: Sequence[Sequence[Any]], title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    path = folder / "sheet.xlsx"
    book.save(path)
    return path


def changed_book(content: bytes, path: Path, cells: Mapping[str, Any]) -> Path:
    """A workbook opened, some cells set, and saved as another program would."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        book.worksheets[0][name] = value
    book.save(path)
    return path


async def scope(store: Store, viewer: Viewer, house: House) -> Scope:
    async with store.reading() as session:
        return await scope_of(session, viewer, house.panel, today=TODAY, given=GIVEN)


async def planned(store: Store, viewer: Viewer, house: House, sheet: Sheet | Path) -> Plan:
    read = sheet if isinstance(sheet, Sheet) else read_sheet(sheet)
    async with store.reading() as session:
        return await plan_sheet(session, await scope_of(session, viewer, house.panel, today=TODAY, given=GIVEN), read)


async def take(
    store: Store, viewer: Viewer, house: House, path: Path, *, token: str | None = None, at: dt.datetime = LATER
) -> Taken | Plan:
    async with store.unit() as session:
        meant = await scope_of(session, viewer, house.panel, today=TODAY, given=GIVEN)
        return await take_sheet(session, meant, read_sheet(path), at=at, token=token)


def problems(plan: Plan) -> list[tuple[int, str, str]]:
    return [(bad.number, bad.column, bad.problem.key) for bad in plan.bad]


KINDS: dict[ContributionKind, dict[str, Any]] = {
    ContributionKind.EVENT: {
        "title": '=HYPERLINK("http://example.org")', "start_date": "2017-05-12", "end_date": "2017-05-14",
        "precision": "day", "tbc": True, "venue": "-1 room", "city": "Genève", "country": "Switzerland",
        "online": True, "description": "First line\nsecond line\n\nthird", "link": "https://example.org/a?b=1;c",
        "status": "confirmed", "workstreams": ["gcm", "gcr"], "partners": ["+one", "Ministry, of the Interior"],
        "visibility": "officers", "internal_remark": "@everybody 0123",
    },
    ContributionKind.PUBLICATION: {"title": "'quoted", "start_date": "2017-04-01", "precision": "quarter"},
    ContributionKind.PROJECT: {
        "title": "مؤتمر الهجرة في بيروت", "start_date": "2017-03-01", "precision": "day", "country": "Lebanon, Jordan",
        "partners": ["One, with a comma"],
    },
    ContributionKind.ACTIVITY: {"title": "007", "end_date": "2017-12-31", "precision": "half", "status": "tentative"},
}  # fmt: skip


async def keep(store: Store, house: House, viewer: Viewer, kind: ContributionKind, **typed: Any) -> int:
    form = read_form(FORMS[kind], typed)
    async with store.unit() as session:
        entity = house.unhcr if viewer.officer else viewer.entities[house.panel]
        assert isinstance(form, FORMS[kind]), form
        saved = await submit(session, viewer, panel_id=house.panel, entity_id=entity, form=form, at=AT)
        assert isinstance(saved, Saved)
        return saved.contribution.id


async def fill(store: Store, house: House, viewer: Viewer) -> list[int]:
    return [await keep(store, house, viewer, kind, **typed) for kind, typed in KINDS.items()]


async def workbook(store: Store, viewer: Viewer, house: House) -> bytes:
    meant = await scope(store, viewer, house)
    async with store.reading() as session:
        return (await workbook_to_fill(session, meant, AT, "fr", "x")).content


async def stored(store: Store, house: House) -> list[Contribution]:
    async with store.reading() as session:
        return await contributions_of_panel(session, house.panel, tuple(ContributionState))


def counted(plan: Plan) -> dict[str, int]:
    return {action.value: len(plan.of(action)) for action in Action if plan.of(action)}


def at(content: bytes, column: str, row: int) -> str:
    """The name of a cell by the name of its column."""
    names = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][1]]
    return f"{openpyxl.utils.get_column_letter(names.index(column) + 1)}{row}"


def row_of(content: bytes, key: int) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    return next(row for row in range(2, 50) if str(sheet.cell(row, names.index("id") + 1).value) == str(key))
