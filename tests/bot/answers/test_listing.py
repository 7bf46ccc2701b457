"""Lists and counts: exactly the entries that a question sets apart, by date, in pages."""

import re

import pytest

from bot.answers.choosing import (
    any_of,
    asked_series,
    chosen,
    fields_hold,
    is_lasting,
    is_long,
    members_meant,
    mostly,
    replaced,
    telling,
    useful,
    within,
)
from bot.answers.corpus import Corpus
from bot.text.languages import Language
from tests.bot.answers.library import ENTRIES, NAMES, TODAY, ask, asked, entry, library, named, refs

READINGS = ["READ-1", "READ-2", "READ-3", "READ-4"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("List all public readings", READINGS),
        ("List the public readings in Lund", ["READ-1", "READ-4"]),
        ("What happens in Malmö?", ["READ-2", "FAIR"]),
        ("What is planned in Sweden in May 2019?", ["READ-3"]),
        ("What is planned in Lund in June 2019?", ["READ-4"]),
        ("What is planned in May 2019?", ["READ-3", "FAIR"]),
        ("What's on in June 2019?", ["DRAFT-2", "READ-4"]),
        ("Which hearings took place in January 2019?", ["HEAR-12"]),
        ("List all hearings", ["HEAR-12", "HEAR-3"]),
        ("Which deadlines are there?", ["DUE-ART", "DUE-VOL"]),
        ("What is planned by Ida Berg?", ["READ-1", "READ-2", "READ-4"]),
        ("List everything of FOL and RAC", ["CENSUS", "DUE-ART", "FAIR", "COURSE"]),
        ("Which events are planned by FOL or RAC?", ["CENSUS", "DUE-ART", "FAIR", "COURSE"]),
        ("What is planned for Staff?", ["CENSUS", "DRAFT-0", "DRAFT-1", "DRAFT-2", "COURSE"]),
        ("Which events are there in Malmö in 2019?", ["READ-2", "FAIR"]),
        ("What is planned between 8 May 2019 and 20 May 2019?", ["READ-3", "FAIR"]),
        ("Quelles sont les lectures publiques ?", READINGS),
        ("Quelles lectures publiques sont prévues à Lund ?", ["READ-1", "READ-4"]),
        ("Qu'est-ce qui est prévu à Lund en juin 2019 ?", ["READ-4"]),
        ("Qu'est-ce qui est prévu en mai 2019 ?", ["READ-3", "FAIR"]),
        ("Quelles échéances y a-t-il ?", ["DUE-ART", "DUE-VOL"]),
        ("¿Cuáles son las lecturas públicas?", READINGS),
        ("¿Qué está previsto en Lund en junio de 2019?", ["READ-4"]),
        ("¿Qué hay en mayo de 2019?", ["READ-3", "FAIR"]),
    ],
)
def test_a_list_has_just_what_fits_by_date(text: str, wanted: list[str]) -> None:
    answered = ask(text)
    assert refs(answered) == wanted
    assert not answered.abstained
    lines = [line for line in answered.text.splitlines() if line.startswith("- ")]
    assert [line.partition(": ")[2].partition(" (")[0] for line in lines] == [
        library().by_ref[ref].title for ref in wanted
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("List all public readings", "has 4 entries that fit"),
        ("Quelles sont les lectures publiques ?", "a 4 entrées qui correspondent"),
        ("¿Cuáles son las lecturas públicas?", "tiene 4 entradas que corresponden"),
        ("What is planned in Lund in June 2019?", "has one entry that fits"),
    ],
)
def test_a_list_says_how_many_there_are(text: str, said: str) -> None:
    assert said in ask(text).text.splitlines()[0]


def test_what_lasts_long_is_told_apart() -> None:
    *_, last = ask("What is planned in May 2019?").text.splitlines()
    assert "Renovation of the library" in last
    assert "Roof repair of the reading hall" in last
    assert not last.startswith("- ")


def test_what_has_no_date_is_counted_apart() -> None:
    answered = ask("Which milestones are in the Building workstream?")
    assert refs(answered)[-1] == "LIFT"
    assert "1 of them has no date yet." in answered.text
    assert "no date yet: Replacement of the lift" in answered.text


def test_what_was_replaced_is_not_listed_where_its_successor_is_known() -> None:
    now, then = ask("List the milestones in Lund"), ask("List the milestones in Lund", as_of=TODAY)
    assert "OPEN-2" in refs(now)
    assert "OPEN-1" not in refs(now)
    assert "OPEN-1" in refs(then)
    assert "OPEN-2" not in refs(then)


@pytest.mark.parametrize(
    ("text", "number", "wanted"),
    [
        ("How many public readings are there?", 4, READINGS),
        ("Combien de lectures publiques y a-t-il ?", 4, READINGS),
        ("¿Cuántas lecturas públicas hay?", 4, READINGS),
        ("How many deadlines are there?", 2, ["DUE-ART", "DUE-VOL"]),
        ("How many public readings are there in Lund?", 2, ["READ-1", "READ-4"]),
        ("What is the number of public readings?", 4, READINGS),
    ],
)
def test_a_count_is_exact_and_says_of_what(text: str, number: int, wanted: list[str]) -> None:
    answered = ask(text)
    assert re.match(rf"{number}\b", answered.text)
    assert refs(answered)[: len(wanted)] == wanted


def test_an_entry_with_two_numbers_in_its_title_counts_twice() -> None:
    corpus = Corpus(
        [
            entry("T-1", "Garden session 1: bees", "session", "2019-01-10", venue="Hall"),
            entry("T-23", "Garden session 2 and 3: worms", "session", "2019-02-10", venue="Hall"),
            entry("T-4", "Garden session 4: birds", "session", "2019-03-10", venue="Hall"),
            entry("PARTY", "Party", "event", "2019-03-12"),
        ]
    )
    answered = ask("How many garden sessions are there?", corpus=corpus)
    assert answered.text.startswith("4")
    assert refs(answered)[:3] == ["T-1", "T-23", "T-4"]
    assert refs(ask("When was the third garden session?", corpus=corpus))[0] == "T-23"


def test_what_a_note_counts_is_told_with_its_sentence() -> None:
    for text, number, ref in (
        ("How many proposals did the jury see?", "42", "DUE-ART"),
        ("How many books did the census find?", "31,415", "CENSUS"),
        ("How many people were at the second public reading?", "85", "READ-2"),
    ):
        answered = ask(text)
        assert refs(answered)[0] == ref
        assert number in answered.text


#: Many of one kind, to be paged through.
HOURS = Corpus(
    [
        entry(
            f"HOUR-{number:02}",
            f"Story hour with guest {number:02}",
            "story hour",
            f"2019-{1 + number // 28:02}-{1 + number % 28:02}",
            venue="Nook, Lund",
        )
        for number in range(37)
    ]
)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("List all story hours in Lund", ("more", "show more", "the rest", "More please")),
        ("Liste des story hours à Lund", ("plus", "la suite", "suite", "continue")),
        ("¿Cuáles son las story hours en Lund?", ("el resto", "sigue", "más", "más por favor")),
    ],
)
def test_the_pages_of_a_long_list_sum_up(text: str, more: tuple[str, ...]) -> None:
    pages = [ask(text, corpus=HOURS)]
    assert "37" in pages[0].text.splitlines()[0]
    history = [text]
    for word in more[:2]:
        pages.append(ask(word, *history, corpus=HOURS))
        history.append(word)
    assert [len(_lines(page.text)) for page in pages] == [15, 15, 7]
    listed = [line for page in pages for line in _lines(page.text)]
    assert [line.partition(" (")[0][-2:] for line in listed] == [f"{number:02}" for number in range(37)]
    assert refs(pages[1])[:15] == [f"HOUR-{number:02}" for number in range(15, 30)]
    assert ["22" in pages[0].text.splitlines()[-1], "7" in pages[1].text.splitlines()[-1]] == [True, True]
    assert pages[2].text.splitlines()[-1].startswith("- ")
    assert {page.language for page in pages} == {pages[0].language}
    for word in more:
        assert refs(ask(word, text, corpus=HOURS)) == refs(pages[1])


def test_more_without_a_list_before_it_is_no_error() -> None:
    for history in ((), ("When is the roof repair?",), ("more",), ("more", "more"), ("thanks",)):
        assert ask("more", *history).text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many story hours are there in Lund?", 37),
        ("List all story hours in January 2019", 28),
        ("List all story hours in February 2019", 9),
    ],
)
def test_a_number_counts_what_is_on_later_pages_too(text: str, wanted: int) -> None:
    assert str(wanted) in ask(text, corpus=HOURS).text.splitlines()[0]


def _telling(text: str) -> list[str]:
    return [part.text for part in telling(asked(text).content)]


def test_what_sets_entries_apart() -> None:
    assert _telling("What is planned in Malmö in May?") == ["Malmö"]
    assert _telling("List all milestones of the roadmap") == []
    assert _telling("When is the third public reading?") == ["public reading"]
    assert "deadline" not in _telling("What is the deadline of the census?")
    deadlines = telling(asked("What is the next deadline?").parts, library().kinds)
    assert [part.text for part in deadlines] == ["deadline"]


def test_entries_are_chosen_by_their_fields_and_only_if_asked_by_their_notes() -> None:
    said = asked("Egil")
    parts = telling(said.content)
    assert chosen(library(), said, parts) == []
    assert named(chosen(library(), said, parts, notes=True)) == ["READ-1"]
    assert named(chosen(library(), asked("Malmö"), telling(asked("in Malmö").content))) == ["READ-2", "FAIR"]


def test_everything_is_chosen_where_nothing_sets_apart_but_no_passage() -> None:
    everything = named(chosen(library(), asked("everything"), []))
    assert everything == [one.ref for one in ENTRIES]
    assert "OPEN-2" not in named(chosen(library(), asked("everything", as_of=TODAY), []))


def test_of_numbered_entries_only_those_of_the_asked_number_are_chosen() -> None:
    said = asked("the second public reading")
    assert named(chosen(library(), said, telling(said.content))) == ["READ-2"]


def test_several_names_are_any_of_them() -> None:
    said = asked("everything of FOL and RAC")
    assert set(named(any_of(library(), said, telling(said.content)))) == {"CENSUS", "DUE-ART", "FAIR", "COURSE"}
    assert any_of(library(), asked("FOL"), telling(asked("FOL").content)) == []


def test_where_nothing_holds_all_that_is_asked_what_holds_most_of_it_may_do() -> None:
    said = asked("the mural of the jury in the cathedral")
    known = [part for part in telling(said.content) if part.known]
    assert named(mostly(library(), said, known)) == ["DUE-ART"]
    unknown = asked("a submarine and a cathedral and a volcano")
    assert mostly(library(), unknown, telling(unknown.content)) == []


def test_a_symbol_must_be_borne_and_not_only_mentioned() -> None:
    corpus = Corpus(
        [entry("A", "Rules", "document", document="LIB/1/2"), entry("B", "Talk", "event", note="See LIB/1/2.")]
    )
    (part,) = [part for part in asked("what is LIB/1/2", corpus=corpus).parts if part.kind == "symbol"]
    assert [fields_hold(part, card) for card in corpus.cards] == [True, False]


def test_several_periods_must_all_be_met() -> None:
    said = asked("what is planned after 1 May 2019 and before 20 May 2019")
    cards = within(library().cards, useful(said))
    assert "READ-3" in named(cards)
    assert not {"READ-2", "READ-4", "FAIR"} & set(named(cards))


@pytest.mark.parametrize(
    ("ref", "long", "lasting"),
    [
        ("PHASE", True, True), ("MAYOR-2", True, True), ("ROOF", True, True), ("PAINT", True, False),
        ("GARDEN", True, False), ("SHELF", False, False), ("FAIR", False, False), ("DUE-ART", False, False),
        ("LIFT", False, False),
    ],
)  # fmt: skip
def test_a_quarter_is_long_but_does_not_last(ref: str, long: bool, lasting: bool) -> None:
    period = library().by_ref[ref].period
    assert (is_long(period), is_lasting(period)) == (long, lasting)


def test_an_entry_is_replaced_from_the_day_on_which_its_successor_is_known() -> None:
    card = library().card_of["OPEN-1"]
    assert replaced(library(), asked("x"), card)
    assert not replaced(library(), asked("x", as_of=TODAY), card)
    assert not replaced(library(), asked("x"), library().card_of["OPEN-2"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("When is the third public reading?", 3),
        ("Quand a lieu la troisième lecture publique ?", 3),
        ("¿Cuándo es la tercera lectura pública?", 3),
        ("the 9th public reading", 9),
    ],
)
def test_the_series_that_is_counted_through(text: str, number: int) -> None:
    found = asked_series(library(), asked(text))
    assert found is not None
    series, asked_number = found
    assert (named(series.cards), asked_number) == (READINGS, number)


@pytest.mark.parametrize(
    "text", ["When is the public reading?", "the third floor", "the second fair", "the first librarian"]
)
def test_what_counts_through_no_series(text: str) -> None:
    assert asked_series(library(), asked(text)) is None


def test_the_members_that_the_rest_of_a_question_allows() -> None:
    corpus = Corpus(
        [
            entry("E-1", "First garden walk", "walk", workstream="East"),
            entry("E-2", "Second garden walk", "walk", workstream="East"),
            entry("W-1", "First river walk", "walk", workstream="West"),
        ],
        NAMES,
    )
    series = corpus.series["kind:walk"]
    assert set(named(members_meant(series, asked("the third garden walk", corpus=corpus)))) == {"E-1", "E-2"}
    assert named(members_meant(series, asked("the fifth river walk", corpus=corpus))) == ["W-1"]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_locale_does_not_change_the_language_of_a_question(language: Language) -> None:
    assert ask("List all public readings", language=language).language == "en"
