"""What people see of milestones: all of it said, nothing pinged, nothing too long for Slack, in each language."""

import datetime as dt
from typing import Any

import pytest

from bot.forms.declaring import Problems, fields_of
from bot.roadmaps.form import EditedMilestone, NewMilestone
from bot.roadmaps.history import Action
from bot.roadmaps.outcomes import Conflict, Meanwhile, Refusal
from bot.roadmaps.values import FIELDS, values_of
from bot.text.catalogue import has_phrase
from bot.text.languages import LANGUAGES, Language
from handlers.forms.milestone import Submission, conflict_view, edit_view, new_view, read_submission
from handlers.lint import lint_message, lint_view
from handlers.views.message import Message
from handlers.views.roadmap import (
    history_message,
    milestone_message,
    removal_message,
)
from playground.blocks import checked_blocks, checked_view
from storage.models import Change
from tests.handlers.forms.filling import fields, filled
from tests.handlers.hostile import HOSTILE, pings, texts_in
from tests.handlers.views.roadmap_builders import AT, BUILDERS, change, hostile, milestone

LONG = "Nota bene, a long text. " * 800


def sound(message: Message) -> dict[str, Any]:
    """The message as it is sent, after both judges have seen it."""
    payload = message.as_payload()
    assert lint_message(payload) == []
    if payload.get("blocks"):
        assert checked_blocks(payload["blocks"])
    assert pings(payload) == []
    return payload


def shown_in(payload: dict[str, Any]) -> str:
    return "\n".join(text for _, text in texts_in(payload["blocks"]))


def buttons(payload: dict[str, Any]) -> dict[str, str]:
    elements = [e for b in payload["blocks"] for e in [*b.get("elements", []), b.get("accessory", {})]]
    return {e["action_id"]: e["value"] for e in elements if e.get("type") == "button"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [*HOSTILE, LONG, "<@U123> & " * 1990])
def test_hostile_text_goes_through_the_form(text: str, language: Language) -> None:
    row = hostile(text)
    view = edit_view(row, 5, language, later=hostile(text, "<!here>&"))
    first = new_view({"title": text, "note": text}, language)
    submission = read_submission(filled(view, how="correction", title="T"), language)
    differing = tuple(
        Meanwhile(name, value, value, value, name in ("venue", "note")) for name, value in values_of(row).items()
    )
    redrawn = conflict_view(Conflict(differing, {}, text, AT, 9), submission, language, when="now")
    for shown in (view, first, redrawn):
        assert lint_view(shown) == []
        assert checked_view(shown, ("modal",))


@pytest.mark.parametrize("text", [LONG, "<@U123> & " * 1990])
def test_a_text_of_any_length_goes_through_every_message(text: str) -> None:
    """What people can type is tried in tests/handlers/test_messages.py; an import lets in more."""
    for build in BUILDERS.values():
        for message in build(text, "fr"):
            sound(message)


def test_one_milestone_is_shown_whole() -> None:
    row = milestone(
        start="2017-Q2",
        venue="Reading hall",
        lead="Nadia",
        document="PLAN-7",
        workstream="Building",
        note=LONG.strip(),
        source="a.example.org/x; b.example.org/y",
        known_from=dt.date(2017, 1, 2),
        supersedes="OLD",
    )
    later = [milestone("ROOF-2", title="Roof of glass", known_from=dt.date(2017, 1, 20))]
    former = milestone("OLD", title="Old roof")
    payload = sound(milestone_message(row, "en", later=later, former=former))
    shown = shown_in(payload)
    for words in (
        "ROOF: Roof repair",
        "Q2 2017",
        "works",
        "Reading hall",
        "Nadia",
        "PLAN-7",
        "Building",
        "a.example.org/x; b.example.org/y",
        "2 January 2017",
        "Superseded by ROOF-2: Roof of glass (known since 20 January 2017)",
        "Supersedes OLD: Old roof",
    ):
        assert words in shown
        assert words in payload["text"]
    assert LONG.strip() in payload["text"]
    assert shown.count("Nota bene") >= LONG.count("Nota bene") - 10  # a word may be cut where a section ends
    assert buttons(payload) == {}
    officers = sound(milestone_message(row, "en", officer=True))
    assert buttons(officers) == {"roadmap.edit": "ROOF", "roadmap.history": "1:ROOF", "roadmap.remove": ":ROOF"}
    assert "Supersedes OLD, which is not on the roadmap" in officers["text"]


def test_the_history_tells_who_when_and_each_field_in_the_readers_zone() -> None:
    entries: list[tuple[Change, str | None]] = [
        (change(Action.REMOVED, {"title": "Roof", "position": 3}, {"relinked": []}, 12), "Olga & Otto"),
        (
            change(
                Action.EDITED, {"venue": "A", "end": "2017-04", "note": None}, {"venue": "B", "end": None, "note": "N"}
            ),
            None,
        ),
        (change(Action.IMPORTED, {}, {"files": ["x.csv"], "added": 4, "changed": 1, "removed": 0}, 2, ""), None),
    ]
    payload = sound(history_message(entries, 20, "en", "Asia/Beirut", page=2, restorable={"ROOF": 12}))
    for words in (
        "31 January 2017, 01:30 Beirut, Olga &amp; Otto: removed ROOF",
        "Title: “Roof”",
        "31 January 2017, 01:30 Beirut, somebody: changed ROOF",
        "Venue: “A” became “B”",
        "End: “April 2017” was taken out",
        "Note: “N”",
        "the operator: imported x.csv",
        "4 added, 1 changed, 0 removed",
        "Page 2 of 3",
    ):
        assert words in payload["text"]
    found = buttons(payload)
    assert found == {"roadmap.restore:12": "ROOF", "roadmap.history:1": "1:", "roadmap.history:3": "3:"}
    # An older removal of what was restored and removed again offers no button.
    older = sound(history_message(entries, 3, "en", "UTC", restorable={"ROOF": 99}))
    assert buttons(older) == {}


def test_what_refers_to_a_milestone_is_told_before_it_is_removed() -> None:
    row, former, later = milestone(supersedes="OLD"), milestone("OLD"), milestone("NEW")
    payload = sound(removal_message(row, 41, "en", later=[], former=former))
    assert "It superseded OLD: Roof repair. That one then stands again." in payload["text"]
    assert buttons(payload)["roadmap.remove:41"] == "41:ROOF"
    removing = next(
        e for b in payload["blocks"] for e in b.get("elements", []) if e["action_id"] == "roadmap.remove:41"
    )
    assert removing["confirm"]["text"]["text"] == "Remove ROOF: Roof repair?"
    payload = sound(removal_message(row, 41, "en", later=[later], former=former))
    assert "It was superseded by NEW" in payload["text"]
    assert "stands again" not in payload["text"]


def test_the_form_asks_for_every_column_and_why_it_is_edited_first() -> None:
    assert fields(new_view({}, "en")) == [*FIELDS, "id"]
    view = edit_view(milestone(), 3, "en")
    assert fields(view) == ["how", "changed_on", *FIELDS]
    assert "initial_option" not in view["blocks"][0]["element"]
    for form in (NewMilestone, EditedMilestone):
        for field in fields_of(form).values():
            for key in (field.label, field.hint, field.example):
                assert key is None or has_phrase(key)
    for reason in Refusal:
        assert has_phrase(f"roadmap.refused_{reason}")
    for action in Action:
        assert has_phrase(f"roadmap.action_{action}")


def test_a_form_that_was_drawn_anew_is_read_like_the_first() -> None:
    view = edit_view(milestone(venue="A"), 3, "en")
    first = read_submission(filled(view, how="correction", venue="mine"), "en")
    assert first.form is not None
    conflict = Conflict(
        (Meanwhile("venue", "A", "B", "mine", True), Meanwhile("lead", None, "Otto", "Otto", False)), {}, None, AT, 8
    )
    again = conflict_view(conflict, first, "en", when="today")
    told_in = again["blocks"][0]["text"]["text"]
    assert "the operator changed this milestone" in told_in
    assert "Venue: it was “A” and is now “B”; you have “mine”." in told_in
    assert "Lead: it was “nothing” and is now “Otto”; that is taken over below." in told_in
    assert {block["block_id"] for block in view["blocks"]}.isdisjoint(block["block_id"] for block in again["blocks"])
    back = filled(again)
    # Slack sends the block ids as they were drawn.
    second = read_submission(back, "en")
    assert isinstance(second, Submission)
    assert second.state.seen == 8
    assert (second.typed["venue"], second.typed["lead"], second.typed["how"]) == ("mine", "Otto", "correction")
    for block in back["state"]["values"].values():
        for element in block.values():
            if element.get("value") == "mine":
                element["value"] = None
            if element.get("value") == "Roof repair":
                element["value"] = ""
    refused = read_submission(back, "en")
    assert list(refused.errors) == ["milestone.title~1"]


def test_a_text_too_long_for_the_form_is_named_and_left_out() -> None:
    view = edit_view(milestone(note=LONG), 3, "en")
    assert "note" not in fields(view)
    assert view["blocks"][0]["text"]["text"] == (
        "Too long to be edited here, these stay as they are: Note. Change them with a file."
    )
    submission = read_submission(filled(view, how="correction"), "en")
    assert submission.state.hidden == {"note"}
    assert not isinstance(submission.form, Problems)
