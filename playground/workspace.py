"""The state of the local Slack: who is there, in which channels, and what was said.

Each change goes through ``Workspace.change``: it is written to the journal first and then applied, and the same
``apply`` rebuilds the state at the next start. So whatever was answered survives a kill. What is only of the
moment (open modals, triggers, response URLs, connections) is kept elsewhere and dies with the process.
"""

import bisect
import hashlib
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from playground.clock import PlaygroundClock
from playground.errors import PlaygroundError
from playground.journal import Journal
from playground.model import BOT_USER, TEAM_ID, Channel, Json, Kept, Person


def _build(kind: type[Any], given: Json, where: str) -> Any:
    unknown = set(given) - {f.name for f in fields(kind)}
    if unknown:
        raise PlaygroundError(f"{where}: unknown {', '.join(sorted(unknown))}")
    return kind(**given)


class Workspace:
    """People, channels, messages, files and Home views of one workspace."""

    def __init__(self, path: str | os.PathLike[str], bot_name: str, clock: PlaygroundClock, journal: Journal) -> None:
        self.clock = clock
        self._journal = journal
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Kept]] = {}
        self.files: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.reads: dict[tuple[str, str], str] = {}
        self._last_ts = 0
        self.on_new_direct: list[Callable[[Channel], None]] = []
        self._load(Path(path), bot_name)
        for change in journal.replay():
            self._apply(change)

    def _load(self, path: Path, bot_name: str) -> None:
        given = yaml.safe_load(path.read_text("utf-8"))
        self.team: Json = {"id": TEAM_ID, "name": "Playground", "domain": "playground"} | given.get("team", {})
        for entry in given["people"]:
            person: Person = _build(Person, entry, f"{path}: {entry.get('id')}")
            if not 9 <= len(person.id) <= 11 or not person.id.isalnum() or person.id.upper() != person.id:
                raise PlaygroundError(f"{path}: {person.id} is not shaped like a Slack id")
            if person.id in self.people:
                raise PlaygroundError(f"{path}: {person.id} twice")
            try:
                ZoneInfo(person.tz)
            except (ZoneInfoNotFoundError, ValueError) as error:
                raise PlaygroundError(f"{path}: {person.id}: no such time zone {person.tz}") from error
            self.people[person.id] = person
        everybody = [p.id for p in self.people.values() if not p.deleted] + [BOT_USER]
        handle = "".join(c for c in bot_name.lower() if c.isalnum() or c in "-_.") or "app"
        self.people[BOT_USER] = Person(
            id=BOT_USER, name=handle, real_name=bot_name, is_bot=True, tz="America/Los_Angeles", locale="en-US"
        )
        for entry in given["channels"]:
            members = entry.get("members", "everybody")
            listed = everybody if members == "everybody" else [BOT_USER if m == "bot" else m for m in members]
            missing = [m for m in listed if m not in self.people]
            if missing:
                raise PlaygroundError(f"{path}: {entry['id']} has unknown members {', '.join(missing)}")
            channel: Channel = _build(Channel, entry | {"members": list(listed)}, f"{path}: {entry.get('id')}")
            self.channels[channel.id] = channel

    # -- changes ---------------------------------------------------------------------------------------------

    def change(self, do: str, **what: Any) -> None:
        entry: Json = {"do": do, **what}
        self._journal.write(entry)
        self._apply(entry)

    def _apply(self, entry: Json) -> None:
        do = entry["do"]
        if do == "message":
            self._put(Kept(entry["channel"], entry["message"], entry.get("reader")))
        elif do == "message_deleted":
            kept = self.messages.get(entry["channel"], [])
            self.messages[entry["channel"]] = [m for m in kept if m.ts != entry["ts"]]
        elif do == "im":
            channel = Channel(id=entry["id"], name="", members=entry["members"], type="im", created=entry["created"])
            self.channels[channel.id] = channel
        elif do == "file":
            self.files[entry["file"]["id"]] = entry["file"]
        elif do == "read":
            self.reads[entry["user"], entry["channel"]] = entry["ts"]
        elif do == "home":
            self.homes[entry["user"]] = entry["view"]
        elif do == "left":
            self.people[entry["user"]].deleted = True
        else:
            raise PlaygroundError(f"the journal holds a change that this version does not know: {do}")

    def _put(self, message: Kept) -> None:
        kept = self.messages.setdefault(message.channel, [])
        self._last_ts = max(self._last_ts, _micros(message.ts))
        at = bisect.bisect_left(kept, message.ts, key=lambda m: m.ts)
        if at < len(kept) and kept[at].ts == message.ts:
            kept[at] = message
        else:
            kept.insert(at, message)

    def next_ts(self) -> str:
        """A ``ts`` of now that no message has: Slack's are unique in a channel and only ever rise."""
        self._last_ts = max(int(self.clock.now() * 1_000_000), self._last_ts + 100)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # -- looking up ------------------------------------------------------------------------------------------

    def find_person(self, who: str) -> Person:
        """A person by id, by handle, or by real name."""
        if who in self.people:
            return self.people[who]
        plain = who.lstrip("@").casefold()
        for person in self.people.values():
            if plain in (person.name.casefold(), person.real_name.casefold()):
                return person
        raise PlaygroundError(f"nobody here is {who!r}")

    def find_channel(self, which: str) -> Channel | None:
        """A channel by id, or by its name with or without #."""
        if which in self.channels:
            return self.channels[which]
        name = which.removeprefix("#")
        return next((c for c in self.channels.values() if c.name and c.name == name), None)

    def direct(self, one: str, other: str) -> Channel:
        """The direct message of two people, opened when need be; its id is the same at each start."""
        for channel in self.channels.values():
            if channel.type == "im" and set(channel.members) == {one, other}:
                return channel
        if BOT_USER in (one, other):
            ident = "D" + (other if one == BOT_USER else one)[1:]
        else:
            ident = "D" + hashlib.sha256("|".join(sorted((one, other))).encode()).hexdigest()[:9].upper()
        self.change("im", id=ident, members=[one, other], created=int(self.clock.now()))
        for tell in self.on_new_direct:
            tell(self.channels[ident])
        return self.channels[ident]

    def has_direct(self, one: str, other: str) -> bool:
        return any(c.type == "im" and set(c.members) == {one, other} for c in self.channels.values())

    def all_in(self, channel: str) -> list[Kept]:
        return self.messages.get(channel, [])

    def seen_by(self, user: str, channel: str) -> list[Kept]:
        """What one person sees in a channel, oldest first, ephemeral messages to others left out."""
        if user not in self.channels[channel].members:
            return []
        return [m for m in self.all_in(channel) if m.reader in (None, user)]

    def message(self, channel: str, ts: str) -> Kept | None:
        return next((m for m in self.all_in(channel) if m.ts == ts), None)

    def thread(self, channel: str, ts: str) -> list[Kept]:
        return [m for m in self.all_in(channel) if m.thread == ts and m.reader is None]

    def unread(self, user: str, channel: str) -> int:
        last = self.reads.get((user, channel), "")
        return sum(1 for m in self.seen_by(user, channel) if m.ts > last and m.body.get("user") != user)


def _micros(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int(rest or 0)
