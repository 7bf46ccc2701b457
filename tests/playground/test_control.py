"""The API of the page, as docs/playground.md promises it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from playground import Playground
from tests.playground.conftest import over_sockets

ANA, LUIS = "U0ANAUNHCR", "U0LUISUNHC"


class Page:
    """A page without a browser."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def post(self, what: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/_/{what}", json=body) as answer:
            return await answer.json()

    async def get(self, what: str, **query: str) -> Any:
        async with self.session.get(f"{self.url}/_/{what}", params=query) as answer:
            return await answer.json()


@pytest.fixture
async def page(bare: Playground) -> AsyncIterator[Page]:
    async with over_sockets(bare), aiohttp.ClientSession() as session:
        yield Page(session, bare.url)


async def test_the_state_of_one_person(page: Page) -> None:
    state = await page.get("state", **{"as": ANA})
    assert (state["me"]["id"], state["zone"], state["me"]["locale"]) == (ANA, "Europe/Zurich", "en-GB")
    assert 1485784800 <= state["now"] < 1485784900
    names = [c["name"] or c["user"] for c in state["channels"]]
    assert names == ["coordination", "panel-declaration", "U0PLAYBOT1"]
    assert state["commands"][0] == {
        "command": "/lunch",
        "description": "Order lunch",
        "usage_hint": "[dish]",
        "should_escape": False,
    }
    assert {s["type"] for s in state["shortcuts"]} == {"message", "global"}
    assert (state["views"], state["home"], state["app"]["connected"]) == ([], None, True)


async def test_saying_reading_and_unread_marks(page: Page) -> None:
    said = await page.post("say", **{"as": LUIS, "channel": "C0COORDIN8", "text": "hello"})
    assert said["ok"]
    state = await page.get("state", **{"as": ANA})
    assert state["channels"][0]["unread"] == 1
    shown = await page.get("messages", **{"as": ANA, "channel": "C0COORDIN8"})
    assert [(m["text"], m["ts"]) for m in shown["messages"]] == [("hello", said["ts"])]
    await page.post("read", **{"as": ANA, "channel": "C0COORDIN8"})
    state = await page.get("state", **{"as": ANA})
    assert state["channels"][0]["unread"] == 0


async def test_a_form_by_hand(page: Page, bare: Playground) -> None:
    assert (await page.post("command", **{"as": ANA, "channel": "C0COORDIN8", "command": "/lunch", "text": ""}))["ok"]
    view = await bare.person("ana").wait_view("order")
    values = {
        "dish": {"dish": {"selected_option": {"text": {"type": "plain_text", "text": "Paella"}, "value": "paella"}}}
    }
    refused = await page.post("submit", **{"as": ANA, "view_id": view.id, "values": values})
    assert refused == {"ok": False, "errors": {"dish": "No paella on Mondays"}}
    container = {"view_id": view.id}
    offered = await page.post(
        "suggest", **{"as": ANA, "container": container, "block_id": "side", "action_id": "side", "query": "bre"}
    )
    assert [o["value"] for o in offered["options"]] == ["bread"]
    assert (await page.post("close", **{"as": ANA, "view_id": view.id}))["ok"]


async def test_what_is_wrong_is_said_in_one_sentence(page: Page) -> None:
    assert (await page.post("say", **{"as": "U0NOBODY00", "text": "x"}))["error"] == "nobody here is 'U0NOBODY00'"
    assert (await page.post("say", **{"as": ANA, "channel": "C0SECRETAR", "text": "x"}))["error"] == (
        "U0ANAUNHCR is in no channel C0SECRETAR"
    )
    assert "never goes back" in (await page.post("clock", to="2017-01-01T00:00:00+00:00"))["error"]
    assert (await page.get("messages", **{"as": ANA, "channel": "C0SECRETAR"}))["ok"] is False


async def test_the_clock_and_the_live_line(page: Page) -> None:
    async with page.session.ws_connect(f"{page.url}/_/live?as={ANA}") as live:
        moved = await page.post("clock", add=3600)
        assert moved["now"] >= 1485788400
        await page.post("say", **{"as": LUIS, "channel": "C0COORDIN8", "text": "hello"})
        await page.post("say", **{"as": LUIS, "text": "between us"})
        seen: list[Any] = []
        while not seen or seen[-1]["type"] != "channels":
            seen.append(await asyncio.wait_for(live.receive_json(), 5))
        assert [s["type"] for s in seen if s["type"] != "traffic"] == ["clock", "message", "channels"]
        assert seen[-1]["channels"][0]["unread"] == 1
        await page.post("home", **{"as": ANA})
        while seen[-1]["type"] != "home":
            seen.append(await asyncio.wait_for(live.receive_json(), 5))
        assert "between us" not in str([s for s in seen if s["type"] != "traffic"])


async def test_traffic_and_faults(page: Page) -> None:
    await page.post("faults", kind="internal_error", method="chat.postMessage", times=2)
    assert (await page.get("faults"))["faults"][0]["times"] == 2
    assert "no such fault" in (await page.post("faults", kind="gremlins"))["error"]
    await page.post("faults", clear=True, rate_limits=True)
    assert await page.get("faults") == {"ok": True, "faults": [], "rate_limits": True}
    entries = (await page.get("traffic", after="0"))["entries"]
    assert entries[0]["kind"] == "api"
    assert {"n", "at", "direction", "kind", "name", "ms", "ok", "payload", "response"} == set(entries[0])
    assert (await page.get("traffic", after=str(entries[-1]["n"])))["entries"] == []


async def test_response_urls_five_times_in_thirty_minutes(page: Page, bare: Playground) -> None:
    await page.post("command", **{"as": ANA, "channel": "C0COORDIN8", "command": "/lunch", "text": "menu"})
    command = bare.traffic.of("command")[-1].payload

    async def respond(url: str, **body: Any) -> tuple[int, str]:
        async with page.session.post(url, json=body) as answer:
            return answer.status, await answer.text()

    assert (await respond(command["response_url"], colour="red"))[0] == 400
    for _ in range(5):
        assert await respond(command["response_url"], text="again") == (200, "ok")
    assert (await respond(command["response_url"], text="again"))[0] == 404
    await page.post("command", **{"as": ANA, "channel": "C0COORDIN8", "command": "/lunch", "text": "menu"})
    late = bare.traffic.of("command")[-1].payload["response_url"]
    await bare.advance(minutes=31)
    assert (await respond(late, text="late"))[1].find("expired_url") > 0


async def test_the_page_is_served(page: Page) -> None:
    async with page.session.get(page.url + "/") as answer:
        assert answer.status == 200
        assert "text/html" in answer.headers["Content-Type"]
