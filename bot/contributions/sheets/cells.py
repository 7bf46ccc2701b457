"""From the cells of a row to what somebody would have typed into the form."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticCustomError

from bot.contributions.sheets.columns import PERIOD, WHEN, plain, sheet_fields
from bot.contributions.sheets.dates import coarser, read_date
from bot.contributions.spans import unit_around
from bot.forms.cleaning import split_names
from bot.forms.declaring import Choice, Field, Input, Problem, Raw
from bot.tables.reading import Formula, storable
from bot.text.catalogue import phrase
from bot.text.languages import LANGUAGES, Language
from bot.text.periods import Period
from storage.words import ContributionKind, ContributionState, Precision

#: A file that must not hold a formula writes an apostrophe before what looks like one (see ``bot.exports.plain``).
_LIKE_A_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_TICKED = {"true", "vrai", "verdadero", "x", "1", "✓", "✔", "y"}
_NOT_TICKED = {"false", "faux", "falso", "0", "n", "-"}

#: The choices of fields that are configuration, by field, such as the workstreams.
GivenChoices = Mapping[str, Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class NotAChoice(Problem):
    """A word that is none of a closed set; it is told in the reader's language what there is."""

    choices: tuple[Choice | tuple[str, str], ...] = ()

    def in_words(self, language: Language) -> str:
        """The reason, with the words that could stand there."""
        words = [one.label if isinstance(one, Choice) else phrase(language, one[1]) for one in self.choices]
        return phrase(language, self.key, **self.values, choices=", ".join(words))


@dataclass(slots=True)
class Cells:
    """What a row tells, by field, in the columns that the sheet has; and what cannot be read, by column."""

    values: dict[str, Raw] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


def in_cell(value: object) -> str | None:
    """What a person sees in a cell; None for an empty one."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date()
    text = str(value).strip()
    if text.startswith(_LIKE_A_FORMULA):
        text = text[1:]
    return text or None


def read_cells(row: Mapping[str, Any], today: dt.date, given: GivenChoices) -> Cells:
    """Read the cells of one row. ``row`` holds the columns that the sheet has, an empty cell as None."""
    read = Cells()
    texts: dict[str, str | None] = {}
    for name, value in row.items():
        text = in_cell(value)
        if isinstance(value, Formula):
            read.problems[name] = Problem("sheets.formula", {})
        elif text is not None and not storable(text):
            read.problems[name] = Problem("sheets.not_storable", {})
        else:
            texts[name] = text
    for name, one in sheet_fields().items():
        if name in texts and name not in PERIOD:
            try:
                read.values[name] = _typed(name, one, texts[name], given)
            except _Unread as unread:
                read.problems[name] = unread.problem
    _read_period(read, texts, today)
    return read


def read_kind(text: str | None) -> ContributionKind | Problem | None:
    """The kind that a cell names in any language."""
    found = _chosen(text, [(word.value, f"contributions.kind_{word.value}") for word in ContributionKind])
    return ContributionKind(found) if isinstance(found, str) else found


def read_state(text: str | None) -> ContributionState | Problem | None:
    """The state that a cell names in any language."""
    found = _chosen(text, [(word.value, f"contributions.state_{word.value}") for word in ContributionState])
    return ContributionState(found) if isinstance(found, str) else found


class _Unread(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


def _typed(name: str, one: Field, text: str | None, given: GivenChoices) -> Raw:
    """What a field's cell tells. Raises _Unread."""
    match one.input:
        case Input.TICK:
            return text is not None and _ticked(text)
        case Input.SELECT:
            found = _chosen(text, _options(name, one, given))
            if isinstance(found, Problem):
                raise _Unread(found)
            return found
        case Input.MANY | Input.NAMES:
            return _listed(name, one, text, given)
        case _:
            return text


def _listed(name: str, one: Field, text: str | None, given: GivenChoices) -> list[str]:
    parts = [part.strip() for part in split_names(text or "") if part.strip()]
    options = _options(name, one, given)
    if one.input is Input.NAMES or not options:
        return parts
    whole = _chosen(text, options)  # the title of a workstream may hold a comma
    if isinstance(whole, str):
        return [whole]
    found: dict[str, None] = {}
    for part in parts:
        chosen = _chosen(part, options)
        if not isinstance(chosen, str):
            raise _Unread(chosen or Problem("forms.not_a_choice", {}))
        found[chosen] = None
    return list(found)


def _ticked(text: str) -> bool:
    yes = {plain(phrase(language, "contributions.yes")) for language in LANGUAGES} | _TICKED
    no = {plain(phrase(language, "contributions.no")) for language in LANGUAGES} | _NOT_TICKED
    word = plain(text) or text
    if word in yes:
        return True
    if word in no:
        return False
    raise _Unread(Problem("sheets.not_a_tick", {"text": text[:60]}))


Options = Sequence[Choice | tuple[str, str]]


def _options(name: str, one: Field, given: GivenChoices) -> Options:
    """What may stand in a cell: what is stored, with its label or the key of that."""
    if one.choices:
        return [(word.value, f"{one.choice_key}{word.value}") for word in one.choices]
    return given.get(name, ())


def _chosen(text: str | None, options: Options) -> str | Problem | None:
    if text is None:
        return None
    word = plain(text)
    for value, label in _spelled(options):
        if word and word in (plain(value), plain(label)):
            return value
    return NotAChoice("sheets.not_a_choice", {"text": text[:60]}, tuple(options))


def _spelled(options: Options) -> Iterator[tuple[str, str]]:
    for one in options:
        if isinstance(one, Choice):
            yield one.value, one.label
        else:
            for language in LANGUAGES:
                yield one[0], phrase(language, one[1])


def _read_period(read: Cells, texts: Mapping[str, str | None], today: dt.date) -> None:
    """The two ends and how exact they are, whichever columns tell them."""
    precision = _read_precision(read, texts)
    written = [name for name in ("start_date", "end_date") if name in texts]
    if WHEN in texts and not any(texts[name] for name in written):
        written = [WHEN]
    ends: dict[str, Period] = {}
    for name in written:
        told = read_date(texts[name] or "", today) if texts[name] else Period()
        if isinstance(told, Problem):
            read.problems[name] = told
        else:
            ends[name] = told
    if not written or len(ends) < len(written):
        return
    first, last = ends.get(written[0], Period()), ends.get("end_date", Period())
    if written == ["end_date"]:
        first = Period()
    found = coarser(first.precision, last.precision)
    exactness = found if found is not Precision.DAY else precision or found
    start, end = first.start, last.end or _end_of(first, exactness)
    if WHEN in ends or "start_date" in ends:
        read.values["start_date"] = start.isoformat() if start else None
    if WHEN in ends or "end_date" in ends or end:
        read.values["end_date"] = end.isoformat() if end else None
    if first or last or "precision" in read.values:
        read.values["precision"] = exactness.value if first or last or precision else None
    if first.tbc or last.tbc:
        read.values["tbc"] = True


def _read_precision(read: Cells, texts: Mapping[str, str | None]) -> Precision | None:
    """How exact the row says that its dates are."""
    if "precision" not in texts:
        return None
    chosen = _chosen(texts["precision"], _options("precision", sheet_fields()["precision"], {}))
    if isinstance(chosen, Problem):
        read.problems["precision"] = chosen
        return None
    read.values["precision"] = chosen
    return Precision(chosen) if chosen else None


def _end_of(period: Period, precision: Precision) -> dt.date | None:
    """The last day of a period that is more than one day, month, quarter, half or year; else the form's own rule."""
    if period.start and period.end and unit_around(period.start, precision).end == period.end:
        return None
    return period.end


def canonical(name: str, value: Raw) -> object:
    """A value as its field cleans it, so that two ways of writing the same are the same; as it is where it is wrong."""
    try:
        cleaned = sheet_fields()[name].clean(value)
    except PydanticCustomError:
        return value
    return cleaned.isoformat() if isinstance(cleaned, dt.date) else cleaned
