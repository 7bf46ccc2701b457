"""Places by the names that people write, from what Babel knows: countries, and the cities that name a time zone.

That is every country in three languages and some four hundred cities, most capitals among them. Countries are told as
the United Nations writes their short names; cities in English.
"""

import functools
from dataclasses import dataclass

from babel import Locale
from babel.core import get_global

from bot.text.languages import LANGUAGES
from bot.text.period_grammar import fold

#: Short names of the United Nations where Babel's English name differs.
_UN_NAMES = {
    "BN": "Brunei Darussalam", "BO": "Bolivia (Plurinational State of)", "CD": "Democratic Republic of the Congo",
    "CG": "Congo", "CI": "Côte d'Ivoire", "CV": "Cabo Verde", "FM": "Micronesia (Federated States of)",
    "GB": "United Kingdom of Great Britain and Northern Ireland", "GM": "Gambia", "IR": "Iran (Islamic Republic of)",
    "KP": "Democratic People's Republic of Korea", "KR": "Republic of Korea", "LA": "Lao People's Democratic Republic",
    "MD": "Republic of Moldova", "MM": "Myanmar", "PS": "State of Palestine", "RU": "Russian Federation",
    "SY": "Syrian Arab Republic", "TR": "Türkiye", "TZ": "United Republic of Tanzania",
    "US": "United States of America", "VE": "Venezuela (Bolivarian Republic of)", "VN": "Viet Nam",
}  # fmt: skip
_OTHER_COUNTRY_NAMES = {"usa": "US", "uk": "GB", "turkey": "TR", "turquie": "TR", "turquia": "TR", "ivory coast": "CI"}
#: Seats of the United Nations that name no time zone of their own.
_SEATS = {"CH": ("Geneva", "Genève", "Ginebra"), "NL": ("The Hague", "La Haye", "La Haya"), "DE": ("Bonn",)}


@dataclass(frozen=True, slots=True)
class Place:
    """A place; ``city`` is None for a country."""

    country: str
    city: str | None = None


@functools.cache
def places() -> dict[str, Place]:
    """All places by their folded names. What names both, as Singapore does, is the country: no city is guessed."""
    english = Locale("en")
    locales = [Locale(language) for language in LANGUAGES]
    names = {code: _UN_NAMES.get(code, str(name)) for code, name in english.territories.items() if code.isalpha()}
    names = {code: name for code, name in names.items() if len(code) == 2 and code not in ("EU", "EZ", "UN", "ZZ")}
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
