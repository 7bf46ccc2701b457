"""In which house a thing takes place: the venue as it is written, and the seats of the United Nations."""

import re
from collections.abc import Sequence

from bot.places import Place
from bot.text.period_grammar import fold

Span = tuple[int, int]

_VENUE = re.compile(
    r"\b(?:rooms?|hall|palais|palace|centre|center|ch?ateau|university|headquarters|hq|house|hotel|buildings?"
    r"|auditorium"
    r"|mission|ministry|salle|universite|siege|maison|ministere|sala|universidad|sede|ministerio|palacio|library|museum"
    r"|institute|institut|instituto|office|tower|plaza|campus|embassy|club|theatre|theater|church|residence|school"
    r"|academy"
    r"|chamber|unhq|unog|unon|unov|unog|vic|hilton|marriott|sheraton|intercontinental|serena|radisson|resort|lodge"
    r"|secretariat|parliament|senate|conservatory|gallery|stadium|park|castle|villa|auditorio|biblioteca|museo|centro"
    r"|hotel|amphitheatre|bibliotheque|musee|bibliotek|premises|delegation)\b|^itc$"
)
_NO_VENUE = re.compile(
    r"\b(?:tbc|tbd|by invitation|small|to be|a confirmer|por confirmar|dial|venue|zoom|online|virtual)\b"
)
_VENUE_BEFORE = re.compile(
    r"^\s*(?:(?:venue|place|where|lieu|lugar)\s?:\s*)?(?:(?:at|in|@|au|aux|a|en)\b\s*|à\s+)?(?:the\b\s*|l'|la\b\s*"
    r"|le\b\s*|el\b\s*)?",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:at|in|@|au|aux|a l'|a la|a|en|en el|en la)\s*(?:the |l'|la |le |el )?(?=[A-ZÀ-Þ])", re.IGNORECASE
)


def is_venue(segment: str) -> bool:
    """Whether a segment names a room or a house, and no thing that somebody does."""
    folded = fold(segment)
    return _VENUE.search(folded) is not None and _NO_VENUE.search(folded) is None and len(segment.strip()) <= 120


def venue_of(segments: Sequence[str]) -> str | None:
    """The venue that segments without places, dates and title tell: a room goes before its house."""
    found = [_trimmed(segment) for segment in segments if is_venue(segment)]
    told = ", ".join(dict.fromkeys(part for part in found if part))
    return (told[:1].upper() + told[1:]) if told else None


def _trimmed(segment: str) -> str:
    return _VENUE_BEFORE.sub("", segment).strip(" ,.;:-–")


def venue_inside(text: str) -> Span | None:
    """Where "at the Royal Hotel" stands within a segment that goes on about other things."""
    for match in re.finditer(r"\b(?:at|@|in|au|à|en)\s+(?:the\s+|l'|la\s+|le\s+|el\s+)?(?=[A-Z])", text):
        rest = text[match.end() :]
        name = re.match(
            r"(?:[A-ZÀ-Þ0-9][\w'’.-]*|of|the|de|des|du|for|\([A-Z]+\))(?:\s+(?:[A-ZÀ-Þ0-9][\w'’.-]*|of|the|de|des|du"
            r"|for|\([A-Z]+\)))*",
            rest,
        )
        if name and is_venue(name[0]):
            return match.start(), match.end() + name.end()
    return None


_SEATS = (
    (re.compile(r"palais des nations\b"), Place("Switzerland", "Geneva")),
    (re.compile(r"\bunhq\b|\bun headquarters\b"), Place("United States of America", "New York")),
)


def seat_in(folded: str) -> Place | None:
    """The city of a house of the United Nations that everybody knows."""
    return next((place for cue, place in _SEATS if cue.search(folded)), None)
