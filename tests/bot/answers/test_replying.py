"""From any text to an answer: courteous ones, hostile ones, and what always holds."""

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.cards import Entry
from bot.answers.corpus import Corpus
from bot.answers.ranking import Ranker
from bot.answers.replying import MAX_QUESTION, reply
from bot.answers.values import Answer, Question
from bot.text.languages import LANGUAGES, Language
from tests.bot.answers.library import ENTRIES, NAMES, TODAY, ask, entry, first, library, named, refs

HOSTILE = [
    "",
    "   \n\t",
    "?",
    "...",
    "a" * 10_000,
    "when is the roof " * 600,
    "?" * 10_000,
    "(" * 5_000,
    "1/" * 3_000,
    "A/" * 60 + "1",
    "a." * 60,
    "ou " * 3_000,
    "how many days " * 500,
    "between the roof and " * 300,
    "the first the second the third " * 200,
    "😀" * 500,
    "👩‍👩‍👧‍👦🏳️‍🌈",
    'title:roof AND (body:"x OR ^~* [a TO b] \\',
    "+roof -hall roof~2 roof^9 NOT",
    "' OR 1=1; DROP TABLE milestone; --",
    "%s %d {0} {title} {} {{",
    "<!channel> <!here> <@U0ANAUNHCR> <#C012|general> when is the roof repair?",
    "<https://example.org|click> when is the roof repair?",
    "متى حفل إعادة الافتتاح؟",
    "图书馆什么时候重新开放?",
    "Когда откроется библиотека?",
    "पुस्तकालय कब खुलेगा?",
    "\u202eevil\u202c when is the roof",
    "\x00\x07\ufffe\ud800 roof",
    "w\u0301h\u0301e\u0301n\u0301 is the ro\u0308of",
    "31 February 2019",
    "in the year 99999",
    "on 0 May 2019, on 32 May 2019, week 99",
    "10000000000000000000000 days before the book fair",
    "99999 years after the book fair",
    "the 999999999999th public reading",
    "Q9 2019",
    "between 31 December 9999 and the book fair",
    "since the year 1",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("history", [(), ("When is the roof repair?",), ("What is planned in May 2019?", "more")])
def test_a_hostile_text_gets_a_polite_answer(text: str, history: tuple[str, ...]) -> None:
    answered = ask(text, *history)
    _holds(answered)
    assert not re.search(r"<[!@#]", answered.text)
    # And as history, it harms no question after it.
    _holds(ask("And where?", *history, text))
    assert first(ask("When is the roof repair?", text)) == "ROOF"


@pytest.mark.parametrize("text", ["متى حفل إعادة الافتتاح؟", "图书馆什么时候重新开放?", "😀" * 40, "?", "...", ""])
def test_what_nobody_can_read_is_not_answered(text: str) -> None:
    answered = ask(text)
    assert (answered.abstained, refs(answered)) == (True, [])


def test_a_hostile_roadmap_pings_nobody_from_an_abstention_alone() -> None:
    corpus = Corpus([entry("A", "<!channel> fair {title} %s", "event", "2019-05-01", venue="{where}", note="{0} %d.")])
    for text in ("When is the fair?", "Where is the fair?", "List all fairs", "Who leads the fair?", "fair"):
        answered = ask(text, corpus=corpus)
        _holds(answered, corpus)
        # Texts of people are put in as they are, and are no templates.
        assert "{title}" in answered.text


def test_what_stands_far_behind_in_a_long_text_is_not_read() -> None:
    long = "When is the book fair? " + "na " * 4_000
    assert len(long) > MAX_QUESTION
    assert ask(f"{long} Where is the roof repair? LIB/2019/12") == ask(long)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["thanks", "hello", "Thank you very much!", "merci", "bonjour", "gracias", "hola", "what can you do?", "help"],
)
def test_small_talk_gets_a_short_reply_that_rests_on_nothing(text: str, language: Language) -> None:
    answered = ask(text, language=language)
    assert (refs(answered), answered.nearest, answered.abstained) == ([], (), False)
    assert "/contribute" in answered.text
    assert len(answered.text) < 300


@pytest.mark.parametrize(
    ("text", "language"), [("merci beaucoup", "fr"), ("bonjour à tous", "fr"), ("thank you", "en")]
)
def test_thanks_are_answered_in_their_language(text: str, language: str) -> None:
    assert ask(text).language == language


def test_a_courteous_question_is_a_question() -> None:
    for text in (
        "Hello, when is the book fair?",
        "Thanks! And when is the book fair, please?",
        "Merci, et quand a lieu la foire du livre ?",
        "Gracias, ¿y cuándo es la feria del libro?",
    ):
        assert first(ask(text)) == "FAIR"


def test_what_a_follow_up_may_refer_to_is_what_was_told() -> None:
    told = reply(library(), Question("When is the book fair?", TODAY), Ranker(library()))
    assert named(told.focus) == ["FAIR"]
    assert told.asked is not None
    assert told.asked.text == "When is the book fair?"
    thanks = reply(library(), Question("thanks", TODAY), Ranker(library()))
    assert (thanks.focus, thanks.asked) == ((), None)


def test_an_empty_roadmap_has_no_answers() -> None:
    for text in ("When is the book fair?", "What is next?", "List all readings", "How many readings?", "LIB/2019/4"):
        answered = ask(text, corpus=Corpus())
        assert (answered.abstained, refs(answered)) == (True, [])


def test_a_roadmap_of_one_entry_without_anything_but_a_title() -> None:
    corpus = Corpus([Entry("A", "Tulip market")])
    for text in (
        "When is the tulip market?", "Where is the tulip market?", "What is next?", "What is after the tulip market?",
        "How long does the tulip market last?", "How many days until the tulip market?", "List all tulip markets",
        "How many tulip markets are there?", "the first tulip market", "Who was before the tulip market?",
    ):  # fmt: skip
        _holds(ask(text, corpus=corpus), corpus)


def test_an_entry_that_replaces_what_is_not_there_is_no_error() -> None:
    corpus = Corpus([entry("B", "Rose market", "event", "2019-06-01", supersedes="GONE")])
    for text in ("When is the rose market?", "What is next?", "List all markets", "the previous market"):
        _holds(ask(text, corpus=corpus), corpus)


#: Pieces of which questions are made: any order of them is asked.
PIECES = [
    piece.strip()
    for piece in """
        when, where, who leads, which document is, how many, how long is, how long until, what is next
        what was the last, list all, what comes after, what comes before, or, and, the first, the second, the ninth
        the last, public reading, roof repair, book fair, mayor, LIB/2019/13, in May, in May 2019, in 2017, next week
        before 3 May, in Lund, in Oslo, Ida Berg, FOL, it, more, both, ?, which came first, quand, où, la prochaine
        combien de jours avant, la troisième, lecture publique, cuándo, dónde, la siguiente, ¿, zebra, between, now
        two weeks after, thanks, until, deadlines, reopening ceremony, house rules, census, replacement of the lift
    """.replace("\n", ",").split(",")
    if piece.strip()
]
_SENTENCES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join)
_QUESTIONS = st.one_of(_SENTENCES, _SENTENCES, st.text(max_size=120))
_DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2024, 12, 31))
_OFTEN = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def _holds(answered: Answer, corpus: Corpus | None = None) -> None:
    """What holds of every answer."""
    known = (corpus or library()).by_ref
    assert answered.text.strip()
    assert answered.language in LANGUAGES
    cited = refs(answered)
    assert set(cited) <= set(known)
    assert len(set(cited)) == len(cited)
    assert {near.ref for near in answered.nearest} <= set(known)
    assert all(known[citation.ref].title == citation.title for citation in (*answered.citations, *answered.nearest))
    assert len(answered.text) < 8_000


@_OFTEN
@given(_QUESTIONS, st.lists(_QUESTIONS, max_size=4), _DAYS, st.sampled_from(LANGUAGES))
def test_any_text_with_any_history_is_answered(
    text: str, history: list[str], today: dt.date, language: Language
) -> None:
    _holds(ask(text, *history, today=today, language=language))


@_OFTEN
@given(_QUESTIONS, st.lists(_QUESTIONS, max_size=3), _DAYS)
def test_as_of_a_day_nothing_is_cited_that_was_not_known(text: str, history: list[str], as_of: dt.date) -> None:
    answered = ask(text, *history, as_of=as_of)
    _holds(answered)
    for citation in (*answered.citations, *answered.nearest):
        assert library().by_ref[citation.ref].known_at(as_of)
        # Nor is its title told in passing.
    hidden = [one for one in ENTRIES if not one.known_at(as_of)]
    assert not [one.ref for one in hidden if one.title in answered.text]


@_OFTEN
@given(_QUESTIONS, st.lists(_QUESTIONS, max_size=3), _DAYS)
def test_the_same_question_gets_the_same_answer(text: str, history: list[str], today: dt.date) -> None:
    assert ask(text, *history, today=today) == ask(text, *history, today=today)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(min_value=2, max_value=80))
def test_the_pages_of_any_list_sum_up(count: int) -> None:
    guests = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(count)]
    hours = [
        entry(f"H{n:02}", f"Chess evening {guest}", "chess evening", f"2019-03-{1 + n % 28:02}")
        for n, guest in enumerate(guests)
    ]
    corpus = Corpus(hours)
    history = ["List all chess evenings"]
    answered = ask(history[0], corpus=corpus)
    assert str(count) in answered.text.splitlines()[0]
    lines: list[str] = []
    for _ in range(10):
        lines += [line for line in answered.text.splitlines() if line.startswith("- ")]
        if len(lines) >= count:
            break
        answered = ask("more", *history, corpus=corpus)
        history.append("more")
    assert len(lines) == len(set(lines)) == count
    assert [line.partition("evening ")[2] for line in lines] == [
        one.title.partition("evening ")[2] for one in sorted(hours, key=lambda one: (str(one.period.start), one.ref))
    ]


_CELLS = st.one_of(
    st.just(""),
    st.text(max_size=40),
    st.sampled_from(["Lund", "Oslo", "Ida Berg (known from 1 May 2019)", "LIB/1/2", "Friends of Chess (FOC)"]),
)
_ENTRIES = st.builds(
    Entry,
    ref=st.uuids().map(str),
    title=st.one_of(_SENTENCES, st.text(min_size=1, max_size=60)),
    kind=st.sampled_from(["event", "reading", "person", "deadline", "works", "hearing"]),
    venue=_CELLS,
    lead=_CELLS,
    document=_CELLS,
    workstream=_CELLS,
    note=st.one_of(_CELLS, st.lists(_SENTENCES, max_size=4).map(". ".join)),
    known_from=st.one_of(st.none(), _DAYS),
)


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(_ENTRIES, max_size=5, unique_by=lambda one: one.ref),
    st.lists(_QUESTIONS, min_size=1, max_size=3),
    st.one_of(st.none(), _DAYS),
)
def test_any_roadmap_can_be_asked(entries: list[Entry], questions: list[str], as_of: dt.date | None) -> None:
    corpus = Corpus(entries, NAMES)
    *history, text = questions
    _holds(ask(text, *history, as_of=as_of, corpus=corpus), corpus)
