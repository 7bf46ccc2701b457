"""Periods in running text, in English, French and Spanish: where they stand, what they span, how exactly.

The grammar knows days, ranges of days, weeks, months, parts of them, quarters, halves, seasons, years, spans between
two of them, and what is told relative to today. Numeric dates are day first. A period without its year is the next
such one, counted from the first day of the present month (so that "in May", said on 30 May, is this May). A span ends
with the last day of what it names last, except that "from March to the summer" ends on its eve. Two ends that are
parted, as in "moved from May to June", are two periods. Words that only look like dates ("may", "second", "March
group") are told apart by what stands around them. The year of a name ("the 1951 Convention") is found; that of an
agenda, a room, a sum or a document symbol is not.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.text.period_calendar import shift
from bot.text.period_rules import rules_for
from bot.text.period_terms import ImpossibleDay, Reader, Term
from bot.text.period_words import DASH, MONTHS, fold
from bot.text.periods import EARLIEST, LATEST, Period
from storage.words import Precision

__all__ = ["MONTHS", "Found", "Relation", "find_periods", "fold", "shift"]


class Relation(StrEnum):
    """How the text stands to the period that it names."""

    IN = "in"
    BEFORE = "before"
    AFTER = "after"
    UNTIL = "until"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Found:
    """A period in a text: what it spans, where it stands (as offsets), how the text relates to it.

    The offsets leave out the word that tells the relation. ``has_year`` is false where the year was guessed.
    ``whole`` is the month, year or other unit of which the text tells the early, middle or late part ("early May").
    """

    period: Period
    begin: int
    end: int
    relation: Relation = Relation.IN
    has_year: bool = True
    whole: Period | None = None


#: No date stands further behind the words that belong to it than this many characters.
_NEAR = 60
#: How far back a word such as "postponed" may stand.
_SENTENCE = 160
_MOST_TERMS = 8
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,255}")
_JOINT = re.compile(
    rf"\s*(?:(?P<dash>{DASH})|\b(?P<to>to|until|till|through|thru|up to|jusqu'(?:a|au|en|aux)|au|aux|a|al|hasta)\b|"
    r"(?P<weak>,?\s*\b(?:and|or|et|ou|y|o)\b|&|/|,))\s*"
    r"(?:(?:by|in|en|on|the|le|la|les|el|los|du|de|del|au|until|till|jusqu'au|jusqu'en|jusqu'a)\s+|l'|d'){0,3}"
)
_BETWEEN = re.compile(r"\b(?:between|entre)\s+(?:the\s+|le\s+|la\s+|el\s+|l')?$")
#: "Moved from May to June" tells two periods, and no span.
_MOVED = re.compile(
    r"\b(?:moved?|moves|moving|shift(?:ed|s)?|rescheduled|postponed|delayed|pushed|slip(?:s|ped)?|"
    r"brought forward|changed|deplacee?s?|reportee?s?|repoussee?s?|avancee?s?|decalee?s?|aplazad[oa]s?|"
    r"pospuest[oa]s?|trasladad[oa]s?|movid[oa]s?|cambiad[oa]s?|"
    r"reprogramad[oa]s?|adelantad[oa]s?|se (?:mueve|traslada|pasa|aplaza))\b[^.;\n]{0,120}"
    r"\b(?:from|de|du|del|desde)\s+(?:the\s+|el\s+|le\s+)?$"
)
#: What began then lies behind: "since March", said in February, is of last year.
_PAST = re.compile(r"\b(?:since|depuis|desde)\s+(?:the\s+|le\s+|la\s+|el\s+|l')?$")
_TAIL = (
    r"\s*(?:(?:the|le|la|les|el|los|las|in|on|en|early in|du|de|del|about|around|mid|mois de|month of|mes de|dia)\s+|"
    r"l'|d'|au\s+|al\s+)*$"
)
_RELATION = re.compile(
    r"\b(?:"
    r"(?P<since>since|as from|from|starting(?: from)?|beginning|with effect from|on or after|no(?:t)? earlier than|"
    r"not before|not until|no antes de|pas avant|depuis|a partir d(?:el?|u|')|a compter d(?:e|u|')|a contar de?|desde|"
    r"(?P<des>des))|"
    r"(?P<until>no(?:t)? later than|on or before|up until|until|till|til|by|up to|through|thru|jusqu'?(?:a|en|au|aux)?|"
    r"d'ici(?: a| au| en)?|au plus tard|hasta|a mas tardar)|"
    r"(?P<before>before|prior to|ahead of|in advance of|earlier than|preceding|pre-|avant|anterieur\w* a|antes de?|"
    r"previ[oa]s? al?|anterior\w* al?|con anterioridad al?)|"
    r"(?P<after>after|following|later than|beyond|subsequent to|post-|apres|posterieur\w* a|despues de?|luego de?|tras|"
    r"posterior\w* al?)"
    r")" + _TAIL
)
_STOP = r"(?=\s*(?:$|[,.;:?!)]))"
_ONWARDS = re.compile(
    rf"\s*,?\s*(?:onwards?\b|and onwards?\b|(?:and|or) (?:after(?:wards)?|beyond|later){_STOP}|"
    rf"(?:et|ou) (?:apres|plus tard|au-dela){_STOP}|y despues{_STOP}|o mas tarde\b|en adelante\b)"
)
_BACKWARDS = re.compile(rf"\s*,?\s*(?:(?:and|or) (?:earlier|before){_STOP}|(?:et|ou) avant{_STOP}|[yo] antes{_STOP})")
_FINENESS = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR)


def find_periods(text: str, today: dt.date) -> tuple[Found, ...]:
    """Every period in a text, in the order in which they stand. What is no possible date is passed over."""
    folded = _without_addresses(fold(text))
    reader = Reader(text, folded, today, rules_for)
    found: list[Found] = []
    at = 0
    while word := _WORD.search(folded, at):
        at = word.end()
        if not rules_for(word[0]):
            continue
        try:
            chain = _chain(reader, word.start())
        except ImpossibleDay as impossible:
            at = max(at, impossible.end)
            continue
        if chain:
            found.extend(_told(chain, reader))
            at = max(at, chain[-1][1].end)
    return tuple(found)


def _without_addresses(folded: str) -> str:
    """The same text with web and mail addresses blotted out: their digits are no dates."""
    if "www." not in folded and "://" not in folded and "@" not in folded:
        return folded
    return _ADDRESS.sub(lambda match: "\0" * len(match[0]), folded)


_Chain = list[tuple[str, Term]]


def _chain(reader: Reader, at: int) -> _Chain:
    """The terms from an offset on that joints connect, each with the joint before it."""
    first = reader.term(at)
    if first is None:
        return []
    chain: _Chain = [("", first)]
    while len(chain) < _MOST_TERMS:
        last = chain[-1][1]
        joint = _JOINT.match(reader.folded, last.end)
        if joint is None or joint.end() == last.end:
            break
        try:
            term = reader.term(joint.end(), sure=joint["weak"] is None or last.kind in ("month", "part", "day"))
        except ImpossibleDay:
            break
        if term is None:
            break
        chain.append(((joint["dash"] and "-") or joint["to"] or joint["weak"].strip(" ,") or ",", term))
    return chain


def _told(chain: _Chain, reader: Reader) -> list[Found]:
    """The periods of a chain of terms, those that are the two ends of one span joined."""
    begin = chain[0][1].begin
    before = reader.folded[max(0, begin - _NEAR) : begin]
    between = _BETWEEN.search(before) is not None
    past = _PAST.search(before) is not None
    moved = _MOVED.search(reader.folded[max(0, begin - _SENTENCE) : begin]) is not None
    if moved:
        chain = [pair for joint, term in chain for pair in _parted(joint, term)]
    found: list[Found] = []
    last: Term | None = None
    for (joint, term), (period, has_year) in zip(
        chain, _dated(chain, reader.today, between=between, past=past), strict=True
    ):
        if period is None or not _within_bounds(period):
            last = None
            continue
        left = found[-1] if last is not None else None
        if left and last and (joined := _joined(left, last, joint, term, period, between=between, moved=moved)):
            found[-1] = Found(joined, left.begin, term.end, _spanning(left.relation), has_year or left.has_year)
        else:
            relation = _relation(reader, term.begin)
            whole = _whole(term, period)
            relation = _spanning(relation) if term.several else relation
            found.append(Found(period, term.begin, term.end, relation, has_year, whole))
        last = term
    if found:
        found[-1] = _with_what_follows(found[-1], reader.folded)
    return found


def _whole(term: Term, period: Period) -> Period | None:
    """The unit that a period is a part of; February is late in the winter that began the year before."""
    if term.whole is None or period.start is None:
        return None
    unit = term.whole(period.start.year)
    return unit if unit.start is None or unit.start <= period.start else term.whole(period.start.year - 1)


def _parted(joint: str, term: Term) -> _Chain:
    return [(joint, term)] if term.apart is None else [(joint, term.apart[0]), ("to", term.apart[1])]


def _within_bounds(period: Period) -> bool:
    return bool(period.start and period.end and period.start.year >= EARLIEST and period.end.year <= LATEST)


def _spanning(relation: Relation) -> Relation:
    """Of a span, "from" tells the beginning and not that it goes on."""
    return Relation.IN if relation is Relation.SINCE else relation


def _dated(chain: _Chain, today: dt.date, *, between: bool, past: bool) -> list[tuple[Period | None, bool]]:
    """The period of each term, with whether its year is told: by itself, or by a neighbour that it is joined to."""
    terms = [term for _, term in chain]
    dated: list[Period | None] = [_at(term, term.year) if term.year is not None else None for term in terms]
    tied = [
        not any(term.fixed for term in terms[n - 1 : n + 1]) or between or _is_strong(chain[n][0])
        for n in range(len(chain))
    ]
    for n in range(len(chain) - 2, -1, -1):
        right = dated[n + 1]
        if dated[n] is None and right and tied[n + 1] and terms[n + 1].kind != "year":
            dated[n] = _next_to(terms[n], right, -1)
    for n in range(1, len(chain)):
        left = dated[n - 1]
        if dated[n] is None and left and tied[n] and terms[n - 1].kind != "year":
            dated[n] = _next_to(terms[n], left, 1)
    has_year = [period is not None and not term.guessed for period, term in zip(dated, terms, strict=True)]
    for n in range(len(chain) - 1, -1, -1):
        if dated[n] is not None or terms[n].year is not None:
            continue
        dated[n] = _without_year(terms[n], today, past=past and n == 0)
        right = dated[n + 1] if n + 1 < len(chain) else None
        near = _next_to(terms[n], right, -1) if right else None
        if near and right and (between or _is_strong(chain[n + 1][0]) or _adjacent(near, right, chain[n + 1][0])):
            dated[n] = near
    return list(zip(dated, has_year, strict=True))


def _at(term: Term, year: int) -> Period | None:
    try:
        return term.at(year)
    except (ValueError, OverflowError):
        return None


def _without_year(term: Term, today: dt.date, *, past: bool) -> Period | None:
    try:
        return term.last(today) if past else term.next(today)
    except (ValueError, OverflowError):
        return None


def _next_to(term: Term, other: Period, side: int) -> Period | None:
    """The term without a year, in the year that puts it nearest before (-1) or behind (1) another period."""
    assert other.start
    for year in (other.start.year, other.start.year + side):
        period = _at(term, year)
        if period and period.start and (period.start <= other.start if side < 0 else period.start >= other.start):
            return period
    return None


def _is_strong(joint: str) -> bool:
    return joint not in ("", "and", "or", "et", "ou", "y", "o", "&", "/", ",")


def _adjacent(left: Period, right: Period, joint: str) -> bool:
    """Whether two periods that "and" joins are one: months or quarters side by side, days within a week."""
    if left.end is None or right.start is None or left.precision is not right.precision:
        return False
    gap = (right.start - left.end).days
    return 0 < gap <= (7 if left.precision is Precision.DAY and joint not in (",", "/") else 1)


def _joined(
    found: Found, last: Term, joint: str, term: Term, right: Period, *, between: bool, moved: bool
) -> Period | None:
    """One period from the beginning of one to the end of the other, where the text means that."""
    left = found.period
    if not (left.start and left.end and right.start and right.end) or (moved and joint != "-"):
        return None
    if left.start > right.start or left.end > right.end or (last.several and _is_strong(joint)):
        return None
    if joint == "-" and (last.kind == "year") != (term.kind == "year"):
        return None
    if not (between or _is_strong(joint) or _adjacent(left, right, joint)):
        return None
    end = right.end
    if term.kind == "season" and last.kind != "season" and right.start > left.start:
        end = right.start - dt.timedelta(days=1)
    fine = min(_FINENESS.index(period.precision or Precision.DAY) for period in (left, right))
    return Period(left.start, end, _FINENESS[fine])


def _relation(reader: Reader, begin: int) -> Relation:
    first = max(0, begin - _NEAR)
    match = _RELATION.search(reader.folded[first:begin])
    if match is None:
        return Relation.IN
    # Without accents "dès" (from) and "des" (of the) are the same word.
    if match["des"] and reader.text[first + match.start("des") + 1] not in "èÈ":
        return Relation.IN
    return next(relation for relation in Relation if relation is not Relation.IN and match[relation.value])


def _with_what_follows(found: Found, folded: str) -> Found:
    """The last period of a chain, with "onwards" or "or earlier" behind it taken in."""
    if found.relation is Relation.IN and _ONWARDS.match(folded, found.end):
        return replace(found, relation=Relation.SINCE)
    if found.relation is Relation.IN and _BACKWARDS.match(folded, found.end):
        return replace(found, relation=Relation.UNTIL)
    return found
