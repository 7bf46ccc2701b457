"""What a person does, from typing a message to closing a form, and what Slack's client makes of the app's answer.

The page (through the control API) and the tests (through ``Person``) both act through this class.
"""

from typing import Any

from playground import payloads
from playground.blocks import checked_blocks, interactive
from playground.core import LocalSlack
from playground.errors import ApiError, PlaygroundError
from playground.forms import Forms
from playground.model import BOT_USER, Acked, Channel, Json, Kept
from playground.typed import as_sent
from playground.values import SHAPES, Values, current_values
from playground.views import OpenView

NO_ANSWER = {
    "operation_timeout": "the app did not answer within three seconds",
    "dispatch_failed": "the app could not be reached or answered with an error",
}


class Interactions:
    """The doings of people, one method each; ``forms`` has those that concern modals."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self.forms = Forms(slack)
        self._touched: dict[tuple[str, str, str], Values] = {}

    # -- places ----------------------------------------------------------------------------------------------

    def place(self, user: str, channel: str | None) -> Channel:
        """The channel a person means; without one, the direct message with the app."""
        workspace = self.slack.workspace
        if channel is None:
            return workspace.direct(user, BOT_USER)
        found = workspace.find_channel(channel)
        if found is None and channel in workspace.people:
            found = workspace.direct(user, channel)
        if found is None or user not in found.members:
            raise PlaygroundError(f"{user} is in no channel {channel}")
        return found

    def open_direct(self, user: str, other: str) -> Channel:
        return self.slack.workspace.direct(user, other)

    # -- messages and commands -------------------------------------------------------------------------------

    def say(
        self, user: str, text: str, channel: str | None, thread_ts: str | None = None, files: list[str] | None = None
    ) -> Kept:
        workspace = self.slack.workspace
        if workspace.people[user].deleted:
            raise PlaygroundError(f"{user} is deactivated")
        where = self.place(user, channel)
        if where.type == "im" and where.other(user) == BOT_USER and not self._may_write_to_app():
            raise PlaygroundError("the manifest turns messages to the app off (features.app_home)")
        parent = workspace.message(where.id, thread_ts) if thread_ts else None
        if thread_ts and parent is None:
            raise PlaygroundError(f"there is no message {thread_ts} in {where.id}")
        parts: Json = {"text": as_sent(text, workspace), "thread_ts": thread_ts}
        if parent is not None:
            parts["parent_user_id"] = parent.body["user"]
        if files:
            family = {"im": "ims", "groups": "groups", "channels": "channels"}[where.scope_family]
            parts |= {"subtype": "file_share", "upload": True}
            parts["files"] = [self.slack.files.share(f, where.id, family) for f in files]
        kept = self.slack.post(where, user, parts)
        self.read(user, where.id)
        return kept

    def edit(self, user: str, channel: str, ts: str, text: str) -> Kept:
        """A person changes the words of their own message."""
        where, kept = self._own(user, channel, ts)
        return self.slack.edit(where, kept, {"text": as_sent(text, self.slack.workspace)}, user)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """A person deletes their own message."""
        self.slack.delete(*self._own(user, channel, ts))

    def _own(self, user: str, channel: str, ts: str) -> tuple[Channel, Kept]:
        where = self.place(user, channel)
        kept = self.slack.workspace.message(where.id, ts)
        if kept is None or kept.body.get("user") != user:
            raise PlaygroundError(f"{user} wrote no message {ts} in {where.id}")
        return where, kept

    def _may_write_to_app(self) -> bool:
        home = (self.slack.manifest.raw.get("features") or {}).get("app_home")
        if not home:
            return True
        return bool(home.get("messages_tab_enabled", False)) and not home.get("messages_tab_read_only_enabled", True)

    def read(self, user: str, channel: str) -> None:
        seen = self.slack.workspace.seen_by(user, channel)
        if seen and self.slack.workspace.reads.get((user, channel), "") < seen[-1].ts:
            self.slack.workspace.change("read", user=user, channel=channel, ts=seen[-1].ts)

    async def command(self, user: str, command: str, text: str, channel: str | None) -> Acked:
        slack = self.slack
        where = self.place(user, channel)
        known = slack.manifest.command(command)
        if known is None:
            return self._refused(user, "invalid_command", f"{command} is not a valid command.", where)
        said = as_sent(text, slack.workspace) if known.should_escape else text
        outcome = await slack.request(
            "command", command, payloads.command_payload(slack, user, where, known, said.strip())
        )
        if not outcome.ok:
            why = self._failed(f'{command} failed with the error "{outcome.error}"')
            return self._refused(user, outcome.error, why, where)
        try:
            self.answer_command(user, where, outcome.payload)
        except ApiError as refused:
            why = f"{command} answered with something that is no message: {refused.body()}"
            return self._refused(user, refused.code, why, where)
        return Acked(True, payload=outcome.payload)

    def _refused(self, user: str, error: str, why: str, where: Channel | None = None) -> Acked:
        self.slack.notify(user, why, where.id if where else None)
        return Acked(False, error, notice=why)

    def _failed(self, text: str) -> str:
        return text if self.slack.delivery.connected else f"{text} (the app is not connected)"

    def answer_command(self, user: str, where: Channel, answer: Any) -> None:
        """An ack with a message in it: for the person alone, unless it says ``in_channel``."""
        if isinstance(answer, str):
            answer = {"text": answer}
        if not isinstance(answer, dict) or not (
            answer.get("text") or answer.get("blocks") or answer.get("attachments")
        ):
            return
        parts: Json = {"text": answer.get("text", "")}
        if answer.get("blocks"):
            parts["blocks"] = checked_blocks(answer["blocks"])
        if answer.get("attachments"):
            parts["attachments"] = answer["attachments"]
        reader = None if answer.get("response_type") == "in_channel" else user
        self.slack.post(where, BOT_USER, parts, reader=reader)

    # -- shortcuts and Home ----------------------------------------------------------------------------------

    async def shortcut(self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None) -> Acked:
        slack = self.slack
        known = slack.manifest.shortcut(callback_id)
        if known is None:
            raise PlaygroundError(f"the manifest has no shortcut {callback_id}")
        kind = "message_action" if known.type == "message" else "shortcut"
        payload = payloads.common(slack, kind, user) | {
            "callback_id": callback_id,
            "trigger_id": slack.triggers.new(user),
            "action_ts": slack.workspace.next_ts(),
        }
        if known.type == "message":
            if channel is None or ts is None:
                raise PlaygroundError(f"{callback_id} works on a message: give its channel and ts")
            where = self.place(user, channel)
            kept = self._message(user, where, ts)
            payload |= {
                "channel": payloads.channel_part(where),
                "message_ts": ts,
                "message": {k: v for k, v in kept.body.items() if k != "metadata"},
                "response_url": payloads.response_url(slack, user, where.id),
            }
        return await self._interact(user, kind, callback_id, payload)

    def open_home(self, user: str) -> None:
        slack = self.slack
        if not slack.manifest.home_tab:
            raise PlaygroundError("the manifest has no Home (features.app_home.home_tab_enabled)")
        channel = slack.workspace.direct(user, BOT_USER)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": "home",
            "event_ts": slack.workspace.next_ts(),
        }
        home = slack.views.homes.get(user)
        if home is not None:
            event["view"] = home.shown()
        slack.event("app_home_opened", event)

    async def _interact(self, user: str, kind: str, name: str, payload: Json) -> Acked:
        slack = self.slack
        if not slack.manifest.interactive:
            return self._refused(user, "not_interactive", "This app is not configured to handle interactive responses.")
        outcome = await slack.request(kind, name, payload)
        if not outcome.ok:
            why = NO_ANSWER.get(outcome.error, outcome.error)
            return self._refused(user, outcome.error, self._failed(f"{name}: {why} ({outcome.error})"))
        return Acked(outcome.ok, outcome.error, outcome.payload)

    # -- clicking --------------------------------------------------------------------------------------------

    def _message(self, user: str, where: Channel, ts: str) -> Kept:
        kept = self.slack.workspace.message(where.id, ts)
        if kept is None or kept.reader not in (None, user):
            raise PlaygroundError(f"{user} sees no message {ts} in {where.id}")
        return kept

    def _view(self, user: str, view_id: str) -> OpenView:
        view = self.slack.views.find(view_id)
        if view is None or view.user != user:
            raise PlaygroundError(f"{user} has no open view {view_id}")
        return view

    @staticmethod
    def find_element(blocks: list[Json], block_id: str | None, action_id: str) -> tuple[Json, Json]:
        for block, element in interactive(blocks):
            if element["action_id"] == action_id and block_id in (None, block["block_id"]):
                return block, element
        known = ", ".join(e["action_id"] for _, e in interactive(blocks)) or "nothing"
        raise PlaygroundError(f"no {action_id} to act on; there is {known}")

    async def click(
        self,
        user: str,
        container: Json,
        *,
        block_id: str | None,
        action_id: str,
        value: Json,
        values: Values | None = None,
    ) -> Acked:
        """A button pressed, an option chosen, a date set. ``values`` are the other inputs as they stand."""
        slack = self.slack
        if container.get("view_id"):
            view = self._view(user, container["view_id"])
            block, element = self.find_element(view.blocks, block_id, action_id)
            view.touch(values or {})
            self._touch(view.touched, block, element, value)
            if block["type"] == "input" and not block.get("dispatch_action"):
                return Acked(True)
            action = payloads.action_part(slack, block, element, value)
            payload = payloads.block_actions(slack, user, action, view=view, place=None, state=None)
            return await self._interact(user, "block_actions", action_id, payload)
        where = self.place(user, container["channel"])
        kept = self._message(user, where, container["ts"])
        blocks = kept.body.get("blocks") or []
        block, element = self.find_element(blocks, block_id, action_id)
        touched = self._touched.setdefault((user, where.id, kept.ts), {})
        for name, held in (values or {}).items():
            touched.setdefault(name, {}).update(held)
        self._touch(touched, block, element, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Acked(True)
        action = payloads.action_part(slack, block, element, value)
        place = payloads.message_place(slack, where, kept)
        state = current_values(blocks, touched)
        payload = payloads.block_actions(slack, user, action, view=None, place=place, state=state)
        payload["response_url"] = payloads.response_url(slack, user, where.id, kept)
        return await self._interact(user, "block_actions", action_id, payload)

    @staticmethod
    def _touch(touched: Values, block: Json, element: Json, value: Json) -> None:
        kind = element["type"]
        if kind not in SHAPES:
            return
        key = SHAPES[kind].key
        if key not in value:
            raise PlaygroundError(f"{element['action_id']} is a {kind}: its value needs {key}, not {sorted(value)}")
        if kind != "overflow":
            touched.setdefault(block["block_id"], {})[element["action_id"]] = {"type": kind} | value

    async def suggest(self, user: str, container: Json, *, block_id: str | None, action_id: str, query: str) -> Json:
        """The options that the app offers for what was typed into an external select."""
        slack = self.slack
        payload = payloads.common(slack, "block_suggestion", user) | {"value": query, "action_id": action_id}
        if container.get("view_id"):
            view = self._view(user, container["view_id"])
            block, element = self.find_element(view.blocks, block_id, action_id)
            payload |= {"container": {"type": "view", "view_id": view.id}, "view": view.shown()}
        else:
            where = self.place(user, container["channel"])
            kept = self._message(user, where, container["ts"])
            block, element = self.find_element(kept.body.get("blocks") or [], block_id, action_id)
            payload |= payloads.message_place(slack, where, kept)
        payload["block_id"] = block["block_id"]
        if len(query) < element.get("min_query_length", 3):
            return {"options": []}
        acked = await self._interact(user, "block_suggestion", action_id, payload)
        answer = acked.payload if isinstance(acked.payload, dict) else {}
        if acked.ok and "option_groups" in answer:
            return {"option_groups": answer["option_groups"]}
        if acked.ok and "options" not in answer:
            slack.notify(user, f"{action_id}: the app's answer has no options")
        return {"options": (answer.get("options") or [])[:100]}
