"""Documents as passages: one paragraph each, numbered, with the heading that it stands under."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf
from pypdf.errors import PyPdfError

from bot.tables.problems import BadFile
from bot.tables.reading import check_package, content_of, text_of

MAX_PASSAGE = 4_000


@dataclass(frozen=True, slots=True)
class PassageText:
    """A paragraph with its heading."""

    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document that was read. ``name`` is what citations call it."""

    name: str
    title: str
    passages: tuple[PassageText, ...]


def read_document(path: Path) -> DocumentText:
    """Read Markdown, text, DOCX or PDF. Raises BadFile, also for a document with no text in it."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        title, passages = _from_docx(path)
    elif suffix == ".pdf":
        title, passages = "", _from_text(_pdf_text(path), markdown=False)[1]
    else:
        title, passages = _from_text(text_of(path), markdown=suffix in (".md", ".markdown"))
    if not passages:
        raise BadFile(path.name, "there is no text in this document")
    return DocumentText(path.stem, title or path.stem.replace("-", " ").replace("_", " "), tuple(passages))


def _from_text(text: str, *, markdown: bool) -> tuple[str, list[PassageText]]:
    title, heading = "", None
    passages: list[PassageText] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.strip().split("\n") if line.strip()]
        while markdown and lines and (found := re.match(r"(#{1,6})\s+(.*?)\s*#*$", lines[0])):
            if len(found[1]) == 1 and not title:
                title = found[2]
            else:
                heading = found[2]
            lines = lines[1:]
        passages += _passages(heading, lines, markdown=markdown)
    return title, passages


def _passages(heading: str | None, lines: list[str], *, markdown: bool) -> list[PassageText]:
    """The items of a list are passages of their own; other lines belong to one paragraph."""
    texts: list[str] = []
    for line in lines:
        item = re.match(r"(?:[-*•]|\d+[.)])\s+(.*)", line) if markdown else None
        if item or not texts:
            texts.append(item[1] if item else line)
        else:
            texts[-1] += " " + line
    if markdown:
        # A link keeps its words, emphasis loses its marks.
        texts = [re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("**", "").replace("__", "") for text in texts]
    return [PassageText(heading, text[:MAX_PASSAGE]) for text in texts if text.strip()]


def _from_docx(path: Path) -> tuple[str, list[PassageText]]:
    check_package(path, "word/document.xml")
    try:
        document = docx.Document(str(path))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise BadFile(path.name, f"the document cannot be read ({error})") from None
    title, heading = "", None
    passages: list[PassageText] = []
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        style = (paragraph.style.name if paragraph.style else "") or ""
        if not text:
            continue
        if style == "Title":
            title = title or text
        elif style.startswith("Heading"):
            heading = text
        else:
            passages.append(PassageText(heading, text[:MAX_PASSAGE]))
    for table in document.tables:
        for row in table.rows:
            cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()))
            if cells:
                passages.append(PassageText(heading, " | ".join(cells)[:MAX_PASSAGE]))
    return title, passages


def _pdf_text(path: Path) -> str:
    content_of(path)
    try:
        reader = pypdf.PdfReader(str(path))
        if reader.is_encrypted:
            raise BadFile(path.name, "the PDF is protected by a password")
        text = "\n\n".join(page.extract_text() or "" for page in reader.pages)
        return text.replace("\x00", "").encode(errors="ignore").decode()
    except (PyPdfError, ValueError, OSError) as error:
        raise BadFile(path.name, f"this is no PDF that can be read ({error})") from None
