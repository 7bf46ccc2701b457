"""The app as its manifest describes it: commands, shortcuts, scopes, events, how it is reached.

The same file is pasted into Slack's app settings, so the playground reads nothing else about the app. What
cannot work in Slack is refused here by name: an event whose scope is missing, a command twice, a command without
the ``commands`` scope.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from playground.errors import ManifestError

# Which scopes let an app get an event (any one of them); from Slack's reference of events.
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "user_change": ("users:read",),
    "team_join": ("users:read",),
    "file_shared": ("files:read",),
}


@dataclass(frozen=True)
class Command:
    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    callback_id: str
    name: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    name: str
    bot_name: str
    scopes: tuple[str, ...]
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: tuple[str, ...] = ()
    socket_mode: bool = False
    interactive: bool = False
    request_url: str = ""
    home_tab: bool = False
    messages_tab: bool = False
    raw: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def command(self, name: str) -> Command | None:
        return next((c for c in self.commands if c.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((s for s in self.shortcuts if s.callback_id == callback_id), None)


def read_manifest(path: str | os.PathLike[str]) -> Manifest:
    """Read a manifest (YAML or JSON); what it lacks or contradicts is said in one sentence."""
    try:
        raw = yaml.safe_load(Path(path).read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ManifestError(f"cannot read the manifest {path}: {error}") from error
    if not isinstance(raw, dict):
        raise ManifestError(f"{path} is not a manifest")
    return parse_manifest(raw)


def parse_manifest(raw: dict[str, Any]) -> Manifest:
    features = raw.get("features") or {}
    settings = raw.get("settings") or {}
    name = str((raw.get("display_information") or {}).get("name") or "")
    if not name:
        raise ManifestError("the manifest has no display_information.name")
    scopes = tuple(((raw.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ())
    commands = tuple(
        Command(
            command=c["command"],
            description=c.get("description", ""),
            usage_hint=c.get("usage_hint", ""),
            should_escape=bool(c.get("should_escape", False)),
        )
        for c in features.get("slash_commands") or ()
    )
    shortcuts = tuple(
        Shortcut(callback_id=s["callback_id"], name=s["name"], type=s["type"], description=s.get("description", ""))
        for s in features.get("shortcuts") or ()
    )
    events = tuple((settings.get("event_subscriptions") or {}).get("bot_events") or ())
    interactivity = settings.get("interactivity") or {}
    home = features.get("app_home") or {}
    _check(scopes, commands, shortcuts, events)
    return Manifest(
        name=name,
        bot_name=str((features.get("bot_user") or {}).get("display_name") or name),
        scopes=scopes,
        commands=commands,
        shortcuts=shortcuts,
        events=events,
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        interactive=bool(interactivity.get("is_enabled", False)),
        request_url=str(interactivity.get("request_url") or ""),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        raw=raw,
    )


def _check(
    scopes: tuple[str, ...],
    commands: tuple[Command, ...],
    shortcuts: tuple[Shortcut, ...],
    events: tuple[str, ...],
) -> None:
    for command in commands:
        if not command.command.startswith("/"):
            raise ManifestError(f"the command {command.command} does not start with /")
        if [c.command for c in commands].count(command.command) > 1:
            raise ManifestError(f"the command {command.command} is there twice")
    for shortcut in shortcuts:
        if shortcut.type not in ("global", "message"):
            raise ManifestError(f"the shortcut {shortcut.callback_id} is neither global nor message")
        if [s.callback_id for s in shortcuts].count(shortcut.callback_id) > 1:
            raise ManifestError(f"the shortcut {shortcut.callback_id} is there twice")
    if (commands or shortcuts) and "commands" not in scopes:
        raise ManifestError("commands and shortcuts need the scope commands")
    for event in events:
        if event not in EVENT_SCOPES:
            raise ManifestError(f"the playground does not know the event {event}")
        wanted = EVENT_SCOPES[event]
        if wanted and not set(wanted) & set(scopes):
            raise ManifestError(f"the event {event} needs the scope {' or '.join(wanted)}")
