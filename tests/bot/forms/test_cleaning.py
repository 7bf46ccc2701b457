"""What people type, cleaned: nothing that no database or screen can take, and no word lost."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from bot.forms.cleaning import clean_chosen, clean_day, clean_line, clean_link, clean_names, clean_text, join_names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Report  ", "Report"),
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("one\r\ntwo", "one\ntwo"),
        ("\u202eevil\u202c good", "evil good"),
        ("مؤتمر \u200fالهجرة", "مؤتمر \u200fالهجرة"),
        ("👩\u200d👧 نمی\u200cدانم", "👩\u200d👧 نمی\u200cدانم"),
        ("\u200b \u200d", None),
        ("", None),
        (None, None),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_text_loses_what_cannot_be_stored_and_nothing_else(typed: str | None, kept: str | None) -> None:
    assert clean_text(typed) == kept


def test_a_line_has_no_breaks() -> None:
    assert clean_line("one\n two\t three") == "one two three"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.unhcr.org/a?b=c#d", "https://www.unhcr.org/a?b=c#d"),
        ("www.unhcr.org/a", "https://www.unhcr.org/a"),
        ("HTTP://Example.org:8080/x", "HTTP://Example.org:8080/x"),
        ("https://www.añejo.example/é", "https://www.añejo.example/é"),
        ("  ", None),
    ],
)
def test_a_link_is_kept(typed: str, kept: str | None) -> None:
    assert clean_link(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "no link",
        "report",
        "javascript:alert(1)",
        "mailto:ana@example.org",
        "ana@example.org",
        "ftp://example.org/x",
        "https://",
        "https://localhost",
        "https://1.2.3.4/x",
        "https://exa mple.org",
        "https://example.org/<!channel>",
        "https://example.org|label",
        "https://user:pass@example.org",
        "http://[::1",
        "https://example.org:99999/",
        "https://example.org/" + "a" * 2000,
        '=HYPERLINK("https://example.org")',
    ],
)
def test_what_is_no_link_is_refused(typed: str) -> None:
    with pytest.raises(PydanticCustomError):
        clean_link(typed)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("20177-05-24", "forms.year_out"),
        ("0217-05-24", "forms.year_out"),
        ("2017-06-31", "forms.no_such_day"),
        ("2017-13-01", "forms.no_such_day"),
        ("tomorrow", "forms.not_a_day"),
        ("1495584000", "forms.not_a_day"),
        (1495584000, "forms.not_text"),
        (dt.date(1717, 5, 24), "forms.year_out"),
    ],
)
def test_what_is_no_day_is_refused(typed: object, error: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        clean_day(typed)
    assert caught.value.type == error


def test_names() -> None:
    assert clean_names("IOM, ILO,, iom ,  Government of Ghana") == ["IOM", "ILO", "Government of Ghana"]
    assert clean_names("Federal Foreign Office, Berlin; IOM") == ["Federal Foreign Office, Berlin", "IOM"]
    assert clean_names(None) == []
    with pytest.raises(PydanticCustomError) as caught:
        clean_names(",".join(map(str, range(51))))
    assert caught.value.type == "forms.too_many"
    with pytest.raises(PydanticCustomError) as caught:
        clean_names("a" * 201)
    assert caught.value.type == "forms.name_too_long"


def test_a_chosen_value_is_taken_as_it_is() -> None:
    assert clean_chosen(["a; b, c", "d"]) == ["a; b, c", "d"]


NAMES = st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30), max_size=8)


@given(NAMES)
def test_names_come_back_from_the_line_that_they_were_shown_in(typed: list[str]) -> None:
    names = clean_names(typed)
    assert clean_names(join_names(names)) == names


@given(st.text(max_size=400))
def test_clean_text_can_always_be_stored(typed: str) -> None:
    kept = clean_text(typed)
    assert kept is None or (kept.encode("utf-8") and "\x00" not in kept and kept == clean_text(kept))
