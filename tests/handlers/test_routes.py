"""The table of routes, the manifest and the catalogues tell the same."""

from pathlib import Path

import yaml

from bot.text.catalogue import has_phrase
from handlers.routes import ROUTES, Audience, Kind

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text(encoding="utf-8"))
#: The event of the manifest for the event that Bolt dispatches on.
EVENTS = {"message": "message.im"}
#: Every permission of the manifest, with what would not work without it.
SCOPES = {
    "app_mentions:read": "app_mention",
    "chat:write": "chat.postMessage",
    "commands": "slash commands",
    "files:read": "files.info, url_private_download",
    "files:write": "files.completeUploadExternal",
    "im:history": "message.im, conversations.history",
    "im:write": "conversations.open",
    "users:read": "users.info",
}


def commands() -> dict[str, dict[str, str]]:
    return {command["command"]: command for command in MANIFEST["features"]["slash_commands"]}


def test_the_commands_are_those_of_the_manifest() -> None:
    assert {route.name for route in ROUTES if route.kind is Kind.COMMAND} == set(commands())


def test_the_events_are_those_of_the_manifest() -> None:
    named = {EVENTS.get(route.name, route.name) for route in ROUTES if route.kind is Kind.EVENT}
    assert named == set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def test_the_shortcuts_are_those_of_the_manifest() -> None:
    shortcuts = MANIFEST["features"]["shortcuts"]
    assert {route.name for route in ROUTES if route.kind is Kind.SHORTCUT} == {one["callback_id"] for one in shortcuts}
    for one in shortcuts:
        assert one["type"] == "message"
        assert len(one["name"]) <= 24
        assert len(one["description"]) <= 150


def hinted(hint: str) -> set[str]:
    """The words of a usage hint; what is no single word (an example, "a text") stands for what is typed freely."""
    parts = {part.strip() for part in hint.strip("[]").split("|")}
    return {part for part in parts if part.isalpha()} - {"help"}


def test_the_usage_hint_names_each_word_of_a_command_and_no_other() -> None:
    for name, command in commands().items():
        words = {route.word for route in ROUTES if route.kind is Kind.COMMAND and route.name == name and route.word}
        assert words, name
        assert hinted(command["usage_hint"]) == words, name
        assert "help" in command["usage_hint"], name


def test_the_permissions_are_those_that_are_needed() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_each_route_is_there_once_and_each_command_has_help_in_every_language() -> None:
    keys = [(route.kind, route.name, route.word) for route in ROUTES]
    assert len(keys) == len(set(keys))
    for route in ROUTES:
        assert (route.kind is Kind.COMMAND) == bool(route.help), route
        if route.help:
            assert has_phrase(route.help), route.help


def test_what_officers_do_is_for_officers() -> None:
    for route in ROUTES:
        if route.name == "/panel":
            assert route.audience is Audience.OFFICER


def test_only_officers_change_the_roadmap() -> None:
    """Whoever may ask may also see one milestone; all else that is done with one is for officers."""
    own = {route.word or route.name for route in ROUTES if route.handler.__module__ == "handlers.roadmap_desk"}
    assert {"show", "add", "edit", "remove", "history", "import", "roadmap.remove", "milestone.form"} <= own
    for route in ROUTES:
        if route.handler.__module__ == "handlers.roadmap_desk":
            assert (route.audience is Audience.ANYBODY) == (route.word == "show"), route


def test_the_manifest_keeps_slacks_lengths() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    for command in commands().values():
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
