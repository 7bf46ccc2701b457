"""What a question says: its language, and the parts by which entries can be found."""

import datetime as dt

import pytest

from bot.answers.cards import Entry
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, Task
from bot.answers.understanding import Kind, Part, Understood, language_of_question, understand
from bot.text.languages import Language
from bot.text.period_grammar import Relation
from tests.bot.answers.library import ANSWERED, TODAY, asked, entry, library


def _parts(understood: Understood, *kinds: Kind) -> list[str]:
    return [part.text for part in understood.parts if part.kind in kinds]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("When is the book fair?", "en"),
        ("what comes after the hearing in Malmö", "en"),
        ("Where's that?", "en"),
        ("Quand a lieu la foire du livre ?", "fr"),
        ("Où est-ce ?", "fr"),
        ("et qui la dirige", "fr"),
        ("Et à Malmö ?", "fr"),
        ("¿Cuándo es la feria del libro?", "es"),
        ("¿Y dónde?", "es"),
        ("quién la dirige", "es"),
        ("¿Malmö?", "es"),
        ("Malmö ?", "fr"),
    ],
)
@pytest.mark.parametrize("fallback", ["en", "fr", "es"])
def test_a_question_tells_its_language_whatever_the_locale(text: str, language: str, fallback: Language) -> None:
    assert language_of_question(text, fallback) == language


@pytest.mark.parametrize("text", ["Malmö", "READ-3", "2019", "", "😀", "图书馆"])
@pytest.mark.parametrize("fallback", ["en", "fr", "es"])
def test_what_tells_no_language_is_in_that_of_the_asker(text: str, fallback: Language) -> None:
    assert language_of_question(text, fallback) == fallback


def test_the_parts_of_a_question() -> None:
    said = asked("When is the third public reading in Stockholm held by Omar Haddad?")
    assert _parts(said, Kind.ORDINAL) == ["third"]
    assert _parts(said, Kind.PLACE) == ["Stockholm"]
    assert "public reading" in _parts(said, Kind.NAME)
    assert {"Omar", "Haddad"} <= set(_parts(said, Kind.PROPER, Kind.WORD, Kind.NAME))
    assert "held" in _parts(said, Kind.WEAK)
    assert said.ordinals == {3}
    assert said.places == {"%stockholm"}
    assert (said.field, said.task, said.yes_no) == (Field.WHEN, Task.TELL, False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Which reading is in Malmö?", "Malmö"),
        ("Quelle lecture est à Malmö ?", "Malmö"),
        ("¿Qué lectura es en Malmö?", "Malmö"),
        ("What is planned at the Town theatre?", "Town"),
    ],
)
def test_a_town_of_the_roadmap_is_a_place_though_no_gazetteer_knows_it(text: str, place: str) -> None:
    assert place in _parts(asked(text), Kind.PLACE)


def test_what_says_more_weighs_more() -> None:
    said = asked("Who held the census of the mayor in the Submarine?")
    weights = {part.text: part.weight for part in said.parts}
    assert weights["Submarine"] > weights["mayor"] > weights["held"]
    assert said.weight == pytest.approx(sum(weights.values()))
    assert "held" not in [part.text for part in said.content]
    assert [part.text for part in said.content if not part.known] == ["Submarine"]


def test_the_same_said_twice_counts_once() -> None:
    once, twice = asked("the bequest"), asked("the bequest, the bequest and the bequest")
    assert once.weight == pytest.approx(twice.weight)


def test_a_typing_mistake_is_understood() -> None:
    (part,) = [part for part in asked("the catalouge").parts if part.text == "catalouge"]
    assert part.known
    assert part.held(library().card_of["COURSE"].title) == 1.0


def test_a_symbol_is_one_part_however_it_is_written() -> None:
    for text in ("what is LIB/2019/13?", "what is lib/2019/13", "WHAT IS LIB/2019/13."):
        said = asked(text)
        assert said.symbols == {"lib/2019/13"}
        assert _parts(said, Kind.SYMBOL) == ["lib/2019/13"]
        assert "13" not in _parts(said, Kind.WORD, Kind.WEAK)


@pytest.mark.parametrize(
    ("text", "start", "end", "relation"),
    [
        ("what happens in May 2019", dt.date(2019, 5, 1), dt.date(2019, 5, 31), Relation.IN),
        ("que se passe-t-il en mai 2019", dt.date(2019, 5, 1), dt.date(2019, 5, 31), Relation.IN),
        ("qué pasa en mayo de 2019", dt.date(2019, 5, 1), dt.date(2019, 5, 31), Relation.IN),
        ("what happens before 3 May 2019", dt.date(2019, 5, 3), dt.date(2019, 5, 3), Relation.BEFORE),
        ("what happens after May 2019", dt.date(2019, 5, 1), dt.date(2019, 5, 31), Relation.AFTER),
    ],
)
def test_a_period_is_no_word(text: str, start: dt.date, end: dt.date, relation: Relation) -> None:
    said = asked(text)
    (found,) = said.periods
    assert (found.period.start, found.period.end, found.relation) == (start, end, relation)
    assert not {"May", "mai", "mayo", "2019"} & {part.text for part in said.parts}


@pytest.mark.parametrize("text", ["What is the last day for proposals?", "le dernier jour", "el último día"])
def test_the_last_day_is_no_period(text: str) -> None:
    assert asked(text).periods == ()


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("How many books did the census find?", "book"),
        ("How many of the maps are left?", "map"),
        ("What is the number of proposals?", "propos"),
        ("How much is it?", ""),
        ("When is the fair?", ""),
    ],
)
def test_what_is_counted(text: str, counted: str) -> None:
    found = asked(text).counted
    assert counted in found if counted else not found


def test_what_is_counted_in_another_language_is_known_by_its_english_name() -> None:
    assert "read" in asked("Combien de lectures publiques y a-t-il ?").counted
    assert "hear" in asked("¿Cuántas audiencias hay?").counted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What is planned in May?", True),
        ("Which hearings are in April?", True),
        ("List all deadlines", True),
        ("Qu'est-ce qui est prévu en mai ?", True),
        ("¿Qué hay en mayo?", True),
        ("Which countries sent slate?", False),
        ("Which colours were used?", False),
    ],
)
def test_whether_entries_are_wanted_or_what_a_note_lists(text: str, wanted: bool) -> None:
    assert asked(text).entries is wanted


def test_who_does_it_says_little_of_what_is_meant() -> None:
    who, what = asked("Who chairs the census?"), asked("What chairs does the census need?")
    weight = {one.text: one.weight for one in who.parts}["chairs"]
    assert weight < {one.text: one.weight for one in what.parts}["chairs"]


def test_a_part_is_held_whole_in_pieces_or_not() -> None:
    part = Part(Kind.NAME, "book fair", frozenset({"@book fair"}), 1.0, frozenset({"book", "fair"}))
    assert part.held(frozenset({"@book fair"})) == 1.0
    assert part.held(frozenset({"book", "fair"})) == pytest.approx(0.7)
    assert part.held(frozenset({"book"})) == pytest.approx(0.35)
    assert part.held(frozenset({"garden"})) == 0.0
    long = Part(Kind.NAME, "a b c", frozenset({"@abc"}), 1.0, frozenset({"a", "b", "c"}))
    assert long.held(frozenset({"a"})) == 0.0


@pytest.mark.parametrize(
    ("one", "as_of", "today", "told"),
    [
        (entry("A", "A fair", "event", known_from="2019-01-10"), None, TODAY, True),
        (entry("A", "A fair", "event", known_from="2019-01-10"), dt.date(2019, 1, 9), TODAY, False),
        (entry("A", "A fair", "event", known_from="2019-01-10"), dt.date(2019, 1, 10), TODAY, True),
        (entry("A", "A fair", "event"), dt.date(1950, 1, 1), TODAY, True),
        (ANSWERED, None, dt.date(2019, 12, 31), True),
        (ANSWERED, None, dt.date(2020, 1, 1), False),
    ],
)
def test_what_may_be_told(one: Entry, as_of: dt.date | None, today: dt.date, told: bool) -> None:
    assert asked("a fair", as_of=as_of, today=today).may_tell(one) is told


@pytest.mark.parametrize("text", ["", "?", "and", "😀", "\x00", "/" * 300, "1/" * 300, "A/" * 300 + "1"])
def test_any_text_is_understood(text: str) -> None:
    for language in ("en", "fr", "es"):
        said = understand(Corpus(), text, language=language, today=TODAY, as_of=None)
        assert said.text == text
        assert said.weight >= 0
