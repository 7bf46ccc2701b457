"""The Bolt app, made from what it is given; there is no global one."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.register import register
from handlers.services import Services
from storage.queries.leases import claim_event


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as ``auth.test`` told at start."""

    team_id: str
    team: str
    bot_id: str
    bot_user_id: str
    bot_token: str


def build_app(services: Services, identity: Identity, signing_secret: str, session: aiohttp.ClientSession) -> AsyncApp:
    """A Bolt app with every route of the table. It asks the network nothing before an ack."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
            bot_token=identity.bot_token,
        )

    app = AsyncApp(
        # Bolt makes a client for each request from this one, with the token that ``authorize`` gives.
        client=AsyncWebClient(base_url=services.client.base_url, timeout=services.client.timeout, session=session),
        signing_secret=signing_secret,
        authorize=authorize,
        name="rapporteur",
        logger=_quiet_logger(),
    )
    app.middleware(_once(services))
    register(app, services)
    return app


def _quiet_logger() -> logging.Logger:
    # Bolt logs whole payloads, with what people wrote in them, below this level.
    logger = logging.getLogger("rapporteur.bolt")
    logger.setLevel(max(logger.getEffectiveLevel(), logging.WARNING))
    return logger


def _once(services: Services) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Take each event once: it is claimed in the database before Bolt acks it, so a retry finds it taken."""

    async def once(req: AsyncBoltRequest, next: Any) -> BoltResponse | None:
        event_id = req.body.get("event_id")
        if event_id:
            async with services.store.unit() as session:
                if not await claim_event(session, str(event_id), services.clock.now()):
                    return BoltResponse(status=200, body="")
        await next()
        return None

    return once
