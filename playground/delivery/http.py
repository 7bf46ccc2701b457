"""Signed HTTP: each event, command and interaction is posted to the app's request URL.

The signature is Slack's v0: HMAC-SHA256 of ``v0:timestamp:body`` with the signing secret. Its timestamp is real
time, not the playground's clock, because libraries compare it with the computer's clock.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.delivery.base import ACK_SECONDS, RETRY_AFTER, Outcome, Tasks
from playground.errors import PlaygroundError
from playground.model import SIGNING_SECRET, VERIFICATION_TOKEN, Json
from playground.traffic import Traffic


def signature(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return "v0=" + digest.hexdigest()


class SignedHttp:
    """Requests to one address, which may be set after the start: an app often needs the API's address first."""

    def __init__(
        self,
        traffic: Traffic,
        request_url: str = "",
        *,
        ack_seconds: float = ACK_SECONDS,
        retry_after: tuple[float, ...] = RETRY_AFTER,
        secret: str = SIGNING_SECRET,
    ) -> None:
        self.request_url = request_url
        self._traffic = traffic
        self._ack_seconds = ack_seconds
        self._retry_after = retry_after
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None
        self._tasks = Tasks()

    @property
    def connected(self) -> bool:
        return bool(self.request_url)

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._ack_seconds))
        return self._session

    async def _post(self, body: bytes, content_type: str, extra: dict[str, str]) -> tuple[Outcome, str, bool]:
        """The outcome, Slack's retry reason, and whether the app asked for no retry."""
        if not self.request_url:
            return Outcome(False, error="dispatch_failed"), "connection_failed", False
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (playground)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
            **extra,
        }
        try:
            async with self._client().post(
                self.request_url, data=body, headers=headers, allow_redirects=False
            ) as response:
                text = await response.text()
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                if response.status != 200:
                    return Outcome(False, text, "dispatch_failed"), "http_error", no_retry
                return Outcome(True, _answer(text)), "", no_retry
        except TimeoutError:
            return Outcome(False, error="operation_timeout"), "http_timeout", False
        except aiohttp.ClientError:
            return Outcome(False, error="dispatch_failed"), "connection_failed", False

    async def request(self, kind: str, payload: Json) -> Outcome:
        form = payload if kind == "command" else {"payload": json.dumps(payload)}
        body = urlencode(form).encode()
        outcome, _, _ = await self._post(body, "application/x-www-form-urlencoded", {})
        return outcome

    def event(self, body: Json) -> None:
        self._tasks.start(self._deliver(body))

    async def _deliver(self, body: Json) -> None:
        data = json.dumps(body).encode()
        reason = ""
        for attempt, wait in enumerate((0.0, *self._retry_after)):
            if wait:
                await asyncio.sleep(wait)
            extra = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
            started = time.monotonic()
            outcome, reason, no_retry = await self._post(data, "application/json", extra)
            spent = time.monotonic() - started
            name = body["event"]["type"]
            answer = reason or outcome.payload
            self._traffic.add("out", "event", name, seconds=spent, ok=outcome.ok, payload=body, response=answer)
            if outcome.ok or no_retry:
                return

    async def verify(self) -> None:
        """Slack's handshake when a request URL is entered: the challenge must come back."""
        challenge = secrets.token_urlsafe(30)
        body = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        outcome, reason, _ = await self._post(json.dumps(body).encode(), "application/json", {})
        given: Any = outcome.payload
        if isinstance(given, dict):
            given = given.get("challenge")
        right, answer = given == challenge, reason or outcome.payload
        self._traffic.add("out", "event", "url_verification", ok=right, payload=body, response=answer)
        if not outcome.ok or given != challenge:
            raise PlaygroundError(f"{self.request_url} did not answer the challenge ({reason or outcome.payload!r})")

    async def close(self) -> None:
        await self._tasks.stop()
        if self._session is not None:
            await self._session.close()


def _answer(text: str) -> Any:
    """The answer as Socket Mode would carry it: JSON, plain text as ``{"text": ...}``, or nothing."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
