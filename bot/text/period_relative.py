"""Reading what is told relative to today, or to a day: "next week", "three weeks ago", "the day after 3 May".

Each reader takes the match of its pattern (see ``bot.text.period_rules``).
"""

import datetime as dt
import re
from dataclasses import replace

from bot.text import period_calendar as cal
from bot.text.period_dates import counted_term, month_at, part_of_number, stepped_term, weekday_term
from bot.text.period_doubts import alone_behind, surely_month
from bot.text.period_terms import Reader, Term
from bot.text.period_words import MONTHS, ORDINALS, SEASONS, UNITS, WEEKDAYS, WEEKEND, number, step
from bot.text.periods import BadPeriod, Period

#: Words that end with "s" and yet may name one unit.
_SINGULAR = ("mois", "mes")


def read_directed(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "next week", "the last three months", "cet été", "el próximo martes"."""
    word, what = match["dir"], match["what"]
    begin, end, steps = match.start(), match.end(), step(match["dir"])
    if what in WEEKDAYS:
        return weekday_term(reader, begin, end, WEEKDAYS[what], steps)
    if re.match(WEEKEND, what):
        return weekend_term(reader, begin, end, steps)
    if what in SEASONS:
        return stepped_term(reader, "season", begin, end, steps, lambda year: cal.season(what, year))
    if what not in UNITS:
        if what == "may" and word == "this" and not surely_month(reader.text, reader.folded, match, digits=True):
            return None
        return stepped_term(reader, "month", begin, end, steps, month_at(MONTHS[what.rstrip(".")]))
    if re.compile(r"\s+(?:of|de|del|du)\b|\s+d'").match(reader.folded, end):
        return None
    unit, count = UNITS[what], match["n"]
    if count:
        return window_term(reader, begin, end, unit, number(count), steps)
    several = what.endswith("s") and what not in _SINGULAR
    if unit == "day" and not several:
        return None
    if several or (what == "mois" and word in ("ces", "prochains", "derniers")):
        return window_term(reader, begin, end, unit, cal.few(unit), steps) if steps or word == "ces" else None
    if word in ("coming", "upcoming", "past", "recent", "ultimo", "ultima", "dernier", "derniere"):
        return window_term(reader, begin, end, unit, 1, steps)
    return reader.fixed(unit, begin, end, cal.whole(unit, steps, reader.today))


def window_term(reader: Reader, begin: int, end: int, unit: str, count: int, steps: int) -> Term | None:
    if steps == 0:
        return None
    return reader.fixed("window", begin, end, cal.window(unit, count * steps, reader.today), several=True)


def weekend_term(reader: Reader, begin: int, end: int, steps: int) -> Term:
    return reader.fixed("week", begin, end, cal.weekend_of(reader.today + dt.timedelta(days=7 * steps)))


def read_directed_behind(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "la semaine prochaine", "el mes que viene"."""
    what, steps = match["what"], step(match["dir"])
    if re.match(WEEKEND, what):
        return weekend_term(reader, match.start(), match.end(), steps)
    unit = UNITS[what]
    if what.endswith("s") and what not in _SINGULAR:
        return window_term(reader, match.start(), match.end(), unit, cal.few(unit), steps)
    if unit == "day":
        return None
    return reader.fixed(unit, match.start(), match.end(), cal.whole(unit, steps, reader.today))


def read_bare_weekend(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    before = reader.folded[max(0, match.start() - 14) : match.start()]
    if not re.search(r"\b(?:at|on|over|during|before|after|by|until|avant|apres|este|ce|durante|antes d)[a-z]*\s+"
                     r"(?:the|le|el)?\s*$", before) and not re.search(r"\b(?:le|el)\s+$", before):  # fmt: skip
        return None
    return weekend_term(reader, match.start(), match.end(), 0)


def read_numbered(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "three weeks ago", "les trois prochains mois", "les deux premières semaines de mai"."""
    count, unit, begin = number(match["n"]), UNITS[match["u"]], match.start()
    if part_of_number(reader.folded, begin):
        return None
    if match["o"]:
        index = ORDINALS[match["o"]]
        if part := counted_term(
            reader, begin, match.end(), lambda period, _: cal.counted_part(period, unit, index, count)
        ):
            return part
    steps = match["dir"] or match["dir2"] or (match["o"] if ORDINALS.get(match["o"]) == -1 else None)
    if steps:
        return window_term(reader, begin, match.end(), unit, count, step(steps))
    if match["ago"]:
        return reader.fixed("point", begin, match.end(), cal.point(unit, -count, reader.today))
    if match["on"]:
        return reader.fixed("point", begin, match.end(), cal.point(unit, count, reader.today))
    return None


def read_in_units(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    count, unit, word = number(match["n"]), UNITS[match["u"]], match["in"]
    if word == "en" and match["u"] not in ("dia", "dias", "semana", "semanas", "mes", "meses", "ano", "anos"):
        return None
    if re.compile(r"\s+(?:of|de|del|du|before|after|avant|apres|antes|despues|from)\b|\s+d'").match(
        reader.folded, match.end()
    ):
        return None
    if word.startswith(
        (
            "within",
            "sous",
            "d'ici",
            "de aqui",
            "en menos",
            "en moins",
            "in less",
            "in under",
            "en un plazo",
            "en el plazo",
        )
    ):
        return window_term(reader, match.start(), match.end(), unit, count, 1)
    return reader.fixed("point", match.start(), match.end(), cal.point(unit, count, reader.today))


def read_ago(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    if re.compile(r"\s+(?:of|de|du)\b|\s+d'").match(reader.folded, match.end()):
        return None
    period = cal.point(UNITS[match["u"]], -number(match["n"]), reader.today)
    begin = match.start("n") if match["how"] == "depuis" else match.start()
    return reader.fixed("point", begin, match.end(), period)


def read_counted_from(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "three weeks before 3 May", "le lendemain du 25 juillet"; "the week after" is the seven days behind."""
    term = reader.term(match.end(), sure=True)
    if term is None or (term.kind not in ("day", "part") and not alone_behind(reader.folded, term.end)):
        return None
    part = match.groupdict()
    word, count = match["u"], part.get("n")
    unit = UNITS.get(word, "day")
    back = part.get("back") is not None or word in ("veille", "vispera")
    size = number(count) if count else 1

    def at(year: int) -> Period:
        told = term.at(year)
        if told.start is None or told.end is None:
            raise BadPeriod("open")
        if unit == "day" or count:
            return cal.one_day(cal.shift(told.start if back else told.end, -size if back else size, unit))
        one = dt.timedelta(days=1)
        if back:
            return cal.days(cal.shift(told.start, -1, unit), told.start - one)
        return cal.days(told.end + one, cal.shift(told.end + one, 1, unit) - one)

    return replace(term, kind="day", begin=match.start(), at=at, whole=None)


def read_rest(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "the rest of the year", "later this month", "so far this year"."""
    target = reader.target(match.end(), ("year", "month", "week", "quarter", "half", "season"))
    if target is None:
        return None
    period = target.next(reader.today)
    if period.start is None or period.end is None:
        return None
    gone = match["gone"] is not None
    if not period.start <= reader.today <= period.end:
        ahead = reader.fixed("window", match.start(), target.end, period)
        return None if gone else replace(ahead, guessed=target.year is None)
    rest = cal.days(period.start, reader.today) if gone else cal.days(reader.today, period.end)
    return replace(reader.fixed("window", match.start(), target.end, rest), guessed=target.year is None)
