"""Words of a text as the search compares them, and the cue words of the three languages.

The cue words are those of the languages themselves; the names of a roadmap come from its data alone.
"""

import functools
import re
import unicodedata

import tantivy

from bot.text.dates import month_name
from bot.text.languages import LANGUAGES, Language

_STOP = (
    "a about al all an and any are as at au aux avec be been by c can ce ces cette combien comment como "
    "con could cual cuales cuando cuantas cuanto cuantos d dans date dates day de del des did do does "
    "donde du el elle en es est et ete for from fue get got had happen happened happens has have hay held "
    "hold how i if il in into is it its know l la las le les lieu lo los lugar many may me much my no not "
    "nous o of on or ou our par para place please por pour qu quand que quel quelle quelles quels qui "
    "quien quienes quoi s se sera seran so some son sont su sur sus t take takes tell tendra tenir than "
    "that the their then there these this those tiene tient to un una unas une unos us vous was we were "
    "what when where which who whom whose why will with would y you "
)
STOP = frozenset(_STOP.split())

ORDINALS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "first 1st premier premiere 1er 1ere primer primera primero",
        "second 2nd deuxieme seconde segundo segunda",
        "third 3rd troisieme tercer tercera tercero",
        "fourth 4th quatrieme cuarto cuarta",
        "fifth 5th cinquieme quinto quinta",
        "sixth 6th sixieme sexto sexta",
        "seventh 7th septieme septimo septima",
        "eighth 8th huitieme octavo octava",
        "ninth 9th neuvieme noveno novena",
        "tenth 10th dixieme decimo decima",
        "eleventh 11th onzieme undecimo",
        "twelfth 12th douzieme duodecimo",
    ),
    start=1,
):
    ORDINALS.update(dict.fromkeys(_names.split(), _number))

_TOKEN = re.compile(r"\d+(?:er|ere|e|st|nd|rd|th)\b|[a-z]+|\d+")


def folded(text: str) -> str:
    """The text in lower case without accents, so that "réfugiés" and "refugies" are the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@functools.cache
def _stemmer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.stemmer("english")).build()


@functools.cache
def stem(word: str) -> str:
    """The stem of one folded word; an ordinal is written the same in every language and form."""
    if word in ORDINALS:
        return f"ordinal{ORDINALS[word]}"
    if (number := re.fullmatch(r"(\d+)(?:er|ere|e|st|nd|rd|th)", word)) is not None:
        return f"ordinal{number[1]}"
    stems = _stemmer().analyze(word)
    return str(stems[0]) if stems else word


def words(text: str) -> list[str]:
    """All words of a text, folded, in order."""
    return _TOKEN.findall(folded(text))


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning."""
    return [stem(word) for word in words(text) if word not in STOP]


@functools.cache
def month_stems() -> dict[str, str]:
    """From a month's name in any language to the stem of its English name."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for month in range(1, 13):
            found[stem(folded(month_name(month, language)))] = stem(folded(month_name(month, "en")))
    return found


ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "when": (
        ("when",),
        ("what", "date"),
        ("dates",),
        ("date",),
        ("quand",),
        ("quelle", "date"),
        ("cuando",),
        ("fecha",),
    ),
    "where": (("where",), ("venue",), ("which", "city"), ("ou",), ("lieu",), ("donde",), ("lugar",), ("ciudad",)),
    "who": (("who",), ("whom",), ("qui",), ("quien",), ("quienes",)),
    "document": (("symbol",), ("document",), ("resolution", "number"), ("cote",), ("signatura",)),
}


def asked_field(text: str) -> str:
    """What a question asks for: when, where, who, document, or what."""
    said = words(text)
    # "ou" is French for "or" too; it asks where only at the beginning of a question.
    first = said[:2]
    for field in ("when", "where", "who", "document"):
        for cue in ASKED[field]:
            if cue == ("ou",) and "ou" not in first:
                continue
            if all(word in said for word in cue):
                return field
    return "what"


NEXT = {"next", "prochain", "prochaine", "prochains", "prochaines", "proximo", "proxima", "siguiente", "upcoming"}


def asks_for_next(text: str) -> bool:
    """Whether a question asks for the next of something."""
    return bool(NEXT & set(words(text)))


_THANKS = {"thank", "thanks", "merci", "gracias", "hello", "hi", "bonjour", "salut", "hola", "cheers"}


def is_small_talk(text: str) -> bool:
    """Whether a message is a greeting, thanks, or a question about the bot itself."""
    said = words(text)
    if said and len(said) <= 4 and _THANKS & set(said):
        return True
    joined = " ".join(said)
    return any(cue in joined for cue in _ABOUT_US)


_ABOUT_US = ("what can you do", "who are you", "que peux tu faire", "qui es tu", "que puedes hacer")
_SPANISH = {
    "es",
    "la",
    "de",
    "cuando",
    "donde",
    "quien",
    "cual",
    "cuales",
    "el",
    "los",
    "las",
    "que",
    "sesion",
    "se",
    "del",
    "una",
    "en",
}
_FRENCH = {
    "quand",
    "ou",
    "qui",
    "quel",
    "quelle",
    "le",
    "la",
    "les",
    "des",
    "est",
    "du",
    "une",
    "au",
    "aux",
    "lieu",
    "sont",
}
_ENGLISH = {"when", "where", "who", "what", "which", "the", "is", "of", "how", "does", "will", "was", "in", "to"}


def language_of_text(text: str, fallback: Language) -> Language:
    """The language of a question by its function words; ``fallback`` where they do not decide."""
    said = set(words(text))
    counts: dict[Language, int] = {"en": len(said & _ENGLISH), "fr": len(said & _FRENCH), "es": len(said & _SPANISH)}
    best = max(counts.values())
    if best == 0:
        return fallback
    winners = [language for language, count in counts.items() if count == best]
    return fallback if fallback in winners else winners[0]
