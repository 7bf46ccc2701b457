"""What a question asks for, by the words with which the three languages ask (``cues.yml``)."""

import functools
import re
from enum import StrEnum
from pathlib import Path

import yaml

from bot.text.period_grammar import fold

FILE = Path(__file__).parent / "cues.yml"


class Field(StrEnum):
    """The part of an entry that is asked for."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    DOCUMENT = "document"
    NUMBER = "number"
    WHAT = "what"


class Task(StrEnum):
    """What is to be done with the entries that a question is about."""

    TELL = "tell"
    NEXT = "next"
    LAST = "last"
    LIST = "list"
    COUNT = "count"
    UNTIL = "until"
    LENGTH = "length"
    COMPARE = "compare"


#: In which order a question is looked through for what it asks; the words for a date come last, since a question that
#: asks for something else may name one.
_FIELDS = (Field.DOCUMENT, Field.NUMBER, Field.WHERE, Field.WHO, Field.WHEN)
_TASKS = (Task.COMPARE, Task.UNTIL, Task.LENGTH)
#: A match of more characters than this holds more than the words that ask.
_LONGEST_CUE = 32
_SURELY_WHEN = re.compile(r"\b(?:when|quand|cuando|what dates?|which (?:day|dates?))\b")


@functools.cache
def _file() -> dict[str, list[str] | str]:
    content: dict[str, list[str] | str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@functools.cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of a cue by its name in the file. Raises KeyError."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _file()[name]))


def says(name: str, folded: str) -> bool:
    """Whether a folded text holds a cue."""
    return cue(name).search(folded) is not None


@functools.cache
def _words(name: str) -> frozenset[str]:
    text = _file()[name]
    assert isinstance(text, str)
    return frozenset(text.split())


def field_of(folded: str) -> Field:
    """Which part of an entry a question asks for."""
    matches = ((cue(field.value).search(folded), order, field) for order, field in enumerate(_FIELDS))
    found = [(match.start(), order, field) for match, order, field in matches if match]
    if not found:
        return Field.WHAT
    fields = {field for _, _, field in found}
    if Field.DOCUMENT in fields:
        return Field.DOCUMENT
    # A word for a deadline or a date beside another question word names what is asked about.
    if len(fields) > 1 and not _SURELY_WHEN.search(folded):
        found = [item for item in found if item[2] is not Field.WHEN]
    return min(found)[2]


def fields_of(folded: str) -> frozenset[Field]:
    """All the parts that a question asks for."""
    return frozenset(field for field in _FIELDS if says(field.value, folded))


def cue_spans(folded: str) -> list[tuple[int, int]]:
    """Where a question says what it asks for, as offsets: words there tell little of what it is about."""
    names = [*(field.value for field in _FIELDS), "until", "next", "last", "now", "deadline", "yes_no", "entries"]
    spans = [match.span() for name in names for match in cue(name).finditer(folded)]
    return [(begin, end) for begin, end in spans if end - begin <= _LONGEST_CUE]


def task_of(folded: str) -> Task:
    """What is to be done with the entries that a question is about."""
    for task in _TASKS:
        if says(task.value, folded):
            return task
    field = field_of(folded)
    if field is Field.DOCUMENT:
        return Task.TELL
    for task in (Task.NEXT, Task.LAST):
        if says(task.value, folded):
            return task
    if field is Field.NUMBER:
        return Task.COUNT
    return Task.LIST if says("list", folded) else Task.TELL


def is_small_talk(text: str) -> bool:
    """Whether a message is a greeting, thanks, or a question about the bot itself."""
    folded = fold(text)
    if says("about_us", folded):
        return True
    said = re.findall(r"[a-z]+", folded)
    courteous = _words("thanks") | _words("greeting")
    if not said or len(said) > 12:
        return False
    return bool(courteous & {*said}) and all(word in courteous | _words("polite") for word in said)
