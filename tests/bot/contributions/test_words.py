"""The words of the forms and of contributions: the same keys and placeholders in each language."""

import string

import pytest

from bot.text.catalogue import Text, catalogue
from bot.text.languages import LANGUAGES, Language


def area(language: Language, name: str) -> dict[str, Text]:
    return {key: text for key, text in catalogue(language).items() if key.startswith(f"{name}.")}


def placeholders(text: Text) -> list[set[str]]:
    forms = [text] if isinstance(text, str) else list(text.values())
    return [{name for _, name, _, _ in string.Formatter().parse(form) if name} for form in forms]


@pytest.mark.parametrize("name", ["forms", "contributions"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same_things(language: Language, name: str) -> None:
    english, other = area("en", name), area(language, name)
    assert english
    assert set(english) == set(other)
    for key, text in english.items():
        assert isinstance(text, str) == isinstance(other[key], str)
        wanted = placeholders(text)[0]
        assert all(found == wanted for found in [*placeholders(text), *placeholders(other[key])]), key
        if isinstance(other[key], dict):
            assert "other" in other[key]
