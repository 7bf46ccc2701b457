"""Which words may begin a term of time, with the pattern and the reader of each."""

import re

from bot.text import period_dates as dates
from bot.text import period_relative as relative
from bot.text.period_terms import Make
from bot.text.period_words import (
    DASH,
    DAY_WORDS,
    DAYS,
    HALF,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SHORT_WEEKDAYS,
    STEPS_AFTER,
    STEPS_BEFORE,
    THE,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    WEEKEND,
    YEAR,
    D,
    M,
    N,
    U,
    W,
    Y,
    alternatives,
)

_DAY_OF = r"(?:\s+(?:of\s+(?:the\s+month\s+of\s+)?|de\s+|del\s+|d')|\.?\s*[-/]\s*|\.?\s*)"
_YEAR = rf"(?<![\w/.-])(?P<y>{YEAR})"
#: A number is not yet over where one of these follows.
_OVER = r"(?![\w/]|-\d|\.\d)"
_PARTS = (
    "early|beginning|start|mid|middle|late|end|debut|mi|milieu|fin|principios|principio|comienzos|comienzo|inicios|"
    "inicio|mediados|finales|final|fines"
)
_PART_TO = alternatives(["early", "late", "mid", "middle"])
_WEEK_OF = (
    r"w/?c|w/b|w/e|week of|week (?:commencing|beginning|starting|ending|ended)(?: on)?|semaine (?:commencant|debutant)|"
    r"semaine d[ue]|semana del?|semana que (?:comienza|empieza)|(?:weekend|week-end|fin de semana) (?:of|del|du|de)"
)
_FROM = (
    r"(?:(?P<back>before|prior to|ahead of|avant|antes del?)|after|following|from|apres|despues del?|siguiente al?|"
    rf"suivant)\b\s*(?:{THE})?"
)
_IN = (
    r"in less than|in under|in the space of|within|in|dans(?: les| un delai de)?|sous|d'ici(?: a)?|dentro de|de aqui a|"
    r"en menos de|en moins de|en un plazo de|en el plazo de|en"
)
_ABOUT = r"(?:(?:about|around|some|roughly|environ|unos|unas|the next|the coming)\s+)?"
_STEP = alternatives(STEPS_BEFORE.split("|"))
_ORDINAL = alternatives(ORDINALS)
_COUNTED = (
    rf"\s+(?:(?P<o>{_ORDINAL})\s+|(?P<dir2>{_STEP})\s+)?(?P<u>{U})"
    r"(?:\s+(?:(?P<ago>ago|atras)|(?P<on>from now|from today|hence)|(?P<dir>prochaine?s|derniere?s))\b)?"
)
_WHAT = rf"(?P<what>{WEEKEND}|{U}|{WEEKDAY}|{alternatives(SEASONS)}\b|{M})"
_REST = (
    r"(?:rest|remainder|reste|resto|(?:what is|what's) left|queda|plus tard|mas adelante|mas tarde|later|"
    r"(?P<gone>earlier|so far))(?=\s+(?:of|de|du|del|in|en|this|next|cette|ce|cet|este|esta)\b|\s+d')"
)
_DIGIT = "#"
_NUMBER_WORDS = sorted({word.split()[0] for word in NUMBERS})

#: What a rule may begin with (the first word, "#" for any digit), its pattern, and what reads it. Of the rules that
#: may begin with a word the first that reads wins, so longer forms stand before shorter ones.
_RULES: tuple[tuple[list[str], str, Make], ...] = (
    ([_DIGIT], rf"{_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)(?:t[\d:.]+(?:z|[+-]\d\d:?\d\d)?)?"
               r"(?:/(?:(?:(?P<y2>\d{4})-)?(?P<m2>\d\d)-)?(?P<d2>\d\d))?(?![\w/]|-\d)", dates.read_iso),
    ([_DIGIT], rf"{_YEAR}[ /-]?(?P<letter>[qths])(?P<index>[1-4])(?!\w)", dates.read_short_fraction),
    ([_DIGIT], rf"{_YEAR}-(?P<m>0[1-9]|1[0-2]){_OVER}", dates.read_numeric_month),
    ([_DIGIT], rf"(?:(?P<d1>\d{{1,2}})\.?(?:[./](?P<m1>\d{{1,2}})\.?(?:[./]?(?P<y1>\d{{4}}))?)?\s*{DASH}\s*)?"
               rf"(?P<d>\d{{1,2}})(?P<sep>[./-])(?P<m>\d{{1,2}})(?P=sep)(?P<y>{YEAR})(?!\w|[./-]\w)",
     dates.read_numeric),
    ([_DIGIT], r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d\d)(?!\w|[./-]\w)", dates.read_numeric),
    ([_DIGIT], r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d\d)(?!\w|[./-]\w)", dates.read_numeric),
    ([_DIGIT], rf"(?P<m>0?[1-9]|1[0-2])[/-](?P<y>{YEAR}){_OVER}", dates.read_numeric_month),
    ([_DIGIT], rf"{_YEAR}\s?[/–—-]\s?(?P<second>{YEAR}|\d\d){_OVER}", dates.read_year),
    ([_DIGIT], rf"{DAYS}{_DAY_OF}(?P<m>{M})", dates.read_days),
    ([_DIGIT], rf"{DAYS}(?!\w)", dates.read_bare_days),
    ([_DIGIT], rf"(?P<n>\d{{1,3}})\s+(?P<u>{U})\s+{_FROM}", relative.read_counted_from),
    ([_DIGIT], rf"(?P<n>\d{{1,3}}){_COUNTED}", relative.read_numbered),
    ([_DIGIT], rf"(?P<d>0[1-9]|[12]\d|3[01])/(?P<m>0[1-9]|1[0-2]){_OVER}", dates.read_day_and_month),
    ([_DIGIT], r"(?P<index>[1-4])(?P<letter>[qt])(?!\w)", dates.read_short_fraction),
    ([_DIGIT, *ORDINALS], rf"(?P<o>{_ORDINAL})\s+(?:(?P<n>{N})\s+)?(?P<what>{U}|{HALF}|{WEEKDAY})", dates.read_ordinal),
    ([_DIGIT], rf"(?P<y>{Y})(?![/–—-]\d)", dates.read_year),
    (["first", "premier", "primero"], rf"(?P<days>)(?:first\s+of|premier|primero\s+de)\s+(?P<m>{M})", dates.read_days),
    ([*WEEKDAYS, *SHORT_WEEKDAYS], rf"{W}{DAYS}{_DAY_OF}(?P<m>{M})", dates.read_days),
    ([*WEEKDAYS, *SHORT_WEEKDAYS], rf"{W}(?P<m>{M})\s+(?:the\s+)?{DAYS}(?!\d|:\d)", dates.read_days),
    ([*WEEKDAYS], rf"(?P<w>{WEEKDAY})(?:\s+(?P<dir>{STEPS_AFTER})|"
                  rf"\s+(?:the\s+)?(?P<d>{D})(?!\s*(?:{M}|[:%]|[ap]\.?m)))?", dates.read_weekday),
    ([*MONTHS], rf"(?P<m>{M})\s+(?:the\s+)?{DAYS}(?!\d|:\d)", dates.read_days),
    ([*MONTHS], rf"(?P<m>{M})(?:\s+(?P<dir>{STEPS_AFTER}))?", dates.read_month),
    ([*UNITS], rf"(?P<u>{U})\s+{_FROM}", relative.read_counted_from),
    (["veille", "vispera", "lendemain"], rf"(?P<u>veille|vispera|lendemain)\s+(?:d[eu]l?\s+|d')(?:{THE})?",
     relative.read_counted_from),
    (["week", "w", "wc", "semaine", "semana", "weekend", "fin"], rf"(?P<how>{_WEEK_OF})\s*(?:{THE})?",
     dates.read_week_around),
    (["weekend", "week", "fin"], rf"(?P<what>{WEEKEND})\s+(?P<dir>{STEPS_AFTER})", relative.read_directed_behind),
    (["weekend", "week", "fin"], WEEKEND, relative.read_bare_weekend),
    (["year"], r"year[- ]?end\b", dates.read_year_end),
    ([*UNITS], rf"(?P<what>{U})\s+(?P<dir>{STEPS_AFTER})", relative.read_directed_behind),
    (_PARTS.split("|"), rf"(?P<part>{_PARTS})\b(?:(?:-|\s)?(?:to|and|-)(?:-|\s)?(?P<until>{_PART_TO})\b)?",
     dates.read_early_or_late),
    ([*DAY_WORDS], rf"(?P<word>{alternatives(DAY_WORDS)})(?!\w)", dates.read_word),
    (STEPS_BEFORE.split("|"), rf"(?P<dir>{_STEP})\s+(?:(?P<n>{N})\s+)?{_WHAT}", relative.read_directed),
    (["in", "within", "dans", "sous", "d", "dentro", "de", "en"], rf"(?P<in>{_IN})\s+{_ABOUT}(?P<n>{N})\s+(?P<u>{U})"
     r"(?:'?\s+time\b)?", relative.read_in_units),
    (["il", "hace", "depuis", "voila"], rf"(?P<how>il y a|hace|depuis|voila)\s+{_ABOUT}(?P<n>{N})\s+(?P<u>{U})",
     relative.read_ago),
    (_NUMBER_WORDS, rf"(?P<n>{alternatives(NUMBERS)})\s+(?P<u>{U})\s+{_FROM}", relative.read_counted_from),
    (_NUMBER_WORDS, rf"(?P<n>{alternatives(NUMBERS)}){_COUNTED}", relative.read_numbered),
    (["rest", "remainder", "reste", "resto", "later", "earlier", "so", "what", "queda", "plus", "mas"], _REST,
     relative.read_rest),
    ([*SEASONS], rf"(?P<s>{alternatives(SEASONS)})\b(?:\s+(?P<dir>{STEPS_AFTER}))?", dates.read_season),
    ([letter + digit for letter in "qt" for digit in "1234"] + ["h1", "h2", "s1", "s2"],
     r"(?P<letter>[qths])(?P<index>[1-4])(?!\w)", dates.read_short_fraction),
)  # fmt: skip


def _by_first_word() -> dict[str, tuple[tuple[re.Pattern[str], Make], ...]]:
    found: dict[str, list[tuple[re.Pattern[str], Make]]] = {}
    for words, pattern, make in _RULES:
        rule = re.compile(pattern), make
        for word in dict.fromkeys(_first(word) for word in words):
            found.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in found.items()}


def _first(words: str) -> str:
    return _DIGIT if words == _DIGIT or words[0].isdecimal() else re.split(r"\W", words)[0]


_BY_FIRST_WORD = _by_first_word()


def rules_for(word: str) -> tuple[tuple[re.Pattern[str], Make], ...]:
    """The rules that may begin with a folded word, in the order in which they are tried."""
    return _BY_FIRST_WORD.get(_DIGIT if word[0].isdecimal() else word, ())
