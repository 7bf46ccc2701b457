"""Tables in files: CSV, XLSX and YAML as rows of named cells."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.utils.exceptions import InvalidFileException

from bot.roadmaps.problems import BadFile

MAX_BYTES = 20_000_000
#: What a compressed office file may hold when it is unpacked: a few kilobytes can hide gigabytes.
MAX_UNPACKED = 200_000_000

Rows = list[tuple[int, dict[str, Any]]]


def content_of(path: Path) -> bytes:
    """The bytes of a file that exists and is not too large. Raises BadFile."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(path.name, f"the file is larger than {MAX_BYTES // 1_000_000} MB")
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
        raise BadFile(path.name, "this is not a text file")
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise BadFile(path.name, "this is not a text file")
        return text
    raise BadFile(path.name, "the text is neither UTF-8 nor Windows-1252")


def check_package(path: Path, member: str) -> None:
    """Check that an office file is one, of the kind its name says, and unpacks to a sane size. Raises BadFile."""
    kind = path.suffix.lower().removeprefix(".").upper()
    try:
        with zipfile.ZipFile(io.BytesIO(content_of(path))) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                raise BadFile(path.name, "the file unpacks to more than 200 MB")
            if member not in package.namelist():
                raise BadFile(path.name, f"this is no {kind} file, whatever its name says")
    except zipfile.BadZipFile:
        raise BadFile(path.name, f"this is no {kind} file, whatever its name says") from None


def storable(text: str) -> bool:
    """Whether both databases can hold the text: PostgreSQL takes no NUL, and no encoding takes half a character."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def read_table(path: Path) -> tuple[tuple[str, ...], Rows]:
    """The column names and the rows of a table, each row with its number as an editor shows it. Raises BadFile."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _from_csv(path)
    if suffix == ".xlsx":
        return _from_xlsx(path)
    return _from_yaml(path)


def _from_csv(path: Path) -> tuple[tuple[str, ...], Rows]:
    text = text_of(path)
    try:
        dialect = csv.Sniffer().sniff(text[:4096].partition("\n")[0], delimiters=",;\t")
        delimiter = dialect.delimiter
    except csv.Error:
        delimiter = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    lines: list[tuple[int, list[str]]] = []
    try:
        lines = [(number, line) for number, line in enumerate(reader, start=1) if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise BadFile(path.name, f"this is no CSV file ({error})") from None
    return _named(path, [(number, list(line)) for number, line in lines])


def _from_xlsx(path: Path) -> tuple[tuple[str, ...], Rows]:
    check_package(path, "xl/workbook.xml")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = [
            (number, list(line))
            for number, line in enumerate(sheet.iter_rows(values_only=True), start=1)
            if any(cell not in (None, "") for cell in line)
        ]
        book.close()
    # A part that is no XML raises a SyntaxError (ParseError), a damaged archive a BadZipFile.
    except (InvalidFileException, KeyError, ValueError, IndexError, SyntaxError, zipfile.BadZipFile) as error:
        raise BadFile(path.name, f"the workbook cannot be read ({error})") from None
    return _named(path, lines)


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


def _named(path: Path, lines: list[tuple[int, list[Any]]]) -> tuple[tuple[str, ...], Rows]:
    if not lines:
        raise BadFile(path.name, "the file is empty")
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
