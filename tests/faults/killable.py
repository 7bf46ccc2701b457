"""A worker process for the kill tests: sends what is due to a file, slowly enough to be killed in the middle.

Arguments: the database's URL, the file of posts, and the instant that the clock shows.
"""

import asyncio
import datetime as dt
import os
import sys
from pathlib import Path

from bot.clock import StandingClock
from bot.reminders.messenger import Absent, Found, Held, Notice, Outcome, Reading, Refused, Sent
from bot.reminders.outbox import Outbox
from bot.reminders.settling import Settler
from bot.reminders.timing import Timing
from storage.store import Store

TIMING = Timing(timeout_seconds=2, lease_seconds=60, settle_seconds=120, channel_gap=0, abreast=2)


class FileSlack:
    """A post is a line in a file, written through to the disk; the answer comes a little later."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, notice: Notice) -> Outcome:
        await asyncio.sleep(0.005)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, f"{notice.key}\n".encode())
        os.fsync(descriptor)
        os.close(descriptor)
        await asyncio.sleep(0.005)
        return Sent("1.1")

    async def find(self, channel: str, key: str, since: dt.datetime) -> Reading:
        return Found("1.1") if key in self.path.read_text().split() else Absent()

    async def open_channel(self, slack_user_id: str) -> str | Refused | Held:
        return f"D{slack_user_id}"


async def main(url: str, path: str, instant: str) -> None:
    store, slack = Store(url), FileSlack(Path(path))
    clock = StandingClock(dt.datetime.fromisoformat(instant))
    print("ready", flush=True)  # noqa: T201
    await Settler(store, slack, clock, TIMING).settle()
    while await Outbox(store, slack, clock, TIMING).dispatch():
        pass
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
