"""A milestone's values as a file, a form and the history write them: texts, or None for what is not told."""

from collections.abc import Mapping
from typing import Any

from bot.roadmaps.milestones import COLUMNS, MilestoneRow
from bot.text.periods import read_written
from storage.models import Milestone

#: The fields of a milestone, without its id, in the order of a file.
FIELDS: tuple[str, ...] = tuple(name for name in COLUMNS if name != "id")

Values = dict[str, str | None]


def values_of(milestone: Milestone) -> Values:
    """The values of a stored milestone."""
    values: Values = {name: getattr(milestone, name) for name in FIELDS}
    known = milestone.known_from
    return values | {"known_from": known.isoformat() if known else None}


def columns_of(row: MilestoneRow) -> dict[str, Any]:
    """The columns of a milestone that a checked row stands for, without its id and its place."""
    period = row.period()
    known = read_written(row.known_from).start if row.known_from else None
    values = row.model_dump(exclude={"id", "known_from"})
    return {**values, "first_day": period.start, "last_day": period.end, "known_from": known}


def stored_values(row: MilestoneRow) -> Values:
    """The values of a row as they are once it is stored: a day since which it is known is a whole day."""
    known = columns_of(row)["known_from"]
    return {**row.model_dump(exclude={"id"}), "known_from": known.isoformat() if known else None}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Values, Values]:
    """The fields that differ: as they were, and as they are."""
    changed = [name for name in FIELDS if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in changed}, {name: after.get(name) for name in changed}


def told(values: Mapping[str, Any]) -> Values:
    """The values that say something."""
    return {name: values[name] for name in FIELDS if values.get(name) is not None}
