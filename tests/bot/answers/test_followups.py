"""Questions that lean on what was asked before in their thread."""

import datetime as dt

import pytest

from bot.answers.followups import asks_for_more, has_pronoun, is_follow_up, merged
from bot.text.period_grammar import fold
from tests.bot.answers.library import TODAY, ask, asked, first, refs

ROOF = "When is the roof repair?"
TOIT = "Quand a lieu la réfection du toit ?"
TEJADO = "¿Cuándo es la reparación del tejado?"
READ = "When is the first public reading?"
LECTURE = "Quand a lieu la première lecture publique ?"
LECTURA = "¿Cuándo es la primera lectura pública?"


@pytest.mark.parametrize(
    ("history", "text", "ref", "start"),
    [
        ((ROOF,), "And where?", "ROOF", "Reading hall, Lund"),
        ((ROOF,), "where?", "ROOF", "Reading hall, Lund"),
        ((ROOF,), "Who leads it?", "ROOF", "Nadia Nowak"),
        ((ROOF,), "and who?", "ROOF", "Nadia Nowak"),
        ((ROOF,), "and which document?", "ROOF", "LIB/2019/4"),
        ((ROOF, "And where?"), "and who leads it?", "ROOF", "Nadia Nowak"),
        ((ROOF, "And who leads it?"), "Where is it?", "ROOF", "Reading hall, Lund"),
        (("Where is the roof repair?",), "And when?", "ROOF", "4 March - 31 May 2019"),
        ((TOIT,), "Et où ?", "ROOF", "Reading hall, Lund"),
        ((TOIT,), "Et qui la dirige ?", "ROOF", "Nadia Nowak"),
        ((TOIT,), "et quelle est la cote ?", "ROOF", "LIB/2019/4"),
        ((TEJADO,), "¿Y dónde?", "ROOF", "Reading hall, Lund"),
        ((TEJADO,), "¿Quién la dirige?", "ROOF", "Nadia Nowak"),
        ((TEJADO,), "¿y la signatura?", "ROOF", "LIB/2019/4"),
        ((READ,), "And the second one?", "READ-2", "14 March 2019"),
        ((READ,), "and the third?", "READ-3", "9-10 May 2019"),
        (("Where is the first public reading?",), "And the third?", "READ-3", "Castle, Stockholm"),
        ((READ, "And where?", "And the second?"), "And the fourth?", "READ-4", "City garden, Lund"),
        ((LECTURE,), "Et la deuxième ?", "READ-2", "14 mars 2019"),
        ((LECTURE,), "et la troisième ?", "READ-3", "9-10 mai 2019"),
        ((LECTURA,), "¿Y la segunda?", "READ-2", "14 de marzo de 2019"),
        ((LECTURA,), "¿y la tercera?", "READ-3", "9-10 de mayo de 2019"),
        ((ROOF,), "What about the book fair?", "FAIR", "18-26 May 2019"),
        (("Where is the roof repair?",), "and the book fair?", "FAIR", "Market hall, Malmö"),
    ],
)
def test_a_follow_up_asks_about_the_same_or_the_same_about_another(
    history: tuple[str, ...], text: str, ref: str, start: str
) -> None:
    answered = ask(text, *history)
    assert first(answered) == ref
    assert answered.text.startswith(start)
    assert not answered.abstained


@pytest.mark.parametrize(
    ("history", "text", "ref"),
    [
        (READ, "The next one?", "READ-2"),
        (READ, "and the one after that?", "READ-2"),
        ("When is the third public reading?", "the previous one?", "READ-2"),
        (LECTURE, "La suivante ?", "READ-2"),
        ("Quand a lieu la troisième lecture publique ?", "La précédente ?", "READ-2"),
        (LECTURA, "¿La siguiente?", "READ-2"),
        ("¿Cuándo es la tercera lectura pública?", "¿La anterior?", "READ-2"),
    ],
)
def test_the_next_one_is_next_to_what_was_spoken_of(history: str, text: str, ref: str) -> None:
    # Whatever the day is.
    for today in (TODAY, dt.date(2018, 12, 1), dt.date(2020, 1, 1)):
        assert first(ask(text, history, today=today)) == ref


def test_the_next_one_of_the_next_one() -> None:
    assert first(ask("and the next one?", READ, "The next one?")) == "READ-3"


@pytest.mark.parametrize(
    ("history", "text", "wanted"),
    [
        ("What is planned in May 2019?", "And in June?", ["DRAFT-2", "READ-4"]),
        ("What is planned in May 2019?", "and in March?", ["DRAFT-1", "READ-2"]),
        ("What is planned in May 2018?", "And in May 2019?", ["READ-3", "FAIR"]),
        ("Qu'est-ce qui est prévu en mai 2019 ?", "et en juin ?", ["DRAFT-2", "READ-4"]),
        ("¿Qué hay previsto en mayo de 2019?", "¿Y en junio?", ["DRAFT-2", "READ-4"]),
        ("What is planned in Lund in May 2019?", "And in Stockholm?", ["READ-3"]),
        ("What is planned in Lund in May 2019?", "And in Malmö?", ["FAIR"]),
        ("Qu'est-ce qui est prévu à Lund en mai 2019 ?", "et à Malmö ?", ["FAIR"]),
        ("¿Qué está previsto en Lund en mayo de 2019?", "¿y en Malmö?", ["FAIR"]),
    ],
)
def test_another_period_or_place_takes_the_place_of_the_first(history: str, text: str, wanted: list[str]) -> None:
    assert refs(ask(text, history)) == wanted


def test_a_month_without_its_year_is_of_the_year_before() -> None:
    for today in (dt.date(2018, 1, 1), TODAY, dt.date(2021, 9, 1)):
        assert refs(ask("And in June?", "What is planned in May 2019?", today=today)) == ["DRAFT-2", "READ-4"]


@pytest.mark.parametrize(
    ("history", "text", "said"),
    [
        ("When is the book fair?", "How long does it last?", "It lasts 9 days"),
        ("When is the book fair?", "How many days until then?", "47 days"),
        ("Quand a lieu la foire du livre ?", "Combien de temps dure-t-elle ?", "Durée : 9 jours"),
        ("¿Cuándo es la feria del libro?", "¿Cuánto dura?", "Dura 9 días"),
    ],
)
def test_how_long_it_is_of_what_was_spoken_of(history: str, text: str, said: str) -> None:
    answered = ask(text, history)
    assert answered.text.startswith(said)
    assert first(answered) == "FAIR"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("When is the book fair?", ["FAIR"]),
        ("Where is the third public reading?", ["READ-3"]),
        ("Quand a lieu la foire du livre ?", ["FAIR"]),
    ],
)
def test_a_whole_question_is_answered_as_if_nothing_was_asked_before(text: str, wanted: list[str]) -> None:
    alone = ask(text)
    for history in ((ROOF,), (ROOF, "And where?"), ("What is planned in May 2019?",), ("thanks",), ("",)):
        assert ask(text, *history).text == alone.text
    assert refs(alone) == wanted


def test_what_is_unknown_stays_so_in_a_thread() -> None:
    answered = ask("Where is the swimming pool?", ROOF)
    assert answered.abstained
    assert refs(answered) == []


@pytest.mark.parametrize("text", ["Thanks!", "Merci", "gracias", "hello"])
def test_thanks_in_a_thread_are_thanks(text: str) -> None:
    answered = ask(text, ROOF)
    assert (refs(answered), answered.abstained) == ([], False)


def test_a_follow_up_is_as_of_the_same_day() -> None:
    answered = ask("And where?", "When is the reopening ceremony?", as_of=dt.date(2019, 5, 1))
    assert answered.text.startswith("Town square, Lund")
    assert refs(answered) == ["OPEN-1"]
    assert "Courtyard" not in answered.text


def test_only_the_last_turns_count() -> None:
    history = ["When is the book fair?", *["thanks"] * 20, ROOF]
    assert first(ask("And where?", *history)) == "ROOF"


@pytest.mark.parametrize(
    "text",
    [
        "And where?", "Who leads it?", "and the second?", "what about the fair", "in June?", "in Malmö?", "it",
        "Et où ?", "et la deuxième ?", "¿Y dónde?", "¿y la segunda?", "when?", "who leads them",
    ],
)  # fmt: skip
def test_what_leans_on_what_was_asked_before(text: str) -> None:
    assert is_follow_up(asked(text))


@pytest.mark.parametrize(
    "text",
    [
        "When is the book fair in Malmö?", "What is planned by Ida Berg in the garden?",
        "Quand a lieu la foire du livre à Malmö ?", "¿Dónde es la feria del libro de Malmö?",
    ],
)  # fmt: skip
def test_what_stands_alone(text: str) -> None:
    assert not is_follow_up(asked(text))


def test_a_pronoun_speaks_of_something() -> None:
    assert has_pronoun(asked("who leads it"))
    assert has_pronoun(asked("quand a-t-elle lieu"))
    assert not has_pronoun(asked("who leads Malmö"))


@pytest.mark.parametrize(("text", "more"), [("more", True), ("la suite", True), ("más", True), ("more books", False)])
def test_more_is_the_next_page(text: str, more: bool) -> None:
    assert asks_for_more(fold(text)) is more


def test_two_questions_made_one() -> None:
    before = asked("What is planned in Lund in May 2019 for the public?")
    whole = merged(asked("And in Malmö in June?"), before)
    texts = {part.text for part in whole.parts}
    assert "Malmö" in texts
    assert "Lund" not in texts
    assert "public" in texts
    (period,) = whole.periods
    assert (period.period.start, period.has_year) == (dt.date(2019, 6, 1), True)
    assert (whole.task, whole.field) == (before.task, before.field)
    # What was said before counts less than what is said now.
    weights = {part.text: part.weight for part in before.parts}
    assert {part.text: part.weight for part in whole.parts}["public"] < weights["public"]


def test_a_period_is_kept_where_no_other_is_named() -> None:
    before = asked("What is planned in May 2019?")
    assert merged(asked("And in Malmö?"), before).periods == before.periods


def test_the_end_of_february_in_another_year_is_no_error() -> None:
    before = asked("What is planned in 2019?")
    for text in ("and on 29 February?", "et le 29 février ?", "¿y el 29 de febrero?"):
        assert merged(asked(text, today=dt.date(2020, 1, 1)), before) is not None
        assert ask(text, "What is planned in 2019?", today=dt.date(2020, 1, 1)).text
