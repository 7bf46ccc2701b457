"""Tasks that are not lost: Bolt holds the tasks of its listeners only weakly, so we keep them until they end."""

import asyncio
import sys
from collections.abc import Coroutine, Generator
from typing import Any


class TaskKeeper:
    """A task factory that keeps a reference to each task, and drains them at shutdown.

    On Python 3.12 and later the tasks start eagerly: a listener runs up to its first wait at once, so that an ack
    is mostly there before Bolt first polls for it.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make the loop create its tasks here."""
        loop.set_task_factory(self._make)

    def _make(
        self, loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any] | Generator[Any, None, Any], **kwargs: Any
    ) -> asyncio.Task[Any]:
        task: asyncio.Task[Any]
        if sys.version_info >= (3, 12):
            task = asyncio.eager_task_factory(loop, coro, **kwargs)
        else:
            task = asyncio.Task(coro, loop=loop, **kwargs)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return task

    async def drain(self, seconds: float, *, but: set[asyncio.Task[Any]] | None = None) -> int:
        """Wait for the tasks that still run; returns how many were not done in time."""
        waiting = {task for task in self._tasks if task is not asyncio.current_task() and task not in (but or set())}
        if not waiting:
            return 0
        _, unfinished = await asyncio.wait(waiting, timeout=seconds)
        return len(unfinished)
