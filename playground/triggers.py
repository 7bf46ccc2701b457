"""Trigger ids: each opens one view, once, within three seconds of real (monotonic) time."""

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from playground.errors import ApiError


@dataclass
class Trigger:
    user: str
    born: float
    view_id: str | None = None
    used: bool = False


class Triggers:
    """Hands out trigger ids and takes them back. ``seconds`` is Slack's three; tests may shorten it."""

    def __init__(self, seconds: float = 3.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._monotonic = monotonic
        self._held: dict[str, Trigger] = {}
        self._count = itertools.count(1_000_001)

    def new(self, user: str, view_id: str | None = None) -> str:
        """A trigger of what this person did just now, in this view if in one."""
        ident = f"{next(self._count)}.{secrets.randbelow(9_000_000) + 1_000_000}.{secrets.token_hex(16)}"
        self._held[ident] = Trigger(user, self._monotonic(), view_id)
        return ident

    def take(self, ident: str) -> Trigger:
        trigger = self._held.get(ident)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if self._monotonic() - trigger.born > self.seconds:
            raise ApiError("expired_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def give_back(self, trigger: Trigger) -> None:
        """A refused view does not use the trigger up."""
        trigger.used = False
