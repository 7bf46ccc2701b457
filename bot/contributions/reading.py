"""A plain reply, read: what it wants, and the contributions that it names.

A first, careful form: each sentence that names a period becomes a draft with the words that it came from. What is not
in the text stays empty; nothing is kept before somebody has confirmed it.
"""

import datetime as dt
import html
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.text.period_grammar import Relation, find_periods, fold
from bot.text.periods import Period
from storage.words import ContributionKind

#: Longer replies are read up to here.
MAX_REPLY = 20_000
MAX_DRAFTS = 25


class Intent(StrEnum):
    """What a reply wants."""

    CONTRIBUTION = "contribution"
    NOTHING_TO_REPORT = "nothing_to_report"
    QUESTION = "question"
    THANKS = "thanks"
    SNOOZE = "snooze"
    DECLINE = "decline"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReadContribution:
    """A contribution as it was read. ``source`` is the sentence that it came from."""

    kind: ContributionKind
    title: str
    period: Period
    link: str | None
    online: bool
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says."""

    intent: Intent
    contributions: tuple[ReadContribution, ...] = ()


_CUES: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (
        Intent.NOTHING_TO_REPORT,
        ("nothing to report", "nothing to add", "no contribution", "rien a signaler", "nada que informar", "nada que comunicar"),
    ),
    (Intent.DECLINE, ("not the right person", "not me,", "ce n'est pas moi", "no soy la persona", "will not be able")),
    (Intent.SNOOZE, ("remind me", "later", "next week", "plus tard", "la semaine prochaine", "mas tarde", "la proxima semana")),
    (Intent.THANKS, ("thank", "merci", "gracias")),
)  # fmt: skip
_KINDS: tuple[tuple[ContributionKind, str], ...] = (
    (ContributionKind.PUBLICATION, r"report|brief|guide|publication|paper|study|tool|rapport|etude|informe|guia|estudio"),
    (ContributionKind.PROJECT, r"project|programme|program|projet|proyecto|programa"),
    (ContributionKind.ACTIVITY, r"campaign|survey|poll|data collection|campagne|campana|encuesta|support"),
)  # fmt: skip
_LINK = re.compile(r"<(https?://[^>|\s]+)(?:\|[^>]*)?>|(https?://[^\s<>]+)")
_ONLINE = re.compile(r"\b(online|webinar|virtual|hybrid|remote|en ligne|en linea|virtuel|virtual)\b")
_LEAD = re.compile(
    r"^(?:[-*•]\s*|\d+[.)]\s+)?(?:we (?:will |are |plan to )?(?:hold(?:ing)?|host(?:ing)?|organi[sz]e|publish|launch)|"
    r"nous (?:organisons|tenons|publions)|organizamos|celebramos|publicamos)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s+|^)(?:on|in|from|at|le|du|en|el|del|au|les|a)?\s*$", re.IGNORECASE)


def read_reply(text: str, *, as_of: dt.date, entity: str = "") -> Reading:
    """Read a reply that was written on a day. ``entity`` is the sender's, who is never a partner of itself."""
    plain = html.unescape(text[:MAX_REPLY])
    found = [draft for sentence in _sentences(plain) if (draft := _draft(sentence, as_of)) is not None]
    if found:
        return Reading(Intent.CONTRIBUTION, tuple(found[:MAX_DRAFTS]))
    folded = fold(plain)
    for intent, cues in _CUES:
        if any(cue in folded for cue in cues):
            return Reading(intent)
    return Reading(Intent.QUESTION if "?" in plain else Intent.OTHER)


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n+|(?<=[a-z0-9)][.!])\s+(?=[A-Z])", text) if part.strip()]


def _draft(sentence: str, as_of: dt.date) -> ReadContribution | None:
    if sentence.endswith("?") or sentence.startswith(">"):
        return None
    folded = fold(sentence)
    if any(cue in folded for intent, cues in _CUES if intent is not Intent.THANKS for cue in cues):
        return None
    periods = [one for one in find_periods(sentence, as_of) if one.period]
    if not periods:
        return None
    first = periods[0]
    link = _LINK.search(sentence)
    title = _LEAD.sub("", _TAIL.sub("", sentence[: first.begin])).strip(" ,:;-–")
    if len(title) < 4:
        title = sentence[first.end :].strip(" ,:;-–.")
    if len(title) < 4:
        return None
    period = first.period
    if first.relation in (Relation.UNTIL, Relation.BEFORE):
        period = Period(None, period.end, period.precision)
    kind = next((kind for kind, cue in _KINDS if re.search(rf"\b(?:{cue})s?\b", folded)), ContributionKind.EVENT)
    return ReadContribution(
        kind=kind,
        title=title[:300],
        period=period,
        link=(link[1] or link[2]) if link else None,
        online=_ONLINE.search(folded) is not None,
        source=sentence,
    )
