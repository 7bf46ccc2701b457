"""The declaration of a form: fields that say how they are asked for, and models that are made of them."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, TypeAdapter, ValidationError, model_validator
from pydantic_core import CoreSchema, ErrorDetails, PydanticUndefined, core_schema

from bot.forms.cleaning import (
    LONGEST,
    clean_chosen,
    clean_day,
    clean_line,
    clean_link,
    clean_names,
    clean_text,
    join_names,
    problem,
)
from bot.text.catalogue import phrase
from bot.text.languages import Language

#: What a field holds before it was read: a text, the values chosen from a list, a tick, or nothing.
Raw = str | bool | list[str] | None
Typed = Mapping[str, Raw]


class Input(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    LINK = "link"
    DAY = "day"
    SELECT = "select"
    MANY = "many"
    TICK = "tick"
    NAMES = "names"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select: what is stored and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value cannot be taken, as a key of the catalogue with the values of its placeholders."""

    key: str
    values: Mapping[str, object]

    def in_words(self, language: Language) -> str:
        """The reason in a language."""
        return phrase(language, self.key, **self.values)


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a form, by field."""

    by_field: Mapping[str, Problem]


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is asked for and cleaned; stands in the ``Annotated`` of a form's field.

    ``label``, ``hint`` and ``example`` are keys of the catalogue. ``limit`` counts characters. ``choices`` is a closed
    set whose labels stand under ``choice_key`` in the catalogue; without it the caller of the form gives the choices.
    ``needed`` marks what the thing wants to be complete, although it is taken without; ``unless`` names a tick that
    makes it needless. What is not ``asked`` is read where it comes from elsewhere (a file, a reply), and never drawn.
    ``block`` is part of the block's id where another form asks for a field of the same name by another element.
    """

    label: str
    input: Input
    hint: str | None = None
    example: str | None = None
    limit: int = LONGEST
    choices: type[StrEnum] | None = None
    choice_key: str = ""
    needed: bool = False
    unless: str | None = None
    asked: bool = True
    block: str = ""

    def clean(self, value: object) -> object:
        """The value without what cannot be stored, ready for its type. Raises ``PydanticCustomError``."""
        match self.input:
            case Input.LINE | Input.PLACE:
                return clean_line(value, self.limit)
            case Input.TEXT:
                return clean_text(value, self.limit)
            case Input.LINK:
                return clean_link(value)
            case Input.DAY:
                return clean_day(value)
            case Input.NAMES:
                return clean_names(value)
            case Input.MANY:
                return clean_chosen(value)
            case Input.TICK:
                return bool(value)
            case Input.SELECT:
                return clean_line(value) if isinstance(value, str) else value

    def own_choices(self, language: Language) -> list[Choice]:
        """The closed set's choices, with their labels."""
        return [Choice(word.value, phrase(language, f"{self.choice_key}{word.value}")) for word in self.choices or ()]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.clean, handler(source))


class Form(BaseModel):
    """A form. ``form_name`` begins the ids of its blocks."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
    form_name: ClassVar[str]

    @classmethod
    def between(cls, values: Mapping[str, Any]) -> dict[str, Problem]:
        """What is wrong between fields that are right each alone, by the field that should show it."""
        return {}

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for field, found in self.between(dict(self)).items():
            raise problem(found.key, **{**found.values, "field": field})  # type: ignore[arg-type]
        return self


AnyForm = TypeVar("AnyForm", bound=Form)


@functools.cache
def fields_of(form: type[Form]) -> dict[str, Field]:
    """The fields of a form that are asked for, in order."""
    found: dict[str, Field] = {}
    for name, info in form.model_fields.items():
        for part in info.metadata:
            if isinstance(part, Field):
                found[name] = part
    return found


@functools.cache
def _adapters(form: type[Form]) -> dict[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(form.model_fields[name].rebuild_annotation()) for name in fields_of(form)}


def is_required(form: type[Form], name: str) -> bool:
    """Whether a form is refused without this field, or always has a value in it (a select with a default)."""
    info = form.model_fields[name]
    return info.is_required() or (fields_of(form)[name].input is Input.SELECT and info.default is not None)


def read_form(form: type[AnyForm], typed: Typed) -> AnyForm | Problems:
    """The form from what was typed, or everything that is wrong with it, field by field.

    Each field is read alone, so that all mistakes are shown at once and not one after the other.
    """
    values: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for name, adapter in _adapters(form).items():
        info = form.model_fields[name]
        raw = typed.get(name)
        if raw in (None, "") and info.default is not PydanticUndefined:
            values[name] = info.default
            continue
        if raw is None and info.default_factory is not None:
            values[name] = []
            continue
        try:
            values[name] = adapter.validate_python(raw)
        except ValidationError as error:
            problems[name] = _as_problem(error.errors()[0])
    for name, found in form.between(values).items():
        problems.setdefault(name, found)
    return Problems(problems) if problems else form.model_validate(values)


def _as_problem(error: ErrorDetails) -> Problem:
    if error["type"].startswith("forms.") or error["type"].startswith("contributions."):
        return Problem(error["type"], {key: value for key, value in error["ctx"].items() if key != "key"})
    if error["type"] in ("enum", "literal_error"):
        return Problem("forms.not_a_choice", {})
    # What is left is an empty value where one must be: the cleaning has let nothing else of a wrong type through.
    return Problem("forms.required", {})


def typed_of(form: type[Form], values: Mapping[str, Any]) -> dict[str, Raw]:
    """Values as somebody would have typed them into the form: the reverse of ``read_form``."""
    return {name: _as_typed(field, values.get(name)) for name, field in fields_of(form).items() if name in values}


def _as_typed(field: Field, value: Any) -> Raw:
    if value is None:
        return None
    match field.input:
        case Input.NAMES:
            return join_names(list(value))
        case Input.MANY:
            return [str(one) for one in value]
        case Input.TICK:
            return bool(value)
        case Input.DAY:
            return value.isoformat() if isinstance(value, dt.date) else str(value)
        case _:
            return str(value)


def missing_of(form: type[Form], values: Mapping[str, Any]) -> list[str]:
    """The fields that the thing still wants to be complete, in the form's order."""
    return [
        name
        for name, field in fields_of(form).items()
        if field.needed and not values.get(name) and not (field.unless and values.get(field.unless))
    ]


def choices_of(
    form: type[Form], name: str, language: Language, given: Mapping[str, Sequence[Choice]]
) -> Sequence[Choice]:
    """The choices of a select or multi-select: the closed set's own, or those that the caller gives."""
    field = fields_of(form)[name]
    return field.own_choices(language) if field.choices else given.get(name, ())
