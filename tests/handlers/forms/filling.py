"""What Slack does between a view and its submission: initial values are submitted, and a user changes some."""

import copy
from typing import Any

View = dict[str, Any]


def element_state(element: dict[str, Any]) -> dict[str, Any]:
    """The state of an element that nobody touched."""
    kind = element["type"]
    state: dict[str, Any] = {"type": kind}
    if kind == "plain_text_input":
        return state | {"value": element.get("initial_value")}
    if kind == "datepicker":
        return state | {"selected_date": element.get("initial_date")}
    if kind in ("static_select", "external_select"):
        return state | {"selected_option": element.get("initial_option")}
    assert kind in ("multi_static_select", "multi_external_select", "checkboxes")
    return state | {"selected_options": element.get("initial_options", [])}


def field_of(block: dict[str, Any]) -> str:
    """The field that a block asks for; behind a tilde stands how it does."""
    return str(block["block_id"].partition("~")[0].rpartition(".")[2])


def taken(value: str) -> dict[str, Any]:
    """The option of an external select, as the app offered it."""
    return {"value": value, "text": {"type": "plain_text", "text": value[:75]}}


def options(element: dict[str, Any]) -> list[dict[str, Any]]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return list(element.get("options", grouped))


def filled(view: View, **changes: Any) -> View:
    """The view as it comes back. A change names a field; a select is changed by the label or value of its option."""
    back: View = copy.deepcopy(view)
    values: dict[str, Any] = {}
    for block in back["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = element_state(element)
        field = field_of(block)
        if field in changes:
            change = changes.pop(field)
            key = next(name for name in state if name != "type")
            if key in ("value", "selected_date"):
                state[key] = change
            elif element["type"] == "external_select":
                state[key] = taken(change) if change else None
            elif element["type"] == "multi_external_select":
                state[key] = [taken(one) for one in change]
            elif key == "selected_option":
                state[key] = next(one for one in options(element) if change in (one["value"], one["text"]["text"]))
            else:
                state[key] = [
                    one for one in options(element) if one["value"] in change or one["text"]["text"] in change
                ]
        values[block["block_id"]] = {element["action_id"]: state}
    assert not changes, f"the view does not ask for {sorted(changes)}"
    back["state"] = {"values": values}
    return back


def fields(view: View) -> list[str]:
    """The fields that a view asks for."""
    return [field_of(block) for block in view["blocks"] if block["type"] == "input"]
