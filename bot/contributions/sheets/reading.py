"""A file as a sheet of contributions: its rows by column, before anything is compared with the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from bot.contributions.sheets.columns import (
    HEAD,
    WRITTEN_ONLY,
    column_of,
    head_of,
    sheet_columns,
    sheet_fields,
    written,
)
from bot.forms.declaring import Problem
from bot.tables.problems import BadFile
from bot.tables.reading import Lines, read_lines

FILES = {".xlsx", ".csv"}
#: The sheet of our own workbook; in another one, its first sheet is read.
SHEET = "Contributions"
#: So many rows are taken at once: everything stands in one unit of work, and others wait for it.
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as an editor shows it, and its cells by column; an empty cell is None."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds. ``unknown`` names the columns that are not read."""

    file: str
    rows: tuple[SheetRow, ...]
    unknown: tuple[str, ...] = ()


def first_lines(path: Path) -> Lines:
    """The lines of a CSV or XLSX file among which the names of the columns would stand. Raises BadFile."""
    return read_lines(path, SHEET, HEAD, cut=True)


def sheet_of(file: str, lines: Lines) -> Sheet:
    """The rows below the names of the columns. Raises BadFile where there are none or they cannot be told apart."""
    if not lines:
        raise _bad(file, "the file is empty", Problem("sheets.file_empty", {}))
    head = head_of(lines)
    columns = ", ".join(sheet_columns())
    if head is None:
        no_columns = Problem("sheets.file_no_columns", {"columns": columns})
        raise _bad(file, f"no line names the columns; they are {columns}", no_columns)
    names = lines[head][1]
    found: dict[str, int] = {}
    unknown: list[str] = []
    for index, name in enumerate(names):
        if name in WRITTEN_ONLY:
            continue
        column = column_of(name) if name not in (None, "") else None
        if column is None:
            if name not in (None, "") or any(_cell(cells, index) is not None for _, cells in lines[head + 1 :]):
                unknown.append(str(name).strip() if name not in (None, "") else get_column_letter(index + 1))
        elif column in found:
            known = written(column) if column in sheet_fields() else column
            raise _bad(file, f"two columns are both {known}", Problem("sheets.file_column_twice", {"column": known}))
        else:
            found[column] = index
    if "kind" not in found and "id" not in found:
        raise _bad(file, "there is no column kind", Problem("sheets.file_no_columns", {"columns": columns}))
    rows = tuple(
        SheetRow(number, {column: _cell(cells, index) for column, index in found.items()})
        for number, cells in lines[head + 1 :]
        if any(_cell(cells, index) is not None for index in found.values())
    )
    if not rows:
        raise _bad(file, "there is no row below the names of the columns", Problem("sheets.file_no_rows", {}))
    if len(rows) > MOST_ROWS:
        told = Problem("sheets.file_too_many_rows", {"limit": MOST_ROWS})
        raise _bad(file, f"the table has more than {MOST_ROWS} rows", told)
    return Sheet(file, rows, tuple(unknown))


def read_sheet(path: Path) -> Sheet:
    """Read a file as a sheet of contributions. Raises BadFile."""
    if path.suffix.lower() not in FILES:
        raise _bad(path.name, "contributions are read from XLSX and CSV", Problem("sheets.file_kinds", {}))
    lines = read_lines(path, SHEET, MOST_ROWS + HEAD, cut=True)
    return sheet_of(path.name, lines)


def _cell(cells: list[Any], index: int) -> Any:
    value = cells[index] if index < len(cells) else None
    return None if isinstance(value, str) and not value.strip() else value


def _bad(file: str, reason: str, problem: Problem) -> BadFile:
    return BadFile(file, reason, problem=problem)
