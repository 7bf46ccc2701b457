"""The local Slack itself: posting, editing and deleting messages, and telling app and pages of it.

Everything that changes what somebody sees goes through here, whether the Web API, a response URL, an ack or a
person caused it.
"""

import re
import secrets
import time
from pathlib import Path
from typing import Any

from playground.clock import PlaygroundClock
from playground.delivery.base import Delivery, Outcome
from playground.faults import Faults
from playground.files import FileStore
from playground.limits import RateLimits
from playground.live import Live
from playground.manifest import Manifest
from playground.model import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    TEAM_ID,
    VERIFICATION_TOKEN,
    Channel,
    Json,
    Kept,
    Notice,
)
from playground.responses import ResponseUrls
from playground.signals import Bell
from playground.traffic import Traffic
from playground.triggers import Triggers
from playground.views import OpenView, Views
from playground.workspace import Workspace


def without_metadata(body: Json) -> Json:
    return {k: v for k, v in body.items() if k != "metadata"}


class LocalSlack:
    """The parts of one workspace, and what happens between them."""

    def __init__(
        self,
        manifest: Manifest,
        workspace: Workspace,
        *,
        clock: PlaygroundClock,
        traffic: Traffic,
        delivery: Delivery,
        files_in: Path,
        trigger_seconds: float,
    ) -> None:
        self.manifest = manifest
        self.workspace = workspace
        self.clock = clock
        self.traffic = traffic
        self.delivery = delivery
        self.faults = Faults()
        self.limits = RateLimits()
        self.triggers = Triggers(trigger_seconds)
        self.responses = ResponseUrls(clock.now)
        self.views = Views()
        self.live = Live()
        self.bell = Bell()
        self.notices: list[Notice] = []
        self.url = ""
        self.files = FileStore(files_in, workspace)
        traffic.listeners.append(lambda e: self.live.tell(None, {"type": "traffic", "entry": e.shown()}))
        workspace.on_new_direct.append(self._tell_channels)
        for user, view in workspace.homes.items():
            self.views.restore_home(user, view)

    # -- messages --------------------------------------------------------------------------------------------

    def post(self, channel: Channel, author: str, parts: Json, *, reader: str | None = None) -> Kept:
        """Put a message into a channel; ``reader`` makes it ephemeral. ``parts`` are text, blocks, thread_ts, ..."""
        body: Json = {"type": "message", "user": author, "ts": self.workspace.next_ts(), "team": TEAM_ID}
        if author == BOT_USER:
            body |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": self.bot_profile()}
        else:
            body["client_msg_id"] = secrets.token_hex(16)
        body |= {k: v for k, v in parts.items() if v is not None}
        body.setdefault("text", "")
        if reader is not None:
            body["is_ephemeral"] = True
        kept = Kept(channel.id, body, reader)
        self.workspace.change("message", channel=channel.id, message=body, reader=reader)
        self._tell_message("message", channel, body, reader)
        if reader is None:
            self._count_reply(channel, body)
            self._message_event(channel, body)
        return kept

    def bot_profile(self) -> Json:
        return {
            "id": BOT_ID,
            "deleted": False,
            "name": self.manifest.bot_name,
            "updated": 1485000000,
            "app_id": APP_ID,
            "team_id": TEAM_ID,
            "icons": {},
        }

    def _count_reply(self, channel: Channel, body: Json) -> None:
        parent = self.workspace.message(channel.id, body.get("thread_ts", ""))
        if parent is None or parent.ts == body["ts"]:
            return
        replies = [m for m in self.workspace.thread(channel.id, parent.ts) if m.ts != parent.ts]
        counted = parent.body | {
            "thread_ts": parent.ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(m.body["user"] for m in replies)),
            "latest_reply": replies[-1].ts if replies else None,
        }
        self.workspace.change("message", channel=channel.id, message=counted, reader=None)
        self._tell_message("message_changed", channel, counted, None)

    def edit(self, channel: Channel, kept: Kept, parts: Json, editor: str) -> Kept:
        """Replace text, blocks and so on of a message; shown as edited."""
        before = kept.body
        body = before | {k: v for k, v in parts.items() if v is not None}
        for gone in [k for k, v in parts.items() if v is None]:
            body.pop(gone, None)
        body["edited"] = {"user": editor, "ts": self.workspace.next_ts()}
        self.workspace.change("message", channel=channel.id, message=body, reader=kept.reader)
        self._tell_message("message_changed", channel, body, kept.reader)
        if kept.reader is None:
            self._changed_event(channel, body, before)
        return Kept(channel.id, body, kept.reader)

    def delete(self, channel: Channel, kept: Kept) -> None:
        self.workspace.change("message_deleted", channel=channel.id, ts=kept.ts)
        self._tell_message("message_deleted", channel, kept.body, kept.reader)
        if kept.reader is None:
            event = {"subtype": "message_deleted", "hidden": True, "deleted_ts": kept.ts}
            self._hidden_event(channel, event | {"previous_message": without_metadata(kept.body)})

    def replace(self, channel: Channel, kept: Kept, body: Json) -> None:
        """Store a message again with something on it changed that is no edit (a reaction)."""
        self.workspace.change("message", channel=channel.id, message=body, reader=kept.reader)
        self._tell_message("message_changed", channel, body, kept.reader)

    def _tell_message(self, kind: str, channel: Channel, body: Json, reader: str | None) -> None:
        shown = {"type": kind, "channel": channel.id, "message": without_metadata(body)}
        readers = {reader} if reader else set(channel.members)
        for member in readers & self.live.watched():
            self.live.tell(member, shown)
        if kind != "message_changed":
            self.show_channels(readers)
        self.bell.ring()

    # -- channels --------------------------------------------------------------------------------------------

    def channels_shown(self, user: str) -> list[Json]:
        """The channels of one person, as her page lists them."""
        shown: list[Json] = []
        for channel in self.workspace.channels.values():
            if user not in channel.members:
                continue
            line: Json = {
                "id": channel.id,
                "name": channel.name,
                "type": channel.type,
                "unread": self.workspace.unread(user, channel.id),
                "is_private": channel.is_private,
                "topic": channel.topic,
                "members": channel.members,
            }
            if channel.type == "im":
                line["user"] = channel.other(user)
            shown.append(line)
        return shown

    def _tell_channels(self, channel: Channel) -> None:
        self.show_channels(set(channel.members))

    def show_channels(self, users: set[str]) -> None:
        """The list of channels with its unread marks, to those of them who look at a page."""
        for user in users & self.live.watched():
            self.live.tell(user, {"type": "channels", "channels": self.channels_shown(user)})

    # -- what only one person sees ---------------------------------------------------------------------------

    def notify(self, user: str, text: str, channel: str | None = None) -> None:
        """Slackbot's word to one person: something did not work."""
        self.notices.append(Notice(user, text, self.clock.now(), channel))
        self.live.tell(user, {"type": "notice", "text": text, "channel": channel})
        self.bell.ring()

    def show_views(self, user: str) -> None:
        self.live.tell(user, {"type": "views", "views": [v.shown() for v in self.views.stack(user)]})
        self.bell.ring()

    def show_home(self, view: OpenView) -> None:
        self.workspace.change("home", user=view.user, view=view.body)
        self.live.tell(view.user, {"type": "home", "view": view.shown()})
        self.bell.ring()

    def show_clock(self) -> None:
        self.live.tell(None, {"type": "clock", "now": self.clock.now()})
        self.bell.ring()

    # -- to the app ------------------------------------------------------------------------------------------

    async def request(self, kind: str, name: str, payload: Json) -> Outcome:
        """A command or an interaction to the app, with the time its ack took in the traffic."""
        started = time.monotonic()
        outcome = await self.delivery.request(kind, payload)
        groups = {"block_actions": "action", "block_suggestion": "options", "message_action": "shortcut"}
        group = "view" if kind.startswith("view_") else groups.get(kind, kind)
        answer = outcome.payload if outcome.ok else outcome.error
        spent = time.monotonic() - started
        self.traffic.add("out", group, name, seconds=spent, ok=outcome.ok, payload=payload, response=answer)
        return outcome

    def event(self, name: str, event: Json, *, shared: bool = False) -> None:
        """An event to the app, if its manifest subscribes to it."""
        if name not in self.manifest.events:
            return
        body: Json = {
            "token": VERIFICATION_TOKEN,
            "team_id": TEAM_ID,
            "context_team_id": TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": "Ev0" + secrets.token_hex(5).upper()[:8],
            "event_time": int(self.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM_ID,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": shared,
            "event_context": "4-" + secrets.token_hex(12),
        }
        self.delivery.event(body)
        if self.faults.take(event["type"], "events_twice"):
            self.delivery.event(body)

    def _message_event(self, channel: Channel, body: Json) -> None:
        if BOT_USER not in channel.members:
            return
        event = without_metadata(body) | {
            "channel": channel.id,
            "event_ts": body["ts"],
            "channel_type": channel.event_kind,
        }
        self.event(f"message.{channel.scope_family}", event, shared=channel.is_ext_shared)
        spoken_to = re.search(rf"<@{BOT_USER}(\|[^>]*)?>", body["text"])
        if spoken_to and body["user"] != BOT_USER and channel.type != "im":
            mention: Json = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
            self.event("app_mention", mention | {"type": "app_mention"}, shared=channel.is_ext_shared)

    def _changed_event(self, channel: Channel, body: Json, before: Json) -> None:
        event = {
            "subtype": "message_changed",
            "hidden": True,
            "message": without_metadata(body),
            "previous_message": without_metadata(before),
        }
        self._hidden_event(channel, event)

    def _hidden_event(self, channel: Channel, parts: Json) -> None:
        if BOT_USER not in channel.members:
            return
        ts = self.workspace.next_ts()
        event: dict[str, Any] = {
            "type": "message",
            "channel": channel.id,
            "ts": ts,
            "event_ts": ts,
            "channel_type": channel.event_kind,
        }
        self.event(f"message.{channel.scope_family}", event | parts, shared=channel.is_ext_shared)
