"""Tables in files: CSV, XLSX and YAML as rows of named cells."""

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.utils.exceptions import InvalidFileException

from bot.forms.declaring import Problem
from bot.tables.problems import BadFile

MAX_BYTES = 20_000_000
#: What a compressed office file may hold when it is unpacked: a few kilobytes can hide gigabytes.
MAX_UNPACKED = 200_000_000

#: No table of ours is wider; a damaged file may claim to be.
MOST_COLUMNS = 200

Rows = list[tuple[int, dict[str, Any]]]
Lines = list[tuple[int, list[Any]]]

#: What a number format shows of a date, without what stands in it literally.
_LITERAL = re.compile(r'\\.|"[^"]*"|\[[^\]]*\]')


class Formula(str):
    """What a cell computes, where its own text was asked for."""

    __slots__ = ()


def content_of(path: Path) -> bytes:
    """The bytes of a file that exists and is not too large. Raises BadFile."""
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            told = Problem("sheets.file_too_large", {"limit": limit})
            raise BadFile(path.name, f"the file is larger than {limit} MB", problem=told)
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(path.name, "there is no such file") from None
    except OSError as error:
        raise BadFile(path.name, f"the file cannot be read ({error.strerror})") from None


def text_of(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252. Raises BadFile."""
    content = content_of(path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content[:4096]:
        raise BadFile(path.name, "this is not a text file", problem=Problem("sheets.file_no_text", {}))
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise BadFile(path.name, "this is not a text file", problem=Problem("sheets.file_no_text", {}))
        return text
    raise BadFile(path.name, "the text is neither UTF-8 nor Windows-1252", problem=Problem("sheets.file_no_text", {}))


def check_package(path: Path, member: str) -> None:
    """Check that an office file is one, of the kind its name says, and unpacks to a sane size. Raises BadFile."""
    kind = path.suffix.lower().removeprefix(".").upper()
    told = Problem("sheets.file_not_of_its_kind", {"kind": kind})
    try:
        with zipfile.ZipFile(io.BytesIO(content_of(path))) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                huge = Problem("sheets.file_unpacks_too_large", {"limit": MAX_UNPACKED // 1_000_000})
                raise BadFile(path.name, "the file unpacks to more than 200 MB", problem=huge)
            if member not in package.namelist():
                raise BadFile(path.name, f"this is no {kind} file, whatever its name says", problem=told)
    except zipfile.BadZipFile:
        raise BadFile(path.name, f"this is no {kind} file, whatever its name says", problem=told) from None


def storable(text: str) -> bool:
    """Whether both databases can hold the text: PostgreSQL takes no NUL, and no encoding takes half a character."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def read_table(path: Path) -> tuple[tuple[str, ...], Rows]:
    """The column names and the rows of a table, each row with its number as an editor shows it. Raises BadFile."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _named(path, _from_csv(path))
    if suffix == ".xlsx":
        return _named(path, _from_xlsx(path))
    return _from_yaml(path)


def read_lines(path: Path, sheet: str, most: int, *, cut: bool = False) -> Lines:
    """The lines of a CSV or XLSX file that hold anything, each with its number as an editor shows it.

    Of a workbook that is the sheet of this name, else the first one. A cell that computes its value comes as a
    ``Formula``; a date that is shown as a month or a year comes as it is shown ("2017-04"). Raises BadFile, also for
    a file of more than ``most`` lines, unless it is to be ``cut`` there.
    """
    lines = _from_csv(path) if path.suffix.lower() == ".csv" else _from_xlsx(path, sheet=sheet, most=most, plain=False)
    if len(lines) > most and not cut:
        told = Problem("sheets.file_too_many_rows", {"limit": most})
        raise BadFile(path.name, f"the table has more than {most} rows", problem=told)
    return lines[:most]


def _from_csv(path: Path) -> Lines:
    text = text_of(path)
    try:
        dialect = csv.Sniffer().sniff(text[:4096].partition("\n")[0], delimiters=",;\t")
        delimiter = dialect.delimiter
    except csv.Error:
        delimiter = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    lines: Lines = []
    try:
        lines = [(number, list(line)) for number, line in enumerate(reader, start=1) if any(map(str.strip, line))]
    except csv.Error as error:
        told = Problem("sheets.file_unreadable", {})
        raise BadFile(path.name, f"this is no CSV file ({error})", problem=told) from None
    return lines


def _from_xlsx(path: Path, *, sheet: str = "", most: int | None = None, plain: bool = True) -> Lines:
    """``plain`` gives what formulas came to when the file was saved, and dates as they are."""
    check_package(path, "xl/workbook.xml")
    lines: Lines = []
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=plain)
        found = next((one for one in book.worksheets if one.title == sheet), book.worksheets[0])
        # What a sheet says of its own size may be wrong.
        found.reset_dimensions()
        for number, cells in enumerate(found.iter_rows(max_col=MOST_COLUMNS), start=1):
            line = [cell.value if plain else _as_shown(cell) for cell in cells]
            if any(cell not in (None, "") for cell in line):
                while line[-1] in (None, ""):
                    line.pop()
                lines.append((number, line))
            if most is not None and len(lines) > most:
                break
        book.close()
    # A part that is no XML raises a SyntaxError (ParseError), a damaged archive a BadZipFile.
    except (
        InvalidFileException, KeyError, ValueError, TypeError, IndexError, SyntaxError, zipfile.BadZipFile, OSError,
        EOFError, zlib.error,
    ) as error:  # fmt: skip
        told = Problem("sheets.file_unreadable", {})
        raise BadFile(path.name, f"the workbook cannot be read ({error})", problem=told) from None
    return lines


def _as_shown(cell: Any) -> Any:
    """The value of a cell; a date as exactly as its format shows it."""
    value = cell.value
    if cell.data_type == "f":
        return Formula(value)
    if isinstance(value, dt.date):
        shown = _LITERAL.sub("", str(cell.number_format)).lower()
        if "y" in shown and "d" not in shown:
            return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return value


def _from_yaml(path: Path) -> tuple[tuple[str, ...], Rows]:
    try:
        data = yaml.safe_load(text_of(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadFile(path.name, "this is not YAML" + (f" (line {mark.line + 1})" if mark else "")) from None
    except ValueError as error:
        # YAML makes dates of what looks like one, and trips over a day that does not exist.
        raise BadFile(path.name, f"a date in it cannot be read ({error})") from None
    entries = data.get("milestones") if isinstance(data, dict) else data
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadFile(path.name, "a YAML roadmap is a list of milestones")
    names = tuple(dict.fromkeys(str(key) for entry in entries for key in entry))
    return names, [(n, {str(k): v for k, v in entry.items()}) for n, entry in enumerate(entries, start=1)]


def _named(path: Path, lines: Lines) -> tuple[tuple[str, ...], Rows]:
    if not lines:
        raise BadFile(path.name, "the file is empty", problem=Problem("sheets.file_empty", {}))
    names = tuple(str(cell or "").strip().lower() for cell in lines[0][1])
    while names and not names[-1]:
        names = names[:-1]
    if len(set(names)) != len(names) or "" in names:
        raise BadFile(path.name, "the first row must name each column once")
    rows: Rows = []
    for number, cells in lines[1:]:
        row = dict(zip(names, cells, strict=False))
        if any(str(cell or "").strip() for cell in cells[len(names) :]):
            row["(a cell beyond the last column)"] = "x"
        rows.append((number, row))
    return names, rows
