"""Questions about a roadmap of another field: a town renovates its library."""

import datetime as dt
import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.answers.answerer import Answerer
from bot.answers.batch import answer_lines
from bot.answers.following import coming
from bot.answers.values import Answer, Question
from bot.roadmaps.importing import import_files
from bot.text.languages import Language
from storage.store import Store
from tests.bot.roadmaps.files import GLOSSARY, MILESTONES, NOW, roadmap_file, write

TODAY = dt.date(2019, 1, 15)
BEFORE = dt.date(2019, 5, 1)
NOTE = "# About the library\n\n## History\n\nThe bequest of the widow Lindqvist paid for the pipe organ.\n"


@pytest.fixture
async def answerer(sqlite_store: Store, tmp_path: Path) -> Answerer:
    """An answerer that knows the library's roadmap."""
    files = [roadmap_file(tmp_path), write(tmp_path / "glossary.csv", GLOSSARY), write(tmp_path / "about.md", NOTE)]
    await import_files(sqlite_store, files, now=NOW)
    return Answerer(sqlite_store)


async def _ask(
    answerer: Answerer, text: str, *, as_of: dt.date | None = None, language: Language = "en", history: str = ""
) -> Answer:
    question = Question(text, as_of or TODAY, language, as_of, (history,) if history else ())
    return await answerer.ask(question)


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [
        ("When is the roof repair?", "en", "4 March - 31 May 2019: "),
        ("Where is the roof repair?", "en", "Reading hall: "),
        ("Who leads the roof repair of the reading hall?", "en", "Nadia Nowak: "),
        ("Which document is about the roof repair in the reading hall?", "en", "PLAN-7: "),
        ("Quand a lieu la réfection du toit ?", "fr", "4 mars - 31 mai 2019 : "),
        ("Où a lieu la réfection du toit ?", "fr", "Reading hall : "),
        ("Qui dirige la réfection du toit de la salle de lecture ?", "fr", "Nadia Nowak : "),
        ("Quelle est la cote de la réfection du toit de la salle de lecture ?", "fr", "PLAN-7 : "),
        ("¿Cuándo es la reparación del tejado?", "es", "4 de marzo - 31 de mayo de 2019: "),
        ("¿Dónde es la reparación del tejado?", "es", "Reading hall: "),
        ("¿Quién dirige la reparación del tejado de la sala de lectura?", "es", "Nadia Nowak: "),
        ("¿Cuál es la signatura de la reparación del tejado de la sala de lectura?", "es", "PLAN-7: "),
    ],
)
async def test_what_is_asked_comes_first(answerer: Answerer, text: str, language: str, start: str) -> None:
    answered = await _ask(answerer, text)
    assert answered.text.startswith(start), answered.text
    assert (answered.language, answered.abstained) == (language, False)
    assert answered.citations[0].ref == "ROOF"
    assert "PLAN-7" in answered.citations[0].detail


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Where is the delivery of the oak shelves?", "does not say where"),
        ("Who does the delivery of the oak shelves?", "does not say who"),
        ("Which document is about the delivery of the oak shelves?", "names no document"),
        ("When is the replacement of the lift?", "does not say when"),
    ],
)
async def test_an_absent_field_is_said(answerer: Answerer, text: str, said: str) -> None:
    answered = await _ask(answerer, text)
    assert said in answered.text
    # The secretariat can be asked, and what is there is cited.
    assert answered.abstained
    assert answered.citations[0].ref in ("SHELF", "LIFT")


async def test_a_date_is_told_no_more_precisely_than_it_is_known(answerer: Answerer) -> None:
    assert (await _ask(answerer, "When is the delivery of the oak shelves?")).text.startswith("July 2019: ")
    assert (await _ask(answerer, "When is the painting of the walls?")).text.startswith("Q2 2019: ")


async def test_what_is_not_known_is_said_with_what_is_nearest(answerer: Answerer) -> None:
    answered = await _ask(answerer, "When is the swimming gala on the library roof?")
    assert answered.abstained
    assert answered.citations == ()
    assert "does not hold an answer" in answered.text
    assert 1 <= len(answered.nearest) <= 2
    assert answered.nearest[0].title in answered.text


async def test_what_has_nothing_near_it_is_said_alone(answerer: Answerer) -> None:
    answered = await _ask(answerer, "When was Napoleon crowned emperor?")
    assert (answered.abstained, answered.nearest, answered.citations) == (True, (), ())


async def test_as_of_a_day_nothing_is_told_that_became_known_later(answerer: Answerer) -> None:
    answered = await _ask(answerer, "When is the reopening ceremony of the library?", as_of=BEFORE)
    assert answered.text.startswith("1 September 2019: ")
    assert [citation.ref for citation in answered.citations] == ["OPEN-1"]
    assert "October" not in answered.text
    assert "Courtyard" not in answered.text
    early = await _ask(answerer, "When is the painting of the walls?", as_of=dt.date(2018, 11, 15))
    assert early.abstained
    assert "PAINT" not in [citation.ref for citation in early.nearest]


async def test_a_superseded_milestone_is_told_with_its_successor(answerer: Answerer) -> None:
    answered = await _ask(answerer, "When is the reopening ceremony of the library?")
    assert {citation.ref for citation in answered.citations} == {"OPEN-1", "OPEN-2"}
    assert "1 September 2019" in answered.text
    assert "12 October 2019" in answered.text
    later = await _ask(answerer, "When is the reopening ceremony, at its new date?", as_of=dt.date(2019, 7, 1))
    assert {citation.ref for citation in later.citations} == {"OPEN-1", "OPEN-2"}


async def test_the_next_of_something(answerer: Answerer) -> None:
    answered = await _ask(answerer, "When are the next works?", as_of=dt.date(2019, 3, 10))
    assert answered.citations[0].ref == "PAINT"


async def test_the_next_as_of_a_day_tells_nothing_later(answerer: Answerer) -> None:
    answered = await _ask(answerer, "When is the next reopening ceremony of the library?", as_of=BEFORE)
    assert [citation.ref for citation in answered.citations] == ["OPEN-1"]
    assert "October" not in answered.text


async def test_a_short_follow_up_asks_about_the_same(answerer: Answerer) -> None:
    answered = await _ask(answerer, "And where?", history="When is the roof repair?")
    assert answered.text.startswith("Reading hall: ")
    assert answered.citations[0].ref == "ROOF"


async def test_a_passage_is_cited_by_document_and_number(answerer: Answerer) -> None:
    answered = await _ask(answerer, "Who paid for the pipe organ?")
    assert "widow Lindqvist" in answered.text
    assert answered.citations[0].ref == "about#1"
    assert "History" in answered.citations[0].detail


@pytest.mark.parametrize(("text", "language"), [("Thank you!", "en"), ("Merci", "fr"), ("What can you do?", "en")])
async def test_small_talk_cites_nothing(answerer: Answerer, text: str, language: Language) -> None:
    answered = await _ask(answerer, text, language=language)
    assert (answered.citations, answered.nearest, answered.abstained) == ((), (), False)
    assert answered.language == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "?",
        "a" * 10_000,
        "when is the roof " * 600,
        "😀" * 500,
        'title:roof AND (body:"x OR ^~* [a TO b] \\',
        "+roof -hall roof~2 roof^9 NOT",
        "<!channel> <@U0ANAUNHCR> when is the roof repair?",
        "متى حفل إعادة الافتتاح؟",
        "图书馆什么时候重新开放?",
        "\x00\ufffe\ud800 roof",
        "' OR 1=1; DROP TABLE milestone; --",
        "{title} {0} %s",
    ],
)
async def test_a_hostile_question_gets_an_answer(answerer: Answerer, text: str) -> None:
    answered = await _ask(answerer, text)
    assert answered.text
    assert answered.abstained or answered.citations
    assert "<!channel>" not in answered.text
    # The answerer goes on as before.
    assert (await _ask(answerer, "Where is the roof repair?")).citations[0].ref == "ROOF"


async def test_an_empty_roadmap_abstains(sqlite_store: Store) -> None:
    assert (await _ask(Answerer(sqlite_store), "When is the roof repair?")).abstained


async def test_an_import_is_noticed_without_a_restart(store: Store, tmp_path: Path) -> None:
    answerer = Answerer(store)
    assert (await _ask(answerer, "When is the roof repair?")).abstained
    await import_files(store, [roadmap_file(tmp_path)], now=NOW)
    assert (await _ask(answerer, "When is the roof repair?")).text.startswith("4 March - 31 May 2019")
    moved = MILESTONES.replace("2019-03-04,2019-05-31", "2019-04-08,2019-04-09")
    await import_files(store, [roadmap_file(tmp_path, moved)], now=NOW)
    assert (await _ask(answerer, "When is the roof repair?")).text.startswith("8-9 April 2019")


async def test_the_corpus_is_kept_as_long_as_nothing_changes(answerer: Answerer) -> None:
    assert await answerer.corpus() is await answerer.corpus()


async def test_what_comes_next(answerer: Answerer) -> None:
    corpus = await answerer.corpus()
    assert [entry.ref for entry in coming(corpus, dt.date(2019, 3, 4), 3)] == ["PAINT", "SHELF", "OPEN-1"]


async def test_the_lines_of_a_batch(answerer: Answerer) -> None:
    lines = [
        json.dumps({"q": "When is the reopening ceremony of the library?", "as_of": "2019-05-01", "other": 1}),
        "",
        json.dumps({"q": "And where?", "history": ["When is the roof repair?"]}),
        json.dumps({"q": "Napoleon", "lang": "fr-FR"}),
    ]
    records = [record async for record in answer_lines(answerer, lines, TODAY)]
    fields = ["q", "history", "as_of", "text", "citations", "abstained", "lang", "ms"]
    assert [list(record) for record in records] == [fields] * 3
    assert [record["citations"] for record in records] == [["OPEN-1"], ["ROOF"], []]
    assert [record["as_of"] for record in records] == ["2019-05-01", None, None]
    assert [record["lang"] for record in records] == ["en", "en", "fr"]
    assert records[1]["history"] == ["When is the roof repair?"]
    assert json.loads(json.dumps(records)) == records
    with pytest.raises(ValidationError):
        [record async for record in answer_lines(answerer, ["{}"], TODAY)]
