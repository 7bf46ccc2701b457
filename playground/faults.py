"""What shall go wrong: each fault hits a method (or all) a number of times, then is over.

``drop_after`` is the nasty one: the call is carried out, the message is there, and the connection breaks before
the answer, which is when a client that tries again posts twice.
"""

from dataclasses import asdict, dataclass

from playground.errors import PlaygroundError
from playground.model import Json

KINDS: dict[str, str] = {
    "ratelimited": "HTTP 429 with Retry-After (`seconds`), not carried out",
    "http_error": "an HTTP error (`status`, 503 unless told), not carried out",
    "http_error_after": "carried out, then an HTTP error (`status`)",
    "internal_error": "`internal_error`, not carried out",
    "fatal_error": "`fatal_error`, carried out all the same",
    "error": "any error code of Slack (`code`), not carried out",
    "drop_before": "the connection breaks, not carried out",
    "drop_after": "carried out, then the connection breaks",
    "slow": "carried out, answered after `seconds`",
    "history_lag": "history and replies lack what is younger than `seconds` of the playground's clock",
    "events_twice": "an event is delivered twice",
}


@dataclass
class Fault:
    kind: str
    method: str = "*"
    times: int = 1
    seconds: float = 1.0
    status: int = 503
    code: str = "internal_error"


class Faults:
    """The faults that are switched on. ``times=-1`` means until it is switched off."""

    def __init__(self) -> None:
        self._on: list[Fault] = []
        self.rate_limits = False

    def add(
        self,
        kind: str,
        method: str = "*",
        *,
        times: int = 1,
        seconds: float = 1.0,
        status: int = 503,
        code: str = "internal_error",
    ) -> Fault:
        if kind not in KINDS:
            raise PlaygroundError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        fault = Fault(kind, method, times, seconds, status, code)
        self._on.append(fault)
        return fault

    def clear(self) -> None:
        self._on.clear()
        self.rate_limits = False

    def take(self, method: str, *kinds: str) -> Fault | None:
        """The first fault of these kinds that hits this method now; it counts as used once."""
        for fault in self._on:
            if fault.kind in kinds and fault.method in ("*", method) and fault.times != 0:
                if fault.times > 0:
                    fault.times -= 1
                return fault
        return None

    def shown(self) -> list[Json]:
        return [asdict(f) for f in self._on if f.times != 0]
