"""The notes of milestones as sentences: where they end, and when what they say was true."""

import datetime as dt
import re

from bot.text.period_grammar import find_periods, fold

#: A sentence ends at a full stop before a capital; not after a title, an initial or an abbreviation of these.
_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bpara\.)(?<!\bart\.)(?<!\be\.g\.)"
    r"(?<!\bi\.e\.)(?<!\ba\.i\.)(?<!\bvs\.)\s+(?=[A-Z0-9'\"(¿¡ÉÀ])"
)
_LATER = re.compile(
    r"\s*(?:later|afterwards|subsequently|plus tard|ensuite|mas tarde|posteriormente)\b[\s,:]", re.IGNORECASE
)
_DATED = re.compile(
    r"\s*(?:(?:on|as of|by|au|le|en date du|a fecha de|al|el)\s+)?(?P<day>[^,:.]{6,30})[,:]?\s", re.IGNORECASE
)
_AS_OF = re.compile(r"\s*(?:as of|as at|at|en date du|au|a fecha de)\b", re.IGNORECASE)
_KNOWN_FROM = re.compile(r"\s*\(([^()]*?\bknown (?:from|since)\s+([^();,]+)[^()]*)\)", re.IGNORECASE)
_FOREVER = dt.date.max


def sentences_of(note: str) -> list[str]:
    """The sentences of a note."""
    return [sentence.strip() for sentence in _END.split(note.strip()) if sentence.strip()]


def is_later(sentence: str) -> bool:
    """Whether a sentence tells what came after the entry was written ("Later, ...")."""
    return _LATER.match(sentence) is not None


#: A day written together before a colon, as telegrams do ("16Feb2017: done").
_STAMP = re.compile(r"\s*(?P<day>\d{1,2})\s?(?P<month>[A-Z][a-z]{2,8})\.?\s?(?P<year>\d{4})\s*:\s*")


def said_of(sentence: str) -> dt.date | None:
    """The day of which a sentence says how things stood ("On 16 February 2017 the draft was pending"), if it does."""
    head = sentence[:48]
    if (stamp := _STAMP.match(sentence)) is not None:
        return _day(f"{stamp['day']} {stamp['month']} {stamp['year']}")
    for found in find_periods(head, dt.date(2000, 1, 1))[:1]:
        before = fold(head[: found.begin]).strip()
        if before in ("on", "as of", "as at", "at", "au", "le", "en date du", "a fecha de", "el", "al", ""):
            period = found.period
            if found.has_year and period.start is not None and period.start == period.end:
                return period.start
    return None


def known_text(text: str, as_of: dt.date | None) -> str:
    """A cell as it could be told on a day: what is marked as known only later is left out.

    A mark is "(known from 26 July 2017)" behind what it speaks of; where parts are parted by semicolons, it speaks of
    its own part alone. Without a day, the mark itself is left out.
    """
    if "known" not in text:
        return text
    parts = []
    for part in text.split(";"):
        match = _KNOWN_FROM.search(part)
        if match is None:
            parts.append(part)
            continue
        since = _day(match[2])
        if as_of is None or (since is not None and since <= as_of):
            # What stands in the brackets beside the mark stays.
            rest = re.sub(r"[,;]?\s*\bknown (?:from|since)\s+[^();,]+", "", match[1], flags=re.IGNORECASE).strip(" ,;")
            parts.append(part[: match.start()] + (f" ({rest})" if rest else "") + part[match.end() :])
    return ";".join(parts).strip(" ;")


def _day(words: str) -> dt.date | None:
    for found in find_periods(words, dt.date(2000, 1, 1)):
        return found.period.start
    return None


def tellable(sentence: str, as_of: dt.date | None) -> bool:
    """Whether a sentence could be told on a day. What came later is not told as of a day before it."""
    if as_of is None:
        return True
    if is_later(sentence):
        days = [found.period.start for found in find_periods(sentence, as_of) if found.has_year and found.period.start]
        return bool(days) and max(days) <= as_of
    said = said_of(sentence)
    return said is None or said <= as_of or not (_AS_OF.match(sentence) or _STAMP.match(sentence))
