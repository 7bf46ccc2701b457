"""Socket Mode: the app opens WebSockets, and each envelope goes to exactly one of them.

Acks are taken on any connection of the app. An event whose connection breaks before the ack, or that is not acked
in time, is sent again (on another connection if there is one); a command is not, as in Slack. An event that finds
no connection waits for one: the real service gives up after some minutes, the playground does not.
"""

import asyncio
import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from playground.delivery.base import ACK_SECONDS, ANSWERED, RETRY_AFTER, Outcome, Tasks
from playground.model import APP_ID, Json
from playground.signals import Bell
from playground.traffic import Traffic

MOST_CONNECTIONS = 10
_BROKEN = object()


@dataclass(eq=False)
class Connection:
    ws: web.WebSocketResponse
    transport: asyncio.BaseTransport | None
    leaving: bool = False
    open_envelopes: set[str] = field(default_factory=set)


class SocketMode:
    """The server's side of Socket Mode."""

    def __init__(
        self,
        traffic: Traffic,
        *,
        ack_seconds: float = ACK_SECONDS,
        retry_after: tuple[float, ...] = RETRY_AFTER,
    ) -> None:
        self._traffic = traffic
        self._ack_seconds = ack_seconds
        self._retry_after = retry_after
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._turn = 0
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._tasks = Tasks()
        self.bell = Bell()

    @property
    def connected(self) -> bool:
        return bool(self._usable())

    @property
    def connections(self) -> int:
        return len(self._usable())

    def _usable(self) -> list[Connection]:
        return [c for c in self._connections if not c.leaving and not c.ws.closed]

    # -- connecting ------------------------------------------------------------------------------------------

    def ticket(self) -> str:
        """The secret part of an address that ``apps.connections.open`` gives out; good for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or len(self._usable()) >= MOST_CONNECTIONS:
            return web.Response(status=403, text="this address was used before, or there are too many connections")
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(max_msg_size=16 * 1024 * 1024)
        await ws.prepare(request)
        connection = Connection(ws, request.transport)
        await ws.send_json(
            {
                "type": "hello",
                "num_connections": len(self._usable()) + 1,
                "connection_info": {"app_id": APP_ID},
                "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
            }
        )
        self._connections.append(connection)
        self.bell.ring()
        try:
            async for message in ws:
                if message.type == WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self._connections.remove(connection)
            for envelope in connection.open_envelopes:
                self._resolve(envelope, _BROKEN)
            self.bell.ring()
        return ws

    def _take(self, data: str) -> None:
        try:
            ack = json.loads(data)
        except ValueError:
            self._traffic.add("in", "ack", "not JSON", ok=False, payload=data)
            return
        envelope = ack.get("envelope_id") if isinstance(ack, dict) else None
        if envelope is None:
            self._traffic.add("in", "ack", "no envelope_id", ok=False, payload=ack)
        elif not self._resolve(envelope, ack.get("payload")):
            self._traffic.add("in", "ack", "unknown or late envelope_id", ok=False, payload=ack)

    def _resolve(self, envelope: str, answer: Any) -> bool:
        waiting = self._acks.get(envelope)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(answer)
        return True

    # -- delivering ------------------------------------------------------------------------------------------

    def _choose(self) -> Connection | None:
        usable = self._usable()
        if not usable:
            return None
        self._turn += 1
        return usable[self._turn % len(usable)]

    async def _send(self, kind: str, payload: Json, extra: Json, *, until_broken: bool) -> Outcome:
        connection = self._choose()
        if connection is None:
            return Outcome(False, error="dispatch_failed")
        types = {"event": "events_api", "command": "slash_commands"}
        envelope = str(uuid.uuid4())
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[envelope] = answer
        if until_broken:
            connection.open_envelopes.add(envelope)
        try:
            await connection.ws.send_json(
                {
                    "envelope_id": envelope,
                    "type": types.get(kind, "interactive"),
                    "payload": payload,
                    "accepts_response_payload": kind in ANSWERED,
                    **extra,
                }
            )
            got = await asyncio.wait_for(answer, self._ack_seconds)
        except TimeoutError:
            return Outcome(False, error="operation_timeout")
        except (ConnectionError, RuntimeError):
            connection.leaving = True
            return Outcome(False, error="dispatch_failed")
        finally:
            connection.open_envelopes.discard(envelope)
            del self._acks[envelope]
        if got is _BROKEN:
            return Outcome(False, error="connection_broken")
        return Outcome(True, got)

    async def request(self, kind: str, payload: Json) -> Outcome:
        return await self._send(kind, payload, {}, until_broken=False)

    def event(self, body: Json) -> None:
        self._tasks.start(self._deliver(body))

    async def _deliver(self, body: Json) -> None:
        """Only an event that was not acked in time uses up a try; one that met a broken connection does not."""
        waits = list(self._retry_after)
        attempt, reason = 0, ""
        while True:
            while not self.connected:
                await self.bell.until(lambda: self.connected or None, 3600)
            started = time.monotonic()
            extra = {"retry_attempt": attempt, "retry_reason": reason}
            outcome = await self._send("event", body, extra, until_broken=True)
            name = body["event"]["type"]
            spent = time.monotonic() - started
            answer = outcome.error or outcome.payload
            self._traffic.add("out", "event", name, seconds=spent, ok=outcome.ok, payload=body, response=answer)
            if outcome.ok:
                return
            attempt += 1
            reason = "connection_failed"
            if outcome.error == "operation_timeout":
                reason = "timeout"
                if not waits:
                    return
                await asyncio.sleep(waits.pop(0))

    # -- trouble ---------------------------------------------------------------------------------------------

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask each connection to go and come back, as Slack does every few hours."""
        for connection in self._usable():
            connection.leaving = True
            await connection.ws.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            )

    def drop(self) -> None:
        """Break all connections without a word."""
        for connection in list(self._connections):
            connection.leaving = True
            if isinstance(connection.transport, asyncio.WriteTransport):
                connection.transport.abort()

    async def close(self) -> None:
        await self._tasks.stop()
        for connection in list(self._connections):
            await connection.ws.close()
