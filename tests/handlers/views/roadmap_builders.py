"""Every message about milestones and files of the roadmap, with the same text in every place where text can stand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from bot.roadmaps.history import Action
from bot.roadmaps.importing import Taken
from bot.roadmaps.outcomes import Removed, Saved
from bot.roadmaps.preview import Preview
from bot.roadmaps.values import FIELDS, told, values_of
from bot.tables.problems import BadFile, RowProblem
from bot.text.languages import Language
from handlers.views import roadmap, roadmap_files
from handlers.views.message import Message
from storage.models import Change, Milestone

AT = dt.datetime(2017, 1, 30, 23, 30, tzinfo=dt.UTC)
ODD_ID = "<!here>&"


def milestone(key: str = "ROOF", **values: Any) -> Milestone:
    return Milestone(key=key, position=1, **{"title": "Roof repair", "kind": "works", **values})


def hostile(text: str, key: str = "ROOF") -> Milestone:
    """Every text of a milestone is this one, as long as an import lets it in."""
    limits = {"title": 2000, "kind": 100, "workstream": 200, "supersedes": 60}
    values = {name: text[: limits.get(name, 20_000)] for name in FIELDS}
    dates = {"start": "2017-04-10", "end": None, "known_from": dt.date(2017, 1, 2)}
    return milestone(key, **{**values, **dates})


def change(action: Action, old: dict[str, Any], new: dict[str, Any], ident: int = 7, key: str = "ROOF") -> Change:
    return Change(id=ident, noun="roadmap", noun_id=key, action=action, at=AT, old=old, new=new)


def build_milestone(text: str, language: Language) -> list[Message]:
    row, other = hostile(text), hostile(text, ODD_ID)
    later = [hostile(text, f"L{n}") for n in range(30)]
    return [
        roadmap.milestone_message(row, language, later=later, former=other, officer=True),
        roadmap.milestone_message(other, language),
    ]


def build_saved(text: str, language: Language) -> list[Message]:
    row = hostile(text)
    values = told(values_of(row))
    return [
        roadmap.saved_message(saved, language, restored=restored)
        for restored in (True, False)
        for saved in (
            Saved(row, {}, values),
            Saved(row, values, values),
            Saved(row, {}, {}),
            Saved(row, values, values, instead_of=hostile(text, ODD_ID)),
        )
    ]


def build_removal(text: str, language: Language) -> list[Message]:
    later = [hostile(text, f"L{n}") for n in range(30)]
    return [
        roadmap.removal_message(hostile(text), 5, language, later=later, former=None, notice=text),
        roadmap.removal_message(hostile(text), 5, language, later=(), former=hostile(text, ODD_ID)),
    ]


def build_removed(text: str, language: Language) -> list[Message]:
    return [roadmap.removed_message(Removed(ODD_ID, text[:2000], tuple([ODD_ID] * 500)), language)]


def build_choice(text: str, language: Language) -> list[Message]:
    rows = [hostile(text, f"{ODD_ID}{n}") for n in range(5)]
    return [
        roadmap.choice_message(text[:400], rows, language, button)
        for button in (roadmap.edit_button, roadmap.remove_button)
    ]


def build_history(text: str, language: Language) -> list[Message]:
    values = told(values_of(hostile(text)))
    entries: list[tuple[Change, str | None]] = [
        (change(action, values, values, n), text[:200]) for n, action in enumerate(Action)
    ]
    entries.append((change(Action.IMPORTED, {}, {"files": [text] * 9, "added": 1}, 90), None))
    return [
        roadmap.history_message(
            entries[n : n + 8], 30, language, "Asia/Beirut", key=key, page=page, restorable={"ROOF": 3}
        )
        for n, key, page in ((0, "", 1), (2, ODD_ID, 2), (2, "", 99))
    ]


def build_offer(text: str, language: Language) -> list[Message]:
    ids = tuple(f"{ODD_ID}{n}" for n in range(1200))
    return [
        roadmap_files.offer_message(found, "F0123456789", language, notice=notice)
        for notice in (None, text[:2000])
        for found in (
            Preview(text, "9/9", ids, ids, 3, ids, True),
            Preview(text, "9/9"),
            Preview(text, "9/9", title=text, passages=3, replaces=True),
            Preview(text, "9/9", terms=1),
        )
    ]


def build_bad_file(text: str, language: Language) -> list[Message]:
    rows = [RowProblem(n, text, text) for n in range(200)]
    return [roadmap_files.bad_file_message(BadFile("x", text, found), text, language) for found in (rows, rows[:1], [])]


def build_taken(text: str, language: Language) -> list[Message]:
    return [roadmap_files.taken_message(Taken(1, 2, 3, 4, 5, 6, 7), text, language)]


BUILDERS: dict[str, Callable[[str, Language], list[Message]]] = {
    "roadmap.milestone_message": build_milestone,
    "roadmap.saved_message": build_saved,
    "roadmap.removal_message": build_removal,
    "roadmap.removed_message": build_removed,
    "roadmap.choice_message": build_choice,
    "roadmap.history_message": build_history,
    "roadmap_files.offer_message": build_offer,
    "roadmap_files.bad_file_message": build_bad_file,
    "roadmap_files.taken_message": build_taken,
}
