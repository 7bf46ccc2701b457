"""Response URLs: five answers within thirty minutes (of the playground's clock), to the place they came from."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

USES = 5
SECONDS = 30 * 60


@dataclass
class ResponseUrl:
    user: str
    channel: str
    born: float
    message_ts: str | None = None
    thread_ts: str | None = None
    left: int = USES


class ResponseUrls:
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._held: dict[str, ResponseUrl] = {}

    def new(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        """The secret last part of a new address."""
        secret = secrets.token_urlsafe(24)
        self._held[secret] = ResponseUrl(user, channel, self._now(), message_ts, thread_ts)
        return secret

    def find(self, secret: str) -> ResponseUrl | None:
        return self._held.get(secret)

    def expired(self, url: ResponseUrl) -> bool:
        return url.left <= 0 or self._now() - url.born > SECONDS
