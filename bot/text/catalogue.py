"""The catalogues: every text that the bot says, by key, in each language.

``catalogues/<language>/<area>.yml`` holds a flat mapping of keys; the full key is ``area.key``. A text has
placeholders in braces. Where a number decides the form, the value is a mapping from the plural categories of the
language (``one``, ``many``, ``other``; Unicode CLDR) to texts, and the number is given as ``count``.
"""

import functools
from pathlib import Path

import yaml
from babel import Locale

from bot.text.languages import LANGUAGES, Language

FOLDER = Path(__file__).parent / "catalogues"

Text = str | dict[str, str]


@functools.cache
def catalogue(language: Language) -> dict[str, Text]:
    """All texts of a language by full key. Read once, at first use."""
    texts: dict[str, Text] = {}
    for file in sorted((FOLDER / language).glob("*.yml")):
        for key, value in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items():
            texts[f"{file.stem}.{key}"] = value
    return texts


@functools.cache
def _locale(language: Language) -> Locale:
    return Locale.parse(language)


def phrase(language: Language, key: str, **values: object) -> str:
    """The text of a key in a language, with its placeholders filled.

    Raises KeyError for a key that the catalogue does not hold and for a placeholder without a value: both are
    mistakes of ours, which the tests find.
    """
    text = catalogue(language)[key]
    if isinstance(text, dict):
        number = values["count"]
        assert isinstance(number, int), "a plural is decided by a whole number"
        form = str(_locale(language).plural_form(number))
        text = text.get(form) or text["other"]
    return text.format(**values) if values else text


def has_phrase(key: str) -> bool:
    """Whether every language holds the key."""
    return all(key in catalogue(language) for language in LANGUAGES)
