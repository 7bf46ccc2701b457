"""The routes, hung into Bolt: who may call is checked, errors become a sentence with a reference."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from bot.text.catalogue import phrase
from handlers.calls import Call
from handlers.directory import find_caller, refresh_person
from handlers.help import help_of, may
from handlers.routes import ROUTES, Kind, Route
from handlers.services import Services
from handlers.views.message import Message

log = structlog.get_logger(__name__)

HELP_WORDS = {"", "help", "aide", "ayuda", "?"}


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
            app.view(name)(listener)
        else:
            app.event(name)(listener)


def _listener(services: Services, kind: Kind, name: str, group: list[Route]) -> Any:
    async def listen(body: dict[str, Any], ack: Any, client: Any, respond: Any) -> None:
        with services.under_way.one():
            await answer(body, ack, client, respond)

    async def answer(body: dict[str, Any], ack: Any, client: Any, respond: Any) -> None:
        if kind is not Kind.VIEW:
            await ack()
        team_id, user_id, user_name = _who(body)
        if not user_id:
            return
        call: Call | None = None
        try:
            caller, new = await find_caller(services.store, team_id, user_id, user_name)
            if new and kind is not Kind.VIEW:
                caller = await refresh_person(services.store, client, team_id, caller)
            call = Call(services, caller, client, body, ack, respond if _has_response_url(body) else None)
            route = _fill(call, kind, name, group)
            if route is None:
                await call.answer(help_of(name, group, caller))
            elif not may(route.audience, caller):
                await _refuse(call, route)
            else:
                await route.handler(call)
        except Exception as error:
            await _apologise(services, call, kind, name, body, error)

    return listen


def _who(body: dict[str, Any]) -> tuple[str, str, str]:
    """Team, user and user name, from whichever of Slack's payload shapes this is."""
    event = body.get("event") or {}
    user = body.get("user") or {}
    user_id = body.get("user_id") or (user.get("id") if isinstance(user, dict) else None) or event.get("user") or ""
    team = body.get("team") or {}
    team_id = body.get("team_id") or (team.get("id") if isinstance(team, dict) else None) or event.get("team") or ""
    name = body.get("user_name") or (user.get("username") if isinstance(user, dict) else None) or ""
    return team_id, user_id, name


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
            if route.word and route.word == word.lower():
                call.text = rest.strip()
                return route
        call.text = text
        free = next((route for route in group if not route.word), None)
        if text.lower() in HELP_WORDS - {""} or free is None:
            return None
        # A bare /contribute opens the form; a bare /roadmap has no question in it.
        return free if text or name == "/contribute" else None
    if kind is Kind.ACTION:
        action = (body.get("actions") or [{}])[0]
        call.value = action.get("value") or (action.get("selected_option") or {}).get("value")
        container = body.get("container") or {}
        call.channel_id = (body.get("channel") or {}).get("id") or container.get("channel_id")
    if kind is Kind.EVENT:
        event = body.get("event") or {}
        call.channel_id = event.get("channel")
        call.text = (event.get("text") or "").strip()
    return group[0]


async def _refuse(call: Call, route: Route) -> None:
    text = call.phrase(f"handlers.only_{route.audience}")
    if route.kind is Kind.VIEW:
        block = next(iter(call.body["view"]["state"]["values"]), "")
        await call.ack(response_action="errors", errors={block: text})
    else:
        await call.answer(Message.plain(text))


async def _apologise(
    services: Services, call: Call | None, kind: Kind, name: str, body: dict[str, Any], error: Exception
) -> None:
    """Say what happened with a reference that the log holds too; never a stack trace, never what was typed."""
    reference = secrets.token_hex(3)
    log.error("call.failed", reference=reference, kind=kind, name=name, error=type(error).__name__, exc_info=error)
    if call is None:
        return
    message = Message.plain(phrase(call.language, "handlers.failed", reference=reference))
    try:
        if kind is Kind.VIEW:
            block = next(iter(body["view"]["state"]["values"]), "")
            await call.ack(response_action="errors", errors={block: message.text})
        elif call.respond is None and call.channel_id is None:
            await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())
        else:
            await call.answer(message)
    except Exception as second:
        log.error("call.apology_failed", reference=reference, error=type(second).__name__)
