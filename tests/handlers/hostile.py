"""Text that people and machines send: each must go through every view and message without harm."""

from typing import Any

HOSTILE = [
    "x",
    "a" * 3001,
    "&<>" * 1000,
    "🎉" * 3000,
    "مؤتمر الهجرة في بيروت " * 40,
    "\u202eevil\u202c <!channel> <@U123> <https://example.org|click>",
    "<!here> *bold* _it_ ```code```",
    '=HYPERLINK("https://example.org";"x")',
    "'; DROP TABLE contribution; --",
    "{0} {title} %s",
    "line\nline\n" * 300,
    "\u200b",
]


def texts_in(thing: Any) -> list[tuple[str, str]]:
    """Each text object within blocks, as (type, text)."""
    if isinstance(thing, dict):
        if thing.get("type") in ("plain_text", "mrkdwn") and isinstance(thing.get("text"), str):
            return [(thing["type"], thing["text"])]
        return [found for value in thing.values() for found in texts_in(value)]
    if isinstance(thing, list):
        return [found for value in thing for found in texts_in(value)]
    return []


def pings(payload: dict[str, Any]) -> list[str]:
    """Texts that Slack would read a mention, a ping or a hidden link in."""
    read = [text for kind, text in texts_in(payload.get("blocks", [])) if kind == "mrkdwn"] + [payload["text"]]
    return [text for text in read if "<" in text or ">" in text]
