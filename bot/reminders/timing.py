"""The times of the protocol, in seconds, and the clocks that they run on."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.settings import Settings

Sleep = Callable[[float], Awaitable[None]]
#: Between the last moment at which a call may begin and the end of its lease, beyond the time-out of the call.
MARGIN = 5.0
#: One message a second in a channel is what Slack asks for (docs.slack.dev/apis/web-api/rate-limits).
CHANNEL_GAP = 1.0


def boot_seconds() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps or the process is stopped."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the outbox waits and holds. The lease must outlive a call to Slack: otherwise a second worker would
    read the channel back while the first is still sending."""

    timeout_seconds: float = 20.0
    lease_seconds: float = 60.0
    settle_seconds: float = 120.0
    #: How long a channel or workspace rests when Slack cannot be reached at all before anything was sent.
    rest_seconds: float = 30.0
    #: Reminders taken at once. With a look every five seconds this is some 300 a minute, which Slack bears.
    batch: int = 25
    #: Reminders of a batch that are under way at the same time.
    abreast: int = 5
    channel_gap: float = CHANNEL_GAP

    def __post_init__(self) -> None:
        if self.lease_seconds <= self.timeout_seconds + MARGIN:
            raise ValueError(
                f"the lease of {self.lease_seconds:g} s must be longer than the time-out of a call to Slack,"
                f" {self.timeout_seconds:g} s, and {MARGIN:g} s more"
            )
        if min(self.timeout_seconds, self.batch, self.abreast) <= 0 or self.settle_seconds < 0:
            raise ValueError("the times of the outbox must be positive")

    @property
    def fresh_seconds(self) -> float:
        """How long after the decision to send the call may still begin, so that it ends within the lease."""
        return self.lease_seconds - self.timeout_seconds - MARGIN

    @classmethod
    def of(cls, settings: Settings) -> "Timing":
        """The times that follow from the settings."""
        timeout = float(settings.slack_timeout_seconds)
        return cls(
            timeout_seconds=timeout,
            lease_seconds=max(60.0, 2 * timeout + 2 * MARGIN),
            settle_seconds=settings.settle_seconds,
        )


class Pacer:
    """Keeps a gap between two messages in one channel, within this process."""

    def __init__(self, gap: float, *, boot_time: Callable[[], float] = boot_seconds, sleep: Sleep = asyncio.sleep):
        self._gap, self._boot_time, self._sleep = gap, boot_time, sleep
        self._free_at: dict[str, float] = {}

    async def turn(self, channel: str) -> None:
        """Wait until it is this message's turn in the channel."""
        now = self._boot_time()
        self._free_at = {name: at for name, at in self._free_at.items() if at > now}
        turn = max(now, self._free_at.get(channel, now))
        self._free_at[channel] = turn + self._gap
        if turn > now:
            await self._sleep(turn - now)
