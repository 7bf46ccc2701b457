"""The playground's clock: a shown time that runs at real pace and can be moved forward.

The bot runs in another process and must live in the same time. So every change is written to a small file
(``{"shown": ISO, "real": seconds, "running": true}``) which the bot reads: now is ``shown`` plus the real time
that passed since ``real``. The file is replaced atomically, a reader never sees half of it. When the file is
there at start, the playground goes on from it.

The clock never goes back, whatever the computer's own clock does.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playground.errors import PlaygroundError

FIRST_DAY = datetime(2017, 1, 30, 14, 0, tzinfo=UTC)
"""Where the clock stands when nobody says otherwise: 09:00 in New York, 15:00 in Geneva."""


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PlaygroundError(f"{moment.isoformat()} has no time zone; the playground's clock needs one")
    return moment


class PlaygroundClock:
    """A shown time plus the real time since it was set (``running=False`` freezes it, for tests)."""

    def __init__(
        self,
        shown: datetime | None = None,
        *,
        clock_file: str | os.PathLike[str] | None = None,
        running: bool = True,
        real: Callable[[], float] = time.time,
    ) -> None:
        self._real = real
        self._file = Path(clock_file) if clock_file else None
        self._running = running
        self._base = _aware(shown or FIRST_DAY).timestamp()
        self._since = real()
        self._latest = self._base
        if self._file is not None and self._file.exists():
            self._read(self._file)
        else:
            self._write()

    def _read(self, file: Path) -> None:
        try:
            kept = json.loads(file.read_text("utf-8"))
            self._base = _aware(datetime.fromisoformat(kept["shown"])).timestamp()
            self._since = float(kept["real"])
            self._running = bool(kept["running"])
        except (ValueError, KeyError, TypeError) as error:
            raise PlaygroundError(f"{file} is not a clock file of the playground: {error}") from error
        self._latest = self._base

    def keep_in(self, clock_file: str | os.PathLike[str]) -> None:
        """From now on keep the time in this file; go on from it when it exists already."""
        self._file = Path(clock_file)
        if self._file.exists():
            self._read(self._file)
        else:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            return
        shown = datetime.fromtimestamp(self._base, UTC).isoformat()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        half = self._file.with_name(self._file.name + ".new")
        with half.open("w", encoding="utf-8") as out:
            out.write(json.dumps({"shown": shown, "real": self._since, "running": self._running}) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(half, self._file)

    @property
    def running(self) -> bool:
        return self._running

    def now(self) -> float:
        """Seconds since 1970, as shown."""
        moment = self._base + (self._real() - self._since if self._running else 0.0)
        self._latest = max(self._latest, moment)
        return self._latest

    def moment(self) -> datetime:
        """Now, as shown, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def move_to(self, when: datetime | float) -> float:
        """Move forward to a moment; a moment that has passed is refused."""
        target = _aware(when).timestamp() if isinstance(when, datetime) else float(when)
        now = self.now()
        if target < now:
            raise PlaygroundError(
                f"the clock never goes back: it shows {datetime.fromtimestamp(now, UTC).isoformat()}, "
                f"asked for {datetime.fromtimestamp(target, UTC).isoformat()}"
            )
        self._base = self._latest = target
        self._since = self._real()
        self._write()
        return target

    def advance(self, by: timedelta) -> float:
        return self.move_to(self.now() + by.total_seconds())
