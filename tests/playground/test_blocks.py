"""Blocks and views are held to Slack's limits, and a refusal points at the place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.blocks import checked_blocks, checked_view
from playground.errors import ApiError


def plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": plain("x"), **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": [{"text": plain("A"), "value": "a"}], **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "b", "text": plain("Go"), **more}


def field(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("L"), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("T"), "blocks": list(blocks), "submit": plain("Go"), **more}


WRONG: list[tuple[list[dict[str, Any]], str]] = [
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([{"type": "wonder"}], "unsupported type: wonder [json-pointer:/blocks/0/type]"),
    ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ([section(text=plain("x" * 3001))], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section(text=plain(""))], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([section(fields=[plain("x")] * 11)], "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    ([section(accessory={"type": "plain_text_input"})], "[json-pointer:/blocks/0/accessory/type]"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported text object: mrkdwn"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items"),
    ([actions(*[button(action_id=str(n)) for n in range(26)])], "no more than 25 items"),
    ([actions(button(text=plain("x" * 76)))], "must be less than 76 characters"),
    ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    ([actions(button(style="green"))], "must be one of primary, danger"),
    ([actions(button(), button())], "`action_id` b already exists"),
    ([section(block_id="a"), section(block_id="a")], "`block_id` a already exists"),
    ([actions(select(options=[]))], "no less than 1 items allowed"),
    ([actions(select(options=[{"text": plain("A"), "value": "a"}] * 2))], "duplicate option value: a"),
    ([actions(select(options=[{"text": plain("A"), "value": "x" * 151}]))], "must be less than 151 characters"),
    ([actions(select(initial_option={"text": plain("B"), "value": "b"}))], "initial option is not one"),
    ([actions({"type": "static_select", "action_id": "s"})], "must define either `options` or `option_groups`"),
    ([actions({"type": "datepicker", "action_id": "d", "initial_date": "8 May"})], "does not match"),
    ([{"type": "image", "alt_text": "x"}], "must define either `image_url` or `slack_file`"),
    ([{"type": "image", "alt_text": "x", "image_url": "nowhere"}], "invalid url"),
]


@pytest.mark.parametrize(("blocks", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_slack_refuses_in_a_message(blocks: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ApiError) as caught:
        checked_blocks(blocks)
    assert caught.value.code == "invalid_blocks"
    assert message in caught.value.body()["response_metadata"]["messages"][0]


WRONG_VIEWS: list[tuple[dict[str, Any], str]] = [
    (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(section(), title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(section(), private_metadata="x" * 3001), "[json-pointer:/view/private_metadata]"),
    ({"type": "modal", "title": plain("T"), "blocks": [field(select())]}, "missing required field: submit"),
    ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    (modal({"type": "table", "rows": [[]]}), "unsupported type: table"),
    (modal(field(button())), "unsupported element: button"),
    (modal(field({"type": "number_input", "action_id": "n"})), "missing required field: is_decimal_allowed"),
    (modal(field({"type": "plain_text_input", "min_length": 5, "max_length": 2})), "min_length must not be greater"),
    ({"type": "home", "title": plain("T"), "blocks": []}, "unsupported view type: home"),
]


@pytest.mark.parametrize(("view", "message"), WRONG_VIEWS, ids=[message for _, message in WRONG_VIEWS])
def test_what_slack_refuses_in_a_modal(view: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError) as caught:
        checked_view(view, ("modal",))
    assert caught.value.code == "invalid_arguments"
    assert message in caught.value.body()["response_metadata"]["messages"][0]


def test_ids_are_made_and_the_given_blocks_stay_as_they_are() -> None:
    given_blocks = [actions(button(), {"type": "button", "text": plain("No id")}), section()]
    made = checked_blocks(given_blocks)
    assert all(b["block_id"] for b in made)
    assert made[0]["elements"][1]["action_id"]
    assert "block_id" not in given_blocks[0]


@given(st.integers(0, 3200))
def test_the_length_of_a_section_decides(length: int) -> None:
    right = 1 <= length <= 3000
    try:
        checked_blocks([section(text=plain("x" * length))])
    except ApiError:
        assert not right
    else:
        assert right
