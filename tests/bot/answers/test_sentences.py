"""The notes of entries as sentences, and what of them could be told on a day."""

import datetime as dt

import pytest

from bot.answers.sentences import is_later, known_text, said_of, sentences_of, tellable

DAY = dt.date(2019, 4, 1)


@pytest.mark.parametrize(
    ("note", "sentences"),
    [
        ("", []),
        ("   ", []),
        ("One.", ["One."]),
        ("No full stop", ["No full stop"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It begins at 9 a.m. and ends late. Then dinner.", ["It begins at 9 a.m. and ends late.", "Then dinner."]),
        ("Dr. Ek read. Mr. Berg sang.", ["Dr. Ek read.", "Mr. Berg sang."]),
        ("J. K. Ek read aloud.", ["J. K. Ek read aloud."]),
        ("See para. 7 and art. 3. Then go.", ["See para. 7 and art. 3.", "Then go."]),
        ("St. Mary's hall. Free entry.", ["St. Mary's hall.", "Free entry."]),
        ("Cost: 4.2 million. Paid.", ["Cost: 4.2 million.", "Paid."]),
        ("¿Vienen? ¡Vengan! Él espera.", ["¿Vienen?", "¡Vengan!", "Él espera."]),
        ("Ouvert.  Été comme hiver.", ["Ouvert.", "Été comme hiver."]),
        ("open. closed", ["open. closed"]),
        ('He said "no." "Yes," she said.', ['He said "no." "Yes," she said.']),
    ],
)
def test_the_sentences_of_a_note(note: str, sentences: list[str]) -> None:
    assert sentences_of(note) == sentences


@pytest.mark.parametrize(
    ("sentence", "later"),
    [
        ("Later, the tower was added.", True),
        ("Later the tower was added.", True),
        ("Afterwards it rained.", True),
        ("Subsequently, it was moved.", True),
        ("Plus tard, la tour a été ajoutée.", True),
        ("Ensuite, il a plu.", True),
        ("Posteriormente, se añadió la torre.", True),
        ("The tower was added later.", False),
        ("Laterality matters.", False),
        ("Latest news.", False),
        ("", False),
    ],
)
def test_what_came_later_says_so(sentence: str, later: bool) -> None:
    assert is_later(sentence) is later


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("As of 1 March 2019: two offers had come.", dt.date(2019, 3, 1)),
        ("On 1 March 2019 the scaffold came.", dt.date(2019, 3, 1)),
        ("1 March 2019: the scaffold came.", dt.date(2019, 3, 1)),
        ("Le 1er mars 2019, l'échafaudage est arrivé.", dt.date(2019, 3, 1)),
        ("El 1 de marzo de 2019 llegó el andamio.", dt.date(2019, 3, 1)),
        ("As of March 2019 two offers had come.", None),
        ("The scaffold came on 1 March 2019.", None),
        ("In March, nothing came.", None),
        ("Two offers.", None),
        ("", None),
    ],
)
def test_the_day_of_which_a_sentence_speaks(sentence: str, day: dt.date | None) -> None:
    assert said_of(sentence) == day


@pytest.mark.parametrize(
    ("cell", "as_of", "told"),
    [
        ("Studio Brush", None, "Studio Brush"),
        ("Studio Brush", DAY, "Studio Brush"),
        ("", DAY, ""),
        ("Nadia Nowak (known from 10 March 2019)", None, "Nadia Nowak"),
        ("Nadia Nowak (known from 10 March 2019)", DAY, "Nadia Nowak"),
        ("Nadia Nowak (known from 1 April 2019)", DAY, "Nadia Nowak"),
        ("Nadia Nowak (known from 2 April 2019)", DAY, ""),
        ("Nadia Nowak (known since 2 April 2019)", DAY, ""),
        ("Studio Brush; Atelier Rossi (known from 10 May 2019)", DAY, "Studio Brush"),
        ("Studio Brush; Atelier Rossi (known from 10 May 2019)", None, "Studio Brush; Atelier Rossi"),
        ("Atelier Rossi (known from 10 May 2019); Studio Brush", DAY, "Studio Brush"),
        ("A (known from 1 May 2019); B (known from 1 March 2019); C", DAY, "B; C"),
        ("Ida Berg (chair, known from 10 May 2019)", None, "Ida Berg (chair)"),
        ("Ida Berg (chair, known from 10 May 2019)", DAY, ""),
        ("Ida Berg (known from some day)", DAY, ""),
        ("Ida Berg (a well known reader)", DAY, "Ida Berg (a well known reader)"),
        ("Unknown hall (known to all)", DAY, "Unknown hall (known to all)"),
    ],
)
def test_a_cell_as_it_could_be_told(cell: str, as_of: dt.date | None, told: str) -> None:
    assert known_text(cell, as_of) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Slate from Wales is used.", True),
        ("As of 1 March 2019: two offers had come.", True),
        ("As of 1 April 2019: two offers had come.", True),
        ("As of 2 April 2019: three offers had come.", False),
        ("Later, on 20 March 2019, the tower was added.", True),
        ("Later, on 1 April 2019, the tower was added.", True),
        ("Later, on 2 April 2019, the tower was added.", False),
        ("Later, on 20 March 2019, the tower was added and on 3 May 2019 the gate.", False),
        ("Later, the tower was added.", False),
        ("Plus tard, le 20 avril 2019, la tour a été ajoutée.", False),
        ("Posteriormente, el 20 de abril de 2019, se añadió la torre.", False),
        # A plan for a day to come can be told before that day.
        ("On 2 May 2019 the scaffold comes.", True),
    ],
)
def test_what_could_be_told_on_the_first_of_april(sentence: str, told: bool) -> None:
    assert tellable(sentence, DAY) is told
    assert tellable(sentence, None)
