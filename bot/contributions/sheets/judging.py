"""One row after the other: what it would do, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.form import FORMS, ContributionForm, typed_from, values_of
from bot.contributions.keeping import conflict_since, plain_value, wanted_changes
from bot.contributions.outcomes import FieldChange
from bot.contributions.sheets.cells import Cells, canonical, in_cell, read_cells, read_kind, read_state
from bot.contributions.sheets.columns import PERIOD, sheet_fields
from bot.contributions.sheets.plans import Action, BadCell, BadVersion, Plan, Scope, Step
from bot.contributions.sheets.reading import SheetRow
from bot.forms.cleaning import split_names
from bot.forms.declaring import Choice, Input, Problem, Problems, Raw, fields_of, read_form
from bot.tables.reading import Formula
from bot.text.period_grammar import fold
from storage.models import Contribution
from storage.words import ContributionKind, ContributionState

#: No database gives an id beyond.
MOST = 2**31 - 1
_TITLE = 200

Values = Mapping[str, Any]


class Judge:
    """Judges the rows of one sheet and writes into its plan. ``stored`` is what may be named, by id."""

    def __init__(self, session: AsyncSession, scope: Scope, plan: Plan, stored: Mapping[int, Contribution]) -> None:
        self._session = session
        self._scope = scope
        self._plan = plan
        self._stored = stored
        self._ids: dict[int, int] = {}
        self._titles: dict[tuple[int, str], int] = {}
        self._new: dict[tuple[object, ...], int] = {}
        self._there = {
            _likeness(row.entity_id, row.title, row.start_date, row.end_date): row
            for row in stored.values()
            if row.state is not ContributionState.WITHDRAWN
        }

    async def row(self, row: SheetRow) -> None:
        """Judge one row."""
        cells = row.cells
        computed = [name for name in ("entity", "id", "version") if isinstance(cells.get(name), Formula)]
        for name in computed:
            self._bad(row, name, Problem("sheets.formula", {}))
        if computed:
            return
        entity_id, told = self._entity(in_cell(cells.get("entity")))
        if told:
            # Of a row that is another entity's nothing else is looked at.
            self._bad(row, "entity", told)
            return
        contribution, told = self._contribution(in_cell(cells.get("id")), row.number)
        if told:
            self._bad(row, "id", told)
            return
        if contribution is not None and cells.get("entity") is not None and contribution.entity_id != entity_id:
            self._bad(row, "entity", Problem("sheets.entity_fixed", {"entity": contribution.entity.acronym}))
            return
        read = read_cells(cells, self._scope.today, self._given(contribution))
        kind = read_kind(in_cell(cells.get("kind")))
        state = read_state(in_cell(cells.get("state")))
        if isinstance(kind, Problem):
            read.problems["kind"], kind = kind, None
        if isinstance(state, Problem):
            read.problems["state"], state = state, None
        if contribution is not None:
            await self._known(row, contribution, read, kind, state)
        elif entity_id is None:
            self._bad(row, "entity", Problem("forms.required", {}), read)
        else:
            self._fresh(row, entity_id, read, kind, state)

    def _entity(self, name: str | None) -> tuple[int | None, Problem | None]:
        if name is None:
            return self._scope.own, None
        found = self._scope.entity_named(name)
        if found is not None:
            return found, None
        if self._scope.viewer.officer:
            return None, Problem("sheets.unknown_entity", {"text": name[:60]})
        own = self._scope.entities.get(self._scope.own or 0)
        return None, Problem("sheets.other_entity", {"entity": own.acronym if own else ""})

    def _contribution(self, text: str | None, number: int) -> tuple[Contribution | None, Problem | None]:
        if text is None:
            return None, None
        key = int(text) if text.isdecimal() and len(text) < 12 and int(text) <= MOST else None
        found = self._stored.get(key) if key is not None else None
        if found is None or key is None:
            return None, Problem("sheets.unknown_id", {"id": text[:20]})
        if key in self._ids:
            return None, Problem("sheets.id_twice", {"id": key, "row": self._ids[key]})
        self._ids[key] = number
        return found, None

    def _given(self, contribution: Contribution | None) -> dict[str, list[Choice]]:
        """The configured choices; what is stored may stay although it is offered no longer."""
        given = {name: list(choices) for name, choices in self._scope.given.items()}
        for name, choices in given.items():
            stored = getattr(contribution, name, None) if choices else None
            known = {choice.value for choice in choices}
            choices += [Choice(one, one) for one in stored or () if one not in known]
        return given

    def _fresh(
        self, row: SheetRow, entity_id: int, read: Cells, kind: ContributionKind | None, state: ContributionState | None
    ) -> None:
        """A row without an id."""
        if kind is None:
            read.problems.setdefault("kind", Problem("forms.required", {}))
        if state not in (None, ContributionState.SUBMITTED):
            read.problems["state"] = Problem("sheets.state_of_new", {})
        if kind is None:
            self._bad(row, "", None, read)
            return
        form = self._form(row, FORMS[kind], read.values, read, foreign=set(read.values))
        if form is None:
            return
        columns = form.columns()
        title = columns["title"]
        step = Step(row.number, Action.NEW, title, entity_id, form)
        likeness = _likeness(entity_id, title, columns["start_date"], columns["end_date"])
        stored = self._there.get(likeness)
        earlier = self._titles.setdefault((entity_id, _folded(title)), row.number)
        if stored is not None:
            wanted = wanted_changes(stored, form)
            more = any(name in wanted for name in (*read.values, "kind") if name not in PERIOD)
            step = replace(step, action=Action.THERE, form=None, contribution_id=stored.id, differs=more)
        elif likeness in self._new:
            step = replace(step, action=Action.THERE, form=None)
        if earlier != row.number and stored is None:
            self._plan.twice.append((row.number, earlier, title))
        self._new.setdefault(likeness, row.number)
        self._plan.steps.append(step)

    async def _known(
        self,
        row: SheetRow,
        stored: Contribution,
        read: Cells,
        kind: ContributionKind | None,
        state: ContributionState | None,
    ) -> None:
        """A row with the id of what is stored: only the cells that differ from it count."""
        if read.problems:
            self._bad(row, "", None, read)
            return
        now = _stored_values(stored)
        title = stored.title[:_TITLE]
        same = Step(row.number, Action.UNCHANGED, title, stored.entity_id, contribution_id=stored.id)
        if not _touched(now, read.values, kind, state):
            self._plan.steps.append(same)
            self._titles.setdefault((stored.entity_id, _folded(stored.title)), row.number)
            return
        version = in_cell(row.cells.get("version")) or ""
        if not version.isdecimal() or len(version) > 9 or int(version) > stored.version:
            self._bad(row, "version", Problem("sheets.no_version", {}))
            return
        if int(version) < stored.version:
            conflict = await conflict_since(self._session, stored, int(version))
            before = now | {change.field: change.old for change in conflict.changes}
            if _touched(before, read.values, kind, state):
                self._plan.conflicts.append(BadVersion(row.number, conflict))
            else:
                # As it was exported: others have changed it since, this sheet does not.
                self._plan.steps.append(same)
            return
        if stored.state is ContributionState.WITHDRAWN:
            self._bad(row, "state", Problem("contributions.refused_withdrawn", {}))
            return
        await self._edited(row, stored, read, kind, state)

    async def _edited(
        self,
        row: SheetRow,
        stored: Contribution,
        read: Cells,
        kind: ContributionKind | None,
        state: ContributionState | None,
    ) -> None:
        touched = _touched(_stored_values(stored), read.values, None, None)
        if touched & set(PERIOD):
            touched |= set(PERIOD) & set(read.values)
        kind = kind or stored.kind
        form_class = FORMS[kind]
        typed: dict[str, Raw] = dict(typed_from(stored, form_class))
        typed |= {name: value for name, value in read.values.items() if name in touched}
        foreign = touched if kind is stored.kind else set(read.values)
        form = self._form(row, form_class, typed, read, foreign=foreign)
        if form is None:
            return
        wanted = wanted_changes(stored, form)
        changes = tuple(
            FieldChange(name, plain_value(getattr(stored, name)), plain_value(value)) for name, value in wanted.items()
        )
        withdrawn = state is ContributionState.WITHDRAWN
        action = Action.WITHDRAWN if withdrawn else Action.CHANGED if changes else Action.UNCHANGED
        title = form.columns()["title"]
        step = Step(
            row.number,
            action,
            stored.title[:_TITLE],
            stored.entity_id,
            form if changes else None,
            stored.id,
            stored.version,
            changes,
        )
        earlier = self._titles.setdefault((stored.entity_id, _folded(title)), row.number)
        if earlier != row.number and "title" in wanted:
            self._plan.twice.append((row.number, earlier, title))
        self._plan.steps.append(step)

    def _form(
        self, row: SheetRow, form_class: type[ContributionForm], typed: Values, read: Cells, *, foreign: set[str]
    ) -> ContributionForm | None:
        """The form of a row, or None where the row is bad. ``foreign`` are fields that must be of the kind."""
        asked = fields_of(form_class)
        for name in foreign:
            if name in read.values and name not in asked and read.values[name] not in (None, False, []):
                read.problems.setdefault(name, Problem("sheets.not_for_kind", {}))
        form = read_form(form_class, typed)
        if isinstance(form, Problems):
            for name, problem in form.by_field.items():
                # A date that could not be read is no missing one.
                read.problems.setdefault(name, problem)
        if read.problems:
            self._bad(row, "", None, read)
        return None if isinstance(form, Problems) or read.problems else form

    def _bad(self, row: SheetRow, column: str, problem: Problem | None, read: Cells | None = None) -> None:
        found = dict(read.problems) if read else {}
        if problem is not None:
            found = {column: problem} | found
        self._plan.bad += [BadCell(row.number, name, one) for name, one in found.items()]


def _stored_values(stored: Contribution) -> dict[str, Any]:
    """What is stored, as the history keeps values."""
    values = {name: plain_value(value) for name, value in values_of(stored).items()}
    return values | {"kind": stored.kind.value, "state": stored.state.value}


def _touched(
    stored: Values, values: Mapping[str, Raw], kind: ContributionKind | None, state: ContributionState | None
) -> set[str]:
    """The fields in which a row differs from stored values. An emptied select is no answer, so it stays as it is."""
    fields = sheet_fields()
    found = {
        name
        for name, value in values.items()
        if not (fields[name].input is Input.SELECT and value is None) and not _same(name, value, stored.get(name))
    }
    found |= {"kind"} if kind is not None and kind.value != stored["kind"] else set()
    if state is not None and state.value != stored["state"]:
        found.add("state")
    return found


def _same(name: str, value: Raw, stored: Any) -> bool:
    if isinstance(value, list):
        kept = list(stored or ())
        # An export joins the names with semicolons, and a single one may hold a comma.
        return canonical(name, value) in (kept, canonical(name, split_names("; ".join(kept))))
    if isinstance(value, bool):
        return value is bool(stored)
    return canonical(name, value) == canonical(name, stored)


def _folded(title: str) -> str:
    return " ".join(fold(title).split())


def _likeness(entity_id: int, title: str, start: object, end: object) -> tuple[object, ...]:
    """What two contributions share that are one and the same."""
    return entity_id, _folded(title), start, end
