"""The matrix: the compiled table of contributions of a panel, as a Word document."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row

from bot.text.dates import instant_in_words
from bot.text.escape import for_xml
from bot.text.periods import Period, period_in_words

HEADINGS = ("Entity", "Kind", "Title", "When", "Where", "Status", "Partners", "Link")
WIDTHS = (2.4, 2.2, 6.6, 3.4, 3.8, 2.2, 3.0, 2.6)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One contribution, as it may be shown to everybody on the panel; ``joint_with`` hold it with the entity."""

    entity: str
    kind: str
    title: str
    period: Period
    place: str
    status: str
    partners: Sequence[str]
    link: str | None
    joint_with: Sequence[str] = ()

    @property
    def who(self) -> str:
        """All entities that hold it."""
        return ", ".join([self.entity, *self.joint_with])


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that the document says. ``as_of`` is the instant of compilation; ``nil`` are entities with nothing."""

    panel: str
    meeting: str
    starts_at: dt.datetime
    zone: str
    as_of: dt.datetime
    rows: Sequence[MatrixRow]
    nil: Sequence[str]
    entities: int


def matrix_document(matrix: Matrix) -> bytes:
    """The document, landscape, with a heading row that repeats on each page.

    The same matrix gives the same content: the file's own dates are those of the matrix, not of the clock.
    """
    document: DocumentType = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.8)
    properties = document.core_properties
    properties.title, properties.author = for_xml(matrix.panel), "Rapporteur"
    properties.created = properties.modified = matrix.as_of.replace(tzinfo=None)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(9)

    document.add_heading(for_xml(matrix.panel), level=0)
    when = instant_in_words(matrix.starts_at, matrix.zone, "en")
    document.add_paragraph(f"{for_xml(matrix.meeting)}, {when}")
    answered = len({entity for row in matrix.rows for entity in (row.entity, *row.joint_with)})
    document.add_paragraph(
        f"Contributions as of {instant_in_words(matrix.as_of, matrix.zone, 'en')}: {len(matrix.rows)} from "
        f"{answered} of {matrix.entities} entities."
    )
    if matrix.rows:
        _table(document, matrix.rows)
    else:
        document.add_paragraph("No contribution has been submitted yet.")
    if matrix.nil:
        document.add_paragraph(f"Nothing to report: {for_xml(', '.join(matrix.nil))}.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: DocumentType, rows: Sequence[MatrixRow]) -> None:
    table = document.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    _repeat(table.rows[0])
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in rows:
        when = period_in_words(row.period, "en") or "date open"
        if row.period.tbc:
            when = f"{when} (to be confirmed)"
        texts = (row.who, row.kind, row.title, when, row.place, row.status, ", ".join(row.partners), row.link or "")
        added = table.add_row()
        _keep_whole(added)
        for cell, text in zip(added.cells, texts, strict=True):
            cell.text = for_xml(text)
    for line in table.rows:
        for cell, width in zip(line.cells, WIDTHS, strict=True):
            _width(cell, width)


def _width(cell: _Cell, centimetres: float) -> None:
    cell.width = Cm(centimetres)


def _repeat(row: _Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
