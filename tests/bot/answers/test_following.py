"""What comes next or came last, what hangs on something in time, and how long it is: computed, never guessed."""

import datetime as dt

import pytest

from bot.answers.anchoring import anchored, best, bounded, is_about_neighbours, milestones, reread
from bot.answers.corpus import Corpus
from bot.answers.cues import Task
from bot.answers.dating import covers, first_day, last_day, length_in_words
from bot.answers.following import coming
from bot.answers.ranking import Ranker
from bot.text.languages import Language
from bot.text.period_grammar import Relation
from bot.text.periods import Period
from tests.bot.answers.library import TODAY, ask, asked, entry, first, library, refs


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("What is next?", "DUE-VOL"),
        ("When is the next public reading?", "READ-3"),
        ("When is the next public reading in Lund?", "READ-4"),
        ("When is the next hearing?", "HEAR-3"),
        ("When is the next deadline?", "DUE-VOL"),
        ("the upcoming book fair", "FAIR"),
        ("When is the next draft of the house rules?", "DRAFT-2"),
        ("What is next after 1 June 2019?", "DRAFT-2"),
        ("When was the last public reading?", "READ-2"),
        ("When was the previous public reading?", "READ-2"),
        ("When was the last deadline?", "DUE-ART"),
        ("What was the previous event?", "READ-2"),
        ("What are the latest house rules?", "DRAFT-1"),
        ("What comes after the second public reading?", "READ-3"),
        ("Which reading comes after the second public reading?", "READ-3"),
        ("Which came right after the second public reading?", "READ-3"),
        ("What comes after the fourth public reading?", "SHELF"),
        ("Quand a lieu la prochaine lecture publique ?", "READ-3"),
        ("Quelle est la prochaine audition ?", "HEAR-3"),
        ("Quelle est la prochaine échéance ?", "DUE-VOL"),
        ("Quand a eu lieu la dernière lecture publique ?", "READ-2"),
        ("Qu'est-ce qui vient après la deuxième lecture publique ?", "READ-3"),
        ("¿Cuándo es la próxima lectura pública?", "READ-3"),
        ("¿Cuál es el próximo plazo?", "DUE-VOL"),
        ("¿Cuándo es la próxima audiencia?", "HEAR-3"),
        ("¿Cuándo fue la última lectura pública?", "READ-2"),
        ("¿Qué viene después de la segunda lectura pública?", "READ-3"),
    ],
)
def test_the_next_and_the_previous_on_the_first_of_april(text: str, ref: str) -> None:
    answered = ask(text)
    assert (first(answered), answered.abstained) == (ref, False)


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        ("2019-02-06", "READ-1", ""),
        ("2019-02-07", "READ-2", ""),
        ("2019-02-08", "READ-2", "READ-1"),
        ("2019-05-08", "READ-3", "READ-2"),
        # On its days the third is neither coming nor past.
        ("2019-05-09", "READ-4", "READ-2"),
        ("2019-05-10", "READ-4", "READ-2"),
        ("2019-05-11", "READ-4", "READ-3"),
        ("2019-06-20", "", "READ-3"),
        ("2019-06-21", "", "READ-4"),
    ],
)
def test_next_and_previous_move_with_the_day(day: str, after: str, before: str) -> None:
    today = dt.date.fromisoformat(day)
    coming_up = ask("When is the next public reading?", today=today)
    gone = ask("When was the previous public reading?", today=today)
    assert (first(coming_up) if after else "") == after
    assert (first(gone) if before else "") == before
    if not after:
        assert "nothing of the kind after" in coming_up.text
        assert "20 June 2019" in coming_up.text
    if not before:
        assert "nothing of the kind before" in gone.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("When is the next public reading?", "nothing of the kind after 1 January 2021. The last one is 20 June 2019"),
        ("Quand a lieu la prochaine lecture publique ?", "plus rien de tel après le 1er janvier 2021"),
        ("¿Cuándo es la próxima lectura pública?", "ya no tiene nada de eso después del 1 de enero de 2021"),
    ],
)
def test_where_nothing_is_left_that_is_said_with_the_last_one(text: str, said: str) -> None:
    answered = ask(text, today=dt.date(2021, 1, 1))
    assert said in answered.text
    assert refs(answered) == ["READ-4"]


def test_what_follows_the_next_is_told_after_it_in_order() -> None:
    assert refs(ask("When is the next public reading?", today=dt.date(2019, 2, 1))) == READINGS[:3]
    assert refs(ask("When was the last public reading?", today=dt.date(2019, 5, 11))) == ["READ-3", "READ-2", "READ-1"]


READINGS = ["READ-1", "READ-2", "READ-3", "READ-4"]


@pytest.mark.parametrize("text", ["What is next?", "When is the next event?"])
def test_who_is_in_office_and_what_lasts_is_never_next(text: str) -> None:
    for day in ("2018-10-20", "2018-12-31", "2019-03-01"):
        assert not {"PHASE", "MAYOR-2", "ROOF"} & set(refs(ask(text, today=dt.date.fromisoformat(day))))


def test_the_next_as_of_a_day_is_of_what_was_known_then() -> None:
    assert first(ask("When is the next reopening ceremony of the library?", as_of=dt.date(2019, 6, 14))) == "OPEN-1"
    assert first(ask("When is the next reopening ceremony of the library?", as_of=dt.date(2019, 6, 15))) == "OPEN-2"


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Which is the first public reading?", "READ-1"),
        ("When is the last public reading?", "READ-4"),
        ("Which public reading is the last in Lund?", "READ-4"),
        ("Which is the last draft of the house rules?", "DRAFT-2"),
        ("Quelle est la première lecture publique ?", "READ-1"),
        ("¿Cuál es la primera lectura pública?", "READ-1"),
    ],
)
def test_the_first_and_the_last_of_all(text: str, ref: str) -> None:
    assert first(ask(text)) == ref


@pytest.mark.parametrize(
    ("text", "as_of", "ref"),
    [
        ("Who is the mayor?", "2019-04-01", "MAYOR-2"),
        ("Who is the mayor?", "2018-06-01", "MAYOR-1"),
        ("Who is the mayor?", "2018-12-31", "MAYOR-1"),
        ("Who is the mayor?", "2019-01-01", "MAYOR-2"),
        ("Qui est maire ?", "2019-04-01", "MAYOR-2"),
        ("Qui est maire ?", "2018-06-01", "MAYOR-1"),
        ("¿Quién es el alcalde?", "2019-04-01", "MAYOR-2"),
        ("¿Quién es el alcalde?", "2018-06-01", "MAYOR-1"),
        ("Who was mayor in 2016?", "2019-04-01", "MAYOR-1"),
        ("Who was the mayor in June 2019?", "2019-07-01", "MAYOR-2"),
        ("Who was mayor before Björn Sandberg?", "2019-04-01", "MAYOR-1"),
    ],
)
def test_who_holds_an_office(text: str, as_of: str, ref: str) -> None:
    assert first(ask(text, as_of=dt.date.fromisoformat(as_of))) == ref


def test_what_comes_next_for_a_home_page() -> None:
    found = [one.ref for one in coming(library(), dt.date(2019, 5, 10), 3)]
    assert found == ["FAIR", "DRAFT-2", "READ-4"]
    assert coming(library(), dt.date(2030, 1, 1), 3) == []
    assert len(coming(library(), dt.date(2018, 1, 1), 100)) < len(library().cards)
    assert coming(Corpus(), TODAY, 3) == []


# What hangs on an entry.


@pytest.mark.parametrize(
    ("text", "ref", "relation"),
    [
        ("What happens after the second public reading?", "READ-2", Relation.AFTER),
        ("What happened before the book fair?", "FAIR", Relation.BEFORE),
        ("What has happened since the census?", "CENSUS", Relation.SINCE),
        ("What is planned until the book fair?", "FAIR", Relation.UNTIL),
        ("Que se passe-t-il après la foire du livre ?", "FAIR", Relation.AFTER),
        ("Que s'est-il passé avant la foire du livre ?", "FAIR", Relation.BEFORE),
        ("¿Qué hay después de la feria del libro?", "FAIR", Relation.AFTER),
        ("¿Qué pasó antes de la feria del libro?", "FAIR", Relation.BEFORE),
    ],
)
def test_a_question_hangs_on_an_entry(text: str, ref: str, relation: Relation) -> None:
    found = anchored(library(), asked(text), Ranker(library()))
    assert found is not None
    assert (found.card.entry.ref, found.relation) == (ref, relation)


@pytest.mark.parametrize(
    "text",
    [
        "When is the book fair?",
        "What happens after lunch?",
        "What happens after May 2019?",
        "What is after the submarine?",
    ],
)
def test_a_question_that_hangs_on_nothing_known(text: str) -> None:
    assert anchored(library(), asked(text), Ranker(library())) is None


@pytest.mark.parametrize(
    ("text", "start", "end", "relation"),
    [
        ("what is two weeks after the first public reading", "2019-02-18", "2019-02-24", Relation.IN),
        ("what is three days before the second public reading", "2019-03-11", "2019-03-11", Relation.IN),
        ("what is after the book fair", "2019-05-18", "2019-05-26", Relation.AFTER),
        (
            "what is between the first public reading and the second public reading",
            "2019-02-07",
            "2019-03-14",
            Relation.IN,
        ),
        ("what is between now and the book fair", "2019-04-01", "2019-05-18", Relation.IN),
    ],
)
def test_the_days_for_which_an_entry_stands(text: str, start: str, end: str, relation: Relation) -> None:
    found = anchored(library(), asked(text), Ranker(library()))
    assert found is not None
    *_, period = bounded(found, TODAY).periods
    assert (str(period.period.start), str(period.period.end), period.relation) == (start, end, relation)


def test_what_has_no_date_bounds_nothing() -> None:
    found = anchored(library(), asked("what is after the replacement of the lift"), Ranker(library()))
    assert found is not None
    assert bounded(found, TODAY).periods == ()


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("What comes after the book fair?", Task.NEXT),
        ("the previous reading before the third public reading", Task.LAST),
        ("Who spoke after the book fair?", None),
    ],
)
def test_whether_the_neighbours_of_an_entry_are_asked_for(text: str, task: Task | None) -> None:
    found = anchored(library(), asked(text), Ranker(library()))
    assert found is not None
    assert is_about_neighbours(found) is task


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What is planned between now and the book fair?", ["DUE-VOL", "HEAR-3", "READ-3", "FAIR"]),
        (
            "What is planned between the second and the third public reading?",
            ["READ-2", "DUE-VOL", "HEAR-3", "READ-3"],
        ),
        ("What is planned after the fourth public reading in 2019?", ["SHELF", "COURSE", "OPEN-2"]),
    ],
)
def test_what_is_between_two_things(text: str, wanted: list[str]) -> None:
    assert refs(ask(text)) == wanted


def test_the_milestone_that_a_text_names() -> None:
    ranker = Ranker(library())
    hit = best(asked("the book fair"), ranker)
    assert hit is not None
    assert hit.card.entry.ref == "FAIR"
    assert best(asked("a submarine"), ranker) is None
    assert all(not hit.card.entry.passage for hit in milestones(ranker(asked("the maps in the cellar"))))
    assert reread(library(), asked("Quand ?", as_of=TODAY), "la foire").as_of == TODAY


# How long.


@pytest.mark.parametrize(
    ("text", "said", "ref"),
    [
        ("How many days until the book fair?", "47 days (6 weeks + 5 days", "FAIR"),
        ("How long is it until the book fair?", "47 days", "FAIR"),
        ("How many weeks until the book fair?", "6 weeks + 5 days", "FAIR"),
        ("In how many days is the book fair?", "47 days", "FAIR"),
        ("How many months until the book fair?", "1 month", "FAIR"),
        ("How many days until volunteers must register by the deadline?", "14 days (2 weeks", "DUE-VOL"),
        ("How many days ago was the first public reading?", "53 days (7 weeks + 4 days", "READ-1"),
        ("How many days since the second public reading?", "18 days (2 weeks + 4 days", "READ-2"),
        ("Combien de jours avant la foire du livre ?", "47 jours (6 semaines + 5 jours", "FAIR"),
        ("Combien de semaines jusqu'à la foire du livre ?", "6 semaines + 5 jours", "FAIR"),
        ("Combien de jours depuis la deuxième lecture publique ?", "18 jours (2 semaines + 4 jours", "READ-2"),
        ("¿Cuántos días faltan para la feria del libro?", "47 días (6 semanas + 5 días", "FAIR"),
        ("¿Cuántas semanas quedan hasta la feria del libro?", "6 semanas + 5 días", "FAIR"),
        ("¿Cuántos días desde la segunda lectura pública?", "18 días (2 semanas + 4 días", "READ-2"),
    ],
)
def test_how_long_until_and_since(text: str, said: str, ref: str) -> None:
    answered = ask(text)
    assert said in answered.text
    assert first(answered) == ref
    assert "1 April 2019" in answered.text or answered.language != "en"


@pytest.mark.parametrize(
    ("text", "said", "pair"),
    [
        ("How long is it between the first and the second public reading?", "35 days (5 weeks", {"READ-1", "READ-2"}),
        ("How many weeks between the first public reading and the book fair?", "100 days (14 weeks + 2 days",
         {"READ-1", "FAIR"}),
        ("How many weeks between the book fair and the first public reading?", "100 days (14 weeks + 2 days",
         {"READ-1", "FAIR"}),
    ],
)  # fmt: skip
def test_how_long_between_two_things(text: str, said: str, pair: set[str]) -> None:
    answered = ask(text)
    assert answered.text.startswith(said)
    assert set(refs(answered)) == pair


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How long does the book fair last?", "It lasts 9 days (1 week + 2 days"),
        ("How many days does the third public reading last?", "It lasts 2 days."),
        ("How long is the first public reading going to last?", "It lasts 1 day."),
        ("What is the duration of the course for the librarians?", "It lasts 12 days (1 week + 5 days"),
        ("Combien de temps dure la foire du livre ?", "Durée : 9 jours (1 semaine + 2 jours"),
        ("Quelle est la durée de la première lecture publique ?", "Durée : 1 jour."),
        ("¿Cuánto dura la feria del libro?", "Dura 9 días (1 semana + 2 días"),
        ("¿Cuántos días dura la primera lectura pública?", "Dura 1 día."),
    ],
)
def test_how_long_it_lasts_counts_both_days(text: str, said: str) -> None:
    assert ask(text).text.startswith(said)


@pytest.mark.parametrize("text", ["How long until the gala of submarines?", "Combien de temps avant le judo ?"])
def test_how_long_until_what_is_not_known_is_not_guessed(text: str) -> None:
    answered = ask(text)
    assert answered.abstained
    assert not any(character.isdigit() for character in answered.text.partition("(")[0])


@pytest.mark.parametrize(
    ("text", "order", "days"),
    [
        ("Which came first, the book fair or the roof repair?", ["ROOF", "FAIR"], "75 days later"),
        ("Which came first, the roof repair or the book fair?", ["ROOF", "FAIR"], "75 days later"),
        ("Which is later, the second public reading or the book fair?", ["READ-2", "FAIR"], "65 days later"),
        ("Is the book fair before or after the roof repair?", ["ROOF", "FAIR"], "75 days later"),
        ("Which came first, the first or the second public reading?", ["READ-1", "READ-2"], "35 days later"),
        ("Qu'est-ce qui vient d'abord, la foire du livre ou la réfection du toit ?", ["ROOF", "FAIR"], "75 jours"),
        ("La foire du livre est-elle avant ou après la réfection du toit ?", ["ROOF", "FAIR"], "75 jours"),
        ("¿Qué es primero, la feria del libro o la reparación del tejado?", ["ROOF", "FAIR"], "75 días"),
        ("¿La feria del libro es antes o después de la reparación del tejado?", ["ROOF", "FAIR"], "75 días"),
    ],
)
def test_which_came_first(text: str, order: list[str], days: str) -> None:
    answered = ask(text)
    assert refs(answered) == order
    assert days in answered.text


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        (
            "Who leads both the roof repair and the book fair?",
            {"ROOF": "Nadia", "FAIR": "Friends"},
        ),
        ("Who leads both the census and the course?", {"CENSUS": "Royal Archive", "COURSE": "Royal Archive"}),
        (
            "Qui dirige les deux, la réfection du toit et la foire du livre ?",
            {"ROOF": "Nadia", "FAIR": "Friends"},
        ),
    ],
)
def test_who_leads_both_is_told_of_each(text: str, leads: dict[str, str]) -> None:
    answered = ask(text)
    assert set(refs(answered)) == set(leads)
    assert all(lead in answered.text for lead in leads.values())


@pytest.mark.parametrize(
    ("days", "first_", "last_", "language", "words"),
    [
        (0, "2019-04-01", "2019-04-01", "en", "0 days"),
        (1, "2019-04-01", "2019-04-02", "en", "1 day"),
        (6, "2019-04-01", "2019-04-07", "en", "6 days"),
        (7, "2019-04-01", "2019-04-08", "en", "7 days (1 week)"),
        (14, "2019-04-01", "2019-04-15", "fr", "14 jours (2 semaines)"),
        (8, "2019-04-01", "2019-04-09", "es", "8 días (1 semana + 1 día)"),
    ],
)
def test_a_length_in_words(days: int, first_: str, last_: str, language: Language, words: str) -> None:
    assert length_in_words(days, dt.date.fromisoformat(first_), dt.date.fromisoformat(last_), language) == words


@pytest.mark.parametrize(
    ("first_", "last_", "months"),
    [
        ("2019-04-01", "2019-05-01", "1 month"),
        ("2019-01-31", "2019-03-01", "1 month"),
        ("2018-11-15", "2020-01-15", "14 months"),
    ],
)
def test_whole_months_are_counted(first_: str, last_: str, months: str) -> None:
    begin, end = dt.date.fromisoformat(first_), dt.date.fromisoformat(last_)
    assert months in length_in_words((end - begin).days, begin, end, "en")


def test_less_than_a_month_is_no_month() -> None:
    assert "month" not in length_in_words(29, dt.date(2019, 5, 2), dt.date(2019, 5, 31), "en")


def test_the_days_of_an_entry() -> None:
    due, fair, lift, mayor = (library().by_ref[ref] for ref in ("DUE-ART", "FAIR", "LIFT", "MAYOR-2"))
    assert first_day(due) == last_day(due) == dt.date(2019, 2, 28)
    assert (first_day(fair), last_day(fair)) == (dt.date(2019, 5, 18), dt.date(2019, 5, 26))
    assert (first_day(lift), last_day(lift)) == (None, None)
    assert first_day(mayor) == last_day(mayor) == dt.date(2019, 1, 1)


def test_an_open_end_reaches_for_ever() -> None:
    day = dt.date(2019, 4, 1)
    assert covers(Period(day, None), dt.date.max)
    assert covers(Period(None, day), dt.date.min)
    assert covers(Period(day, day), day)
    assert not covers(Period(day, None), dt.date(2019, 3, 31))


def test_as_of_a_day_the_time_until_something_is_told_from_that_day() -> None:
    answered = ask("How many days until the reopening ceremony?", as_of=dt.date(2019, 5, 1))
    assert "123 days" in answered.text
    assert refs(answered) == ["OPEN-1"]
    assert "October" not in answered.text


def test_how_long_until_what_begins_today() -> None:
    corpus = Corpus([entry("A", "Tulip market", "event", "2019-04-01"), entry("B", "Census", "count", "2018")])
    assert "0 days" in ask("How many days until the tulip market?", corpus=corpus).text
