"""The clock. Nothing else in the project asks the system for the date: whoever needs "now" is given a clock."""

import datetime as dt
import json
import time
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> dt.datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> dt.datetime:
        """The present instant in UTC."""
        return dt.datetime.now(dt.UTC)


class StandingClock:
    """A clock that stands where it was set, for tests, for questions "as of" a date and for simulations."""

    def __init__(self, instant: dt.datetime) -> None:
        self.set(instant)

    def set(self, instant: dt.datetime) -> None:
        """Put the clock to an instant. Raises ValueError for a time without a zone."""
        if instant.tzinfo is None:
            raise ValueError("a clock needs a time with a zone")
        self._instant = instant.astimezone(dt.UTC)

    def now(self) -> dt.datetime:
        """The instant that was set."""
        return self._instant


class FileClock:
    """A clock that somebody else moves, through a small file: the playground moves the bot's time with it.

    The file holds JSON with ``shown`` (the instant that the clock shows, ISO 8601), ``real`` (seconds since 1970 at
    which it was set) and ``running``. A file that is missing or being replaced leaves the last reading in force.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._shown: dt.datetime | None = None
        self._real = 0.0
        self._running = True

    def now(self) -> dt.datetime:
        """The instant that the file shows; the computer's own as long as there has been no file."""
        self._read()
        if self._shown is None:
            return dt.datetime.now(dt.UTC)
        elapsed = time.time() - self._real if self._running else 0.0
        return self._shown + dt.timedelta(seconds=max(elapsed, 0.0))

    def _read(self) -> None:
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
            if stamp == self._stamp:
                return
            content = json.loads(self._path.read_text(encoding="utf-8"))
            shown = dt.datetime.fromisoformat(content["shown"]).astimezone(dt.UTC)
            self._real, self._running = float(content["real"]), bool(content.get("running", True))
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return
        self._shown, self._stamp = shown, stamp
