"""What an answer says, in which order, and what it must not tell."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.answers.cards import Entry
from bot.answers.composing import (
    abstain,
    citation_of,
    fitting_sentences,
    is_close,
    is_person,
    listed,
    named_entry,
    unknown,
    value_of,
)
from bot.answers.corpus import Corpus
from bot.answers.cues import Field
from bot.answers.ranking import sure
from bot.text.languages import Language
from tests.bot.answers.library import ANSWERED, PASSAGES, TODAY, ask, asked, entry, first, library, refs


@pytest.mark.parametrize(
    ("text", "start", "ref"),
    [
        ("When is the roof repair?", "4 March - 31 May 2019: Roof repair", "ROOF"),
        ("Where is the third public reading?", "Castle, Stockholm: Third public reading", "READ-3"),
        ("Who leads the roof repair?", "Nadia Nowak: Roof repair", "ROOF"),
        ("What is the symbol of the roof repair?", "LIB/2019/4: Roof repair", "ROOF"),
        ("When is the painting of the walls?", "Q2 2019: ", "PAINT"),
        ("When is the delivery of the oak shelves?", "July 2019: ", "SHELF"),
        ("When is the planting of the new garden?", "first half of 2020: ", "GARDEN"),
        ("When was the census of all books?", "2018: ", "CENSUS"),
        ("Until when can volunteers register?", "until 15 April 2019: ", "DUE-VOL"),
        ("By when must proposals for the mural be in?", "until 28 February 2019: ", "DUE-ART"),
        ("Until when is the book fair open?", "until 26 May 2019 (18-26 May 2019): ", "FAIR"),
        ("Which document is LIB/2019/13?", "LIB/2019/13: Third public reading", "READ-3"),
        ("Quand a lieu la réfection du toit ?", "4 mars - 31 mai 2019 : Roof repair", "ROOF"),
        ("Où a lieu la troisième lecture publique ?", "Castle, Stockholm : Third", "READ-3"),
        ("Qui dirige la réfection du toit ?", "Nadia Nowak : Roof repair", "ROOF"),
        ("Quelle est la cote de la réfection du toit ?", "LIB/2019/4 : Roof repair", "ROOF"),
        ("Quand a lieu la foire du livre ?", "18-26 mai 2019 : ", "FAIR"),
        ("¿Cuándo es la reparación del tejado?", "4 de marzo - 31 de mayo de 2019: Roof repair", "ROOF"),
        ("¿Dónde es la tercera lectura pública?", "Castle, Stockholm: Third", "READ-3"),
        ("¿Quién dirige la reparación del tejado?", "Nadia Nowak: Roof repair", "ROOF"),
        ("¿Cuál es la signatura de la reparación del tejado?", "LIB/2019/4: Roof repair", "ROOF"),
        ("¿Cuándo es la feria del libro?", "18-26 de mayo de 2019: ", "FAIR"),
    ],
)
def test_what_is_asked_comes_first_as_precisely_as_it_is_known(text: str, start: str, ref: str) -> None:
    answered = ask(text)
    assert answered.text.startswith(start)
    assert (first(answered), answered.abstained) == (ref, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("When is the roof repair?", ["Place: Reading hall, Lund.", "Lead: Nadia Nowak.", "Document: LIB/2019/4."]),
        ("Où a lieu la réfection du toit ?", ["Date : 4 mars - 31 mai 2019.", "Responsable : Nadia Nowak."]),
        ("¿Quién dirige la reparación del tejado?", ["Fecha: 4 de marzo - 31 de mayo de 2019.", "Lugar: Reading hall"]),
    ],
)
def test_the_other_facts_come_after_it_each_once(text: str, said: list[str]) -> None:
    told = ask(text).text
    assert all(told.count(fact) == 1 for fact in said)
    assert told.count("Nadia Nowak") == 1


@pytest.mark.parametrize(
    ("text", "said", "ref"),
    [
        ("Who read from the saga of Egil?", "Dag Ek", "READ-1"),
        ("What slate is used for the roof repair?", "Slate from Wales is used.", "ROOF"),
        ("How many proposals did the jury see?", "42", "DUE-ART"),
        ("How many maps did the census find?", "12 maps", "CENSUS"),
        ("How much did the council give for the renovation?", "4.2 million", "PHASE"),
    ],
)
def test_what_a_note_says_is_told_in_its_words(text: str, said: str, ref: str) -> None:
    answered = ask(text)
    assert said in answered.text
    assert first(answered) == ref


def test_a_passage_is_quoted_with_its_document() -> None:
    answered = ask("Who paid for the pipe organ?")
    assert "The bequest of the widow Lindqvist paid for the pipe organ." in answered.text
    assert "About the library" in answered.text
    assert refs(answered) == ["history#1"]
    assert answered.citations[0].detail == "History, 1"


def test_of_a_long_passage_the_sentences_that_fit_are_quoted_in_their_order() -> None:
    filler = " ".join(f"Sentence {number} speaks of the weather in the valley of the town." for number in range(20))
    passage = f"{filler} The ferry sails on Mondays. {filler} A ferry ticket costs two crowns."
    corpus = Corpus([Entry("p#1", "Guide", passage=passage, where="Ferry, 1"), *PASSAGES])
    told = ask("What does the ferry ticket cost?", corpus=corpus).text
    assert "A ferry ticket costs two crowns." in told
    assert len(told) < 500


def test_a_published_answer_stands_as_it_was_given() -> None:
    answered = ask("May dogs come into the library?")
    assert answered.text.startswith("Dogs may come in on Tuesdays.")
    assert "Ida Berg, 1 March 2019" in answered.text
    assert refs(answered) == ["answer#1"]
    assert "known since" not in answered.citations[0].detail


@pytest.mark.parametrize("today", [dt.date(2020, 1, 1), dt.date(2024, 1, 1)])
def test_a_published_answer_is_not_given_after_its_review_date(today: dt.date) -> None:
    answered = ask("May dogs come into the library?", today=today)
    assert "Tuesdays" not in answered.text
    assert "answer#1" not in refs(answered)


# Supersession, in both directions.


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("When is the reopening ceremony?", "1 September 2019", "12 October 2019"),
        ("When is the reopening ceremony, at its new date?", "1 September 2019", "12 October 2019"),
        ("Where is the reopening ceremony of the library?", "Town square, Lund", "Courtyard, Lund"),
        ("Quand a lieu la cérémonie de réouverture ?", "1er septembre 2019", "12 octobre 2019"),
        ("¿Cuándo es la ceremonia de reapertura?", "1 de septiembre de 2019", "12 de octubre de 2019"),
    ],
)
def test_what_was_planned_and_what_took_its_place_are_both_told(text: str, old: str, new: str) -> None:
    for as_of in (None, dt.date(2019, 6, 15), dt.date(2019, 7, 1)):
        answered = ask(text, as_of=as_of)
        assert set(refs(answered)) == {"OPEN-1", "OPEN-2"}
        assert old in answered.text
        assert new in answered.text


@pytest.mark.parametrize(
    "text",
    [
        "When is the reopening ceremony?",
        "When is the reopening ceremony, at its new date?",
        "Where is the reopening ceremony of the library?",
        "Quand a lieu la cérémonie de réouverture ?",
        "¿Dónde es la ceremonia de reapertura?",
        "How many days until the reopening ceremony?",
        "What is planned in October 2019?",
        "What is planned in Lund after August 2019?",
        "List the milestones in Lund",
        "When is the next reopening ceremony?",
        "Which document is LIB/2019/20?",
        "Does a brass band play at the reopening ceremony?",
    ],
)
def test_before_the_plan_was_changed_only_the_plan_is_told(text: str) -> None:
    for as_of in (dt.date(2019, 4, 1), dt.date(2019, 6, 14)):
        answered = ask(text, as_of=as_of)
        assert "OPEN-2" not in refs(answered) + [near.ref for near in answered.nearest]
        assert not [
            told for told in ("12 October", "12 octobre", "12 de octubre", "Courtyard") if told in answered.text
        ]


#: A question, the day as of which it is asked, and what was not known then.
LEAKS = [
    ("Who leads the fourth public reading?", "2019-04-30", "Ida Berg"),
    ("Who leads the painting of the walls?", "2019-05-09", "Rossi"),
    ("What is the painting of the walls?", "2019-05-09", "Rossi"),
    ("Qui dirige la peinture des murs (painting of the walls) ?", "2019-05-09", "Rossi"),
    ("What was added to the roof repair?", "2019-04-19", "20 April"),
    ("Was the tower added to the roof repair?", "2019-04-01", "tower was added"),
    ("What happened to the gargoyle of the roof repair?", "2019-12-31", "fell down"),
    ("Had the scaffold of the roof repair come?", "2019-02-28", "had not come"),
    ("Tell me everything about the roof repair", "2019-02-28", "1 March 2019"),
    ("Until when can volunteers register?", "2019-03-01", "1 June"),
    ("Was the registration for volunteers opened again?", "2019-03-01", "opened again until"),
    ("When is the planting of the new garden?", "2019-03-19", "2020"),
    ("What works are planned in 2020?", "2019-03-19", "garden"),
    ("Who leads the course for the librarians?", "2019-01-31", "Royal Archive"),
    ("What does the Royal Archive of Cards do in 2019?", "2019-01-31", "catalogue"),
    ("When is draft revision 2 of the house rules?", "2019-06-02", "LIB/2019/2/Rev.2"),
    ("Which is the last draft of the house rules?", "2019-06-02", "revision 2"),
    ("What comes after draft revision 1 of the house rules?", "2019-06-02", "revision 2"),
    ("Who is the mayor?", "2018-12-19", "Sandberg"),
    ("Who comes after Agnes Lindqvist as mayor?", "2018-12-19", "Sandberg"),
    ("Qui est maire ?", "2018-12-19", "Sandberg"),
    ("¿Quién es el alcalde?", "2018-12-19", "Sandberg"),
    ("Is there a neighbourhood hearing?", "2018-11-30", "School"),
    ("How many public readings are there?", "2018-10-31", "reading:"),
    ("May dogs come into the library?", "2019-02-28", "Tuesdays"),
    ("What is next?", "2018-11-15", "hearing"),
]


@pytest.mark.parametrize(("text", "as_of", "secret"), LEAKS)
def test_as_of_a_day_nothing_later_is_told(text: str, as_of: str, secret: str) -> None:
    day = dt.date.fromisoformat(as_of)
    for history in ((), ("When is the roof repair?",), (text,)):
        answered = ask(text, *history, as_of=day)
        assert secret not in answered.text
        assert secret not in " ".join(f"{cited.title} {cited.detail}" for cited in answered.citations)
        for ref in refs(answered) + [near.ref for near in answered.nearest]:
            assert library().by_ref[ref].known_at(day)


@pytest.mark.parametrize(
    ("text", "as_of", "told"),
    [
        ("Who leads the fourth public reading?", "2019-05-01", "Ida Berg"),
        ("Who leads the painting of the walls?", "2019-05-10", "Rossi"),
        ("Was the tower added to the roof repair?", "2019-04-20", "tower was added"),
        ("Had the scaffold of the roof repair come?", "2019-03-01", "had not come"),
        ("Was the registration for volunteers opened again?", "2019-06-01", "opened again until"),
        ("When is the planting of the new garden?", "2019-03-20", "2020"),
        ("Who is the mayor?", "2019-01-01", "Sandberg"),
        ("When is draft revision 2 of the house rules?", "2019-06-03", "LIB/2019/2/Rev.2"),
    ],
)
def test_from_its_day_on_it_is_told(text: str, as_of: str, told: str) -> None:
    assert told in ask(text, as_of=dt.date.fromisoformat(as_of)).text


def test_a_mark_that_says_since_when_is_not_told_itself() -> None:
    answered = ask("Who leads the fourth public reading?")
    assert "Omar Haddad; Ida Berg" in answered.text
    assert "known from" not in answered.text


# The parts of an answer.


@pytest.mark.parametrize(
    ("one", "language", "detail"),
    [
        (library().by_ref["ROOF"], "en", "LIB/2019/4; known since 1 November 2018"),
        (library().by_ref["ROOF"], "fr", "LIB/2019/4; connu depuis le 1er novembre 2018"),
        (library().by_ref["ROOF"], "es", "LIB/2019/4; conocido desde el 1 de noviembre de 2018"),
        (library().by_ref["LIFT"], "en", "known since 1 November 2018"),
        (PASSAGES[0], "en", "History, 1"),
        (ANSWERED, "en", "Ida Berg, 1 March 2019"),
        (entry("A", "A fair", "event"), "en", ""),
    ],
)
def test_a_citation_names_document_and_since_when(one: Entry, language: Language, detail: str) -> None:
    cited = citation_of(one, language)
    assert (cited.ref, cited.title, cited.detail) == (one.ref, one.title, detail)


@pytest.mark.parametrize(
    ("ref", "field", "value"),
    [
        ("FAIR", Field.WHEN, "18-26 May 2019"), ("FAIR", Field.WHERE, "Market hall, Malmö"),
        ("FAIR", Field.WHO, "Friends of the Library (FOL)"), ("FAIR", Field.DOCUMENT, ""), ("LIFT", Field.WHEN, ""),
        ("DUE-ART", Field.WHEN, "until 28 February 2019"), ("MAYOR-2", Field.WHEN, "from 1 January 2019"),
        ("READ-4", Field.WHO, "Omar Haddad"),
    ],
)  # fmt: skip
def test_what_an_entry_holds_in_a_field(ref: str, field: Field, value: str) -> None:
    assert value_of(library().by_ref[ref], field, asked("x", as_of=TODAY)) == value


def test_an_entry_in_one_line() -> None:
    said = asked("x")
    assert named_entry(library().by_ref["FAIR"], said) == "18-26 May 2019: Book fair (Market hall, Malmö)"
    assert named_entry(library().by_ref["LIFT"], said) == "no date yet: Replacement of the lift"
    long = named_entry(entry("A", "word " * 400, "event", venue="hall " * 200), said)
    assert len(long) < 350


@pytest.mark.parametrize(("start", "size", "shown", "left"), [(0, 3, 3, 4), (3, 3, 3, 1), (6, 3, 1, 0), (9, 3, 0, 0)])
def test_a_page_of_a_list(start: int, size: int, shown: int, left: int) -> None:
    heading, *lines = listed(asked("x"), "All:", library().cards[:7], start=start, size=size)
    assert heading == "All:"
    assert len([line for line in lines if line.startswith("- ")]) == shown
    assert any(str(left) in line and "more" in line for line in lines) is bool(left)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The roadmap does not hold an answer to this. The nearest I have is: Book fair (18-26 May 2019)."),
        ("fr", "La feuille de route ne contient pas de réponse"),
        ("es", "La hoja de ruta no contiene una respuesta"),
    ],
)
def test_an_abstention_names_the_nearest(language: Language, said: str) -> None:
    answered = unknown([library().by_ref["FAIR"]], language)
    assert said in answered.text
    assert "Book fair" in answered.text
    assert (answered.abstained, answered.citations, answered.language) == (True, (), language)
    assert [near.ref for near in answered.nearest] == ["FAIR"]
    assert unknown([], language).nearest == ()
    assert unknown([], language, "Because.").text == "Because."


def test_an_abstention_is_in_the_language_of_the_question() -> None:
    cards = [library().card_of["FAIR"]]
    assert abstain(asked("¿Dónde está la piscina?"), cards).language == "es"


def test_who_is_somebody_and_what_is_not() -> None:
    assert is_person(library().by_ref["MAYOR-1"])
    assert not is_person(library().by_ref["FAIR"])


def test_how_close_another_entry_must_come() -> None:
    hit = sure(library().card_of["FAIR"])
    assert is_close(hit, hit)
    assert not is_close(hit, replace(hit, score=0.5))
    weak = replace(hit, score=0.2)
    assert not is_close(weak, weak)


def test_no_more_sentences_are_told_than_asked_for_and_none_of_another_entry() -> None:
    card = library().card_of["ROOF"]
    said = asked("When was the tower of the roof repair added above the gallery with slate from Wales?")
    assert 1 <= len(fitting_sentences(said, card, 2)) <= 2
    assert set(fitting_sentences(said, card, 9)) <= {sentence.text for sentence in card.sentences}


def test_a_note_is_not_told_before_the_entry_was_known() -> None:
    said = asked("Who read from the saga of Egil?", as_of=dt.date(2018, 10, 1))
    assert fitting_sentences(said, library().card_of["READ-1"], 3) == []


def test_a_very_long_note_makes_no_very_long_answer() -> None:
    note = " ".join(f"The ferry number {number} sails on Mondays with {number} guests." for number in range(400))
    corpus = Corpus([entry("F", "Ferry service", "event", note=note)])
    for text in ("Ferry service?", "Tell me about the ferry", "Where is the ferry?", "How many ferry guests?"):
        assert len(ask(text, corpus=corpus).text) < 2_500
