"""The workbook: one row a contribution, with real dates and filters; nothing in it can be a formula."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from bot.exports.plain import COLUMNS
from bot.text.escape import for_xml

#: The width of a column, in characters; of the others it is 18.
_WIDTHS = {"title": 44, "description": 44, "id": 8, "version": 8}
#: So far down may one choose from a list: more rows are not taken at once.
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Guide:
    """What makes a workbook one to fill in: words to choose from, by column, and a sheet that explains the columns."""

    title: str
    lines: Sequence[tuple[str, str]]
    choices: Mapping[str, Sequence[str]]


def workbook(
    records: Sequence[dict[str, Any]],
    as_of: dt.datetime,
    columns: Sequence[str] = COLUMNS,
    guide: Guide | None = None,
) -> bytes:
    """The records as XLSX; the file's own date is ``as_of``, so the same records give the same file."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "Contributions", "author": "Rapporteur", "created": as_of.replace(tzinfo=None)})
        sheet = book.add_worksheet("Contributions")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
        as_text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, heading)
            # As text, what is filled in as 2017-04 stays a month; a spreadsheet would make the first of April of it.
            filled_in = as_text if guide else None
            sheet.set_column(column, column, _WIDTHS.get(name, 18), filled_in)
        for line, record in enumerate(records, start=1):
            for column, name in enumerate(columns):
                value = record.get(name)
                if name in ("start", "end") and value:
                    day = dt.datetime.combine(dt.date.fromisoformat(value), dt.time())
                    sheet.write_datetime(line, column, day, date)
                elif isinstance(value, bool):
                    sheet.write_string(line, column, "yes" if value else "", text)
                elif isinstance(value, list):
                    sheet.write_string(line, column, for_xml("; ".join(map(str, value))), text)
                elif value is not None:
                    sheet.write_string(line, column, for_xml(str(value)), text)
        if guide:
            _explain(book, sheet, columns, guide)
        sheet.autofilter(0, 0, max(len(records), 1), len(columns) - 1)
    return buffer.getvalue()


def _explain(book: Any, sheet: Any, columns: Sequence[str], guide: Guide) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(columns):
        words = guide.choices.get(name, ())
        # A spreadsheet takes a list of at most 255 characters.
        if words and len(",".join(words)) <= 255:
            kept = {"validate": "list", "source": list(words), "error_type": "warning"}
            sheet.data_validation(1, column, _ROWS, column, kept)
    told = book.add_worksheet(for_xml(guide.title)[:31])
    told.set_column(0, 0, 18)
    told.set_column(1, 1, 90)
    for line, (name, meaning) in enumerate(guide.lines):
        told.write_string(line, 0, for_xml(name), bold)
        told.write_string(line, 1, for_xml(meaning), text)
