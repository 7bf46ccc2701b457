"""What a question takes for granted and the roadmap does not have; and when there is no answer at all."""

import datetime as dt

import pytest

from bot.answers.corrections import in_time, misses_the_time
from bot.answers.ranking import Ranker
from bot.answers.support import features, held_by, supported
from tests.bot.answers.library import TODAY, ask, asked, library, refs

READINGS = ["READ-1", "READ-2", "READ-3", "READ-4"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("When is the seventh public reading?", "7"),
        ("Where is the ninth public reading?", "9"),
        ("What is the fifth public reading about?", "5"),
        ("Who leads the 12th public reading?", "12"),
        ("Did the sixth public reading take place in Lund?", "6"),
        ("What is the fifth reading?", "5"),
        ("Quand a lieu la septième lecture publique ?", "7"),
        ("Où a lieu la 9e lecture publique ?", "9"),
        ("Qui dirige la cinquième lecture publique ?", "5"),
        ("¿Cuándo es la séptima lectura pública?", "7"),
        ("¿Dónde es la quinta lectura pública?", "5"),
        ("¿Quién dirige la sexta lectura pública?", "6"),
    ],
)
def test_there_is_no_such_number(text: str, number: str) -> None:
    answered = ask(text)
    heading, *lines = answered.text.splitlines()
    assert number in heading
    assert "4" in heading
    assert len(lines) == 4
    # The last one first, since it is what there is instead; then all that there are.
    assert refs(answered)[0] == "READ-4"
    assert sorted(refs(answered)) == READINGS


def test_as_of_a_day_the_numbers_are_those_that_were_known() -> None:
    assert ask("When is the fifth public reading?", as_of=dt.date(2018, 10, 31)).abstained
    assert sorted(refs(ask("When is the fifth public reading?", as_of=dt.date(2018, 11, 1)))) == READINGS


@pytest.mark.parametrize(
    "text",
    ["When is the fourth public reading?", "When is the first public reading?", "When is the public reading of poets?"],
)
def test_a_number_that_there_is_is_not_corrected(text: str) -> None:
    assert "no number" not in ask(text).text


@pytest.mark.parametrize(
    ("text", "place", "wanted"),
    [
        ("Was there a public reading in Oslo?", "Oslo", READINGS),
        ("Was there a public reading in Kiruna?", "Kiruna", READINGS),
        ("When is the public reading in Madrid?", "Madrid", READINGS),
        ("Where in Madrid was the public reading?", "Madrid", READINGS),
        ("Is the book fair in Lund?", "Lund", ["FAIR"]),
        ("Is there a neighbourhood hearing in Oslo?", "Oslo", ["HEAR-12", "HEAR-3"]),
        ("Y a-t-il une lecture publique à Oslo ?", "Oslo", READINGS),
        ("Quand a lieu la lecture publique à Madrid ?", "Madrid", READINGS),
        ("¿Hay una lectura pública en Oslo?", "Oslo", READINGS),
        ("¿Cuándo es la lectura pública en Oslo?", "Oslo", READINGS),
    ],
)
def test_a_wrong_place_is_corrected_with_where_it_is(text: str, place: str, wanted: list[str]) -> None:
    answered = ask(text)
    assert place in answered.text.splitlines()[0]
    assert refs(answered) == wanted
    assert not answered.abstained


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Is the book fair in Malmö?", "FAIR"),
        ("Was there a public reading in Stockholm?", "READ-3"),
        ("Y a-t-il une lecture publique à Stockholm ?", "READ-3"),
        ("¿Hay una lectura pública en Estocolmo?", "READ-3"),
    ],
)
def test_a_right_place_is_not_corrected(text: str, ref: str) -> None:
    answered = ask(text)
    assert refs(answered)[0] == ref
    assert not answered.text.startswith(
        ("The roadmap has none", "La feuille de route n'en", "La hoja de ruta no tiene")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Which public readings were held in 2017?", "none of these at that time"),
        ("When was the public reading in July 2016?", "none of these at that time"),
        ("When was the book fair in March 2018?", "none of these at that time"),
        ("Quelles lectures publiques ont eu lieu en 2017 ?", "rien de tel à cette date"),
        ("Quand a eu lieu la foire du livre en mars 2018 ?", "rien de tel à cette date"),
        ("¿Qué lecturas públicas hubo en 2017?", "nada de eso en esa fecha"),
        ("¿Cuándo fue la feria del libro en marzo de 2018?", "nada de eso en esa fecha"),
    ],
)
def test_a_wrong_time_is_said(text: str, said: str) -> None:
    answered = ask(text)
    assert said in answered.text
    assert answered.abstained
    assert answered.nearest


@pytest.mark.parametrize("text", ["Was the book fair in 2017?", "Did the roof repair begin in 2015?"])
def test_a_yes_or_no_question_about_a_wrong_time_is_answered_with_the_right_one(text: str) -> None:
    answered = ask(text)
    assert "none of these at that time" in answered.text
    assert "2019" in answered.text
    assert refs(answered)[0] in ("FAIR", "ROOF")
    assert not answered.abstained


@pytest.mark.parametrize("text", ["What happened in 1999?", "Que s'est-il passé en 1999 ?", "¿Qué pasó en 1999?"])
def test_a_time_of_which_nothing_is_known(text: str) -> None:
    answered = ask(text)
    assert answered.abstained
    assert refs(answered) == []


def test_a_time_that_a_note_speaks_of_is_no_wrong_time() -> None:
    said = asked("What was added to the roof repair on 20 April 2019?")
    roof = Ranker(library())(said, only=[library().card_of["ROOF"]])[0]
    assert not misses_the_time(said, roof)
    fair = Ranker(library())(said, only=[library().card_of["FAIR"]])[0]
    assert misses_the_time(said, fair)


def test_what_is_of_the_asked_time_comes_first_where_it_is_close() -> None:
    said = asked("the public reading in May 2019")
    ranker = Ranker(library())
    hits = ranker(said, only=[library().card_of[ref] for ref in ("READ-4", "READ-3")])
    assert in_time(said, sorted(hits, key=lambda hit: hit.card.entry.ref, reverse=True))[0].card.entry.ref == "READ-3"
    plain = asked("the public reading")
    hits = ranker(plain)
    assert in_time(plain, hits) == hits


UNKNOWN = """
    Where is the swimming pool?
    Who wrote Hamlet?
    What is the capital of France?
    How many elephants are in the zoo?
    When is the reading of the submarine?
    When is the swimming gala on the library roof?
    Do librarians need a visa for Senegal?
    Will it rain at the weekend?
    What does Zebulon Quartz think?
    Which document is ABC/2001/99?
    When is the next submarine?
    How long does the submarine race last?
    List all submarines
    Où se trouve la piscine ?
    Qui a écrit Hamlet ?
    Quelle est la capitale de la France ?
    Combien d'éléphants y a-t-il au zoo ?
    Quand a lieu le championnat de judo ?
    Faut-il un visa pour le Sénégal ?
    ¿Dónde está la piscina?
    ¿Quién escribió Hamlet?
    ¿Cuál es la capital de Francia?
    ¿Cuántos elefantes hay en el zoológico?
    ¿Cuándo es el campeonato de judo?
    ¿Se necesita visado para Senegal?
"""


@pytest.mark.parametrize("text", [line.strip() for line in UNKNOWN.strip().splitlines()])
def test_what_the_roadmap_does_not_hold_is_not_answered(text: str) -> None:
    answered = ask(text)
    assert answered.abstained
    assert refs(answered) == []
    assert answered.text
    assert all(near.title in answered.text for near in answered.nearest)


@pytest.mark.parametrize(
    ("text", "said", "ref"),
    [
        ("Where is the delivery of the oak shelves?", "does not say where", "SHELF"),
        ("Who leads the delivery of the oak shelves?", "does not say who", "SHELF"),
        ("Which document is the book fair?", "names no document", "FAIR"),
        ("When is the replacement of the lift?", "does not say when", "LIFT"),
        ("What is the venue of the replacement of the lift?", "does not say where", "LIFT"),
        ("Quelle est la cote de la foire du livre ?", "ne cite aucun document", "FAIR"),
        ("Où est l'ascenseur ?", "ne dit pas où", "LIFT"),
        ("Quand arrive l'ascenseur ?", "ne dit pas quand", "LIFT"),
        ("¿Cuál es la signatura de la feria del libro?", "no cita ningún documento", "FAIR"),
        ("¿Dónde es la entrega de las estanterías de roble?", "no dice dónde", "SHELF"),
        ("¿Cuándo llega el ascensor?", "no dice cuándo", "LIFT"),
    ],
)
def test_an_asked_field_that_is_absent_is_said_with_what_there_is(text: str, said: str, ref: str) -> None:
    answered = ask(text)
    assert said in answered.text
    assert library().by_ref[ref].title in answered.text
    # The secretariat can be asked, and what there is is cited.
    assert answered.abstained
    assert refs(answered) == [ref]


def test_a_field_that_was_not_known_yet_is_absent() -> None:
    as_of = TODAY
    answered = ask("Who leads the fourth public reading?", as_of=as_of)
    assert "Omar Haddad" in answered.text
    assert "Ida Berg" not in answered.text


def test_what_speaks_for_an_answer_and_against_it() -> None:
    corpus, ranker = library(), Ranker(library())
    said = asked("When is the book fair of Zebulon?")
    hit = ranker(said, only=[corpus.card_of["FAIR"]])[0]
    seen = features(corpus, said, hit)
    assert 0 < seen["held"] < 1
    assert seen["held"] + seen["unknown"] == pytest.approx(1)
    assert seen["proper"] == 1
    plain = asked("When is the book fair?")
    assert features(corpus, plain, ranker(plain)[0])["held"] == 1
    assert supported(corpus, plain, ranker(plain))


def test_a_symbol_that_is_mentioned_is_held() -> None:
    said = asked("what is LIB/2019/12")
    (part,) = [part for part in said.parts if part.kind == "symbol"]
    assert held_by(part, library().card_of["READ-2"]) == 1
    assert held_by(part, library().card_of["READ-1"]) == 0
