"""The words that periods are told with, in English, French and Spanish, as pieces of patterns over folded text."""

import functools
import re
import unicodedata
from collections.abc import Iterable

_MONTH_WORDS = (
    "january|jan|janvier|janv|enero|ene", "february|feb|fevrier|fevr|fev|febrero", "march|mar|mars|marzo",
    "april|apr|avril|avr|abril|abr", "may|mai|mayo", "june|jun|juin|junio", "july|jul|juillet|juil|julio",
    "august|aug|aout|agosto|ago", "september|sept|sep|septembre|septiembre|setiembre",
    "october|oct|octobre|octubre", "november|nov|novembre|noviembre", "december|dec|decembre|diciembre|dic",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split("|")}
_SHORT_MONTHS = frozenset(
    ["jan", "janv", "ene", "feb", "fevr", "fev", "mar", "apr", "avr", "abr", "jun", "jul", "juil", "aug", "ago", "sept",
     "sep", "oct", "nov", "dec", "dic"]
)  # fmt: skip
#: Month words that are other words too: alone, they need a preposition or a noun that they date at their side.
DOUBTFUL = _SHORT_MONTHS | {"may", "march", "mars"}

_WEEKDAY_WORDS = (
    "monday|lundi|lunes", "tuesday|mardi|martes", "wednesday|mercredi|miercoles", "thursday|jeudi|jueves",
    "friday|vendredi|viernes", "saturday|samedi|sabado", "sunday|dimanche|domingo",
)  # fmt: skip
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_WORDS) for word in words.split("|")}
#: Short weekdays are read only beside a day of a month.
SHORT_WEEKDAYS = frozenset(
    ["mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun", "lun", "mar", "mer", "jeu",
     "ven", "sam", "dim", "mie", "jue", "vie", "sab", "dom"]
)  # fmt: skip

#: The first and the last month; a last month beyond 12 lies in the year after.
SEASONS = {
    word: span
    for span, words in (
        ((3, 5), "spring|printemps|primavera"),
        ((6, 8), "summer|ete|verano"),
        ((9, 11), "autumn|automne|otono|fall"),
        ((12, 14), "winter|hiver|invierno"),
    )
    for word in words.split("|")
}

_NUMBER_WORDS = {
    1: "one|un|une|una|a|an", 2: "two|deux|dos|couple of|a couple of|couple|a couple",
    3: "three|trois|tres|few|a few|several|quelques|plusieurs|unos|unas|algunos|algunas|varios|varias",
    4: "four|quatre|cuatro", 5: "five|cinq|cinco", 6: "six|seis", 7: "seven|sept|siete", 8: "eight|huit|ocho",
    9: "nine|neuf|nueve", 10: "ten|dix|diez", 11: "eleven|onze|once", 12: "twelve|douze|doce",
    13: "thirteen|treize|trece", 14: "fourteen|quatorze|catorce", 15: "fifteen|quinze|quince",
    18: "eighteen|dix-huit|dieciocho",
    20: "twenty|vingt|veinte", 30: "thirty|trente|treinta",
}  # fmt: skip
#: "A few" is read as three: some number must be, and it is said back to the reader in dates.
NUMBERS = {word: number for number, words in _NUMBER_WORDS.items() for word in words.split("|")}

_UNIT_WORDS = {
    "day": "day|days|jour|jours|dia|dias",
    "week": "week|weeks|semaine|semaines|semana|semanas",
    "fortnight": "fortnight|fortnights|quinzaine|quincena|quincenas",
    "month": "month|months|mois|mes|meses",
    "quarter": "quarter|quarters|trimestre|trimestres|trimester",
    "half": "semester|semesters|semestre|semestres",
    "year": "year|years|an|ans|annee|annees|ano|anos",
}
UNITS = {word: name for name, words in _UNIT_WORDS.items() for word in words.split("|")}

_ORDINAL_WORDS = {
    1: "first|1st|premier|premiere|premiers|premieres|1er|1re|1ere|primer|primero|primera|primeros|primeras|1o|1a|1ro",
    2: "second|2nd|deuxieme|second|seconde|2e|2eme|2nde|segundo|segunda|2o|2a|2do|2da",
    3: "third|3rd|troisieme|3e|3eme|tercer|tercero|tercera|3er|3o|3a",
    4: "fourth|4th|quatrieme|4e|4eme|cuarto|cuarta|4o|4a|4to",
    -1: "last|final|dernier|derniere|derniers|dernieres|ultimo|ultima|ultimos|ultimas",
}
ORDINALS = {word: number for number, words in _ORDINAL_WORDS.items() for word in words.split("|")}

#: Where a word sends us: 0 is the present unit, 1 the next, -1 the last; a window counts from today.
_STEP_WORDS = {
    0: "this|these|current|ce|cet|cette|ces|este|esta|estos|estas|en cours|en curso|actual|courante?",
    1: "next|prochaine?s?|proxim[oa]s?|que vienen?|entrante|a venir|qui vient",
    -1: "last|previous|derniere?s?|passee?s?|pasad[oa]s?",
}
STEPS_BEFORE = (
    "this|these|current|next|coming|upcoming|last|past|previous|recent|ce|cet|cette|ces|este|esta|estos|estas|"
    "prochain|prochaine|prochains|prochaines|dernier|derniere|derniers|dernieres|"
    "proximo|proxima|proximos|proximas|ultimo|ultima|ultimos|ultimas"
)
STEPS_AFTER = (
    r"(?:prochaine?s?|derniere?s?|passee?s?|proxim[oa]s?|pasad[oa]s?|que vienen?|qui vient|entrante|en cours|en curso|"
    r"a venir)\b"
)

_DAY_WORDS = {
    -2: ("day before yesterday", "avant-hier", "avant hier", "anteayer", "antier"),
    -1: ("yesterday", "last night", "hier", "hier soir", "ayer", "anoche"),
    0: (
        "today", "tonight", "this morning", "this afternoon", "this evening", "aujourd'hui", "ce matin", "ce soir",
        "cet apres-midi", "cette nuit", "hoy", "esta manana", "esta tarde", "esta noche", "now", "maintenant", "ahora",
    ),
    1: ("tomorrow", "demain", "manana"),
    2: ("day after tomorrow", "apres-demain", "apres demain", "pasado manana"),
}  # fmt: skip
#: How many days from today a word leads.
DAY_WORDS = {word: away for away, words in _DAY_WORDS.items() for word in words}


def alternatives(words: Iterable[str]) -> str:
    """The words as one group of a pattern, longer ones first, so that none hides another that it begins."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|ero?|re|ro|o|°)?(?!\w)"
M = f"(?:{alternatives(set(MONTHS) - _SHORT_MONTHS)}\\b|{alternatives(_SHORT_MONTHS)}\\b\\.?)"
#: The years from 1900 to 2100.
YEAR = r"(?:(?:19|20)\d\d|2100)"
Y = rf"{YEAR}(?![\w%])(?![.,]\d)"
N = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})"
U = alternatives(UNITS) + r"\b"
WEEKEND = r"(?:weekend|week-end|week end|fin de semana)\b"
HALF = r"(?:half|moitie|mitad)\b"
WEEKDAY = alternatives(WEEKDAYS) + r"\b"
#: A weekday before a date, with what may stand between the two.
W = f"(?:{alternatives([*WEEKDAYS, *SHORT_WEEKDAYS])}\\b\\.?,?\\s+(?:the\\s+|le\\s+|el\\s+)?)"
DASH = "[-‐‑‒–—−]"
THE = r"(?:(?:the|le|la|les|el|los|las)\s+|l')"
OF = r"(?:\s*(?:\b(?:of|in|de|en|du|del)\b|\bd'))"
#: What stands between the days of "24-25 July" or "24, 25 and 26 July".
_BETWEEN_DAYS = (
    rf"(?:\s*(?:{DASH}|[/&+]|,?\s*\b(?:to|until|till|through|and|or|au|et|ou|al|a|y|o)\b|,)\s*(?:{THE})?(?:dia\s+)?)"
)
DAYS = rf"(?P<days>{D}(?:{_BETWEEN_DAYS}{W}?{D}){{0,5}})"
REL_YEAR = (
    rf"(?:{THE})?(?:(?:this|next|last|current|coming|previous|cette|este|proximo|pasado)\s+(?:year|annee|ano)|"
    r"(?:year|annee|an|ano)\s+(?:prochaine?|derniere?|passee?|que viene|proximo|pasado|en cours|en curso))\b"
)


def step(word: str) -> int:
    """Whether a word such as "next" leads to the present unit (0), the one after (1) or the one before (-1)."""
    for number, words in _STEP_WORDS.items():
        if re.fullmatch(words, word):
            return number
    return -1 if word.startswith(("past", "recent", "ultim")) else 1


def number(word: str) -> int:
    """The number that digits or a word tell."""
    return int(word) if word.isdecimal() else NUMBERS[word]


@functools.lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter).casefold()
    return plain[0] if plain and len(plain[0]) == 1 else " "


def fold(text: str) -> str:
    """The text in lower case without accents, letter for letter, so that offsets stay."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_letter, text.replace("’", "'")))
