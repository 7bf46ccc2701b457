"""auth.test, apps.connections.open, bots.info and api.test."""

from playground.api.registry import Call, method
from playground.delivery.socket import SocketMode
from playground.errors import ApiError
from playground.model import APP_ID, APP_TOKEN, BOT_ID, BOT_USER, TEAM_ID, Json


@method("auth.test")
def auth_test(call: Call) -> Json:
    team = call.slack.workspace.team
    return {
        "url": f"{call.slack.url}/",
        "team": team["name"],
        "user": call.slack.workspace.people[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", token=APP_TOKEN)
def open_connection(call: Call) -> Json:
    delivery = call.slack.delivery
    if not isinstance(delivery, SocketMode) or not call.slack.manifest.socket_mode:
        raise ApiError("not_allowed_token_type", why="Socket Mode is off, in the manifest or in the playground")
    address = call.slack.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/socket?ticket={delivery.ticket()}&app_id={APP_ID}"}


@method("bots.info", optional=("bot", "team_id"), scopes=("users:read",))
def bot_info(call: Call) -> Json:
    if call.text("bot") not in ("", BOT_ID):
        raise ApiError("bot_not_found")
    return {"bot": call.slack.bot_profile() | {"user_id": BOT_USER}}
