"""chat.*: posting, editing and deleting messages."""

from typing import Any

from playground.api.registry import Call, method
from playground.blocks import checked_blocks
from playground.core import without_metadata
from playground.errors import ApiError, invalid_arguments
from playground.model import BOT_USER, Channel, Json, Kept

MOST_TEXT = 40_000
MOST_MARKDOWN = 12_000
CONTENT = ("text", "blocks", "attachments", "markdown_text")
OPTIONS = ("mrkdwn", "parse", "link_names", "as_user")


def content(call: Call) -> Json:
    """Text and blocks as given; at least one of them."""
    parts: Json = {}
    text = call.text("text")
    markdown = call.text("markdown_text")
    if len(text) > MOST_TEXT or len(markdown) > MOST_MARKDOWN:
        raise ApiError("msg_too_long")
    if markdown:
        if text or call.args.get("blocks"):
            raise ApiError("markdown_text_conflict")
        text = markdown
    if "text" in call.args or markdown:
        parts["text"] = text
    if call.args.get("blocks") is not None:
        blocks = call.structure("blocks")
        parts["blocks"] = checked_blocks(blocks) if blocks != [] else []
    if call.args.get("attachments") is not None:
        attachments = call.structure("attachments")
        if not isinstance(attachments, list):
            raise ApiError("invalid_attachments")
        parts["attachments"] = attachments
    if not (text or parts.get("blocks") or parts.get("attachments")):
        raise ApiError("no_text")
    return parts


def metadata(call: Call) -> Any:
    given = call.structure("metadata")
    if given is None:
        return None
    if (
        not isinstance(given, dict)
        or set(given) - {"event_type", "event_payload"}
        or not isinstance(given.get("event_type"), str)
        or not isinstance(given.get("event_payload"), dict)
    ):
        raise ApiError("invalid_metadata_format")
    return given


def destination(call: Call) -> Channel:
    """Where to post: a channel by id or #name, or a person, whose direct message is opened."""
    workspace = call.slack.workspace
    given = call.text("channel")
    if given in workspace.people and given != BOT_USER:
        return workspace.direct(BOT_USER, given)
    channel = workspace.find_channel(given)
    if channel is None or (BOT_USER not in channel.members and (channel.is_private or channel.type == "im")):
        raise ApiError("channel_not_found")
    if channel.is_archived:
        raise ApiError("is_archived")
    if BOT_USER not in channel.members and "chat:write.public" not in call.slack.manifest.scopes:
        raise ApiError("not_in_channel")
    return channel


def own_message(call: Call, cannot: str) -> tuple[Channel, Kept]:
    channel = call.channel()
    kept = call.slack.workspace.message(channel.id, call.text("ts"))
    if kept is None or kept.reader is not None:
        raise ApiError("message_not_found")
    if kept.body["user"] != BOT_USER:
        raise ApiError(cannot)
    return channel, kept


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    parent = call.slack.workspace.message(channel.id, thread_ts)
    if parent is None or parent.reader is not None:
        raise ApiError("thread_not_found")
    return parent.thread


@method(
    "chat.postMessage",
    required=("channel",),
    optional=(
        *CONTENT,
        *OPTIONS,
        "metadata",
        "thread_ts",
        "reply_broadcast",
        "unfurl_links",
        "unfurl_media",
        "username",
        "icon_emoji",
        "icon_url",
    ),
    scopes=("chat:write",),
)
def post_message(call: Call) -> Json:
    if any(call.args.get(name) for name in ("username", "icon_emoji", "icon_url")):
        call.need("chat:write.customize")
    channel = destination(call)
    if channel.type == "im" and not call.slack.manifest.messages_tab:
        raise ApiError("messages_tab_disabled")
    parts = content(call) | {"metadata": metadata(call), "thread_ts": _thread(call, channel)}
    if call.text("username"):
        parts["username"] = call.text("username")
    kept = call.slack.post(channel, BOT_USER, parts)
    return {"channel": channel.id, "ts": kept.ts, "message": kept.body}


@method(
    "chat.update",
    required=("channel", "ts"),
    optional=(*CONTENT, *OPTIONS, "metadata", "reply_broadcast", "file_ids"),
    scopes=("chat:write",),
)
def update(call: Call) -> Json:
    channel, kept = own_message(call, "cant_update_message")
    parts = content(call)
    if "text" in parts and "blocks" not in parts:
        parts["blocks"] = None  # a new text without blocks takes the old blocks away
    if parts.get("blocks") == []:
        parts["blocks"] = None
    if "metadata" in call.args:
        parts["metadata"] = metadata(call)
    changed = call.slack.edit(channel, kept, parts, BOT_USER)
    return {"channel": channel.id, "ts": kept.ts, "text": changed.body["text"], "message": changed.body}


@method("chat.delete", required=("channel", "ts"), optional=("as_user",), scopes=("chat:write",))
def delete(call: Call) -> Json:
    channel, kept = own_message(call, "cant_delete_message")
    call.slack.delete(channel, kept)
    return {"channel": channel.id, "ts": kept.ts}


@method(
    "chat.postEphemeral",
    required=("channel", "user"),
    optional=(*CONTENT, *OPTIONS, "thread_ts", "username", "icon_emoji", "icon_url"),
    scopes=("chat:write",),
)
def post_ephemeral(call: Call) -> Json:
    channel = destination(call)
    user = call.text("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    parts = content(call) | {"thread_ts": _thread(call, channel)}
    kept = call.slack.post(channel, BOT_USER, parts, reader=user)
    return {"message_ts": kept.ts}


@method("chat.getPermalink", required=("channel", "message_ts"))
def permalink(call: Call) -> Json:
    channel = call.channel()
    kept = call.slack.workspace.message(channel.id, call.text("message_ts"))
    if kept is None or kept.reader is not None:
        raise ApiError("message_not_found")
    link = f"{call.slack.url}/archives/{channel.id}/p{kept.ts.replace('.', '')}"
    if kept.thread != kept.ts:
        link += f"?thread_ts={kept.thread}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


@method("reactions.add", required=("channel", "timestamp", "name"), scopes=("reactions:write",))
def react(call: Call) -> Json:
    channel = call.channel()
    kept = call.slack.workspace.message(channel.id, call.text("timestamp"))
    if kept is None:
        raise ApiError("message_not_found")
    name = call.text("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise invalid_arguments("invalid emoji name [json-pointer:/name]")
    reactions: list[Json] = [dict(r) for r in kept.body.get("reactions", [])]
    mine = next((r for r in reactions if r["name"] == name), None)
    if mine is None:
        reactions.append({"name": name, "users": [BOT_USER], "count": 1})
    elif BOT_USER in mine["users"]:
        raise ApiError("already_reacted")
    else:
        mine |= {"users": [*mine["users"], BOT_USER], "count": mine["count"] + 1}
    call.slack.replace(channel, kept, kept.body | {"reactions": reactions})
    return {}


def shown(kept: Kept, *, with_metadata: bool) -> Json:
    return kept.body if with_metadata else without_metadata(kept.body)
