"""What comes of looking at a sheet, as values: steps, problems, conflicts; and for whom a sheet may speak."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.contributions.form import ContributionForm
from bot.contributions.outcomes import Conflict, FieldChange, Refused
from bot.contributions.sheets.cells import GivenChoices
from bot.contributions.sheets.columns import plain
from bot.forms.declaring import Problem
from bot.panels.viewers import Viewer
from storage.models import Entity


class Action(StrEnum):
    """What a row comes to. ``THERE`` is a row without an id that is stored already, or stands twice in the file."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Step:
    """What one row would do. ``changes`` holds stored values; ``differs`` tells that a row that is there says more."""

    number: int
    action: Action
    title: str
    entity_id: int
    form: ContributionForm | None = None
    contribution_id: int | None = None
    version: int | None = None
    changes: tuple[FieldChange, ...] = ()
    differs: bool = False


@dataclass(frozen=True, slots=True)
class BadCell:
    """Why a row cannot be taken; ``column`` is a field of the form or a column beside them."""

    number: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class BadVersion:
    """A row of which others changed the contribution since it was exported."""

    number: int
    conflict: Conflict


@dataclass(slots=True)
class Plan:
    """What a sheet would do, row by row. ``twice`` are rows with the title of an earlier row, and that row's number."""

    file: str
    panel_id: int
    steps: list[Step] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    conflicts: list[BadVersion] = field(default_factory=list)
    twice: list[tuple[int, int, str]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    refused: Refused | None = None

    @property
    def possible(self) -> bool:
        """Whether every row can be taken."""
        return not (self.bad or self.conflicts or self.refused)

    def of(self, action: Action) -> list[Step]:
        """The rows that come to this."""
        return [step for step in self.steps if step.action is action]

    @property
    def work(self) -> list[Step]:
        """The rows that change something."""
        return [step for step in self.steps if step.action not in (Action.UNCHANGED, Action.THERE)]

    @property
    def token(self) -> str:
        """A short text that is another one where the plan would do anything else."""
        told = [self.panel_id, *(self.work if self.possible else ("impossible",))]
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a sheet may speak: the entities by id, and the one that is meant where a row names none."""

    viewer: Viewer
    panel_id: int
    entities: Mapping[int, Entity]
    own: int | None
    given: GivenChoices
    today: dt.date

    def entity_named(self, name: str) -> int | None:
        """The entity of an acronym, a name or an alias."""
        wanted = plain(name)
        for key, entity in self.entities.items():
            if wanted in {plain(one) for one in (entity.acronym, entity.name, *entity.aliases)}:
                return key
        return None
