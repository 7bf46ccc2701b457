"""The words of the three languages: what means the same, what carries little meaning, what carries none.

Roadmaps bring their own names with their data; here stand only the words of the languages.
"""

import functools
from pathlib import Path

import yaml

from bot.text.period_grammar import fold

FILE = Path(__file__).parent / "lexicon.yml"

#: Words for the numbers one to twenty, in three languages; "one" stands for no number when it stands alone.
_CARDINALS = (
    "one|un|une|uno|una", "two|deux|dos", "three|trois|tres", "four|quatre|cuatro", "five|cinq|cinco", "six|seis",
    "seven|sept|siete", "eight|huit|ocho", "nine|neuf|nueve", "ten|dix|diez", "eleven|onze", "twelve|douze|doce",
    "thirteen|treize|trece", "fourteen|quatorze|catorce", "fifteen|quinze|quince", "sixteen|seize|dieciseis",
    "seventeen|dix-sept|diecisiete", "eighteen|dix-huit|dieciocho", "nineteen|dix-neuf|diecinueve",
    "twenty|vingt|veinte",
)  # fmt: skip
_ORDINALS = (
    "first|1st|premier|premiere|1er|1ere|primer|primera|primero",
    "second|2nd|deuxieme|seconde|segundo|segunda|2e|2eme",
    "third|3rd|troisieme|tercer|tercera|tercero|3e|3eme",
    "fourth|4th|quatrieme|cuarto|cuarta",
    "fifth|5th|cinquieme|quinto|quinta",
    "sixth|6th|sixieme|sexto|sexta",
    "seventh|7th|septieme|septimo|septima",
    "eighth|8th|huitieme|octavo|octava",
    "ninth|9th|neuvieme|noveno|novena",
    "tenth|10th|dixieme|decimo|decima",
    "eleventh|11th|onzieme|undecimo|undecima",
    "twelfth|12th|douzieme|duodecimo|duodecima",
    "thirteenth|treizieme|decimotercero|decimotercera",
    "fourteenth|quatorzieme|decimocuarto|decimocuarta",
    "fifteenth|quinzieme|decimoquinto|decimoquinta",
    "sixteenth|seizieme|decimosexto|decimosexta",
    "seventeenth|dix-septieme|decimoseptimo|decimoseptima",
    "eighteenth|dix-huitieme|decimoctavo|decimoctava",
    "nineteenth|dix-neuvieme|decimonoveno|decimonovena",
    "twentieth|vingtieme|vigesimo|vigesima",
)
CARDINALS = {word: number for number, words in enumerate(_CARDINALS, 1) for word in words.split("|")}
ORDINALS = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words.split("|")}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


@functools.cache
def _file() -> dict[str, list[str] | str]:
    content: dict[str, list[str] | str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@functools.cache
def same_words() -> tuple[tuple[str, ...], ...]:
    """Groups of words and phrases that mean the same; the first of each is its name."""
    lines = _file()["words"]
    return tuple(tuple(name.strip() for name in line.split("|")) for line in lines)


def _folded(key: str) -> frozenset[str]:
    text = _file()[key]
    assert isinstance(text, str)
    return frozenset(fold(word) for word in text.split())


@functools.cache
def stop_words() -> frozenset[str]:
    """Words that weigh nothing, folded."""
    return _folded("stop")


@functools.cache
def weak_words() -> frozenset[str]:
    """Words that weigh little, folded."""
    return _folded("weak")
