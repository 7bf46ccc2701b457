"""The modal of a contribution: drawn, filled as Slack would, and read back."""

import datetime as dt
import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.contributions.form import FORMS, ContributionForm, EventForm, ProjectForm, typed_for_another
from bot.contributions.outcomes import Conflict, FieldChange
from bot.forms.declaring import Choice, Raw, fields_of
from bot.text.languages import LANGUAGES, Language
from handlers.forms.contribution import (
    CALLBACK,
    KIND,
    FormState,
    conflict_view,
    contribution_view,
    edit_view,
    read_submission,
    with_kind_changed,
)
from handlers.forms.reading import changed_in
from handlers.lint import lint_view
from handlers.routes import ROUTES, Kind
from handlers.views.drafts import draft_blocks
from playground.blocks import checked_view
from storage.models import StoredDraft
from storage.words import ContributionKind
from tests.bot.contributions.test_form import stored
from tests.handlers.forms.filling import field_of, fields, filled
from tests.handlers.hostile import HOSTILE

LONG = "International Organization for Migration, migrants in vulnerable situations, and all that belongs to it"
WORKSTREAMS = [Choice("GCM", "Global compact for migration"), Choice("GCR", "Refugees"), Choice(LONG, LONG)]
GIVEN = {"workstreams": WORKSTREAMS, "languages": [Choice("en", "English"), Choice("fr", "French")]}
EVENT, PUBLICATION, PROJECT = ContributionKind.EVENT, ContributionKind.PUBLICATION, ContributionKind.PROJECT


def view(kind: ContributionKind | None = EVENT, language: Language = "en", **typed: Raw) -> dict[str, Any]:
    found = contribution_view(FormState(7, 10, kind), typed, language, given=GIVEN)
    assert lint_view(found) == []
    checked_view(found, ("modal",))
    return found


def asked(form: type[ContributionForm]) -> list[str]:
    return [name for name, field in fields_of(form).items() if field.asked]


def errors(changed: dict[str, Any], language: Language = "en", kind: ContributionKind = EVENT) -> dict[str, str]:
    back = filled(view(kind, language), **changed)
    submission = read_submission(back, language, given=GIVEN)
    assert submission.form is None
    assert set(submission.errors) <= {block["block_id"] for block in back["blocks"] if block["type"] == "input"}
    # What was typed goes back into the view as it was.
    again = contribution_view(submission.state, submission.typed, language, given=GIVEN)
    assert lint_view(again) == []
    return dict(submission.errors)


def test_the_kind_comes_first_and_alone() -> None:
    empty = view(None)
    assert fields(empty) == ["kind"]
    assert empty["blocks"][0]["dispatch_action"] is True
    assert empty["callback_id"] == CALLBACK
    back = filled(empty, kind="Project")
    submission = read_submission(back, "en")
    assert submission.redraw
    assert submission.form is None
    assert fields(with_kind_changed(back, "en", given=GIVEN)) == ["kind", *asked(ProjectForm)]
    assert set(read_submission(filled(empty), "en").errors) == {KIND}


@pytest.mark.parametrize(("kind", "language"), list(itertools.product(ContributionKind, LANGUAGES)))
def test_each_kind_asks_for_its_fields_in_each_language(kind: ContributionKind, language: Language) -> None:
    assert fields(view(kind, language)) == ["kind", *asked(FORMS[kind])]


def test_what_is_filled_is_what_is_read() -> None:
    back = filled(
        view(),
        title="  Expert meeting ",
        start_date="2017-05-24",
        end_date="2017-05-26",
        tbc=["yes"],
        venue="Room XII",
        city="Geneva",
        country="Switzerland",
        link="www.unhcr.org/x",
        status="Confirmed",
        workstreams=["Refugees", LONG[:74] + "…"],
        partners=["IOM", "ILO"],
        languages=["French"],
        visibility="My entity and the secretariat",
        internal_remark="Ask Ana",
    )
    submission = read_submission(back, "en", given=GIVEN)
    assert (submission.errors, submission.redraw) == ({}, False)
    assert submission.state == FormState(7, 10, EVENT)
    form = submission.form
    assert isinstance(form, EventForm)
    assert form == EventForm(
        title="Expert meeting",
        start_date=dt.date(2017, 5, 24),
        end_date=dt.date(2017, 5, 26),
        tbc=True,
        venue="Room XII",
        city="Geneva",
        country="Switzerland",
        link="https://www.unhcr.org/x",
        status="confirmed",  # type: ignore[arg-type]
        workstreams=["GCR", LONG],
        partners=["IOM", "ILO"],
        languages=["fr"],
        visibility="officers",  # type: ignore[arg-type]
        internal_remark="Ask Ana",
    )


def test_bad_input_stands_beside_its_field() -> None:
    assert errors({"title": "x" * 3001}) == {"contribution.title": "At most 300 characters, please; these are 3001."}
    assert errors({"title": "x", "start_date": "2017-05-24", "end_date": "2017-05-23"}) == {
        "contribution.end_date": "The end is before the start."
    }
    assert errors({"title": "x", "link": "none"}, "fr") == {
        "contribution.link": "Ce n’est pas une adresse web. Exemple : https://www.example.org/rapport."
    }
    assert errors({"title": "x", "start_date": "20177-01-01"}) == {
        "contribution.start_date": "The year 20177 is not between 1900 and 2100."
    }
    assert errors({"title": " ", "end_date": "2017-06-31"}, "es") == {
        "contribution.title": "Complete este campo.",
        "contribution.end_date": "Ese día no existe en el calendario.",
    }
    assert set(errors({"title": None, "link": "x y"}, kind=PUBLICATION)) == {"contribution.title", "contribution.link"}


def test_an_error_of_a_field_that_is_not_shown_stands_at_the_kind() -> None:
    back = filled(view())
    del back["state"]["values"]["contribution.title"]
    back["blocks"] = [block for block in back["blocks"] if block["block_id"] != "contribution.title"]
    assert set(read_submission(back, "en").errors) == {KIND}


def test_changing_the_kind_and_back_keeps_all_that_was_typed() -> None:
    typed = {"title": "Launch", "venue": "Room XII", "city": "Geneva", "tbc": ["yes"], "partners": ["IOM"]}
    publication = with_kind_changed(filled(view(), kind="Publication", **typed), "en", given=GIVEN)
    assert lint_view(publication) == []
    assert "venue" not in fields(publication)
    event = with_kind_changed(filled(publication, kind="Event", title="Launch of it"), "en", given=GIVEN)
    submission = read_submission(filled(event), "en", given=GIVEN)
    assert isinstance(submission.form, EventForm)
    assert (submission.form.title, submission.form.venue, submission.form.city) == (
        "Launch of it",
        "Room XII",
        "Geneva",
    )
    assert (submission.form.tbc, submission.form.partners) == (True, ["IOM"])


def test_what_another_kind_kept_is_not_saved_with_this_one() -> None:
    publication = with_kind_changed(filled(view(), kind="Publication", title="T", venue="Room"), "en", given=GIVEN)
    form = read_submission(filled(publication), "en", given=GIVEN).form
    assert form is not None
    assert "venue" not in form.columns()


def test_the_kind_and_its_fields_must_agree_when_saved() -> None:
    submission = read_submission(filled(view(), kind="Project", title="T"), "en", given=GIVEN)
    assert (submission.form, submission.errors, submission.redraw) == (None, {}, True)


def test_a_field_that_was_emptied_is_empty() -> None:
    row = stored(EventForm(title="T", venue="Room", start_date=dt.date(2017, 5, 24), workstreams=["GCM"]), version=3)
    opened = edit_view(row, "en", given=GIVEN)
    back = filled(opened, venue=None, start_date=None, workstreams=[])
    form = read_submission(back, "en", given=GIVEN).form
    assert isinstance(form, EventForm)
    assert (form.venue, form.start_date, form.workstreams) == (None, None, [])


def test_an_edit_is_prefilled_and_knows_what_it_edits() -> None:
    row = stored(EventForm(title="T", partners=["A, B", "C"], workstreams=["old one"]), version=3)
    opened = edit_view(row, "en", given=GIVEN)
    assert lint_view(opened) == []
    assert opened["title"]["text"] == "Edit the contribution"
    submission = read_submission(filled(opened), "en", given=GIVEN)
    assert (submission.state.contribution_id, submission.state.version) == (1, 3)
    assert submission.form is not None
    # A workstream that is no longer configured is not lost by an edit.
    assert submission.form.columns()["workstreams"] == ["old one"]
    assert submission.form.columns()["partners"] == ["A, B", "C"]


def test_on_behalf_of() -> None:
    entities = [Choice("10", "UNHCR"), Choice("11", "IOM")]
    asked = contribution_view(FormState(7, None, EVENT), {"title": "T"}, "en", given=GIVEN, entities=entities)
    assert lint_view(asked) == []
    assert fields(asked)[0] == "entity"
    assert read_submission(filled(asked, entity="IOM"), "en").state.entity_id == 11
    assert set(read_submission(filled(asked), "en").errors) == {"contribution.entity"}


def test_a_select_of_more_than_a_hundred_goes_into_groups() -> None:
    many = [Choice(str(n), f"Entity number {n} with a rather long name in it") for n in range(250)]
    asked = contribution_view(FormState(7, None, EVENT), {"title": "T"}, "en", entities=many)
    assert lint_view(asked) == []
    assert read_submission(filled(asked, entity="249"), "en").state.entity_id == 249


def test_without_workstreams_they_are_not_asked_for() -> None:
    assert "workstreams" not in fields(contribution_view(FormState(7, 10, EVENT), {}, "en"))


def test_another_starts_with_place_and_partners() -> None:
    row = stored(EventForm(title="T", city="Beirut", country="Lebanon", partners=["LAS"]))
    back = filled(contribution_view(FormState(7, 10, EVENT), typed_for_another(row), "en"), title="Next")
    form = read_submission(back, "en").form
    assert isinstance(form, EventForm)
    assert (form.title, form.city, form.country, form.partners) == ("Next", "Beirut", "Lebanon", ["LAS"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_conflict_is_shown_with_what_was_typed_and_can_be_decided(language: Language) -> None:
    row = stored(EventForm(title="Theirs"), version=5)
    mine = read_submission(
        filled(edit_view(stored(EventForm(title="Old"), version=4), language), title="Mine"), language
    )
    changes = (FieldChange("title", "Old", "<!channel> " * 300), FieldChange("start_date", None, "2017-05-24"))
    conflict = Conflict(row, changes, "Bao", dt.datetime(2017, 1, 30, tzinfo=dt.UTC))
    shown = conflict_view(conflict, mine, language, zone_time="14:05")
    assert lint_view(shown) == []
    notice = shown["blocks"][0]["text"]
    assert notice["type"] == "plain_text"
    assert all(part in notice["text"] for part in ("Bao", "14:05", "Old", "2017"))
    again = read_submission(filled(shown), language)
    assert again.state.version == 5
    assert isinstance(again.form, EventForm)
    assert again.form.title == "Mine"


def test_a_conflict_over_many_long_fields_fits_with_its_advice() -> None:
    names = ("title", "description", "venue", "city", "country", "link", "partners", "internal_remark")
    changes = tuple(FieldChange(name, "a" * 3000, "b" * 3000) for name in names)
    row = stored(EventForm(title="Theirs"), version=5)
    mine = read_submission(filled(edit_view(row, "en"), title="Mine"), "en")
    conflict = Conflict(row, changes, None, dt.datetime(2017, 1, 30, tzinfo=dt.UTC))
    shown = conflict_view(conflict, mine, "en", zone_time="14:05")
    assert lint_view(shown) == []
    assert "Save again" in shown["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "null", '{"panel": "x"}', '{"panel": 1, "kind": "song"}'])
def test_a_view_with_a_state_that_is_not_ours_is_refused(metadata: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        FormState.from_metadata(metadata)


@given(st.builds(FormState, st.integers(1), st.none() | st.integers(1), st.none() | st.sampled_from(ContributionKind)))
def test_the_state_comes_back(state: FormState) -> None:
    assert FormState.from_metadata(state.to_metadata()) == state


@pytest.mark.parametrize(("text", "kind"), list(itertools.product(HOSTILE, ContributionKind)))
def test_hostile_text_in_every_field(text: str, kind: ContributionKind) -> None:
    typed: dict[str, Raw] = {
        name: [text] if name == "workstreams" else text for form in FORMS.values() for name in fields_of(form)
    }
    shown = view(kind, "en", **typed)
    assert len(shown["private_metadata"]) <= 3000
    json.loads(shown["private_metadata"])
    for other in ContributionKind:
        assert lint_view(with_kind_changed(filled(shown, kind=other.value), "fr", given=GIVEN)) == []
    submission = read_submission(filled(shown), "en", given=GIVEN)
    if submission.form is not None:
        assert lint_view(edit_view(stored(submission.form), "es", given=GIVEN)) == []


@settings(deadline=None)  # two judges and three round trips take their time on a busy machine
@given(st.text(max_size=200), st.sampled_from(ContributionKind), st.sampled_from(LANGUAGES))
def test_any_text_makes_a_view_that_can_be_sent(text: str, kind: ContributionKind, language: Language) -> None:
    typed: dict[str, Raw] = {name: text for name in fields_of(FORMS[kind]) if name != "workstreams"}
    back = filled(view(kind, language, **typed))
    submission = read_submission(back, language, given=GIVEN)
    assert (submission.form is None) == bool(submission.errors)
    if submission.form is not None:
        again = read_submission(filled(edit_view(stored(submission.form), language)), language)
        assert again.form is not None
        assert again.form.columns() == submission.form.columns()


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_and_drafts_stand_in_the_form_and_every_field_reports_its_changes(language: Language) -> None:
    draft = StoredDraft(id=7, typed={"title": "<!channel> & co"}, updated_at=dt.datetime(2017, 1, 30, tzinfo=dt.UTC))
    shown = contribution_view(
        FormState(7, 10, EVENT, draft_id=7),
        {"title": "T"},
        language,
        given=GIVEN,
        notes=["one &amp; two", "three"],
        drafts=draft_blocks([draft] * 1, language, block_id="contribution.draft"),
        in_draft=True,
    )
    assert lint_view(shown) == []
    checked_view(shown, ("modal",))
    assert shown["notify_on_close"] is True
    inputs = [block for block in shown["blocks"] if block["type"] == "input"]
    assert all(block["dispatch_action"] for block in inputs)
    texts = [block["element"] for block in inputs if block["element"]["type"] == "plain_text_input"]
    assert texts
    assert all(one["dispatch_action_config"] == {"trigger_actions_on": ["on_character_entered"]} for one in texts)
    named = {(route.kind, route.name) for route in ROUTES}
    assert {(Kind.ACTION, block["element"]["action_id"]) for block in inputs} <= named
    external = {block["element"]["action_id"] for block in inputs if "external" in block["element"]["type"]}
    assert external == {"contribution.city", "contribution.country", "contribution.partners"}
    assert {(Kind.OPTIONS, action) for action in external} <= named


def test_what_a_draft_keeps_is_not_in_the_metadata_and_comes_back() -> None:
    text = "x" * 3000
    kept = {"venue": text, "title": "T", "internal_remark": text}
    shown = contribution_view(FormState(7, 10, PUBLICATION), kept, "en", given=GIVEN, in_draft=True)
    assert text not in shown["private_metadata"]
    back = with_kind_changed(filled(shown, kind="Event"), "en", given=GIVEN, kept=kept)
    values = {field_of(block): block.get("element", {}).get("initial_value") for block in back["blocks"]}
    assert (values["venue"], values["internal_remark"]) == (text, text)


def test_a_name_too_long_for_an_option_is_asked_for_in_a_line() -> None:
    city, partner = "C" * 120, "P" * 150
    shown = view(city=city, country="Ghana", partners=f"IOM; {partner}, Ltd")
    kinds = {field_of(block): block["element"]["type"] for block in shown["blocks"] if block["type"] == "input"}
    assert (kinds["city"], kinds["country"], kinds["partners"]) == (
        "plain_text_input",
        "external_select",
        "plain_text_input",
    )
    form = read_submission(filled(shown, title="T"), "en", given=GIVEN).form
    assert isinstance(form, EventForm)
    assert (form.city, form.country, form.partners) == (city, "Ghana", ["IOM", f"{partner}, Ltd"])
    # An error stands at the block that is shown, however it is called.
    refused = read_submission(filled(view(city="C" * 120), title="T", city="C" * 201), "en", given=GIVEN)
    assert set(refused.errors) == {"contribution.city~line"}


def test_a_country_that_the_bot_filled_in_has_a_block_of_its_own() -> None:
    state = FormState(7, 10, EVENT, filled=2)
    shown = contribution_view(state, {"title": "T", "country": "Lebanon"}, "en", given=GIVEN)
    assert "contribution.country~2" in [block["block_id"] for block in shown["blocks"]]
    submission = read_submission(filled(shown, city="Beirut|LB"), "en", given=GIVEN)
    assert submission.state.filled == 2
    assert isinstance(submission.form, EventForm)
    assert (submission.form.city, submission.form.country) == ("Beirut", "Lebanon")


def test_what_was_changed_is_told_from_what_the_form_began_with() -> None:
    row = stored(EventForm(title="T", city="Beirut", partners=["A", "B"], workstreams=["GCM"], tbc=True))
    opened = edit_view(row, "en", given=GIVEN)
    assert not changed_in(filled(opened))
    changes: list[dict[str, Any]] = [
        {"title": "U"}, {"city": None}, {"partners": ["A"]}, {"workstreams": []}, {"tbc": []},
        {"start_date": "2017-05-01"}, {"status": "Confirmed"}, {"description": "x"},
    ]  # fmt: skip
    for change in changes:
        assert changed_in(filled(opened, **change)), change
    assert not changed_in(filled(opened, kind="Project"), but=(KIND,))
    assert not changed_in({**filled(opened), "state": {"values": {}}})
