"""Times told relative to a named thing: how, how far, and which words name it."""

import pytest

from bot.text.anchors import Anchor, find_anchors
from bot.text.period_grammar import Relation

BEFORE, AFTER, SINCE, UNTIL = Relation.BEFORE, Relation.AFTER, Relation.SINCE, Relation.UNTIL

ANCHORS = [
    ("What comes after the March session?", AFTER, None, "the March session"),
    ("what happened after the second hearing in Geneva?", AFTER, None, "the second hearing in Geneva"),
    ("what is due before the conference", BEFORE, None, "the conference"),
    ("What has been published since the summit?", SINCE, None, "the summit"),
    ("three months before the conference", BEFORE, (3, "month"), "the conference"),
    ("two weeks after the launch", AFTER, (2, "week"), "the launch"),
    ("10 days before the retreat, please", BEFORE, (10, "day"), "the retreat"),
    ("a month after TS3", AFTER, (1, "month"), "TS3"),
    ("the day after the hearing", AFTER, (1, "day"), "the hearing"),
    ("what happened the week before the Berlin summit?", BEFORE, (1, "week"), "the Berlin summit"),
    ("on the eve of the forum", BEFORE, (1, "day"), "the forum"),
    ("How many weeks before the workshop in Rome?", BEFORE, None, "the workshop in Rome"),
    ("Before Marrakech, what is the last thing?", BEFORE, None, "Marrakech"),
    ("what follows the zero draft?", AFTER, None, "the zero draft"),
    ("what comes after the zero draft?", AFTER, None, "the zero draft"),
    ("what precedes the vote?", BEFORE, None, "the vote"),
    ("immediately after the vote", AFTER, None, "the vote"),
    ("prior to the adoption of the text", BEFORE, None, "the adoption of the text"),
    ("following the summit in New York", AFTER, None, "the summit in New York"),
    ("until the conference", UNTIL, None, "the conference"),
    ("by the time of the conference", UNTIL, None, "the conference"),
    ("after the 3 May hearing", AFTER, None, "the 3 May hearing"),
    ("after the summit who takes over?", AFTER, None, "the summit"),
    ("avant la conférence", BEFORE, None, "la conférence"),
    ("Que se passe-t-il après la deuxième audition ?", AFTER, None, "la deuxième audition"),
    ("depuis le sommet", SINCE, None, "le sommet"),
    ("trois mois avant la conférence", BEFORE, (3, "month"), "la conférence"),
    ("quinze jours après l'atelier", AFTER, (15, "day"), "l'atelier"),
    ("une semaine avant le forum", BEFORE, (1, "week"), "le forum"),
    ("à la veille de la conférence", BEFORE, (1, "day"), "la conférence"),
    ("le lendemain du sommet", AFTER, (1, "day"), "sommet"),
    ("jusqu'à la conférence", UNTIL, None, "la conférence"),
    ("d'ici la conférence", UNTIL, None, "la conférence"),
    ("qu'est-ce qui précède la conférence ?", BEFORE, None, "la conférence"),
    ("qui suit la troisième session ?", AFTER, None, "la troisième session"),
    ("à l'issue de la réunion", AFTER, None, "la réunion"),
    ("antes de la conferencia", BEFORE, None, "la conferencia"),
    ("una semana antes del foro", BEFORE, (1, "week"), "foro"),
    ("después de la cumbre", AFTER, None, "la cumbre"),
    ("dos meses después de la audiencia", AFTER, (2, "month"), "la audiencia"),
    ("el día después de la audiencia", AFTER, (1, "day"), "la audiencia"),
    ("tras la cumbre", AFTER, None, "la cumbre"),
    ("desde la cumbre", SINCE, None, "la cumbre"),
    ("hasta la conferencia", UNTIL, None, "la conferencia"),
    ("¿Qué sigue a la cumbre?", AFTER, None, "la cumbre"),
    ("¿Qué viene después de la cumbre?", AFTER, None, "la cumbre"),
    ("en la víspera de la cumbre", BEFORE, (1, "day"), "la cumbre"),
]

BETWEEN = [
    ("between the March session and the summer", "the March session", "the summer"),
    ("what is between the summit and the conference?", "the summit", "the conference"),
    ("between now and the conference", "now", "the conference"),
    ("from now until the conference", "now", "the conference"),
    ("between 3 March and the conference", "3 March", "the conference"),
    ("entre la session de mars et l'été", "la session de mars", "l'été"),
    ("entre le sommet et la conférence", "le sommet", "la conférence"),
    ("entre la cumbre y el verano", "la cumbre", "el verano"),
    ("¿Qué hay entre la audiencia y la conferencia?", "la audiencia", "la conferencia"),
    ("desde la cumbre hasta la conferencia", "la cumbre", "la conferencia"),
]

NO_ANCHORS = [
    "after May",
    "before the summer",
    "after 16 February",
    "since 2016",
    "until the end of June",
    "between March and June",
    "from now until June",
    "two weeks before 3 May",
    "the day after 25 July",
    "avant l'été",
    "depuis mars",
    "antes del verano",
    "después de junio",
    "hasta finales de junio",
    "until when",
    "since when",
    "depuis quand",
    "¿desde cuándo?",
    "after you",
    "after all",
    "after that",
    "before we go",
    "before starting",
    "named after Kofi Annan",
    "who looks after the children?",
    "the difference between the two drafts and the final text",
    "la différence entre le pacte et la déclaration",
    "day after day",
    "the day after tomorrow",
    "thereafter",
    "beforehand",
    "aftermath",
    "après-demain",
    "avant-hier",
    "après avoir lu",
    "antes de que",
    "",
    "after",
    "before?",
    "after, all told, a day",
]


@pytest.mark.parametrize(("text", "relation", "offset", "phrase"), ANCHORS)
def test_a_thing_is_named_with_its_relation_and_its_distance(
    text: str, relation: Relation, offset: tuple[int, str] | None, phrase: str
) -> None:
    (anchor,) = find_anchors(text)

    assert (anchor.relation, anchor.offset, anchor.phrase, anchor.until) == (relation, offset, phrase, None)
    assert text[anchor.begin : anchor.end].endswith(phrase)


@pytest.mark.parametrize(("text", "phrase", "until"), BETWEEN)
def test_the_time_between_two_things_has_both_its_ends(text: str, phrase: str, until: str) -> None:
    (anchor,) = find_anchors(text)

    assert (anchor.relation, anchor.offset, anchor.phrase, anchor.until) == (AFTER, None, phrase, until)


@pytest.mark.parametrize("text", NO_ANCHORS)
def test_what_is_a_period_or_names_nothing_is_no_anchor(text: str) -> None:
    assert find_anchors(text) == ()


def test_the_offsets_span_the_distance_the_relation_and_the_name() -> None:
    text = "What is due three months before the conference, and who leads it?"
    (anchor,) = find_anchors(text)

    assert anchor == Anchor(BEFORE, (3, "month"), "the conference", 12, 46)
    assert text[anchor.begin : anchor.end] == "three months before the conference"


def test_several_anchors_stand_in_the_order_of_the_text() -> None:
    anchors = find_anchors("What happened after the summit and before the third hearing?")

    assert [(one.relation, one.phrase) for one in anchors] == [(AFTER, "the summit"), (BEFORE, "the third hearing")]
