"""The workbook to fill in: what an entity has offered, with every field of the forms, and room below."""

import asyncio
import datetime as dt
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.form import values_of
from bot.contributions.keeping import plain_value
from bot.contributions.sheets.cells import GivenChoices
from bot.contributions.sheets.columns import sheet_columns, sheet_fields, written
from bot.contributions.sheets.plans import Scope
from bot.exports.making import MadeFile
from bot.exports.workbook import Guide, workbook
from bot.forms.declaring import Field, Input
from bot.text.catalogue import phrase
from bot.text.languages import Language
from storage.models import Contribution
from storage.queries.contributions import contributions_of_panel
from storage.words import ContributionKind, ContributionState

_ASKED_DATES = ("start_date", "end_date")


async def records_to_fill(session: AsyncSession, scope: Scope) -> list[dict[str, Any]]:
    """What is submitted for the entities of a scope, with all that they and the officers may see."""
    rows = await contributions_of_panel(session, scope.panel_id)
    return [_record(row) for row in rows if row.entity_id in scope.entities]


async def workbook_to_fill(
    session: AsyncSession, scope: Scope, as_of: dt.datetime, language: Language, name: str
) -> MadeFile:
    """The workbook of a scope; the guide in it speaks ``language``. The work is done in a thread."""
    records = await records_to_fill(session, scope)
    guide = _guide(language, scope.given)
    content = await asyncio.to_thread(workbook, records, as_of, sheet_columns(), guide)
    return MadeFile(f"{name}-{as_of:%Y%m%d}.xlsx", content, len(records))


def _record(row: Contribution) -> dict[str, Any]:
    values = {written(name): plain_value(value) for name, value in values_of(row).items()}
    return values | {
        "entity": row.entity.acronym,
        "kind": row.kind.value,
        "state": row.state.value,
        "id": row.id,
        "version": row.version,
    }


def _guide(language: Language, given: GivenChoices) -> Guide:
    kinds = [(word.value, phrase(language, f"contributions.kind_{word.value}")) for word in ContributionKind]
    withdrawn = ContributionState.WITHDRAWN.value
    choices = {"kind": [value for value, _ in kinds], "state": [ContributionState.SUBMITTED.value, withdrawn]}
    lines = [(phrase(language, "sheets.guide_column"), phrase(language, "sheets.guide_meaning"))]
    for column in ("entity", "kind", *sheet_fields(), "state", "id", "version"):
        field = sheet_fields().get(column)
        if field is not None:
            words = _words(column, field, language, given)
            if field.choices:
                choices[written(column)] = [word.value for word in field.choices]
            lines.append((written(column), _meaning(column, field, words, language)))
        elif column == "kind":
            lines.append((column, _listed(phrase(language, "contributions.kind"), kinds)))
        else:
            lines.append((column, phrase(language, f"sheets.guide_{column}")))
    return Guide(phrase(language, "sheets.guide_sheet"), lines, choices)


def _words(name: str, field: Field, language: Language, given: GivenChoices) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in (*field.own_choices(language), *given.get(name, ()))]


def _meaning(name: str, field: Field, words: list[tuple[str, str]], language: Language) -> str:
    parts = [_listed(phrase(language, field.label), words)]
    if name in _ASKED_DATES:
        parts.append(phrase(language, "sheets.guide_date"))
    if field.input in (Input.MANY, Input.NAMES):
        parts.append(phrase(language, "sheets.guide_many"))
    if field.input is Input.TICK:
        parts.append(phrase(language, "sheets.guide_yes"))
    return " · ".join(parts)


def _listed(label: str, words: list[tuple[str, str]]) -> str:
    if not words:
        return label
    told = "; ".join(value if value == shown else f"{value} ({shown})" for value, shown in words)
    return f"{label}: {told}"
