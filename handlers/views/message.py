"""A message as a value: a text that says everything, and blocks that show it better."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.text.escape import escape, shorten

Block = dict[str, Any]

SECTION = 3000
#: What a cut may leave of an escaped sign (``&amp;``) or of a mention (``<@U123>``).
_HALF = re.compile(r"(?:&[a-z]{0,3}|<[^<>]*)$")


@dataclass(frozen=True, slots=True)
class Message:
    """Screen readers and notifications read only ``text`` (mrkdwn, escaped), so it is never left out or shortened."""

    text: str
    blocks: list[Block] = field(default_factory=list)

    def as_payload(self) -> dict[str, Any]:
        """The arguments for ``chat.postMessage`` and its kin; links are not unfurled."""
        payload: dict[str, Any] = {"text": self.text, "unfurl_links": False, "unfurl_media": False}
        if self.blocks:
            payload["blocks"] = self.blocks
        return payload

    def as_update(self) -> dict[str, Any]:
        """The arguments for ``chat.update``, which knows nothing of unfurling; blocks of before are taken away."""
        return {"text": self.text, "blocks": self.blocks}

    @classmethod
    def plain(cls, text: str) -> "Message":
        """A message of text only, shown exactly as it is written."""
        return cls(escape(text))


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters of escaped mrkdwn, with an ellipsis where something was cut.

    What Slack reads as one sign is left out whole: half an ``&amp;`` would show as the letters that it is written in.
    """
    return text if len(text) <= limit else _HALF.sub("", text[: limit - 1]).rstrip() + "…"


def escaped_parts(text: str, limit: int = SECTION) -> list[str]:
    """A text from people, escaped, in parts that each fit into one section: nothing of it is lost."""
    parts: list[str] = []
    rest = text
    while rest:
        part = rest[:limit]
        while len(escape(part)) > limit:
            # Each sign that is escaped grows by at most four: so many fewer are surely not too few.
            part = part[: len(part) - max((len(escape(part)) - limit) // 5, 1)]
        if len(part) < len(rest):
            # At the last line or word that fits, unless that would leave half of the section empty.
            end = max(part.rfind("\n"), part.rfind(" "))
            part = part[:end] if end > len(part) // 2 else part
        parts.append(escape(part).strip() or " ")
        rest = rest[len(part) :]
    return [part for part in parts if part.strip()]


def long_section(text: str, *, block_id: str) -> list[Block]:
    """Sections that show the whole of a text from people, which is escaped here."""
    return [
        section(part, block_id=f"{block_id}.{number}" if number else block_id)
        for number, part in enumerate(escaped_parts(text))
    ]


def section(text: str, *, block_id: str, accessory: Block | None = None) -> Block:
    """A section of mrkdwn; the caller has escaped what people typed. At most 3,000 characters are shown."""
    block: Block = {"type": "section", "block_id": block_id, "text": {"type": "mrkdwn", "text": cut(text, SECTION)}}
    if accessory:
        block["accessory"] = accessory
    return block


def plain_section(text: str, *, block_id: str) -> Block:
    """A section that is shown exactly as it is written."""
    return {
        "type": "section",
        "block_id": block_id,
        "text": {"type": "plain_text", "text": shorten(text, 3000), "emoji": False},
    }


def context(text: str, *, block_id: str) -> Block:
    """A line of small print in mrkdwn."""
    element = {"type": "mrkdwn", "text": cut(text, SECTION)}
    return {"type": "context", "block_id": block_id, "elements": [element]}


def header(text: str, *, block_id: str) -> Block:
    """A heading of at most 150 characters."""
    return {
        "type": "header",
        "block_id": block_id,
        "text": {"type": "plain_text", "text": shorten(text, 150), "emoji": False},
    }


def button(
    label: str, *, action_id: str, value: str = "", style: str | None = None, confirm: Block | None = None
) -> Block:
    """A button; its label is cut at 75 characters."""
    element: Block = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": shorten(label, 75), "emoji": False},
    }
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def actions(elements: list[Block], *, block_id: str) -> Block:
    """A row of buttons and selects; at most 25."""
    return {"type": "actions", "block_id": block_id, "elements": elements[:25]}
