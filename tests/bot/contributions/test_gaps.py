"""The gap map: numbers, and three kinds of nothing; the message and the files."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from bot.contributions.gaps import NONE, OTHER, GapMap, Mark, gap_map
from bot.contributions.lines import Line
from bot.contributions.standing import Answer, Standing
from bot.exports.gaps import gaps_csv, gaps_table, gaps_workbook, make_gaps_file
from bot.text.languages import LANGUAGES, Language
from handlers.lint import lint_message
from handlers.views.gaps import gaps_message
from storage.models import Contribution, Entity, Panel
from storage.store import Store
from storage.words import ContributionState, ContributionStatus
from tests.bot.contributions.conftest import AT, House
from tests.bot.contributions.test_findings import add

STREAMS = (("GCM", "Migration compact"), ("GCR", "Refugee compact"), ("GFMD", "Forum"))


def answer(acronym: str, standing: Standing) -> Answer:
    return Answer(1, acronym, acronym, standing, 0, None)


def row(acronym: str, *streams: str) -> Contribution:
    found = Contribution(title="x", workstreams=list(streams))
    found.entity = Entity(acronym=acronym)
    return found


ANSWERS = [
    answer("A", Standing.ANSWERED),
    answer("B", Standing.NIL),
    answer("C", Standing.SILENT),
    answer("D", Standing.UNREACHABLE),
    answer("E", Standing.INCOMPLETE),
]


def found() -> GapMap:
    lines = [Line(row("A", "GCM")), Line(row("A", "GCM", "GCR")), Line(row("E", "GCR"), (row("A"),)), Line(row("Z"))]
    return gap_map("P", ANSWERS, lines, STREAMS)


def test_three_marks_of_nothing_and_who_is_not_expected() -> None:
    whole = found()
    empty, nil, silent, not_expected = Mark.EMPTY, Mark.NIL, Mark.SILENT, Mark.NOT_EXPECTED
    assert [key for key, _ in whole.columns] == ["GCM", "GCR", "GFMD", NONE]
    assert {row.acronym: row.cells for row in whole.rows} == {
        "A": (2, 2, empty, empty),
        "B": (nil,) * 4,
        "C": (silent,) * 4,
        "D": (silent,) * 4,
        "E": (empty, 1, empty, empty),
        "Z": (not_expected, not_expected, not_expected, 1),
    }
    assert [row.acronym for row in whole.rows][-1] == "Z"
    # A joint line counts for each of its entities, and once in all.
    assert whole.totals == (2, 2, 0, 1)
    assert whole.uncovered == ("Forum",)


def test_a_workstream_that_is_configured_no_more_has_its_column() -> None:
    whole = gap_map("P", ANSWERS[:1], [Line(row("A", "OLD", "GCM"))], STREAMS)
    assert [key for key, _ in whole.columns] == ["GCM", "GCR", "GFMD", OTHER]
    assert whole.rows[0].cells == (1, Mark.EMPTY, Mark.EMPTY, 1)


def test_the_message_says_the_marks_in_words() -> None:
    message = gaps_message(found(), page=1, language="en")
    assert lint_message(message.as_payload()) == []
    table = next(b["text"]["text"] for b in message.blocks if b["block_id"] == "gaps.table.0")
    assert table.strip("`").splitlines() == [
        "               A   B   C   D",
        "A              2   2   .   .",
        "B              n   n   n   n",
        "C              s   s   s   s",
        "D              s   s   s   s",
        "E              .   1   .   .",
        "Z              x   x   x   1",
        "all            2   2   0   1",
    ]
    legend = message.blocks[-1]["elements"][0]["text"]
    for words in (". empty", "n nil", "s silent", "x not expected"):
        assert words in legend
    for words in (
        "Nobody offers anything to: Forum.",
        "A (answered): GCM 2; GCR 2; nothing for GFMD, no workstream",
        "B (nothing to report): nothing anywhere",
        "C (silent): nothing anywhere",
        "D (unreachable): nothing anywhere",
        "Z (not expected): no workstream 1",
    ):
        assert words in message.text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixty_entities_and_eight_workstreams_are_one_message(language: Language) -> None:
    streams = tuple((f"STREAM {n}", f"A workstream with a rather long title, number {n}") for n in range(8))
    answers = [answer(f"ENTITY{n:02}", [*Standing][n % 5]) for n in range(60)]
    lines = [Line(row(f"ENTITY{n:02}", f"STREAM {n % 8}")) for n in range(60)]
    message = gaps_message(gap_map("P", answers, lines, streams), page=1, language=language)
    assert lint_message(message.as_payload()) == []
    shown = str(message.blocks)
    assert all(f"ENTITY{n:02}" in shown and f"ENTITY{n:02}" in message.text for n in range(60))
    more = gap_map("P", [*answers, answer("LAST", Standing.NIL)], lines, streams)
    pages = [gaps_message(more, page=page, language=language) for page in (1, 2)]
    assert ["LAST" in page.text for page in pages] == [False, True]
    assert "gaps.page:next" in str(pages[0].blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_hold_numbers_and_words(language: Language) -> None:
    table = gaps_table(found(), language)
    rows = list(csv.reader(io.StringIO(gaps_csv(table).decode("utf-8-sig"), newline="")))
    assert rows[1][0] == "A"
    assert rows[1][2:4] == ["2", "2"]
    words = {rows[2][2], rows[3][2], rows[1][4], rows[6][2]}
    assert len(words) == 4
    sheet = openpyxl.load_workbook(io.BytesIO(gaps_workbook(table, "P", AT))).worksheets[0]
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert cells[1][2:4] == [2, 2]
    assert [str(cell or "") for cell in cells[2]] == rows[2]
    assert sheet.freeze_panes == "B2"


def test_no_cell_is_a_formula() -> None:
    whole = gap_map('=HYPERLINK("x")', [answer("=1+1", Standing.NIL)], [], (("+GCM", "@title"),))
    table = gaps_table(whole, "en")
    rows = list(csv.reader(io.StringIO(gaps_csv(table).decode("utf-8-sig"), newline="")))
    assert (rows[0][2], rows[1][0]) == ("'@title", "'=1+1")
    sheet = openpyxl.load_workbook(io.BytesIO(gaps_workbook(table, "=x", AT))).worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


@pytest.mark.parametrize("format_name", ["xlsx", "csv"])
async def test_the_file_of_a_panel(store: Store, house: House, format_name: str) -> None:
    await add(store, house, house.unhcr, "Talks", workstreams=["GCM"])
    await add(store, house, house.unhcr, "Off", workstreams=["GCR"], status=ContributionStatus.CANCELLED)
    await add(store, house, house.stranger_entity, "Uninvited", workstreams=["GCR"])
    await add(store, house, house.iom, "Gone", workstreams=["GCR"], state=ContributionState.WITHDRAWN)
    async with store.reading() as session:
        panel = await session.get_one(Panel, house.panel)
    made = await make_gaps_file(store, panel, STREAMS, format_name, "en", AT)
    assert made.name == f"gaps-panel-{panel.id}-20170130.{format_name}"
    assert made.contributions == 3
    again = await make_gaps_file(store, panel, STREAMS, format_name, "en", AT)
    assert again.content == made.content
    table: list[list[Any]] = (
        list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"), newline="")))
        if (format_name == "csv")
        else [[cell.value for cell in line] for line in openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0]]
    )
    assert [[str(cell) for cell in line[:4]] for line in table[1:4]] == [
        ["IOM", "silent", "silent", "silent"],
        ["UNHCR", "incomplete", "1", "empty"],
        ["WTO", "not expected", "not expected", "1"],
    ]
    with pytest.raises(KeyError):
        await make_gaps_file(store, panel, STREAMS, "pdf", "en", AT)
