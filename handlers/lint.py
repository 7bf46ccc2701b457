"""Our own check of what we send to Slack, against the limits that Slack documents.

``slack_sdk`` lets pass more than fifty blocks, long options and fields, a modal without submit and ids that stand
twice. The tests send every view and message through here, and so does the bot before sending when it is told to check.
It names the place by a path such as ``blocks[3].element.options[0].text``. It is no judge of Slack's rules: where it is
stricter than Slack, that is meant. Limits: docs.slack.dev/reference/block-kit, read in 2026; option values are held at
75 characters, Slack's older limit.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]
Json = Mapping[str, Any]

BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
ID = 255
TEXT_OF_MESSAGE = 40_000
METADATA = 3000
VIEW_TEXTS = 24

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_PING = re.compile(r"<!(channel|here|everyone)\b")
_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_CHOOSERS = (
    *_SELECTS,
    *(f"multi_{name}" for name in _SELECTS),
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
)
_TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input")
_PLACES: dict[str, frozenset[str]] = {
    "section": frozenset({*_CHOOSERS, "button", "overflow", "image"}),
    "actions": frozenset({*_CHOOSERS, "button", "overflow", "datetimepicker"}),
    "input": frozenset({*_CHOOSERS, *_TYPED, "datetimepicker"}),
}
#: Which blocks Slack takes everywhere, and which only here.
_COMMON = frozenset({"section", "divider", "header", "context", "actions", "image", "input", "rich_text", "video"})
_BLOCKS_OF: dict[Surface, frozenset[str]] = {
    "message": _COMMON | {"file", "markdown", "table"},
    "modal": _COMMON,
    "home": _COMMON,
}
_OPTIONS = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}
_NO_ID = ("image",)


class Lint(Exception):
    """Something that Slack would refuse, or that we never want to send; ``problems`` holds all that was found."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = list(problems)


def lint_message(payload: Json) -> list[str]:
    """What is wrong with the arguments of ``chat.postMessage`` and its kin."""
    check = _Check("message")
    text = payload.get("text")
    if not isinstance(text, str) or not text.strip():
        check.say("text", "is missing: screen readers and notifications read nothing else")
    else:
        check.length("text", text, TEXT_OF_MESSAGE)
        check.pings("text", text)
    if payload.get("unfurl_links") is not False or payload.get("unfurl_media") is not False:
        check.say("unfurl_links", "links and media must not be unfurled")
    if "blocks" in payload:
        check.blocks(payload["blocks"])
    return check.problems


def lint_view(view: Json) -> list[str]:
    """What is wrong with a modal or a home tab."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [f"type: {kind!r} is neither modal nor home"]
    surface: Surface = "modal" if kind == "modal" else "home"
    check = _Check(surface)
    check.length("private_metadata", view.get("private_metadata", ""), METADATA)
    check.length("callback_id", view.get("callback_id", ""), ID)
    check.length("external_id", view.get("external_id", ""), ID)
    blocks = view.get("blocks")
    if surface == "modal":
        check.plain("title", view.get("title"), VIEW_TEXTS)
        for part in ("submit", "close"):
            if part in view:
                check.plain(part, view[part], VIEW_TEXTS)
        inputs = [block for block in blocks or () if isinstance(block, Mapping) and block.get("type") == "input"]
        if inputs and "submit" not in view:
            check.say("submit", "is missing in a modal with inputs")
        if inputs and not view.get("callback_id"):
            check.say("callback_id", "is missing in a modal that can be submitted")
    check.blocks(blocks)
    return check.problems


def lint_blocks(blocks: object, surface: Surface = "message") -> list[str]:
    """What is wrong with a list of blocks."""
    check = _Check(surface)
    check.blocks(blocks)
    return check.problems


def ensure(problems: Sequence[str]) -> None:
    """Raise Lint where something was found."""
    if problems:
        raise Lint(problems)


class _Check:
    """One pass over one thing to be sent; collects what it finds."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.problems: list[str] = []

    def say(self, at: str, what: str) -> None:
        self.problems.append(f"{at}: {what}")

    def length(self, at: str, text: object, most: int, least: int = 0) -> None:
        if not isinstance(text, str):
            self.say(at, "is no text")
        elif not least <= len(text) <= most:
            self.say(at, f"has {len(text)} characters, allowed are {least} to {most}")

    def pings(self, at: str, text: str) -> None:
        if _PING.search(text):
            self.say(at, "would ping a whole channel")

    def plain(self, at: str, text: object, most: int) -> None:
        if not isinstance(text, Mapping) or text.get("type") != "plain_text":
            self.say(at, "must be plain_text")
            return
        self.length(f"{at}.text", text.get("text"), most, 1)

    def any_text(self, at: str, text: object, most: int) -> None:
        if isinstance(text, Mapping) and text.get("type") == "mrkdwn":
            self.length(f"{at}.text", text.get("text"), most, 1)
            self.pings(f"{at}.text", str(text.get("text")))
            if "emoji" in text:
                self.say(at, "mrkdwn takes no emoji")
        else:
            self.plain(at, text, most)

    def ident(self, at: str, thing: Json, name: str, seen: set[str]) -> None:
        value = thing.get(name)
        if not isinstance(value, str) or not value:
            self.say(at, f"{name} is missing")
            return
        self.length(f"{at}.{name}", value, ID)
        if value in seen:
            self.say(f"{at}.{name}", f"{value!r} stands twice")
        seen.add(value)

    def blocks(self, blocks: object) -> None:
        if not isinstance(blocks, Sequence) or isinstance(blocks, str):
            self.say("blocks", "is no list")
            return
        if len(blocks) > BLOCKS[self.surface]:
            self.say("blocks", f"are {len(blocks)}, allowed are {BLOCKS[self.surface]}")
        seen: set[str] = set()
        for n, block in enumerate(blocks):
            at = f"blocks[{n}]"
            if not isinstance(block, Mapping):
                self.say(at, "is no block")
                continue
            kind = block.get("type")
            if kind not in _BLOCKS_OF[self.surface]:
                self.say(at, f"a {self.surface} takes no block of type {kind!r}")
                continue
            self.ident(at, block, "block_id", seen)
            found: Callable[[str, Json], None] | None = getattr(self, f"block_{kind}", None)
            if found:
                found(at, block)
            actions: set[str] = set()
            for where, element in _elements(at, block):
                self.element(where, element, str(kind), actions)

    def block_section(self, at: str, block: Json) -> None:
        if "text" not in block and "fields" not in block:
            self.say(at, "has neither text nor fields")
        if "text" in block:
            self.any_text(f"{at}.text", block["text"], 3000)
        if "fields" in block:
            fields = block["fields"] or []
            if not 1 <= len(fields) <= 10:
                self.say(f"{at}.fields", f"are {len(fields)}, allowed are 1 to 10")
            for n, text in enumerate(fields):
                self.any_text(f"{at}.fields[{n}]", text, 2000)

    def block_header(self, at: str, block: Json) -> None:
        self.plain(f"{at}.text", block.get("text"), 150)

    def block_context(self, at: str, block: Json) -> None:
        elements = block.get("elements") or []
        if not 1 <= len(elements) <= 10:
            self.say(f"{at}.elements", f"are {len(elements)}, allowed are 1 to 10")
        for n, element in enumerate(elements):
            if element.get("type") == "image":
                self.length(f"{at}.elements[{n}].alt_text", element.get("alt_text"), 2000, 1)
            else:
                self.any_text(f"{at}.elements[{n}]", element, 3000)

    def block_actions(self, at: str, block: Json) -> None:
        elements = block.get("elements") or []
        if not 1 <= len(elements) <= 25:
            self.say(f"{at}.elements", f"are {len(elements)}, allowed are 1 to 25")

    def block_input(self, at: str, block: Json) -> None:
        self.plain(f"{at}.label", block.get("label"), 2000)
        if "hint" in block:
            self.plain(f"{at}.hint", block["hint"], 2000)
        if not isinstance(block.get("element"), Mapping):
            self.say(f"{at}.element", "is missing")

    def block_image(self, at: str, block: Json) -> None:
        self.length(f"{at}.alt_text", block.get("alt_text"), 2000, 1)
        if ("image_url" in block) == ("slack_file" in block):
            self.say(at, "takes one of image_url and slack_file")
        self.length(f"{at}.image_url", block.get("image_url", ""), 3000)
        if "title" in block:
            self.plain(f"{at}.title", block["title"], 2000)

    def block_markdown(self, at: str, block: Json) -> None:
        self.length(f"{at}.text", block.get("text"), 12_000, 1)

    def element(self, at: str, element: Json, place: str, actions: set[str]) -> None:
        kind = str(element.get("type"))
        if kind not in _PLACES[place]:
            self.say(at, f"{place} takes no element of type {kind!r}")
            return
        if kind not in _NO_ID:
            self.ident(at, element, "action_id", actions)
        if kind == "button":
            self.button(at, element)
        if "placeholder" in element:
            self.plain(f"{at}.placeholder", element["placeholder"], 150)
        if "confirm" in element:
            self.confirm(f"{at}.confirm", element["confirm"])
        if "initial_date" in element and not _DAY.fullmatch(str(element["initial_date"])):
            self.say(f"{at}.initial_date", "is no day")
        if "initial_time" in element and not _TIME.fullmatch(str(element["initial_time"])):
            self.say(f"{at}.initial_time", "is no time")
        if "initial_value" in element and kind in _TYPED and isinstance(element["initial_value"], str):
            self.length(f"{at}.initial_value", element["initial_value"], 3000)
        if kind == "plain_text_input" and not 1 <= element.get("max_length", 3000) <= 3000:
            self.say(f"{at}.max_length", "must be between 1 and 3000")
        self.options(at, element, kind)

    def button(self, at: str, element: Json) -> None:
        self.plain(f"{at}.text", element.get("text"), 75)
        self.length(f"{at}.value", element.get("value", ""), 2000)
        self.length(f"{at}.url", element.get("url", ""), 3000)
        if element.get("style", "primary") not in ("primary", "danger"):
            self.say(f"{at}.style", f"{element['style']!r} is neither primary nor danger")

    def confirm(self, at: str, confirm: Json) -> None:
        self.plain(f"{at}.title", confirm.get("title"), 100)
        self.any_text(f"{at}.text", confirm.get("text"), 300)
        self.plain(f"{at}.confirm", confirm.get("confirm"), 30)
        self.plain(f"{at}.deny", confirm.get("deny"), 30)

    def options(self, at: str, element: Json, kind: str) -> None:
        listed = kind in ("static_select", "multi_static_select")
        if listed and ("options" in element) == ("option_groups" in element):
            self.say(at, "takes one of options and option_groups")
        if kind in _OPTIONS and "options" not in element:
            self.say(at, "has no options")
        most = _OPTIONS.get(kind, 100)
        groups = element.get("option_groups") or ()
        if len(groups) > 100:
            self.say(f"{at}.option_groups", f"are {len(groups)}, allowed are 100")
        lists = [(f"{at}.options", element["options"] or [])] if "options" in element else []
        for n, group in enumerate(groups):
            self.plain(f"{at}.option_groups[{n}].label", group.get("label"), 75)
            lists.append((f"{at}.option_groups[{n}].options", group.get("options") or []))
        known: list[Any] = []
        for where, options in lists:
            if not 1 <= len(options) <= most:
                self.say(where, f"are {len(options)}, allowed are 1 to {most}")
            for n, option in enumerate(options):
                self.option(f"{where}[{n}]", option, rich=kind in ("checkboxes", "radio_buttons"))
                if option.get("value") in [one.get("value") for one in known]:
                    self.say(f"{where}[{n}].value", f"{option.get('value')!r} stands twice")
                known.append(option)
        first = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else None)
        if first is None:
            return
        if not first:
            self.say(f"{at}.initial_options", "is empty: leave it out")
        for option in first:
            if lists and option not in known:
                self.say(f"{at}.initial_option", f"{option.get('value')!r} is not one of the options")

    def option(self, at: str, option: Json, *, rich: bool) -> None:
        (self.any_text if rich else self.plain)(f"{at}.text", option.get("text"), 75)
        self.length(f"{at}.value", option.get("value"), 75, 1)
        if "description" in option:
            (self.any_text if rich else self.plain)(f"{at}.description", option["description"], 75)


def _elements(at: str, block: Json) -> Iterator[tuple[str, Json]]:
    """The elements of a block that a person can act on, with their places."""
    if block["type"] == "actions":
        for n, element in enumerate(block.get("elements") or []):
            yield f"{at}.elements[{n}]", element
    elif block["type"] == "input" and isinstance(block.get("element"), Mapping):
        yield f"{at}.element", block["element"]
    elif block["type"] == "section" and isinstance(block.get("accessory"), Mapping):
        yield f"{at}.accessory", block["accessory"]
