"""The lint: each of Slack's limits that it knows is shown to be found, and what is right is left alone."""

import copy
from typing import Any

import pytest

from handlers.lint import Lint, ensure, lint_blocks, lint_message, lint_view


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str, label: str = "L") -> dict[str, Any]:
    return {"text": plain(label), "value": value}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "a", "options": [option("1"), option("2")], **more}


def asked(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": "b", "label": plain("L"), "element": element, **more}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "block_id": "b", "text": plain("T"), **more}


def row(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "b", "elements": list(elements)}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": plain("T"), **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = {
        "type": "modal",
        "callback_id": "c",
        "title": plain("T"),
        "submit": plain("S"),
        "close": plain("C"),
        "blocks": list(blocks),
        **more,
    }
    return {key: value for key, value in found.items() if value is not None}


TYPED = {"type": "plain_text_input", "action_id": "a"}
CONFIRM = {"title": plain("T"), "text": plain("T"), "confirm": plain("Y"), "deny": plain("N")}


@pytest.mark.parametrize(
    ("place", "block"),
    [
        ("blocks[0].text.text", section(text=plain("x" * 3001))),
        ("blocks[0].text.text", section(text=plain(""))),
        ("blocks[0].text.text", section(text={"type": "mrkdwn", "text": "hello <!channel>"})),
        ("blocks[0].text", section(text={"type": "mrkdwn", "text": "hello", "emoji": True})),
        ("blocks[0].text", section(text="bare")),
        ("blocks[0]", {"type": "section", "block_id": "b"}),
        ("blocks[0].fields", section(fields=[plain("x")] * 11)),
        ("blocks[0].fields", section(fields=[])),
        ("blocks[0].fields[0].text", section(fields=[plain("x" * 2001)])),
        ("blocks[0]", {"type": "section", "text": plain("T")}),
        ("blocks[0].block_id", section(block_id="b" * 256)),
        ("blocks[0]", {"type": "song", "block_id": "b"}),
        ("blocks[0]", "text"),
        ("blocks[0].text.text", {"type": "header", "block_id": "b", "text": plain("x" * 151)}),
        ("blocks[0].text", {"type": "header", "block_id": "b", "text": {"type": "mrkdwn", "text": "x"}}),
        ("blocks[0].elements", {"type": "context", "block_id": "b", "elements": []}),
        ("blocks[0].elements[0].text", {"type": "context", "block_id": "b", "elements": [plain("x" * 3001)]}),
        ("blocks[0].elements", row(*[button(action_id=str(n)) for n in range(26)])),
        ("blocks[0].elements[1].action_id", row(button(), button())),
        ("blocks[0].elements[0]", row({"type": "button", "text": plain("T")})),
        ("blocks[0].elements[0].action_id", row(button(action_id="a" * 256))),
        ("blocks[0].elements[0]", row(TYPED)),
        ("blocks[0].elements[0].text.text", row(button(text=plain("x" * 76)))),
        ("blocks[0].elements[0].value", row(button(value="x" * 2001))),
        ("blocks[0].elements[0].url", row(button(url="x" * 3001))),
        ("blocks[0].elements[0].style", row(button(style="loud"))),
        ("blocks[0].elements[0].confirm.title.text", row(button(confirm={**CONFIRM, "title": plain("x" * 101)}))),
        ("blocks[0].elements[0].confirm.text.text", row(button(confirm={**CONFIRM, "text": plain("x" * 301)}))),
        ("blocks[0].elements[0].confirm.deny.text", row(button(confirm={**CONFIRM, "deny": plain("x" * 31)}))),
        ("blocks[0].accessory.text.text", section(accessory=button(text=plain("x" * 76)))),
        ("blocks[0].label.text", asked(TYPED, label=plain("x" * 2001))),
        ("blocks[0].hint.text", asked(TYPED, hint=plain("x" * 2001))),
        ("blocks[0].element", {"type": "input", "block_id": "b", "label": plain("L")}),
        ("blocks[0].element", asked(button())),
        ("blocks[0].element.placeholder.text", asked({**TYPED, "placeholder": plain("x" * 151)})),
        ("blocks[0].element.initial_value", asked({**TYPED, "initial_value": "x" * 3001})),
        ("blocks[0].element.max_length", asked({**TYPED, "max_length": 3001})),
        ("blocks[0].element", asked(select(options=None) | {"option_groups": []})),
        ("blocks[0].element.options", asked(select(options=[]))),
        ("blocks[0].element.options", asked(select(options=[option(str(n)) for n in range(101)]))),
        ("blocks[0].element.options[0].text.text", asked(select(options=[option("1", "x" * 76)]))),
        ("blocks[0].element.options[0].value", asked(select(options=[option("x" * 76)]))),
        ("blocks[0].element.options[1].value", asked(select(options=[option("1"), option("1")]))),
        ("blocks[0].element.initial_option", asked(select(initial_option=option("3")))),
        ("blocks[0].element.initial_options", asked(select(type="multi_static_select", initial_options=[]))),
        ("blocks[0].element.options", asked(select(type="checkboxes", options=[option(str(n)) for n in range(11)]))),
        ("blocks[0].element", asked({"type": "checkboxes", "action_id": "a"})),
        (
            "blocks[0].element.option_groups[0].label.text",
            asked(
                {
                    "type": "static_select",
                    "action_id": "a",
                    "option_groups": [{"label": plain("x" * 76), "options": [option("1")]}],
                }
            ),
        ),
        (
            "blocks[0].element.initial_date",
            asked({"type": "datepicker", "action_id": "a", "initial_date": "20177-1-1"}),
        ),
        ("blocks[0].element.initial_time", asked({"type": "timepicker", "action_id": "a", "initial_time": "25:00"})),
        ("blocks[0].alt_text", {"type": "image", "block_id": "b", "image_url": "https://example.org/x.png"}),
        ("blocks[0]", {"type": "image", "block_id": "b", "alt_text": "x"}),
    ],
)
def test_a_block_that_slack_would_refuse_is_found_at_its_place(place: str, block: Any) -> None:
    found = lint_blocks([block], "modal")
    assert [problem.rpartition(": ")[0] == place or problem.startswith(f"{place}: ") for problem in found].count(True)


@pytest.mark.parametrize(
    ("place", "view"),
    [
        ("title", modal(title=plain("x" * 25))),
        ("title", modal(title=None)),
        ("submit", modal(asked(TYPED), submit=None)),
        ("submit", modal(asked(TYPED), submit=plain("x" * 25))),
        ("close", modal(close=plain("x" * 25))),
        ("callback_id", modal(asked(TYPED), callback_id=None)),
        ("callback_id", modal(callback_id="x" * 256)),
        ("private_metadata", modal(private_metadata="x" * 3001)),
        ("external_id", modal(external_id="x" * 256)),
        ("blocks", modal(*[section(block_id=str(n)) for n in range(101)])),
        ("blocks", modal(blocks=None)),
        ("blocks[1].block_id", modal(section(), section())),
        ("blocks[0]", modal({"type": "markdown", "block_id": "b", "text": "x"})),
        ("type", {"type": "dialog"}),
    ],
)
def test_a_view_that_slack_would_refuse(place: str, view: dict[str, Any]) -> None:
    assert any(problem.startswith(place) for problem in lint_view(view))


def message(**more: Any) -> dict[str, Any]:
    return {"text": "T", "unfurl_links": False, "unfurl_media": False, "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("place", "payload"),
    [
        ("text", message(text="")),
        ("text", message(text=None)),
        ("text", message(text="x" * 40_001)),
        ("text", message(text="<!here> hello")),
        ("unfurl_links", message(unfurl_links=True)),
        ("blocks", message(blocks=[section(block_id=str(n)) for n in range(51)])),
        ("blocks", message(blocks="x")),
    ],
)
def test_a_message_that_must_not_be_sent(place: str, payload: dict[str, Any]) -> None:
    assert any(problem.startswith(f"{place}:") for problem in lint_message(payload))


def test_what_is_right_is_left_alone() -> None:
    several = [
        section(accessory=button(confirm=CONFIRM)),
        {"type": "divider", "block_id": "d"},
        {"type": "header", "block_id": "h", "text": plain("x" * 150)},
        {"type": "context", "block_id": "c", "elements": [{"type": "mrkdwn", "text": "*x*"}]},
        row(button(), select(action_id="s")) | {"block_id": "r"},
        asked(select(initial_option=option("2"))) | {"block_id": "i"},
        {"type": "image", "block_id": "p", "image_url": "https://example.org/x.png", "alt_text": "x"},
    ]
    untouched = copy.deepcopy(several)
    assert lint_view(modal(*several, private_metadata="x" * 3000)) == []
    assert lint_message(message(blocks=several)) == []
    assert lint_message({"text": "only text", "unfurl_links": False, "unfurl_media": False}) == []
    assert lint_view({"type": "home", "blocks": several}) == []
    assert several == untouched


def test_before_sending_it_can_be_made_sure() -> None:
    ensure([])
    with pytest.raises(Lint, match="at least this") as caught:
        ensure(["text: at least this"])
    assert caught.value.problems == ["text: at least this"]
