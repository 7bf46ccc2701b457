"""A milestone as a file writes it, checked."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.forms.declaring import Problem
from bot.roadmaps.reasons import problem_of
from bot.tables.problems import RowProblem
from bot.tables.reading import Rows, storable
from bot.text.periods import BadPeriod, Period, read_written

COLUMNS = (
    "id", "title", "kind", "start", "end", "venue", "lead", "document", "workstream", "note", "source", "known_from",
    "supersedes",
)  # fmt: skip


def _cell(value: Any) -> Any:
    """An empty cell is None; a spreadsheet's number or date is what a person sees in it."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.date().isoformat() if hasattr(value, "date") and callable(value.date) else str(value)
    if not storable(text):
        raise ValueError("holds a character that cannot be stored")
    return text.strip() or None


def _written(value: str | None) -> str | None:
    if value is not None:
        read_written(value)
    return value.upper() if value else None


Optional = Annotated[Annotated[str, Field(max_length=20_000)] | None, BeforeValidator(_cell)]
OptionalName = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_cell)]


class MilestoneRow(BaseModel):
    """One row of a milestone file. Dates are kept as they are written, since that tells their precision."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, BeforeValidator(_cell), Field(min_length=1, max_length=60, pattern=r"^\S+$")]
    title: Annotated[str, BeforeValidator(_cell), Field(min_length=1, max_length=2_000)]
    kind: Annotated[str, BeforeValidator(_cell), Field(min_length=1, max_length=100)]
    start: Optional = None
    end: Optional = None
    venue: Optional = None
    lead: Optional = None
    document: Optional = None
    workstream: OptionalName = None
    note: Optional = None
    source: Optional = None
    known_from: Optional = None
    supersedes: OptionalName = None

    @field_validator("start", "end", "known_from")
    @classmethod
    def _dates(cls, value: str | None) -> str | None:
        return _written(value)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        self.period()
        return self

    def period(self) -> Period:
        """The days that the row spans. An entry with a start alone spans that; one with an end alone is open before.

        Raises BadPeriod where the end is before the start.
        """
        return span(self.start, self.end)


def span(start: str | None, end: str | None) -> Period:
    """The period between two dates as they are written, with the coarser of their precisions."""
    first = read_written(start) if start else None
    last = read_written(end) if end else None
    if first and last:
        order = ("day", "month", "quarter", "half", "year")
        precision = max(
            (p for p in (first.precision, last.precision) if p is not None), key=lambda p: order.index(p.value)
        )
        if first.start and last.end and last.end < first.start:
            raise BadPeriod(f"the end {end} is before the start {start}")
        return Period(first.start, last.end, precision)
    if first:
        return first
    if last:
        return Period(None, last.end, last.precision)
    return Period()


def check_rows(rows: Rows) -> tuple[list[tuple[int, MilestoneRow]], list[RowProblem]]:
    """Check all rows, each with its number in the file; returns what is good and every problem there is."""
    good: list[tuple[int, MilestoneRow]] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    for number, data in rows:
        try:
            row = MilestoneRow.model_validate(data)
        except ValidationError as error:
            for found in error.errors():
                field = str(found["loc"][0]) if found["loc"] else "end"
                reason = _reason(found["type"], found["msg"])
                problems.append(RowProblem(number, field, reason, problem_of(field, found)))
            continue
        if row.id in seen:
            again = Problem("roadmap.id_twice", {"id": row.id, "row": seen[row.id]})
            problems.append(RowProblem(number, "id", f"{row.id} stands already in row {seen[row.id]}", again))
        seen.setdefault(row.id, number)
        good.append((number, row))
    return good, problems


def _reason(kind: str, message: str) -> str:
    if kind in {"missing", "string_type"}:
        return "is missing"
    if kind == "extra_forbidden":
        return "is no column of a milestone file"
    return message.removeprefix("Value error, ")
