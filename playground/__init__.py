"""A small local Slack, to try an app without a workspace and to test against. See ``docs/playground.md``."""

from playground.clock import PlaygroundClock
from playground.errors import ManifestError, PlaygroundError
from playground.model import Acked, Message, Submitted
from playground.person import Person, View
from playground.playground import Playground

__all__ = [
    "Acked",
    "ManifestError",
    "Message",
    "Person",
    "Playground",
    "PlaygroundClock",
    "PlaygroundError",
    "Submitted",
    "View",
]
