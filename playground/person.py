"""One person of the playground, as tests speak of her: ``await ana.say(...)``, ``await ana.click(...)``.

A method returns when Slack's client would be ready again: after the ack of the app for a click or a submission,
at once for a message. What the app does later is waited for with ``wait_message``, ``wait_view`` and
``wait_home``, which look again whenever something changed and never sleep.
"""

from collections.abc import Callable, Mapping
from typing import Any

from playground.blocks import interactive
from playground.core import without_metadata
from playground.errors import PlaygroundError
from playground.interactions import Interactions
from playground.model import BOT_USER, Acked, Json, Message, Submitted
from playground.model import Person as Member
from playground.values import SHAPES, Values, from_plain
from playground.views import OpenView

Match = str | Callable[[Message], bool]
PATIENCE = 30.0


class View(dict[str, Any]):
    """An open modal or a Home, as Slack shapes it, with its state."""

    @property
    def id(self) -> str:
        return str(self["id"])

    @property
    def callback_id(self) -> str:
        return str(self["callback_id"])

    @property
    def title(self) -> str:
        return str(self["title"]["text"])

    @property
    def blocks(self) -> list[Json]:
        return list(self["blocks"])

    @property
    def held(self) -> Values:
        """What the inputs hold now."""
        state: Values = self["state"]["values"]
        return state


class Person:
    """What one member of the workspace does and sees."""

    def __init__(self, member: Member, interactions: Interactions) -> None:
        self._member = member
        self._do = interactions
        self._slack = interactions.slack

    def __repr__(self) -> str:
        return f"<{self._member.real_name} {self.id}>"

    @property
    def id(self) -> str:
        return self._member.id

    @property
    def name(self) -> str:
        return self._member.real_name

    @property
    def dm(self) -> str:
        """The id of the direct message with the app."""
        return self._slack.workspace.direct(self.id, BOT_USER).id

    # -- seeing ----------------------------------------------------------------------------------------------

    def messages(self, channel: str | None = None) -> list[Message]:
        """What the person sees there, oldest first, ephemeral ones included; the direct message by default."""
        where = self._do.place(self.id, channel)
        seen = self._slack.workspace.seen_by(self.id, where.id)
        return [Message(without_metadata(m.body) | {"channel": where.id}) for m in seen]

    @property
    def notices(self) -> list[str]:
        """What Slackbot told this person alone."""
        return [n.text for n in self._slack.notices if n.user == self.id]

    @property
    def views(self) -> list[View]:
        return [View(v.shown()) for v in self._slack.views.stack(self.id)]

    @property
    def view(self) -> View | None:
        """The form in front."""
        return self.views[-1] if self.views else None

    @property
    def home(self) -> View | None:
        view = self._slack.views.homes.get(self.id)
        return View(view.shown()) if view else None

    # -- waiting ---------------------------------------------------------------------------------------------

    async def wait_message(
        self,
        match: Match = "",
        channel: str | None = None,
        after: str | Message | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the vocabulary of the tests
    ) -> Message:
        """The newest message that the person sees (in any of her channels unless told) and that matches.

        ``match`` is a part of its words (text or blocks) or a function of the message; ``after`` a message or
        ``ts`` that it must be younger than.
        """
        since = after.ts if isinstance(after, Message) else after or ""

        def fits(message: Message) -> bool:
            return match in message.words if isinstance(match, str) else match(message)

        def look() -> Message | None:
            mine = [c.id for c in self._slack.workspace.channels.values() if self.id in c.members]
            places = mine if channel is None else [self._do.place(self.id, channel).id]
            found = [m for place in places for m in self.messages(place) if m.ts > since and fits(m)]
            return max(found, key=lambda m: m.ts) if found else None

        got = await self._slack.bell.until(look, timeout)
        if got is None:
            raise AssertionError(f"{self!r} saw no message {match!r} in {timeout} s.\n{self._seen(channel)}")
        return got

    def _seen(self, channel: str | None) -> str:
        lines = [f"  {m['user']}: {m.text}" for m in self.messages(channel)[-10:]]
        lines += [f"  notice: {n}" for n in self.notices[-5:]]
        lines += [f"  view: {v.title}" for v in self.views]
        refused = [e for e in self._slack.traffic if e.kind == "api" and not e.ok][-5:]
        lines += [f"  refused: {e.name} {e.response}" for e in refused]
        return "Seen instead:\n" + ("\n".join(lines) or "  nothing")

    async def wait_view(
        self,
        which: str | Callable[[View], bool] = "",
        *,
        after: View | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> View:
        """The form in front, when it has this callback id or title (or fits the function).

        ``after`` waits for another one than that, or for the same one updated.
        """

        def look() -> View | None:
            view = self.view
            if view is None or (after is not None and view["hash"] == after["hash"]):
                return None
            fits = which(view) if callable(which) else which in ("", view.callback_id) or which in view.title
            return view if fits else None

        got = await self._slack.bell.until(look, timeout)
        if got is None:
            raise AssertionError(f"{self!r} saw no form {which!r} in {timeout} s.\n{self._seen(None)}")
        return got

    async def wait_home(
        self,
        match: str | Callable[[View], bool] = "",
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> View:
        """The Home, when it holds these words (or fits the function)."""

        def look() -> View | None:
            home = self.home
            if home is None:
                return None
            fits = match(home) if callable(match) else match in Message(blocks=home.blocks).words
            return home if fits else None

        got = await self._slack.bell.until(look, timeout)
        if got is None:
            raise AssertionError(f"{self!r} saw no Home with {match!r} in {timeout} s.\n{self._seen(None)}")
        return got

    async def wait_notice(self, words: str = "", *, timeout: float = PATIENCE) -> str:  # noqa: ASYNC109
        got = await self._slack.bell.until(lambda: next((n for n in self.notices if words in n), None), timeout)
        if got is None:
            raise AssertionError(f"{self!r} got no notice {words!r} in {timeout} s.\n{self._seen(None)}")
        return got

    # -- doing -----------------------------------------------------------------------------------------------

    async def say(
        self,
        text: str,
        channel: str | None = None,
        thread_ts: str | Message | None = None,
        files: list[str] | None = None,
    ) -> Message:
        thread = thread_ts.ts if isinstance(thread_ts, Message) else thread_ts
        kept = self._do.say(self.id, text, channel, thread, files)
        return Message(kept.body | {"channel": kept.channel})

    async def edit(self, message: Message, text: str) -> Message:
        """Change the words of an own message."""
        kept = self._do.edit(self.id, message.channel, message.ts, text)
        return Message(kept.body | {"channel": kept.channel})

    async def delete(self, message: Message) -> None:
        """Delete an own message."""
        self._do.delete(self.id, message.channel, message.ts)

    def upload(self, name: str, data: bytes) -> str:
        """Upload a file, to be named in ``say(files=[...])`` or in a form; returns its id."""
        return str(self._slack.files.add(name, data, self.id, self._slack.url)["id"])

    async def command(self, command: str, text: str = "", channel: str | None = None) -> Acked:
        return await self._do.command(self.id, command, text, channel)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Acked:
        channel, ts = (message.channel, message.ts) if message is not None else (None, None)
        return await self._do.shortcut(self.id, callback_id, channel, ts)

    async def open_home(self) -> None:
        self._do.open_home(self.id)

    async def close_view(self, view: View | None = None) -> None:
        await self._do.forms.close(self.id, self._front(view).id)

    def _front(self, view: View | None) -> OpenView:
        stack = self._slack.views.stack(self.id)
        if not stack:
            raise PlaygroundError(f"{self!r} has no form open")
        if view is None:
            return stack[-1]
        found = next((v for v in stack if v.id == view.id), None)
        if found is None:
            raise PlaygroundError(f"the form {view.title!r} is not open any more")
        return found

    def _target(self, where: Message | View | None) -> tuple[Json, list[Json]]:
        if isinstance(where, Message):
            kept = self._slack.workspace.message(where.channel, where.ts)
            if kept is None:
                raise PlaygroundError(f"the message {where.text!r} is gone")
            return {"channel": where.channel, "ts": where.ts}, kept.body.get("blocks") or []
        if isinstance(where, View) and where["type"] == "home":
            home = self._slack.views.homes[self.id]
            return {"view_id": home.id}, home.blocks
        view = self._front(where)
        return {"view_id": view.id}, view.blocks

    @staticmethod
    def _find(blocks: list[Json], action_id: str | None, value: Any, block_id: str | None) -> tuple[Json, Json]:
        """The element meant: by action id, by the words on a button, and when several fit by a button's value."""
        offered = [(b, e) for b, e in interactive(blocks) if block_id in (None, b["block_id"])]
        fitting = [(b, e) for b, e in offered if e["action_id"] == action_id]
        if not fitting:
            fitting = [(b, e) for b, e in offered if e["type"] == "button" and e["text"]["text"] == action_id]
        if value is not None:
            exact = [(b, e) for b, e in fitting if e["type"] != "button" or e.get("value") == value]
            fitting = exact if exact or all(e["type"] == "button" for _, e in fitting) else fitting
        if len(fitting) != 1:
            known = [f"{b['block_id']}/{e['action_id']} ({e['type']}, {e.get('value', '')!r})" for b, e in offered]
            found = "no" if not fitting else f"{len(fitting)} elements are"
            raise PlaygroundError(f"{found} {action_id!r} (value {value!r}); there is: {'; '.join(known) or 'nothing'}")
        return fitting[0]

    async def click(
        self,
        where: Message | View | None = None,
        action_id: str | None = None,
        value: Any = None,
        block_id: str | None = None,
    ) -> Acked:
        """Press a button (by action id or its words), or choose ``value`` in an element; by default in the form."""
        container, blocks = self._target(where)
        block, element = self._find(blocks, action_id, value, block_id)
        part: Json = {}
        if element["type"] != "button":
            part = await self._part(container, block, element, value)
        return await self._do.click(
            self.id, container, block_id=block["block_id"], action_id=element["action_id"], value=part
        )

    async def _part(self, container: Json, block: Json, element: Json, value: Any) -> Json:
        """A plain value as the element's part; an external select is asked of the app first."""
        offered: list[Json] | None = None
        shape = SHAPES.get(element["type"])
        given = isinstance(value, dict) or value is None or (isinstance(value, list) and value == [])
        if element["type"].endswith("external_select") and not given and shape is not None:
            offered = []
            for one in value if isinstance(value, (list, tuple)) else [value]:
                offered += [one] if isinstance(one, dict) else await self._offered(container, block, element, str(one))
        return from_plain(element, value, offered)

    async def _offered(self, container: Json, block: Json, element: Json, query: str) -> list[Json]:
        answer = await self._do.suggest(
            self.id, container, block_id=block["block_id"], action_id=element["action_id"], query=query
        )
        options: list[Json] = list(answer.get("options") or [])
        for group in answer.get("option_groups") or []:
            options += group["options"]
        return options

    async def suggest(
        self, query: str, action_id: str, where: Message | View | None = None, block_id: str | None = None
    ) -> list[Json]:
        """The options that the app offers in an external select for what was typed."""
        container, blocks = self._target(where)
        block, element = self._find(blocks, action_id, None, block_id)
        return await self._offered(container, block, element, query)

    async def submit(self, values: Mapping[str, Any] | None = None, view: View | None = None) -> Submitted:
        """Fill fields and submit the form in front; a field is named by its action id or its block id.

        Values are plain: a text, an option's value or label, ``2017-05-08``, a list for several. Fields that are
        not named keep what they hold.
        """
        front = self._front(view)
        filled: Values = {}
        for name, plain in (values or {}).items():
            fields = [(b, e) for b, e in interactive(front.blocks) if e["type"] in SHAPES]
            found = [(b, e) for b, e in fields if name == b["block_id"]]
            found = found or [(b, e) for b, e in fields if name == e["action_id"]]
            if len(found) != 1:
                known = ", ".join(f"{b['block_id']}/{e['action_id']}" for b, e in fields)
                count = "no field" if not found else f"{len(found)} fields"
                raise PlaygroundError(f"the form {front.body['title']['text']!r} has {count} {name!r}; it has {known}")
            block, element = found[0]
            part = await self._part({"view_id": front.id}, block, element, plain)
            filled.setdefault(block["block_id"], {})[element["action_id"]] = part
        return await self._do.forms.submit(self.id, front.id, filled)
