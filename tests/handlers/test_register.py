"""What people are told when something goes wrong: a sentence with a reference, and an ack for every form."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from structlog.testing import capture_logs

from bot.clock import StandingClock
from bot.settings import Settings
from bot.text.catalogue import phrase
from bot.text.languages import LANGUAGES
from handlers import register
from handlers.calls import Call
from handlers.lint import lint_message
from handlers.register import _listener
from handlers.routes import ROUTES, Audience, Kind, Route
from handlers.services import Services
from handlers.tasks import UnderWay
from storage.store import Store

ANA = "U0ANAUNHCR"
VIEW_STATE = {"state": {"values": {"form.field": {"form.field": {"value": "secret words"}}}}}


class Slack:
    """What the bot says: acks, answers to a response URL, and calls of the Web API."""

    def __init__(self) -> None:
        self.acks: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []
        self.posted: list[dict[str, Any]] = []

    async def ack(self, **what: Any) -> None:
        self.acks.append(what)

    async def respond(self, **what: Any) -> None:
        self.said.append(what)

    async def chat_postMessage(self, **what: Any) -> dict[str, Any]:
        self.posted.append(what)
        return {"ts": "1.0", "channel": "D1"}

    async def users_info(self, **_: Any) -> dict[str, Any]:
        return {"user": {"real_name": "Ana", "tz": "UTC", "locale": "fr-FR"}}


def services_of(store: Store, clock: StandingClock) -> Services:
    return Services(store, clock, Settings(), None, None, lambda: None, UnderWay())  # type: ignore[arg-type]


async def called(store: Store, clock: StandingClock, route: Route, body: dict[str, Any]) -> tuple[Slack, list[Any]]:
    slack = Slack()
    listen = _listener(services_of(store, clock), route.kind, route.name, [route])
    with capture_logs() as logs:
        await listen(body, slack.ack, slack, slack.respond)
    return slack, logs


@pytest.fixture
async def gone(tmp_path: Path) -> AsyncIterator[Store]:
    """A database that cannot be opened."""
    store = Store(f"sqlite:///{tmp_path / 'no-such-folder' / 'bot.db'}")
    yield store
    await store.close()
    # The driver's threads end a little after their failure: not after the loop that they report it to.
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)


async def nothing(_call: Call) -> None:
    """A handler that does nothing."""


def command_body(**more: Any) -> dict[str, Any]:
    return {"team_id": "T1", "user_id": ANA, "text": "secret words", "channel_id": "C1", "response_url": "x", **more}


def action_body(**more: Any) -> dict[str, Any]:
    return {"team": {"id": "T1"}, "user": {"id": ANA}, "actions": [{"value": "1"}], "response_url": "x", **more}


def view_body(view: dict[str, Any]) -> dict[str, Any]:
    return {"team": {"id": "T1"}, "user": {"id": ANA}, "view": view}


@pytest.mark.parametrize(
    ("route", "body"),
    [
        (Route(Kind.COMMAND, "/roadmap", nothing, help="x"), command_body()),
        (Route(Kind.ACTION, "question.send_on", nothing), action_body()),
    ],
)
async def test_without_a_database_who_calls_is_told_so_in_each_language(
    gone: Store, clock: StandingClock, route: Route, body: dict[str, Any]
) -> None:
    slack, logs = await called(gone, clock, route, body)
    assert slack.acks == [{}]
    (said,) = slack.said
    assert said.pop("response_type") == "ephemeral"
    assert said.pop("replace_original") is False
    assert lint_message(said) == []
    (logged,) = [line for line in logs if line["event"] == "call.failed"]
    reference = logged["reference"]
    assert said["text"].splitlines() == [
        phrase(language, "questions.database_gone", reference=reference).replace("&", "&amp;") for language in LANGUAGES
    ]
    assert "secret words" not in str(said)


async def test_a_form_gets_its_ack_without_a_database(gone: Store, clock: StandingClock) -> None:
    route = Route(Kind.VIEW, "question.answer_form", nothing)
    slack, _ = await called(gone, clock, route, view_body(VIEW_STATE))
    (ack,) = slack.acks
    assert ack["response_action"] == "errors"
    assert "I cannot reach my database" in ack["errors"]["form.field"]
    slack, _ = await called(gone, clock, route, view_body({"state": {"values": {}}}))
    (ack,) = slack.acks
    assert ack["response_action"] == "update"
    assert "I cannot reach my database" in str(ack["view"]["blocks"])


async def test_a_form_does_not_wait_for_a_database_that_hangs(
    sqlite_store: Store, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: Any) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(register, "FORM_SECONDS", 0.01)
    monkeypatch.setattr(register, "find_caller", hang)
    slack, _ = await called(sqlite_store, clock, Route(Kind.VIEW, "feedback.form", nothing), view_body(VIEW_STATE))
    (ack,) = slack.acks
    assert "I cannot reach my database" in ack["errors"]["form.field"]


async def test_a_database_that_goes_away_later_is_told_in_the_callers_language(
    sqlite_store: Store, gone: Store, clock: StandingClock
) -> None:
    async def ask(_call: Call) -> None:
        async with gone.reading() as session:
            await session.connection()

    slack, _ = await called(sqlite_store, clock, Route(Kind.COMMAND, "/roadmap", ask, help="x"), command_body())
    (said,) = slack.said
    assert said["text"].startswith("Je ne peux pas joindre ma base de données")
    assert "\n" not in said["text"]


async def test_what_goes_wrong_after_the_ack_of_a_form_is_said_in_a_message(
    sqlite_store: Store, clock: StandingClock
) -> None:
    async def fail(call: Call) -> None:
        await call.ack()
        raise RuntimeError("secret words")

    route = Route(Kind.VIEW, "question.answer_form", fail)
    slack, logs = await called(sqlite_store, clock, route, view_body(VIEW_STATE))
    assert slack.acks == [{}]
    (posted,) = slack.posted
    assert posted["channel"] == ANA
    assert lint_message({key: value for key, value in posted.items() if key != "channel"}) == []
    (logged,) = [line for line in logs if line["event"] == "call.failed"]
    assert logged["reference"] in posted["text"]
    assert "after your form was taken" in posted["text"]
    assert "secret words" not in posted["text"]


async def test_a_form_of_the_officers_is_refused_to_others_beside_a_field(
    sqlite_store: Store, clock: StandingClock
) -> None:
    reached: list[Call] = []

    async def reach(call: Call) -> None:
        reached.append(call)

    route = Route(Kind.VIEW, "question.answer_form", reach, Audience.OFFICER)
    slack, _ = await called(sqlite_store, clock, route, view_body(VIEW_STATE))
    assert slack.acks == [
        {"response_action": "errors", "errors": {"form.field": phrase("en", "handlers.only_officer")}}
    ]
    assert reached == []


async def test_a_word_with_more_behind_it_than_it_takes_begins_a_question(
    sqlite_store: Store, clock: StandingClock
) -> None:
    went: list[tuple[str, str]] = []

    def note(name: str) -> Any:
        async def handler(call: Call) -> None:
            went.append((name, call.text))

        return handler

    group = [
        Route(Kind.COMMAND, "/roadmap", note("ask"), help="x"),
        Route(Kind.COMMAND, "/roadmap", note("questions"), word="questions", help="x", takes=r"\d{0,4}"),
        Route(Kind.COMMAND, "/roadmap", note("sources"), word="sources", help="x"),
    ]
    listen = _listener(services_of(sqlite_store, clock), Kind.COMMAND, "/roadmap", group)
    slack = Slack()
    for text in ("questions", "questions 7", "Questions about data?", "sources x"):
        await listen(command_body(text=text), slack.ack, slack, slack.respond)
    assert went == [
        ("questions", ""),
        ("questions", "7"),
        ("ask", "Questions about data?"),
        ("sources", "x"),
    ]


async def test_suggestions_stay_empty_where_none_can_be_had(
    sqlite_store: Store, gone: Store, clock: StandingClock
) -> None:
    async def fail(_call: Call) -> None:
        raise RuntimeError("secret words")

    body = {"team": {"id": "T1"}, "user": {"id": ANA}, "value": "Gen"}
    for store in (sqlite_store, gone):
        slack, logs = await called(store, clock, Route(Kind.OPTIONS, "contribution.city", fail), body)
        assert slack.acks == [{"options": []}]
        assert (slack.said, slack.posted) == ([], [])
        assert [line["name"] for line in logs if line["event"] == "call.failed"] == ["contribution.city"]
    # Who holds no seat is suggested nothing.
    slack, _ = await called(sqlite_store, clock, Route(Kind.OPTIONS, "x", fail, Audience.PANELLIST), body)
    assert slack.acks == [{"options": []}]


def test_every_route_is_hung_into_bolt(sqlite_store: Store, clock: StandingClock) -> None:
    app = AsyncApp(token="xoxb-test", signing_secret="x")
    register.register(app, services_of(sqlite_store, clock))
    names = {(route.kind, route.name) for route in ROUTES}
    assert len(app._async_listeners) == len(names)
