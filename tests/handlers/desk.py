"""The bot's handlers with a real database and a Slack that only writes down what it is told."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from structlog.testing import capture_logs

from bot.answers.answerer import Answerer
from bot.clock import StandingClock
from bot.panels.files import SAMPLES, read_panel_file
from bot.panels.founding import found_panel, found_workspace
from bot.roadmaps.importing import import_files
from bot.roadmaps.shipped import shipped_roadmaps
from bot.settings import Settings
from handlers.lint import lint_message, lint_view
from handlers.register import _listener
from handlers.routes import ROUTES, Kind
from handlers.services import Services
from handlers.tasks import UnderWay
from playground.model import all_texts
from storage.store import Store

ANA, LUIS, INES, HUGO, ELENA = "U0ANAUNHCR", "U0LUISUNHC", "U0INESIOM1", "U0HUGOHCHR", "U0ELENAECL"
OLGA, GUS, WANDA = "U0OLGAOFF1", "U0GUSGUEST", "U0WANDAWMN"


@dataclass
class Message:
    """A message of the bot as it now stands."""

    channel: str
    ts: str
    payload: dict[str, Any]
    thread_ts: str | None = None
    updates: int = 0

    @property
    def text(self) -> str:
        return str(self.payload["text"])

    @property
    def words(self) -> str:
        return "\n".join([self.text, *all_texts(self.payload.get("blocks"))])

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """The buttons by what stands on them; of several alike the first."""
        found: dict[str, dict[str, Any]] = {}
        for block in self.payload.get("blocks") or []:
            for element in block.get("elements", []):
                if element["type"] == "button":
                    found.setdefault(element["text"]["text"], element)
        return found


@dataclass
class Desk:
    """Somebody writes and presses; ``posts`` is what the bot has posted, ``asides`` what it said to one alone."""

    store: Store
    clock: StandingClock
    posts: list[Message] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    acks: list[dict[str, Any]] = field(default_factory=list)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    rung: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.answerer = Answerer(self.store)

    # -- what the bot does -----------------------------------------------------------------------------------

    async def ack(self, **what: Any) -> None:
        self.acks.append(what)

    async def respond(self, **what: Any) -> None:
        sound({key: one for key, one in what.items() if key not in ("response_type", "replace_original")})
        self.asides.append(what["text"])

    async def chat_postMessage(self, *, channel: str, thread_ts: str | None = None, **payload: Any) -> dict[str, Any]:
        sound(payload)
        where = f"D{channel[1:]}" if channel.startswith("U") else channel
        self.posts.append(Message(where, self.stamp(), payload, thread_ts))
        return {"ts": self.posts[-1].ts, "channel": where}

    async def chat_update(self, *, channel: str, ts: str, **payload: Any) -> dict[str, Any]:
        # No blocks take those of before away; a message of its own has some or none.
        sound({key: one for key, one in payload.items() if one} | {"unfurl_links": False, "unfurl_media": False})
        found = next(post for post in self.posts if (post.channel, post.ts) == (channel, ts))
        found.payload, found.updates = payload, found.updates + 1
        return {"ok": True}

    async def chat_getPermalink(self, *, channel: str, message_ts: str) -> dict[str, Any]:
        return {"permalink": f"https://playground.slack.com/archives/{channel}/p{message_ts.replace('.', '')}"}

    async def views_open(self, *, trigger_id: str, view: dict[str, Any]) -> dict[str, Any]:
        assert trigger_id
        assert lint_view(view) == []
        self.views.append(view)
        return {"ok": True}

    async def users_info(self, *, user: str, **_: Any) -> dict[str, Any]:
        known = {"real_name": user.title(), "tz": "Europe/Zurich", "locale": "en-GB"}
        return {"user": known | self.users.get(user, {})}

    async def conversations_history(self, *, channel: str, latest: str, limit: int, **_: Any) -> dict[str, Any]:
        said = [post for post in self.posts if post.channel == channel and post.ts < latest and not post.thread_ts]
        return {"messages": [{"bot_id": "B1", "ts": one.ts, **one.payload} for one in reversed(said)][:limit]}

    async def conversations_replies(self, *, channel: str, ts: str, **_: Any) -> dict[str, Any]:
        said = [post for post in self.posts if post.channel == channel and post.thread_ts == ts]
        return {"messages": [{"bot_id": "B1", "ts": one.ts, **one.payload} for one in said]}

    def ring(self) -> None:
        self.rung += 1

    # -- what people do --------------------------------------------------------------------------------------

    def stamp(self) -> str:
        return f"{self.clock.now().timestamp():.0f}.{next(self._numbers):06d}"

    async def call(self, kind: Kind, name: str, body: dict[str, Any]) -> None:
        ring: Any = self.ring
        client: Any = self
        services = Services(self.store, self.clock, Settings(), self.answerer, client, ring, UnderWay())
        group = [route for route in ROUTES if (route.kind, route.name) == (kind, name)]
        with capture_logs() as logs:
            await _listener(services, kind, name, group)(body, self.ack, self, self.respond)
        for line in logs:
            if line["event"] == "call.failed":
                raise line["exc_info"]

    async def hear(self, user: str, event: dict[str, Any]) -> list[Message]:
        before = len(self.posts)
        shape = {"type": "message", "channel": f"D{user[1:]}", "channel_type": "im"}
        await self.call(Kind.EVENT, "message", {"team_id": "T1", "event": shape | event})
        return self.posts[before:]

    async def say(self, user: str, text: str, *, ts: str = "", thread_ts: str | None = None) -> list[Message]:
        """A direct message; returns what the bot posted then."""
        event = {"user": user, "text": text, "ts": ts or self.stamp()}
        return await self.hear(user, event | ({"thread_ts": thread_ts} if thread_ts else {}))

    async def edit(self, user: str, ts: str, old: str, new: str) -> list[Message]:
        message = {"user": user, "ts": ts, "text": new, "edited": {"user": user, "ts": self.stamp()}}
        before = {"user": user, "ts": ts, "text": old}
        event = {"subtype": "message_changed", "message": message, "previous_message": before, "ts": self.stamp()}
        return await self.hear(user, event)

    async def press(self, user: str, message: Message, label: str) -> None:
        """A button that stands in a message now, by its words or by its action."""
        found = message.buttons.get(label) or next(
            element for element in message.buttons.values() if element["action_id"].startswith(label)
        )
        await self.act(user, found["action_id"], found.get("value", ""), message)

    async def act(self, user: str, action_id: str, value: str, message: Message | None = None) -> None:
        """A button, also one that stands nowhere (any more)."""
        body: dict[str, Any] = {
            "team": {"id": "T1"},
            "user": {"id": user, "username": user},
            "actions": [{"action_id": action_id, "value": value}],
            "trigger_id": "1.2",
            "response_url": "https://hooks.example/1",
        }
        if message is not None:
            body["container"] = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
            body["channel"] = {"id": message.channel}
            body["message"] = {"ts": message.ts, **message.payload}
        await self.call(Kind.ACTION, action_id.partition(":")[0], body)

    async def shortcut(self, user: str, text: str, *, ts: str = "", channel: str = "C1") -> None:
        message = {"user": "U0SOMEBODY", "text": text, "ts": ts or self.stamp()}
        body = {
            "team": {"id": "T1"},
            "user": {"id": user, "username": user},
            "channel": {"id": channel},
            "message": message,
            "trigger_id": "1.2",
            "response_url": "https://hooks.example/1",
        }
        await self.call(Kind.SHORTCUT, "contribution.from_message", body)

    async def submit(self, user: str, view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Submit a form; ``values`` by block id, each the state of its one element. Returns what the bot acked."""
        state: dict[str, Any] = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                held = {key.removeprefix("initial_"): one for key, one in element.items() if key.startswith("initial_")}
                names = {"option": "selected_option", "date": "selected_date", "user": "selected_user"}
                names |= {"options": "selected_options", "value": "value"}
                given = {names[key]: one for key, one in held.items()} | values.get(block["block_id"], {})
                state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **given}}
        body = {
            "team": {"id": "T1"},
            "user": {"id": user, "username": user},
            "view": view | {"id": f"V{next(self._numbers)}", "hash": "h", "state": {"values": state}},
        }
        await self.call(Kind.VIEW, view["callback_id"], body)
        return self.acks[-1]


async def open_desk(store: Store, clock: StandingClock) -> Desk:
    """The sample panel and the first roadmap, on 30 January 2017."""
    await import_files(store, shipped_roadmaps()["new-york-declaration"].files, now=clock.now())
    async with store.unit() as session:
        plan = read_panel_file(SAMPLES / "new-york-declaration.yml")
        await found_panel(session, await found_workspace(session, "T1", "Here"), plan)
    return Desk(store, clock)


def sound(payload: dict[str, Any]) -> None:
    """Slack would take this message."""
    if found := lint_message(payload):
        raise AssertionError(found)
