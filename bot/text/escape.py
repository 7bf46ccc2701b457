"""Text from people, made safe to stand inside Slack's mrkdwn."""


def escape(text: str) -> str:
    """The text with the three characters that Slack gives a meaning to replaced, so nobody is pinged by it.

    Source: docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
