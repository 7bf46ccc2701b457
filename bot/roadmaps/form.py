"""What is asked of a milestone: one declaration, checked as a row of a milestone file is."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import ValidationError

from bot.forms.declaring import Field, Form, Input, Problem, Raw, fields_of
from bot.roadmaps.milestones import MilestoneRow
from bot.roadmaps.reasons import problem_of
from bot.roadmaps.values import FIELDS
from bot.text.periods import read_written

LONGEST_ID = 60
PROPOSED_ID = 40


class Amendment(StrEnum):
    """Why a milestone is edited: what stood there was wrong, or something became different on a day."""

    CORRECTION = "correction"
    CHANGE = "change"


Title = Annotated[str, Field("roadmap.title", Input.LINE, "roadmap.title_hint", limit=2000)]
Kind = Annotated[str, Field("roadmap.kind", Input.LINE, "roadmap.kind_hint", "roadmap.kind_example", limit=100)]
Start = Annotated[str | None, Field("roadmap.start", Input.LINE, "roadmap.start_hint", "roadmap.date_example")]
End = Annotated[str | None, Field("roadmap.end", Input.LINE, "roadmap.end_hint", "roadmap.date_example")]
Line = Input.LINE


class MilestoneForm(Form):
    """A milestone, without its id."""

    form_name: ClassVar[str] = "milestone"

    title: Title
    kind: Kind
    start: Start = None
    end: End = None
    venue: Annotated[str | None, Field("roadmap.venue", Line)] = None
    lead: Annotated[str | None, Field("roadmap.lead", Line, "roadmap.lead_hint")] = None
    document: Annotated[str | None, Field("roadmap.document", Line, "roadmap.document_hint")] = None
    workstream: Annotated[str | None, Field("roadmap.workstream", Line, limit=200)] = None
    note: Annotated[str | None, Field("roadmap.note", Input.TEXT, "roadmap.note_hint")] = None
    source: Annotated[str | None, Field("roadmap.source", Line, "roadmap.source_hint")] = None
    known_from: Annotated[
        str | None, Field("roadmap.known_from", Line, "roadmap.known_from_hint", "roadmap.date_example")
    ] = None
    supersedes: Annotated[
        str | None, Field("roadmap.supersedes", Line, "roadmap.supersedes_hint", limit=LONGEST_ID)
    ] = None

    @classmethod
    def between(cls, values: Mapping[str, Any]) -> dict[str, Problem]:
        """Whatever a milestone file would be refused for, among the fields that could be read."""
        found = row_problems({"id": values.get("id") or "-", **{name: values.get(name) for name in FIELDS}})
        return {name: problem for name, problem in found.items() if name in values}

    def values(self) -> dict[str, str | None]:
        """The values of the milestone, by column."""
        return {name: getattr(self, name) for name in FIELDS}


class NewMilestone(MilestoneForm):
    """A milestone that is not there yet."""

    id: Annotated[str | None, Field("roadmap.id", Line, "roadmap.id_hint", limit=LONGEST_ID)] = None


class _Reason(Form):
    """Why it is edited; asked first."""

    form_name: ClassVar[str] = "milestone"

    how: Annotated[
        Amendment,
        Field("roadmap.how", Input.SELECT, "roadmap.how_hint", choices=Amendment, choice_key="roadmap.how_"),
    ]
    changed_on: Annotated[dt.date | None, Field("roadmap.changed_on", Input.DAY, "roadmap.changed_on_hint")] = None


class EditedMilestone(MilestoneForm, _Reason):
    """A milestone that is there, and why it is edited."""

    @classmethod
    def between(cls, values: Mapping[str, Any]) -> dict[str, Problem]:
        """A change needs its day."""
        found = super().between(values)
        if values.get("how") is Amendment.CHANGE and "changed_on" in values and values["changed_on"] is None:
            found["changed_on"] = Problem("roadmap.changed_on_missing", {})
        return found


def row_problems(data: Mapping[str, Any]) -> dict[str, Problem]:
    """What keeps a row from being a milestone, by field, for people to read in their language."""
    try:
        MilestoneRow.model_validate(dict(data))
    except ValidationError as error:
        found: dict[str, Problem] = {}
        for each in error.errors():
            # What is wrong between the two ends of the period is shown at its end.
            name = str(each["loc"][0]) if each["loc"] else "end"
            found.setdefault(name, problem_of(name, each))
        return found
    return {}


def hidden_fields(values: Mapping[str, str | None]) -> frozenset[str]:
    """The fields whose stored text is longer than the form takes: they are not offered, lest their end be lost."""
    asked = fields_of(MilestoneForm)
    return frozenset(name for name in FIELDS if len(values.get(name) or "") > asked[name].limit)


def typed_from(values: Mapping[str, str | None]) -> dict[str, Raw]:
    """Stored values as somebody would have typed them into the form; those that are too long for it are left out."""
    hidden = hidden_fields(values)
    return {name: cleaned(name, values[name]) for name in FIELDS if name in values and name not in hidden}


def cleaned(name: str, value: str | None) -> str | None:
    """A stored value as the form would give it back untouched: it is drawn in one line, for instance."""
    if value is None:
        return None
    found = fields_of(MilestoneForm)[name].clean(value)
    assert found is None or isinstance(found, str), "the fields of a milestone are texts"
    return found.upper() if found and name in ("start", "end", "known_from") else found


def normalised(values: Mapping[str, str | None], known: Collection[str], name: str) -> str | None:
    """A kind or a workstream as others are written already, where only capitals and spaces differ."""
    value = values.get(name)
    if value is None:
        return None
    return next((one for one in known if one.casefold().split() == value.casefold().split()), value)


def as_stored(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Values as they will be stored: dates in capitals (2017-Q2), and since when it is known as a day.

    Raises BadPeriod for a date that is none.
    """
    found = dict(values)
    for name in ("start", "end"):
        found[name] = (found.get(name) or "").upper() or None
    if known := found.get("known_from"):
        start = read_written(known).start
        assert start is not None, "a written date begins somewhere"
        found["known_from"] = start.isoformat()
    return found


def proposed_id(title: str, taken: Collection[str]) -> str:
    """An id made of the first words of a title, in capitals, that nothing has or had: ``PLANTING-OF-THE-GARDEN``."""
    words = [word.upper() for word in re.findall(r"\w+", "".join(map(_plain, unicodedata.normalize("NFC", title))))]
    long = [word for word in words if len(word) > 3 or any(sign.isdigit() for sign in word)] or words
    name = ""
    for word in long[:4]:
        longer = f"{name}-{word}" if name else word[:PROPOSED_ID]
        if len(longer) > PROPOSED_ID:
            break
        name = longer
    return free_id(name or "MILESTONE", taken)


def _plain(sign: str) -> str:
    """A Latin letter without its accents; a sign of another script as it is."""
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base.isascii() else sign


def free_id(name: str, taken: Collection[str]) -> str:
    """The name itself, or with the first number behind it that makes it one that nothing has."""
    used = {one.casefold() for one in taken}
    number = 1
    found = name
    while found.casefold() in used:
        number += 1
        ending = f"-{number}"
        found = name[: LONGEST_ID - len(ending)] + ending
    return found


def successor_id(key: str, taken: Collection[str]) -> str:
    """The id of the milestone that takes the place of another: ``OPEN-2`` after ``OPEN``, ``OPEN-3`` after that."""
    base, _, number = key.rpartition("-")
    known = {one.casefold() for one in taken}
    return free_id(base if number.isdecimal() and base.casefold() in known else key, taken)
