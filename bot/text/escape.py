"""Text from people, made safe to stand inside Slack's mrkdwn and inside files."""

import re

#: What XML 1.0 cannot hold (section 2.2, "Char"); a file with one of them would not open.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """The text with the three characters that Slack gives a meaning to replaced, so nobody is pinged by it.

    Source: docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def for_xml(text: str) -> str:
    """The text without the characters that no XML file can hold."""
    return _NOT_IN_XML.sub("", text)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
