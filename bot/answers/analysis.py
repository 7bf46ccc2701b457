"""Texts as the answers compare them: words, and the names and synonyms that stand in them.

A text is read once into tokens and units. A unit is a stem ("session"), a group of words that mean the same in three
languages ("=hearing"), a name of the glossary ("@gfmd"), a place ("%geneva"), an ordinal ("#3") or a number ("12").
Whoever compares two texts compares their units.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from bot.answers.lexicon import CARDINALS, ORDINALS, ROMAN, same_words, stop_words, weak_words
from bot.contributions.places import Place, places
from bot.search.words import Stems
from bot.text.languages import Language
from bot.text.period_grammar import fold

_TOKEN = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(\d{1,3})(?:er|ere|eme|e|st|nd|rd|th|o|a)")
#: Words after which a number tells which one of a series is meant ("round 2", "phase II", "Rev 1", "session #4").
_SERIES_WORDS = frozenset(
    [
        "round",
        "tour",
        "ronda",
        "phase",
        "fase",
        "session",
        "sesion",
        "seance",
        "hearing",
        "audition",
        "audiencia",
        "rev",
        "revision",
        "version",
        "part",
        "partie",
        "parte",
        "discussion",
        "discussions",
        "workshop",
        "taller",
        "atelier",
        "meeting",
        "reunion",
        "draft",
        "consultation",
        "number",
        "no",
        "nr",
        "chapter",
        "track",
        "step",
        "dialogue",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as it is written, folded, and its stem; ``begin`` and ``end`` are offsets."""

    raw: str
    folded: str
    stem: str
    begin: int
    end: int

    @property
    def stop(self) -> bool:
        """Whether the word weighs nothing."""
        return self.folded in stop_words()

    @property
    def weak(self) -> bool:
        """Whether the word weighs little."""
        return self.folded in weak_words()


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a synonym found in a text: tokens ``first`` to ``last``, the last one excluded."""

    unit: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text that was read."""

    text: str
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    ordinals: tuple[tuple[int, int], ...]

    @property
    def units(self) -> frozenset[str]:
        """Everything that the text can be found by."""
        found = {unit for index in range(len(self.tokens)) if (unit := self.unit_of(index))}
        found.update(name.unit for name in self.names)
        found.update(f"#{number}" for _, number in self.ordinals)
        return frozenset(found)

    def unit_of(self, index: int) -> str:
        """The unit of one word by itself; an empty text for a word that weighs nothing, and for an ordinal."""
        token = self.tokens[index]
        if token.stop or any(position == index for position, _ in self.ordinals):
            return ""
        number = CARDINALS.get(token.folded, 0)
        return str(number) if number > 1 else token.stem


@functools.cache
def _stemmer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.stemmer("english")).build()


@functools.lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """The English stem of a folded word."""
    stems = _stemmer().analyze(folded)
    return str(stems[0]) if stems else folded


@functools.lru_cache(maxsize=100_000)
def light(folded: str) -> str:
    """A folded word without the endings of plurals, alike in the three languages ("sesiones" and "sesion")."""
    if len(folded) > 4 and folded.isalpha():
        folded = folded.removesuffix("s").removesuffix("x") if not folded.endswith("ss") else folded
        folded = "y".join([folded[:-2], ""]) if folded.endswith("ie") and len(folded) > 4 else folded.removesuffix("e")
    elif len(folded) == 4 and folded.endswith("s") and folded[-2] not in "aeious":
        folded = folded[:-1]
    return folded


def unit_of_place(place: Place) -> str:
    """The unit of a city, or of a country."""
    return f"%{fold(place.city or place.country)}"


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text, in order."""
    folded = fold(text)
    return tuple(
        Token(text[m.start() : m.end()], m[0], stem(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(folded)
    )


def key_of(name: str) -> tuple[str, ...]:
    """A name as it is compared: its words without the endings of plurals."""
    return tuple(light(token.folded) for token in tokens_of(name))


class Analyzer:
    """Reads texts with the names of a roadmap and the synonyms of the languages."""

    def __init__(self, names: Iterable[tuple[str, ...]] = ()) -> None:
        self._phrases: dict[str, dict[tuple[str, ...], set[str]]] = {}
        self.titles: dict[str, str] = {}
        self._spelled: dict[str, frozenset[str]] = {}
        self._stems: dict[Language, Stems] = {language: Stems(language) for language in ("fr", "es")}
        self._by_stem: dict[Language, dict[str, set[str]]] = {"fr": {}, "es": {}}
        for group in same_words():
            unit = f"={light(fold(group[0]))}"
            self._add(unit, group)
            for language, stems in self._stems.items():
                for name in group:
                    if " " not in name:
                        self._by_stem[language].setdefault(stems.of(name), set()).add(unit)
        for name, place in places().items():
            self._add(unit_of_place(place), [name])
        for group in names:
            if group and (key := " ".join(key_of(group[0]))):
                self.titles.setdefault(f"@{key}", group[0])
                # The first name is the short one, the second what it stands for.
                long = [token.stem for name in group[:2] for token in tokens_of(name) if not token.stop]
                self._spelled[f"@{key}"] = frozenset(long)
                self._add(f"@{key}", group)

    def _add(self, unit: str, names: Iterable[str]) -> None:
        for name in names:
            key = key_of(name)
            if key and not (len(key) == 1 and (len(key[0]) < 2 or name in stop_words())):
                self._phrases.setdefault(key[0], {}).setdefault(key, set()).add(unit)

    def spelled_out(self, units: Iterable[str]) -> frozenset[str]:
        """The stems of the full names that stand behind the short ones among some units."""
        return frozenset().union(*(self._spelled.get(unit, frozenset()) for unit in units))

    def read(self, text: str, language: Language = "en") -> Analysis:
        """Read a text; in French and Spanish its verbs are known in other forms too."""
        tokens = tokens_of(text)
        lights = [light(token.folded) for token in tokens]
        names: list[Name] = []
        for first, word in enumerate(lights):
            for key, units in self._phrases.get(word, {}).items():
                last = first + len(key)
                if tuple(lights[first:last]) == key and not _is_common(tokens[first:last], key):
                    # A place is written with a capital; "nice" is none.
                    capital = tokens[first].raw[0].isupper()
                    names += [Name(unit, first, last) for unit in sorted(units) if capital or unit[0] != "%"]
        names = [name for name in names if not _within_longer(name, names, tokens)]
        if language in self._stems:
            named = {index for name in names for index in range(name.first, name.last)}
            for index, token in enumerate(tokens):
                if index not in named and not token.stop and len(token.folded) > 3:
                    units = self._by_stem[language].get(self._stems[language].of(token.raw.casefold()), set())
                    names += [Name(unit, index, index + 1) for unit in sorted(units)]
        return Analysis(text, tokens, tuple(names), _ordinals(text, tokens))


def _within_longer(name: Name, names: list[Name], tokens: tuple[Token, ...]) -> bool:
    """Whether a name of one common word is only part of a longer one: a thematic discussion is no thematic session."""
    if name.unit[0] != "@" or name.last - name.first > 1 or tokens[name.first].raw.isupper():
        return False
    return any(
        other.unit[0] == "@" and other.unit != name.unit and other.last - other.first > 1
        for other in names
        if other.first <= name.first < other.last
    )


def _is_common(tokens: tuple[Token, ...], key: tuple[str, ...]) -> bool:
    """Whether a short name is here a common word of the languages: "who" is not the WHO, "as" no acronym."""
    return len(key) == 1 and tokens[0].stop and not (tokens[0].raw.isupper() and len(tokens[0].raw) > 1)


def _ordinals(text: str, tokens: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    """Where a text says which one of a series it means, as (index of the token, number)."""
    found: list[tuple[int, int]] = []
    after_series = False
    for index, token in enumerate(tokens):
        word = token.folded
        number = ORDINALS.get(word)
        if number is None and (match := _NUMBERED.fullmatch(word)) is not None:
            number = int(match[1])
        # "Session (six in all)" names no sixth session.
        beside = index > 0 and not text[tokens[index - 1].end : token.begin].strip(" #°")
        if number is None and after_series and beside:
            if word.isdigit() and len(word) <= 3:
                number = int(word)
            else:
                number = (ROMAN.get(word) if token.raw.isupper() or len(word) > 1 else None) or CARDINALS.get(word)
        if number is not None:
            found.append((index, number))
            # "Thematic discussions 2 and 3" names two of the series.
            after_series = after_series or word.isdigit()
        elif word not in ("and", "et", "y", "n", "to"):
            after_series = word in _SERIES_WORDS or light(word) in _SERIES_WORDS
    return tuple(found)
