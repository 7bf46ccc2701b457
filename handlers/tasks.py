"""Calls that are not lost: Bolt holds the tasks of its listeners only weakly, and a stop must not cut them off."""

import asyncio
import sys
from collections.abc import Coroutine, Generator, Iterator
from contextlib import contextmanager
from typing import Any


def keep_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Give a loop a task factory that holds each task until it is done.

    On Python 3.12 and later the tasks start eagerly: a listener runs up to its first wait at once, so that an ack
    is mostly there before Bolt first polls for it.
    """
    held: set[asyncio.Task[Any]] = set()

    def make(
        loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any] | Generator[Any, None, Any], **kwargs: Any
    ) -> asyncio.Task[Any]:
        task: asyncio.Task[Any]
        if sys.version_info >= (3, 12):
            task = asyncio.eager_task_factory(loop, coro, **kwargs)
        else:
            task = asyncio.Task(coro, loop=loop, **kwargs)
        if not task.done():
            held.add(task)
            task.add_done_callback(held.discard)
        return task

    loop.set_task_factory(make)


class UnderWay:
    """Counts the calls that are being answered, so that a stop can wait for them."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """While this context lasts, one call more is under way."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if self._count == 0:
                self._idle.set()

    async def drained(self, seconds: float) -> bool:
        """Wait until no call is under way; False when some still are after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
