"""The routes, hung into Bolt: who may call is checked, errors become a sentence with a reference."""

import asyncio
import re
import secrets
from collections.abc import Iterable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.text.catalogue import phrase
from bot.text.languages import LANGUAGES, Language
from handlers.calls import Call, Caller
from handlers.directory import find_caller, refresh_person
from handlers.forms.secretariat import said_view
from handlers.help import help_of, may
from handlers.routes import ROUTES, Kind, Route
from handlers.services import Services
from handlers.views.message import Message
from storage.store import DatabaseUnavailable

log = structlog.get_logger(__name__)

HELP_WORDS = {"", "help", "aide", "ayuda", "?"}
#: What is raised when the database cannot be reached. An OSError alone may come from the way to Slack.
DATABASE_GONE = (OperationalError, InterfaceError, NoConnection, DatabaseUnavailable)
#: Slack waits three seconds for the ack of a form, so that a database that does not answer is given up before.
FORM_SECONDS = 2.5


class NoAnswer(DatabaseUnavailable):
    """The database did not answer in time."""


def register(app: AsyncApp, services: Services, routes: Iterable[Route] = ROUTES) -> None:
    """Hang every route into the Bolt app; one listener for each name, so that no two can match."""
    by_name: dict[tuple[Kind, str], list[Route]] = {}
    for route in routes:
        by_name.setdefault((route.kind, route.name), []).append(route)
    for (kind, name), group in by_name.items():
        listener = _listener(services, kind, name, group)
        if kind is Kind.COMMAND:
            app.command(name)(listener)
        elif kind is Kind.ACTION:
            # A button may carry a suffix behind a colon, which keeps action ids unique within a message.
            app.action(re.compile(rf"^{re.escape(name)}(:.*)?$"))(listener)
        elif kind is Kind.VIEW:
            app.view_submission(name)(listener)
        elif kind is Kind.CLOSED:
            app.view_closed(name)(listener)
        elif kind is Kind.OPTIONS:
            app.options(name)(listener)
        elif kind is Kind.SHORTCUT:
            app.message_shortcut(name)(listener)
        else:
            app.event(name)(listener)


def _listener(services: Services, kind: Kind, name: str, group: list[Route]) -> Any:
    async def listen(body: dict[str, Any], ack: Any, client: Any, respond: Any) -> None:
        with services.under_way.one():
            await answer(body, ack, client, respond)

    async def answer(body: dict[str, Any], ack: Any, client: Any, respond: Any) -> None:
        if kind not in (Kind.VIEW, Kind.OPTIONS):
            await ack()
        team_id, user_id, user_name = _who(body)
        if not user_id:
            return
        call: Call | None = None
        acked = False

        async def ack_form(**what: Any) -> Any:
            nonlocal acked
            acked = True
            return await ack(**what)

        try:
            caller, new = await _caller(services, kind, team_id, user_id, user_name)
            if new and kind is not Kind.VIEW:
                caller = await refresh_person(services.store, client, team_id, caller)
            call = Call(services, caller, client, body, ack_form, respond if _has_response_url(body) else None)
            route = _fill(call, kind, name, group)
            if kind is Kind.OPTIONS and not may(group[0].audience, caller):
                await call.ack(options=[])
            elif route is None:
                await call.answer(help_of(name, group, caller))
            elif not may(route.audience, caller):
                await _refuse(call, route)
            else:
                await route.handler(call)
        except Exception as error:
            await _apologise(call, kind, name, body, None if acked else ack, respond, error)

    return listen


async def _caller(services: Services, kind: Kind, team_id: str, user_id: str, name: str) -> tuple[Caller, bool]:
    """Who calls. Raises NoAnswer where a form cannot wait for the database any longer."""
    if kind is not Kind.VIEW:
        return await find_caller(services.store, team_id, user_id, name)
    try:
        async with asyncio.timeout(FORM_SECONDS):
            return await find_caller(services.store, team_id, user_id, name)
    except TimeoutError as error:
        raise NoAnswer("the database does not answer") from error


def _who(body: dict[str, Any]) -> tuple[str, str, str]:
    """Team, user and user name, from whichever of Slack's payload shapes this is."""
    event = body.get("event") or {}
    user = body.get("user") or {}
    user_id = body.get("user_id") or (user.get("id") if isinstance(user, dict) else None) or _writer(event)
    team = body.get("team") or {}
    team_id = body.get("team_id") or (team.get("id") if isinstance(team, dict) else None) or event.get("team") or ""
    name = body.get("user_name") or (user.get("username") if isinstance(user, dict) else None) or ""
    return team_id, user_id, name


def _writer(event: dict[str, Any]) -> str:
    """Who wrote: an edit names the writer within the message. Our own messages, which change too, are nobody's."""
    edited = event.get("message") or {}
    return str(event.get("user") or ("" if edited.get("bot_id") else edited.get("user")) or "")


def _has_response_url(body: dict[str, Any]) -> bool:
    return bool(body.get("response_url") or body.get("response_urls"))


def _fill(call: Call, kind: Kind, name: str, group: list[Route]) -> Route | None:
    """Translate the payload into the call; returns the route, or None where help is what is wanted."""
    body = call.body
    call.trigger_id = body.get("trigger_id")
    if kind is Kind.COMMAND:
        call.channel_id = body.get("channel_id")
        text = (body.get("text") or "").strip()
        word, _, rest = text.partition(" ")
        for route in group:
            if route.word and route.word == word.lower() and re.fullmatch(route.takes, rest.strip(), re.DOTALL):
                call.text = rest.strip()
                return route
        call.text = text
        free = next((route for route in group if not route.word), None)
        if text.lower() in HELP_WORDS - {""} or free is None:
            return None
        # A bare /contribute opens the form; a bare /roadmap has no question in it.
        return free if text or name == "/contribute" else None
    if kind is Kind.ACTION:
        action: dict[str, Any] = (body.get("actions") or [{}])[0]
        call.value = action.get("value") or (action.get("selected_option") or {}).get("value")
        container = body.get("container") or {}
        call.channel_id = (body.get("channel") or {}).get("id") or container.get("channel_id")
    if kind is Kind.SHORTCUT:
        call.channel_id = (body.get("channel") or {}).get("id")
    if kind is Kind.EVENT:
        event = body.get("event") or {}
        call.channel_id = event.get("channel")
        call.text = (event.get("text") or "").strip()
    return group[0]


async def _refuse(call: Call, route: Route) -> None:
    text = call.phrase(f"handlers.only_{route.audience}")
    if route.kind is Kind.VIEW:
        await _ack_with(call.ack, call.body, text, call.language)
    else:
        await call.answer(Message.plain(text))


async def _apologise(
    call: Call | None, kind: Kind, name: str, body: dict[str, Any], ack: Any, respond: Any, error: Exception
) -> None:
    """Say what happened with a reference that the log holds too; never a stack trace, never what was typed.

    ``ack`` is None for a form that was acked before something went wrong: then a message says so.
    """
    reference = secrets.token_hex(3)
    log.error("call.failed", reference=reference, kind=kind, name=name, error=type(error).__name__, exc_info=error)
    if kind is Kind.OPTIONS:
        # Nobody is told of missing suggestions by a message: the list stays empty, and saving says what is wrong.
        if ack is not None:
            await ack(options=[])
        return
    if kind is Kind.VIEW and ack is None:
        key = "questions.failed_later"
    else:
        key = "questions.database_gone" if isinstance(error, DATABASE_GONE) else "handlers.failed"
    # Who cannot be looked up has no language that we know: they are told in each.
    languages = (call.language,) if call else LANGUAGES
    text = "\n".join(phrase(language, key, reference=reference) for language in languages)
    message = Message.plain(text)
    try:
        if kind is Kind.VIEW and ack is not None:
            await _ack_with(ack, body, text, call.language if call else LANGUAGES[0])
        elif call is not None and call.respond is None and call.channel_id is None:
            await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())
        elif call is not None:
            await call.answer(message)
        elif _has_response_url(body):
            await respond(**message.as_payload(), response_type="ephemeral", replace_original=False)
    except Exception as second:
        log.error("call.apology_failed", reference=reference, error=type(second).__name__)


async def _ack_with(ack: Any, body: dict[str, Any], text: str, language: Language) -> None:
    """Ack a form with a sentence beside its first field, or in its place where it has none."""
    block = next(iter(body["view"]["state"]["values"]), None)
    if block is None:
        await ack(response_action="update", view=said_view(text, language))
    else:
        await ack(response_action="errors", errors={block: text})
