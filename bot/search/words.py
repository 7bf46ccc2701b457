"""Words of a text as the search compares them: folded, stemmed by language, without words that carry no meaning.

Any script is let through; only the languages of the bot have stems and stop words.
"""

import re
import unicodedata
from collections.abc import Iterable

import tantivy

from bot.text.languages import LANGUAGES, Language

#: No word that anybody looks for is longer; what is cut is a link or rubbish.
LONGEST_WORD = 64

# Written without accents, as they are compared.
_STOP: dict[Language, str] = {
    "en": (
        "a about above after again all also am an and any are as at be because been before being below between both "
        "but by can could did do does doing done down during each few for from further get gets got had has have "
        "having he her here hers him his how i if in into is it its itself just let may me might more most much "
        "must my no nor not of off on once only or other our ours out over own please s same shall she should so "
        "some such t take takes tell than that the their theirs them then there these they this those through to "
        "too under until up us very was we were what when where which while who whom whose why will with would you "
        "your yours"
    ),
    "fr": (
        "a ai ainsi alors apres as au aussi autre autres aux avant avec avez avoir avons beaucoup c ca car ce ceci "
        "cela celle celles celui ces cet cette ceux chaque chez combien comme comment d dans de depuis des donc "
        "dont du elle elles en encore entre es est et etaient etait ete etes etre eu eux faire fait font fut il ils "
        "j je jusqu l la laquelle le lequel les lesquels leur leurs lors lui m ma mais me meme memes mes moi moins "
        "mon n ne ni nos notre nous on ont ou par parce pas pendant peu peut plus pour pourquoi qu quand que quel "
        "quelle quelles quels qui quoi s sa sans se sera seront ses si soit sommes son sont sous sur t ta te tel "
        "telle tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y"
    ),
    "es": (
        "a ademas al algo algun alguna algunas alguno algunos ante antes aquel aquella asi aun aunque cada como con "
        "contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde dos durante e el ella ellas "
        "ellos en entre era eran eres es esa esas ese eso esos esta estaba estado estan estar estas este esto estos "
        "fue fueron ha haber habia han hasta hay he la las le les lo los mas me mi mis mismo mucho muchos muy nada "
        "ni no nos nosotros o os otra otras otro otros para pero poco por porque que quien quienes se sea segun ser "
        "sera seran si sin sobre son su sus tal tambien tan tanto te tiene tienen toda todas todo todos tu tus un "
        "una unas uno unos usted y ya yo"
    ),
}
STOP: dict[Language, frozenset[str]] = {language: frozenset(words.split()) for language, words in _STOP.items()}
#: Words without meaning in any of the languages: none of them is a typing mistake.
ANY_STOP = frozenset().union(*STOP.values())
#: What tells one language from the others: the words that only it has.
_OWN: dict[Language, frozenset[str]] = {
    language: frozenset(word for word in STOP[language] if len(word) > 1)
    - frozenset().union(*(STOP[other] for other in LANGUAGES if other != language))
    for language in LANGUAGES
}

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish"}


def folded(text: str) -> str:
    """The text in lower case without accents, so that "réfugiés" and "refugies" are the same."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words(text: str) -> list[str]:
    """All words of a text in lower case, with their accents, in order; a letter and its accent are one character."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain)]


class Stems(dict[str, str]):
    """From a word of one language, with its accents, to its stem, folded; remembers each word it was asked for.

    Ready for many threads to read only what it remembers already.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
        self._analyzer = analyzer.filter(tantivy.Filter.stemmer(_STEMMERS[language])).build()

    def __missing__(self, word: str) -> str:
        stem = self[word] = self.of(word)
        return stem

    def of(self, word: str) -> str:
        """The stem of a word, without remembering it."""
        found = self._analyzer.analyze(word)
        return folded(str(found[0]) if found else word)


def language_of_words(said: Iterable[str]) -> Language | None:
    """The language of a text by its function words; None where they do not decide."""
    plain = {folded(word) for word in said}
    counts = sorted(((len(plain & _OWN[language]), language) for language in LANGUAGES), reverse=True)
    return counts[0][1] if counts[0][0] > counts[1][0] else None
