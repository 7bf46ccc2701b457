"""What people see of contributions: all of it said, nothing pinged, nothing too long for Slack."""

import datetime as dt
from typing import Any

import pytest

from bot.contributions.form import FORMS, EventForm, missing_fields
from bot.contributions.outcomes import FieldChange, NilReported, Refusal, Saved
from bot.contributions.standing import Standing
from bot.forms.declaring import Choice, Problems, Raw, fields_of, read_form
from bot.text.catalogue import has_phrase
from bot.text.languages import LANGUAGES, Language
from handlers.lint import lint_message
from handlers.views.contributions import (
    changes_in_words,
    field_label,
    list_message,
    refused_message,
    restored_message,
    saved_message,
)
from handlers.views.message import Message
from handlers.views.nothing import nil_message
from playground.blocks import checked_blocks
from storage.models import Contribution, Entity, NilReturn
from storage.words import ContributionKind, ContributionState
from tests.bot.contributions.test_form import stored
from tests.handlers.hostile import HOSTILE, pings, texts_in


def kept(kind: ContributionKind = ContributionKind.EVENT, ident: int = 1, **typed: Raw) -> Contribution:
    form = read_form(FORMS[kind], {"title": "Expert meeting", **typed})
    assert not isinstance(form, Problems), form
    row = stored(form, id=ident, state=ContributionState.SUBMITTED)
    row.entity = Entity(id=10, acronym="UNHCR", name="Refugees", zone="UTC")
    return row


def saved(row: Contribution) -> Saved:
    return Saved(row, tuple(missing_fields(row)))


def sound(message: Message) -> dict[str, Any]:
    """The message as it is sent, after both judges have seen it."""
    payload = message.as_payload()
    assert lint_message(payload) == []
    assert checked_blocks(payload["blocks"])
    assert pings(payload) == []
    return payload


def ids(payload: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for block in payload["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if element.get("type") == "button":
                found.append((element["action_id"], element["value"]))
    return found


def test_a_saved_message_shows_all_that_was_saved_and_what_is_open() -> None:
    row = kept(
        start_date="2017-05-24",
        end_date="2017-05-26",
        tbc=True,
        city="Geneva",
        description="What & why",
        link="https://www.unhcr.org/x",
        status="confirmed",
        workstreams=["GCM"],
        partners="IOM, ILO",
        visibility="officers",
        internal_remark="Ask Ana",
    )
    titles = [Choice("GCM", "Global compact for migration")]
    payload = sound(saved_message(saved(row), "en", workstreams=titles))
    everything = "\n".join(text for _, text in texts_in(payload["blocks"]))
    for words in (
        "Saved for UNHCR: Expert meeting",
        "24-26 May 2017 (to be confirmed)",
        "Geneva",
        "https://www.unhcr.org/x",
        "Confirmed",
        "Global compact for migration",
        "IOM, ILO",
        "My entity and the secretariat",
        "Ask Ana",
        "Still open: the venue, the country.",
    ):
        assert words in payload["text"]
        assert words in everything
    assert "What &amp; why" in payload["text"]
    assert "What & why" in everything
    assert ids(payload) == [
        ("contribution.edit:1", "1"),
        ("contribution.add:1", "1:1:1"),
        ("contribution.history:1", "1"),
        ("contribution.withdraw:1", "1"),
    ]


def test_the_internal_remark_is_for_those_who_may_see_it() -> None:
    row = kept(internal_remark="Ask Ana")
    assert "Ask Ana" not in str(sound(saved_message(saved(row), "en", remark=False)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ContributionKind)
def test_each_kind_in_each_language(kind: ContributionKind, language: Language) -> None:
    row = kept(kind, start_date="2017-05-24", precision="month")
    sound(saved_message(saved(row), language))
    sound(restored_message(saved(row), language))
    row.state = ContributionState.WITHDRAWN
    payload = sound(saved_message(saved(row), language))
    assert ids(payload) == [("contribution.restore:1", "1")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_everywhere(text: str) -> None:
    row = kept()
    for name in ("title", "description", "venue", "city", "country", "link", "internal_remark"):
        setattr(row, name, text[:3000])
    row.partners, row.workstreams = [text[:200]] * 50, [text[:200]] * 10
    payload = sound(saved_message(saved(row), "fr"))
    assert "<!channel>" not in payload["text"]
    sound(restored_message(saved(row), "es"))
    sound(show([row] * 1))
    row.state = ContributionState.WITHDRAWN
    sound(saved_message(saved(row), "en"))
    words = changes_in_words([FieldChange(name, text, None) for name in ("title", "venue", "partners")], "en")
    assert words


def show(rows: list[Contribution], **more: Any) -> Message:
    return list_message(rows, acronym="UNHCR", panel_id=7, entity_id=10, language=more.pop("language", "en"), **more)


def test_a_list_names_each_with_what_is_open() -> None:
    rows = [kept(ident=1, start_date="2017-05-24", city="Geneva"), kept(ident=2, online=True, start_date="2017-05-25")]
    rows[1].state = ContributionState.WITHDRAWN
    payload = sound(show(rows, nil_on=dt.date(2017, 1, 30)))
    lines = payload["text"].splitlines()
    assert lines == [
        "2 contributions of UNHCR",
        "UNHCR reported nothing to add on 30 January 2017.",
        "• Expert meeting · Event · 24 May 2017 · Geneva · Planned · Still open: the venue, the country.",
        "• Expert meeting · Event · 25 May 2017 · online · Planned · Withdrawn",
    ]
    assert ids(payload) == [
        ("contribution.edit:1", "1"),
        ("contribution.restore:2", "2"),
        ("contribution.add", "7:10"),
    ]
    assert ids(sound(show(rows, editable=False))) == []


def test_a_long_list_is_paged() -> None:
    rows = [kept(ident=n) for n in range(1, 102)]
    seen = []
    for page in range(1, 7):
        payload = sound(show(rows, page=page))
        seen += [int(value) for action, value in ids(payload) if action.startswith("contribution.edit")]
        assert f"Page {page} of 6" in payload["text"]
    assert seen == list(range(1, 102))
    assert sound(show(rows, page=99))["text"] == sound(show(rows, page=6))["text"]
    assert ("contribution.page:2", "7:10:2") in ids(sound(show(rows, page=-1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_list_and_a_nil_return(language: Language) -> None:
    payload = sound(show([], language=language))
    assert ids(payload) == [("contribution.add", "7:10")]
    nil = NilReturn(deadline_id=1, entity_id=10, at=dt.datetime(2017, 1, 30, tzinfo=dt.UTC))
    for new, count in ((True, 0), (False, 1), (True, 2)):
        payload = sound(nil_message(NilReported(nil, new, count), "UNHCR", 7, language))
        assert (str(count) in payload["text"]) == bool(count)
        assert ids(payload) == [("contribution.add", "7:10")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_looked_up_is_there(language: Language) -> None:
    for reason in Refusal:
        assert lint_message(refused_message(reason, language).as_payload()) == []
    for standing in Standing:
        assert has_phrase(f"contributions.standing_{standing}")
    for name in EventForm(title="x").columns():
        assert field_label(name, language)
    assert all(field_label(name, language) for form in FORMS.values() for name in fields_of(form))
    for state in ContributionState:
        assert has_phrase(f"contributions.state_{state}")


def test_changes_in_words() -> None:
    changes = [
        FieldChange("title", "Old", "New"),
        FieldChange("start_date", None, "2017-05-24"),
        FieldChange("status", "planned", "confirmed"),
        FieldChange("online", False, True),
        FieldChange("partners", ["IOM"], []),
        FieldChange("state", "submitted", "withdrawn"),
    ]
    assert changes_in_words(changes, "en") == (
        "Title: “Old” became “New”. Start date: “nothing” became “24 May 2017”. Status: “Planned” became “Confirmed”. "
        "Online: “no” became “yes”. Partners: “IOM” became “nothing”. State: “Submitted” became “Withdrawn”."
    )
