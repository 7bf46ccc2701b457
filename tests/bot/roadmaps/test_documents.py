"""Documents and whatever else is handed in under a document's name."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from bot.roadmaps.documents import MAX_PASSAGE, read_document
from bot.roadmaps.importing import read_file
from bot.tables import reading as tables
from bot.tables.problems import BadFile
from tests.bot.roadmaps.files import write

MARKDOWN = """\
# The library

Its first *paragraph*, with a [link](https://example.org/a)
over two lines.

## Works
The **roof** is first.

- the shelves
- the lift,
  which is old

### Paint ###

1. one coat
2. another
"""


def _docx(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("The library", level=0)
    document.add_paragraph("An opening word.")
    document.add_heading("Works", level=1)
    document.add_paragraph("The roof is first.")
    document.add_paragraph("   ")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Lift", "old"
    document.save(str(path))
    return path


def test_markdown(tmp_path: Path) -> None:
    read = read_document(write(tmp_path / "about-it.md", MARKDOWN))
    assert (read.name, read.title) == ("about-it", "The library")
    assert [(passage.heading, passage.text) for passage in read.passages] == [
        (None, "Its first *paragraph*, with a link over two lines."),
        ("Works", "The roof is first."),
        ("Works", "the shelves"),
        ("Works", "the lift, which is old"),
        ("Paint", "one coat"),
        ("Paint", "another"),
    ]


def test_plain_text_has_paragraphs_and_its_marks_are_text(tmp_path: Path) -> None:
    read = read_document(write(tmp_path / "my_note.txt", "# not a heading\r\nsecond line\r\n\r\n- a dash\r\n"))
    assert read.title == "my note"
    assert [(passage.heading, passage.text) for passage in read.passages] == [
        (None, "# not a heading second line"),
        (None, "- a dash"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    read = read_document(write(tmp_path / "x.txt", "Réunion à Genève – “déjà”", encoding))
    assert [passage.text for passage in read.passages] == ["Réunion à Genève – “déjà”"]


def test_a_docx(tmp_path: Path) -> None:
    read = read_document(_docx(tmp_path / "x.docx"))
    assert read.title == "The library"
    assert [(passage.heading, passage.text) for passage in read.passages] == [
        (None, "An opening word."),
        ("Works", "The roof is first."),
        ("Works", "Lift | old"),
    ]


def test_a_very_long_paragraph_is_cut(tmp_path: Path) -> None:
    [passage] = read_document(write(tmp_path / "x.txt", "word " * 2_000)).passages
    assert len(passage.text) == MAX_PASSAGE


def _pdf(text: str) -> bytes:
    """The smallest PDF with one page of text."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    return out + head + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def test_a_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(_pdf("The roof is first."))
    assert [passage.text for passage in read_document(tmp_path / "x.pdf").passages] == ["The roof is first."]


def test_a_pdf_behind_a_password(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "x.pdf")
    with pytest.raises(BadFile, match="protected by a password"):
        read_document(tmp_path / "x.pdf")


def _blank_pdf(path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(path)


def _workbook(path: Path) -> None:
    openpyxl.Workbook().save(path)


def _spoilt(make: Callable[[Path], object], member: str) -> Callable[[Path], None]:
    """An office file of which one part is no XML any more."""

    def spoil(path: Path) -> None:
        make(path)
        whole = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                new.writestr(name, b"<broken" if name == member else old.read(name))

    return spoil


def _lone_member(member: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(member, "<x/>")

    return make


REFUSED: list[tuple[str, Callable[[Path], object]]] = [
    ("renamed.xlsx", _docx),
    ("text.xlsx", lambda path: path.write_text("id,title\n")),
    ("text.docx", lambda path: path.write_text("Dear all")),
    ("renamed.docx", _workbook),
    ("nothing-in-it.xlsx", _workbook),
    ("spoilt-book.xlsx", _spoilt(_workbook, "xl/workbook.xml")),
    ("spoilt-sheet.xlsx", _spoilt(_workbook, "xl/worksheets/sheet1.xml")),
    ("spoilt.docx", _spoilt(_docx, "word/document.xml")),
    ("lone.xlsx", _lone_member("xl/workbook.xml")),
    ("lone.docx", _lone_member("word/document.xml")),
    ("truncated.pdf", lambda path: path.write_bytes(_pdf("x")[:200])),
    ("text.pdf", lambda path: path.write_text("Dear all")),
    ("blank.pdf", _blank_pdf),
    ("picture.txt", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")),
    ("half.txt", lambda path: path.write_bytes(b"\xff\xfea\x00b")),
    ("odd.txt", lambda path: path.write_bytes(b"caf\xe9 \x81")),
    ("folder.md", Path.mkdir),
    ("picture.png", lambda path: path.write_bytes(b"\x89PNG")),
    ("no-suffix", lambda path: path.write_text("id,title\n")),
    *[(f"empty{suffix}", Path.touch) for suffix in (".csv", ".xlsx", ".yml", ".md", ".txt", ".docx", ".pdf")],
    *[(f"missing{suffix}", lambda path: None) for suffix in (".csv", ".xlsx", ".yml", ".md", ".txt", ".docx", ".pdf")],
]


@pytest.mark.parametrize(("name", "make"), REFUSED, ids=[name for name, _ in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, make: Callable[[Path], object]
) -> None:
    make(tmp_path / name)
    with pytest.raises(BadFile) as caught:
        read_file(tmp_path / name)
    said = str(caught.value)
    assert said.startswith(f"{name}: ")
    assert "\n" not in said
    assert len(said) < 300
    assert str(tmp_path) not in said


@pytest.mark.parametrize(("name", "member"), [("x.docx", "word/document.xml"), ("x.xlsx", "xl/workbook.xml")])
def test_a_small_file_that_unpacks_to_a_large_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, member: str
) -> None:
    monkeypatch.setattr(tables, "MAX_UNPACKED", 100_000)
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(member, "0" * 200_000)
    assert (tmp_path / name).stat().st_size < 2_000
    with pytest.raises(BadFile, match="unpacks to more than"):
        read_file(tmp_path / name)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_BYTES", 1_000_000)
    (tmp_path / "x.txt").write_bytes(b"a" * 1_000_001)
    with pytest.raises(BadFile, match="larger than 1 MB"):
        read_file(tmp_path / "x.txt")
