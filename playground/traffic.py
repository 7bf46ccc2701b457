"""What went to and fro between the app and the playground, for the drawer of the page and for tests."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from playground.model import Json


@dataclass
class Entry:
    """One exchange; ``in`` is from the app to Slack, ``out`` from Slack to the app."""

    n: int
    at: float
    direction: str
    kind: str
    name: str
    ms: float
    ok: bool
    payload: Any
    response: Any

    def shown(self) -> Json:
        return asdict(self)


class Traffic:
    """The latest exchanges, numbered; older ones than ``most`` are forgotten."""

    def __init__(self, now: Callable[[], float], most: int = 20_000) -> None:
        self._now = now
        self._entries: deque[Entry] = deque(maxlen=most)
        self._count = 0
        self.listeners: list[Callable[[Entry], None]] = []

    def add(
        self,
        direction: str,
        kind: str,
        name: str,
        *,
        seconds: float = 0.0,
        ok: bool,
        payload: Any,
        response: Any = None,
    ) -> None:
        self._count += 1
        entry = Entry(self._count, self._now(), direction, kind, name, round(seconds * 1000, 1), ok, payload, response)
        self._entries.append(entry)
        for listener in self.listeners:
            listener(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def after(self, n: int) -> list[Entry]:
        return [e for e in self._entries if e.n > n]

    def calls(self, name: str, *, ok: bool | None = None) -> list[Entry]:
        """Calls of one Web API method, accepted (``ok=True``), refused, or both."""
        return [e for e in self._entries if e.kind == "api" and e.name == name and ok in (None, e.ok)]

    def of(self, kind: str) -> list[Entry]:
        return [e for e in self._entries if e.kind == kind]
