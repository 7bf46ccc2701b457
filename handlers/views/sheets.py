"""What somebody sees of a sheet of contributions: what it would do, what is wrong with it, what was taken."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from bot.contributions.sheets.columns import sheet_fields
from bot.contributions.sheets.plans import Action, BadCell, BadVersion, Plan, Step
from bot.tables.problems import BadFile
from bot.text.catalogue import phrase
from bot.text.dates import instant_in_words
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.views.contributions import changes_in_words, period_line
from handlers.views.lines import lines_message
from handlers.views.message import Message, button

IMPORT = "contribution.import"
DISCARD = "contribution.import_discard"
#: Of so many rows each is named; of more, how many there are.
NAMED = 10
BAD = 25
NAME = 200
TITLE = 120
CHANGES = 600

One = TypeVar("One")


def plan_message(
    plan: Plan,
    *,
    panel: str,
    acronyms: Mapping[int, str],
    file_id: str,
    language: Language,
    zone: str,
    notice: str | None = None,
) -> Message:
    """What a sheet would do, with the buttons that import it; or, where a row cannot be taken, why."""
    lines = plan_lines(plan, acronyms=acronyms, language=language, zone=zone)
    file = shorten(plan.file, NAME)
    if not plan.possible:
        return lines_message([file, *lines], [])
    head = notice or phrase(language, "sheets.offer", file=file, panel=shorten(panel, NAME))
    if not plan.work:
        return lines_message([file, *lines, phrase(language, "sheets.nothing_to_do")], [])
    value = f"{file_id}:{plan.panel_id}:{plan.token}"
    buttons = [
        button(phrase(language, "sheets.button_import"), action_id=IMPORT, value=value, style="primary"),
        # The name of the file is told again when it is discarded, and Slack takes 2,000 characters in a button.
        button(phrase(language, "sheets.button_discard"), action_id=DISCARD, value=file),
    ]
    return lines_message([head, *lines], buttons)


def plan_lines(plan: Plan, *, acronyms: Mapping[int, str], language: Language, zone: str) -> list[str]:
    """A plan in words: everything that is wrong or, where nothing is, everything that it would do."""
    if plan.refused:
        reason = phrase(language, f"contributions.refused_{plan.refused.reason}")
        return [phrase(language, "sheets.refused", file=shorten(plan.file, NAME), reason=reason)]
    unknown = []
    if plan.unknown:
        columns = ", ".join(shorten(name, 60) for name in plan.unknown[:NAMED])
        unknown = [phrase(language, "sheets.unknown_columns", columns=columns)]
    if not plan.possible:
        bad = _named(plan.bad, lambda one: _bad(one, language), language, BAD)
        conflicts = _named(plan.conflicts, lambda one: _conflict(one, language, zone), language, NAMED)
        return [*bad, *conflicts, *unknown, phrase(language, "sheets.bad")]

    def row(key: str) -> Callable[[Step], str]:
        return lambda step: _row(step, key, acronyms, language)

    lines = [counts_line(plan, language)]
    lines += _named(plan.of(Action.NEW), row("new_row"), language)
    lines += _named(plan.of(Action.CHANGED), row("changed_row"), language)
    lines += _named(plan.of(Action.WITHDRAWN), row("withdrawn_row"), language)
    lines += _named(plan.of(Action.THERE), row("there_row"), language)
    lines += _named(plan.twice, lambda found: _twice(found, language), language)
    return [*lines, *unknown]


def counts_line(plan: Plan, language: Language) -> str:
    """How many rows come to what."""
    return phrase(language, "sheets.counts", **{action.value: len(plan.of(action)) for action in Action})


def bad_sheet_message(bad: BadFile, file: str, language: Language) -> Message:
    """Why a file cannot be read at all."""
    reason = bad.problem.in_words(language) if bad.problem else bad.reason
    told = phrase(language, "sheets.refused", file=shorten(file, NAME), reason=shorten(reason, 1500))
    return lines_message([told], [])


def taken_message(plan: Plan, language: Language) -> Message:
    """What was imported."""
    counts = counts_line(plan, language)
    done = phrase(language, "sheets.done", file=shorten(plan.file, NAME), counts=counts)
    return lines_message([f"{done} {phrase(language, 'sheets.done_next')}"], [])


def _row(step: Step, key: str, acronyms: Mapping[int, str], language: Language) -> str:
    title = shorten(step.title, TITLE)
    if step.action is Action.NEW and step.form is not None and (when := period_line(step.form.period, language)):
        title = f"{title} ({when})"
    if step.differs:
        key = "there_differs"
    changes = shorten(changes_in_words(step.changes, language), CHANGES)
    entity = acronyms.get(step.entity_id, "")
    told = phrase(language, f"sheets.{key}", row=step.number, title=title, entity=entity, changes=changes)
    return f"{told} {changes}" if step.action is Action.WITHDRAWN and changes else told


def _bad(cell: BadCell, language: Language) -> str:
    field = sheet_fields().get(cell.column)
    if field is not None:
        label = phrase(language, field.label)
    elif cell.column in ("kind", "state"):
        label = phrase(language, f"contributions.{cell.column}")
    else:
        label = phrase(language, f"sheets.column_{cell.column}")
    reason = shorten(cell.problem.in_words(language), 500)
    return phrase(language, "sheets.bad_row", row=cell.number, field=label.rstrip(" ?"), reason=reason)


def _conflict(found: BadVersion, language: Language, zone: str) -> str:
    conflict = found.conflict
    return phrase(
        language,
        "sheets.conflict_row",
        row=found.number,
        title=shorten(conflict.contribution.title, TITLE),
        who=conflict.by or phrase(language, "contributions.somebody"),
        when=instant_in_words(conflict.at, zone, language),
        changes=shorten(changes_in_words(conflict.changes, language), CHANGES),
    )


def _twice(found: tuple[int, int, str], language: Language) -> str:
    row, other, title = found
    return phrase(language, "sheets.twice_row", row=row, other=other, title=shorten(title, TITLE))


def _named(things: Sequence[One], told: Callable[[One], str], language: Language, most: int = NAMED) -> list[str]:
    lines = [told(one) for one in things[:most]]
    if len(things) > most:
        lines.append(phrase(language, "sheets.more", count=len(things) - most))
    return lines
