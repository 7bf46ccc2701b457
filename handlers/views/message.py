"""A message as a value: a text that says everything, and blocks that show it better."""

from dataclasses import dataclass, field
from typing import Any

from bot.text.escape import escape, shorten

Block = dict[str, Any]


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

    @classmethod
    def plain(cls, text: str) -> "Message":
        """A message of text only, shown exactly as it is written."""
        return cls(escape(text))


def section(text: str, *, block_id: str, accessory: Block | None = None) -> Block:
    """A section of mrkdwn; the caller has escaped what people typed. At most 3,000 characters are shown."""
    block: Block = {"type": "section", "block_id": block_id, "text": {"type": "mrkdwn", "text": shorten(text, 3000)}}
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
    element = {"type": "mrkdwn", "text": shorten(text, 3000)}
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
