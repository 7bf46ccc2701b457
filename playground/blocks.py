"""Blocks of messages and views: Slack's checks, generated block ids, and walking through the elements.

A refusal names the place by a JSON pointer. Texts of a message's blocks together, and the exact wording of Slack's
messages, are not modelled; the real service decides.
"""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from playground.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, mrkdwn_only, plain, text
from playground.errors import ApiError, invalid_arguments
from playground.model import Json
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

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
BLOCK_ID = string(255, 1)


def _section(value: Any, at: str, report: Report) -> None:
    if "text" not in value and "fields" not in value:
        fail(report, "must define either `text` or `fields`", at)


def _image(value: Any, at: str, report: Report) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        fail(report, "must define either `image_url` or `slack_file`", at)


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return thing(required, {"block_id": BLOCK_ID} | (optional or {}))


def _cells(value: Any, at: str, report: Report) -> None:
    widths = {len(row) for row in value if isinstance(row, list)}
    if len(widths) > 1:
        fail(report, "all rows must have the same number of cells", at)


_RICH: dict[str, Check] = {
    "rich_text_section": thing({"elements": items(anything, 0, 1000)}),
    "rich_text_list": thing(
        {"style": string(one_of=("bullet", "ordered")), "elements": items(anything, 1, 1000)},
        {"indent": integer(0, 8), "offset": integer(0, 1_000_000), "border": integer(0, 1)},
    ),
    "rich_text_preformatted": thing(
        {"elements": items(anything, 0, 1000)}, {"border": integer(0, 1), "language": string(50)}
    ),
    "rich_text_quote": thing({"elements": items(anything, 0, 1000)}, {"border": integer(0, 1)}),
}
RICH_TEXT = _block({"elements": items(by_type(_RICH, "rich text element"), 0, 1000)})
_CELL = by_type({"raw_text": thing({"text": string(3000)}), "rich_text": RICH_TEXT, "raw_number": anything}, "cell")
_IN_CONTEXT = by_type(
    {
        "image": also(
            thing({"alt_text": string(2000, 1)}, {"image_url": url(), "slack_file": anything}),
            _image,
        ),
        "plain_text": plain(3000),
        "mrkdwn": mrkdwn_only(3000),
    },
    "context element",
)

SHARED: dict[str, Check] = {
    "section": also(
        _block(
            {},
            {
                "text": text(3000),
                "fields": items(text(2000), 1, 10),
                "accessory": by_type(IN_SECTION, "accessory"),
                "expand": boolean,
            },
        ),
        _section,
    ),
    "divider": _block({}),
    "header": _block({"text": plain(150)}, {"level": integer(1, 4)}),
    "context": _block({"elements": items(_IN_CONTEXT, 1, 10)}),
    "actions": _block({"elements": items(by_type(IN_ACTIONS, "element"), 1, 25)}),
    "image": also(
        _block({"alt_text": string(2000, 1)}, {"image_url": url(), "slack_file": anything, "title": plain(2000)}),
        _image,
    ),
    "input": _block(
        {"label": plain(2000), "element": by_type(IN_INPUT, "element")},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "video": _block(
        {"alt_text": string(2000, 1), "title": plain(199), "thumbnail_url": url(), "video_url": url()},
        {
            "author_name": string(49),
            "description": plain(200),
            "provider_icon_url": url(),
            "provider_name": string(200),
            "title_url": url(),
        },
    ),
}
IN_MESSAGE: dict[str, Check] = SHARED | {
    "file": _block({"external_id": string(255, 1), "source": string(one_of=("remote",))}),
    "markdown": _block({"text": string(12_000, 1)}),
    "table": _block(
        {"rows": also(items(items(_CELL, 1, 20), 1, 100), _cells)}, {"column_settings": items(anything, 0, 20)}
    ),
}

_message_blocks = items(by_type(IN_MESSAGE, "type"), 0, MESSAGE_BLOCKS)
_view_blocks = items(by_type(SHARED, "type"), 0, VIEW_BLOCKS)
_VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = thing(
    {"title": plain(24), "blocks": _view_blocks},
    _VIEW_COMMON
    | {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = thing({"blocks": _view_blocks}, _VIEW_COMMON)


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each (block, element) that a person can act on, in order."""
    for block in blocks:
        kind = block.get("type")
        if kind == "actions":
            for element in block.get("elements", []):
                yield block, element
        elif kind == "input":
            yield block, block["element"]
        elif kind == "section" and block.get("accessory", {}).get("type", "image") != "image":
            yield block, block["accessory"]


def _ids(blocks: list[Json], at: str, report: Report) -> None:
    """Block ids must differ in one message or view, action ids within one block."""
    seen: set[str] = set()
    for n, block in enumerate(blocks):
        ident = block.get("block_id")
        if ident is None:
            continue
        if ident in seen:
            fail(report, f"`block_id` {ident} already exists, it must be unique", f"{at}/{n}/block_id")
        seen.add(ident)
    for n, block in enumerate(blocks):
        actions = [e["action_id"] for b, e in interactive([block]) if "action_id" in e]
        for action in {a for a in actions if actions.count(a) > 1}:
            fail(report, f"`action_id` {action} already exists in this block", f"{at}/{n}")
    focused = [e for _, e in interactive(blocks) if e.get("focus_on_load")]
    if len(focused) > 1:
        fail(report, "only one element can have `focus_on_load`", at)


def _with_ids(blocks: list[Json]) -> list[Json]:
    """A copy with an id for each block, and an action id for each element that has none."""
    copy: list[Json] = json.loads(json.dumps(blocks))
    for block in copy:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
    for _, element in interactive(copy):
        element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return copy


def checked_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message, with ids; or ``invalid_blocks`` with pointers."""
    if not isinstance(blocks, list) or any(not isinstance(b, dict) for b in blocks):
        raise ApiError("invalid_blocks_format")
    report: Report = []
    _message_blocks(blocks, "/blocks", report)
    if not report:
        _ids(blocks, "/blocks", report)
    if report:
        raise ApiError(
            "invalid_blocks", errors=report, response_metadata={"messages": [f"[ERROR] {line}" for line in report]}
        )
    return _with_ids(blocks)


def _submit(view: Json, report: Report) -> None:
    if any(b.get("type") == "input" for b in view["blocks"]) and "submit" not in view:
        fail(report, "missing required field: submit (the view has input blocks)", "/view")


def checked_view(view: Any, kinds: tuple[str, ...]) -> Json:
    """A view as an app gives it, with ids and without defaults; or ``invalid_arguments`` with pointers."""
    report: Report = []
    if not isinstance(view, dict):
        raise invalid_arguments("must be an object [json-pointer:/view]")
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise ApiError("view_too_large")
    known: dict[str, Check] = {"modal": _MODAL, "home": _HOME}
    by_type({kind: known[kind] for kind in kinds}, "view type")(view, "/view", report)
    if not report:
        _ids(view["blocks"], "/view/blocks", report)
        if view["type"] == "modal":
            _submit(view, report)
    if report:
        raise invalid_arguments(*report)
    return view | {"blocks": _with_ids(view["blocks"])}
