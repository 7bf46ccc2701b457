"""The ``/_/`` API of the page: everything a person does, the clock, the traffic and the faults.

Bodies are JSON, ``as`` says who acts. What the caller did wrong is answered with 400 and one sentence. There is no
login: the playground listens on this computer only and holds nothing but samples.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from playground.core import LocalSlack, without_metadata
from playground.delivery.http import SignedHttp
from playground.delivery.socket import SocketMode
from playground.errors import ApiError, PlaygroundError
from playground.interactions import Interactions
from playground.model import APP_ID, BOT_ID, BOT_USER, Acked, Json

Doing = Callable[[Json], Awaitable[Json]]


def _acked(acked: Acked) -> Json:
    return (
        {"ok": True} if acked.ok else {"ok": False, "error": acked.notice or acked.error, "noticed": bool(acked.notice)}
    )


class Control:
    def __init__(self, slack: LocalSlack, interactions: Interactions) -> None:
        self.slack = slack
        self.people = interactions

    def routes(self) -> list[web.RouteDef]:
        posts: dict[str, Doing] = {
            "say": self.say,
            "command": self.command,
            "click": self.click,
            "submit": self.submit,
            "close": self.close,
            "suggest": self.suggest,
            "shortcut": self.shortcut,
            "home": self.home,
            "open": self.open,
            "read": self.read,
            "clock": self.clock,
            "faults": self.faults,
            "verify": self.verify,
        }
        routes = [web.post(f"/_/{name}", self._json(doing)) for name, doing in posts.items()]
        return [
            *routes,
            web.get("/_/state", self.state),
            web.get("/_/messages", self.messages),
            web.get("/_/live", self.live),
            web.get("/_/traffic", self.traffic),
            web.get("/_/faults", self.faults_on),
            web.post("/_/upload", self.upload),
            web.get("/_/file/{id}", self.file),
        ]

    def _json(self, doing: Doing) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                given = await request.json()
            except ValueError:
                return self._refused("the body is not JSON")
            if not isinstance(given, dict):
                return self._refused("the body is not a JSON object")
            if "as" in given and given["as"] not in self.slack.workspace.people:
                return self._refused(f"nobody here is {given['as']!r}")
            try:
                return web.json_response(await doing(given))
            except (PlaygroundError, ApiError) as error:
                return self._refused(str(error))
            except KeyError as error:
                return self._refused(f"{error.args[0]} is missing or unknown")

        return handle

    @staticmethod
    def _refused(why: str) -> web.Response:
        return web.json_response({"ok": False, "error": why}, status=400)

    def _who(self, request: web.Request) -> str:
        user = request.query.get("as", "")
        if user not in self.slack.workspace.people:
            raise web.HTTPBadRequest(
                text=json.dumps({"ok": False, "error": f"nobody here is {user!r}"}), content_type="application/json"
            )
        return user

    # -- looking ---------------------------------------------------------------------------------------------

    async def state(self, request: web.Request) -> web.Response:
        slack = self.slack
        user = self._who(request) if "as" in request.query else next(iter(slack.workspace.people))
        now = slack.clock.now()
        slack.workspace.direct(user, BOT_USER)
        home = slack.views.homes.get(user)
        manifest = slack.manifest
        return web.json_response(
            {
                "ok": True,
                "team": slack.workspace.team,
                "now": now,
                "zone": slack.workspace.people[user].tz,
                "me": slack.workspace.people[user].shown(now, email=True, locale=True),
                "users": [p.shown(now, email=True, locale=True) for p in slack.workspace.people.values()],
                "channels": slack.channels_shown(user),
                "commands": [asdict(c) for c in manifest.commands],
                "shortcuts": [asdict(s) for s in manifest.shortcuts],
                "home": home.shown() if home else None,
                "views": [v.shown() for v in slack.views.stack(user)],
                "app": {
                    "id": APP_ID,
                    "bot_id": BOT_ID,
                    "user": BOT_USER,
                    "name": manifest.bot_name,
                    "home_tab": manifest.home_tab,
                    "connected": slack.delivery.connected,
                },
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        user = self._who(request)
        channel = self.slack.workspace.channels.get(request.query.get("channel", ""))
        if channel is None or user not in channel.members:
            return self._refused("no such channel for this person")
        seen = self.slack.workspace.seen_by(user, channel.id)
        return web.json_response({"ok": True, "messages": [without_metadata(m.body) for m in seen]})

    async def live(self, request: web.Request) -> web.StreamResponse:
        self._who(request)
        return await self.slack.live.serve(request)

    async def traffic(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        if not after.isdigit():
            return self._refused("after is a number")
        shown = {"ok": True, "entries": [e.shown() for e in self.slack.traffic.after(int(after))]}
        return web.json_response(shown, dumps=lambda value: json.dumps(value, default=str))

    async def faults_on(self, request: web.Request) -> web.Response:
        faults = self.slack.faults
        return web.json_response({"ok": True, "faults": faults.shown(), "rate_limits": faults.rate_limits})

    # -- doing -----------------------------------------------------------------------------------------------

    async def say(self, given: Json) -> Json:
        files = [f["id"] if isinstance(f, dict) else f for f in given.get("files") or []]
        kept = self.people.say(
            given["as"], given.get("text") or "", given.get("channel"), given.get("thread_ts"), files
        )
        return {"ok": True, "ts": kept.ts}

    async def command(self, given: Json) -> Json:
        return _acked(
            await self.people.command(given["as"], given["command"], given.get("text") or "", given.get("channel"))
        )

    async def click(self, given: Json) -> Json:
        return _acked(
            await self.people.click(
                given["as"],
                given["container"],
                block_id=given.get("block_id"),
                action_id=given["action_id"],
                value=given.get("value") or {},
                values=given.get("values"),
            )
        )

    async def submit(self, given: Json) -> Json:
        done = await self.people.forms.submit(given["as"], given["view_id"], given.get("values") or {})
        if done.ok:
            return {"ok": True}
        if "" in done.errors:
            return {"ok": False, "error": done.errors[""], "noticed": True}
        return {"ok": False, "errors": done.errors}

    async def close(self, given: Json) -> Json:
        await self.people.forms.close(given["as"], given["view_id"])
        return {"ok": True}

    async def suggest(self, given: Json) -> Json:
        offered = await self.people.suggest(
            given["as"],
            given["container"],
            block_id=given.get("block_id"),
            action_id=given["action_id"],
            query=given.get("query") or "",
        )
        return {"ok": True} | offered

    async def shortcut(self, given: Json) -> Json:
        return _acked(
            await self.people.shortcut(given["as"], given["callback_id"], given.get("channel"), given.get("ts"))
        )

    async def home(self, given: Json) -> Json:
        self.people.open_home(given["as"])
        return {"ok": True}

    async def open(self, given: Json) -> Json:
        if given["user"] not in self.slack.workspace.people:
            raise PlaygroundError(f"nobody here is {given['user']!r}")
        channel = self.people.open_direct(given["as"], given["user"])
        return {"ok": True, "channel": channel.id}

    async def read(self, given: Json) -> Json:
        channel = self.people.place(given["as"], given["channel"])
        self.people.read(given["as"], channel.id)
        self.slack.show_channels({given["as"]})
        return {"ok": True}

    async def clock(self, given: Json) -> Json:
        clock = self.slack.clock
        if "add" in given:
            now = clock.move_to(clock.now() + float(given["add"]))
        else:
            to = given["to"]
            try:
                now = clock.move_to(datetime.fromisoformat(to) if isinstance(to, str) else float(to))
            except ValueError as error:
                raise PlaygroundError(f"{to!r} is no moment: {error}") from error
        self.slack.show_clock()
        return {"ok": True, "now": now}

    async def faults(self, given: Json) -> Json:
        """Switch a fault on, all of them off, the rate limits on or off, or disturb the sockets now."""
        faults = self.slack.faults
        delivery = self.slack.delivery
        if given.get("clear"):
            faults.clear()
        if "rate_limits" in given:
            faults.rate_limits = bool(given["rate_limits"])
        if given.get("kind") == "socket_disconnect" or given.get("kind") == "socket_refresh":
            if not isinstance(delivery, SocketMode):
                raise PlaygroundError("the app is not connected by Socket Mode")
            if given["kind"] == "socket_refresh":
                await delivery.refresh()
            else:
                delivery.drop()
        elif given.get("kind"):
            known = {k: v for k, v in given.items() if k in ("times", "seconds", "status", "code")}
            faults.add(given["kind"], given.get("method", "*"), **known)
        return {"ok": True, "faults": faults.shown(), "rate_limits": faults.rate_limits}

    async def verify(self, given: Json) -> Json:
        delivery = self.slack.delivery
        if not isinstance(delivery, SignedHttp):
            raise PlaygroundError("the app is not reached over HTTP")
        delivery.request_url = given.get("request_url") or delivery.request_url
        await delivery.verify()
        return {"ok": True}

    # -- files -----------------------------------------------------------------------------------------------

    async def upload(self, request: web.Request) -> web.Response:
        """Keep a file of a person; it is seen by others once a message or a form names it."""
        form = await request.post()
        user, part = form.get("as"), form.get("file")
        if not isinstance(user, str) or user not in self.slack.workspace.people:
            return self._refused(f"nobody here is {user!r}")
        if not isinstance(part, FileField):
            return self._refused("there is no file")
        file = self.slack.files.add(part.filename, part.file.read(), user, self.slack.url)
        return web.json_response({"ok": True, "file": file})

    async def file(self, request: web.Request) -> web.StreamResponse:
        user = self._who(request)
        file: dict[str, Any] | None = self.slack.workspace.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        shared = {*file["channels"], *file["groups"], *file["ims"]}
        channels = self.slack.workspace.channels
        if file["user"] != user and not any(user in channels[c].members for c in shared):
            raise web.HTTPForbidden(text="this file was not shared with this person")
        quoted = file["name"].replace("\\", "_").replace('"', "_").encode("ascii", "replace").decode()
        return web.FileResponse(
            self.slack.files.path(file["id"]),
            headers={
                "Content-Type": file["mimetype"],
                "Content-Disposition": f'attachment; filename="{quoted}"',
                "X-Content-Type-Options": "nosniff",
            },
        )
