"""Every message about a sheet of contributions, with the same text in every place where text can stand."""

import datetime as dt
from collections.abc import Callable

from bot.contributions.form import EventForm
from bot.contributions.outcomes import Conflict, FieldChange, Refusal, Refused
from bot.contributions.sheets.plans import Action, BadCell, BadVersion, Plan, Step
from bot.forms.declaring import Problem
from bot.tables.problems import BadFile
from bot.text.languages import Language
from handlers.views import lines, sheets
from handlers.views.message import Message
from storage.models import Contribution

AT = dt.datetime(2017, 1, 30, 23, 30, tzinfo=dt.UTC)


def _shown(plan: Plan, text: str, language: Language) -> Message:
    return sheets.plan_message(
        plan, panel=text, acronyms={1: text[:60]}, file_id="F1", language=language, zone="UTC", notice=None
    )


def build_plan(text: str, language: Language) -> list[Message]:
    form = EventForm.model_construct(title=text, start_date=None, end_date=None, precision="day", tbc=True)
    changes = (FieldChange("title", text, text), FieldChange("description", None, text))
    steps = [
        Step(number, action, text, 1, form, number, 1, changes, differs)
        for action in Action
        for differs in (True, False)
        for number in range(40)
    ]
    twice = [(number, 1, text) for number in range(30)]
    plan = Plan(text, 1, steps, twice=twice, unknown=(text,) * 30)
    row = Contribution(id=1, title=text)
    bad = [
        BadCell(number, column, Problem("sheets.not_a_date", {"text": text[:60]}))
        for number in range(30)
        for column in ("title", "kind", "entity", "id", "when")
    ]
    conflicts = [BadVersion(number, Conflict(row, changes, text, AT)) for number in range(30)]
    wrong = Plan(text, 1, [], bad, conflicts, unknown=(text,))
    return [
        _shown(plan, text, language),
        _shown(wrong, text, language),
        _shown(Plan(text, 1), text, language),
        *(_shown(Plan(text, 1, refused=Refused(reason)), text, language) for reason in Refusal),
    ]


def build_bad_sheet(text: str, language: Language) -> list[Message]:
    told = Problem("sheets.file_no_columns", {"columns": text})
    return [
        sheets.bad_sheet_message(BadFile(text, text), text, language),
        sheets.bad_sheet_message(BadFile(text, text, problem=told), text, language),
    ]


def build_taken(text: str, language: Language) -> list[Message]:
    return [sheets.taken_message(Plan(text, 1), language)]


def build_lines(text: str, _: Language) -> list[Message]:
    return [lines.lines_message([text] * 3, [])]


BUILDERS: dict[str, Callable[[str, Language], list[Message]]] = {
    "sheets.plan_message": build_plan,
    "sheets.bad_sheet_message": build_bad_sheet,
    "sheets.taken_message": build_taken,
    "lines.lines_message": build_lines,
}
