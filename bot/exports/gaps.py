"""The gap map as a file: CSV and XLSX, with the marks in words; for officers, and not for circulation."""

import asyncio
import csv
import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from bot.contributions.gaps import NONE, OTHER, GapMap, Mark, Row, gaps_of_panel
from bot.contributions.standing import Standing
from bot.exports.making import MadeFile
from bot.exports.plain import safe_cell
from bot.text.catalogue import phrase
from bot.text.escape import for_xml
from bot.text.languages import Language
from storage.models import Panel
from storage.store import Store

FORMATS = ("xlsx", "csv")


def column_title(column: tuple[str, str], language: Language) -> str:
    """The title of a column; the two that stand for no workstream and for another one have theirs in words."""
    key, title = column
    if key == NONE:
        return phrase(language, "findings.gaps_none_column")
    return phrase(language, "findings.gaps_other_column") if key == OTHER else title or key


def standing_in_words(standing: Standing | None, language: Language) -> str:
    """How an entity stands; None is said of one that is not expected."""
    if standing is None:
        return phrase(language, "findings.gaps_expected_not")
    return phrase(language, f"contributions.standing_{standing}")


def gaps_table(found: GapMap, language: Language) -> list[list[str | int]]:
    """The map as rows of cells: a heading, the entities, and what all of them offer."""
    heading = [phrase(language, "findings.gaps_entity"), phrase(language, "findings.gaps_standing")]
    table: list[list[str | int]] = [[*heading, *(column_title(column, language) for column in found.columns)]]
    table += [_cells(row, language) for row in found.rows]
    return [*table, [phrase(language, "findings.gaps_total"), "", *found.totals]]


def gaps_csv(table: Sequence[Sequence[str | int]]) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; no cell can be a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([cell if isinstance(cell, int) else safe_cell(cell) for cell in row] for row in table)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def gaps_workbook(table: Sequence[Sequence[str | int]], title: str, as_of: dt.datetime) -> bytes:
    """The table as XLSX; a mark is a word, and grey only beside it. The same map gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": for_xml(title), "author": "Rapporteur", "created": as_of.replace(tzinfo=None)})
        sheet = book.add_worksheet("Gaps")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"valign": "top"})
        faint = book.add_format({"valign": "top", "italic": True, "font_color": "#595959"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(table[0]) - 1, 18)
        for line, row in enumerate(table):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, column, cell, text)
                else:
                    style = heading if line == 0 else text if column < 2 else faint
                    sheet.write_string(line, column, for_xml(cell), style)
        sheet.autofilter(0, 0, max(len(table) - 1, 1), len(table[0]) - 1)
    return buffer.getvalue()


async def make_gaps_file(
    store: Store,
    panel: Panel,
    workstreams: Sequence[tuple[str, str]],
    format_name: str,
    language: Language,
    as_of: dt.datetime,
) -> MadeFile:
    """The gap map as a file; ``contributions`` of it counts entities. Raises KeyError for an unknown format."""
    if format_name not in FORMATS:
        raise KeyError(format_name)
    async with store.reading() as session:
        found = await gaps_of_panel(session, panel, workstreams)
    table = gaps_table(found, language)
    name = f"gaps-panel-{panel.id}-{as_of:%Y%m%d}.{format_name}"
    if format_name == "csv":
        return MadeFile(name, gaps_csv(table), len(found.rows))
    return MadeFile(name, await asyncio.to_thread(gaps_workbook, table, found.panel, as_of), len(found.rows))


def _cells(row: Row, language: Language) -> list[str | int]:
    marks = {mark: phrase(language, f"findings.gap_{mark}") for mark in Mark}
    cells: list[str | int] = [marks[cell] if isinstance(cell, Mark) else cell for cell in row.cells]
    return [row.acronym, standing_in_words(row.standing, language), *cells]
