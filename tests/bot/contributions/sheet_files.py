"""Sheets as people make them: CSV as bytes, workbooks by openpyxl."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from bot.contributions.sheets.planning import plan_sheet, scope_of
from bot.contributions.sheets.plans import Plan, Scope
from bot.contributions.sheets.reading import Sheet, read_sheet
from bot.contributions.sheets.taking import Taken, take_sheet
from bot.forms.declaring import Choice
from bot.panels.viewers import Viewer
from storage.store import Store
from tests.bot.contributions.conftest import LATER, House

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
