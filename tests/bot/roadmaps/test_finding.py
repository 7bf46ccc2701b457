"""Milestones by the words that an officer remembers."""

import csv
import io

import pytest

from bot.roadmaps.finding import find
from bot.roadmaps.form import proposed_id, successor_id
from storage.models import Milestone
from tests.bot.roadmaps.files import MILESTONES


def library() -> list[Milestone]:
    rows = csv.DictReader(io.StringIO(MILESTONES))
    names = ("title", "kind", "venue", "lead", "document", "workstream", "start")
    return [
        Milestone(key=row["id"], position=n, **{name: row[name] or None for name in names})
        for n, row in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("roof", ["ROOF"]),
        ("ROOF REPAIR", ["ROOF"]),
        ("reopening", ["OPEN-1", "OPEN-2"]),
        ("reopenning ceremony", ["OPEN-1", "OPEN-2"]),
        ("ceremony new date", ["OPEN-2"]),
        ("oak shelf", ["SHELF"]),
        ("nadia", ["ROOF"]),
        ("PLAN-7", ["ROOF"]),
        ("réading hâll", ["ROOF"]),
        ("penguins of the south", []),
        ("<!channel>", []),
        ("🎉", []),
        ("", []),
    ],
)
def test_what_holds_most_of_the_words_comes_first(words: str, keys: list[str]) -> None:
    assert [row.key for row in find(words, library())][: len(keys) or None] == keys


def test_no_more_than_asked_for() -> None:
    many = [Milestone(key=f"K{n}", position=n, title="Roof", kind="works") for n in range(20)]
    assert [row.key for row in find("roof", many, 3)] == ["K0", "K1", "K2"]


@pytest.mark.parametrize(
    ("title", "taken", "key"),
    [
        ("Delivery of oak shelves", [], "DELIVERY-SHELVES"),
        ("Fourth session, on the way to Rome", [], "FOURTH-SESSION-ROME"),
        ("Réunion d'été à Genève 2018", [], "REUNION-GENEVE-2018"),
        ("Lift", ["lift", "LIFT-2"], "LIFT-3"),
        ("of it", [], "OF-IT"),
        ("مؤتمر الهجرة", [], "مؤتمر-الهجرة"),
        ("!!!", ["MILESTONE"], "MILESTONE-2"),
        ("a" * 200, [], "A" * 40),
    ],
)
def test_an_id_is_made_of_the_title(title: str, taken: list[str], key: str) -> None:
    assert proposed_id(title, taken) == key


def test_the_id_of_a_successor_counts_on() -> None:
    assert successor_id("OPEN", {"OPEN"}) == "OPEN-2"
    assert successor_id("OPEN-2", {"OPEN", "OPEN-2"}) == "OPEN-3"
    assert successor_id("GA-73", {"GA-73"}) == "GA-73-2"
    assert successor_id("K" * 60, {"K" * 60}) == "K" * 58 + "-2"
