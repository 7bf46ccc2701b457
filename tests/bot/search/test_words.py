"""Words: folding, stems, and the language of a text."""

import pytest

from bot.search.words import LONGEST_WORD, Stems, folded, language_of_words, words
from bot.text.languages import Language


def test_folding_drops_accents_and_case_and_keeps_other_scripts() -> None:
    assert folded("Réfugiés ÀÉÑ") == "refugies aen"
    assert folded("Крыша") == "крыша"


def test_words_are_cut_at_all_that_is_no_letter_or_digit() -> None:
    assert words("A/RES/71/1, l'été_2017 — ¿cuándo?") == ["a", "res", "71", "1", "l", "été", "2017", "cuándo"]
    assert words("e\u0301te\u0301") == ["été"]
    assert words("a" * 500) == ["a" * LONGEST_WORD]
    assert words("🎉 ...") == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "session", "sessions"), ("fr", "réunion", "réunions"), ("es", "organización", "organizaciones")],
)
def test_forms_have_one_stem(language: Language, one: str, other: str) -> None:
    stems = Stems(language)
    assert stems[one] == stems[other] == folded(stems[one])


def test_only_words_that_were_asked_for_are_remembered() -> None:
    stems = Stems("en")
    assert stems.of("sessions") == stems["session"]
    assert list(stems) == ["session"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when is the roof repaired", "en"),
        ("quand les toits sont réparés dans la ville", "fr"),
        ("cuándo se repara el tejado y los muros", "es"),
        ("Lindqvist 2017", None),
        ("", None),
    ],
)
def test_function_words_tell_the_language(text: str, language: Language | None) -> None:
    assert language_of_words(words(text)) == language
