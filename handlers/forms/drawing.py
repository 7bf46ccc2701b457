"""From a declared form to input blocks.

The id of a block is ``<form>.<field>``, and so is the action id of its element: Slack keeps what was typed in a block
whose ids stay the same when a view is updated, and the reading finds every value by its field.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from bot.forms.cleaning import MOST_NAMES, split_names
from bot.forms.declaring import Choice, Field, Form, Input, Raw, Typed, choices_of, fields_of, is_required
from bot.text.catalogue import phrase
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.views.message import Block

INITIAL_TEXT = 3000
OPTION_TEXT = 75
OPTION_VALUE = 75
OPTIONS = 100
HINT = 2000
LABEL = 2000
EXAMPLE = 150
TICKED = "yes"
#: Slack reports each change of a text; Enter alone would not tell what was typed before the form is closed.
TYPING = "on_character_entered"
#: An option holds nothing longer: a longer text is asked for in a line, so that none of it is cut.
LINE = "line"

Given = Mapping[str, Sequence[Choice]]


def block_id(form: type[Form], field: str) -> str:
    """The id of a field's block."""
    return f"{form.form_name}.{field}"


def input_blocks(
    form: type[Form],
    typed: Typed,
    language: Language,
    given: Given | None = None,
    *,
    dispatch: bool = False,
    turns: Mapping[str, int] | None = None,
) -> list[Block]:
    """The input blocks of a form, filled with what was typed.

    ``dispatch`` asks Slack to report each change of a field at once. ``turns`` counts by field how often the bot filled
    it: Slack shows another value than the one it holds only in a block with another id.

    ``given`` holds the choices of those selects whose choices are not a closed set; a select without any choice is left
    out, because Slack refuses an empty one.
    """
    blocks = []
    for name, field in fields_of(form).items():
        if not field.asked:
            continue
        element = _element(form, name, field, typed.get(name), language, given or {})
        if element is not None:
            if dispatch and isinstance(element, PlainTextInputElement):
                element.dispatch_action_config = DispatchActionConfig(trigger_actions_on=[TYPING])
            line = LINE if field.input in (Input.PLACE, Input.NAMES) and _is_long(field, typed.get(name)) else ""
            marks = [field.block, line, str((turns or {}).get(name) or "")]
            blocks.append(
                input_block(
                    "~".join([block_id(form, name), *(mark for mark in marks if mark)]),
                    phrase(language, field.label),
                    element,
                    hint=phrase(language, field.hint) if field.hint else None,
                    optional=not is_required(form, name),
                    dispatch=dispatch,
                )
            )
    return blocks


def input_block(
    ident: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> Block:
    """One input block; ``dispatch`` asks Slack to report a change at once."""
    block: Block = InputBlock(
        block_id=ident,
        label=plain(shorten(label, LABEL)),
        element=element,
        hint=plain(shorten(hint, HINT)) if hint else None,
        optional=optional,
        dispatch_action=dispatch or None,
    ).to_dict()
    return block


def plain(text: str) -> PlainTextObject:
    """Text that Slack shows exactly as it is written."""
    return PlainTextObject(text=text, emoji=False)


def select_element(
    ident: str, choices: Sequence[Choice], chosen: str | None, *, prompt: str | None = None
) -> StaticSelectElement:
    """A select. A chosen value that is no longer among the choices stays, so that an edit does not lose it."""
    choices = _with_chosen(choices, [chosen] if chosen else [])
    return StaticSelectElement(
        action_id=ident,
        placeholder=plain(shorten(prompt, EXAMPLE)) if prompt else None,
        initial_option=next((_option(choice) for choice in choices if choice.value == chosen), None),
        **_options(choices),
    )


def option_value(value: str) -> str:
    """A value as it fits into an option: a long one is cut and told apart by a digest."""
    if len(value) <= OPTION_VALUE:
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()[:16]
    return f"{value[: OPTION_VALUE - 17]}~{digest}"


def _element(
    form: type[Form], name: str, field: Field, raw: Raw, language: Language, given: Given
) -> InputInteractiveElement | None:
    ident = block_id(form, name)
    if field.input is Input.TICK:
        tick = Option(value=TICKED, text=plain(shorten(phrase(language, f"{field.label}_tick"), OPTION_TEXT)))
        return CheckboxesElement(action_id=ident, options=[tick], initial_options=[tick] if raw else None)
    if field.input is Input.DAY:
        return DatePickerElement(action_id=ident, initial_date=_day(raw))
    if field.input in (Input.SELECT, Input.MANY):
        choices = choices_of(form, name, language, given)
        if field.input is Input.SELECT:
            chosen = raw if isinstance(raw, str) and raw else _default(form, name)
            if field.choices and chosen not in {choice.value for choice in choices}:
                chosen = _default(form, name)
            return select_element(ident, choices, chosen) if choices or chosen else None
        picked = [value for value in raw if value] if isinstance(raw, list) else []
        choices = _with_chosen(choices, picked)
        if not choices:
            return None
        initial = [_option(choice) for choice in choices if choice.value in picked]
        return StaticMultiSelectElement(action_id=ident, initial_options=initial or None, **_options(choices))
    text = raw if isinstance(raw, str) else ""
    if field.input is Input.PLACE and not _is_long(field, raw):
        known = _option(Choice(text, text)) if text.strip() else None
        return ExternalDataSelectElement(
            action_id=ident, initial_option=known, min_query_length=1, placeholder=_prompt("forms.suggest", language)
        )
    if field.input is Input.NAMES and not _is_long(field, raw):
        names = [_option(Choice(name, name)) for name in _names(raw)]
        return ExternalDataMultiSelectElement(
            action_id=ident,
            initial_options=names or None,
            min_query_length=1,
            max_selected_items=MOST_NAMES,
            placeholder=_prompt("forms.suggest_names", language),
        )
    return PlainTextInputElement(
        action_id=ident,
        # The limit is checked when the form is read: the error then comes beside the field in the user's language.
        initial_value=text[:INITIAL_TEXT] or None,
        multiline=field.input is Input.TEXT or None,
        placeholder=plain(shorten(phrase(language, field.example), EXAMPLE)) if field.example else None,
    )


def _prompt(key: str, language: Language) -> PlainTextObject:
    return plain(shorten(phrase(language, key), EXAMPLE))


def _names(raw: Raw) -> list[str]:
    """The names of a line, as an external select holds them."""
    text = raw if isinstance(raw, str) else ""
    return list(dict.fromkeys(name for part in split_names(text) if (name := " ".join(part.split()))))


def _is_long(field: Field, raw: Raw) -> bool:
    """Whether a value is too long, or has too many parts, for an external select."""
    text = raw if isinstance(raw, str) else ""
    if field.input is Input.NAMES:
        names = _names(text)
        return len(names) > MOST_NAMES or any(len(name) > OPTION_VALUE for name in names)
    return len(text) > OPTION_VALUE


def _default(form: type[Form], name: str) -> str | None:
    default = form.model_fields[name].default
    return str(default.value) if hasattr(default, "value") else None


def _day(raw: Raw) -> str | None:
    """A day as the picker takes it; what is none leaves the picker empty."""
    if not isinstance(raw, str):
        return None
    try:
        day = dt.datetime.strptime(raw.strip(), "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
    return day.isoformat()


def _with_chosen(choices: Sequence[Choice], chosen: Sequence[str]) -> list[Choice]:
    known = {choice.value for choice in choices}
    return [*choices, *(Choice(value, value) for value in dict.fromkeys(chosen) if value not in known)]


def _option(choice: Choice) -> Option:
    label = shorten(choice.label.strip() or choice.value, OPTION_TEXT)
    return Option(value=option_value(choice.value), text=plain(label))


def _options(choices: Sequence[Choice]) -> dict[str, Any]:
    """The options of a select; more than a hundred go into groups, each named by its first and last."""
    options = [_option(choice) for choice in choices]
    if len(options) <= OPTIONS:
        return {"options": options}
    parts = [options[n : n + OPTIONS] for n in range(0, len(options), OPTIONS)]
    return {
        "option_groups": [
            OptionGroup(
                label=plain(f"{shorten(part[0].text or '', 34)} – {shorten(part[-1].text or '', 34)}"), options=part
            )
            for part in parts[:OPTIONS]
        ]
    }
