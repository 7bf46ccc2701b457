"""The declarations: what is taken, what is refused and where the error stands, and what comes back for an edit."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.contributions.form import (
    FORMS,
    ContributionForm,
    EventForm,
    ProjectForm,
    PublicationForm,
    missing_fields,
    period_of,
    typed_for_another,
    typed_from,
)
from bot.forms.declaring import Problems, Raw, fields_of, read_form
from bot.text.catalogue import has_phrase
from bot.text.languages import LANGUAGES
from storage.models import Contribution
from storage.words import ContributionKind, ContributionStatus, Precision, Visibility


def stored(form: ContributionForm, **values: Any) -> Contribution:
    """The row that a form would be kept as."""
    blank: dict[str, Any] = {"venue": None, "city": None, "country": None, "online": False}
    ids = {"id": 1, "panel_id": 1, "entity_id": 1, "version": 1}
    return Contribution(**{**ids, **blank, **form.columns(), **values})


def read(kind: ContributionKind = ContributionKind.EVENT, **typed: Raw) -> ContributionForm:
    found = read_form(FORMS[kind], {"title": "Meeting", **typed})
    assert not isinstance(found, Problems), found
    return found


def problems(kind: ContributionKind = ContributionKind.EVENT, **typed: Raw) -> dict[str, str]:
    found = read_form(FORMS[kind], {"title": "Meeting", **typed})
    assert isinstance(found, Problems)
    for one in found.by_field.values():
        for language in LANGUAGES:
            assert one.in_words(language)
    return {name: one.key for name, one in found.by_field.items()}


def test_every_kind_has_a_form_and_every_field_its_words() -> None:
    assert set(FORMS) == set(ContributionKind)
    for form in FORMS.values():
        assert list(fields_of(form)) == list(form.model_fields)
        for field in fields_of(form).values():
            keys = [field.label, field.hint, field.example]
            keys += [f"{field.choice_key}{word}" for word in field.choices or ()]
            assert all(has_phrase(key) for key in keys if key)


def test_all_mistakes_are_told_at_once() -> None:
    assert problems(
        title="x" * 3001,
        start_date="20177-01-01",
        end_date="2017-06-31",
        link="not a link",
        status="perhaps",
        description="d" * 3001,
        venue="v" * 301,
        precision="roughly",
        partners=", ".join(f"n{n}" for n in range(51)),
    ) == {
        "title": "forms.too_long",
        "start_date": "forms.year_out",
        "end_date": "forms.no_such_day",
        "link": "forms.not_a_link",
        "status": "forms.not_a_choice",
        "description": "forms.too_long",
        "venue": "forms.too_long",
        "precision": "forms.not_a_choice",
        "partners": "forms.too_many",
    }


@pytest.mark.parametrize("title", [None, "", "   ", "\u200b", "\x00"])
def test_a_title_must_be_there(title: str | None) -> None:
    assert problems(title=title) == {"title": "forms.required"}


def test_an_end_before_the_start_stands_beside_the_end_even_with_other_mistakes() -> None:
    assert problems(start_date="2017-05-02", end_date="2017-05-01") == {"end_date": "contributions.end_before_start"}
    assert problems(title="", start_date="2017-05-02", end_date="2017-05-01") == {
        "title": "forms.required",
        "end_date": "contributions.end_before_start",
    }
    assert problems(start_date="2017-05-02", end_date="2017-04-01", precision="month") == {
        "end_date": "contributions.end_before_start"
    }


def test_within_one_month_the_days_do_not_matter_where_only_the_month_is_known() -> None:
    period = read(start_date="2017-05-20", end_date="2017-05-03", precision="month").period
    assert (period.start, period.end) == (dt.date(2017, 5, 1), dt.date(2017, 5, 31))


def test_a_model_made_past_the_form_refuses_it_too() -> None:
    with pytest.raises(ValidationError, match="end_before_start"):
        EventForm.model_validate({"title": "x", "start_date": "2017-05-02", "end_date": "2017-05-01"})


@pytest.mark.parametrize(
    ("kind", "start", "end", "precision", "expected"),
    [
        ("event", "2017-05-24", None, "day", ("2017-05-24", "2017-05-24", "day")),
        ("event", None, "2017-05-24", "day", (None, "2017-05-24", "day")),
        ("event", "2017-05-24", None, "quarter", ("2017-04-01", "2017-06-30", "quarter")),
        ("event", "2017-05-24", "2018-01-01", "half", ("2017-01-01", "2018-06-30", "half")),
        ("event", None, None, "year", (None, None, None)),
        ("publication", "2016-02-10", None, "month", ("2016-02-01", "2016-02-29", "month")),
        ("project", "2017-05-24", None, "day", ("2017-05-24", None, "day")),
        ("project", "2017-05-24", None, "year", ("2017-01-01", "2017-12-31", "year")),
        ("activity", "2017-05-24", "2017-05-24", "day", ("2017-05-24", "2017-05-24", "day")),
    ],
)
def test_periods(
    kind: str, start: str | None, end: str | None, precision: str, expected: tuple[str | None, ...]
) -> None:
    form = read(ContributionKind(kind), start_date=start, end_date=end, precision=precision)
    columns = form.columns()
    found = tuple(columns[name] and str(columns[name]) for name in ("start_date", "end_date", "precision"))
    assert found == expected
    again = read_form(type(form), typed_from(stored(form)))
    assert isinstance(again, ContributionForm)
    assert again.columns() == columns


def test_what_is_missing_is_named_and_not_refused() -> None:
    assert missing_fields(stored(read())) == ["start_date", "venue", "city", "country"]
    assert missing_fields(stored(read(start_date="2017-05-24", online=True))) == []
    assert (
        missing_fields(stored(read(end_date="2017-05-24", venue="Room XII", city="Geneva", country="Switzerland")))
        == []
    )
    assert missing_fields(stored(read(ContributionKind.PUBLICATION))) == ["start_date"]
    assert missing_fields(stored(read(ContributionKind.PROJECT, start_date="2017-05-24"))) == ["country"]
    assert missing_fields(stored(read(ContributionKind.ACTIVITY, start_date="2017-05-24"))) == []
    for name in ("start_date", "venue", "city", "country"):
        assert has_phrase(f"contributions.open_{name}")


def test_another_keeps_place_and_partners() -> None:
    row = stored(read(city="Beirut", country="Lebanon", venue="Room", partners="LAS, ESCWA", start_date="2017-09-26"))
    assert typed_for_another(row) == {"city": "Beirut", "country": "Lebanon", "partners": "LAS, ESCWA"}


def test_a_period_that_is_stored_comes_back() -> None:
    assert period_of(stored(read(start_date="2017-05-24", tbc=True))).tbc is True


TEXT = st.none() | st.text(max_size=60)
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)).map(dt.date.isoformat)


@settings(deadline=None)
@given(
    kind=st.sampled_from(ContributionKind),
    title=st.text(min_size=1, max_size=300),
    start=DAYS,
    end=DAYS,
    precision=st.sampled_from(Precision),
    texts=st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT),
    ticks=st.tuples(st.booleans(), st.booleans()),
    names=st.lists(st.text(max_size=20), max_size=5),
    status=st.sampled_from(ContributionStatus),
    visibility=st.sampled_from(Visibility),
)
def test_what_was_saved_comes_back_the_same_from_its_own_edit_form(
    kind: ContributionKind,
    title: str,
    start: str | None,
    end: str | None,
    precision: Precision,
    texts: tuple[str | None, ...],
    ticks: tuple[bool, bool],
    names: list[str],
    status: ContributionStatus,
    visibility: Visibility,
) -> None:
    typed: dict[str, Raw] = dict(
        zip(("description", "venue", "city", "country", "internal_remark"), texts, strict=True)
    )
    typed |= {"title": title, "start_date": start, "end_date": end, "precision": precision.value}
    typed |= {"tbc": ticks[0], "online": ticks[1], "partners": ";".join(names), "workstreams": names}
    typed |= {"status": status.value, "visibility": visibility.value}
    form = read_form(FORMS[kind], typed)
    if isinstance(form, Problems):
        assert set(form.by_field) <= {"title", "end_date"}
        return
    again = read_form(FORMS[kind], typed_from(stored(form)))
    assert not isinstance(again, Problems), again
    assert again.columns() == form.columns()


def test_a_form_shows_no_input_in_its_errors() -> None:
    with pytest.raises(ValidationError) as caught:
        PublicationForm.model_validate({"title": "secret " * 100})
    assert "secret" not in str(caught.value)
    assert ProjectForm.open_ended
