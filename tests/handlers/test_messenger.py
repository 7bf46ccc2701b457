"""The messenger tells apart what is certain: sent, refused, held back, or nobody can say."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reminders.messenger import Absent, Found, Held, Notice, Refused, Sent, Uncertain, Unreadable
from handlers.messenger import SlackMessenger
from playground import Playground
from storage.words import ReminderKind

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
NOW = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
ANA = "U0ANAUNHCR"


def notice(channel: str, key: str = "key-1") -> Notice:
    return Notice(
        reminder_id=1, key=key, kind=ReminderKind.REMINDER, step="day-7", language="en", now=NOW, workspace_id=1,
        person_id=1, person_name="Ana", recipient_zone="Europe/Zurich", slack_user_id=ANA, channel=channel, panel_id=1,
        panel_title="Panel <!channel>", meeting="Meeting", deadline_id=1, task="contributions",
        due_at=NOW + dt.timedelta(days=7), zone="America/New_York", entity_id=1, entity_acronym="UNHCR",
    )  # fmt: skip


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground(MANIFEST) as slack:
        yield slack


@pytest.fixture
async def messenger(slack: Playground) -> AsyncIterator[SlackMessenger]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1)) as session:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])
        yield SlackMessenger(client)


async def opened(messenger: SlackMessenger) -> str:
    channel = await messenger.open_channel(ANA)
    assert isinstance(channel, str)
    return channel


async def test_a_message_is_sent_and_found_again_by_its_key(slack: Playground, messenger: SlackMessenger) -> None:
    channel = await opened(messenger)
    sent = await messenger.send(notice(channel))
    assert isinstance(sent, Sent)
    assert "<!channel>" not in slack.messages(channel)[0].text
    for number in range(120):
        await messenger.send(notice(channel, f"other-{number}"))
    since = NOW - dt.timedelta(days=1)
    assert await messenger.find(channel, "key-1", since) == Found(sent.ts)
    assert await messenger.find(channel, "never-sent", since) == Absent()
    assert isinstance(await messenger.find("D0NOWHERE1", "key-1", since), Unreadable)


@pytest.mark.parametrize(
    ("kind", "more", "outcome", "posts"),
    [
        ("ratelimited", {"seconds": 7.0}, Held(7.0), 0),
        ("error", {"code": "is_archived"}, Refused("is_archived"), 0),
        ("error", {"code": "token_revoked"}, Held(300.0), 0),
        ("internal_error", {}, Uncertain, 0),
        ("fatal_error", {}, Uncertain, 1),
        ("http_error", {}, Uncertain, 0),
        ("http_error_after", {}, Uncertain, 1),
        ("drop_before", {}, Uncertain, 0),
        ("drop_after", {}, Uncertain, 1),
        # Whether a slow call is carried out before we hang up is what nobody can say.
        ("slow", {"seconds": 3.0}, Uncertain, None),
    ],
)
async def test_what_went_wrong_is_told_apart_and_nothing_is_tried_twice(
    slack: Playground, messenger: SlackMessenger, kind: str, more: dict[str, float], outcome: object, posts: int | None
) -> None:
    channel = await opened(messenger)
    slack.faults.add(kind, "chat.postMessage", times=1, **more)  # type: ignore[arg-type]
    found = await messenger.send(notice(channel))
    if isinstance(outcome, type):
        assert isinstance(found, outcome)
    else:
        assert found == outcome
    assert len(slack.messages(channel)) in ({0, 1} if posts is None else {posts})
    calls = [entry for entry in slack.traffic if entry.kind == "api" and entry.name == "chat.postMessage"]
    # The playground notes a call when it has answered it, so one that we hung up on may be missing.
    assert len(calls) in ({0, 1} if posts is None else {1})


async def test_a_passing_trouble_teaches_nothing_about_a_message(slack: Playground, messenger: SlackMessenger) -> None:
    channel = await opened(messenger)
    slack.faults.add("internal_error", "conversations.history", times=1)
    with pytest.raises(SlackApiError):
        await messenger.find(channel, "key-1", NOW - dt.timedelta(days=1))


async def test_a_client_that_retries_on_its_own_is_not_taken() -> None:
    with pytest.raises(AssertionError, match="twice"):
        SlackMessenger(AsyncWebClient("xoxb-1"))
