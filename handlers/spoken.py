"""What people typed, from what Slack sends of it: links, mentions and escaped signs as they were written."""

import html
import re

#: Slack's own markup: <@U1|name>, <#C1|name>, <!channel>, <!date^…|words>, <https://…|words>.
_MARKED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def spoken(text: str) -> str:
    """The words of a message or a command. What names nobody that we could show (an id alone) is left out."""
    return html.unescape(_MARKED.sub(_words, text)).strip()


def _words(found: re.Match[str]) -> str:
    kind, target, label = found.group(1), found.group(2), found.group(3)
    if kind == "":
        return label or target
    if kind == "!":
        return label or ("" if "^" in target else f"@{target}")
    return f"{kind}{label}" if label else ""
