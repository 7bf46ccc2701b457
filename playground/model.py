"""The nouns of the local Slack: people, channels, messages, as values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

TEAM_ID = "T0PLAYGRND"
APP_ID = "A0PLAYGRND"
BOT_USER = "U0PLAYBOT1"
BOT_ID = "B0PLAYBOT1"

BOT_TOKEN = "xoxb-playground"  # noqa: S105 - fixed and public, opens nothing
APP_TOKEN = "xapp-playground"  # noqa: S105 - fixed and public, opens nothing
SIGNING_SECRET = "playground-secret"  # noqa: S105 - fixed and public, opens nothing
VERIFICATION_TOKEN = "playground-verification"  # noqa: S105 - fixed and public, opens nothing


@dataclass
class Person:
    """One member of the workspace, the bot's own user included."""

    id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "Europe/Zurich"
    locale: str = "en-US"
    title: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    team_id: str = TEAM_ID

    @property
    def is_stranger(self) -> bool:
        """Belongs to another organisation, met in a shared channel only."""
        return self.team_id != TEAM_ID

    def shown(self, now: float, *, email: bool, locale: bool) -> Json:
        """The user object of ``users.info``; e-mail and locale only where Slack would give them."""
        here = datetime.fromtimestamp(now, ZoneInfo(self.tz))
        offset = here.utcoffset()
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": self.real_name.split(" ")[0],
            "last_name": self.real_name.split(" ")[-1],
            "title": self.title,
            "team": self.team_id,
        }
        if email and self.email:
            profile["email"] = self.email
        if self.is_bot:
            profile |= {"api_app_id": APP_ID, "bot_id": BOT_ID, "always_active": True}
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1485000000,
        }
        if self.is_stranger:
            user["is_stranger"] = True
        if not self.deleted:
            user |= {
                "tz": self.tz,
                "tz_label": here.tzname() or self.tz,
                "tz_offset": int(offset.total_seconds()) if offset else 0,
                "is_admin": self.is_admin,
                "is_owner": False,
                "is_primary_owner": False,
                "is_restricted": self.is_restricted,
                "is_ultra_restricted": self.is_ultra_restricted,
            }
            if locale:
                user["locale"] = self.locale
        return user


@dataclass
class Channel:
    """A channel, or the direct message of two people (``type`` is ``im``)."""

    id: str
    name: str
    members: list[str]
    type: str = "channel"
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    purpose: str = ""
    created: int = 1484000000

    @property
    def kind(self) -> str:
        """Slack's word in the ``types`` argument of ``conversations.list``."""
        if self.type == "im":
            return "im"
        return "private_channel" if self.is_private else "public_channel"

    @property
    def event_kind(self) -> str:
        """Slack's ``channel_type`` in message events."""
        return {"im": "im", "private_channel": "group", "public_channel": "channel"}[self.kind]

    @property
    def scope_family(self) -> str:
        return {"im": "im", "private_channel": "groups", "public_channel": "channels"}[self.kind]

    def other(self, user: str) -> str:
        """Who sits at the other end of a direct message."""
        rest = [m for m in self.members if m != user]
        return rest[0] if rest else user

    def shown(self, viewer: str) -> Json:
        common: Json = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.type == "im",
            "is_mpim": False,
            "is_org_shared": False,
        }
        if self.type == "im":
            return common | {"user": self.other(viewer), "is_user_deleted": False, "priority": 0}
        return common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_private": self.is_private,
            "is_general": False,
            "is_member": viewer in self.members,
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "creator": self.members[0] if self.members else "",
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }


@dataclass
class Kept:
    """A message as the playground keeps it: Slack's body, and who alone may see it (an ephemeral one)."""

    channel: str
    body: Json
    reader: str | None = None

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def thread(self) -> str:
        return str(self.body.get("thread_ts") or self.body["ts"])


class Message(dict[str, Any]):
    """A message as one person sees it: Slack's body, with the channel it is in."""

    @property
    def ts(self) -> str:
        return str(self["ts"])

    @property
    def channel(self) -> str:
        return str(self["channel"])

    @property
    def text(self) -> str:
        return str(self.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.get("blocks") or [])

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.get("is_ephemeral"))

    @property
    def words(self) -> str:
        """Everything a reader can see: the text, and each text in the blocks."""
        return "\n".join([self.text, *all_texts(self.get("blocks"))])


def all_texts(value: Any) -> list[str]:
    """Each text of a block structure, in order; option values, ids and links are not texts."""
    found: list[str] = []
    if isinstance(value, list):
        for item in value:
            found += all_texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("text", "alt_text", "initial_value") and isinstance(item, str):
                found.append(item)
            elif isinstance(item, (dict, list)):
                found += all_texts(item)
    return found


@dataclass
class Notice:
    """What Slackbot told one person alone: the app did not answer, the command is unknown, ..."""

    user: str
    text: str
    at: float
    channel: str | None = None


@dataclass
class Acked:
    """How a doing of a person ended: taken by the app, or why not."""

    ok: bool
    error: str = ""
    payload: Any = None
    notice: str = ""


@dataclass
class Submitted:
    """How the submission of a form ended; ``errors`` are the texts beside the fields, by block id."""

    ok: bool
    errors: dict[str, str] = field(default_factory=dict)
