"""Reading what the calendar names: days, ranges of days, weeks, months, seasons, quarters, years, and parts of them.

Each reader takes the match of its pattern (see ``bot.text.period_rules``).
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from bot.text import period_calendar as cal
from bot.text.period_doubts import (
    alone_behind,
    is_counted,
    surely_month,
    surely_now,
    surely_season,
    surely_short_fraction,
    surely_weekday,
    surely_year,
)
from bot.text.period_terms import ImpossibleDay, Reader, Term
from bot.text.period_words import (
    DAY_WORDS,
    DOUBTFUL,
    HALF,
    MONTHS,
    OF,
    ORDINALS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    WEEKEND,
    D,
    M,
    Y,
    number,
    step,
)
from bot.text.periods import BadPeriod, Period, months
from storage.words import Precision


def read_days(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    folded, month = reader.folded, MONTHS[match["m"].rstrip(".")]
    numbers = _day_numbers(match["days"])
    if numbers is None or part_of_number(folded, match.start("days")):
        return None
    year, end = reader.year_behind(match.end())
    if year is None and match["m"] == "may" and not surely_month(reader.text, folded, match, digits=True):
        return None
    first, last = numbers[0], numbers[-1]

    def at(year: int) -> Period:
        return cal.days(dt.date(year, month, first), dt.date(year, month, last))

    term = Term("day", match.start(), end, at, year, several=len(numbers) > 1, apart=_apart(match, end, month, year))
    try:
        term.next(reader.today)
    except ValueError:
        raise ImpossibleDay(end) from None
    return term


def read_bare_days(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "On the 24th and 25th", "les 24 et 25": the next such days; in other places a number is no day."""
    folded, begin, end = reader.folded, match.start(), match.end()
    before, numbers = folded[max(0, begin - 10) : begin], _day_numbers(match["days"])
    english = re.search(r"\bon the\s+$", before) is not None and re.search(r"\d(?:st|nd|rd|th)$", match[0]) is not None
    if numbers is None or not (english or re.search(r"\b(?:le|les|du|el|dias?)\s+$", before)):
        return None
    behind = folded[end : end + 12]
    if not alone_behind(folded, end, of=False) or re.match(r"\s*[%:/.,°h]\w|\s*%|\s+(?:por|pour|and|et|y)\b", behind):
        return None
    first = reader.today.replace(day=1)
    for _ in range(14):
        try:
            days = cal.days(first.replace(day=numbers[0]), first.replace(day=numbers[-1]))
        except ValueError:
            days = None
        if days and days.end and days.end >= reader.today:
            return replace(reader.fixed("day", begin, end, days, several=len(numbers) > 1), guessed=True)
        first = cal.shift(first, 1, "month")
    return None


def read_iso(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    first = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    if not match["d2"]:
        return reader.fixed("day", match.start(), match.end(), cal.one_day(first))
    last = dt.date(int(match["y2"] or first.year), int(match["m2"] or first.month), int(match["d2"]))
    return reader.fixed("day", match.start(), match.end(), cal.days(first, last), several=True)


def read_numeric(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    if part_of_number(reader.folded, match.start()):
        return None
    year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
    day, month = int(match["d"]), int(match["m"])
    if month > 12 >= day:
        day, month = month, day
    last = dt.date(year, month, day)
    before = match.groupdict()
    if not before.get("d1"):
        return reader.fixed("day", match.start(), match.end(), cal.one_day(last))
    first = dt.date(int(before["y1"] or year), int(before["m1"] or month), int(before["d1"]))
    return reader.fixed("day", match.start(), match.end(), cal.days(first, last), several=True)


def read_day_and_month(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "le 24/07": only where the word before asks for a day, since most such numbers are something else."""
    before = reader.folded[max(0, match.start() - 12) : match.start()]
    if not re.search(r"\b(?:on|le|el|du|au|del|al|by|until|before|since|jusqu'au)\s+$", before):
        return None
    day, month = int(match["d"]), int(match["m"])
    return Term("day", match.start(), match.end(), lambda year: cal.one_day(dt.date(year, month, day)))


def read_weekday(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    weekday = WEEKDAYS[match["w"]]
    begin, end = match.span()
    if match["dir"]:
        return weekday_term(reader, begin, end, weekday, step(match["dir"]))
    if match["d"]:
        day = reader.today.replace(day=1)
        for _ in range(430):
            if (day.day, day.weekday()) == (int(re.sub(r"\D", "", match["d"])), weekday):
                return reader.fixed("day", begin, end, cal.one_day(day))
            day += dt.timedelta(days=1)
        return None
    if not surely_weekday(reader.text, reader.folded, begin, match.end("w")):
        return None
    back = re.search(r"\b(?:since|depuis|desde)\s+(?:the |le |el )?$", reader.folded[max(0, begin - 12) : begin])
    return reader.fixed("weekday", begin, end, cal.one_day(cal.weekday_from(reader.today, weekday, bool(back))))


def weekday_term(reader: Reader, begin: int, end: int, weekday: int, steps: int) -> Term:
    today, one = reader.today, dt.timedelta(days=1)
    day = today if steps == 0 else today + one if steps == 1 else today - one
    return reader.fixed("weekday", begin, end, cal.one_day(cal.weekday_from(day, weekday, steps < 0)))


def read_word(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    word, before = match["word"], reader.folded[max(0, match.start() - 8) : match.start()]
    if word == "hoy" and reader.folded.startswith(" en dia", match.end()):
        return None
    if word == "manana" and re.search(r"\b(?:la|cada|media|una|de)\s+$", before):
        return None
    if word in ("now", "maintenant", "ahora") and not surely_now(reader.folded, *match.span()):
        return None
    away = DAY_WORDS[word]
    return reader.fixed("day", match.start(), match.end(), cal.one_day(reader.today + dt.timedelta(days=away)))


def read_week_around(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """ "w/c 14 June" begins on its day; "the week of 14 June" is the one around it."""
    term = reader.term(match.end(), sure=True)
    if term is None or term.kind not in ("day", "weekday"):
        return None
    how = match["how"]

    def at(year: int) -> Period:
        told = term.at(year)
        if told.start is None or told.start != told.end:
            return told
        if re.match(WEEKEND, how):
            return cal.weekend_of(told.start)
        if how in ("w/e", "week ending", "week ended"):
            return cal.days(told.start - dt.timedelta(days=6), told.start)
        if re.search(r"of$|^semaine d|^semana d", how):
            return cal.week_of(told.start)
        return cal.days(told.start, told.start + dt.timedelta(days=6))

    return replace(term, kind="week", begin=match.start(), at=at)


def read_month(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    word = match["m"].rstrip(".")
    month, end = MONTHS[word], match.end("m")
    year, year_end = reader.year_behind(end)
    if year is not None:
        end = year_end
    elif match["dir"]:
        return stepped_term(reader, "month", match.start(), match.end(), step(match["dir"]), month_at(month))
    elif not surely_month(reader.text, reader.folded, match, sure=sure, doubtful=word in DOUBTFUL):
        return None
    return Term("month", match.start(), end, month_at(month), year)


def month_at(month: int) -> Callable[[int], Period]:
    return lambda year: months(year, month, month, Precision.MONTH)


def read_numeric_month(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    if part_of_number(reader.folded, match.start()):
        return None
    return Term("month", match.start(), match.end(), month_at(int(match["m"])), int(match["y"]))


def read_season(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    word = match["s"]

    def at(year: int) -> Period:
        return cal.season(word, year)

    year, end = reader.year_behind(match.end("s"))
    if year is not None:
        second = re.compile(r"[-–/](?:20)?\d{2}(?!\w)").match(reader.folded, end) if SEASONS[word][1] > 12 else None
        return Term("season", match.start(), second.end() if second else end, at, year)
    if match["dir"]:
        return stepped_term(reader, "season", match.start(), match.end(), step(match["dir"]), at)
    if not surely_season(reader.folded, match.start(), match.end("s"), sure=sure):
        return None
    return Term("season", match.start(), match.end("s"), at)


def stepped_term(reader: Reader, kind: str, begin: int, end: int, steps: int, at: Callable[[int], Period]) -> Term:
    """The last such month or season that is over, or the next one; "this" is the one of now or the next."""
    years = range(reader.today.year + 1, reader.today.year - 3, -1) if steps < 0 else range(reader.today.year - 1, 9999)
    for year in years:
        period = at(year)
        if period.start is None or period.end is None:
            continue
        if period.end < reader.today if steps < 0 else period.end >= reader.today:
            if steps == 1 and kind == "month" and period.start <= reader.today:
                continue
            return reader.fixed(kind, begin, end, period)
    raise BadPeriod("no such period")


def read_short_fraction(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    letter, index = match["letter"], int(match["index"])
    given = match.groupdict().get("y")
    year, end = (int(given), match.end()) if given else reader.year_behind(match.end())
    if year is None and not sure and not surely_short_fraction(reader.folded, match.start(), match.end(), letter):
        return None
    return fraction_term(match.start(), end, "quarter" if letter in "qt" else "half", index, year)


def fraction_term(begin: int, end: int, kind: str, index: int, year: int | None) -> Term:
    size, precision = (3, Precision.QUARTER) if kind == "quarter" else (6, Precision.HALF)

    def at(year: int) -> Period:
        return months(year, index * size - size + 1, index * size, precision)

    return Term(kind, begin, end, at, year)


def read_ordinal(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    """The first quarter, the second half, the last week, the first Monday, the first ten days of something."""
    index, what, begin = ORDINALS[match["o"]], match["what"], match.start()
    size = number(match["n"]) if match["n"] else 1
    if what in WEEKDAYS:
        return counted_term(reader, begin, match.end(), lambda period, _: _nth_weekday(period, WEEKDAYS[what], index))
    is_half = re.fullmatch(HALF, what) is not None
    unit = "half" if is_half else UNITS[what]
    if unit in ("quarter", "half") and size == 1:
        index = index if index > 0 else 4 if unit == "quarter" else 2
        if unit == "half" and index > 2:
            return None
        of_month = reader.target(match.end(), ("month",)) if is_half else None
        if of_month is not None:
            return part_term(reader, of_month, begin, lambda period: cal.half_of(period, "month", index))
        of_year = reader.target(match.end(), ("year",))
        if of_year is not None:
            return fraction_term(begin, of_year.end, unit, index, of_year.year)
        year, end = reader.year_behind(match.end())
        if year is None and (
            is_half
            or match["o"].startswith(("last", "dernier", "ultimo"))
            or not alone_behind(reader.folded, match.end(), of=False)
        ):
            return None
        return fraction_term(begin, end, unit, index, year)
    if unit == "fortnight":
        return counted_term(reader, begin, match.end(), lambda period, kind: cal.half_of(period, kind, index))
    if match["what"].endswith("s") and size == 1 and unit == "day":
        size = cal.few(unit)
    return counted_term(reader, begin, match.end(), lambda period, _: cal.counted_part(period, unit, index, size))


def counted_term(reader: Reader, begin: int, end: int, part: Callable[[Period, str], Period | None]) -> Term | None:
    if not re.compile(rf"{OF}|\s*,?\s+(?={M}|{Y})").match(reader.folded, end):
        return None
    target = reader.target(end, ("month", "quarter", "half", "season", "year"))
    if target is None:
        return None
    return part_term(reader, target, begin, lambda period: part(period, target.kind))


def part_term(reader: Reader, target: Term, begin: int, part: Callable[[Period], Period | None]) -> Term:
    """What is a part of another term. Raises BadPeriod where that has no such part."""

    def at(year: int) -> Period:
        period = part(target.at(year))
        if period is None:
            raise BadPeriod("no such part")
        return period

    at(target.next_year(reader.today))
    return replace(target, kind="part", begin=begin, at=at)


def read_early_or_late(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    part, until = _part_named(match["part"]), match["until"] and _part_named(match["until"])
    target = reader.target(match.end(), ("month", "year", "quarter", "half", "season", "week"))
    if target is None:
        return None

    def cut(period: Period) -> Period | None:
        first = cal.part_of(period, target.kind, part)
        if first is None or not until:
            return first
        last = cal.part_of(period, target.kind, until)
        return Period(first.start, last.end, first.precision) if last else None

    term = part_term(reader, target, match.start(), cut)
    return replace(term, whole=target.at)


def read_year(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    if is_counted(reader.folded, match.end()) if sure else not surely_year(reader.folded, *match.span()):
        return None
    first = int(match["y"])
    second = match.groupdict().get("second")
    if second is None:
        return Term("year", match.start(), match.end(), lambda year: months(year, 1, 12, Precision.YEAR), first)
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if not first < last <= first + 15 or (len(second) == 2 and last != first + 1):
        return None
    period = Period(dt.date(first, 1, 1), dt.date(last, 12, 31), Precision.YEAR)
    return reader.fixed("year", match.start(), match.end(), period, several=True)


def read_year_end(reader: Reader, match: re.Match[str], sure: bool) -> Term | None:
    year, end = reader.year_behind(match.end())
    return part_term(
        reader,
        Term("year", match.start(), end, lambda at: months(at, 1, 12, Precision.YEAR), year or reader.today.year),
        match.start(),
        lambda period: cal.part_of(period, "year", "late"),
    )


def _apart(match: re.Match[str], end: int, month: int, year: int | None) -> tuple[Term, Term] | None:
    """The two days that "to" parts in "24 to 25 July", for where something moves from the one to the other."""
    parts = re.fullmatch(rf"({D})(\s+(?:to|au|al|a)\s+.*?)(\d\S*)", match["days"])
    if parts is None:
        return None
    begin = match.start("days")
    first, last = _day_at(month, int(re.sub(r"\D", "", parts[1]))), _day_at(month, int(re.sub(r"\D", "", parts[3])))
    return Term("day", match.start(), begin + parts.end(1), first, year), Term(
        "day", begin + parts.start(3), end, last, year
    )


def _day_at(month: int, day: int) -> Callable[[int], Period]:
    return lambda year: cal.one_day(dt.date(year, month, day))


def _day_numbers(words: str) -> list[int] | None:
    """The days of "24, 25 and 26"; None where they are no days in order. A comma or slash joins neighbours only."""
    if not words:
        return [1]
    parts = re.split(r"(\d+)", words)
    numbers = [int(part) for part in parts[1::2]]
    for first, second, joint in zip(numbers, numbers[1:], parts[2::2], strict=False):
        near = re.search(r"[,/]", joint) is not None and not re.search(r"[a-z]{2}", joint.replace("the", ""))
        if second <= first or (near and second != first + 1):
            return None
    return numbers


def part_of_number(folded: str, at: int) -> bool:
    """Whether a number goes on before an offset, as in 18:00, 1,200 or A/71/12."""
    return re.search(r"[\w/+.#]$|\d[,:-]$", folded[max(0, at - 2) : at]) is not None


def _nth_weekday(period: Period, weekday: int, index: int) -> Period | None:
    if period.start is None or period.end is None:
        return None
    if index < 0:
        return cal.one_day(cal.weekday_from(period.end, weekday, back=True))
    day = cal.weekday_from(period.start, weekday) + dt.timedelta(days=7 * (index - 1))
    return cal.one_day(day) if day <= period.end else None


def _part_named(word: str) -> str:
    if re.match(r"early|beg|start|deb|princ|comien|inici", word):
        return "early"
    return "mid" if re.match(r"mi|med", word) else "late"
