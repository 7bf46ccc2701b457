"""Expressions of time that hang on a named thing: "after the March session", "trois mois avant la conférence".

Only who knows the things can say when they are; here is told what stands how to what. A thing that is itself a period
("after May", "two weeks before 3 May") is no anchor: ``find_periods`` reads it.
"""

import datetime as dt
import re
from dataclasses import dataclass

from bot.text.period_grammar import Found, Relation, find_periods
from bot.text.period_words import UNITS, N, U, fold, number

__all__ = ["Anchor", "find_anchors"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """How a text stands in time to a thing that it names.

    ``phrase`` names the thing in the words of the text, its article with it. ``offset`` is how far before or after it
    ("three months before" is 3 and "month"; the units are those of ``shift``); None where the text does not say. With
    ``until``, the time between the thing and that second one is meant, and the relation is AFTER; either of the two may
    be a period or "now". ``begin`` and ``end`` span the whole expression, from its offset or relation on.
    """

    relation: Relation
    offset: tuple[int, str] | None
    phrase: str
    begin: int
    end: int
    until: str | None = None


#: No name of a thing is longer.
_LONGEST = 120
_WORDS = {
    Relation.BEFORE: (
        r"before|prior to|ahead of|in advance of|leading up to|in the run-up to|precedes?|preceding|"
        r"comes? before|avant|en amont de|precedent|precede|prealablement a|antes del?|previ[oa]s? al?|"
        r"preceden?(?: al?)?|con anterioridad al?|viene antes del?"
    ),
    Relation.AFTER: (
        r"after|following|follows?|followed|subsequent to|comes? after|in the wake of|apres|a la suite de|a l'issue de|"
        r"suit|suivent|suivant|succede a|fait suite a|despues del?|luego del?|tras|siguen?(?: al?)|"
        r"posterior(?:es)? al?|viene despues del?"
    ),
    Relation.SINCE: r"since|depuis|desde|from the time of|a partir d(?:el?|u|')|a compter d(?:e|u|')",
    Relation.UNTIL: r"until|till|up to|by the time of|jusqu'(?:a|au|aux)|d'ici(?: a| au)?|hasta",
}
_OFFSET = rf"(?:(?P<n>{N})\s+|(?:the|a|le|la|el|une?)\s+)?(?P<u>{U})\s+"
_RELATED = "|".join(f"(?P<{relation.name.lower()}>{words})" for relation, words in _WORDS.items())
_ANCHOR = re.compile(
    rf"(?<![\w-])(?:{_OFFSET})?(?:(?:shortly|immediately|just|right|soon|juste|justo|poco)\s+)?"
    rf"(?:{_RELATED})(?![\w-])\s*|"
    r"(?<![\w-])(?P<eve>(?:on )?the eve of|(?:la )?veille d(?:e|u)|(?:la )?vispera del?)\s+|"
    r"(?<![\w-])(?P<morrow>(?:le )?lendemain d(?:e|u)|(?:al |el )?dia siguiente (?:al?|del?))\s+"
)
_BETWEEN = re.compile(
    r"(?<![\w-])(?:"
    r"(?:between|entre)\s+(?P<first>[^,;?!\n]{1,120}?)\s+(?:and|et|y)|"
    r"(?:from|desde)\s+(?P<start>[^,;?!\n]{1,120}?)\s+(?:until|till|up to|hasta|jusqu'(?:a|au))"
    r")\s+"
)
_NOT_BETWEEN = re.compile(
    r"\b(?:differences?|diferencias?|relations?|relationships?|links?|liens?|relacion|cooperation|cooperacion|"
    r"agreements?|accords?|acuerdos?|choose|choice|distinction|conflicts?|overlaps?|dialogue|dialogo|balance|partnership|alianza)\s+$"
)
#: What ends the name of a thing: the clause, another relation, or the question that comes behind it.
_END = re.compile(
    r"[,;:?!\n()\"“”«»]|\.(?:\s|$)|\s[-–—]\s|\s(?:and|or|et|ou|y|o|but|mais|pero|what|who|when|where|which|how|whether|"
    r"is|are|was|were|will|did|does|do|has|have|had|can|could|should|que|quoi|qui|quand|quel|quelle|quels|quelles|est|sont|sera|"
    r"etait|quien|cuando|cual|hay|es|son|fue|sera|before|after|since|until|till|avant|apres|depuis|antes|despues|"
    r"desde|hasta|tras|please|svp)\b"
)
#: What begins no name of a thing.
_NO_THING = re.compile(
    r"(?:that|this|these|those|which|what|when|who|whom|whose|where|how|all|it|its own|he|she|we|you|they|i|me|us|"
    r"them|him|her|one|being|having|then|now|here|there|further notice|each|every|any|some|lunch|long|"
    r"que|quoi|quand|qui|quel|quelle|cela|ca|ce|il|elle|on|nous|vous|ils|elles|je|tout|tous|avoir|etre|de|d'|lors|toujours|"
    r"cuando|cual|quien|eso|esto|ella|ellos|todo|todos|nada|ayer|alli|aqui|ahi|entonces|luego|ahora|if|as|up|on|in|to|at|and|or|et|ou|y|o|"
    r"not|so|a|an|day|today|tomorrow)(?![\w'])|[a-z]+ing\b(?!\s+of\b)|\W|$"
)
_NO_RELATION = re.compile(r"\b(?:named|called|look|looks|looked|looking|go|goes|ask|asks|day|week|year|soon|ever) $")
_TODAY = dt.date(2000, 1, 1)


def find_anchors(text: str) -> tuple[Anchor, ...]:
    """Every such expression, in the order in which they stand. Never raises, whatever the text."""
    folded = fold(text)
    found = find_periods(text, _TODAY)
    anchors: list[Anchor] = []
    at = 0
    match, between = _ANCHOR.search(folded), _BETWEEN.search(folded)
    while True:
        # Each is sought again only once it is passed: a long text is read through a few times, not for every match.
        if match and match.start() < at:
            match = _ANCHOR.search(folded, at)
        if between and between.start() < at:
            between = _BETWEEN.search(folded, at)
        if between and (match is None or between.start() <= match.start()):
            anchor, at = _between(between, text, folded, found), between.start() + 1
        elif match:
            anchor, at = _single(match, text, folded, found), match.end()
        else:
            return tuple(anchors)
        if anchor:
            anchors.append(anchor)
            at = anchor.end


def _between(match: re.Match[str], text: str, folded: str, found: tuple[Found, ...]) -> Anchor | None:
    if _NOT_BETWEEN.search(folded[max(0, match.start() - 24) : match.start()]):
        return None
    second = _phrase(folded, match.end())
    begin, end = match.span("first" if match["first"] else "start")
    if second is None or (_is_period(found, begin, end) and _is_period(found, *second)):
        return None
    if _NO_THING.match(folded, begin) and folded[begin:end] not in ("now", "maintenant", "ahora"):
        return None
    phrase, until = text[begin:end].strip(), text[second[0] : second[1]]
    return Anchor(Relation.AFTER, None, phrase, match.start(), second[1], until)


def _single(match: re.Match[str], text: str, folded: str, found: tuple[Found, ...]) -> Anchor | None:
    phrase = _phrase(folded, match.end())
    if phrase is None or _is_period(found, *phrase):
        return None
    relation, offset = _relation(match), _offset(match)
    if offset is None and _NO_RELATION.search(folded[max(0, match.start() - 10) : match.start()]):
        return None
    return Anchor(relation, offset, text[phrase[0] : phrase[1]], match.start(), phrase[1])


def _relation(match: re.Match[str]) -> Relation:
    if match["eve"]:
        return Relation.BEFORE
    if match["morrow"]:
        return Relation.AFTER
    return next(relation for relation in _WORDS if match[relation.name.lower()] is not None)


def _offset(match: re.Match[str]) -> tuple[int, str] | None:
    if match["eve"] or match["morrow"]:
        return 1, "day"
    if match["u"] is None:
        return None
    if match["n"]:
        return number(match["n"]), UNITS[match["u"]]
    # "How many weeks before" gives no number.
    return None if match["u"].endswith("s") and match["u"] not in ("mois", "mes") else (1, UNITS[match["u"]])


def _phrase(folded: str, begin: int) -> tuple[int, int] | None:
    """Where the name of a thing that begins at an offset stands, or None where none does."""
    if _NO_THING.match(folded, begin):
        return None
    limit = min(len(folded), begin + _LONGEST)
    end = _END.search(folded, begin, limit)
    last = end.start() if end else limit
    while last > begin and (folded[last - 1].isspace() or folded[last - 1] in ".-–—"):
        last -= 1
    return (begin, last) if last > begin else None


def _is_period(found: tuple[Found, ...], begin: int, end: int) -> bool:
    """Whether one period covers a phrase, but for its article."""
    return any(one.begin <= begin + 5 and one.end >= end and one.begin < end for one in found)
