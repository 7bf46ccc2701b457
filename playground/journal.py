"""The memory of the playground: one JSON line per change, written before the change is told to anybody.

Append-only and flushed to the operating system at every line, so ``kill -9`` of the process loses nothing that
was answered. (A power cut may: there is no fsync per line, this is a toy for trying and testing.) A last line
that was cut off in the middle is dropped at the next start.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


class Journal:
    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._out: IO[bytes] | None = None

    def replay(self) -> Iterator[dict[str, Any]]:
        """What was written by earlier runs, oldest first; cuts off a half-written last line."""
        if self._path is None or not self._path.exists():
            return
        good = 0
        with self._path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                good += len(line)
                yield json.loads(line)
        if good < self._path.stat().st_size:
            with self._path.open("r+b") as out:
                out.truncate(good)

    def write(self, change: dict[str, Any]) -> None:
        if self._path is None:
            return
        if self._out is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._out = self._path.open("ab")
        self._out.write(json.dumps(change, ensure_ascii=False).encode() + b"\n")
        self._out.flush()

    def close(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None
