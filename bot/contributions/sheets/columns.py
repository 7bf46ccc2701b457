"""The columns of a sheet of contributions, by every name that they go by.

They follow from the declaration of the forms: a field that is declared there has its column here.
"""

import functools
import re
from collections.abc import Sequence

from bot.contributions.form import FORMS
from bot.forms.declaring import Field, fields_of
from bot.roadmaps.milestones import COLUMNS as MILESTONE_COLUMNS
from bot.tables.reading import Lines
from bot.text.catalogue import phrase
from bot.text.languages import LANGUAGES
from bot.text.period_grammar import fold

#: What a row says beside the fields of its form.
CONTROL = ("id", "version", "entity", "kind", "state")
#: A column that tells the whole period in words; the bot reads it and never writes it.
WHEN = "when"
#: What the exported files say and nobody can change there: who holds a joint thing is decided in Slack.
WRITTEN_ONLY = frozenset({"joint_with"})
PERIOD = ("start_date", "end_date", "precision")
#: Of the lines of a sheet, so many at the top may be something else than the names of the columns.
HEAD = 10
#: How files call a field, where that is not its name.
_WRITTEN = {"start_date": "start", "end_date": "end"}
_CONTROL_KEYS = {"kind": "contributions.kind", "state": "contributions.state"}
_GLOSSARY = ("short", "long", "aliases", "type", "confidence")
_NO_WORD = re.compile(r"[^\w]+")


@functools.cache
def sheet_fields() -> dict[str, Field]:
    """Every field that the form of any kind asks for, in the order of the forms."""
    return {name: field for form in FORMS.values() for name, field in fields_of(form).items()}


@functools.cache
def sheet_columns() -> tuple[str, ...]:
    """The columns of the workbook that is filled in, as they are written."""
    return ("entity", "kind", *map(written, sheet_fields()), "state", "id", "version")


def written(name: str) -> str:
    """How a file calls a field."""
    return _WRITTEN.get(name, name)


def plain(text: object) -> str:
    """A name without capitals, accents and what is no letter, so that it is found however it is typed."""
    return _NO_WORD.sub(" ", fold(str(text))).strip()


@functools.cache
def _names() -> dict[str, str]:
    """Column by each name: as files write it, as the field is called, as the forms label it in each language."""
    found: dict[str, str] = {}
    for column in (*CONTROL, WHEN):
        found[plain(column)] = column
    for name in sheet_fields():
        found.setdefault(plain(written(name)), name)
        found.setdefault(plain(name), name)
    for language in LANGUAGES:
        for form in FORMS.values():
            for name, field in fields_of(form).items():
                found.setdefault(plain(phrase(language, field.label)), name)
        for column in (*CONTROL, WHEN):
            key = _CONTROL_KEYS.get(column, f"sheets.column_{column}")
            found.setdefault(plain(phrase(language, key)), column)
        for also in phrase(language, "sheets.column_names").split(";"):
            name, _, column = also.rpartition("=")
            found.setdefault(plain(name), column.strip())
    return found


def column_of(name: object) -> str | None:
    """The field or column that a heading names, in whichever language; None for one that we do not know."""
    return _names().get(plain(name))


def head_of(lines: Lines) -> int | None:
    """Which of the lines names the columns: the first that names a title and something else."""
    for index, (_, cells) in enumerate(lines[:HEAD]):
        known = {column_of(cell) for cell in cells if cell not in (None, "")} - {None}
        if "title" in known and len(known) > 1:
            return index
    return None


def is_of_contributions(names: Sequence[object], *, in_doubt: bool) -> bool:
    """Whether the headings of a table are those of contributions, and not of a roadmap or a glossary.

    ``in_doubt`` answers for a table that could be either.
    """
    plain_names = {plain(name) for name in names if name not in (None, "")}
    theirs = {plain(name) for name in (*MILESTONE_COLUMNS, *_GLOSSARY)}
    ours = {name for name in plain_names if column_of(name)}
    only_ours, only_theirs = len(ours - theirs), len((plain_names & theirs) - ours)
    if only_ours == only_theirs:
        return in_doubt
    return only_ours > only_theirs
