"""The interactive elements and composition objects of Block Kit, with Slack's limits.

Source: the public reference of blocks, elements and composition objects (docs.slack.dev/reference/block-kit).
Where the reference is silent the playground is on the strict side.
"""

from typing import Any

from playground.schema import (
    Check,
    Report,
    also,
    anything,
    boolean,
    by_type,
    fail,
    integer,
    items,
    string,
    thing,
    url,
)

ACTION_ID = string(255, 1)
DATE = string(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
CONVERSATION_KINDS = ("im", "mpim", "private", "public")


def plain(most: int = 3000) -> Check:
    return by_type({"plain_text": thing({"text": string(most, 1)}, {"emoji": boolean})}, "text object")


def mrkdwn_only(most: int = 3000) -> Check:
    return by_type({"mrkdwn": thing({"text": string(most, 1)}, {"verbatim": boolean})}, "text object")


def text(most: int = 3000) -> Check:
    return by_type(
        {
            "plain_text": thing({"text": string(most, 1)}, {"emoji": boolean}),
            "mrkdwn": thing({"text": string(most, 1)}, {"verbatim": boolean}),
        },
        "text object",
    )


CONFIRM = thing(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": string(one_of=("primary", "danger"))},
)


def option(label: Check, *, link: bool = False) -> Check:
    optional: dict[str, Check] = {"description": text(75)}
    if link:
        optional["url"] = url()
    return thing({"text": label, "value": string(150, 1)}, optional)


PLAIN_OPTION = option(plain(75))
RICH_OPTION = option(text(75))
OVERFLOW_OPTION = option(plain(75), link=True)


def _distinct(value: Any, at: str, report: Report) -> None:
    """Option values must differ within one element, or the app could not tell what was chosen."""
    choices = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        choices += group.get("options") or []
    seen: set[str] = set()
    for choice in choices:
        if choice["value"] in seen:
            fail(report, f"duplicate option value: {choice['value']}", f"{at}/options")
        seen.add(choice["value"])


def _initial_known(value: Any, at: str, report: Report) -> None:
    choices = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        choices += group.get("options") or []
    known = [(c["value"], c["text"].get("text")) for c in choices]
    single = [value["initial_option"]] if "initial_option" in value else []
    for initial in single + list(value.get("initial_options") or []):
        if (initial["value"], initial["text"].get("text")) not in known:
            fail(report, "initial option is not one of the options", at)


def _options_or_groups(value: Any, at: str, report: Report) -> None:
    if ("options" in value) == ("option_groups" in value):
        fail(report, "must define either `options` or `option_groups`", at)


COMMON: dict[str, Check] = {"action_id": ACTION_ID, "focus_on_load": boolean, "confirm": CONFIRM}
FIELD: dict[str, Check] = COMMON | {"placeholder": plain(150)}
GROUP = thing({"label": plain(75), "options": items(PLAIN_OPTION, 1, 100)})
MANY: dict[str, Check] = {"max_selected_items": integer(1, 100)}
FILTER = thing(
    {},
    {
        "include": items(string(one_of=CONVERSATION_KINDS), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DISPATCH = thing({}, {"trigger_actions_on": items(string(one_of=("on_enter_pressed", "on_character_entered")), 1, 2)})
INPUT: dict[str, Check] = {
    "action_id": ACTION_ID,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH,
    "focus_on_load": boolean,
}


def _bounds(low: str, high: str) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if low in value and high in value and float(value[low]) > float(value[high]):
            fail(report, f"{low} must not be greater than {high}", at)

    return check


def _number(value: Any, at: str, report: Report) -> None:
    try:
        float(value if isinstance(value, str) else "x")
    except ValueError:
        fail(report, "must be a number in a string", at)


_choices: dict[str, Check] = {"options": items(PLAIN_OPTION, 1, 100), "option_groups": items(GROUP, 1, 100)}
_conversation: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}

ELEMENTS: dict[str, Check] = {
    "button": thing(
        {"text": plain(75)},
        {
            "action_id": ACTION_ID,
            "url": url(),
            "value": string(2000),
            "style": string(one_of=("primary", "danger")),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "image": thing({"alt_text": string(2000, 1)}, {"image_url": url(), "slack_file": anything}),
    "static_select": also(
        thing({}, FIELD | _choices | {"initial_option": PLAIN_OPTION}), _options_or_groups, _distinct, _initial_known
    ),
    "multi_static_select": also(
        thing({}, FIELD | MANY | _choices | {"initial_options": items(PLAIN_OPTION, 1, 100)}),
        _options_or_groups,
        _distinct,
        _initial_known,
    ),
    "external_select": thing({}, FIELD | {"initial_option": PLAIN_OPTION, "min_query_length": integer(0, 1000)}),
    "multi_external_select": thing(
        {},
        FIELD | MANY | {"initial_options": items(PLAIN_OPTION, 1, 100), "min_query_length": integer(0, 1000)},
    ),
    "users_select": thing({}, FIELD | {"initial_user": string(20, 1)}),
    "multi_users_select": thing({}, FIELD | MANY | {"initial_users": items(string(20, 1), 1, 100)}),
    "conversations_select": thing(
        {}, FIELD | _conversation | {"initial_conversation": string(20, 1), "response_url_enabled": boolean}
    ),
    "multi_conversations_select": thing(
        {}, FIELD | MANY | _conversation | {"initial_conversations": items(string(20, 1), 1, 100)}
    ),
    "channels_select": thing({}, FIELD | {"initial_channel": string(20, 1), "response_url_enabled": boolean}),
    "multi_channels_select": thing({}, FIELD | MANY | {"initial_channels": items(string(20, 1), 1, 100)}),
    "overflow": also(
        thing({"options": items(OVERFLOW_OPTION, 1, 5)}, {"action_id": ACTION_ID, "confirm": CONFIRM}), _distinct
    ),
    "checkboxes": also(
        thing({"options": items(RICH_OPTION, 1, 10)}, COMMON | {"initial_options": items(RICH_OPTION, 1, 10)}),
        _distinct,
        _initial_known,
    ),
    "radio_buttons": also(
        thing({"options": items(RICH_OPTION, 1, 10)}, COMMON | {"initial_option": RICH_OPTION}),
        _distinct,
        _initial_known,
    ),
    "datepicker": thing({}, FIELD | {"initial_date": DATE}),
    "timepicker": thing({}, FIELD | {"initial_time": TIME, "timezone": string(50, 1)}),
    "datetimepicker": thing({}, COMMON | {"initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": also(
        thing(
            {},
            INPUT
            | {
                "initial_value": string(3000),
                "multiline": boolean,
                "min_length": integer(0, 3000),
                "max_length": integer(1, 3000),
            },
        ),
        _bounds("min_length", "max_length"),
    ),
    "email_text_input": thing({}, INPUT | {"initial_value": string(3000)}),
    "url_text_input": thing({}, INPUT | {"initial_value": string(3000)}),
    "number_input": also(
        thing(
            {"is_decimal_allowed": boolean},
            INPUT | {"initial_value": _number, "min_value": _number, "max_value": _number},
        ),
        _bounds("min_value", "max_value"),
    ),
    "rich_text_input": thing({}, INPUT | {"initial_value": anything}),
    "file_input": thing(
        {}, {"action_id": ACTION_ID, "filetypes": items(string(20, 1), 1, 50), "max_files": integer(1, 10)}
    ),
}


def elements(*names: str) -> dict[str, Check]:
    return {name: ELEMENTS[name] for name in names}


SINGLE_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTI_SELECTS = tuple(f"multi_{name}" for name in SINGLE_SELECTS)
CHOOSERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
TEXT_INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")

IN_SECTION = elements("button", "image", "overflow", *CHOOSERS, *SINGLE_SELECTS, *MULTI_SELECTS)
IN_ACTIONS = elements("button", "overflow", "datetimepicker", *CHOOSERS, *SINGLE_SELECTS, *MULTI_SELECTS)
IN_INPUT = elements("datetimepicker", "file_input", *CHOOSERS, *SINGLE_SELECTS, *MULTI_SELECTS, *TEXT_INPUTS)
