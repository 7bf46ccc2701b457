"""Suggesting places while somebody types: forgiving of slips, accents and the language of the name."""

import math

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.places.countries import code_of, country_codes, country_in_words, country_names
from bot.places.finding import cities_named, place_of
from bot.places.gazetteer import City, cities_beginning, folded_name, large_cities
from bot.places.values import Place
from bot.text.languages import Language

#: How alike (of 100) what was typed must be to a name that it does not begin.
_ALIKE = 70
_SHORTEST_SLIP = 4
#: With fewer inhabitants a city is offered only to whoever has typed so many letters of its name without a slip.
_FEW, _MANY_LETTERS = 1_000, 5


def suggest(typed: str, language: Language = "en", limit: int = 20, country: str | None = None) -> list[Place]:
    """Cities that somebody may mean who has typed so far, the likeliest first; none for an empty text.

    ``typed`` may name the country behind a comma ("Santiago, Chile"); ``country`` narrows to one country by any of its
    names. The names come back in English whatever the language; ``place_in_words`` tells a place in a language.
    """
    name, _, behind = typed.partition(",")
    letters = folded_name(name)
    code = code_of(country) if country else None
    if code is None and behind.strip():
        code = code_of(behind) or _country_beginning(folded_name(behind))
    if not letters:
        return []
    found: dict[Place, None] = {}
    for city in [*_meant(name, code), *_begun(letters, code), *_alike(letters, code)]:
        found.setdefault(place_of(city))
        if len(found) == limit:
            break
    return list(found)


def suggest_countries(typed: str, language: Language = "en", limit: int = 20) -> list[Place]:
    """Countries that somebody may mean who has typed so far, in any of the bot's languages; all for an empty text."""
    letters = folded_name(typed)
    names = {folded_name(spelling): code for spelling, code in country_codes().items()}
    codes = [code for spelling, code in sorted(names.items()) if spelling.startswith(letters)]
    codes += [code for spelling, code in sorted(names.items()) if f" {letters}" in spelling]
    if len(letters) >= _SHORTEST_SLIP:
        alike = process.extract(letters, list(names), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=limit)
        codes += [names[spelling] for spelling, _, _ in alike]
    told = country_names()
    return [Place(told[code]) for code in dict.fromkeys(codes)][:limit]


def place_in_words(place: Place, language: Language) -> str:
    """A place with its country, for a list to choose from."""
    country = country_in_words(place, language)
    return f"{place.city}, {country}" if place.city else country


def _country_beginning(letters: str) -> str | None:
    return next((code for name, code in sorted(country_codes().items()) if name.startswith(letters)), None)


def _meant(name: str, code: str | None) -> list[City]:
    return [city for city in cities_named(name) if code in (None, city.code)][:6]


def _begun(letters: str, code: str | None) -> list[City]:
    if len(letters) < 2:
        return []
    fewest = _FEW if len(letters) < _MANY_LETTERS else 0
    found = [city for city in cities_beginning(letters) if code in (None, city.code) and city.population >= fewest]
    return sorted(found, key=lambda city: -city.weight)


def _alike(letters: str, code: str | None) -> list[City]:
    """Cities whose name is like what was typed, or begins like it."""
    if len(letters) < _SHORTEST_SLIP:
        return []
    spellings, cities = large_cities()
    alike = process.extract(letters, spellings, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE / 100, limit=60)
    # Two slips weigh as much as a hundred times the inhabitants.
    found = [(score * 20 + math.log10(cities[at].weight), cities[at]) for _, score, at in alike]
    return [city for _, city in sorted(found, key=lambda pair: -pair[0]) if code in (None, city.code)]
