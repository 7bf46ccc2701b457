"""Waiting for a condition without polling: whoever changes something rings, whoever waits looks again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """The first thing that ``look`` finds; ``None`` when the time is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            found = look()
            if found is not None:
                return found
            left = end - loop.time()
            if left <= 0:
                return None
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiting.add(waiter)
            try:
                await asyncio.wait_for(waiter, left)
            except TimeoutError:
                return look()
            finally:
                self._waiting.discard(waiter)
