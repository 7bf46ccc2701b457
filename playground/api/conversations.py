"""conversations.*: which channels there are, who is in them, and what was said."""

from playground.api.chat import shown
from playground.api.registry import Call, method
from playground.errors import ApiError, invalid_arguments
from playground.model import BOT_USER, Channel, Json, Kept

READ = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def _visible(call: Call, channel: Channel) -> Json:
    return channel.shown(BOT_USER)


def _kinds(call: Call) -> set[str]:
    kinds = {k.strip() for k in (call.text("types") or "public_channel").split(",")}
    unknown = kinds - set(READ)
    if unknown:
        raise ApiError("invalid_types")
    for kind in sorted(kinds):
        call.need(READ[kind])
    return kinds


@method(
    "conversations.open",
    optional=("users", "channel", "return_im", "prevent_creation"),
    scopes=("im:write",),
)
def open_direct(call: Call) -> Json:
    workspace = call.slack.workspace
    if call.text("channel"):
        return {"channel": call.channel().shown(BOT_USER) if call.flag("return_im") else {"id": call.text("channel")}}
    users = [u.strip() for u in call.text("users").split(",") if u.strip()]
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        raise invalid_arguments("the playground has no direct messages of several people [json-pointer:/users]")
    person = workspace.people.get(users[0])
    if person is None or person.id == BOT_USER:
        raise ApiError("user_not_found")
    if person.deleted:
        raise ApiError("user_disabled")
    before = workspace.has_direct(BOT_USER, person.id)
    channel = workspace.direct(BOT_USER, person.id)
    if call.flag("return_im"):
        return {"no_op": before, "already_open": before, "channel": channel.shown(BOT_USER)}
    return {"channel": {"id": channel.id}} | ({"no_op": True, "already_open": True} if before else {})


@method("conversations.info", required=("channel",), optional=("include_locale", "include_num_members"))
def info(call: Call) -> Json:
    channel = call.channel()
    call.need(READ[channel.kind])
    found = channel.shown(BOT_USER)
    if not call.flag("include_num_members"):
        found.pop("num_members", None)
    if call.flag("include_locale"):
        found["locale"] = "en-US"
    return {"channel": found}


@method("conversations.list", optional=("types", "limit", "cursor", "exclude_archived", "team_id"))
def list_all(call: Call) -> Json:
    kinds = _kinds(call)
    found = [
        c.shown(BOT_USER)
        for c in call.slack.workspace.channels.values()
        if c.kind in kinds
        and (BOT_USER in c.members or c.kind == "public_channel")
        and not (c.is_archived and call.flag("exclude_archived"))
    ]
    page, more = call.page(found)
    return {"channels": page} | more


@method("users.conversations", optional=("user", "types", "limit", "cursor", "exclude_archived", "team_id"))
def of_user(call: Call) -> Json:
    kinds = _kinds(call)
    user = call.text("user") or BOT_USER
    if user not in call.slack.workspace.people:
        raise ApiError("user_not_found")
    found = [
        c.shown(BOT_USER)
        for c in call.slack.workspace.channels.values()
        if c.kind in kinds and user in c.members and (BOT_USER in c.members or c.kind == "public_channel")
    ]
    page, more = call.page(found)
    return {"channels": page} | more


@method("conversations.members", required=("channel",), optional=("limit", "cursor"))
def members(call: Call) -> Json:
    channel = call.channel()
    call.need(READ[channel.kind])
    page, more = call.page(list(channel.members))
    return {"members": page} | more


def _readable(call: Call) -> tuple[Channel, list[Kept]]:
    """What the bot may read of a channel; a fault can make it lag behind."""
    channel = call.channel()
    call.need(f"{channel.scope_family}:history")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    kept = [m for m in call.slack.workspace.all_in(channel.id) if m.reader is None]
    lag = call.slack.faults.take(call.method, "history_lag")
    if lag is not None:
        until = call.slack.clock.now() - lag.seconds
        kept = [m for m in kept if float(m.ts) <= until]
    return channel, kept


def _between(call: Call, kept: list[Kept]) -> list[Kept]:
    inclusive = call.flag("inclusive")
    for name in ("oldest", "latest"):
        given = call.text(name)
        if not given:
            continue
        try:
            edge = float(given)
        except ValueError:
            raise ApiError(f"invalid_ts_{name}") from None
        if name == "oldest":
            kept = [m for m in kept if float(m.ts) > edge or (inclusive and m.ts == given)]
        else:
            kept = [m for m in kept if float(m.ts) < edge or (inclusive and m.ts == given)]
    return kept


BOUNDS = ("oldest", "latest", "inclusive", "limit", "cursor", "include_all_metadata")


@method("conversations.history", required=("channel",), optional=BOUNDS)
def history(call: Call) -> Json:
    """Newest first; replies are not in it, unless they were broadcast."""
    _, kept = _readable(call)
    top = [m for m in _between(call, kept) if m.thread == m.ts]
    page, more = call.page(list(reversed(top)), most=999)
    has_more = bool(more["response_metadata"]["next_cursor"])
    metadata = call.flag("include_all_metadata")
    answer: Json = {"messages": [shown(m, with_metadata=metadata) for m in page], "has_more": has_more, "pin_count": 0}
    return answer | (more if has_more else {})


@method("conversations.replies", required=("channel", "ts"), optional=BOUNDS)
def replies(call: Call) -> Json:
    """Oldest first, the parent always at the head."""
    _, kept = _readable(call)
    asked = next((m for m in kept if m.ts == call.text("ts")), None)
    if asked is None:
        raise ApiError("thread_not_found")
    parent = next((m for m in kept if m.ts == asked.thread), asked)
    answers = [m for m in kept if m.thread == parent.ts and m.ts != parent.ts]
    page, more = call.page([parent, *_between(call, answers)], most=1000)
    metadata = call.flag("include_all_metadata")
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [shown(m, with_metadata=metadata) for m in page], "has_more": has_more} | more
