"""From what Slack sends of a modal back to a form, and from what is wrong with it to errors beside the fields."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.forms.cleaning import join_names
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
        if (shown := block_in(state, ident)) is not None:
            element = state[shown].get(ident) or {}
            typed[name] = _value(form, name, field, element, language, given or {})
    return typed


def block_in(blocks: Iterable[str], ident: str) -> str | None:
    """The id of the block that asks for a field; behind a tilde stands how it does (``handlers.forms.drawing``)."""
    return next((block for block in blocks if block.partition("~")[0] == ident), None)


def changed_in(view: Mapping[str, Any], but: Iterable[str] = ()) -> bool:
    """Whether a value of a view is another than the one that it was sent with; blocks in ``but`` do not count."""
    state = state_of(view)
    for block in view.get("blocks") or ():
        ident, element = block.get("block_id"), block.get("element")
        if ident in but or not isinstance(element, Mapping) or ident not in state:
            continue
        held = state[ident].get(str(element.get("action_id"))) or {}
        if _held(held) != _first(element):
            return True
    return False


def _held(element: Mapping[str, Any]) -> object:
    """What an element of the state holds, in a form that can be compared."""
    chosen = element.get("selected_options")
    if chosen is None and element.get("selected_option"):
        chosen = [element["selected_option"]]
    if chosen:
        return {option.get("value") for option in chosen}
    return element.get("value") or element.get("selected_date") or None


def _first(element: Mapping[str, Any]) -> object:
    """What an element held when the view was sent."""
    chosen = element.get("initial_options")
    if chosen is None and element.get("initial_option"):
        chosen = [element["initial_option"]]
    if chosen:
        return {option.get("value") for option in chosen}
    return element.get("initial_value") or element.get("initial_date") or None


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
    shown = [str(block.get("block_id")) for block in view.get("blocks") or ()] or list(state_of(view))
    errors: dict[str, str] = {}
    for name, found in problems.by_field.items():
        errors.setdefault(block_in(shown, block_id(form, name)) or otherwise, shorten(found.in_words(language), ERROR))
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
        case Input.PLACE if "selected_option" in element:
            return city_in((element["selected_option"] or {}).get("value"))
        case Input.NAMES if "selected_options" in element:
            names = [_text(option.get("value")) for option in element["selected_options"] or ()]
            return join_names([name for name in names if name]) or None
        case _:
            return _text(element.get("value"))


_WITH_CODE = re.compile(r"(.+)\|([A-Z]{2})", re.DOTALL)


def city_in(value: object) -> str | None:
    """A city without the code of its country, which an option of the suggestions carries behind it (``Geneva|CH``)."""
    text = _text(value)
    match = _WITH_CODE.fullmatch(text or "")
    return match[1] if match else text


def country_in(value: object) -> str | None:
    """The code of the country in an option of the suggestions of cities; None for what somebody typed."""
    match = _WITH_CODE.fullmatch(_text(value) or "")
    return match[2] if match else None


def _stored(form: type[Form], name: str, option: Mapping[str, Any], language: Language, given: Given) -> str | None:
    """The stored value of an option: a long one stands in the option as its short form."""
    short = option.get("value")
    for choice in choices_of(form, name, language, given):
        if option_value(choice.value) == short:
            return choice.value
    return _text(short)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
