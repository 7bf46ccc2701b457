"""The files that go out: read back with the libraries that their readers use."""

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import docx
import icalendar
import openpyxl
import pytest
from sqlalchemy import select

from bot.exports.compiling import compile_matrix
from bot.exports.making import FORMATS, make_file
from bot.exports.matrix import HEADINGS, Matrix, MatrixRow, matrix_document
from bot.exports.plain import COLUMNS, as_csv
from bot.exports.workbook import workbook
from bot.panels.files import SAMPLES, read_panel_file
from bot.panels.founding import found_panel, found_workspace
from bot.text.periods import Period
from storage.models import Contribution, NilReturn, Panel
from storage.queries.panels import contributions_deadline
from storage.queries.people import entity_by_acronym
from storage.store import Store
from storage.words import ContributionKind, ContributionState, ContributionStatus, Precision, Visibility

AS_OF = dt.datetime(2017, 2, 10, 23, 0, tzinfo=dt.UTC)
#: What must be in no file.
HIDDEN = ("HIDDENOFFICERS", "HIDDENWITHDRAWN", "HIDDENREMARK")


@dataclass
class Filled:
    """A database with a panel and its contributions."""

    store: Store
    panel: Panel

    async def make(self, format_name: str, as_of: dt.datetime = AS_OF) -> bytes:
        """The bytes of a file."""
        return (await make_file(self.store, self.panel, format_name, as_of)).content


def _contribution(title: str, **others: Any) -> Contribution:
    values: dict[str, Any] = {
        "kind": ContributionKind.EVENT,
        "status": ContributionStatus.CONFIRMED,
        "state": ContributionState.SUBMITTED,
        "internal_remark": "HIDDENREMARK",
        "created_at": AS_OF,
        "updated_at": AS_OF,
    }
    return Contribution(title=title, **{**values, **others})


def _midnight(text: str) -> dt.datetime:
    """The day as a cell of a workbook holds it."""
    return dt.datetime.combine(_day(text), dt.time())


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


async def _fill(store: Store) -> Filled:
    async with store.unit() as session:
        workspace = await found_workspace(session, "T0PLAYGRND", "Playground")
        panel = await found_panel(session, workspace, read_panel_file(SAMPLES / "new-york-declaration.yml"))
        ids = {}
        for acronym in ("UNHCR", "IOM", "ECA", "ECLAC"):
            entity = await entity_by_acronym(session, workspace.id, acronym)
            assert entity is not None
            ids[acronym] = entity.id
        may = {"start_date": _day("2017-05-01"), "end_date": _day("2017-05-31"), "precision": Precision.MONTH}
        days = {"start_date": _day("2017-07-24"), "end_date": _day("2017-07-25"), "precision": Precision.DAY}
        rows = [
            ("UNHCR", _contribution("Two days of talks", **days, city="Geneva", country="Switzerland", online=True)),
            ("UNHCR", _contribution("HIDDENOFFICERS", **days, visibility=Visibility.OFFICERS)),
            ("ECA", _contribution("HIDDENWITHDRAWN", **days, state=ContributionState.WITHDRAWN)),
            ("IOM", _contribution('=HYPERLINK("http://example.org")', **may, partners=["+one", "two"])),
            ("IOM", _contribution("No date at all", kind=ContributionKind.PUBLICATION)),
            ("IOM", _contribution("Called off in May", **may, status=ContributionStatus.CANCELLED)),
            ("IOM", _contribution("Was done", **days, status=ContributionStatus.DONE, link="https://example.org/a")),
            ("IOM", _contribution("Perhaps", **days, status=ContributionStatus.TENTATIVE, tbc=True)),
        ]
        for acronym, row in rows:
            row.panel_id, row.entity_id = panel.id, ids[acronym]
            session.add(row)
            await session.flush()
        deadline = await contributions_deadline(session, panel.id)
        assert deadline is not None
        for acronym in ("ECLAC", "IOM"):  # IOM said so, and then had something after all
            session.add(NilReturn(deadline_id=deadline.id, entity_id=ids[acronym], at=AS_OF))
    return Filled(store, panel)


@pytest.fixture
async def filled(sqlite_store: Store) -> Filled:
    """A panel with contributions of all sorts, some of which are nobody's business."""
    return await _fill(sqlite_store)


def _unpacked(content: bytes) -> bytes:
    """All that is in a file, with the parts of an office file unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize("format_name", FORMATS)
async def test_what_may_not_be_circulated_is_in_no_file(store: Store, format_name: str) -> None:
    filled = await _fill(store)
    content = _unpacked(await filled.make(format_name))
    assert b"Two days of talks" in content
    assert [word for word in HIDDEN if word.encode() in content] == []


async def test_the_names_and_counts_of_files(filled: Filled) -> None:
    made = {name: await make_file(filled.store, filled.panel, name, AS_OF) for name in FORMATS}
    assert {file.contributions for file in made.values()} == {6}
    assert made["matrix"].name == f"matrix-panel-{filled.panel.id}-20170210.docx"
    assert made["calendar"].name.endswith(".ics")
    with pytest.raises(KeyError):
        await make_file(filled.store, filled.panel, "parchment", AS_OF)


async def test_the_matrix(filled: Filled) -> None:
    document = docx.Document(io.BytesIO(await filled.make("matrix")))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[0] == "Implementing the New York Declaration for Refugees and Migrants"
    assert "Thursday 16 February 2017, 10:15 New York" in said[1]
    assert "Friday 10 February 2017, 18:00 New York: 6 from 2 of 10 entities." in said[2]
    assert said[-1] == "Nothing to report: ECLAC."
    [table] = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(HEADINGS)
    assert [row[0] for row in rows[1:]] == ["IOM"] * 5 + ["UNHCR"]
    by_title = {row[2]: row for row in rows[1:]}
    assert by_title["Two days of talks"][3:6] == ["24-25 July 2017", "Geneva, Switzerland, online", "confirmed"]
    assert by_title['=HYPERLINK("http://example.org")'][3] == "May 2017"
    assert by_title['=HYPERLINK("http://example.org")'][6] == "+one, two"
    assert by_title["Perhaps"][3] == "24-25 July 2017 (to be confirmed)"
    assert by_title["Perhaps"][5] == "to be confirmed"
    assert by_title["No date at all"][3] == "date open"
    heads = [row._tr.xpath("./w:trPr/w:tblHeader") for row in table.rows]
    assert [bool(head) for head in heads] == [True] + [False] * 6
    width, height = document.sections[0].page_width, document.sections[0].page_height
    assert width is not None
    assert height is not None
    assert width > height
    assert document.core_properties.modified.replace(tzinfo=dt.UTC) == AS_OF


EMPTY = Matrix("A panel", "A meeting", AS_OF, "Europe/Zurich", AS_OF, (), (), 3)
ODD = "a\x00b\x07c\x0bd\x1be\ufffe\uffff\ud800 <w:t>&amp; \U0001f600 عربي"


def test_an_empty_matrix_says_so() -> None:
    document = docx.Document(io.BytesIO(matrix_document(EMPTY)))
    assert document.tables == []
    assert document.paragraphs[-1].text == "No contribution has been submitted yet."


def test_a_matrix_with_characters_that_no_xml_holds() -> None:
    row = MatrixRow(ODD, "event", ODD, Period(), ODD, "planned", [ODD], ODD)
    matrix = replace(EMPTY, panel=ODD, meeting=ODD, rows=(row,), nil=(ODD,))
    document = docx.Document(io.BytesIO(matrix_document(matrix)))
    wanted = "abcde <w:t>&amp; \U0001f600 عربي"
    assert document.paragraphs[0].text == wanted
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells == [wanted, "event", wanted, "date open", wanted, "planned", wanted, wanted]


async def test_the_same_matrix_gives_the_same_document(filled: Filled) -> None:
    async with filled.store.reading() as session:
        matrix = await compile_matrix(session, filled.panel, AS_OF)

    def body(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.read("word/document.xml")

    assert body(matrix_document(matrix)) == body(await filled.make("matrix"))
    assert body(matrix_document(replace(matrix, nil=("X",)))) != body(matrix_document(matrix))


@pytest.mark.parametrize("format_name", ["csv", "json", "calendar", "workbook"])
async def test_the_same_data_gives_the_same_bytes(filled: Filled, format_name: str) -> None:
    assert await filled.make(format_name) == await filled.make(format_name)


@pytest.mark.parametrize("format_name", ["csv", "json", "calendar"])
async def test_when_it_was_made_changes_nothing(filled: Filled, format_name: str) -> None:
    assert await filled.make(format_name) == await filled.make(format_name, AS_OF + dt.timedelta(days=1))


async def test_the_workbook(filled: Filled) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(await filled.make("workbook"))).worksheets[0]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == list(COLUMNS)
    assert len(rows) == 7
    found = {row[2].value: row for row in rows[1:]}
    talks = found["Two days of talks"]
    assert (talks[3].value, talks[4].value) == (_midnight("2017-07-24"), _midnight("2017-07-25"))
    assert talks[3].data_type == "d"
    assert talks[10].value == "yes"
    assert '=HYPERLINK("http://example.org")' in found
    assert {cell.data_type for row in rows for cell in row} <= {"s", "d", "n"}
    assert all(cell.value is None for row in rows for cell in row if cell.data_type == "n")
    assert all(cell.hyperlink is None for row in rows for cell in row)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P7")


def test_a_workbook_with_odd_characters_opens() -> None:
    content = workbook([{"title": ODD, "start": None, "partners": [ODD]}], AS_OF)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert "عربي" in str(sheet.cell(2, 3).value)


async def _events(filled: Filled) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(await filled.make("calendar"))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


async def test_the_calendar(filled: Filled) -> None:
    events = await _events(filled)
    assert len(events) == 5, "what has no date is in no calendar"
    talks = events["UNHCR: Two days of talks"]
    assert (talks["dtstart"].dt, talks["dtend"].dt) == (_day("2017-07-24"), _day("2017-07-26"))
    assert str(talks["location"]) == "Geneva, Switzerland, online"
    assert talks["dtstamp"].dt == AS_OF
    month = events['IOM: =HYPERLINK("http://example.org") (date to be confirmed)']
    assert (month["dtstart"].dt, month["dtend"].dt) == (_day("2017-05-01"), _day("2017-06-01"))
    statuses = {name.removeprefix("IOM: ").partition(" (")[0]: str(event["status"]) for name, event in events.items()}
    assert statuses["UNHCR: Two days of talks"] == "CONFIRMED"
    assert statuses["Was done"] == "CONFIRMED"
    assert statuses["Perhaps"] == "TENTATIVE"
    assert statuses["Called off in May"] == "CANCELLED"
    assert str(events["IOM: Was done"]["url"]) == "https://example.org/a"
    assert len({str(event["uid"]) for event in events.values()}) == 5


async def test_a_changed_contribution_keeps_its_uid_and_counts_on(filled: Filled) -> None:
    before = (await _events(filled))["UNHCR: Two days of talks"]
    assert before["sequence"] == 0
    async with filled.store.unit() as session:
        row = await session.get(Contribution, int(str(before["uid"]).partition("@")[0].removeprefix("contribution-")))
        assert row is not None
        row.title = "Three days of talks, really; and\nmore"
        row.end_date = _day("2017-07-26")
    after = (await _events(filled))["UNHCR: Three days of talks, really; and\nmore"]
    assert (str(after["uid"]), after["sequence"]) == (str(before["uid"]), 1)
    assert after["dtend"].dt == _day("2017-07-27")


async def test_a_line_break_in_a_link_starts_no_line_of_the_calendar(filled: Filled) -> None:
    async with filled.store.unit() as session:
        [row] = [row for row in await session.scalars(select(Contribution)) if row.title == "Was done"]
        row.link = "https://example.org/\r\nATTENDEE:mailto:x@example.org"
    content = await filled.make("calendar")
    assert b"\r\nATTENDEE" not in content
    assert len(icalendar.Calendar.from_ical(content).walk("VEVENT")) == 5


async def test_csv(filled: Filled) -> None:
    content = await filled.make("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    guarded = [row for row in rows if "HYPERLINK" in row["title"]]
    assert [(row["title"][0], row["partners"]) for row in guarded] == [("'", "'+one; two")]
    talks = next(row for row in rows if row["title"] == "Two days of talks")
    assert (talks["start"], talks["online"], talks["tbc"], talks["venue"]) == ("2017-07-24", "yes", "", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    content = as_csv([{"title": text, "partners": [text]}]).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(content, newline=""))
    assert (row["title"], row["partners"]) == (f"'{text}", f"'{text}")


async def test_json(filled: Filled) -> None:
    records = json.loads(await filled.make("json"))
    assert [tuple(record) for record in records] == [COLUMNS] * 6
    talks = next(record for record in records if record["title"] == "Two days of talks")
    assert (talks["start"], talks["end"], talks["precision"]) == ("2017-07-24", "2017-07-25", "day")
    assert talks["online"] is True
    assert 'HYPERLINK("http' in json.dumps([record["title"] for record in records]).replace("\\", "")
