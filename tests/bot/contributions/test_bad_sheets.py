"""What people and machines put into sheets: never an exception, never a formula, never a row lost in silence."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from docx import Document

from bot.contributions.sheets.columns import column_of, is_of_contributions
from bot.contributions.sheets.dates import read_date
from bot.contributions.sheets.reading import MOST_ROWS, read_sheet
from bot.exports.making import make_file
from bot.forms.declaring import Problem
from bot.roadmaps.milestones import COLUMNS as MILESTONES
from bot.tables import reading as tables
from bot.tables.problems import BadFile
from bot.text.languages import LANGUAGES
from bot.text.periods import Period
from handlers.views.sheets import plan_lines, plan_message
from storage.models import Panel
from storage.queries.contributions import contributions_of_panel
from storage.store import Store
from storage.words import Precision
from tests.bot.contributions.conftest import AT, House, furnish
from tests.bot.contributions.sheet_files import book_file, csv_file, planned, problems, take
from tests.handlers.hostile import HOSTILE, pings

HEAD = ("kind", "title", "start", "end")
TODAY = dt.date(2017, 1, 30)


@pytest.fixture
async def library(sqlite_store: Store) -> House:
    return await furnish(sqlite_store)


def refused(path: Path) -> str:
    with pytest.raises(BadFile) as found:
        read_sheet(path)
    problem = found.value.problem
    assert problem is not None
    assert all(problem.in_words(language) for language in LANGUAGES)
    return problem.key


def file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def docx_bytes() -> bytes:
    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "x")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(220):
                part.write(b"\0" * 1_000_000)
    return buffer.getvalue()


def half_a_book(folder: Path) -> bytes:
    return book_file(folder, [HEAD, ("event", "A")]).read_bytes()[:-200]


def test_files_that_are_no_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content, key in (
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"\n\n  \n", "file_empty"),
        ("a.csv", b"kind,title,start\n", "file_no_rows"),
        ("a.csv", b"kind,title\n , \n", "file_no_rows"),
        ("a.csv", b"colour,weight\nred,3\n", "file_no_columns"),
        ("a.csv", b"title,start\nA,2017\n", "file_no_columns"),
        ("a.csv", b"kind,title,Titre\nevent,A,B\n", "file_column_twice"),
        ("a.csv", b"kind,title\nevent,A\x00B\n", "file_no_text"),
        ("a.csv", b"\xff\xfe\x00", "file_no_text"),
        ("a.csv", b"kind,title\nevent," + b"x" * 140_000, "file_unreadable"),
        ("a.xlsx", b"no workbook", "file_not_of_its_kind"),
        ("a.xlsx", docx_bytes(), "file_not_of_its_kind"),
        ("a.xlsx", bomb(), "file_unpacks_too_large"),
        ("a.xlsx", half_a_book(tmp_path), "file_not_of_its_kind"),
        ("a.pdf", b"%PDF", "file_kinds"),
    ):
        assert refused(file(tmp_path, name, content)) == f"sheets.{key}", (name, content[:30])
    rows = [HEAD, *(("event", f"Title {number}", "", "") for number in range(5_000))]
    assert refused(csv_file(tmp_path, rows)) == "sheets.file_too_many_rows"
    assert refused(book_file(tmp_path, rows)) == "sheets.file_too_many_rows"
    assert len(read_sheet(csv_file(tmp_path, rows[: MOST_ROWS + 1])).rows) == MOST_ROWS
    assert refused(book_file(tmp_path, [])) == "sheets.file_empty"
    monkeypatch.setattr(tables, "MAX_BYTES", 1_000_000)
    assert refused(file(tmp_path, "a.csv", b"x" * 1_000_001)) == "sheets.file_too_large"


def test_a_damaged_part_of_a_workbook(tmp_path: Path) -> None:
    good = book_file(tmp_path, [HEAD, ("event", "A")]).read_bytes()
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(buffer, "w") as package:
            for name in source.namelist():
                package.writestr(name, b"<broken" if name == part else source.read(name))
        assert refused(file(tmp_path, "broken.xlsx", buffer.getvalue())) == "sheets.file_unreadable", part


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "cp1252"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "utf-16")],
)
async def test_csv_from_a_french_spreadsheet(
    sqlite_store: Store, library: House, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [
        ("Type", "Intitulé", "Début", "Ville", "À confirmer"),
        ("Événement", "Séminaire", "26/09/2017", "Genève", ""),
    ]
    path = csv_file(tmp_path, rows, delimiter=delimiter, encoding=encoding)
    plan = await planned(sqlite_store, library.ana, library, path)
    assert plan.possible, plan.bad
    [step] = plan.steps
    assert step.form is not None
    columns = step.form.columns()
    assert (columns["title"], columns["city"], str(columns["start_date"])) == ("Séminaire", "Genève", "2017-09-26")


async def test_cells_that_are_wrong_are_named(sqlite_store: Store, library: House, tmp_path: Path) -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"start": "31 June 2017"}, "start_date", "sheets.not_a_date"),
        ({"start": "2017-06-31"}, "start_date", "forms.no_such_day"),
        ({"start": "0217-05-03"}, "start_date", "forms.year_out"),
        ({"start": "soon"}, "start_date", "sheets.not_a_date"),
        ({"start": 42845}, "start_date", "sheets.not_a_date"),
        ({"start": "2017-05-03", "end": "2017-05-01"}, "end_date", "contributions.end_before_start"),
        ({"title": "x" * 32_000}, "title", "forms.too_long"),
        ({"title": None}, "title", "forms.required"),
        ({"title": "\u200b\u202e"}, "title", "forms.required"),
        ({"kind": "party"}, "kind", "sheets.not_a_choice"),
        ({"kind": None}, "kind", "forms.required"),
        ({"status": "perhaps"}, "status", "sheets.not_a_choice"),
        ({"workstreams": "gcm, gardening"}, "workstreams", "sheets.not_a_choice"),
        ({"online": "a bit"}, "online", "sheets.not_a_tick"),
        ({"link": "not a link"}, "link", "forms.not_a_link"),
        ({"title": '=HYPERLINK("https://example.org")'}, "title", "sheets.formula"),
        ({"entity": "=A1"}, "entity", "sheets.formula"),
        ({"kind": "publication", "venue": "Hall"}, "venue", "sheets.not_for_kind"),
        ({"state": "withdrawn"}, "state", "sheets.state_of_new"),
        ({"version": "1", "id": "17"}, "id", "sheets.unknown_id"),
        ({"partners": "; ".join(f"P{n}" for n in range(60))}, "partners", "forms.too_many"),
    ]
    names = ("entity", "kind", "title", "start", "end", "status", "workstreams", "online", "link", "venue", "state",
             "id", "version", "partners")  # fmt: skip
    for wrong, column, key in cases:
        values = {"kind": "event", "title": "Fine", "start": "2017-05-03"} | wrong
        path = book_file(tmp_path, [names, ["", "event", "Good"], [values.get(name) for name in names]])
        plan = await planned(sqlite_store, library.ana, library, path)
        assert problems(plan) == [(3, column, key)], wrong
        assert not plan.possible
        for language in LANGUAGES:
            lines = plan_lines(plan, acronyms={}, language=language, zone="UTC")
            assert "3" in lines[0]
            assert sum(map(len, lines)) < 3000


async def test_text_is_kept_and_never_becomes_a_formula(store: Store, house: House, tmp_path: Path) -> None:
    titles = ["=1+2", "+41 22", "-3", "@everybody", "<!channel> & <b>", "مؤتمر الهجرة", "'quoted", "{0} %s"]
    rows = [("kind", "title", "partners"), *(("event", title, title) for title in titles)]
    await take(store, house.ana, house, csv_file(tmp_path, rows))
    async with store.reading() as session:
        kept = {row.title for row in await contributions_of_panel(session, house.panel)}
        panel = await session.get(Panel, house.panel)
    assert kept == set(titles)
    assert panel is not None
    book = openpyxl.load_workbook(io.BytesIO((await make_file(store, panel, "workbook", AT)).content))
    assert {cell.data_type for row in book.worksheets[0] for cell in row} <= {"s", "n", "d"}
    told = (await make_file(store, panel, "csv", AT)).content.decode("utf-8-sig")
    assert not [line for line in told.splitlines() if ",=" in line or ",@" in line]
    # And back again.
    exported = file(tmp_path, "back.csv", told.encode())
    plan = await planned(store, house.ana, house, exported)
    assert len(plan.steps) == len(titles)
    assert not plan.work


async def test_hostile_text_goes_through_the_messages(sqlite_store: Store, library: House, tmp_path: Path) -> None:
    rows = [("kind", "title", "link", "city", *HOSTILE[2:4])]
    rows += [("event", text, text, text, text, text) for text in HOSTILE]
    rows += [(text, f"Title {n}", "", "", "", "") for n, text in enumerate(HOSTILE)]
    bad = await planned(sqlite_store, library.ana, library, csv_file(tmp_path, rows))
    assert not bad.possible
    good = [("kind", "title", "city"), *(("event", text[:300], text[:200]) for text in HOSTILE if text != "\u200b")]
    fine = await planned(sqlite_store, library.ana, library, csv_file(tmp_path, good))
    assert fine.possible, fine.bad
    for plan in (bad, fine):
        for language in LANGUAGES:
            message = plan_message(
                plan, panel="P", acronyms={library.unhcr: "UNHCR"}, file_id="F1", language=language, zone="UTC"
            )
            payload = message.as_payload()
            assert pings(payload) == []
            assert len(payload["text"]) < 40_000
            assert len(payload["blocks"]) <= 50
            assert all(len(block["text"]["text"]) <= 3000 for block in payload["blocks"] if block["type"] == "section")


async def test_another_sheet_a_title_above_and_merged_cells(
    sqlite_store: Store, library: House, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Feuille 1"
    sheet = book.worksheets[0]
    sheet["A1"] = "Our contributions"
    sheet.merge_cells("A1:D1")
    for column, name in enumerate(("Kind", "Title", "Start", "City"), start=1):
        sheet.cell(3, column, name)
    sheet["A4"], sheet["B4"], sheet["C4"] = "event", "First", dt.date(2017, 5, 1)
    sheet["C4"].number_format = "mmm\\-yy"
    sheet["A5"], sheet["B5"], sheet["C5"] = "event", "Second", dt.date(2017, 5, 1)
    sheet["B6"] = "Third"
    sheet.merge_cells("A5:A6")
    book.create_sheet("Notes")["A1"] = "nothing"
    book.save(tmp_path / "x.xlsx")
    plan = await planned(sqlite_store, library.ana, library, tmp_path / "x.xlsx")
    assert problems(plan) == [(6, "kind", "forms.required")]
    spans = {step.title: step.form.columns()["precision"] for step in plan.steps if step.form}
    assert spans == {"First": Precision.MONTH, "Second": Precision.DAY}


async def test_a_sheet_that_another_program_wrote(sqlite_store: Store, library: House, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_string(0, 0, "nothing")
        sheet = book.add_worksheet("Contributions")
        sheet.write_row(0, 0, ["State", "Dates", "Título", "Tipo", "En línea", "Entité"])
        sheet.write_row(1, 0, ["", "3-5 mai 2017", "Uno", "Evento", True, "unhcr"])
        sheet.write_row(2, 0, ["Submitted", "2017-05-03 - 2017-05-05", "Dos", "Evento", 0, None])
        sheet.write_row(3, 0, ["", "", 2017, "Evento", "", ""])
        sheet.write_formula(4, 2, "=1+1", None, "2")
    plan = await planned(sqlite_store, library.ana, library, path)
    assert problems(plan) == [(5, "title", "sheets.formula"), (5, "kind", "forms.required")]
    told = [(str(columns["start_date"]), str(columns["end_date"]), columns["online"], columns["title"])
            for step in plan.steps if step.form for columns in [step.form.columns()]]  # fmt: skip
    assert told == [
        ("2017-05-03", "2017-05-05", True, "Uno"),
        ("2017-05-03", "2017-05-05", False, "Dos"),
        ("None", "None", False, "2017"),
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "tbc"),
    [
        ("2017", "2017-01-01", "2017-12-31", Precision.YEAR, False),
        ("2017-04", "2017-04-01", "2017-04-30", Precision.MONTH, False),
        ("2017-q2", "2017-04-01", "2017-06-30", Precision.QUARTER, False),
        ("2017-H1", "2017-01-01", "2017-06-30", Precision.HALF, False),
        ("2017-4-1", "2017-04-01", "2017-04-01", Precision.DAY, False),
        ("2017-04-01 00:00:00", "2017-04-01", "2017-04-01", Precision.DAY, False),
        ("26-27 September 2017", "2017-09-26", "2017-09-27", Precision.DAY, False),
        ("du 26 au 27 septembre 2017", "2017-09-26", "2017-09-27", Precision.DAY, False),
        ("27/09/2017", "2017-09-27", "2017-09-27", Precision.DAY, False),
        ("30 de mayo - 2 de junio de 2017", "2017-05-30", "2017-06-02", Precision.DAY, False),
        ("May 2017 (TBC)", "2017-05-01", "2017-05-31", Precision.MONTH, True),
        ("à confirmer", "None", "None", None, True),
        ("by 15 March 2017", "None", "2017-03-15", Precision.DAY, False),
        ("since June 2017", "2017-06-01", "None", Precision.MONTH, False),
    ],
)
def test_dates(text: str, start: str, end: str, precision: Precision | None, tbc: bool) -> None:
    found = read_date(text, TODAY)
    assert isinstance(found, Period), found
    assert (str(found.start), str(found.end), found.precision, found.tbc) == (start, end, precision, tbc)


@pytest.mark.parametrize(
    "text", ["31 June 2017", "31/06/2017", "May or July 2017", "12", "42845", "x" * 5000, "2017-13"]
)
def test_what_is_no_date(text: str) -> None:
    assert isinstance(read_date(text, TODAY), Problem)


def test_columns_of_contributions_and_of_a_roadmap_are_told_apart() -> None:
    for in_doubt in (True, False):
        assert not is_of_contributions(MILESTONES, in_doubt=in_doubt)
        assert not is_of_contributions(("short", "long", "aliases"), in_doubt=in_doubt)
        assert is_of_contributions(("Type", "Titre", "Ville", "Date de début"), in_doubt=in_doubt)
        assert is_of_contributions(("id", "version", "kind", "title"), in_doubt=in_doubt)
        assert is_of_contributions(("kind", "title", "start"), in_doubt=in_doubt) is in_doubt
    assert column_of(" DATE  de début ") == "start_date"
    assert column_of("Colour") is None
