"""What a question asks for, by its words: eighty ways to ask in each of three languages."""

import pytest

from bot.answers.cues import Field, Task, cue, cue_spans, field_of, fields_of, is_small_talk, says, task_of
from bot.text.period_grammar import fold

FIELDS = {
    Field.WHEN: """
        When is the book fair?
        when's the book fair
        What date is the book fair?
        On which day does the fair open?
        What day is the fair?
        In what month is the planting?
        In which year was the census?
        What are the dates of the book fair?
        Date of the book fair?
        Until when can volunteers register?
        How soon is the fair?
        What is the deadline for volunteers?
        Since when is she the mayor?
        By what date must the proposals be in?
        Quand a lieu la foire du livre ?
        Quand est-ce que la foire commence ?
        À quelle date a lieu la foire ?
        Quel jour ouvre la foire ?
        En quelle année a eu lieu le recensement ?
        Quelles sont les dates de la foire ?
        Quelle est la date limite pour les bénévoles ?
        Jusqu'à quand peut-on s'inscrire ?
        Depuis quand est-elle maire ?
        Quel mois pour la plantation ?
        ¿Cuándo es la feria del libro?
        ¿En qué fecha es la feria?
        ¿Qué día abre la feria?
        ¿En qué mes es la plantación?
        ¿En qué año fue el censo?
        ¿Cuáles son las fechas de la feria?
        ¿Cuál es la fecha límite para los voluntarios?
        ¿Hasta cuándo se puede inscribir?
        ¿Desde cuándo es alcaldesa?
        ¿Cuál es el plazo para los voluntarios?
    """,
    Field.WHERE: """
        Where is the book fair?
        where's the fair
        In which city is the fair?
        Which city hosts the fair?
        What is the venue of the fair?
        Venue of the third reading?
        In what building is the course?
        Which room is the course in?
        What is the location of the fair?
        At what place is the fair?
        In which country is the fair?
        And where?
        Où a lieu la foire du livre ?
        Où est la foire ?
        Où se tient la foire ?
        Et où ?
        Dans quelle ville a lieu la foire ?
        Dans quelle salle est le cours ?
        Quelle ville accueille la foire ?
        D'où ?
        À quel endroit se tient la foire ?
        ¿Dónde es la feria del libro?
        ¿Dónde se celebra la feria?
        ¿Y dónde?
        ¿En qué ciudad es la feria?
        ¿En qué sala es el curso?
        ¿En qué lugar es la feria?
        ¿En qué edificio es la feria?
        ¿A dónde hay que ir?
    """,
    Field.WHO: """
        Who leads the roof repair?
        who's in charge of the fair
        By whom is the fair run?
        Whose fair is it?
        Which organisation leads the fair?
        What entity hosts the fair?
        Which body chairs the hearing?
        What is the name of the mayor?
        Which office organizes the fair?
        Which person runs the course?
        The course is led by?
        Qui dirige la réfection du toit ?
        Par qui la foire est-elle organisée ?
        Quel organisme dirige la foire ?
        Quelle entité accueille la foire ?
        Avec qui parler de la foire ?
        Quelle agence organise le cours ?
        ¿Quién dirige la reparación del tejado?
        ¿Quiénes organizan la feria?
        ¿Qué organismo dirige la feria?
        ¿Qué entidad acoge la feria?
        ¿Por quién está organizada la feria?
        ¿A quién hay que escribir?
    """,
    Field.DOCUMENT: """
        What is the symbol of the house rules?
        Which document is about the roof?
        Document number of the house rules?
        doc no of the house rules
        Under which symbol are the house rules?
        What document holds the rules?
        Number of the draft of the rules - what is its symbol?
        the resolution on the roof, number?
        What is the draft number?
        Quelle est la cote des règles ?
        Quel est le document sur le toit ?
        Sous quelle cote sont les règles ?
        Quel est le numéro de la résolution ?
        Quel symbole porte le texte ?
        ¿Cuál es la signatura de las reglas?
        ¿Qué documento trata del tejado?
        ¿Cuál es el documento sobre el tejado?
        ¿Cuál es el número de la resolución?
        ¿Qué símbolo lleva el texto?
    """,
    Field.NUMBER: """
        How many books did the census find?
        How much did the roof cost?
        How often was the lift repaired?
        What is the number of books?
        What was the vote count?
        Combien de livres a trouvé le recensement ?
        Combien coûte le toit ?
        Quel est le nombre de livres ?
        ¿Cuántos libros encontró el censo?
        ¿Cuántas personas vinieron?
        ¿Cuánto cuesta el tejado?
    """,
    Field.WHAT: """
        What is the theme of the third reading?
        Tell me about the book fair
        What does the council say?
        The book fair
        De quoi parle la troisième lecture ?
        Que dit le conseil ?
        La foire du livre
        ¿De qué trata la tercera lectura?
        ¿Qué dice el consejo?
        La feria del libro
    """,
}
TASKS = {
    Task.NEXT: """
        What is next?
        When is the next reading?
        the upcoming hearing
        What comes after the second reading?
        What follows the second reading?
        what's coming up
        What happens after the fair?
        and the one after that?
        Quelle est la prochaine lecture ?
        Quand a lieu la prochaine audition ?
        La suivante ?
        Et la suivante ?
        Que se passe-t-il après la foire ?
        Qu'est-ce qui vient après la foire ?
        Le prochain atelier
        ¿Cuál es la próxima lectura?
        ¿Cuándo es la próxima audiencia?
        ¿La siguiente?
        ¿Y el siguiente?
        ¿Qué viene después de la feria?
        el próximo taller
    """,
    Task.LAST: """
        When was the last reading?
        What was the previous hearing?
        the most recent reading
        the latest hearing
        And the previous one?
        and the one before?
        What happened just before the fair?
        Quelle est la dernière lecture ?
        Quand a eu lieu la dernière audition ?
        La précédente ?
        le plus récent atelier
        ¿Cuál fue la última lectura?
        ¿Cuándo fue la última audiencia?
        ¿La anterior?
        el taller más reciente
    """,
    Task.UNTIL: """
        How many days until the fair?
        How many weeks are left until the fair?
        How many more days to the fair?
        How long until the fair?
        How long is it until the fair?
        How long is it to the fair?
        how far away is the fair, how far off
        In how many days is the fair?
        How many days between the fair and the hearing?
        How many months since the census?
        How long ago was the census?
        How many weeks after the first reading is the second?
        Combien de jours avant la foire ?
        Combien de semaines jusqu'à la foire ?
        Dans combien de temps a lieu la foire ?
        Combien de jours reste-t-il ?
        Combien de temps d'ici la foire ?
        Combien de mois depuis le recensement ?
        Combien de jours entre la foire et l'audition ?
        ¿Cuántos días faltan para la feria?
        ¿Cuántas semanas quedan hasta la feria?
        ¿Cuánto tiempo falta para la feria?
        ¿Cuántos meses desde el censo?
        ¿Cuántos días entre la feria y la audiencia?
    """,
    Task.LENGTH: """
        How long does the fair last?
        How long is the fair going to last?
        How long will the course take?
        How many days does the fair last?
        What is the duration of the course?
        Combien de temps dure la foire ?
        Combien de jours dure la foire ?
        Quelle est la durée du cours ?
        ¿Cuánto dura la feria?
        ¿Cuántos días dura la feria?
        ¿Cuál es la duración del curso?
    """,
    Task.COMPARE: """
        Which came first, the fair or the hearing?
        What is earlier, the fair or the hearing?
        Which is later: the fair or the hearing?
        Which of the two starts first?
        Which happened first, the fair or the hearing?
        Is the fair before or after the hearing?
        Is the fair earlier or later than the hearing?
        La foire est-elle avant ou après l'audition ?
        Lequel vient d'abord, la foire ou l'audition ?
        ¿La feria es antes o después de la audiencia?
        ¿Qué fue primero, la feria o la audiencia?
    """,
    Task.COUNT: """
        How many readings are there?
        How many deadlines in May?
        What is the number of hearings?
        Combien de lectures y a-t-il ?
        Combien d'auditions en mai ?
        ¿Cuántas lecturas hay?
        ¿Cuántas audiencias hay en mayo?
    """,
    Task.LIST: """
        List all readings
        Give me the deadlines
        What happens in May?
        What is planned in Lund?
        What's on in June?
        Which deadlines are there in May?
        Which events are in Lund?
        What took place in March?
        Anything in May?
        Are there any hearings in May?
        Show me all milestones
        everything planned in Lund
        Qu'est-ce qui est prévu en mai ?
        Que se passe-t-il en juin ?
        Quelles sont les échéances de mai ?
        Quels événements ont lieu à Lund ?
        Qu'y a-t-il en mai ?
        Liste des auditions
        Y a-t-il des réunions en mai ?
        ¿Qué hay en mayo?
        ¿Qué está previsto en mayo?
        ¿Qué eventos hay en Lund?
        ¿Cuáles son los plazos?
        ¿Qué pasó en marzo?
        Lista de audiencias
    """,
    Task.TELL: """
        When is the book fair?
        Where is the book fair?
        Who leads the book fair?
        The book fair
        When is the fair next to the hall?
        What is the theme of the reading?
        Quand a lieu la foire ?
        Où est la foire ?
        ¿Cuándo es la feria?
        ¿Quién dirige la feria?
    """,
}


def _table(rows: dict[Field, str] | dict[Task, str]) -> list[tuple[str, Field | Task]]:
    return [(line.strip(), wanted) for wanted, lines in rows.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("text", "wanted"), _table(FIELDS))
def test_the_field_that_is_asked_for(text: str, wanted: Field) -> None:
    assert field_of(fold(text)) is wanted


@pytest.mark.parametrize(("text", "wanted"), _table(TASKS))
def test_what_is_to_be_done(text: str, wanted: Task) -> None:
    assert task_of(fold(text)) is wanted


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("When and where is the fair?", {Field.WHEN, Field.WHERE}),
        ("Quand et où a lieu la foire, et qui la dirige ?", {Field.WHEN, Field.WHO}),
        ("¿Cuándo y dónde es la feria?", {Field.WHEN, Field.WHERE}),
        ("Under which symbol, and when?", {Field.DOCUMENT, Field.WHEN}),
        ("The book fair", set()),
    ],
)
def test_all_the_fields_that_are_asked_for(text: str, fields: set[Field]) -> None:
    assert fields_of(fold(text)) >= fields
    assert bool(fields_of(fold(text))) is bool(fields)


@pytest.mark.parametrize(
    "text",
    [
        "Who was at the reading in the city where the dates were told?",
        "Where is the deadline for proposals published?",
        "Quién publica la fecha límite",
    ],
)
def test_a_word_for_a_date_beside_a_question_word_is_not_what_is_asked(text: str) -> None:
    assert field_of(fold(text)) is not Field.WHEN


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("deadline", "by when must it be in", True),
        ("deadline", "jusqu'à quand", True),
        ("deadline", "hasta cuándo", True),
        ("deadline", "when is the fair", False),
        ("now", "who is mayor at the moment", True),
        ("now", "qui est maire aujourd'hui", True),
        ("now", "quién es el alcalde ahora", True),
        ("first", "the very first reading", True),
        ("first", "la première lecture", True),
        ("first", "la primera lectura", True),
        ("first", "the second reading", False),
        ("final", "the latest draft", True),
        ("final", "la dernière lecture", True),
        ("final", "la última lectura", True),
        ("final", "the first draft", False),
        ("past", "when was it", True),
        ("past", "quand a eu lieu", True),
        ("past", "cuándo fue", True),
        ("past", "when is it", False),
        ("both", "both of them", True),
        ("both", "les deux", True),
        ("both", "ambas", True),
        ("yes_no", "Is there a reading in Lund?", True),
        ("yes_no", "and was it moved?", True),
        ("yes_no", "est-ce qu'il y a une foire ?", True),
        ("yes_no", "y a-t-il une foire ?", True),
        ("yes_no", "¿hay una feria?", True),
        ("yes_no", "where is it", False),
        ("pronoun", "who leads it", True),
        ("pronoun", "celle-ci a lieu quand", True),
        ("pronoun", "cuándo es ella", True),
        ("opening", "And where?", True),
        ("opening", "what about the fair", True),
        ("opening", "Et où ?", True),
        ("opening", "¿Y dónde?", True),
        ("opening", "ok, and the second?", True),
        ("opening", "Andrea leads what?", False),
        ("opening", "Y a-t-il une foire ?", False),
        ("more", "more", True),
        ("more", "More, please!", True),
        ("more", "la suite", True),
        ("more", "plus", True),
        ("more", "más", True),
        ("more", "el resto por favor", True),
        ("more", "more readings in Lund", False),
        ("more", "plus tard", False),
    ],
)
def test_what_else_a_question_says(name: str, text: str, said: bool) -> None:
    assert says(name, fold(text)) is said


@pytest.mark.parametrize(
    "text",
    [
        "what is planned next week", "the hall next to the garden", "what is planned next month", "next friday",
        "planned in the next 3 days", "la prochaine semaine", "el próximo mes", "la próxima semana",
    ],
)  # fmt: skip
def test_a_time_is_no_next_entry(text: str) -> None:
    assert task_of(fold(text)) is not Task.NEXT


@pytest.mark.parametrize("text", ["what was planned the last week", "la dernière semaine", "el último mes"])
def test_a_time_is_no_last_entry(text: str) -> None:
    assert task_of(fold(text)) is not Task.LAST


def test_a_cue_that_is_not_in_the_file_is_an_error() -> None:
    with pytest.raises(KeyError):
        cue("colour")


def test_where_a_question_says_what_it_asks_for() -> None:
    text = fold("When is the next public reading?")
    said = {text[begin:end] for begin, end in cue_spans(text)}
    assert {"when", "next"} <= said
    assert not any("reading" in span for span in said)


SMALL_TALK = """
    hi
    Hello!
    hello there
    Good morning
    good afternoon everyone
    thanks
    Thank you!
    Thanks a lot, very helpful
    thank you so much
    cheers
    bonjour
    Bonsoir à tous
    salut
    Merci
    merci beaucoup
    Merci bien
    hola
    Buenos días
    buenas tardes
    Gracias
    muchas gracias
    what can you do?
    What can you help me with?
    who are you
    are you a bot?
    how do I use this
    help
    que peux-tu faire ?
    qui es-tu ?
    comment ça marche ?
    aide
    ¿quién eres?
    ¿qué puedes hacer?
    ayuda
    ¿cómo funcionas?
"""
NO_SMALL_TALK = """
    when is the book fair?
    thanks, and when is the book fair?
    merci, et où a lieu la foire ?
    gracias, ¿y cuándo es la feria?
    good
    who is the mayor?
    who are the librarians?
    hello when is the fair
    help with the application for the mural
    is it?
    more
    and where?
    42
    ?
"""


@pytest.mark.parametrize("text", [line.strip() for line in SMALL_TALK.strip().splitlines()])
def test_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize("text", [line.strip() for line in NO_SMALL_TALK.strip().splitlines()])
def test_what_is_no_small_talk(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize("text", ["", "😀", "1" * 5000, "when " * 2000, "ou " * 3000, "(" * 500, "\x00"])
def test_any_text_asks_for_something(text: str) -> None:
    folded = fold(text)
    assert field_of(folded) in Field
    assert task_of(folded) in Task
    assert all(0 <= begin <= end <= len(folded) for begin, end in cue_spans(folded))
