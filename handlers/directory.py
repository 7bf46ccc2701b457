"""Who calls: from the ids in Slack's payload to the person, their rights and their language.

Nothing here asks Slack while somebody waits for an ack: a person who is new is written down under what the payload
tells, and what ``users.info`` adds (name, zone, locale) is fetched afterwards.
"""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot.panels.founding import found_workspace
from bot.panels.viewers import viewer_of
from bot.text.languages import language_of
from handlers.calls import Caller
from storage.models import Person
from storage.queries.people import person_by_slack_id, workspace_by_team
from storage.store import Store

log = structlog.get_logger(__name__)


async def find_caller(store: Store, team_id: str, user_id: str, name: str) -> tuple[Caller, bool]:
    """The caller, and whether they are new to the bot."""
    async with store.reading() as session:
        known = await _known(session, team_id, user_id)
    if known is not None:
        return known, False
    async with store.unit() as session:
        workspace = await found_workspace(session, team_id, team_id)
        if await person_by_slack_id(session, workspace.id, user_id) is None:
            session.add(Person(workspace_id=workspace.id, slack_user_id=user_id, name=name or user_id, zone="UTC"))
            await session.flush()
        caller = await _known(session, team_id, user_id)
    assert caller is not None, "it was written a moment ago"
    return caller, True


async def _known(session: AsyncSession, team_id: str, user_id: str) -> Caller | None:
    workspace = await workspace_by_team(session, team_id)
    person = workspace and await person_by_slack_id(session, workspace.id, user_id)
    if not person or not workspace:
        return None
    return Caller(
        person_id=person.id,
        workspace_id=workspace.id,
        slack_user_id=user_id,
        name=person.name,
        zone=person.zone,
        language=language_of(person.locale),
        viewer=await viewer_of(session, person.id),
    )


async def refresh_person(store: Store, client: AsyncWebClient, team_id: str, caller: Caller) -> Caller:
    """Write down what Slack knows of a person who is new; a refusal leaves them as they are."""
    try:
        found = await client.users_info(user=caller.slack_user_id, include_locale=True)
    except SlackApiError as error:
        log.warning("person.unread", error=error.response.get("error"))
        return caller
    user = found["user"]
    async with store.unit() as session:
        person = await session.get_one(Person, caller.person_id)
        person.name = user.get("real_name") or person.name
        person.zone = user.get("tz") or person.zone
        person.locale = user.get("locale") or person.locale
    async with store.reading() as session:
        return await _known(session, team_id, caller.slack_user_id) or caller
