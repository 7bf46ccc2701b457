"""The playground as one thing to start: ``async with Playground(manifest=...) as slack: ...``.

The vocabulary of the tests is here and in ``person.py``; ``docs/playground.md`` describes it.
"""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from playground.clock import PlaygroundClock
from playground.core import LocalSlack
from playground.delivery.base import ACK_SECONDS, RETRY_AFTER, Delivery
from playground.delivery.http import SignedHttp
from playground.delivery.socket import SocketMode
from playground.errors import PlaygroundError
from playground.faults import Faults
from playground.interactions import Interactions
from playground.journal import Journal
from playground.manifest import Manifest, parse_manifest, read_manifest
from playground.model import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, SIGNING_SECRET, Message
from playground.person import Person
from playground.server import Server
from playground.traffic import Traffic
from playground.workspace import Workspace

WORKSPACE = Path(__file__).with_name("workspace.yml")
Where = str | os.PathLike[str]


class Playground:
    """A small local Slack with one app in it, known by its manifest.

    ``mode`` says how the app is reached; for ``http`` the ``request_url`` may be set later, when the app knows its
    own port. ``journal`` makes what was said outlive the process, ``clock_file`` shares the clock with the app's
    process. ``ack_seconds``, ``trigger_seconds`` and ``retry_after`` are Slack's; tests shorten them.
    """

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    signing_secret = SIGNING_SECRET
    bot_user = BOT_USER
    bot_id = BOT_ID

    def __init__(
        self,
        manifest: Where | dict[str, Any],
        workspace: Where = WORKSPACE,
        *,
        mode: Literal["socket", "http"] = "socket",
        request_url: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
        clock: PlaygroundClock | datetime | None = None,
        journal: Where | None = None,
        clock_file: Where | None = None,
        ack_seconds: float = ACK_SECONDS,
        trigger_seconds: float = 3.0,
        retry_after: tuple[float, ...] = RETRY_AFTER,
    ) -> None:
        self.manifest: Manifest = parse_manifest(manifest) if isinstance(manifest, dict) else read_manifest(manifest)
        if isinstance(clock, PlaygroundClock):
            self.clock = clock
            if clock_file is not None:
                clock.keep_in(clock_file)
        else:
            self.clock = PlaygroundClock(clock, clock_file=clock_file)
        self._journal = Journal(Path(journal) if journal else None)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        if journal:
            files = Path(journal).with_name(Path(journal).name + ".files")
        else:
            self._scratch = tempfile.TemporaryDirectory(prefix="playground-")
            files = Path(self._scratch.name)
        self.traffic = Traffic(self.clock.now)
        self._delivery: SocketMode | SignedHttp
        if mode == "socket":
            self._delivery = SocketMode(self.traffic, ack_seconds=ack_seconds, retry_after=retry_after)
        else:
            url = request_url or self.manifest.request_url
            self._delivery = SignedHttp(self.traffic, url, ack_seconds=ack_seconds, retry_after=retry_after)
        space = Workspace(workspace, self.manifest.bot_name, self.clock, self._journal)
        self.core = LocalSlack(
            self.manifest,
            space,
            clock=self.clock,
            traffic=self.traffic,
            delivery=self._delivery,
            files_in=files,
            trigger_seconds=trigger_seconds,
        )
        self._interactions = Interactions(self.core)
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    # -- living ----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        runner = web.AppRunner(Server(self.core, self._interactions).app(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        self._runner = runner
        await web.TCPSite(runner, self._host, self._port).start()
        host, port = runner.addresses[0][:2]
        self.core.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._delivery.close()
        await self.core.live.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._journal.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    # -- addresses -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return self.core.url

    @property
    def api_url(self) -> str:
        """What an app sets as the base address of the Web API."""
        return f"{self.core.url}/api/"

    @property
    def delivery(self) -> Delivery:
        return self._delivery

    @property
    def request_url(self) -> str:
        return self._delivery.request_url if isinstance(self._delivery, SignedHttp) else ""

    @request_url.setter
    def request_url(self, url: str) -> None:
        if not isinstance(self._delivery, SignedHttp):
            raise PlaygroundError("a request URL needs mode='http'")
        self._delivery.request_url = url

    @property
    def faults(self) -> Faults:
        return self.core.faults

    # -- people, places, time --------------------------------------------------------------------------------

    def person(self, who: str) -> Person:
        """Somebody by id, handle or real name."""
        return Person(self.core.workspace.find_person(who), self._interactions)

    def messages(self, channel: str) -> list[Message]:
        """Everything in a channel, whoever may see it."""
        kept = self.core.workspace.all_in(channel)
        return [Message(m.body | {"channel": channel}) for m in kept]

    def deactivate(self, who: str) -> None:
        """Somebody leaves the workspace: her account stays, marked as deleted."""
        member = self.core.workspace.find_person(who)
        self.core.workspace.change("left", user=member.id)
        self.core.event(
            "user_change",
            {"type": "user_change", "user": self._shown(member.id), "event_ts": self.core.workspace.next_ts()},
        )

    def _shown(self, user: str) -> dict[str, Any]:
        return self.core.workspace.people[user].shown(self.clock.now(), email=False, locale=True)

    async def advance(self, **by: float) -> datetime:
        """Move the clock forward: ``advance(hours=2)``, as ``timedelta`` takes it."""
        self.clock.advance(timedelta(**by))
        self.core.show_clock()
        return self.clock.moment()

    def move_clock(self, to: datetime) -> datetime:
        self.clock.move_to(to)
        self.core.show_clock()
        return self.clock.moment()

    # -- the connection with the app -------------------------------------------------------------------------

    async def wait_connected(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - the vocabulary of the tests
        """Until the app has a Socket Mode connection."""
        delivery = self._delivery
        if isinstance(delivery, SocketMode):
            got = await delivery.bell.until(lambda: delivery.connected or None, timeout)
            if got is None:
                raise AssertionError(f"the app did not connect in {timeout} s")

    async def verify_url(self) -> None:
        """Slack's handshake with the request URL (``url_verification``)."""
        if not isinstance(self._delivery, SignedHttp):
            raise PlaygroundError("there is no request URL in Socket Mode")
        await self._delivery.verify()

    async def refresh_sockets(self) -> None:
        await self._sockets().refresh()

    def drop_sockets(self) -> None:
        self._sockets().drop()

    def _sockets(self) -> SocketMode:
        if not isinstance(self._delivery, SocketMode):
            raise PlaygroundError("the app is not reached by Socket Mode")
        return self._delivery

    async def wait_call(self, method: str, *, ok: bool = True, count: int = 1, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Until the app has made this Web API call so many times."""
        got = await self.core.bell.until(lambda: len(self.traffic.calls(method, ok=ok)) >= count or None, timeout)
        if got is None:
            raise AssertionError(f"{method} was called {len(self.traffic.calls(method, ok=ok))} times, not {count}")
