"""The languages in which the bot speaks."""

from typing import Literal, get_args

Language = Literal["en", "fr", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def language_of(locale: str | None) -> Language:
    """The language for a user's locale (``fr-FR``, ``es_419``); English for any that we do not speak."""
    found = (locale or "").replace("_", "-").partition("-")[0].lower()
    for language in LANGUAGES:
        if language == found:
            return language
    return "en"
