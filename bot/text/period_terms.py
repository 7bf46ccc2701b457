"""Single terms of time within a text: a day, some days of a month, a month, a part of one, a week, "in three weeks".

A reader tries, at the beginning of a word, only the rules that can begin with that word; so what holds no dates costs
next to nothing, and the time grows with the length of the text and no faster.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.text import period_calendar as cal
from bot.text.period_doubts import alone_behind, is_counted
from bot.text.period_words import OF, REL_YEAR, THE, UNITS, Y
from bot.text.periods import BadPeriod, Period, months
from storage.words import Precision


class ImpossibleDay(Exception):
    """What stands here has the form of a date but is none, such as 31 June; ``end`` is where it ends."""

    def __init__(self, end: int) -> None:
        super().__init__(end)
        self.end = end


@dataclass(frozen=True, slots=True)
class Term:
    """One term: where it stands, and its period in a given year (``year`` is None where the text gives none).

    ``whole`` is the month or year of which it tells the early, middle or late part. Of a
    ``fixed`` term every year gives the same period;
    ``several`` marks one that is a span already. ``apart`` holds the two days of such a span that "to" parts.
    Of a ``guessed`` one the text gives no year although ``year`` is there.
    """

    kind: str
    begin: int
    end: int
    at: Callable[[int], Period]
    year: int | None = None
    whole: Callable[[int], Period] | None = None
    fixed: bool = False
    several: bool = False
    apart: "tuple[Term, Term] | None" = None
    guessed: bool = False

    def next(self, today: dt.date) -> Period:
        """The period in its year; without a year, the next one that is not over on the first of this month."""
        return self.at(self.next_year(today))

    def last(self, today: dt.date) -> Period:
        """The period in its year; without a year, the last one that has begun."""
        if self.year is not None:
            return self.at(self.year)
        for year in range(today.year, today.year - 9, -1):
            try:
                period = self.at(year)
            except ValueError:
                continue
            if period.start and period.start <= today:
                return period
        raise ValueError("no such day in the years behind")

    def next_year(self, today: dt.date) -> int:
        """The year in which the term is next, or its own. Raises ValueError where there is none soon."""
        if self.year is not None:
            return self.year
        month = today.replace(day=1)
        for year in range(today.year - 1, today.year + 9):
            try:
                end = self.at(year).end
            except ValueError:
                continue
            if end and end >= month:
                return year
        raise ValueError("no such day in the years ahead")


#: "The end of the first week of next May" has terms within terms; nobody goes deeper than this.
_DEEPEST = 4
_TOKEN = re.compile(r"\w+")
_YEAR_BEHIND = re.compile(rf"(?:{OF}|\s*,|[-/.])?\s*(?:(?P<y>{Y})|'(?P<short>\d{{2}})(?!\w)|(?P<rel>{REL_YEAR}))")
_TARGET = re.compile(
    rf"\s*-?\s*(?:\b(?:of|in|de|du|del|en)\b\s*|\bd')?(?:{THE})?(?:(?:mes|mois|month)\s+(?:of|de|d')\s*)?"
)
_BARE_UNIT = re.compile(r"(?P<u>year|annee|an|ano|month|mois|mes|week|semaine|semana|quarter|trimestre|semestre)\b")

#: Reads what a pattern matched; the flag says that a term is sure to follow. None where it is no term after all.
Make = Callable[["Reader", re.Match[str], bool], "Term | None"]
Rules = Callable[[str], tuple[tuple[re.Pattern[str], Make], ...]]


class Reader:
    """Reads the terms of one text, on a day. ``text`` and ``folded`` have the same length.

    ``rules`` gives, for the word that stands somewhere, the rules that may begin with it.
    """

    def __init__(self, text: str, folded: str, today: dt.date, rules: Rules) -> None:
        self.text, self.folded, self.today, self._rules = text, folded, today, rules
        self._depth = 0

    def term(self, at: int, sure: bool = False) -> Term | None:
        """The term that begins at a word. ``sure`` where what stands before leaves no doubt that one follows.

        Raises ImpossibleDay for a day that does not exist.
        """
        token = _TOKEN.match(self.folded, at)
        if token is None or self._depth == _DEEPEST:
            return None
        self._depth += 1
        try:
            return self._first_read(token[0], at, sure)
        finally:
            self._depth -= 1

    def _first_read(self, word: str, at: int, sure: bool) -> Term | None:
        for pattern, make in self._rules(word):
            match = pattern.match(self.folded, at)
            if match is None:
                continue
            try:
                term = make(self, match, sure)
            except (BadPeriod, OverflowError):
                continue
            except ValueError:
                raise ImpossibleDay(match.end()) from None
            if term is not None:
                return term
        return None

    def target(self, at: int, kinds: tuple[str, ...]) -> Term | None:
        """What "the end of", "the first week of" and their like are told of: a term of one of the kinds."""
        match = _TARGET.match(self.folded, at)
        if match is None:
            return None
        term = self.term(match.end(), sure=True)
        if term is not None:
            return term if term.kind in kinds else None
        bare = _BARE_UNIT.match(self.folded, match.end())
        if bare is None:
            return None
        unit = UNITS[bare["u"]]
        if unit == "year" and (year := self.year_behind(bare.end()))[0] is not None:
            chosen, end = year
            return Term("year", bare.start(), end, lambda at: months(at, 1, 12, Precision.YEAR), chosen)
        if unit not in kinds or not alone_behind(self.folded, bare.end()):
            return None
        return self.fixed(unit, bare.start(), bare.end(), cal.whole(unit, 0, self.today))

    def year_behind(self, at: int) -> tuple[int | None, int]:
        """The year that stands at an offset, by number or relative to today, and where it ends."""
        match = _YEAR_BEHIND.match(self.folded, at)
        if match is None:
            return None, at
        if match["y"]:
            return (None, at) if is_counted(self.folded, match.end()) else (int(match["y"]), match.end())
        if match["short"]:
            return 2000 + int(match["short"]), match.end()
        words = match["rel"]
        ahead = re.search(r"next|coming|prochain|proximo|que viene", words)
        back = re.search(r"last|previous|derni|pass|pasado", words)
        return self.today.year + (1 if ahead else -1 if back else 0), match.end()

    @staticmethod
    def fixed(kind: str, begin: int, end: int, period: Period, *, several: bool = False) -> Term:
        year = period.start.year if period.start else None
        return Term(kind, begin, end, lambda _: period, year, fixed=True, several=several)
