"""Slack's rate limits, switched off unless asked for: tiers per minute, and one message a second a channel.

Counted in real (monotonic) time. Slack tolerates bursts and does not say which; here a tier is a sliding minute.
"""

import math
import time
from collections import deque
from collections.abc import Callable

PER_MINUTE: dict[str, int] = {
    "apps.connections.open": 1,
    "conversations.list": 20,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.info": 50,
    "conversations.open": 50,
    "conversations.members": 100,
    "users.list": 20,
    "users.info": 100,
    "users.lookupByEmail": 50,
    "users.conversations": 50,
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "files.info": 100,
    "reactions.add": 50,
    "bots.info": 50,
}


class RateLimits:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._used: dict[str, deque[float]] = {}

    def wait(self, method: str, channel: str | None) -> int:
        """Zero when the call may pass, else the seconds for Retry-After."""
        now = self._monotonic()
        if method == "chat.postMessage":
            return self._count(f"{method} {channel}", 1, 1.0, now)
        most = PER_MINUTE.get(method)
        return self._count(method, most, 60.0, now) if most else 0

    def _count(self, key: str, most: int, window: float, now: float) -> int:
        used = self._used.setdefault(key, deque())
        while used and used[0] <= now - window:
            used.popleft()
        if len(used) >= most:
            return max(1, math.ceil(used[0] + window - now))
        used.append(now)
        return 0
