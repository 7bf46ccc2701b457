"""Web API calls over HTTP: reading the arguments, the faults, the rate limits, and the traffic."""

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from playground.api import chat, conversations, files, misc, users, views
from playground.api.registry import Call, check_call
from playground.core import LocalSlack
from playground.errors import ApiError
from playground.faults import Fault
from playground.model import Json

FAMILIES = (chat, conversations, files, misc, users, views)
"""Importing a family registers its methods."""


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """The arguments of a call and its token, from wherever slack_sdk put them."""
    args: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            body = await request.text()
            try:
                given = json.loads(body) if body else {}
            except ValueError:
                raise ApiError("invalid_json") from None
            if not isinstance(given, dict):
                raise ApiError("json_not_object")
            args |= given
        else:
            args |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    token = str(args.pop("token", ""))
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        token = header[7:].strip()
    return {k: v for k, v in args.items() if v is not None}, token


def _run(call: Call, token: str) -> Json:
    known = check_call(call, token)
    return {"ok": True} | known.handler(call)


def _break(request: web.Request) -> web.Response:
    """Break the connection in the middle, without an answer."""
    if isinstance(request.transport, asyncio.WriteTransport):
        request.transport.abort()
    return web.Response()


def _held_back(slack: LocalSlack, call: Call) -> int:
    if not slack.faults.rate_limits:
        return 0
    return slack.limits.wait(call.method, call.text("channel") or None)


def _before(slack: LocalSlack, name: str, fault: Fault | None) -> tuple[int, Json, dict[str, str]] | None:
    """The answer of a fault that keeps the call from being carried out."""
    if fault is None or fault.kind == "drop_before":
        return None
    if fault.kind == "ratelimited":
        return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(int(fault.seconds))}
    if fault.kind == "http_error":
        return fault.status, {"ok": False, "error": "service_unavailable"}, {}
    return 200, {"ok": False, "error": fault.code if fault.kind == "error" else "internal_error"}, {}


async def serve(slack: LocalSlack, request: web.Request) -> web.Response:
    name = request.match_info["method"]
    started = time.monotonic()
    args: Json = {}
    headers: dict[str, str] = {}
    status = 200
    fault = slack.faults.take(name, "ratelimited", "http_error", "internal_error", "error", "drop_before")
    after: Fault | None = None
    answer: Json
    try:
        args, token = await _arguments(request)
        call = Call(slack, name, args)
        stopped = _before(slack, name, fault)
        wait = _held_back(slack, call)
        if stopped is not None:
            status, answer, headers = stopped
        elif fault is not None:
            answer = {"ok": False, "error": "(the connection was broken before)"}
        elif wait:
            status, answer, headers = 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(wait)}
        else:
            answer = _run(call, token)
            after = slack.faults.take(name, "drop_after", "http_error_after", "fatal_error", "slow")
    except ApiError as refused:
        answer = refused.body()
    record: Any = answer
    if after is not None and after.kind == "slow":
        await asyncio.sleep(after.seconds)
    if after is not None and after.kind == "drop_after":
        record = answer | {"playground": "the connection was broken after"}
    elif after is not None and after.kind == "http_error_after":
        status, record = after.status, answer | {"playground": f"answered with HTTP {after.status}"}
        answer = {"ok": False, "error": "service_unavailable"}
    elif after is not None and after.kind == "fatal_error":
        answer = record = {"ok": False, "error": "fatal_error"}
    spent = time.monotonic() - started
    ok = bool(answer.get("ok")) and record is answer
    slack.traffic.add("in", "api", name, seconds=spent, ok=ok, payload=args, response=record)
    slack.bell.ring()
    if (fault and fault.kind == "drop_before") or (after and after.kind == "drop_after"):
        return _break(request)
    scopes = ",".join(slack.manifest.scopes)
    return web.json_response(answer, status=status, headers={"X-OAuth-Scopes": scopes} | headers)
