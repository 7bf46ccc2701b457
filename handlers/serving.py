"""The bot as it runs: over Socket Mode, or as an HTTP server for Slack's signed requests."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.answers.answerer import Answerer
from bot.clock import Clock
from bot.reminders.ticking import Ticking
from bot.search.embedding import embedder_for
from bot.settings import Settings
from handlers.bolt import Identity, build_app
from handlers.messenger import SlackMessenger
from handlers.services import Services
from handlers.tasks import UnderWay, keep_tasks
from storage.store import Store

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 10.0


class CannotServe(Exception):
    """The bot cannot run; the text says what is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that is connected with its workspace."""

    app: AsyncApp
    client: AsyncWebClient
    identity: Identity
    ticking: Ticking


def missing_tokens(settings: Settings, *, http: bool) -> list[str]:
    """The settings that this way of running needs and that are not set."""
    wanted = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if http:
        wanted["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    else:
        wanted["SLACK_APP_TOKEN"] = settings.slack_app_token
    return [name for name, value in wanted.items() if value is None or not value.get_secret_value()]


@asynccontextmanager
async def connected(
    settings: Settings, store: Store, clock: Clock, workstreams: tuple[tuple[str, str], ...] = ()
) -> AsyncIterator[Bot]:
    """A bot that knows who it is and whose outbox ticks. Raises CannotServe where Slack does not know the token."""
    assert settings.slack_bot_token is not None, "checked by missing_tokens"
    token = settings.slack_bot_token.get_secret_value()
    keep_tasks(asyncio.get_running_loop())
    under_way = UnderWay()
    async with AsyncExitStack() as stack:
        # With a session of our own, the SDK's time-out does not count: the session has to have it.
        limit = aiohttp.ClientTimeout(total=settings.slack_timeout_seconds)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=limit))
        url, timeout = settings.slack_api_url, settings.slack_timeout_seconds
        client = AsyncWebClient(token, base_url=url, timeout=timeout, session=session)
        # The outbox decides itself what is tried again; the SDK's retries would post twice.
        sender = AsyncWebClient(token, base_url=url, timeout=timeout, session=session, retry_handlers=[])
        identity = await _identify(client, token)
        answerer = Answerer(store, embedder_for(settings))
        await answerer.corpus()
        ticking = Ticking.of(settings, store, SlackMessenger(sender), clock)

        def wake_outbox() -> None:
            asyncio.get_running_loop().create_task(ticking.wake(), name="outbox: wake")

        services = Services(store, clock, settings, answerer, client, wake_outbox, under_way, workstreams)
        secret = settings.slack_signing_secret
        app = build_app(services, identity, secret.get_secret_value() if secret else "", session)
        ticking.start()
        stack.push_async_callback(ticking.stop)
        stack.push_async_callback(under_way.drained, DRAIN_SECONDS)
        yield Bot(app, client, identity, ticking)


async def identified(settings: Settings) -> Identity:
    """Who the bot is, for what needs no running bot. Raises CannotServe."""
    assert settings.slack_bot_token is not None, "the caller has looked"
    token = settings.slack_bot_token.get_secret_value()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        client = AsyncWebClient(token, base_url=settings.slack_api_url, session=session)
        return await _identify(client, token)


async def _identify(client: AsyncWebClient, token: str) -> Identity:
    try:
        found = await client.auth_test()
    except SlackApiError as error:
        raise CannotServe(f"Slack does not accept SLACK_BOT_TOKEN ({error.response.get('error')})") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise CannotServe(f"Slack cannot be reached at {client.base_url} ({type(error).__name__})") from None
    return Identity(
        team_id=str(found["team_id"]),
        team=str(found.get("team") or found["team_id"]),
        bot_id=str(found.get("bot_id") or ""),
        bot_user_id=str(found["user_id"]),
        bot_token=token,
    )


async def serve_socket(bot: Bot, settings: Settings, stop: asyncio.Event) -> None:
    """Take what Slack sends over Socket Mode until ``stop``."""
    assert settings.slack_app_token is not None, "checked by missing_tokens"
    logger = logging.getLogger("rapporteur.socket")
    logger.setLevel(logging.ERROR)
    handler = AsyncSocketModeHandler(bot.app, settings.slack_app_token.get_secret_value(), logger=logger)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise CannotServe(f"Slack does not accept SLACK_APP_TOKEN ({error.response.get('error')})") from None
    log.info("bot.serving", way="socket", team=bot.identity.team)
    try:
        await stop.wait()
    finally:
        with contextlib.suppress(asyncio.CancelledError):
            await handler.close_async()  # type: ignore[no-untyped-call]


def web_app(bot: Bot, store: Store) -> Starlette:
    """``/slack/events`` for Slack, ``/health`` for whoever watches over the bot."""
    handler = AsyncSlackRequestHandler(bot.app)

    async def slack(request: Request) -> Response:
        return await handler.handle(request)

    async def health(_request: Request) -> Response:
        await store.ping()
        silent = bot.ticking.silent_jobs()
        return JSONResponse({"ok": not silent, "silent": sorted(silent)}, status_code=503 if silent else 200)

    return Starlette(
        routes=[Route("/slack/events", slack, methods=["POST"]), Route("/health", health, methods=["GET"])]
    )


async def serve_http(bot: Bot, settings: Settings, store: Store, stop: asyncio.Event) -> None:
    """Take Slack's signed requests until ``stop``. Raises CannotServe for a port in use."""
    config = uvicorn.Config(
        web_app(bot, store), host=settings.host, port=settings.port, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    listening = _bind(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    log.info("bot.serving", way="http", port=listening.getsockname()[1], team=bot.identity.team)
    await stop.wait()
    server.should_exit = True
    await serving


def _bind(config: uvicorn.Config) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError:
        listening.close()
        raise CannotServe(f"port {config.port} is in use; set RAPPORTEUR_PORT to another") from None
    return listening
