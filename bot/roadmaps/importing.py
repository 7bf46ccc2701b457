"""Taking files into the database: all of them or, when anything is wrong, none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.forms.declaring import Problem
from bot.roadmaps.documents import DocumentText, read_document
from bot.roadmaps.history import Action
from bot.roadmaps.milestones import COLUMNS, MilestoneRow, check_rows
from bot.roadmaps.values import columns_of, difference, stored_values, told, values_of
from bot.tables.problems import BadFile, RowProblem
from bot.tables.reading import Rows, read_table, storable
from storage.models import Milestone, Passage, Source, Term
from storage.queries.roadmap import hold_roadmap, milestones, note_change
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the milestones of some files would change: rows to add, rows that differ, and milestones in no file."""

    added: tuple[MilestoneRow, ...]
    changed: tuple[MilestoneRow, ...]
    unchanged: int
    missing: tuple[str, ...]


def rows_of(contents: Sequence[FileContent]) -> dict[str, MilestoneRow]:
    """The milestones of all files by id; where two files hold one, the later file counts."""
    return {row.id: row for content in contents for _, row in content.milestones}


def compare(stored: Mapping[str, Milestone], contents: Sequence[FileContent], *, replace: bool = False) -> Comparison:
    """Compare files with what is stored. Raises BadFile for a row that supersedes what would not be there."""
    rows = rows_of(contents)
    remaining = set(rows) if replace and rows else set(stored) | set(rows)
    for content in contents:
        unknown = [
            RowProblem(
                number,
                "supersedes",
                f"there is no milestone {row.supersedes}",
                Problem("roadmap.supersedes_nothing", {"id": row.supersedes}),
            )
            for number, row in content.milestones
            if row.supersedes and row.supersedes not in remaining
        ]
        if unknown:
            raise BadFile(content.name, f"nothing was taken, {len(unknown)} problems", unknown)
    known = {key: row for key, row in rows.items() if key in stored}
    changed = tuple(row for key, row in known.items() if values_of(stored[key]) != stored_values(row))
    return Comparison(
        added=tuple(row for key, row in rows.items() if key not in stored),
        changed=changed,
        unchanged=len(known) - len(changed),
        missing=tuple(key for key in stored if key not in rows) if rows else (),
    )


async def import_files(
    store: Store, paths: Sequence[Path], *, now: dt.datetime, replace: bool = False, person_id: int | None = None
) -> Taken:
    """Take files into the roadmap: milestones are added or changed by id, documents and terms replaced by name.

    With ``replace``, milestones that are in none of the files are removed. ``person_id`` is who takes them, where that
    is known. Raises BadFile; then nothing was taken.
    """
    contents = [read_file(path) for path in paths]
    async with store.unit() as session:
        return await take(session, contents, now=now, replace=replace, person_id=person_id)


async def take(
    session: AsyncSession,
    contents: Sequence[FileContent],
    *,
    now: dt.datetime,
    replace: bool = False,
    person_id: int | None = None,
) -> Taken:
    """Take what was read of files into the roadmap, within a unit of work. Raises BadFile as ``import_files`` does."""
    taken = Taken()
    await hold_roadmap(session)
    await _take_milestones(session, contents, now, replace=replace, taken=taken, person_id=person_id)
    for content in contents:
        if content.document is not None:
            await _take_document(session, content.document, now, taken)
        for term in content.terms:
            await session.merge(Term(short=term.short, long=term.long, aliases=list(term.aliases)))
            taken.terms += 1
    summary = asdict(taken) | {"files": [content.name for content in contents]}
    note_change(session, Action.IMPORTED, now, summary, person_id=person_id)
    return taken


async def _take_milestones(
    session: AsyncSession,
    contents: Sequence[FileContent],
    now: dt.datetime,
    *,
    replace: bool,
    taken: Taken,
    person_id: int | None,
) -> None:
    """Add, change and remove milestones; each has a line of its own in the history."""
    stored = {milestone.key: milestone for milestone in await milestones(session)}
    found = compare(stored, contents, replace=replace)
    if replace:
        for key in found.missing:
            gone = stored[key]
            old = {**told(values_of(gone)), "position": gone.position}
            note_change(session, Action.IMPORT_REMOVED, now, {}, key=key, old=old, person_id=person_id)
        await session.execute(delete(Milestone).where(Milestone.key.in_(found.missing)))
        taken.removed = len(found.missing)
    last = max((milestone.position for milestone in stored.values()), default=0)
    for position, row in enumerate(found.added, start=last + 1):
        session.add(Milestone(key=row.id, position=position, **columns_of(row)))
        new = told(stored_values(row))
        note_change(session, Action.IMPORT_ADDED, now, new, key=row.id, person_id=person_id)
    for row in found.changed:
        milestone = stored[row.id]
        before, after = difference(values_of(milestone), stored_values(row))
        for name, value in columns_of(row).items():
            setattr(milestone, name, value)
        note_change(session, Action.IMPORT_CHANGED, now, after, key=row.id, old=before, person_id=person_id)
    taken.added, taken.changed, taken.unchanged = len(found.added), len(found.changed), found.unchanged


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
