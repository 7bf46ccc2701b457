"""The table of Web API methods, and the checks that come before each of them.

A method that is not in the table is refused as ``unknown_method``, an argument that it does not have as
``invalid_arguments`` by name. Slack ignores most unknown arguments; here they are refused, because in a test they
are a typing error.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.core import LocalSlack
from playground.errors import ApiError, invalid_arguments
from playground.model import APP_TOKEN, BOT_TOKEN, BOT_USER, Channel, Json


@dataclass
class Call:
    """One call: who is called, and the arguments, which come as JSON or as form fields."""

    slack: LocalSlack
    method: str
    args: Json

    def text(self, name: str) -> str:
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise invalid_arguments(f"must be an integer [json-pointer:/{name}]") from None
        if not 0 < number <= most:
            raise ApiError("invalid_limit")
        return number

    def structure(self, name: str) -> Any:
        """An argument that is JSON, also when it came as text in a form field."""
        value = self.args.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                code = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
                raise ApiError(code.get(name, "invalid_json")) from None
        return value

    def channel(self, name: str = "channel") -> Channel:
        """A channel that the bot can name by id."""
        found = self.slack.workspace.channels.get(self.text(name))
        if found is None or (BOT_USER not in found.members and (found.is_private or found.type == "im")):
            raise ApiError("channel_not_found")
        return found

    def need(self, *scopes: str) -> None:
        """Any one of these scopes."""
        provided = self.slack.manifest.scopes
        if scopes and not set(scopes) & set(provided):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(provided))

    def page(self, things: list[Any], default: int = 100, most: int = 1000) -> tuple[list[Any], Json]:
        """One page of a list, and its ``response_metadata``."""
        limit = self.number("limit", default, most)
        cursor = self.text("cursor")
        if cursor and not (cursor.startswith("page:") and cursor[5:].isdigit()):
            raise ApiError("invalid_cursor")
        start = int(cursor[5:]) if cursor else 0
        following = f"page:{start + limit}" if start + limit < len(things) else ""
        return things[start : start + limit], {"response_metadata": {"next_cursor": following}}


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    name: str
    handler: Handler
    required: tuple[str, ...]
    optional: tuple[str, ...]
    scopes: tuple[str, ...]
    token: str


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    scopes: tuple[str, ...] = (),
    token: str = BOT_TOKEN,
) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(name, handler, required, optional, scopes, token)
        return handler

    return register


def check_call(call: Call, token: str) -> Method:
    """Everything that is wrong with a call before it is looked at more closely."""
    known = METHODS.get(call.method)
    if known is None:
        raise ApiError("unknown_method", req_method=call.method)
    if not token:
        raise ApiError("not_authed")
    if token not in (BOT_TOKEN, APP_TOKEN):
        raise ApiError("invalid_auth")
    if token != known.token:
        raise ApiError("not_allowed_token_type")
    call.need(*known.scopes)
    allowed = {*known.required, *known.optional, "team_id"}  # Bolt puts team_id into every call
    problems = [f"unknown argument: {a} [json-pointer:/{a}]" for a in call.args if a not in allowed]
    problems += [
        f"missing required field: {a} [json-pointer:/{a}]" for a in known.required if call.args.get(a) in (None, "")
    ]
    if problems:
        raise invalid_arguments(*problems)
    return known
