"""What can be made to go wrong, and that it then goes wrong in exactly that way."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, PlaygroundError
from playground.limits import RateLimits
from tests.playground.conftest import over_sockets

DM = "D0ANAUNHCR"


async def post(client: AsyncWebClient, text: str = "hi") -> None:
    await client.chat_postMessage(channel="U0ANAUNHCR", text=text)


def texts(slack: Playground) -> list[str]:
    return [m.text for m in slack.person("ana").messages()]


@pytest.fixture
def careful(client: AsyncWebClient) -> AsyncWebClient:
    """A client that never tries again by itself."""
    client.retry_handlers = []
    return client


async def test_rate_limited_with_retry_after(bare: Playground, careful: AsyncWebClient) -> None:
    bare.faults.add("ratelimited", "chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        await post(careful)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    await post(careful, "second")
    assert texts(bare) == ["second"]


@pytest.mark.parametrize(("kind", "carried_out"), [("drop_before", False), ("drop_after", True)])
async def test_a_connection_that_breaks(
    bare: Playground, careful: AsyncWebClient, kind: str, carried_out: bool
) -> None:
    bare.faults.add(kind, "chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await post(careful)
    assert texts(bare) == (["hi"] if carried_out else [])
    assert [e.ok for e in bare.traffic.calls("chat.postMessage")] == [False]


async def test_a_client_that_tries_again_posts_twice(bare: Playground, client: AsyncWebClient) -> None:
    """The reason why reminders are sent by a client without retries."""
    bare.faults.add("drop_after", "chat.postMessage")
    await post(client)
    assert texts(bare) == ["hi", "hi"]


@pytest.mark.parametrize(
    ("kind", "status", "carried_out"),
    [
        ("http_error", 503, False),
        ("http_error_after", 503, True),
        ("internal_error", 200, False),
        ("fatal_error", 200, True),
    ],
)
async def test_errors(bare: Playground, careful: AsyncWebClient, kind: str, status: int, carried_out: bool) -> None:
    bare.faults.add(kind)
    with pytest.raises(SlackApiError) as caught:
        await post(careful)
    assert caught.value.response.status_code == status
    assert texts(bare) == (["hi"] if carried_out else [])


async def test_history_that_lags(bare: Playground, client: AsyncWebClient) -> None:
    await post(client)
    bare.faults.add("history_lag", times=-1, seconds=60)
    assert (await client.conversations_history(channel=DM))["messages"] == []
    await bare.advance(seconds=61)
    assert len((await client.conversations_history(channel=DM))["messages"]) == 1


async def test_events_twice(bare: Playground) -> None:
    async with over_sockets(bare):
        ana = bare.person("ana")
        bare.faults.add("events_twice", "message")
        await ana.say("once")
        first = await ana.wait_message("You said: once")
        await ana.wait_message("You said: once", after=first)


async def test_a_broken_socket(bare: Playground) -> None:
    async with over_sockets(bare):
        bare.drop_sockets()
        ana = bare.person("ana")
        await ana.say("after the break")
        await ana.wait_message("You said: after the break")


async def test_an_unknown_fault_is_refused(bare: Playground) -> None:
    with pytest.raises(PlaygroundError, match="no such fault: gremlins"):
        bare.faults.add("gremlins")


async def test_rate_limits_are_off_until_switched_on(bare: Playground, careful: AsyncWebClient) -> None:
    for _ in range(5):
        await post(careful)
    bare.faults.rate_limits = True
    await post(careful)
    with pytest.raises(SlackApiError) as caught:
        await post(careful)
    assert caught.value.response.headers["Retry-After"] == "1"
    await careful.chat_postMessage(channel="U0LUISUNHC", text="another channel")


def test_tiers_count_a_sliding_minute() -> None:
    now = [0.0]
    limits = RateLimits(lambda: now[0])
    assert [limits.wait("users.list", None) for _ in range(20)] == [0] * 20
    assert limits.wait("users.list", None) == 60
    now[0] = 60.0
    assert limits.wait("users.list", None) == 0
