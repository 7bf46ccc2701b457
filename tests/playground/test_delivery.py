"""Socket Mode and signed HTTP, seen from a client that does as the test says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, PlaygroundError
from tests.playground.conftest import MANIFEST, over_sockets


class Socket:
    """A bare Socket Mode connection."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def next(self) -> Any:
        return await asyncio.wait_for(self.ws.receive_json(), 5)

    async def ack(self, envelope: Any, payload: Any = None) -> None:
        answer = {"envelope_id": envelope["envelope_id"]}
        await self.ws.send_json(answer if payload is None else answer | {"payload": payload})


@asynccontextmanager
async def socket(slack: Playground) -> AsyncIterator[Socket]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=slack.api_url, session=session)
        url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
        async with session.ws_connect(url) as ws:
            made = Socket(ws)
            hello = await made.next()
            assert hello["type"] == "hello"
            yield made


@asynccontextmanager
async def quick(**how: Any) -> AsyncIterator[Playground]:
    """A playground whose patience is short."""
    async with Playground(MANIFEST, ack_seconds=0.05, retry_after=(0.0, 0.01, 0.01), **how) as slack:
        yield slack


async def test_each_envelope_goes_to_one_connection(bare: Playground) -> None:
    async with socket(bare) as one, socket(bare) as two:
        ana = bare.person("ana")
        for n in range(4):
            await ana.say(str(n))
        got: dict[str, list[str]] = {"one": [], "two": []}
        for name, connection in (("one", one), ("two", two)):
            for _ in range(2):
                envelope = await connection.next()
                await connection.ack(envelope)
                got[name].append(envelope["payload"]["event"]["text"])
        assert sorted(got["one"] + got["two"]) == ["0", "1", "2", "3"]


async def test_an_event_has_slacks_shape(bare: Playground) -> None:
    async with socket(bare) as app:
        await bare.person("ana").say("hello")
        envelope = await app.next()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
        body = envelope["payload"]
        assert body["type"] == "event_callback"
        assert body["event_id"].startswith("Ev")
        assert body["api_app_id"].startswith("A")
        assert body["team_id"].startswith("T")
        assert body["authorizations"][0]["user_id"] == bare.bot_user
        event = body["event"]
        assert (event["channel_type"], event["user"], event["text"]) == ("im", "U0ANAUNHCR", "hello")
        await app.ack(envelope)


async def test_an_address_is_good_for_one_connection(bare: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=bare.api_url, session=session)
        url = (await client.apps_connections_open(app_token=bare.app_token))["url"]
        async with session.ws_connect(url):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)


async def test_an_event_that_is_not_acked_comes_again() -> None:
    async with quick() as slack, socket(slack) as app:
        await slack.person("ana").say("hello")
        first = await app.next()
        again = await app.next()
        assert (first["retry_attempt"], again["retry_attempt"], again["retry_reason"]) == (0, 1, "timeout")
        assert first["payload"]["event_id"] == again["payload"]["event_id"]
        assert first["envelope_id"] != again["envelope_id"]
        await app.ack(again)


async def test_an_event_whose_connection_breaks_goes_to_the_next(bare: Playground) -> None:
    async with socket(bare) as app:
        await bare.person("ana").say("hello")
        first = await app.next()
    async with socket(bare) as later:
        again = await later.next()
        assert again["payload"]["event_id"] == first["payload"]["event_id"]
        await later.ack(again)


async def test_an_event_waits_for_an_app_that_is_away(bare: Playground) -> None:
    await bare.person("ana").say("anybody?")
    async with socket(bare) as app:
        envelope = await app.next()
        assert envelope["payload"]["event"]["text"] == "anybody?"
        await app.ack(envelope)


async def test_commands_acks_and_what_the_person_is_told() -> None:
    async with quick() as slack:
        ana = slack.person("ana")
        assert (await ana.command("/lunch")).error == "dispatch_failed"
        assert ana.notices[-1] == '/lunch failed with the error "dispatch_failed" (the app is not connected)'
        assert (await ana.command("/nothing")).error == "invalid_command"
        assert ana.notices[-1] == "/nothing is not a valid command."
        async with socket(slack) as app:
            assert (await ana.command("/lunch")).error == "operation_timeout"
            assert ana.notices[-1] == '/lunch failed with the error "operation_timeout"'
            late = await app.next()
            asked = asyncio.create_task(ana.command("/lunch", "soup", channel="#coordination"))
            envelope = await app.next()
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
            payload = envelope["payload"]
            assert (payload["text"], payload["channel_name"], payload["user_name"]) == ("soup", "coordination", "ana")
            await app.ack(late)
            await app.ack(envelope, {"response_type": "in_channel", "text": "For all"})
            assert (await asked).ok
            assert not (await slack.person("luis").wait_message("For all")).is_ephemeral


async def test_escaping_follows_the_manifest(bare: Playground) -> None:
    async with over_sockets(bare):
        ana = bare.person("ana")
        await ana.command("/escaped", "@luis & #coordination", channel="#coordination")
        await ana.wait_message("got <@U0LUISUNHC> &amp; <#C0COORDIN8|coordination>")


async def test_the_sdk_comes_back_after_a_refresh(bare: Playground) -> None:
    async with over_sockets(bare):
        before = len(bare.traffic.calls("apps.connections.open"))
        await bare.refresh_sockets()
        await bare.wait_call("apps.connections.open", count=before + 1)
        await bare.wait_connected()
        ana = bare.person("ana")
        await ana.say("still there?")
        await ana.wait_message("You said: still there?")


# -- HTTP ----------------------------------------------------------------------------------------------------


class Receiver:
    """An HTTP endpoint that answers as told and remembers what it got."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[web.Request] = asyncio.Queue()
        self.bodies: list[str] = []
        self.answers: list[web.Response] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.bodies.append(body)
        await self.got.put(request)
        if body.startswith("{") and json.loads(body)["type"] == "url_verification" and not self.answers:
            return web.json_response({"challenge": json.loads(body)["challenge"]})
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> web.Request:
        return await asyncio.wait_for(self.got.get(), 5)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/events", made.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    yield made
    await runner.cleanup()


async def test_requests_are_signed(receiver: Receiver) -> None:
    async with quick(mode="http", request_url=receiver.url) as slack:
        await slack.person("ana").command("/lunch", "a & b")
        request = await receiver.next()
        verifier = SignatureVerifier(slack.signing_secret)
        assert verifier.is_valid_request(receiver.bodies[0], dict(request.headers))
        assert not SignatureVerifier("another").is_valid_request(receiver.bodies[0], dict(request.headers))
        assert parse_qs(receiver.bodies[0])["text"] == ["a & b"]


async def test_the_challenge(receiver: Receiver) -> None:
    async with quick(mode="http", request_url=receiver.url) as slack:
        await slack.verify_url()
        receiver.answers = [web.Response(text="what?")]
        with pytest.raises(PlaygroundError, match="did not answer the challenge"):
            await slack.verify_url()


async def test_an_event_is_tried_three_more_times(receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=404), web.Response(status=500)]
    async with quick(mode="http", request_url=receiver.url) as slack:
        await slack.person("ana").say("hello")
        tries = [await receiver.next() for _ in range(4)]
    numbers = [r.headers.get("X-Slack-Retry-Num") for r in tries]
    assert numbers == [None, "1", "2", "3"]
    assert tries[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({json.loads(b)["event_id"] for b in receiver.bodies}) == 1


async def test_an_app_can_ask_for_no_retry(receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    async with quick(mode="http", request_url=receiver.url) as slack:
        ana = slack.person("ana")
        await ana.say("one")
        await receiver.next()
        await ana.say("two")
        await receiver.next()
        texts = [json.loads(b)["event"]["text"] for b in receiver.bodies]
        assert texts == ["one", "two"]


async def test_an_endpoint_that_fails_or_is_not_there(receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500)]
    async with quick(mode="http", request_url=receiver.url) as slack:
        ana = slack.person("ana")
        assert (await ana.command("/lunch")).error == "dispatch_failed"
        slack.request_url = "http://127.0.0.1:9/nothing"
        assert (await ana.command("/lunch")).error == "dispatch_failed"
