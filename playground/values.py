"""The values of form fields: what an element holds at first, and what a person's plain value becomes.

Slack reports every input of a view in ``state.values``, the untouched ones with their initial value, an empty one
with a null. The part of each element type is in ``SHAPES``: the key of its value, and whether it is a list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from playground.blocks import interactive
from playground.errors import PlaygroundError
from playground.model import Json


@dataclass(frozen=True)
class Shape:
    """Where an element keeps its value: in ``state.values``, and in its own definition."""

    key: str
    initial: str
    many: bool = False
    options: bool = False


SHAPES: dict[str, Shape] = {
    "plain_text_input": Shape("value", "initial_value"),
    "email_text_input": Shape("value", "initial_value"),
    "url_text_input": Shape("value", "initial_value"),
    "number_input": Shape("value", "initial_value"),
    "rich_text_input": Shape("rich_text_value", "initial_value"),
    "static_select": Shape("selected_option", "initial_option", options=True),
    "external_select": Shape("selected_option", "initial_option", options=True),
    "radio_buttons": Shape("selected_option", "initial_option", options=True),
    "overflow": Shape("selected_option", "", options=True),
    "multi_static_select": Shape("selected_options", "initial_options", many=True, options=True),
    "multi_external_select": Shape("selected_options", "initial_options", many=True, options=True),
    "checkboxes": Shape("selected_options", "initial_options", many=True, options=True),
    "users_select": Shape("selected_user", "initial_user"),
    "multi_users_select": Shape("selected_users", "initial_users", many=True),
    "conversations_select": Shape("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Shape("selected_conversations", "initial_conversations", many=True),
    "channels_select": Shape("selected_channel", "initial_channel"),
    "multi_channels_select": Shape("selected_channels", "initial_channels", many=True),
    "datepicker": Shape("selected_date", "initial_date"),
    "timepicker": Shape("selected_time", "initial_time"),
    "datetimepicker": Shape("selected_date_time", "initial_date_time"),
    "file_input": Shape("files", "", many=True),
}

Values = dict[str, dict[str, Json]]


def initial_value(element: Json) -> Json | None:
    """An element's part of ``state.values`` before anybody touched it; ``None`` for a button or an overflow."""
    kind = element["type"]
    shape = SHAPES.get(kind)
    if shape is None or kind == "overflow":
        return None
    empty: Any = [] if shape.many else None
    value: Json = {"type": kind, shape.key: element.get(shape.initial, empty)}
    if kind == "timepicker" and "timezone" in element:
        value["timezone"] = element["timezone"]
    return value


def current_values(blocks: list[Json], touched: Mapping[str, Mapping[str, Json]]) -> Values:
    """All inputs of a view or message: what the person touched, else the initial values."""
    values: Values = {}
    for block, element in interactive(blocks):
        value = initial_value(element)
        if value is None:
            continue
        held = touched.get(block["block_id"], {}).get(element["action_id"])
        if held is not None:
            value = {"type": element["type"]} | {k: v for k, v in held.items() if k != "type"}
        values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def all_options(element: Json) -> list[Json]:
    found: list[Json] = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group["options"]
    return found


def _choose(element: Json, wanted: Any, offered: list[Json]) -> Json:
    """One option by its value, or by its label."""
    if isinstance(wanted, dict):
        return wanted
    for by in ("value", "label"):
        for option in offered:
            if str(wanted) == (option["value"] if by == "value" else option["text"]["text"]):
                return option
    known = ", ".join(o["value"] for o in offered) or "none"
    raise PlaygroundError(f"{element.get('action_id')} has no option {wanted!r}; it has {known}")


def _plain(kind: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp()) if kind == "datetimepicker" else value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if kind == "datetimepicker" and isinstance(value, str):
        return int(datetime.fromisoformat(value).timestamp())
    if kind == "rich_text_input" and isinstance(value, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        return {"type": "rich_text", "elements": [section]}
    if kind in ("plain_text_input", "number_input", "email_text_input", "url_text_input") and value is not None:
        return str(value)
    return value


def from_plain(element: Json, given: Any, offered: list[Json] | None = None) -> Json:
    """A person's plain value as the element's part of ``state.values``: text, option value, ISO date, list, ...

    ``offered`` are the options of an external select, which only the app knows.
    """
    kind = element["type"]
    shape = SHAPES.get(kind)
    if shape is None:
        raise PlaygroundError(f"{element.get('action_id')} is a {kind}: it takes no value")
    if isinstance(given, dict) and shape.key in given:
        return {"type": kind} | given
    choices = offered if offered is not None else all_options(element)
    if given is None or given == []:
        value: Any = [] if shape.many else None
    elif shape.many:
        listed = given if isinstance(given, (list, tuple, set)) else [given]
        value = [_choose(element, g, choices) if shape.options else _plain(kind, g) for g in listed]
    else:
        value = _choose(element, given, choices) if shape.options else _plain(kind, given)
    return {"type": kind, shape.key: value}


def is_empty(value: Json) -> bool:
    shape = SHAPES[value["type"]]
    held = value.get(shape.key)
    return held is None or held in ("", [])


def _number_error(element: Json, text: str) -> str:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, text):
        return "Please enter a valid number."
    if "min_value" in element and float(text) < float(element["min_value"]):
        return f"Must be greater than or equal to {element['min_value']}."
    if "max_value" in element and float(text) > float(element["max_value"]):
        return f"Must be less than or equal to {element['max_value']}."
    return ""


def _text_error(element: Json, text: str) -> str:
    kind = element["type"]
    if kind == "number_input":
        return _number_error(element, text)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://[^\s/]+\.?[^\s]*", text):
        return "Please enter a valid URL."
    if kind == "plain_text_input":
        if len(text) < element.get("min_length", 0):
            return f"Must be at least {element['min_length']} characters."
        if len(text) > element.get("max_length", 3000):
            return f"Must be at most {element.get('max_length', 3000)} characters."
    return ""


def field_errors(blocks: list[Json], values: Values) -> dict[str, str]:
    """What Slack's own client refuses beside the fields before the app hears of the submission."""
    errors: dict[str, str] = {}
    for block, element in interactive(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]]
        if is_empty(value):
            if not block.get("optional", False):
                errors[block["block_id"]] = "Please complete this required field."
            continue
        shape = SHAPES[element["type"]]
        if shape.key == "value":
            problem = _text_error(element, value["value"])
            if problem:
                errors[block["block_id"]] = problem
        if shape.many and len(value[shape.key]) > element.get("max_selected_items", 100):
            errors[block["block_id"]] = f"Please select no more than {element['max_selected_items']}."
    return errors
