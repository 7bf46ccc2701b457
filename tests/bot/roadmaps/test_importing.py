"""Taking files into the database: what changes, and all or nothing."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from bot.roadmaps.importing import import_files, read_file
from bot.tables.problems import BadFile
from storage.models import Milestone
from storage.queries.roadmap import change_token, milestones, sources, terms
from storage.store import Store
from tests.bot.roadmaps.files import GLOSSARY, HEADER, MILESTONES, NOW, roadmap_file, write


async def _stored(store: Store) -> dict[str, Milestone]:
    async with store.reading() as session:
        return {row.key: row for row in await milestones(session)}


async def _token(store: Store) -> str:
    async with store.reading() as session:
        return await change_token(session)


async def test_added_unchanged_changed_removed(store: Store, tmp_path: Path) -> None:
    file = roadmap_file(tmp_path)
    taken = await import_files(store, [file], now=NOW)
    assert (taken.added, taken.changed, taken.unchanged, taken.removed) == (6, 0, 0, 0)
    again = await import_files(store, [file], now=NOW)
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, 6, 0)

    lines = MILESTONES.replace("2019-Q2", "2019-H2").splitlines()
    shorter = "\n".join(line for line in lines if not line.startswith("SHELF"))
    shorter += "\nGARDEN,Planting of the garden,works,2020,,,,,,,,,\n"
    kept = await import_files(store, [roadmap_file(tmp_path, shorter)], now=NOW)
    assert (kept.added, kept.changed, kept.unchanged, kept.removed) == (1, 1, 4, 0)
    assert set(await _stored(store)) == {"ROOF", "OPEN-1", "OPEN-2", "SHELF", "LIFT", "PAINT", "GARDEN"}

    file = roadmap_file(tmp_path)
    replaced = await import_files(store, [file, write(tmp_path / "g.csv", GLOSSARY)], now=NOW, replace=True)
    assert (replaced.added, replaced.changed, replaced.unchanged, replaced.removed) == (0, 1, 5, 1)
    stored = await _stored(store)
    assert set(stored) == {"ROOF", "OPEN-1", "OPEN-2", "SHELF", "LIFT", "PAINT"}
    assert (stored["PAINT"].first_day, stored["PAINT"].last_day) == (dt.date(2019, 4, 1), dt.date(2019, 6, 30))
    assert stored["SHELF"].start == "2019-07"
    assert stored["LIFT"].first_day is None
    assert stored["OPEN-2"].known_from == dt.date(2019, 6, 15)


async def test_replacing_with_a_glossary_alone_removes_no_milestone(store: Store, tmp_path: Path) -> None:
    await import_files(store, [roadmap_file(tmp_path)], now=NOW)
    await import_files(store, [write(tmp_path / "g.csv", GLOSSARY)], now=NOW, replace=True)
    assert len(await _stored(store)) == 6


BAD_ROWS = f"""{HEADER}
GOOD,A row that is right,works,2019-03-04,,,,,,,,,
,A row without an id,works,,,,,,,,,,
NOTITLE,,works,,,,,,,,,,
FEB,An impossible day,works,2017-02-30,,,,,,,,,
YEAR,A slip of the keyboard,works,20177,,,,,,,,,
BACK,It ends before it starts,works,2019-05-02,2019-05-01,,,,,,,,
GOOD,The same id again,works,,,,,,,,,,
LONG,One cell too many,works,,,,,,,,,,,surplus
WHEN,A date in words,works,next spring,,,,,,,,,
"""


async def test_every_bad_row_is_named_and_nothing_is_stored(store: Store, tmp_path: Path) -> None:
    await import_files(store, [write(tmp_path / "before.csv", f"{HEADER}\nOLD,It was here,works,,,,,,,,,,\n")], now=NOW)
    token = await _token(store)
    good = roadmap_file(tmp_path)
    with pytest.raises(BadFile, match=r"bad\.csv: nothing was taken, 8 problems") as caught:
        await import_files(store, [good, write(tmp_path / "bad.csv", BAD_ROWS)], now=NOW, replace=True)
    said = {(problem.row, problem.field): problem.reason for problem in caught.value.rows}
    assert said[3, "id"] == "is missing"
    assert said[4, "title"] == "is missing"
    assert said[5, "start"] == "there is no day 2017-02-30"
    assert "'20177'" in said[6, "start"]
    assert "before the start" in said[7, "end"]
    assert said[8, "id"] == "GOOD stands already in row 2"
    assert said[9, "(a cell beyond the last column)"] == "is no column of a milestone file"
    assert "'next spring' is not a date" in said[10, "start"]
    assert len(said) == 8
    assert set(await _stored(store)) == {"OLD"}
    assert await _token(store) == token


async def test_an_unknown_predecessor_is_named_and_nothing_is_stored(store: Store, tmp_path: Path) -> None:
    text = f"{HEADER}\nA,First,works,,,,,,,,,,\nB,Second,works,,,,,,,,,,Z\nC,Third,works,,,,,,,,,,A\n"
    glossary = write(tmp_path / "g.csv", GLOSSARY)
    with pytest.raises(BadFile) as caught:
        await import_files(store, [glossary, write(tmp_path / "x.csv", text)], now=NOW)
    assert [str(problem) for problem in caught.value.rows] == ["row 3, supersedes: there is no milestone Z"]
    assert await _stored(store) == {}
    async with store.reading() as session:
        assert await terms(session) == []


async def test_a_predecessor_may_be_stored_already_unless_it_is_to_go(store: Store, tmp_path: Path) -> None:
    await import_files(store, [roadmap_file(tmp_path)], now=NOW)
    later = write(tmp_path / "later.csv", f"{HEADER}\nOPEN-3,Third try,event,2020-01-04,,,,,,,,,OPEN-2\n")
    with pytest.raises(BadFile):
        await import_files(store, [later], now=NOW, replace=True)
    assert len(await _stored(store)) == 6
    await import_files(store, [later], now=NOW)
    assert (await _stored(store))["OPEN-3"].supersedes == "OPEN-2"


async def test_an_unreadable_second_file_leaves_the_first_untaken(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        await import_files(store, [roadmap_file(tmp_path), tmp_path / "missing.md"], now=NOW)
    assert await _stored(store) == {}


async def test_the_token_changes_with_each_import(store: Store, tmp_path: Path) -> None:
    tokens = [await _token(store)]
    for file in (roadmap_file(tmp_path), write(tmp_path / "g.csv", GLOSSARY), write(tmp_path / "n.md", "A note.")):
        await import_files(store, [file], now=NOW)
        tokens.append(await _token(store))
    assert len(set(tokens)) == 4


async def test_a_document_of_the_same_name_is_replaced(store: Store, tmp_path: Path) -> None:
    await import_files(store, [write(tmp_path / "note.md", "# First\n\nOne.\n\nTwo.\n")], now=NOW)
    await import_files(store, [write(tmp_path / "note.md", "# Second\n\nThree.\n")], now=NOW)
    async with store.reading() as session:
        [source] = await sources(session)
        assert (source.name, source.title) == ("note", "Second")
        assert [passage.text for passage in source.passages] == ["Three."]


async def test_a_character_that_no_database_text_may_hold_is_refused(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "nul.yml", '- {id: A, title: "a\\0b", kind: works}\n')
    with pytest.raises(BadFile) as caught:
        await import_files(store, [file], now=NOW)
    assert [(problem.row, problem.field) for problem in caught.value.rows] == [(1, "title")]
    assert await _stored(store) == {}


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="a milestone file has no column colour; it has id, title"):
        read_file(write(tmp_path / "x.csv", "id,title,kind,colour\nA,B,works,red\n"))


def test_a_table_of_something_else_is_told_what_columns_it_needs(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"has the columns id, title.*glossary: short, long"):
        read_file(write(tmp_path / "x.csv", "fruit,price\npear,2\n"))


def test_a_fact_sheet(tmp_path: Path) -> None:
    text = (
        "id,title,type,note,confidence\n"
        "A,Sure,works,It is sure.,confirmed\n"
        "B,Doubtful,event,Somebody said so.,likely\n"
        "C,Without a note,event,,Rumour\n"
    )
    rows = [row for _, row in read_file(write(tmp_path / "facts.csv", text)).milestones]
    assert [row.kind for row in rows] == ["works", "event", "event"]
    assert [row.note for row in rows] == [
        "It is sure.",
        "Somebody said so. Confidence: likely.",
        "Confidence: Rumour.",
    ]


def test_a_bad_glossary_names_its_rows(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        read_file(write(tmp_path / "g.csv", f"short,long\n,something\nx,\n{'y' * 101},long one\n"))
    said = [(problem.row, problem.field) for problem in caught.value.rows]
    assert said == [(2, "short"), (3, "long"), (4, "short")]


def _same_rows(tmp_path: Path) -> list[Any]:
    return [row for _, row in read_file(roadmap_file(tmp_path)).milestones]


def test_a_workbook_holds_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.split(","))
    for row in _same_rows(tmp_path):
        data = row.model_dump()
        cells: list[Any] = [data[name] for name in HEADER.split(",")]
        if data["start"] and len(data["start"]) == 10:
            cells[3] = dt.datetime.fromisoformat(data["start"])  # a real date cell
        sheet.append(cells)
    sheet.append([None] * 13)
    book.save(tmp_path / "library.xlsx")
    assert [row for _, row in read_file(tmp_path / "library.xlsx").milestones] == _same_rows(tmp_path)


def test_a_year_as_a_number_and_the_row_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Title", "Kind", "Start", None])
    sheet.append([7, "A number for an id", "works", 2019.0])
    sheet.append([8, "A bad one", "works", 20177])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(BadFile) as caught:
        read_file(tmp_path / "x.xlsx")
    assert [(problem.row, problem.field) for problem in caught.value.rows] == [(3, "start")]
    sheet.delete_rows(3)
    book.save(tmp_path / "x.xlsx")
    [(number, row)] = read_file(tmp_path / "x.xlsx").milestones
    assert (number, row.id, row.start) == (2, "7", "2019")


@pytest.mark.parametrize("wrapped", [False, True])
def test_yaml_holds_the_same(tmp_path: Path, wrapped: bool) -> None:
    entries = [row.model_dump(exclude_none=True) for row in _same_rows(tmp_path)]
    for entry in entries:
        if len(entry.get("start", "")) == 10:
            entry["start"] = dt.date.fromisoformat(entry["start"])  # YAML reads such a date by itself
    data: Any = {"milestones": entries} if wrapped else entries
    file = write(tmp_path / "library.yml", yaml.safe_dump(data, allow_unicode=True))
    assert [row for _, row in read_file(file).milestones] == _same_rows(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {id: A\n- b", "this is not YAML"),
        ("just words", "a list of milestones"),
        ("- 1\n- 2\n", "a list of milestones"),
        ("- {id: A, title: B, kind: works, start: 2017-02-30}\n", "day"),
    ],
)
def test_bad_yaml(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said) as caught:
        read_file(write(tmp_path / "x.yaml", text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    file = write(tmp_path / "x.csv", delimiter.join(("id", "title", "kind")) + "\n" + delimiter.join("ABC") + "\n")
    [(_, row)] = read_file(file).milestones
    assert (row.id, row.title, row.kind) == ("A", "B", "C")


@pytest.mark.parametrize("header", ["id,title,title\nA,B,C\n", "id,,title\nA,B,C\n"])
def test_the_first_row_names_each_column_once(tmp_path: Path, header: str) -> None:
    with pytest.raises(BadFile, match="must name each column once"):
        read_file(write(tmp_path / "x.csv", header))
