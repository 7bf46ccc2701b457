"""Texts as the answers compare them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.acronyms import acronyms_in
from bot.answers.analysis import Analyzer, light, stem, tokens_of, unit_of_place
from bot.contributions.places import Place
from bot.text.languages import Language
from tests.bot.answers.library import NAMES

ANALYZER = Analyzer(NAMES)
#: The unit of the ceremony, by its English name.
NAMED = {name.unit for name in ANALYZER.read("reopening ceremony").names if name.unit[0] == "@"}


def _names(text: str, language: Language = "en") -> set[str]:
    return {name.unit for name in ANALYZER.read(text, language).names}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sesion", "sesiones"), ("session", "sessions"), ("audition", "auditions"),
        ("library", "libraries"), ("shelf", "shelfs"), ("bureau", "bureaux"), ("fair", "fairs"), ("lift", "lifts"),
    ],
)  # fmt: skip
def test_a_plural_is_the_same_as_its_singular(one: str, other: str) -> None:
    assert light(one) == light(other)


@pytest.mark.parametrize("word", ["gas", "bus", "press", "as", "is", "2019", ""])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert light(word) == word


def test_a_stem_is_the_same_for_the_forms_of_a_word() -> None:
    assert stem("reading") == stem("readings") == stem("read")
    assert stem("library") != stem("librarian")
    assert stem("") == ""


def test_tokens_know_where_they_stand() -> None:
    text = "Où est l’étagère n° 12 ?"
    tokens = tokens_of(text)
    assert [text[token.begin : token.end] for token in tokens] == [token.raw for token in tokens]
    assert [token.folded for token in tokens] == ["ou", "est", "l", "etagere", "n", "12"]
    assert [token.stop for token in tokens] == [True, True, True, False, True, False]


def test_weak_words_weigh_little_but_not_nothing() -> None:
    asks, held = tokens_of("was held")
    assert (asks.stop, held.stop) == (True, False)
    assert held.weak


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the reopening ceremony", "en"),
        ("the Reopening Ceremonies", "en"),
        ("la cérémonie de réouverture", "fr"),
        ("LA CEREMONIE DE REOUVERTURE", "fr"),
        ("la ceremonia de reapertura", "es"),
        ("las ceremonias de reapertura", "es"),
    ],
)
def test_a_name_of_the_glossary_is_found_in_each_language(text: str, language: Language) -> None:
    assert {name for name in _names(text, language) if name[0] == "@"} == NAMED


@pytest.mark.parametrize(
    "texts",
    [
        ("a hearing", "une audition", "una audiencia", "the hearings", "des auditions", "las audiencias"),
        ("the deadline", "la date limite", "el plazo", "deadlines", "l'échéance", "los plazos"),
        ("a workshop", "un atelier", "un taller", "workshops", "ateliers", "talleres"),
        ("civil society", "la société civile", "la sociedad civil"),
        ("the water", "l'eau", "agua"),
    ],
)
def test_what_means_the_same_has_the_same_unit(texts: tuple[str, ...]) -> None:
    assert frozenset.intersection(*(frozenset(_names(text)) for text in texts))


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("il présidera la séance", "fr", "=chair"),
        ("elle a présidé", "fr", "=chair"),
        ("organizaron la feria", "es", "=organiz"),
        ("presidieron la sesión", "es", "=chair"),
    ],
)
def test_verbs_of_other_languages_are_known_in_their_forms(text: str, language: Language, unit: str) -> None:
    assert any(name.startswith(unit) for name in _names(text, language))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a reading in Stockholm", True),
        ("a reading in Geneva", True),
        ("une lecture à Genève", True),
        ("una lectura en Ginebra", True),
        ("a nice reading", False),
        ("the mobile library", False),
    ],
)
def test_a_place_is_written_with_a_capital(text: str, found: bool) -> None:
    assert any(unit.startswith("%") for unit in _names(text)) is found


def test_a_city_has_one_unit_in_all_languages() -> None:
    units = [{unit for unit in _names(text) if unit[0] == "%"} for text in ("in Geneva", "à Genève", "en Ginebra")]
    assert units[0] == units[1] == units[2] == {"%geneva"}
    assert unit_of_place(Place("Sweden")) == "%sweden"


def test_an_acronym_is_not_a_common_word() -> None:
    analyzer = Analyzer([("WHO", "World Harp Orchestra"), ("AS", "Archive Society")])
    assert not analyzer.read("who came as a guest").names
    assert [name.unit for name in analyzer.read("what does WHO play").names] == ["@who"]
    assert "@who" in {name.unit for name in analyzer.read("the world harp orchestra").names}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the first reading", [1]), ("the 2nd reading", [2]), ("the third one", [3]), ("the twelfth hearing", [12]),
        ("the 21st meeting", [21]), ("the 7th", [7]), ("twentieth", [20]),
        ("la première lecture", [1]), ("le 1er atelier", [1]), ("la 3e lecture", [3]),
        ("la deuxième lecture", [2]), ("la 5ème audition", [5]),
        ("la primera lectura", [1]), ("el tercer taller", [3]), ("la 4a lectura", [4]), ("el séptimo taller", [7]),
        ("session 3", [3]), ("session three", [3]), ("phase II", [2]), ("round IV", [4]), ("Rev 1", [1]),
        ("sesión 5", [5]), ("séance 5", [5]), ("atelier n° 2", [2]), ("taller 2", [2]),
        ("session 2 and 3", [2, 3]), ("hearing #4", [4]),
        ("the readings", []), ("three readings", []), ("30 May", []), ("session 2019", []), ("in 2019", []),
        ("I read", []), ("phase out", []), ("42 books", []),
    ],
)  # fmt: skip
def test_which_of_a_series_is_meant(text: str, numbers: list[int]) -> None:
    assert [number for _, number in ANALYZER.read(text).ordinals] == numbers


def test_units_hold_words_names_ordinals_and_numbers_but_no_stop_words() -> None:
    units = ANALYZER.read("When is the third public reading of twelve books in Stockholm?").units
    assert {"#3", "@public reading", "12", "%stockholm", "book"} <= units
    assert not units & {"", "when", "is", "the", "of", "in"}


@pytest.mark.parametrize("text", ["", " ", "?!", "😀😀", "\x00", "图书馆", "أين المكتبة", "a" * 5000, "(((", "%s {0}"])
def test_any_text_is_read(text: str) -> None:
    read = ANALYZER.read(text)
    assert read.text == text
    assert "" not in read.units


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "es"]))
def test_what_is_read_stands_in_the_text(text: str, language: Language) -> None:
    read = ANALYZER.read(text, language)
    assert all(token.raw == text[token.begin : token.end] for token in read.tokens)
    assert all(0 <= name.first < name.last <= len(read.tokens) for name in read.names)
    assert all(0 <= index < len(read.tokens) for index, _ in read.ordinals)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Friends of the Library (FOL)", [("FOL", "Friends of the Library")]),
        ("The Royal Archive of Cards (RAC) counts.", [("RAC", "Royal Archive of Cards")]),
        ("Lund University Press (LUP) and the Malmö Book Guild (MBG)",
         [("LUP", "Lund University Press"), ("MBG", "Malmö Book Guild")]),
        ("Société des Amis du Livre (SAL)", [("SAL", "Société des Amis du Livre")]),
        ("Red de Bibliotecas Rurales (RBR)", [("RBR", "Red de Bibliotecas Rurales")]),
        ("Nordic Book-Binding Guild (NBBG)", [("NBBG", "Nordic Book-Binding Guild")]),
        ("a library (NEW)", []),
        ("the library (open)", []),
        ("the library (Monday)", []),
        ("Friends of the Archive (FOL)", []),
        ("(FOL)", []),
        ("Library (L)", []),
        ("", []),
    ],
)  # fmt: skip
def test_names_that_a_text_explains(text: str, found: list[tuple[str, str]]) -> None:
    assert acronyms_in(text) == found


@given(st.text(alphabet="AbC de(F)G-'", max_size=80))
def test_an_explained_name_stands_before_its_acronym(text: str) -> None:
    for short, full in acronyms_in(text):
        assert f"({short})" in text
        assert full in text
        assert text.index(full) < text.rindex(f"({short})")
