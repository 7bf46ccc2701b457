"""The bot as it runs, in the playground: over Socket Mode and over signed HTTP."""

import asyncio
import contextlib
import datetime as dt
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt.listener.async_listener import AsyncCustomListener

from app import serve
from bot.settings import Settings
from handlers import register
from playground import Playground, PlaygroundClock
from storage.store import Store
from tests.furnishing import furnish_with_vectors

ROOT = Path(__file__).parents[2]
START = dt.datetime(2017, 1, 30, 14, 0, tzinfo=dt.UTC)


@dataclass
class Stage:
    """A playground with the bot in it. ``stop`` and ``start`` end and begin the bot alone."""

    slack: Playground
    settings: Settings
    http: bool
    store: Store
    _stopping: asyncio.Event | None = None
    _serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the bot and wait until it is connected."""
        self._stopping = asyncio.Event()
        self._serving = asyncio.create_task(serve(self.settings, http=self.http, stop=self._stopping))
        connected = asyncio.create_task(self._connected())
        await asyncio.wait({self._serving, connected}, return_when=asyncio.FIRST_COMPLETED, timeout=30)
        if self._serving.done():
            await self._serving
        assert connected.done(), "the bot did not connect"

    async def _connected(self) -> None:
        if not self.http:
            await self.slack.wait_connected()
            return
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.settings.port)
                writer.close()
                return
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Ask the bot to end, and wait for it."""
        assert self._stopping is not None
        assert self._serving is not None
        self._stopping.set()
        await self._serving


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def kept_vectors(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The file in which all test processes of a run share the sentence vectors of the sample."""
    folder = tmp_path_factory.getbasetemp()
    return (folder if worker_id == "master" else folder.parent) / "vectors.pickle"


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a form wait longer than the three seconds of Slack, for a machine that stands still for a moment."""
    made = AsyncCustomListener.__init__

    def make(listener: AsyncCustomListener, *args: Any, **values: Any) -> None:
        made(listener, *args, **values)
        listener.ack_timeout = 30

    monkeypatch.setattr(AsyncCustomListener, "__init__", make)
    monkeypatch.setattr(register, "FORM_SECONDS", 20.0)


@pytest.fixture(params=["socket", "http", "socket-postgresql"])
async def stage(
    request: pytest.FixtureRequest, tmp_path: Path, kept_vectors: Path, patience: None
) -> AsyncIterator[Stage]:
    """The sample panel on 30 January 2017, 09:00 in New York, with the bot connected."""
    http = request.param == "http"
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    if request.param == "socket-postgresql":
        url = request.getfixturevalue("postgresql_url")
    port = free_port()
    clock_file = tmp_path / "clock.json"
    slack = Playground(
        ROOT / "manifest.yml",
        mode="http" if http else "socket",
        request_url=f"http://127.0.0.1:{port}/slack/events" if http else "",
        clock=PlaygroundClock(START, clock_file=clock_file),
        # How fast the bot is on this machine is not what these tests are about: tests/playground are about the three
        # seconds, and make bench measures.
        ack_seconds=30.0,
        trigger_seconds=30.0,
    )
    async with slack:
        settings = Settings(
            database_url=url,
            slack_bot_token=SecretStr(slack.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_api_url=slack.api_url,
            port=port,
            clock_file=clock_file,
            tick_seconds=0.2,
            settle_seconds=0.5,
            log_level="ERROR",
        )
        await furnish_with_vectors(settings, slack.core.workspace.team["id"], kept_vectors)
        store = Store(settings.database_url)
        stage = Stage(slack, settings, http, store)
        await stage.start()
        yield stage
        await stage.stop()
        await store.close()
