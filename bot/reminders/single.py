"""One process on one SQLite file: a second one, started by mistake, is refused."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url


class AlreadyRunning(Exception):
    """Another process of the bot works on this SQLite file."""


@contextmanager
def single_process(database_url: str) -> Iterator[None]:
    """Hold the right to run on an SQLite file while the context lasts; PostgreSQL takes any number of processes.

    The lock is the kernel's, so it ends with the process however that ends. Raises AlreadyRunning.
    """
    url = make_url(database_url)
    if not url.drivername.startswith("sqlite") or not url.database or url.database == ":memory:":
        yield
        return
    lock = Path(f"{url.database}.lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(
                f"another process of the bot works on {url.database}; end it first, or use PostgreSQL for several"
            ) from None
        yield
    finally:
        os.close(handle)
