"""The roadmaps that ship with the bot, by name."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Shipped:
    """A roadmap that ships with the bot."""

    name: str
    title: str
    files: tuple[Path, ...]
    workstreams: tuple[tuple[str, str], ...]


def shipped_roadmaps() -> dict[str, Shipped]:
    """All of them, by name."""
    found = {}
    for description in sorted(FOLDER.glob("*/roadmap.yml")):
        data = yaml.safe_load(description.read_text(encoding="utf-8"))
        found[data["name"]] = Shipped(
            name=data["name"],
            title=data["title"],
            files=tuple(description.parent / name for name in data["files"]),
            workstreams=tuple((stream["key"], stream["title"]) for stream in data["workstreams"]),
        )
    return found
