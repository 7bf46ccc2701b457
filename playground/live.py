"""What the pages are told while it happens: one WebSocket per window, each for one person."""

import asyncio
import json

from aiohttp import web

from playground.model import Json


class Live:
    """Open pages. Telling never waits: each page has a queue, and a page that hangs only hurts itself."""

    def __init__(self) -> None:
        self._pages: list[tuple[str, asyncio.Queue[str]]] = []

    def tell(self, user: str | None, what: Json) -> None:
        """Tell the pages of one person, or all of them."""
        if not self._pages:
            return
        line = json.dumps(what, ensure_ascii=False, default=str)
        for who, queue in self._pages:
            if user in (None, who):
                queue.put_nowait(line)

    def watched(self) -> set[str]:
        return {who for who, _ in self._pages}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ws = web.WebSocketResponse(heartbeat=30)
        await ws.prepare(request)
        page = (request.query["as"], asyncio.Queue[str]())
        self._pages.append(page)
        sender = asyncio.create_task(self._send(ws, page[1]))
        try:
            async for _ in ws:
                pass
        finally:
            self._pages.remove(page)
            sender.cancel()
        return ws

    async def _send(self, ws: web.WebSocketResponse, queue: asyncio.Queue[str]) -> None:
        try:
            while True:
                await ws.send_str(await queue.get())
        except (ConnectionError, RuntimeError):
            return

    async def close(self) -> None:
        self._pages.clear()
