"""What to do with something that was written to the bot. Pure: it knows the reading, the writer's seat, the answer.

A question never becomes a draft. What only looks like a contribution ("fourth session, New York, 24 July") and is
answered by the roadmap is answered first, and the draft is one button away; what says that it is an offer ("we hold",
"nous publions") is read as one without asking the roadmap.
"""

import re
from enum import StrEnum

from bot.answers.values import Answer
from bot.contributions.reading import Intent, Reading
from bot.text.period_grammar import fold

#: A text of fewer words is no attempt at telling something.
ATTEMPT = 5
READ = 2_000

#: Somebody speaks of what they do or ask us to note; folded, in English, French and Spanish.
_OFFERS = re.compile(
    r"\b(?:we(?:'(?:ll|re|ve))?|us|our|ours|i(?:'(?:ll|m|ve))?|my)\b"
    r"|\b(?:nous|notre|nos|je|on (?:organise|publie|tient|tiendra|lance|prepare|prevoit))\b|\bj'"
    r"|\b(?:nosotros|nuestr[oa]s?|\w{2,}(?:amos|emos|imos))\b"
    r"|\b(?:please|pls|kindly) (?:add|note|record|include|list|find)\b|\bfor the matrix\b|\bon behalf of\b"
    r"|\b(?:veuillez|merci d[e']) ?(?:noter|ajouter|inclure|inscrire)\b|\bpour la matrice\b|\bvoici\b|\bau nom d[eu']"
    r"|\b(?:por favor )?(?:anad(?:an|ir)|agreg(?:uen|ar)|incluy?(?:an|ir)|registr(?:en|ar))\b|\bpara la matriz\b"
    r"|^\W*(?:event|publication|project|activity|contribution|evenement|projet|activite|evento|publicacion|proyecto"
    r"|actividad|contribucion)s?\s*:"
)
_DOES = (
    r"(?:will|is|are|has|plans?|holds?|hosts?|organi[sz]es?|publish(?:es)?|launch(?:es)?|runs?|convenes?|presents?|offers?"
    r"|contributes?|prevoit|organise|publie|lance|tiendra|accueille|presente|organiza|publica|lanza|celebra|presenta)"
)


class Way(StrEnum):
    """What is done."""

    ANSWER = "answer"
    DRAFTS = "drafts"
    ANSWER_FIRST = "answer_first"
    NOTHING = "nothing"
    SNOOZE = "snooze"
    DECLINE = "decline"
    THANKS = "thanks"
    HELP = "help"


_OWN = {
    Intent.QUESTION: Way.ANSWER,
    Intent.NOTHING_TO_REPORT: Way.NOTHING,
    Intent.SNOOZE: Way.SNOOZE,
    Intent.DECLINE: Way.DECLINE,
    Intent.THANKS: Way.THANKS,
}


def offers(text: str, entity: str) -> bool:
    """Whether a text says of itself that it tells what somebody does: "we hold", "UNHCR will publish", a label."""
    folded = fold(text[:READ])
    name = re.escape(fold(entity))
    if name and re.search(rf"\b{name}(?:'s)? {_DOES}\b", folded):
        return True
    return _OFFERS.search(folded) is not None


def first_way(reading: Reading, text: str, *, seated: bool, entity: str = "") -> Way | None:
    """What to do, as far as the words tell; None where the roadmap has to be asked first (``way_after``).

    Who has no seat on an open panel can contribute nothing: what they write is a question.
    """
    if not seated:
        return Way.ANSWER
    if reading.intent is Intent.CONTRIBUTION:
        return Way.DRAFTS if len(reading.drafts) > 1 or offers(text, entity) else None
    return _OWN.get(reading.intent)


def way_after(reading: Reading, answer: Answer) -> Way:
    """What to do when the roadmap was asked: its answer counts where it rests on something, or is small talk."""
    if reading.intent is Intent.CONTRIBUTION:
        return Way.ANSWER_FIRST if not answer.abstained and answer.citations else Way.DRAFTS
    return Way.HELP if answer.abstained else Way.ANSWER


def is_attempt(text: str) -> bool:
    """Whether a text that was not understood may have been meant as a contribution, so that it must not be lost."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= ATTEMPT
