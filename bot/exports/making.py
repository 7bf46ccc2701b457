"""Make any of the files by its name."""

import asyncio
import datetime as dt
from dataclasses import dataclass

from bot.exports.calendar import calendar_file
from bot.exports.compiling import compile_matrix, compile_records, exported_lines
from bot.exports.matrix import matrix_document
from bot.exports.plain import as_csv, as_json
from bot.exports.workbook import workbook
from storage.models import Panel
from storage.store import Store

FORMATS = {"matrix": "docx", "workbook": "xlsx", "calendar": "ics", "csv": "csv", "json": "json"}


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that is ready to be sent or written: its name, its bytes, and how many contributions are in it."""

    name: str
    content: bytes
    contributions: int


async def make_file(store: Store, panel: Panel, format_name: str, as_of: dt.datetime) -> MadeFile:
    """Make one file of a panel. Raises KeyError for an unknown format. The work is done in a thread."""
    suffix = FORMATS[format_name]
    name = f"{format_name}-panel-{panel.id}-{as_of:%Y%m%d}.{suffix}"
    async with store.reading() as session:
        if format_name == "matrix":
            matrix = await compile_matrix(session, panel, as_of)
            return MadeFile(name, await asyncio.to_thread(matrix_document, matrix), len(matrix.rows))
        if format_name == "calendar":
            lines = await exported_lines(session, panel.id)
            return MadeFile(name, await asyncio.to_thread(calendar_file, panel, lines), len(lines))
        records = await compile_records(session, panel)
    if format_name == "workbook":
        return MadeFile(name, await asyncio.to_thread(workbook, records, as_of), len(records))
    return MadeFile(name, (as_csv if format_name == "csv" else as_json)(records), len(records))
