"""The gap map: which entity offers how much to which workstream, and where there is nothing, and why.

Silent, nothing to report and empty are three different marks: who is silent may still come, who has nothing will not,
and who has answered leaves a gap on purpose. Entities that answer without being expected stand below.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.lines import Line, lines_of
from bot.contributions.standing import Answer, Standing, answers_of_panel
from storage.models import Panel
from storage.queries.contributions import contributions_of_panel
from storage.queries.findings import pairings_of_panel
from storage.words import ContributionStatus

#: The column of what names no workstream, and of what names one that is configured no more.
NONE, OTHER = "", "*"


class Mark(StrEnum):
    """Why a cell holds no number; ``findings.mark_<value>`` is its sign, ``findings.gap_<value>`` says it in words."""

    EMPTY = "empty"
    NIL = "nil"
    SILENT = "silent"
    NOT_EXPECTED = "not_expected"


Cell = int | Mark


@dataclass(frozen=True, slots=True)
class Row:
    """An entity, with how it stands (None where it is not expected) and a cell for each column."""

    acronym: str
    standing: Standing | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GapMap:
    """Columns as key and title, rows by acronym (those expected first), and how many each column holds in all."""

    panel: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The titles of the configured workstreams to which nobody offers anything."""
        pairs = zip(self.columns, self.totals, strict=True)
        return tuple(title for (key, title), total in pairs if total == 0 and key not in (NONE, OTHER))


def gap_map(
    panel: str, answers: Sequence[Answer], lines: Iterable[Line], workstreams: Sequence[tuple[str, str]]
) -> GapMap:
    """The map of a panel. A joint line counts for each entity that holds it, and once in the totals."""
    keys = [key for key, _ in workstreams]
    counts: dict[str, Counter[str]] = {}
    totals: Counter[str] = Counter()
    for line in lines:
        everything: set[str] = set()
        for acronym, streams in _streams(line, keys).items():
            counts.setdefault(acronym, Counter()).update(streams)
            everything |= streams
        totals.update(everything)
    columns = list(workstreams) + [(key, "") for key in (NONE, OTHER) if totals[key]]

    def cells(acronym: str, mark: Mark) -> tuple[Cell, ...]:
        held = counts.get(acronym, Counter())
        return tuple(held[key] or mark for key, _ in columns)

    rows = [Row(answer.acronym, answer.standing, cells(answer.acronym, mark_of(answer.standing))) for answer in answers]
    expected = {answer.acronym for answer in answers}
    others = sorted(set(counts) - expected, key=str.casefold)
    rows += [Row(acronym, None, cells(acronym, Mark.NOT_EXPECTED)) for acronym in others]
    return GapMap(panel, tuple(columns), tuple(rows), tuple(totals[key] for key, _ in columns))


def mark_of(standing: Standing) -> Mark:
    """The mark of a cell in which an entity offers nothing."""
    if standing is Standing.NIL:
        return Mark.NIL
    return Mark.EMPTY if standing.has_answered else Mark.SILENT


async def gaps_of_panel(session: AsyncSession, panel: Panel, workstreams: Sequence[tuple[str, str]]) -> GapMap:
    """The map of a panel as it stands: of all that is submitted, for officers."""
    rows = [
        row for row in await contributions_of_panel(session, panel.id) if row.status is not ContributionStatus.CANCELLED
    ]
    lines = lines_of(rows, await pairings_of_panel(session, panel.id))
    return gap_map(panel.title, await answers_of_panel(session, panel.id), lines, workstreams)


def _streams(line: Line, keys: Sequence[str]) -> dict[str, set[str]]:
    """The columns of a line by entity; who says none in a joint line has those of the one that leads it."""
    found: dict[str, set[str]] = {}
    for row in (line.lead, *line.others):
        names = row.workstreams or line.lead.workstreams
        streams = {name if name in keys else OTHER for name in names} or {NONE}
        found.setdefault(row.entity.acronym, set()).update(streams)
    return found
