"""What else is said of a thing: its status, whether it is online, whether it moved or was called off."""

import re

from bot.text.period_grammar import fold
from storage.words import ContributionStatus

_ONLINE = re.compile(
    r"\b(?:online|on-line|webinars?|webminars?|virtual(?:ly)?|hybrid|remote(?:ly)?|zoom|teams meeting|ms teams|webex"
    r"|livestream\w*"
    r"|video ?conference|e-?courses?|e-?learning|moocs?|en ligne|virtuel(?:le)?s?|webinaires?|hybride"
    r"|visio(?:conference)?"
    r"|a distance|en linea|seminarios? web|hibrid[oa]|videoconferenc\w+|webinarios?|webinar(?:es)?|virtuales"
    r"|a distancia)\b"
)
_NO_ONLINE = re.compile(
    r"\b(?:not|no|available|published|report|database|register|registration|registering|apply|inscription)\s+online\b"
    r"|online since|\bmap\W+online"
)
_PLACE_TBC = r"(?:venue|place|room|location|city|hotel|lieu|salle|ville|sede|lugar|sala|agenda|speakers?|link|time)"
_TENTATIVE = re.compile(
    r"(?<!\w)(?:tbc|tbd|tba|provisional(?:ly)?|tentative(?:ly)?|to be (?:confirmed|decided|determined)|(?:will"
    r"|to) confirm|not (?:yet )?"
    r"(?:fixed|confirmed|final|set)|unconfirmed|pencil?led in|dates? (?:not fixed|open|pending)|awaiting confirmation"
    r"|probably|"
    r"still to be fixed|a confirmer|provisoire\w*|sous reserve|pas encore (?:fixe|confirme)\w*|por confirmar"
    r"|provisional\w*|"
    r"por definir|tentativ[oa]s?|sin confirmar|aun no confirmad[oa])(?!\w)"
)
_PLACE_BEFORE = re.compile(rf"\b{_PLACE_TBC}\s?(?:is |are |still |:|=|\()?\s*$")
_CONFIRMED = re.compile(r"\b(?:confirmed|confirmee?s?|confirmad[oa]s?)\b")
_DONE = re.compile(
    r"\b(?:(?:was|were) (?:held|published|launched|released|organi[sz]ed|completed|presented)|(?:we|i|have|has|just"
    r"|recently|already|and)\s+(?:just\s+|recently\s+|already\s+)?"
    r"(?:held|launched|published|organi[sz]ed|hosted|released|convened|ran|completed|concluded|delivered|conducted"
    r"|issued|co-?hosted)|"
    r"took place|^(?:just )?(?:released|published|launched|held|completed)\b|(?:came|went) out|is out now|"
    r"a(?: deja)? eu lieu|a ete (?:publie|lance|organise)e?|ont (?:eu lieu|ete)|avons (?:organise|publie|lance|tenu)"
    r"|s'est tenue?|vient de paraitre|paru(?:e|s)? (?:le|en)|"
    r"se (?:celebro|realizo|publico|lanzo|llevo a cabo|presento)|tuvo lugar|celebramos|organizamos|publicamos"
    r"|lanzamos|realizamos el taller|fue (?:publicad|lanzad|celebrad)[oa])\b"
)
_PLANNED = re.compile(
    r"\b(?:planned|planning|(?<=we )plan|(?<=i )plan|plans? to|upcoming|forthcoming|prevue?s?|previst[oa]s?|prevoyons"
    r"|planeamos|planead[oa]s?|planifi\w+|proxim[oa]s? (?=[a-z]))\b"
)
MOVED = re.compile(
    r"\b(?:moved?|moves|moving|slips?|slipped|rescheduled|postponed|brought forward|shifted|shifts|new dates?"
    r"|pushed (?:back|to)|delayed|"
    r"change of (?:date|dates|venue)|changed? (?:to|from)|date change|relocated|correction|update|instead of"
    r"|deplacee?s?|reportee?s?|repoussee?s?|"
    r"avancee?s?|decalee?s?|nouvelles? dates?|aplazad[oa]s?|pospuest[oa]s?|nuevas? fechas?|reprogramad[oa]s?"
    r"|adelantad[oa]s?|trasladad[oa]s?|se (?:mueve|traslada|pasa|aplaza|pospone)|cambia\w*)\b"
)
CANCELLED = re.compile(
    r"\b(?:cancel(?:l?ed|s|ling|lation)?|called off|is off|are off|dropped|withdrawn|annul(?:e|ee|es|ees|ons|ation)"
    r"|cancelad[oa]s?|cancela\w*|postponed|delayed|on hold|"
    r"report(?:e|ee|es|ees)|repoussee?s?|aplazad[oa]s?|pospuest[oa]s?|(?:will|do|does|did) not (?:take place|happen"
    r"|go ahead)|won't (?:take place|happen|go ahead)|"
    r"not (?:happening|going ahead)|n'aura (?:pas|plus) lieu|n'auront pas lieu|suspendid[oa]s?|suspended|suspendue?s?"
    r"|no (?:se realizara|tendra lugar|se celebrara))\b"
)


def status_of(folded: str) -> ContributionStatus | None:
    """The status that a cue tells; of a place that is to be confirmed nothing follows."""
    for match in _TENTATIVE.finditer(folded):
        if not _PLACE_BEFORE.search(folded[max(0, match.start() - 24) : match.start()]):
            return ContributionStatus.TENTATIVE
    rest = _TENTATIVE.sub(" ", folded)
    if _CONFIRMED.search(rest):
        return ContributionStatus.CONFIRMED
    if is_done(rest):
        return ContributionStatus.DONE
    return ContributionStatus.PLANNED if _PLANNED.search(rest) else None


def is_done(folded: str) -> bool:
    """Whether a folded piece of text tells what is over."""
    return _DONE.search(folded) is not None


_PARTICIPLE = re.compile(
    r"(?<!be )\b(?:published|released|launched|held|publiee?s?|lancee?s?|publicad[oa]s?|celebrad[oa]s?)\b"
)


def is_told_as_done(folded: str) -> bool:
    """Whether a participle tells what is over, if its day is."""
    return _PARTICIPLE.search(folded) is not None


def is_online(folded: str) -> bool:
    """Whether a thing takes place online too."""
    return _ONLINE.search(_NO_ONLINE.sub(" ", folded)) is not None


def is_marked(text: str) -> bool:
    """Whether a segment does nothing but mark: "TBC", "confirmed", "hybrid", "by invitation"."""
    folded = fold(text)
    for cue in (_TENTATIVE, _CONFIRMED, _ONLINE, _PLANNED):
        folded = cue.sub(" ", folded)
    words = re.findall(r"[a-z]+", folded)
    fillers = {
        "dates",
        "date",
        "the",
        "to",
        "be",
        "by",
        "invitation",
        "only",
        "all",
        "day",
        "and",
        "venue",
        "on",
        "in",
        "at",
        "will",
        "place",
        "is",
        "are",
        "or",
        "not",
        "still",
        "time",
        "room",
        "lieu",
        "sede",
        "event",
        "format",
    }
    return all(word in fillers for word in words)
