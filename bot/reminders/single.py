"""One bot process on one SQLite file: the second one is refused."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from storage.store import async_url


class AlreadyRunning(Exception):
    """Another process serves this database; the text is one sentence for the operator."""


def lock_file(database_url: str) -> Path | None:
    """The lock file beside an SQLite database; None for PostgreSQL, and for a database in memory."""
    url = make_url(async_url(database_url))
    if not url.drivername.startswith("sqlite") or not url.database or ":memory:" in url.database:
        return None
    return Path(f"{url.database}.lock").absolute()


@contextlib.contextmanager
def alone(database_url: str) -> Iterator[None]:
    """Hold the SQLite database for this process. Raises AlreadyRunning when another one holds it.

    The lock is the kernel's: it goes with the process however that ends, so a file that is left behind means
    nothing. On PostgreSQL several replicas are welcome.
    """
    path = lock_file(database_url)
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "?"
            raise AlreadyRunning(
                f"another Rapporteur (process {holder}) already serves {path.with_suffix('')}:"
                " stop it first, or use PostgreSQL for several replicas"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
