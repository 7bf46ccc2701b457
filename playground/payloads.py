"""The payloads of commands and interactions, shaped as Slack's reference of interaction payloads shows them."""

from typing import Any

from playground.core import LocalSlack, without_metadata
from playground.manifest import Command
from playground.model import APP_ID, TEAM_ID, VERIFICATION_TOKEN, Channel, Json, Kept
from playground.values import SHAPES, current_values
from playground.views import OpenView


def user_part(slack: LocalSlack, user: str) -> Json:
    person = slack.workspace.people[user]
    return {"id": user, "username": person.name, "name": person.name, "team_id": person.team_id}


def team_part(slack: LocalSlack) -> Json:
    return {"id": TEAM_ID, "domain": slack.workspace.team["domain"]}


def common(slack: LocalSlack, kind: str, user: str) -> Json:
    return {
        "type": kind,
        "user": user_part(slack, user),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": team_part(slack),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    if channel.type == "im":
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def channel_part(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def response_url(slack: LocalSlack, user: str, channel: str, kept: Kept | None = None) -> str:
    message_ts = kept.ts if kept else None
    thread = kept.body.get("thread_ts") if kept else None
    return f"{slack.url}/response/{slack.responses.new(user, channel, message_ts, thread)}"


def command_payload(slack: LocalSlack, user: str, channel: Channel, command: Command, text: str) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": slack.workspace.team["domain"],
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": slack.workspace.people[user].name,
        "command": command.command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, user, channel.id),
        "trigger_id": slack.triggers.new(user),
    }


def action_part(slack: LocalSlack, block: Json, element: Json, value: Json) -> Json:
    """``actions[0]``: what was clicked or chosen, with what the element says of itself."""
    action: Json = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": slack.workspace.next_ts(),
    }
    if element["type"] == "button":
        action["text"] = element["text"]
        for part in ("value", "url", "style", "confirm"):
            if part in element:
                action[part] = element[part]
        return action
    for part in ("placeholder", "confirm", SHAPES[element["type"]].initial):
        if part and part in element:
            action[part] = element[part]
    return action | {k: v for k, v in value.items() if k not in ("type", "action_id", "block_id")}


def message_place(slack: LocalSlack, channel: Channel, kept: Kept) -> Json:
    """Where in a message something was done. An ephemeral message is not repeated to the app, as in Slack."""
    container: Json = {
        "type": "message",
        "message_ts": kept.ts,
        "channel_id": channel.id,
        "is_ephemeral": kept.reader is not None,
    }
    if kept.body.get("thread_ts"):
        container["thread_ts"] = kept.body["thread_ts"]
    place: Json = {"container": container, "channel": channel_part(channel)}
    if kept.reader is None:
        place["message"] = without_metadata(kept.body)
    return place


def block_actions(
    slack: LocalSlack, user: str, action: Json, *, view: OpenView | None, place: Json | None, state: Any
) -> Json:
    payload = common(slack, "block_actions", user) | {"actions": [action]}
    if view is not None:
        payload["container"] = {"type": "view", "view_id": view.id}
        payload["view"] = view.shown()
    else:
        payload |= (place or {}) | {"state": {"values": state}}
    payload["trigger_id"] = slack.triggers.new(user, view.id if view else None)
    return payload


def view_submission(slack: LocalSlack, view: OpenView) -> Json:
    values = current_values(view.blocks, view.touched)
    urls = []
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        held = values[block["block_id"]][element["action_id"]]
        channel = held.get("selected_conversation") or held.get("selected_channel")
        if channel:
            urls.append(
                {
                    "response_url": response_url(slack, view.user, channel),
                    "channel_id": channel,
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                }
            )
    return common(slack, "view_submission", view.user) | {
        "trigger_id": slack.triggers.new(view.user, view.id),
        "view": view.shown(),
        "response_urls": urls,
    }
