"""The places that questions name, from what Babel knows: countries, and the cities that name a time zone.

That is every country in three languages and some four hundred cities, most capitals among them. Countries are told as
the United Nations writes their short names; cities in English. ``bot.places`` knows many more; but a question, unlike a
reply, has no capitals and commas that tell a small city from a word.
"""

import functools

from babel import Locale
from babel.core import get_global

from bot.places.countries import country_names
from bot.places.values import Place
from bot.text.languages import LANGUAGES
from bot.text.period_grammar import fold

_OTHER_COUNTRY_NAMES = {"usa": "US", "uk": "GB", "turkey": "TR", "turquie": "TR", "turquia": "TR", "ivory coast": "CI"}
#: Seats of the United Nations that name no time zone of their own.
_SEATS = {"CH": ("Geneva", "Genève", "Ginebra"), "NL": ("The Hague", "La Haye", "La Haya"), "DE": ("Bonn",)}


__all__ = ["Place", "places"]


@functools.cache
def places() -> dict[str, Place]:
    """All places by their folded names. What names both, as Singapore does, is the country: no city is guessed."""
    english = Locale("en")
    locales = [Locale(language) for language in LANGUAGES]
    names = country_names()
    found: dict[str, Place] = {}
    for code, name in names.items():
        for spelling in [name, *(str(locale.territories.get(code, name)) for locale in locales)]:
            found.setdefault(fold(spelling), Place(name))
    for spelling, code in _OTHER_COUNTRY_NAMES.items():
        found[spelling] = Place(names[code])
    for zone, code in get_global("zone_territories").items():
        if code not in names or zone.startswith("Etc/") or zone.count("/") == 0:
            continue
        city = str(english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))
        for locale in locales:
            spelling = fold(str(locale.time_zones.get(zone, {}).get("city") or city))
            if spelling not in found:
                found[spelling] = Place(names[code], city)
        found.setdefault(fold(city), Place(names[code], city))
    for code, spellings in _SEATS.items():
        for spelling in spellings:
            found[fold(spelling)] = Place(names[code], spellings[0])
    return found
