"""The workbook: one row a contribution, with real dates and filters; nothing in it can be a formula."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from bot.exports.plain import COLUMNS
from bot.text.escape import for_xml


def workbook(records: Sequence[dict[str, Any]], as_of: dt.datetime) -> bytes:
    """The records as XLSX; the file's own date is ``as_of``, so the same records give the same file."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "Contributions", "author": "Rapporteur", "created": as_of.replace(tzinfo=None)})
        sheet = book.add_worksheet("Contributions")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, heading)
            sheet.set_column(column, column, 44 if name == "title" else 18)
        for line, record in enumerate(records, start=1):
            for column, name in enumerate(COLUMNS):
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
        sheet.autofilter(0, 0, max(len(records), 1), len(COLUMNS) - 1)
    return buffer.getvalue()
