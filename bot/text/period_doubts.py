"""What only looks like a date: "may we", "the March group", "a été adopté", "room 2017". All over folded text."""

import re

from bot.text.period_words import DASH, THE, M

#: What makes a month's name the name of somebody: "the March group" does not meet in March.
_NAME_BEHIND = re.compile(r"\s+(?:group|groupe|grupo)\b")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|by|until|till|since|from|before|after|during|between|early|late|mid|next|last|this|for|through|and in|"
    r"en|de|d'|avant|apres|depuis|jusqu'en|jusqu'a|des|d'ici|courant|pour|fin|debut|mi|du mois de|"
    r"antes de|despues de|desde|hasta|entre|para)[\s-]*(?:(?:the|about|around)\s+)?$|\bd'$"
)
#: What people hold and date by its month.
_DATED = (
    r"session|sessions|meeting|summit|hearing|conference|consultation|consultations|round|event|panel|workshop|deadline|"
    r"forum|retreat|briefing|dialogue|stocktaking|dates?|calendar|draft|report|update|edition|issue|version"
)
_DATED_BEHIND = re.compile(rf"\s+(?:{_DATED})\b")
#: What follows "may" where it is a verb, and no month.
_MAY_DO = re.compile(
    r"\s+(?:be|have|not|never|also|well|only|still|need|want|wish|apply|come|take|include|contain|require|attend|speak|"
    r"participate|help|use|submit|register|ask|refer|cover|differ|change|vary|lead|cause|become|make|go|get|see|find|give|"
    r"add|send|join|know|call|decide|choose|seem|appear|exist|happen|result|affect|bring|i|we|you|he|she|it|they|the|one|"
    r"there|this|that|or may|and may)\b"
)
_MARCH_ON = re.compile(r"\s+(?:to|for|on|against|through|in the streets|towards?|of the)\b")
#: What follows a month that opens a text; "May delegates come?" does not name one.
_GOES_ON = re.compile(rf"\s*(?:$|[?!.,;:)])|\s+(?:and|or)\s+(?:{M}|later|earlier)")
#: What makes a doubtful month the first of two.
_RANGE_BEHIND = re.compile(
    rf"(?:\s*(?:{DASH}|/)\s*|\s+(?:to|until|through|a|au|hasta|and|et|y)\s+)(?!may\b|mar|march\b){M}"
)
_AUGUST_BODY = re.compile(
    r"\s+(?:company|body|bodies|assembly|house|institutions?|gathering|audience|presence|chamber|forum|persons?|members?)\b"
)
_AFTER_NUMBER = re.compile(r"(?<![\w/.])(?!(?:19|20)\d\d\b)\d{1,4}(?:st|nd|rd|th)?\s+(?:of |de )?$")
_LEFT_OF_NAME = re.compile(r"\b(?:mr|ms|mrs|theresa|brian|women's)\.?\s+$|'s\s+$")


def surely_month(
    text: str, folded: str, match: re.Match[str], *, sure: bool = False, doubtful: bool = True, digits: bool = False
) -> bool:
    """Whether the word that the group ``m`` (or ``what``) matched is a month, by what stands around it.

    ``sure`` where a word such as "early" has asked for a month; ``digits`` where a day stands before it.
    """
    group = "m" if "m" in match.re.groupindex else "what"
    word, begin, end = match[group].rstrip("."), match.start(group), match.end(group)
    before, behind = folded[max(0, begin - 24) : begin], folded[end : end + 24]
    if word == "may" and _MAY_DO.match(behind) and text[begin].islower():
        return False
    if digits:
        return True
    if _NAME_BEHIND.match(behind) or _AFTER_NUMBER.search(before):
        return False
    if word == "august" and text[begin].islower() and (_AUGUST_BODY.match(behind) or before.endswith("an ")):
        return False
    if sure or not doubtful:
        return True
    if word == "sept" and re.match(r"\s+[a-z]", behind):
        return False
    if _BEFORE_MONTH.search(before):
        return not (word == "may" and _MAY_DO.match(behind))
    if _DATED_BEHIND.match(behind) or _RANGE_BEHIND.match(behind):
        return True
    if word not in ("march", "may", "dec", "nov", "oct", "feb", "jan", "sep") or not text[begin].isupper():
        return False
    if _LEFT_OF_NAME.search(before) or _MARCH_ON.match(behind) or _MAY_DO.match(behind):
        return False
    named = re.search(r"[A-Z]\w*\s+$", text[max(0, begin - 24) : begin])
    if word in ("may", "jan") and (named or re.match(r"\s+[A-Z]", text[end : end + 4])):
        return False
    return begin > 0 or _GOES_ON.match(behind) is not None


def surely_season(folded: str, begin: int, end: int, *, sure: bool = False) -> bool:
    """Whether a season's word stands for the time: French "été" is a participle, "spring" and "fall" are verbs."""
    word, before, behind = folded[begin:end], folded[max(0, begin - 24) : begin], folded[end : end + 16]
    if re.match(r"\s+(?:school|schools|university|universities|camp|camps|arabe|water|equinox)\b", behind):
        return False
    if re.search(
        r"\b(?:arab|ecoles? d'|universites? d'|escuelas? de|cursos? de|academie d'|universidad de)\s*$", before
    ):
        return False
    if sure:
        return True
    if word == "ete":
        return re.search(r"\b(?:l'|d'|cet |en |avant |apres |depuis )$", before) is not None
    if word == "spring" and re.search(r"\b(?:from|between)\s+$", before):
        return True
    if word in ("spring", "fall"):
        asked = r"\b(?:in|of|by|until|since|from|before|after|during|between|early|late|mid|and)"
        if word == "fall" or re.match(r"\s+(?:of|in|from|to|up|into)\b", behind):
            return re.search(asked + r"[\s-]+the\s+$", before) is not None and not re.match(r"\s+(?:of|in)\b", behind)
        return re.search(asked + r"[\s-]+(?:the\s+)?$|\bthe\s+$", before) is not None
    return True


_NO_YEAR_BEFORE = re.compile(
    r"(?:\b(?:room|salle|sala|para|paras|paragraph|paragraphs|paragraphe|parrafo|page|pages|no|nos|number|"
    r"numero|tel|ext|box|agenda|article|articulo|usd|eur|chf|at|resolution|decision|rule|form|line|fax|phone|almost|nearly|over|about|some|"
    r"approximately|roughly|environ|quelque|casi|unos|unas)\.?|[$€£#§+]|n°)\s*$|"
    r"[\w/.:'@-]$|\d[.,]$|\b(?!(?:19|20)\d\d\b)\d{2,}[ -]$"
)
_COUNTED = re.compile(
    r"\s+(?:people|persons|participants|delegates|delegations|migrants|refugees|children|women|men|states|countries|"
    r"members|words|pages|copies|km|kilometres|miles|dollars|euros|francs|usd|eur|chf|hours|hrs|gmt|utc|agenda|percent|"
    r"per cent|personnes|refugies|femmes|enfants|etats|pays|mots|heures|personas|refugiados|mujeres|ninos|estados|"
    r"paises|palabras|horas|delegados|participantes|staff|seats|places|beneficiaries|households|million|thousand|times)\b|h\b|%"
)


def is_counted(folded: str, end: int) -> bool:
    """Whether a number that looks like a year counts what stands behind it, as in "2000 people"."""
    return _COUNTED.match(folded, end) is not None


def surely_year(folded: str, begin: int, end: int) -> bool:
    """Whether four digits are a year: no room, sum, symbol or telephone number, and not the 2030 Agenda.

    The year of a name, as in the 1951 Convention, is one.
    """
    before = folded[max(0, begin - 24) : begin]
    return _NO_YEAR_BEFORE.search(before) is None and not is_counted(folded, end) and folded[end : end + 1] != "/"


def surely_weekday(text: str, folded: str, begin: int, end: int) -> bool:
    """Whether a weekday alone is one day ("on Thursday") and neither each such day nor a name."""
    before = folded[max(0, begin - 20) : begin]
    if re.search(
        r"\b(?:every|each|chaque|cada|los|les|tous les|todos los|most|black|good|ash|santo|placido)\s+$", before
    ):
        return False
    return not (folded[begin:end] == "domingo" and text[begin].isupper() and begin > 0)


def surely_now(folded: str, begin: int, end: int) -> bool:
    """Whether "now" bounds a time, or asks what is at present; in most other places it is a filler."""
    before = folded[max(0, begin - 16) : begin]
    asked = r"from|between|until|till|up to|by|since|to|right|just|de|desde|hasta|entre|a partir de|des|jusqu'a|d'ici"
    if re.search(rf"\b(?:{asked})\s+$", before):
        return True
    return re.match(r"\s*\?", folded[end : end + 4]) is not None


def surely_short_fraction(folded: str, begin: int, end: int, letter: str) -> bool:
    """Whether "Q3" or "H1" without its year is a quarter or half, and not the third question or the first hearing."""
    before = folded[max(0, begin - 24) : begin]
    if re.search(r"[\w/.]$", before) or re.match(r"[\w/.]?\d|-\d", folded[end : end + 2]):
        return False
    if letter == "q":
        return True
    asked = (
        r"in|by|during|for|until|from|late|early|mid|end of|au|du|le|en|el|del|au cours du|fin|debut|para el|durante el"
    )
    return re.search(rf"(?:\b(?:{asked})\s+{THE}?|[(,;]\s*)$", before) is not None


_FUNCTION = re.compile(
    r"\s+(?!(?:in|at|on|and|or|to|for|with|by|of|from|until|till|is|are|was|were|will|who|what|where|when|how|which|we|i|you|"
    r"they|it|the|a|an|as|but|if|so|then|there|have|has|had|do|does|did|can|en|a|au|aux|et|ou|pour|par|avec|de|du|des|le|la|"
    r"les|l|un|une|y|o|con|por|para|el|los|las|del|al|que|qui|est|sont|es|son|hay|se|nous|before|after|since|avant|"
    r"apres|depuis|antes|despues|desde|hasta|between|entre)\b)[a-z]"
)


def alone_behind(folded: str, end: int, *, of: bool = True) -> bool:
    """Whether a term of time stands for itself, and does not qualify a noun behind it as in "the March session".

    Without ``of``, "of" and its like lead on to such a noun too.
    """
    if not of and re.match(r"\s+(?:of|de|del|du)\b|\s+d'", folded[end : end + 8]):
        return False
    return _FUNCTION.match(folded, end) is None
