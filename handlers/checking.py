"""What is missing or wrong with the way to Slack, in words; nothing secret is ever said."""

from collections.abc import Sequence

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings


async def check_slack(settings: Settings, scopes: Sequence[str]) -> list[tuple[bool, str]]:
    """Each finding: whether it is well, and a sentence."""
    findings: list[tuple[bool, str]] = []
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    if settings.slack_bot_token is None:
        findings.append((False, "SLACK_BOT_TOKEN is not set: copy it from OAuth & Permissions of your Slack app."))
    else:
        findings += await _check_bot_token(settings, settings.slack_bot_token.get_secret_value(), scopes)
    if app_token is None and secret is None:
        findings.append(
            (False, "Neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is set.")
        )
    if app_token is not None:
        well = app_token.get_secret_value().startswith("xapp-")
        findings.append(
            (well, "SLACK_APP_TOKEN is set." if well else "SLACK_APP_TOKEN is no app token: it begins with xapp-.")
        )
    return findings


async def _check_bot_token(settings: Settings, token: str, scopes: Sequence[str]) -> list[tuple[bool, str]]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        client = AsyncWebClient(token=token, base_url=settings.slack_api_url, session=session)
        try:
            found = await client.auth_test()
        except SlackApiError as error:
            return [(False, f"Slack does not accept SLACK_BOT_TOKEN ({error.response.get('error')}).")]
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return [(False, f"Slack cannot be reached at {settings.slack_api_url} ({type(error).__name__}).")]
    findings = [(True, f"SLACK_BOT_TOKEN is accepted by the workspace {found.get('team')}.")]
    granted = found.headers.get("x-oauth-scopes") or found.headers.get("X-OAuth-Scopes")
    if granted is not None:
        held = {scope.strip() for scope in granted.split(",")}
        lacking = sorted(set(scopes) - held)
        well = not lacking
        said = (
            "All permissions of the manifest are granted."
            if well
            else f"Permissions are missing: {', '.join(lacking)}."
        )
        findings.append((well, said))
    return findings
