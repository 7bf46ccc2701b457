"""A playground with a tiny Bolt app, and windows of a real Chromium on its page."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

Json = dict[str, Any]

# A headless browser without a sandbox of its own, and without the calls home that would be requests of other origins.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

MANIFEST: Json = {
    "display_information": {"name": "Planner"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Planner", "always_online": True},
        "slash_commands": [
            {"command": "/plan", "description": "Plan a meeting", "usage_hint": "[title]", "should_escape": False},
            {"command": "/place", "description": "Say where", "usage_hint": "[city]", "should_escape": True},
            {"command": "/show", "description": "Show everything", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Plan this", "type": "message", "callback_id": "plan_this", "description": "From a message"},
            {"name": "New plan", "type": "global", "callback_id": "plan_new", "description": "An empty form"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "im:write", "im:history", "channels:history", "users:read"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def choice(word: str) -> Json:
    return {"text": plain(word), "value": word.lower()}


def field(name: str, label: str, kind: str, *, optional: bool = True, dispatch: bool = False, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "optional": optional,
        "dispatch_action": dispatch,
        "element": {"type": kind, "action_id": name, **element},
    }


CHOICES = [choice("Small"), choice("Large")]


def plan_form(title: str = "", note: str = "") -> Json:
    """One field of each kind; a note above says what the app heard last."""
    blocks = [
        field("title", "Title", "plain_text_input", optional=False, initial_value=title, max_length=40),
        field("start", "Start", "datepicker", optional=False, initial_date="2017-09-26"),
        field("end", "End", "datepicker"),
        field("size", "Size", "static_select", dispatch=True, options=CHOICES),
        field("city", "City", "external_select", min_query_length=2),
        field("tags", "Tags", "multi_static_select", options=CHOICES),
        field("who", "Who", "multi_users_select"),
        field("marks", "Marks", "checkboxes", options=[choice("Online"), choice("Open")]),
        field("mood", "Visibility", "radio_buttons", options=CHOICES, initial_option=CHOICES[0]),
        field("hour", "Hour", "timepicker"),
        field("moment", "Moment", "datetimepicker"),
        field("mail", "Mail", "email_text_input"),
        field("link", "Link", "url_text_input"),
        field("seats", "Seats", "number_input", is_decimal_allowed=False),
        field("notes", "Notes", "plain_text_input", multiline=True),
    ]
    if note:
        blocks.insert(0, {"type": "section", "text": plain(note)})
    return {
        "type": "modal",
        "callback_id": "plan",
        "title": plain("Plan a meeting"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": blocks,
    }


EVERYTHING: list[Json] = [
    {"type": "header", "text": plain("Everything <b>plain</b>")},
    {
        "type": "section",
        "text": {
            "type": "mrkdwn",
            "text": "*bold* _italic_ ~gone~ `code` <https://example.org/a|a link> &lt;b&gt; :white_check_mark:\n"
            "> quoted\n<@U0LUISUNHC> in <#C0COORDIN8>, <!date^1486767600^{date_num} {time}|never>",
        },
    },
    {"type": "image", "image_url": "https://example.org/map.png", "alt_text": "A map"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Entity"}], [{"type": "raw_text", "text": "UNHCR"}]]},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "drop",
                "style": "danger",
                "text": plain("Drop it"),
                "confirm": {
                    "title": plain("Really?"),
                    "text": plain("It will be gone."),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                },
            },
            {"type": "overflow", "action_id": "more", "options": [choice("History"), choice("Copy")]},
        ],
    },
]


def build(client: AsyncWebClient, heard: list[Json]) -> AsyncApp:
    app = AsyncApp(client=client)

    @app.command("/plan")
    async def plan(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=plan_form(body["text"]))

    @app.command("/place")
    async def place(ack: Any, body: Any) -> None:
        await ack(f"In {body['text']}")

    @app.command("/show")
    async def show(ack: Any) -> None:
        await ack(blocks=EVERYTHING, text="everything")

    @app.shortcut("plan_new")
    async def plan_new(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=plan_form())

    @app.shortcut("plan_this")
    async def plan_this(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=plan_form(shortcut["message"]["text"]))

    @app.action("size")
    async def size(ack: Any, action: Any, body: Any, client: Any) -> None:
        await ack()
        heard.append(body["view"]["state"]["values"])
        note = f"The app heard: {action['selected_option']['value']}"
        await client.views_update(view_id=body["view"]["id"], view=plan_form("another title", note))

    @app.options("city")
    async def cities(ack: Any, payload: Any) -> None:
        names = ("Beirut", "Bangkok", "Geneva")
        await ack(options=[choice(name) for name in names if payload["value"].lower() in name.lower()])

    @app.view("plan")
    async def planned(ack: Any, body: Any, view: Any, client: Any) -> None:
        values = view["state"]["values"]
        start, end = values["start"]["start"]["selected_date"], values["end"]["end"]["selected_date"]
        if end and end < start:
            await ack(response_action="errors", errors={"end": "The end is before the start."})
            return
        await ack()
        heard.append(values)
        await client.chat_postMessage(
            channel=body["user"]["id"], text=f"Saved: {values['title']['title']['value']}", metadata=None
        )

    @app.view_closed("plan")
    async def closed(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="Not planned, then")

    @app.action("drop")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Dropped", replace_original=False)

    @app.action("more")
    async def more(ack: Any, action: Any, respond: Any) -> None:
        await ack()
        await respond(text=f"Chosen: {action['selected_option']['value']}", replace_original=False)

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": plain("Your plans")}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event("message")
    async def message(event: Any, say: Any) -> None:
        if event.get("channel_type") == "im" and "subtype" not in event:
            await say(f"You said: {event['text']}")

    return app


@asynccontextmanager
async def planner(heard: list[Json]) -> AsyncIterator[Playground]:
    """The playground with the app connected over Socket Mode."""
    async with Playground(MANIFEST) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session)
        handler = AsyncSocketModeHandler(build(client, heard), slack.app_token, web_client=client, ping_interval=0.1)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            await slack.wait_connected()
            yield slack
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


def chromium() -> str:
    """Where Chromium is. Without one these tests fail: what was not tried in a browser was not tried."""
    named = os.environ.get("CHROMIUM") or next(
        filter(None, (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not named or not Path(named).exists():
        pytest.fail(
            "The page is tested in a real browser and no Chromium was found: install it (on Debian: apt-get install "
            "chromium) or name one in the environment variable CHROMIUM."
        )
    return named


class Windows:
    """Windows on the page; they note what must not happen: errors on the console, requests to other origins."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self.url = url
        self.errors: list[str] = []
        self.strangers: list[str] = []

    async def open(self, who: str, channel: str = "C0COORDIN8", **how: Any) -> Page:
        context = await self._browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | how))
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("websocket", lambda socket: self._origin(socket.url))
        await page.goto(f"{self.url}/?as={who}&channel={channel}")
        await page.wait_for_selector("#main h1")
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        self._origin(request.url)

    def _origin(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.url).netloc:
            self.strangers.append(address)


@asynccontextmanager
async def windows(url: str) -> AsyncIterator[Windows]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        try:
            yield Windows(browser, url)
        finally:
            await browser.close()
