"""When a thing takes place: which of the periods of a piece of text counts, as the calendar stores it."""

import datetime as dt
import functools
import re
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.contributions.reading.marks import is_done
from bot.text.period_grammar import MONTHS, Found, Relation, find_periods, fold, shift
from bot.text.period_words import NUMBERS
from bot.text.periods import Period
from storage.words import Precision

_MONTHS = "|".join(sorted((month for month in MONTHS if len(month) > 2), key=len, reverse=True))
_FINENESS = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR)
#: Stands before a date that no longer holds.
_FORMER = re.compile(
    r"\b(?:was|were|instead of|initially|originally|previously|formerly|not(?: on)?|rather than|no longer(?: on)?"
    r"|au lieu d[ue]|"
    r"etait(?: prevue?)?|initialement|en lugar de|antes|en vez de|era|inicialmente|old dates?)"
    r"\W*(?:(?:planned|scheduled|set|foreseen|prevue?|previst[oa])\W*)?(?:for|on|pour|le|el|para|del?|the)?\W*$"
)
#: Stands before a date that is about something within the item.
_ASIDE = re.compile(
    r"\b(?:(?:first |zero )?drafts?|deadlines?(?: for [\w ]{1,40})?|register(?: online)?|registration[\w ]{0,30}|rsvp"
    r"|apply"
    r"|applications?[\w ]{0,20}"
    r"|abstracts?[\w ]{0,20}|submissions?[\w ]{0,20}|nominations?[\w ]{0,20}|papers due|comments[\w ]{0,20}"
    r"|inscriptions?[\w ]{0,20}"
    r"|inscripcion(?:es)?[\w ]{0,20}|date limite[\w ]{0,30}|fecha limite[\w ]{0,30}|plazo[\w ]{0,20}|reply|arriv\w+"
    r"|travel\w*"
    r"|flights?|updated|as of|dated|invitations?[\w ]{0,20}|resolution[\w/ ]{0,20}|sent|of my (?:mail|email|message))"
    r"[\s:(]*(?:(?:is|are|was|by|until|till|on|before|due|closes?|opens?|:|avant le|jusqu'au|le|hasta|el"
    r"|antes del?)\W*){0,3}(?:the\s+)?$"
)
_LIMIT = re.compile(
    r"\b(?:deadline|closing date|closes?(?: on)?|date limite|fecha limite|cierre|cloture|due|submit by|open (?:until"
    r"|till|through)"
    r"|no later than)\W*(?:(?:is|on|by|for|:|le|el|:|au|del)\W*){0,2}$"
)
_START = re.compile(
    r"\b(?:start(?:s|ing|ed)?|begin(?:s|ning)?|began|kicks? off|launch(?:es|ed)?|commenc\w+|demarr\w+|debut\w*"
    r"|comienza|inicia|empieza"
    r"|arranca|available|online since|since)\b\W*(?:(?:in|on|from|en|le|el|as of|a partir d[eu]l?)\W*)?(?:the\s+)?$"
)
_IN_TITLE = re.compile(
    r"(?:[A-Za-zÀ-ÿ)\"'»”]|\b(?:report|outlook|review|agenda|index|yearbook|survey|rapport|informe))\s$"
)
_NO_TITLE = re.compile(
    r"\b(?:in|of|for|during|throughout|until|till|by|since|from|through|all|end|late|early|mid|over"
    r"|over the course of|to|and|"
    r"between|courant|en|de|du|del|pour|para|durante|hasta|desde|fin|depuis|jusqu'en|pendant|whole of|entire|year"
    r"|tout|todo|toute"
    r"|before|after|around|ano|annee|l'annee|starting|starts|runs|running|\w+embre|\w+ember|" + _MONTHS + r")\.?\s$"
)
_DURATION = re.compile(
    rf"\b(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})[ -](?P<u>months?|years?|weeks?|mois|ans?"
    rf"|meses|anos?|semaines?|semanas?|days|jours|dias)"
    r"\W+(?:(?:project|programme|starting|start|beginning|from|as of|as from|since|commencing|a partir|a compter"
    r"|desde|depuis|in|on|de|du|del|d'|long)\W+){1,4}(?:the\s+)?$"
)
_UNITS = {"m": "month", "y": "year", "w": "week", "a": "year", "s": "week", "d": "day", "j": "day"}
_NEXT_WEEK = re.compile(r"\s*,?\s*(?:of |de |d')?(?:the |la )?$")
_TYPO = re.compile(r"\b[a-z]{4,10}\b")


@dataclass(frozen=True, slots=True)
class When:
    """The period of an item, and the spans of all its dates."""

    period: Period
    spans: tuple[tuple[int, int], ...]
    begin: int | None = None


@functools.lru_cache(maxsize=2_048)
def _month_meant(word: str) -> str | None:
    """The month that a word with one slip means."""
    if word in MONTHS:
        return None
    near = [month for month in MONTHS if len(month) > 4 and OSA.distance(word, month, score_cutoff=1) <= 1]
    return near[0] if (near and word[0] == near[0][0]) or (near and len(word) > 5) else None


def mended(text: str) -> str:
    """The text with slips in the names of months mended, offset by offset: "9 Setpember", "12 Febuary"."""
    folded = fold(text)

    def mend(match: re.Match[str]) -> str:
        beside = re.search(
            r"\d(?:st|nd|rd|th)?\s*(?:de |of )?$", folded[max(0, match.start() - 8) : match.start()]
        ) or re.match(r"[ ,.]{1,2}\d", folded[match.end() : match.end() + 3])
        month = _month_meant(match[0]) if beside else None
        if month is None:
            return text[match.start() : match.end()]
        size = match.end() - match.start()
        return (month if len(month) <= size else month[:3]).ljust(size)

    if not re.search(r"\d", folded):
        return text
    return _TYPO.sub(mend, folded) if _TYPO.search(folded) else text


def periods_in(text: str, today: dt.date) -> list[Found]:
    """The periods of a text, with the slips of the keyboard that people make in months."""
    changed = mended(text)
    # The grammar looks at capitals, so it gets the text itself wherever nothing was mended.
    source = "".join(
        new if old_folded != new_folded else old
        for old, new, old_folded, new_folded in zip(text, changed, fold(text), fold(changed), strict=True)
    )
    return _weekdays_joined(
        [
            _counted(one, fold(source), today)
            for one in find_periods(source, today)
            if not _left_of_no_day(one, fold(source))
        ],
        fold(source),
    )


_COUNTED = re.compile(
    rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\s+(?P<u>\w+)\s+(?:from|a partir d[eu]l?"
    rf"|desde|depuis|as of|starting|a compter d[eu])\s+"
)


def _counted(found: Found, folded: str, today: dt.date) -> Found:
    """ "18 months from January 2018" is how long it lasts, for a thing; for a question it is a day in July 2019."""
    words = folded[found.begin : found.end]
    match = _COUNTED.match(words)
    inner = find_periods(words[match.end() :], today) if match else ()
    if not match or not inner or not inner[0].period.start or match["u"][0] not in _UNITS:
        return found
    return Found(
        _lasting(inner[0].period.start, match, inner[0].period.precision),
        found.begin,
        found.end,
        Relation.IN,
        inner[0].has_year,
    )


def _weekdays_joined(found: list[Found], folded: str) -> list[Found]:
    """ "Wednesday next week" is one day, in whichever order it is told."""
    joined: list[Found] = []
    for one in found:
        last = joined[-1] if joined else None
        if (
            last
            and _NEXT_WEEK.fullmatch(folded[last.end : one.begin])
            and (day := _day_of_week(last, one) or _day_of_week(one, last))
        ):
            joined[-1] = Found(Period(day, day, Precision.DAY), last.begin, one.end, last.relation)
        else:
            joined.append(one)
    return joined


def _day_of_week(day: Found, week: Found) -> dt.date | None:
    first, last = week.period.start, week.period.end
    at = day.period.start
    if not (first and last and at and at == day.period.end and (last - first).days == 6 and first.weekday() == 0):
        return None
    return first + dt.timedelta(days=at.weekday())


def _left_of_no_day(found: Found, folded: str) -> bool:
    """Whether this month or year is what is left of a day that does not exist, such as 31 June 2017."""
    before, behind = folded[max(0, found.begin - 40) : found.begin], folded[found.end :]
    if found.period.precision is Precision.MONTH:
        return bool(
            re.search(r"(?<![\d/])\d{1,2}(?:st|nd|rd|th)?\s*(?:of |de )?$", before) or re.match(r"\s*3\d\b", behind)
        )
    if found.period.precision is Precision.YEAR:
        return (
            re.search(
                rf"(?<![\d/])\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of |de )?(?:{_MONTHS})\.?,?\s*(?:de )?$|[./-]$", before
            )
            is not None
        )
    return False


def when_of(text: str, folded: str, found: list[Found], today: dt.date, *, moved: bool, open_ended: bool) -> When:
    """The period of an item. ``moved`` where it tells a move, ``open_ended`` for a project, which goes on."""
    spans = tuple((one.begin, one.end) for one in found)
    done = is_done(folded)
    found = [_past(one, today) if done else _ahead(one, today) for one in found]
    named = [one for one in found if _part_of_name(one, folded, today)]
    spans = tuple((one.begin, one.end) for one in found if one not in named)
    holding = [
        one for one in found if one not in named and not _FORMER.search(folded[max(0, one.begin - 60) : one.begin])
    ]
    main = [one for one in holding if not _ASIDE.search(folded[max(0, one.begin - 80) : one.begin])] or [
        one for one in holding if _LIMIT.search(folded[max(0, one.begin - 40) : one.begin])
    ]
    if not main:
        return When(Period(), spans)
    chosen = _newest(main, folded) if moved else _finest(main, open_ended)
    return When(_stored(chosen, folded, moved=moved, open_ended=open_ended), spans, chosen.begin)


def _newest(found: list[Found], folded: str) -> Found:
    """Of a move, the date behind "to", "now" or the last that is told as finely as any."""
    now = re.compile(
        r"\b(?:now|to|new dates?|nouvelles? dates?|nuevas? fechas?|au|al|maintenant|ahora|until)\b\W*(?:on |is |are "
        r"|le |el |the |for |in |en )*\W*$"
    )
    pointed = [one for one in found if now.search(folded[max(0, one.begin - 40) : one.begin])]
    return (pointed or found)[-1]


def _finest(found: list[Found], open_ended: bool) -> Found:
    if open_ended:
        return max(found, key=lambda one: (_length(one), -one.begin))
    return min(
        found,
        key=lambda one: (
            _FINENESS.index(one.period.precision or Precision.DAY),
            _length(one) == 6 and one.has_year,
            one.begin,
        ),
    )


def _length(found: Found) -> int:
    period = found.period
    return (period.end - period.start).days if period.start and period.end else 0


def _part_of_name(found: Found, folded: str, today: dt.date) -> bool:
    """Whether a year belongs to a name: "Migration Outlook 2017", "the 2030 Agenda", "the 2018 Summit"."""
    period = found.period
    if (
        period.precision is not Precision.YEAR
        or not (period.start and period.end)
        or period.start.year != period.end.year
    ):
        return False
    if not re.fullmatch(r"\d{4}", folded[found.begin : found.end]):
        return False
    before, behind = folded[max(0, found.begin - 24) : found.begin], folded[found.end : found.end + 20]
    if re.match(r"\s*(?:agenda|census|edition|round|framework|strategy)\b", behind) or re.search(
        r"\b(?:agenda|vision|census)\s$", before
    ):
        return True
    return _IN_TITLE.search(before) is not None and _NO_TITLE.search(before) is None


def _past(found: Found, today: dt.date) -> Found:
    """What is over, without its year, is the last such date."""
    period = found.period
    if found.has_year or not period.start or not period.end or period.start <= today:
        return found
    return _years(found, -1)


def _ahead(found: Found, today: dt.date) -> Found:
    """What is to come, without its year, is the next such date on or after the day."""
    if found.has_year or found.relation is Relation.SINCE or not found.period.end or found.period.end >= today:
        return found
    return _years(found, 1)


def _years(found: Found, number: int) -> Found:
    period = found.period
    assert period.start
    assert period.end
    try:
        first, last = shift(period.start, number, "year"), shift(period.end, number, "year")
    except (ValueError, OverflowError):
        return found
    whole = found.whole and Period(first.replace(day=1), _month_end(last), found.whole.precision)
    if period.precision is not Precision.DAY:
        last = _month_end(last)
    return replace(found, period=Period(first, last, period.precision), whole=whole)


def _month_end(day: dt.date) -> dt.date:
    return shift(day.replace(day=1), 1, "month") - dt.timedelta(days=1)


def _stored(found: Found, folded: str, *, moved: bool, open_ended: bool) -> Period:
    """The period as the calendar has it: a part of a month is its month, a week its working days, "by" one end."""
    period, first = found.period, found.period.start
    before = folded[max(0, found.begin - 60) : found.begin]
    words = folded[found.begin : found.end]
    if moved and found.relation is Relation.SINCE and period.start != period.end and period.precision is Precision.DAY:
        return Period(period.end, period.end, period.precision)
    if first and (duration := _DURATION.search(before)):
        return _lasting(first, duration, period.precision)
    if first and period.end:
        if found.whole:
            period = found.whole
        elif (
            period.end is not None
            and re.match(r"w/?c|w/b|week |semaine |semana |next week|la semaine|the week", words)
            and (period.end - first).days == 6
        ):
            period = Period(first, first + dt.timedelta(days=4), Precision.DAY)
    if found.relation in (Relation.UNTIL, Relation.BEFORE) and not moved:
        return Period(None, period.end, period.precision)
    if _LIMIT.search(before):
        return Period(None, period.end, period.precision)
    if (found.relation is Relation.SINCE and not moved) or (
        _START.search(before) and (open_ended or "since" in before or "availab" in before)
    ):
        return Period(period.start, None, period.precision)
    return period


def _lasting(first: dt.date, duration: re.Match[str], precision: Precision | None) -> Period:
    number = duration["n"]
    count = int(number) if number.isdecimal() else NUMBERS[number]
    unit = "month" if duration["u"] in ("mois", "meses") else _UNITS[duration["u"][0]]
    try:
        return Period(first, shift(first, count, unit) - dt.timedelta(days=1), precision)
    except (ValueError, OverflowError):
        return Period(first, None, precision)
