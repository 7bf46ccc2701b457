"""Open views: a stack of at most three per person, and what is typed into each.

A view is known by its id while it is open. Its ``hash`` changes at each update; an update with an old hash is
refused, so a late writer does not overwrite a newer view. What a person typed is kept by block id and action id,
so an input that is still there after an update keeps its value, as in Slack.
"""

import itertools
import secrets
from dataclasses import dataclass, field

from playground.errors import ApiError
from playground.model import APP_ID, BOT_ID, TEAM_ID, Json
from playground.values import Values, current_values

STACK = 3


@dataclass
class OpenView:
    """One view, a modal or a Home; ``channel`` is where the person stood when it was opened."""

    user: str
    body: Json
    touched: Values = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    def touch(self, values: Values) -> None:
        for block, held in values.items():
            self.touched.setdefault(block, {}).update(held)

    def shown(self) -> Json:
        """The view as the app gets it, with the state of all its inputs."""
        return self.body | {"state": {"values": current_values(self.blocks, self.touched)}}


class Views:
    """The stacks of modals of everybody, and the Home of each person."""

    def __init__(self) -> None:
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}
        self._ids = itertools.count(1)

    def _body(self, given: Json, ident: str, root: str, previous: str | None) -> Json:
        body: Json = {
            "id": ident,
            "team_id": TEAM_ID,
            "type": given["type"],
            "blocks": given["blocks"],
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "external_id": given.get("external_id", ""),
            "hash": f"{next(self._ids)}.{secrets.token_hex(4)}",
            "title": given.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "clear_on_close": given.get("clear_on_close", False),
            "notify_on_close": given.get("notify_on_close", False),
            "previous_view_id": previous,
            "root_view_id": root,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }
        if "submit_disabled" in given:
            body["submit_disabled"] = given["submit_disabled"]
        return body

    def _new_id(self) -> str:
        return f"V0{next(self._ids):03d}{secrets.token_hex(3).upper()}"

    def _external_free(self, external: str, but: OpenView | None = None) -> None:
        if external and any(v is not but and v.body["external_id"] == external for v in self.everything()):
            raise ApiError("duplicate_external_id")

    def everything(self) -> list[OpenView]:
        return [v for stack in self.stacks.values() for v in stack] + list(self.homes.values())

    def stack(self, user: str) -> list[OpenView]:
        return self.stacks.setdefault(user, [])

    def open(self, user: str, given: Json) -> OpenView:
        """A new root. Whatever modal the person had open is gone, as a new one covers it."""
        self._external_free(given.get("external_id", ""))
        ident = self._new_id()
        view = OpenView(user, self._body(given, ident, ident, None))
        self.stacks[user] = [view]
        return view

    def push(self, user: str, given: Json) -> OpenView:
        stack = self.stack(user)
        if not stack:
            raise ApiError("not_found")
        if len(stack) >= STACK:
            raise ApiError("push_limit_reached")
        self._external_free(given.get("external_id", ""))
        view = OpenView(user, self._body(given, self._new_id(), stack[0].id, stack[-1].id))
        stack.append(view)
        return view

    def find(self, view_id: str | None, external_id: str | None = None) -> OpenView | None:
        for view in self.everything():
            if (view_id and view.id == view_id) or (external_id and view.body["external_id"] == external_id):
                return view
        return None

    def update(self, view: OpenView, given: Json, hash_: str | None = None) -> None:
        if hash_ and hash_ != view.body["hash"]:
            raise ApiError("hash_conflict")
        if given["type"] != view.body["type"]:
            raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] view type cannot change"]})
        self._external_free(given.get("external_id", ""), view)
        view.body = self._body(given, view.id, view.body["root_view_id"], view.body["previous_view_id"])

    def publish(self, user: str, given: Json, hash_: str | None = None) -> OpenView:
        home = self.homes.get(user)
        if home is None:
            ident = self._new_id()
            home = self.homes[user] = OpenView(user, self._body(given, ident, ident, None))
        else:
            self.update(home, given, hash_)
        return home

    def restore_home(self, user: str, body: Json) -> None:
        """A Home that an earlier run published."""
        self.homes[user] = OpenView(user, body)

    def close(self, view: OpenView) -> None:
        stack = self.stack(view.user)
        if view in stack:
            del stack[stack.index(view) :]

    def clear(self, user: str) -> list[OpenView]:
        gone, self.stacks[user] = self.stack(user), []
        return gone
