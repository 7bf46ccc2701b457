"""Periods in running text, in English, French and Spanish: where they stand, what they span, how exactly.

The grammar knows days, ranges of days, weeks, months, parts of a month, quarters, halves, seasons, years, spans
between two of them, and what is told relative to today. Numeric dates are day first. A period without its year is
the next such one, counted from the first day of the present month (so that "in May", said on 30 May, is this May).
Words that only look like dates ("may", "second", "March group") are told apart
by what stands around them.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.text.periods import EARLIEST, LATEST, Period, months
from storage.words import Precision


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

    ``has_year`` is false where the year was guessed.
    """

    period: Period
    begin: int
    end: int
    relation: Relation = Relation.IN
    has_year: bool = True


_MONTH_WORDS = (
    "january|jan|janvier|janv|enero|ene", "february|feb|fevrier|fevr|febrero", "march|mar|mars|marzo",
    "april|apr|avril|avr|abril|abr", "may|mai|mayo", "june|jun|juin|junio", "july|jul|juillet|juil|julio",
    "august|aug|aout|agosto|ago", "september|sept|sep|septembre|septiembre|setiembre",
    "october|oct|octobre|octubre", "november|nov|novembre|noviembre", "december|dec|decembre|diciembre|dic",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split("|")}
#: Month words that are other words too: they need a preposition, a day or a year at their side.
_DOUBTFUL = {"may", "mar", "march", "mars", "mai", "dec", "sep", "jan", "ago", "ene", "dic", "oct", "nov", "feb"}
_SURE_BEFORE = re.compile(
    r"\b(?:in|of|by|until|till|since|from|before|after|during|between|and|to|next|last|this|early|late|mid|en|de|du|d|avant|"
    r"apres|depuis|jusqu|fin|debut|mi|antes|despues|desde|hasta|entre|y|et|a)[\s'-]+(?:the\s+)?$"
)
#: What makes a month's name the name of somebody: "the March group" does not meet in March.
_NAME_AFTER = re.compile(r"\s+(?:group|groupe|grupo)\b")
_M = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_Y = r"(?:19|20)\d{2}\b"
_D = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|o)?\b"
_DE = r"(?:\s*(?:of|de|del|d')\s*|\s+|,\s*)"
_OF_Y = rf"(?:{_DE}(?P<y>{_Y}))?"
_OF_Y2 = rf"(?:{_DE}(?P<y2>{_Y}))?"
_DASH = r"\s*(?:-|–|—|to|until|through|and|&|au|et|a|al|y|bis)\s*(?:the\s+|el\s+|le\s+)?"
_SEASONS = {"spring": (3, 5), "printemps": (3, 5), "primavera": (3, 5),
            "summer": (6, 8), "ete": (6, 8), "verano": (6, 8),
            "autumn": (9, 11), "automne": (9, 11), "otono": (9, 11)}  # fmt: skip
_NUMBERS = {word: number for number, words in enumerate(
    ("one|un|une|una|a|an", "two|deux|dos|couple of", "three|trois|tres", "four|quatre|cuatro", "five|cinq|cinco",
     "six|seis", "seven|sept|siete", "eight|huit|ocho", "nine|neuf|nueve", "ten|dix|diez"), 1)
    for word in words.split("|")}  # fmt: skip
_N = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNITS = {"day": "days?|jours?|dias?", "week": "weeks?|semaines?|semanas?", "month": "months?|mois|mes(?:es)?",
          "year": "years?|ans?|annees?|anos?", "quarter": "quarters?|trimestres?"}  # fmt: skip
_U = "(?:" + "|".join(_UNITS.values()) + r")\b"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    ("numeric", r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)?\d{2})\b"),
    ("cross", rf"\b(?P<d>{_D}){_DE}(?P<m>{_M}){_OF_Y}{_DASH}(?P<d2>{_D}){_DE}(?P<m2>{_M}){_OF_Y2}"),
    ("range", rf"\b(?P<d>{_D}){_DASH}(?P<d2>{_D}){_DE}(?P<m>{_M}){_OF_Y}"),
    ("range", rf"\b(?P<m>{_M})\s+(?P<d>{_D}){_DASH}(?P<d2>{_D})(?!\d)(?:,?\s+(?P<y>{_Y}))?"),
    ("day", rf"\b(?P<w>w/?c|week of|semaine du|semana del)?\s*(?:the\s+)?(?P<d>{_D}){_DE}(?P<m>{_M}){_OF_Y}"),
    ("day", rf"\b(?P<m>{_M})\s+(?P<d>{_D})(?!\d)(?:,?\s+(?P<y>{_Y}))?"),
    ("months", rf"\b(?P<m>{_M}){_OF_Y}(?:\s*[-–/]\s*|\s+(?:to|and|a|y|et|until)\s+)(?P<m2>{_M}){_OF_Y2}"),
    ("part", rf"\b(?P<part>early|beginning of|start of|mid|middle of|late|end of|"
             rf"debut|mi|fin|finales de|fines de|principios de|"
             rf"mediados de)[\s-]*(?P<m>{_M}){_OF_Y}"),
    ("month", rf"\b(?P<m>{_M}){_OF_Y}"),
    ("quarter", rf"\b[qt](?P<q>[1-4]){_OF_Y}"),
    ("quarter", rf"\b(?P<qw>first|second|third|fourth|1st|2nd|3rd|4th|premier|"
                rf"deuxieme|troisieme|quatrieme|primer|segundo|tercer|"
                rf"cuarto|1er|2e|3e|4e)\s+(?:quarter|trimestre)\b{_OF_Y}"),
    ("half", rf"\bh(?P<h>[12]){_OF_Y}(?=\W|$)"),
    ("half", rf"\b(?P<hw>first|second|premier|deuxieme|second|primer|segundo|1er|2e)\s+(?:half|semestre)\b{_OF_Y}"),
    ("half", rf"\b(?P<hw>premiere|seconde|deuxieme|primera|segunda)\s+(?:moitie|mitad)\b{_OF_Y}"),
    ("season", rf"\b(?P<s>{'|'.join(_SEASONS)})\b{_OF_Y}"),
    ("ago", rf"\b(?:in|dans|en|dentro de)\s+(?P<n>{_N})\s+(?P<u>{_U})"),
    ("ago", rf"\b(?P<n>{_N})\s+(?P<u>{_U})\s+(?P<back>ago)\b"),
    ("ago", rf"\b(?P<back>il y a|hace)\s+(?P<n>{_N})\s+(?P<u>{_U})"),
    ("coming", rf"\b(?:in\s+)?(?P<dir>next|coming|past|last|prochaines?|prochains?|"
               rf"proximos?|proximas?|ultimos?|ultimas?)\s+"
               rf"(?P<n>{_N})\s+(?P<u>{_U})"),
    ("coming", rf"\b(?:les|los|las)\s+(?P<n>{_N})\s+(?P<dir>prochaines?|prochains?|proximos?|proximas?|"
               rf"derniers?|dernieres?|ultimos?|"
               rf"ultimas?)\s+(?P<u>{_U})"),
    ("unit", rf"\b(?P<dir>this|next|last|coming|cette|ce|cet|esta|este|proximo|proxima)\s+"
             rf"(?P<u>{_U}|spring|summer|autumn)"),
    ("unit", rf"\b(?P<u>{_U})\s+(?P<dir>prochaine?|derniere?|proximo|proxima|pasado|pasada|que viene|en cours)\b"),
    ("word", r"\b(?P<word>today|tomorrow|yesterday|aujourd'hui|demain|hier|hoy|manana|ayer)\b"),
    ("year", rf"(?<![/\d.-])\b(?P<y>{_Y})(?![/\d]|-\d|\.\d)"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_RELATIONS = (
    (Relation.BEFORE, r"before|prior to|ahead of|earlier than|avant|antes de(?:l)?"),
    (Relation.AFTER, r"after|following|later than|apres|despues de(?:l)?|tras"),
    (Relation.UNTIL, r"until|till|by|up to|jusqu'?(?:a|en|au)?|hasta"),
    (Relation.SINCE, r"since|from|starting|depuis|des|a partir d[eu]|desde"),
)
_RELATION = tuple(
    (relation, re.compile(rf"\b(?:{words})\s*(?:the|le|la|l'|el|end of|la fin de)?\s*$"))
    for relation, words in _RELATIONS
)


def fold(text: str) -> str:
    """The text in lower case without accents, letter for letter, so that offsets stay."""
    letters = []
    for letter in text.replace("’", "'"):
        plain = unicodedata.normalize("NFKD", letter).casefold()
        letters.append(plain[0] if plain and len(plain[0]) == 1 else " ")
    return "".join(letters)


def find_periods(text: str, today: dt.date) -> tuple[Found, ...]:
    """Every period in a text, in the order in which they stand. What is no possible date is passed over."""
    folded = fold(text)
    found: list[Found] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(folded):
            if any(other.begin < match.end() and match.start() < other.end for other in found):
                continue
            if kind == "month" and not _surely_month(folded, match, text):
                continue
            try:
                read = _read(kind, match, today)
            except ValueError:
                continue
            if read is not None:
                period, has_year = read
                begin = match.start() + len(match[0]) - len(match[0].lstrip())
                found.append(Found(period, begin, match.end(), _relation(folded[:begin]), has_year))
    return tuple(sorted(found, key=lambda item: item.begin))


def _relation(before: str) -> Relation:
    for relation, pattern in _RELATION:
        if pattern.search(before):
            return relation
    return Relation.IN


def _surely_month(folded: str, match: re.Match[str], text: str) -> bool:
    word = match["m"].rstrip(".")
    if match["y"] or word not in _DOUBTFUL:
        return True
    if _NAME_AFTER.match(folded[match.end() :]):
        return False
    if _SURE_BEFORE.search(folded[: match.start()]):
        return not (word == "may" and re.match(r"\s+(?:be|have|not|i|we|also)\b", folded[match.end() :]))
    return (
        text[match.start()].isupper()
        and match.start() > 0
        and word in ("march", "mars", "dec", "nov", "oct", "feb", "jan", "sep")
    )


def _read(kind: str, match: re.Match[str], today: dt.date) -> tuple[Period, bool] | None:
    part = match.groupdict()
    month = _month(part.get("m"))
    year = _year(part.get("y") or part.get("y2"))
    has_year = year is not None
    if year is not None and not EARLIEST <= year <= LATEST:
        return None
    if kind in ("iso", "numeric"):
        return _one_day(dt.date(year or today.year, int(part["m"] or 0), int(part["d"] or 0))), True
    if kind == "day":
        day = _day(part["d"])
        date = dt.date(year or _next_year(today, month, day), month, day)
        period = Period(date, date + dt.timedelta(days=6), Precision.DAY) if part.get("w") else _one_day(date)
        return period, has_year
    if kind == "range":
        chosen = year or _next_year(today, month, _day(part["d2"]))
        days = dt.date(chosen, month, _day(part["d"])), dt.date(chosen, month, _day(part["d2"]))
        return Period(*days, Precision.DAY), has_year
    if kind == "cross":
        last_month, last_year = _month(part["m2"]), _year(part["y2"]) or year
        last_year = last_year or _next_year(today, last_month, _day(part["d2"]))
        first_year = _year(part["y"]) or (last_year - 1 if month > last_month else last_year)
        first = dt.date(first_year, month, _day(part["d"]))
        return Period(first, dt.date(last_year, last_month, _day(part["d2"])), Precision.DAY), has_year
    if kind == "months":
        last_month = _month(part["m2"])
        last_year = _year(part["y2"]) or year or _next_year(today, last_month)
        first_year = _year(part["y"]) or (last_year - 1 if month > last_month else last_year)
        start = months(first_year, month, month, Precision.MONTH).start
        return Period(start, months(last_year, last_month, last_month, Precision.MONTH).end, Precision.MONTH), has_year
    if kind in ("month", "part"):
        whole = months(year or _next_year(today, month), month, month, Precision.MONTH)
        return (_part_of(whole, part["part"]) if kind == "part" else whole), has_year
    if kind in ("quarter", "half"):
        return _fraction(kind, part, year, today), has_year
    if kind == "season":
        first_month, last_month = _SEASONS[part["s"] or ""]
        return months(year or _next_year(today, last_month), first_month, last_month, Precision.QUARTER), has_year
    if kind == "year":
        return months(year or today.year, 1, 12, Precision.YEAR), True
    relative = _relative(kind, part, today)
    return (relative, True) if relative is not None else None


def _relative(kind: str, part: dict[str, str | None], today: dt.date) -> Period | None:
    if kind == "word":
        word = part["word"] or ""
        step = 1 if word in ("tomorrow", "demain", "manana") else -1 if word in ("yesterday", "hier", "ayer") else 0
        return _one_day(today + dt.timedelta(days=step))
    unit = _unit(part["u"] or "")
    direction = part.get("dir") or ""
    back = bool(part.get("back")) or direction.startswith(("last", "past", "derni", "ultim", "pasad"))
    if kind == "unit":
        same = direction in ("this", "cette", "ce", "cet", "esta", "este", "en cours")
        return _whole(unit, 0 if same else (-1 if back else 1), today)
    number = _number(part["n"] or "")
    there = shift(today, -number if back else number, unit)
    if kind == "ago":
        return _one_day(there) if unit in ("day", "week") else _whole(unit, -number if back else number, today)
    return Period(min(today, there), max(today, there), Precision.DAY)


def shift(day: dt.date, number: int, unit: str) -> dt.date:
    """A day so many days, weeks, months, quarters or years later; the end of a shorter month stands for its 31st."""
    if unit in ("day", "week"):
        return day + dt.timedelta(days=number * (7 if unit == "week" else 1))
    step = number * {"month": 1, "quarter": 3, "year": 12}[unit]
    index = day.year * 12 + day.month - 1 + step
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _whole(unit: str, step: int, today: dt.date) -> Period | None:
    there = shift(today, step, unit) if unit in ("day", "week", "month", "quarter", "year") else today
    if unit == "day":
        return _one_day(there)
    if unit == "week":
        monday = there - dt.timedelta(days=there.weekday())
        return Period(monday, monday + dt.timedelta(days=6), Precision.DAY)
    if unit == "month":
        return months(there.year, there.month, there.month, Precision.MONTH)
    if unit == "quarter":
        last = (there.month + 2) // 3 * 3
        return months(there.year, last - 2, last, Precision.QUARTER)
    if unit == "year":
        return months(there.year, 1, 12, Precision.YEAR)
    first_month, last_month = _SEASONS[unit]
    return months(today.year + (today.month > last_month), first_month, last_month, Precision.QUARTER)


def _fraction(kind: str, part: dict[str, str | None], year: int | None, today: dt.date) -> Period:
    size, precision = (3, Precision.QUARTER) if kind == "quarter" else (6, Precision.HALF)
    number = part.get("q") or part.get("h")
    word = part.get("qw") or part.get("hw") or ""
    words = (
        ("first", "1", "premi", "prime"),
        ("second", "2", "deux", "segund"),
        ("third", "3", "trois", "tercer"),
        ("",),
    )
    index = int(number) if number else next(i for i, starts in enumerate(words, 1) if word.startswith(starts))
    last = index * size
    return months(year or _next_year(today, last), last - size + 1, last, precision)


def _part_of(whole: Period, part: str | None) -> Period:
    assert whole.start
    assert whole.end
    first, last = whole.start, whole.end
    if (part or "").startswith(("early", "beg", "start", "deb", "princ")):
        return Period(first, first.replace(day=10), Precision.DAY)
    if (part or "").startswith("mi") or (part or "").startswith("mediados"):
        return Period(first.replace(day=11), first.replace(day=20), Precision.DAY)
    return Period(first.replace(day=21), last, Precision.DAY)


def _one_day(day: dt.date) -> Period:
    return Period(day, day, Precision.DAY)


def _month(word: str | None) -> int:
    return MONTHS.get((word or "").rstrip("."), 0)


def _day(word: str | None) -> int:
    return int(re.sub(r"\D", "", word or "0"))


def _year(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if len(word) == 4 else 2000 + int(word)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _unit(word: str) -> str:
    return next((unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, word)), word)


def _next_year(today: dt.date, month: int, day: int = 31) -> int:
    return today.year if (month, day) >= (today.month, 1) else today.year + 1
