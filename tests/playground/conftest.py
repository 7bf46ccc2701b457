"""The example app, connected to a playground in each of the two ways."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from tests.playground.example_bot import build

MANIFEST = Path(__file__).with_name("example_manifest.yml")


@asynccontextmanager
async def api_client(slack: Playground, token: str | None = None) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token=token or slack.bot_token, base_url=slack.api_url, session=session)


@asynccontextmanager
async def over_sockets(slack: Playground) -> AsyncIterator[AsyncWebClient]:
    async with api_client(slack) as client:
        app = build(client)
        handler = AsyncSocketModeHandler(app, slack.app_token, web_client=client, ping_interval=0.1)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            await slack.wait_connected()
            yield client
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(slack: Playground) -> AsyncIterator[AsyncWebClient]:
    async with api_client(slack) as client:
        app = build(client, signing_secret=slack.signing_secret)

        async def take(request: web.Request) -> web.Response:
            asked = AsyncBoltRequest(
                body=await request.text(), query=request.query_string, headers=dict(request.headers)
            )
            answer = await app.async_dispatch(asked)
            return web.Response(status=answer.status, text=answer.body, headers=answer.first_headers())

        served = web.Application()
        served.router.add_post("/slack/events", take)
        runner = web.AppRunner(served, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        try:
            yield client
        finally:
            await runner.cleanup()


@pytest.fixture
async def bare() -> AsyncIterator[Playground]:
    """A playground that no app is connected to."""
    async with Playground(MANIFEST) as slack:
        yield slack


@pytest.fixture
async def client(bare: Playground) -> AsyncIterator[AsyncWebClient]:
    async with api_client(bare) as made:
        yield made


@pytest.fixture(params=["socket", "http"])
async def slack(request: Any) -> AsyncIterator[Playground]:
    """A playground with the example app, over Socket Mode and over signed HTTP."""
    connect = over_sockets if request.param == "socket" else over_http
    async with Playground(MANIFEST, mode=request.param, ack_seconds=1.0) as made, connect(made):
        yield made
