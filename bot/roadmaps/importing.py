"""Taking files into the database: all of them or, when anything is wrong, none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.roadmaps.documents import DocumentText, read_document
from bot.roadmaps.milestones import COLUMNS, MilestoneRow, check_rows
from bot.roadmaps.problems import BadFile, RowProblem
from bot.roadmaps.tables import Rows, read_table, storable
from bot.text.periods import read_written
from storage.models import Milestone, Passage, Source, Term
from storage.queries.roadmap import note_change
from storage.store import Store

TABLES = {".csv", ".xlsx", ".yml", ".yaml"}
#: Columns of the sheets on which facts are gathered before a roadmap is written from them.
FACT_SHEET = ("type", "confidence")
DOCUMENTS = {".md", ".markdown", ".txt", ".docx", ".pdf"}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One entry of a glossary file."""

    short: str
    long: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file holds; one of the three is filled. Milestones stand with the number of their row."""

    name: str
    milestones: tuple[tuple[int, MilestoneRow], ...] = ()
    document: DocumentText | None = None
    terms: tuple[TermRow, ...] = ()


@dataclass(slots=True)
class Taken:
    """What an import took."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    documents: int = 0
    terms: int = 0


def read_file(path: Path) -> FileContent:
    """Read and check one file of whatever kind. Raises BadFile that names every bad row."""
    suffix = path.suffix.lower()
    if suffix in DOCUMENTS:
        return FileContent(path.name, document=read_document(path))
    if suffix not in TABLES:
        raise BadFile(path.name, f"files of this kind are not read; known are {', '.join(sorted(TABLES | DOCUMENTS))}")
    names, rows = read_table(path)
    if {"short", "long"} <= set(names):
        return FileContent(path.name, terms=_terms(path.name, rows))
    if not {"id", "title"} <= set(names):
        columns = ", ".join(COLUMNS)
        raise BadFile(path.name, f"a milestone file has the columns {columns}; a glossary: short, long, aliases")
    unknown = [name for name in names if name not in {*COLUMNS, *FACT_SHEET}]
    if unknown:
        raise BadFile(path.name, f"a milestone file has no column {', '.join(unknown)}; it has {', '.join(COLUMNS)}")
    good, problems = check_rows([(number, _from_fact_sheet(row)) for number, row in rows])
    if problems:
        raise BadFile(path.name, f"nothing was taken, {len(problems)} problems", problems)
    return FileContent(path.name, milestones=tuple(good))


def _from_fact_sheet(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a milestone file has it: fact sheets call the kind "type" and tell doubts in a column of their own."""
    renamed = {("kind" if key == "type" else key): cell for key, cell in row.items() if key != "confidence"}
    doubt = str(row.get("confidence") or "").strip()
    if doubt and doubt.casefold() != "confirmed":
        note = str(renamed.get("note") or "").strip()
        renamed["note"] = f"{note} Confidence: {doubt}.".strip()
    return renamed


def _terms(name: str, rows: Rows) -> tuple[TermRow, ...]:
    terms, problems = [], []
    for number, row in rows:
        short, long = (str(row.get(key) or "").strip() for key in ("short", "long"))
        problems += [RowProblem(number, key, "is missing") for key, v in (("short", short), ("long", long)) if not v]
        if len(short) > 100:
            problems.append(RowProblem(number, "short", "is longer than 100 characters"))
        aliases = tuple(part.strip() for part in str(row.get("aliases") or "").split(";") if part.strip())
        if not all(map(storable, (short, long, *aliases))):
            problems.append(RowProblem(number, "short", "holds a character that cannot be stored"))
        terms.append(TermRow(short, long, aliases))
    if problems:
        raise BadFile(name, f"nothing was taken, {len(problems)} problems", problems)
    return tuple(terms)


async def import_files(store: Store, paths: Sequence[Path], *, now: dt.datetime, replace: bool = False) -> Taken:
    """Take files into the roadmap: milestones are added or changed by id, documents and terms replaced by name.

    With ``replace``, milestones that are in none of the files are removed. Raises BadFile; then nothing was taken.
    """
    contents = [read_file(path) for path in paths]
    rows = {row.id: row for content in contents for _, row in content.milestones}
    taken = Taken()
    async with store.unit() as session:
        await _take_milestones(session, rows, contents, replace=replace, taken=taken)
        for content in contents:
            if content.document is not None:
                await _take_document(session, content.document, now, taken)
            for term in content.terms:
                await session.merge(Term(short=term.short, long=term.long, aliases=list(term.aliases)))
                taken.terms += 1
        note_change(session, "imported", now, asdict(taken) | {"files": [path.name for path in paths]})
    return taken


async def _take_milestones(
    session: AsyncSession, rows: dict[str, MilestoneRow], contents: list[FileContent], *, replace: bool, taken: Taken
) -> None:
    stored = {milestone.key: milestone for milestone in await session.scalars(select(Milestone))}
    remaining = set(rows) if replace and rows else set(stored) | set(rows)
    for content in contents:
        unknown = [
            RowProblem(number, "supersedes", f"there is no milestone {row.supersedes}")
            for number, row in content.milestones
            if row.supersedes and row.supersedes not in remaining
        ]
        if unknown:
            raise BadFile(content.name, f"nothing was taken, {len(unknown)} problems", unknown)
    if replace and rows:
        gone = set(stored) - set(rows)
        await session.execute(delete(Milestone).where(Milestone.key.in_(gone)))
        taken.removed = len(gone)
    position = max((milestone.position for milestone in stored.values()), default=0)
    for row in rows.values():
        found = stored.get(row.id)
        values = _columns(row)
        if found is None:
            position += 1
            session.add(Milestone(key=row.id, position=position, **values))
            taken.added += 1
        elif any(getattr(found, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(found, name, value)
            taken.changed += 1
        else:
            taken.unchanged += 1


def _columns(row: MilestoneRow) -> dict[str, Any]:
    period = row.period()
    known = read_written(row.known_from).start if row.known_from else None
    values = row.model_dump(exclude={"id", "known_from"})
    return {**values, "first_day": period.start, "last_day": period.end, "known_from": known}


async def _take_document(session: AsyncSession, document: DocumentText, now: dt.datetime, taken: Taken) -> None:
    await session.execute(delete(Source).where(Source.name == document.name))
    source = Source(name=document.name, title=document.title, imported_at=now)
    session.add(source)
    await session.flush()
    session.add_all(
        Passage(source_id=source.id, number=number, heading=passage.heading, text=passage.text)
        for number, passage in enumerate(document.passages, start=1)
    )
    taken.documents += 1
    taken.passages += len(document.passages)
