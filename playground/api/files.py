"""files.*: the three steps of an upload, and what is known of a file."""

from playground.api.chat import destination
from playground.api.registry import Call, method
from playground.errors import ApiError, invalid_arguments
from playground.model import BOT_USER, Json


@method(
    "files.getUploadURLExternal",
    required=("filename", "length"),
    optional=("alt_txt", "snippet_type"),
    scopes=("files:write",),
)
def upload_url(call: Call) -> Json:
    try:
        length = int(call.text("length"))
    except ValueError:
        raise invalid_arguments("must be an integer [json-pointer:/length]") from None
    if length <= 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    file_id, secret = call.slack.files.announce(call.text("filename"), length)
    return {"upload_url": f"{call.slack.url}/upload/v1/{secret}", "file_id": file_id}


@method(
    "files.completeUploadExternal",
    required=("files",),
    optional=("channel_id", "channels", "initial_comment", "thread_ts", "blocks"),
    scopes=("files:write",),
)
def complete(call: Call) -> Json:
    """Without a channel the file stays private to the bot; with one it is posted as a message."""
    slack = call.slack
    listed = call.structure("files")
    if not isinstance(listed, list) or not listed or any(not isinstance(f, dict) or "id" not in f for f in listed):
        raise invalid_arguments("must be an array of objects with an id [json-pointer:/files]")
    names = [call.text("channel_id"), *call.text("channels").split(",")]
    targets = [destination(Call(slack, call.method, {"channel": name})) for name in names if name]
    files = [slack.files.complete(f["id"], str(f.get("title") or ""), BOT_USER, slack.url) for f in listed]
    for channel in targets:
        family = {"im": "ims", "groups": "groups", "channels": "channels"}[channel.scope_family]
        files = [slack.files.share(f["id"], channel.id, family) for f in files]
        thread = call.text("thread_ts") or None
        if thread and slack.workspace.message(channel.id, thread) is None:
            raise ApiError("thread_not_found")
        parts: Json = {"text": call.text("initial_comment"), "files": files, "upload": True, "thread_ts": thread}
        slack.post(channel, BOT_USER, parts)
    return {"files": files}


@method("files.info", required=("file",), optional=("limit", "cursor", "page", "count"), scopes=("files:read",))
def info(call: Call) -> Json:
    file = call.slack.workspace.files.get(call.text("file"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": file, "comments": [], "response_metadata": {"next_cursor": ""}}
