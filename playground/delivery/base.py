"""What both ways of delivery have in common.

A *request* (command, interaction) is tried once and its answer is waited for, as a person stands before it. An
*event* is tried again until the app has taken it, three times at most, and nobody waits.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from playground.model import Json

ACK_SECONDS = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)
"""Slack's waits before the second, third and fourth try of an event, in real seconds."""

ANSWERED = ("command", "view_submission", "block_suggestion")
"""What may be answered in the ack itself."""


@dataclass
class Outcome:
    """How a delivery ended; ``error`` is Slack's word for what went wrong."""

    ok: bool
    payload: Any = None
    error: str = ""


class Delivery(Protocol):
    """One of the two ways."""

    @property
    def connected(self) -> bool: ...

    async def request(self, kind: str, payload: Json) -> Outcome: ...

    def event(self, body: Json) -> None: ...

    async def close(self) -> None: ...


class Tasks:
    """Background tasks that are held on to, and ended at the end."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
