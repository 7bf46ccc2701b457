"""From what Slack sends of a modal back to a form, and from what is wrong with it to errors beside the fields."""

from collections.abc import Mapping
from typing import Any

from bot.forms.declaring import Field, Form, Input, Problems, Raw, choices_of, fields_of
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.forms.drawing import Given, block_id, option_value

#: Slack names no limit for an error; a line longer than this is not read beside a field.
ERROR = 300

State = Mapping[str, Mapping[str, Mapping[str, Any]]]


def state_of(view: Mapping[str, Any]) -> State:
    """The values of a view, ``block -> action -> element``."""
    state: State = (view.get("state") or {}).get("values") or {}
    return state


def typed_in(
    form: type[Form], view: Mapping[str, Any], language: Language, given: Given | None = None
) -> dict[str, Raw]:
    """What was typed into a form, by field; fields that the view does not show are left out.

    A day that the view shows as picked already but that nobody touched is in the state too, so an absent value means
    an emptied field.
    """
    state = state_of(view)
    typed: dict[str, Raw] = {}
    for name, field in fields_of(form).items():
        ident = block_id(form, name)
        if ident in state:
            element = state[ident].get(ident) or {}
            typed[name] = _value(form, name, field, element, language, given or {})
    return typed


def chosen_in(view: Mapping[str, Any], ident: str) -> str | None:
    """The value of a single select that has ``ident`` as block id and action id."""
    element = state_of(view).get(ident, {}).get(ident) or {}
    value = (element.get("selected_option") or {}).get("value")
    return str(value) if value else None


def errors_for(
    form: type[Form], problems: Problems, view: Mapping[str, Any], language: Language, *, otherwise: str
) -> dict[str, str]:
    """The errors of a submission by block, for ``response_action: errors``.

    Slack refuses an error for a block that the view does not have; such a one is shown at the block ``otherwise``.
    """
    shown = {block.get("block_id") for block in view.get("blocks") or ()} or set(state_of(view))
    errors: dict[str, str] = {}
    for name, found in problems.by_field.items():
        ident = block_id(form, name)
        errors.setdefault(ident if ident in shown else otherwise, shorten(found.in_words(language), ERROR))
    return errors


def _value(
    form: type[Form], name: str, field: Field, element: Mapping[str, Any], language: Language, given: Given
) -> Raw:
    match field.input:
        case Input.TICK:
            return bool(element.get("selected_options"))
        case Input.DAY:
            return _text(element.get("selected_date"))
        case Input.SELECT:
            return _stored(form, name, (element.get("selected_option") or {}), language, given)
        case Input.MANY:
            found = [_stored(form, name, option, language, given) for option in element.get("selected_options") or ()]
            return [value for value in found if value]
        case _:
            return _text(element.get("value"))


def _stored(form: type[Form], name: str, option: Mapping[str, Any], language: Language, given: Given) -> str | None:
    """The stored value of an option: a long one stands in the option as its short form."""
    short = option.get("value")
    for choice in choices_of(form, name, language, given):
        if option_value(choice.value) == short:
            return choice.value
    return _text(short)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
