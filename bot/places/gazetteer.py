"""The list of cities: spellings in the order of their bytes, searched where they lie.

The list has 300,000 lines. As Python objects they would take a hundred megabytes and a second; as one string of bytes
they take twelve and are there at once, and a spelling is found by halving.
"""

import functools
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from bot.text.period_grammar import fold

DATA = files("bot.places") / "data" / "cities.tsv.xz"


@dataclass(frozen=True, slots=True)
class City:
    """A city as the list has it, under one of its spellings; ``own`` where that is its own name."""

    spelling: str
    name: str
    code: str
    population: int
    capital: bool
    own: bool

    @property
    def weight(self) -> float:
        """How likely it is meant where its name is all there is: by inhabitants, capitals before others."""
        return (self.population + 1) * (20 if self.capital else 1) * (1 if self.own or self.capital else 0.1)


def folded_name(name: str) -> str:
    """A name as it is compared: small, without accents, hyphens and apostrophes turned, one space between words."""
    return " ".join(re.sub(r"[-‐–.]", " ", fold(name)).replace("'", "").split())


@functools.cache
def _content() -> bytes:
    return lzma.decompress(DATA.read_bytes())


def load() -> None:
    """Read the list before it is first needed; takes some tenths of a second."""
    _content()


def _line_at(at: int) -> tuple[int, int]:
    """The beginning and the end of the line that holds an offset."""
    content = _content()
    end = content.find(b"\n", at)
    return content.rfind(b"\n", 0, at) + 1, end if end >= 0 else len(content)


def _first_not_before(key: bytes) -> int:
    """The offset of the first line that does not stand before a key."""
    content = _content()
    low, high = 0, len(content)
    while low < high:
        begin, end = _line_at((low + high) // 2)
        if content[begin:end] < key:
            low = end + 1
        else:
            high = begin
    return low


def _lines_from(key: bytes) -> Iterator[str]:
    content = _content()
    at = _first_not_before(key)
    while at < len(content):
        end = content.find(b"\n", at)
        end = end if end >= 0 else len(content)
        if not content.startswith(key, at):
            return
        yield content[at:end].decode()
        at = end + 1


def _city(line: str) -> City:
    spelling, name, code, population, mark = line.split("\t")
    return City(spelling, name, code, int(population), "c" in mark, "m" in mark)


@functools.lru_cache(maxsize=16_384)
def cities_spelled(spelling: str) -> tuple[City, ...]:
    """The cities with a folded spelling, the likeliest first."""
    found = [_city(line) for line in _lines_from(f"{spelling}\t".encode())] if spelling else []
    return tuple(sorted(found, key=lambda city: -city.weight))


def cities_beginning(letters: str, limit: int = 2_000) -> list[City]:
    """Cities of which a spelling begins with folded letters; at most ``limit`` lines of the list are looked at."""
    found = []
    for number, line in enumerate(_lines_from(letters.encode())):
        if number == limit:
            break
        found.append(_city(line))
    return found


@functools.cache
def large_cities(population: int = 50_000) -> tuple[tuple[str, ...], tuple[City, ...]]:
    """The spellings of the larger cities and capitals, and the cities beside them, to find what has slips."""
    found = []
    for line in _content().decode().split("\n"):
        mark = line.rsplit("\t", 2)
        if int(mark[1]) >= population or "c" in mark[2]:
            found.append(_city(line))
    return tuple(city.spelling for city in found), tuple(found)
