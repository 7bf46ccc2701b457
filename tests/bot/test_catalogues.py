"""The catalogues say the same things in each language, and hold every text that the code asks for."""

import re
import string
from pathlib import Path

import pytest
from babel import Locale

from bot.text.catalogue import catalogue, phrase
from bot.text.languages import LANGUAGES, Language

CODE = Path(__file__).parents[2]
KEY = re.compile(r"""(?:phrase|answer_text|say|t)\(\s*(?:[\w.]+,\s*)?["']([a-z_]+\.[a-z_0-9]+)["']""")


def placeholders(text: str | dict[str, str]) -> set[str]:
    texts = text.values() if isinstance(text, dict) else [text]
    return {name for each in texts for _, name, _, _ in string.Formatter().parse(each) if name}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_language_has_the_keys_and_placeholders_of_english(language: Language) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert set(other) == set(english)
    for key, text in english.items():
        assert placeholders(other[key]) == placeholders(text), key
        assert isinstance(other[key], dict) == isinstance(text, dict), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_every_form_of_its_language(language: Language) -> None:
    wanted = set(Locale.parse(language).plural_form.tags) | {"other"}
    for key, text in catalogue(language).items():
        if isinstance(text, dict):
            assert set(text) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: Language) -> None:
    for key, text in catalogue(language).items():
        for each in text.values() if isinstance(text, dict) else [text]:
            assert isinstance(each, str), key
            assert each.strip(), key


def test_every_key_that_the_code_names_is_there() -> None:
    named = {
        key
        for folder in ("bot", "handlers")
        for file in (CODE / folder).rglob("*.py")
        for key in KEY.findall(file.read_text(encoding="utf-8"))
    }
    assert named, "the search finds the keys of the code"
    assert named - set(catalogue("en")) == set()


def test_a_number_decides_the_form() -> None:
    assert phrase("en", "handlers.sources_milestones", count=1) == "1 milestone"
    assert phrase("en", "handlers.sources_milestones", count=127) == "127 milestones"
    assert phrase("fr", "handlers.sources_milestones", count=0) == "0 jalon"
    assert phrase("es", "handlers.sources_milestones", count=1_000_000) == "1000000 hitos"
