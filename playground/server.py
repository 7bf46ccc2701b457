"""The one address of the playground: Web API, Socket Mode, response URLs, files, the page and its ``/_/``."""

import json
from pathlib import Path

from aiohttp import web

from playground.api import serve as api
from playground.blocks import checked_blocks
from playground.control import Control
from playground.core import LocalSlack
from playground.delivery.socket import SocketMode
from playground.errors import ApiError
from playground.interactions import Interactions
from playground.model import BOT_TOKEN, BOT_USER, Json
from playground.responses import ResponseUrl

STATIC = Path(__file__).with_name("static")
MOST_BYTES = 64 * 1024 * 1024


class Server:
    def __init__(self, slack: LocalSlack, interactions: Interactions) -> None:
        self.slack = slack
        self.control = Control(slack, interactions)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=MOST_BYTES)
        app.add_routes(self.control.routes())
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.get("/socket", self._socket),
                web.post("/response/{secret}", self._response),
                web.post("/upload/v1/{secret}", self._upload),
                web.get("/files/{id}/{name}", self._file),
                web.get("/archives/{channel}/{message}", self._permalink),
                web.get("/", self._page),
            ]
        )
        if STATIC.is_dir():
            app.router.add_static("/static", STATIC)
            app.on_response_prepare.append(self._fresh)
        return app

    @staticmethod
    async def _fresh(request: web.Request, response: web.StreamResponse) -> None:
        """A browser asks each time whether the page has changed, so that nobody looks at yesterday's."""
        if request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-cache"

    async def _api(self, request: web.Request) -> web.Response:
        return await api.serve(self.slack, request)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not isinstance(self.slack.delivery, SocketMode):
            return web.Response(status=404, text="Socket Mode is off")
        return await self.slack.delivery.serve(request)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        index = STATIC / "index.html"
        if not index.exists():
            return web.Response(status=404, text="the page is not there (playground/static/index.html)")
        return web.FileResponse(index, headers={"Cache-Control": "no-store"})

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"/#channel={request.match_info['channel']}&message={request.match_info['message']}")

    # -- response URLs ---------------------------------------------------------------------------------------

    async def _response(self, request: web.Request) -> web.Response:
        """Slack answers ``ok`` in plain text, and errors as JSON with an HTTP status."""
        given: Json = {}
        try:
            try:
                given = json.loads(await request.text())
            except ValueError:
                raise ApiError("invalid_payload") from None
            self._respond(request.match_info["secret"], given)
        except ApiError as refused:
            self._note(given, refused.body())
            return web.json_response(refused.body(), status=404 if "url" in refused.code else 400)
        self._note(given, "ok")
        return web.Response(text="ok")

    def _note(self, given: Json, answer: object) -> None:
        self.slack.traffic.add("in", "response_url", "respond", ok=answer == "ok", payload=given, response=answer)

    def _respond(self, secret: str, given: Json) -> None:
        slack = self.slack
        url = slack.responses.find(secret)
        if url is None:
            raise ApiError("no_such_url")
        if slack.responses.expired(url):
            raise ApiError("expired_url")
        channel = slack.workspace.channels[url.channel]
        original = slack.workspace.message(channel.id, url.message_ts) if url.message_ts else None
        if given.get("delete_original") or given.get("replace_original"):
            if original is None:
                raise ApiError("message_not_found")
            url.left -= 1
            if given.get("delete_original"):
                slack.delete(channel, original)
                return
            slack.edit(channel, original, {"blocks": None} | self._parts(given), BOT_USER)
            return
        parts = self._parts(given)
        url.left -= 1
        slack.post(channel, BOT_USER, parts | self._thread(url, given), reader=self._reader(url, given))

    @staticmethod
    def _reader(url: ResponseUrl, given: Json) -> str | None:
        return None if given.get("response_type") == "in_channel" else url.user

    @staticmethod
    def _thread(url: ResponseUrl, given: Json) -> Json:
        return {"thread_ts": given.get("thread_ts") or url.thread_ts}

    @staticmethod
    def _parts(given: Json) -> Json:
        parts: Json = {"text": str(given.get("text") or "")}
        if given.get("blocks"):
            parts["blocks"] = checked_blocks(given["blocks"])
        if given.get("attachments"):
            parts["attachments"] = given["attachments"]
        if not any(parts.values()):
            raise ApiError("no_text")
        return parts

    # -- files -----------------------------------------------------------------------------------------------

    async def _upload(self, request: web.Request) -> web.Response:
        data = b""
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            for part in form.values():
                data = part.file.read() if isinstance(part, web.FileField) else data
        else:
            data = await request.read()
        try:
            upload = self.slack.files.receive(request.match_info["secret"], data)
        except ApiError as refused:
            return web.Response(status=400, text=refused.code)
        payload = {"file": upload.file_id, "name": upload.name, "bytes": len(data)}
        self.slack.traffic.add("in", "api", "upload", ok=True, payload=payload, response="OK")
        return web.Response(text=f"OK - {len(data)}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """A file for the app: its token is needed, and ``files:read``, as for ``url_private``."""
        file = self.slack.workspace.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        if request.headers.get("Authorization", "") != f"Bearer {BOT_TOKEN}":
            raise web.HTTPForbidden(text="this address needs the app's token")
        if "files:read" not in self.slack.manifest.scopes:
            raise web.HTTPForbidden(text="missing_scope: files:read")
        return web.FileResponse(self.slack.files.path(file["id"]), headers={"Content-Type": file["mimetype"]})
