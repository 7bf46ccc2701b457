"""Reading a plain reply: what it wants, and the contributions that stand in it.

Nothing is invented: a field that the text does not give stays empty, and a piece of text becomes a draft only where it
names a kind of thing (a meeting, a report) together with a date, a place or a link. Nothing is saved here either; a
draft is shown with the words it came from, and a person decides.
"""

import datetime as dt
import html
import re
from dataclasses import dataclass, field
from enum import StrEnum

from bot.contributions import cues
from bot.contributions.places import Place, places
from bot.forms.cleaning import clean_link, clean_text
from bot.text.escape import shorten
from bot.text.period_grammar import Found, Relation, find_periods, fold
from bot.text.periods import Period
from storage.words import ContributionKind, ContributionStatus, Precision

#: A reply may hold this many characters; what stands behind is not read (Slack delivers no longer message).
READ = 40_000
#: One item is read this far: no sentence about one thing is longer.
ITEM = 2_000
MOST_DRAFTS = 25


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
class Draft:
    """A contribution as a reply tells it; ``words`` is the piece of text that it came from."""

    kind: ContributionKind
    title: str
    words: str
    period: Period = field(default_factory=Period)
    venue: str | None = None
    city: str | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    online: bool = False
    link: str | None = None
    status: ContributionStatus | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply was understood to say. ``unread`` names the titles beyond the twenty-five drafts.

    ``until`` is the day to which somebody puts it off, ``instead`` whom somebody names who should be asked.
    """

    intent: Intent
    drafts: tuple[Draft, ...] = ()
    unread: tuple[str, ...] = ()
    until: dt.date | None = None
    instead: str | None = None


def read_reply(text: str, as_of: dt.date, entity: str) -> Reading:
    """Read a reply that somebody of an entity (its acronym) wrote on a day. Never raises, whatever the text."""
    plain, links = _unwrapped(text[:READ])
    folded = fold(plain).strip()
    if not any(letter.isalnum() for letter in folded):
        return Reading(Intent.OTHER)
    if cues.QUESTION.search(folded[:ITEM]):
        return Reading(Intent.QUESTION)
    drafts = [draft for item in _items(plain) if (draft := _draft(item, as_of, entity, links))]
    distinct = list({(fold(draft.title), draft.period, draft.city): draft for draft in drafts}.values())
    if distinct:
        unread = tuple(draft.title for draft in distinct[MOST_DRAFTS:])
        return Reading(Intent.CONTRIBUTION, tuple(distinct[:MOST_DRAFTS]), unread)
    short = folded[:ITEM]
    for intent, cue in (
        (Intent.NOTHING_TO_REPORT, cues.NOTHING),
        (Intent.DECLINE, cues.DECLINE),
        (Intent.THANKS, cues.THANKS),
        (Intent.SNOOZE, cues.SNOOZE),
    ):
        if cue.search(short):
            return Reading(intent)
    return Reading(Intent.QUESTION if short.endswith("?") else Intent.OTHER)


def _unwrapped(text: str) -> tuple[str, dict[str, str]]:
    """The text without Slack's markup, and the addresses that stood in it by what now stands in their place."""
    links: dict[str, str] = {}

    def unwrap(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith(("http://", "https://")):
            shown = label or target
            links[shown] = target
            return shown
        return label if target.startswith("mailto:") else ""

    plain = re.sub(r"<([^<>\n]{1,3000})>", unwrap, text)
    plain = html.unescape(plain)
    plain = re.sub(r":[a-z0-9_+-]{2,40}:", " ", plain)
    plain = re.sub(r"```|(?<!\w)[*_~`]+|[*_~`]+(?!\w)", " ", plain)
    for address in re.findall(r"https?://[^\s<>|]{1,2000}", plain):
        links.setdefault(address.rstrip(".,;:!?)]"), address.rstrip(".,;:!?)]"))
    try:
        return clean_text(plain, READ * 2) or "", links
    except ValueError:
        return "", {}


def _items(text: str) -> list[str]:
    """The pieces of a text that may each tell one thing: lines and what semicolons part.

    Quoted older mail and what stands behind a signature's dashes are left out. A line that only adds a date or a place
    belongs to the line before it.
    """
    items: list[str] = []
    for line in text.split("\n"):
        if re.match(r"\s*(?:--|__)\s*$", line):
            break
        if line.lstrip().startswith(">"):
            continue
        bullet = re.match(r"\s*(?:[-•*–]|\d{1,2}[).])\s+", line)
        for piece in map(str.strip, line[bullet.end() if bullet else 0 :].split(";")):
            if not piece:
                continue
            if items and not bullet and _first_kind(fold(piece[:ITEM])) is None and _first_kind(fold(items[-1])):
                items[-1] = f"{items[-1]}, {piece}"[:ITEM]
            else:
                items.append(piece[:ITEM])
    return items


def _draft(item: str, as_of: dt.date, entity: str, links: dict[str, str]) -> Draft | None:
    folded = fold(item)
    kind = _first_kind(folded)
    if kind is None:
        return None
    found = _outside_names(find_periods(item, as_of))
    moved = cues.MOVED.search(folded) is not None
    chosen = _chosen(found, folded, moved)
    cancelled = cues.CANCELLED.search(folded)
    if cancelled and not (moved and chosen and chosen.begin > cancelled.start()):
        return None
    cities, spans = _places_in(item, folded)
    link = next((target for shown, target in links.items() if shown in item), None)
    if chosen is None and not cities and link is None:
        return None
    parts = _parts(item, [(one.begin, one.end) for one in found] + spans)
    title = _title(parts)
    if title is None:
        return None
    countries = tuple(dict.fromkeys(place.country for place in cities))
    return Draft(
        kind=kind,
        title=shorten(title, 300),
        words=item,
        period=_period(chosen, item, moved) if chosen else Period(),
        venue=_venue(parts, title),
        city=next((place.city for place in cities if place.city), None),
        country=countries[0] if len(countries) == 1 else None,
        countries=countries if len(countries) > 1 else (),
        online=cues.ONLINE.search(folded) is not None,
        link=_good_link(link),
        status=next((status for status, cue in cues.STATUSES if cue.search(folded)), None),
        partners=_partners(item, folded, entity),
    )


def _first_kind(folded: str) -> ContributionKind | None:
    """The kind of the thing that is named first."""
    places_of = [(match.start(), kind) for kind, cue in cues.KINDS if (match := cue.search(folded))]
    return min(places_of)[1] if places_of else None


def _chosen(found: tuple[Found, ...], folded: str, moved: bool) -> Found | None:
    """The period that counts: the new one of a move, otherwise the first that still holds."""
    holding = [one for one in found if not cues.FORMER.search(folded[: one.begin]) and not _left_of_no_day(one, folded)]
    if not holding:
        return None
    return holding[-1] if moved else holding[0]


def _left_of_no_day(found: Found, folded: str) -> bool:
    """Whether this month is what is left of a day that does not exist, such as 31 June."""
    if found.period.precision is not Precision.MONTH:
        return False
    before, behind = folded[: found.begin], folded[found.end :]
    return bool(re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\s*(?:of |de )?$", before) or re.match(r"\s*3\d\b", behind))


def _outside_names(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The periods without the years that belong to a name ("Migration Outlook 2017 comes out on 29 June")."""
    exact = tuple(one for one in found if one.period.precision is not Precision.YEAR)
    return exact or found


def _period(found: Found, item: str, moved: bool) -> Period:
    """The period as it is stored: a part of a month is its month, a week its working days, "by" and "from" one end.

    Of something that moved "from 3 May to 7 June" only the later day holds.
    """
    period = found.period
    words = fold(item)[found.begin : found.end]
    if moved and found.relation is Relation.SINCE and period.start != period.end:
        return Period(period.end, period.end, period.precision)
    first = period.start
    if first and period.end:
        if found.whole:
            period = found.whole
        elif re.match(r"w/?c|week of|semaine du|semana del", words):
            period = Period(first, first + dt.timedelta(days=4), Precision.DAY)
    if found.relation in (Relation.UNTIL, Relation.BEFORE):
        return Period(None, period.end, period.precision)
    if found.relation is Relation.SINCE and period.start == period.end:
        return Period(period.start, None, period.precision)
    if found.relation is Relation.SINCE and re.match(r"\s*(?:on|onwards?)\b", fold(item)[found.end :]):
        return Period(period.start, None, period.precision)
    return period


_WORD = re.compile(r"[^\W\d_][\w'.-]*")
_GIVEN_BY = re.compile(r"\b(?:donors?:?|funded by|financee? par|financiad[oa] por)\s*(?:the\s+)?$")
_BEFORE_PLACE = re.compile(r"(?:^|[,|(–:]\s*|\s-\s|\b(?:in|at|near|a|en|au|aux|to)\s+(?:the\s+|la\s+|le\s+)?)$")


def _places_in(item: str, folded: str) -> tuple[list[Place], list[tuple[int, int]]]:
    """The places of an item with where they stand: named with a capital, behind "in" or a comma, and not in a name."""
    known = places()
    found: list[Place] = []
    spans: list[tuple[int, int]] = []
    words = list(_WORD.finditer(folded))
    n = 0
    while n < len(words):
        for size in range(min(4, len(words) - n), 0, -1):
            begin, end = words[n].start(), words[n + size - 1].end()
            place = known.get(folded[begin:end].rstrip("."))
            if place is None or not item[begin].isupper():
                continue
            listed = bool(spans) and re.fullmatch(
                r"(?:,|\sand|\set|\sy|,\sand)\s(?:the\s)?", folded[spans[-1][1] : begin]
            )
            if not (listed or _BEFORE_PLACE.search(folded[:begin])):
                continue
            if re.match(r"\s+[A-Z][a-z]", item[end:]) or _GIVEN_BY.search(folded[:begin]):
                continue
            found.append(place)
            spans.append((begin, end))
            n += size - 1
            break
        n += 1
    cities = [place for place in found if place.city]
    return (cities[:1] + [place for place in found if not place.city] if cities else found), spans


def _parts(item: str, spans: list[tuple[int, int]]) -> list[str]:
    """What is left of an item without its dates and places, cut at commas and their like."""
    rest = list(item)
    for begin, end in spans:
        rest[begin:end] = ["\x1f"] + [""] * (end - begin - 1)
    text = re.sub(r"https?://\S+", "\x1f", "".join(rest))
    return [part for part in re.split(r"[\x1f|\n]|,\s|[.:]\s|\s[-–—]\s|\s\(|\)", text) if part.strip()]


def _title(parts: list[str]) -> str | None:
    """The part that names the thing, without verb, article and what hangs at its end; a quoted name goes first."""
    at = next((n for n, part in enumerate(parts) if _first_kind(fold(part))), None)
    if at is None:
        return None
    # "Project: Safe Return" - the word for the kind alone is a heading of the name behind it.
    named = parts[at] if " " in parts[at].strip() or at + 1 == len(parts) else parts[at + 1]
    quoted = re.search(r"[\"“«]\s*([^\"”»]{8,300}?)\s*[\"”»]", named)
    if quoted and " " in quoted[1]:
        return quoted[1]
    host = re.match(r"^[\w &-]{2,40}?\b(?:hosts?|organi[sz]es?|holds?|organisent?|organizan?)\s+", named)
    text = named[host.end() :] if host else named
    lead = cues.LEAD_IN.match(fold(text))
    if lead and _first_kind(fold(text[lead.end() :])):
        text = text[lead.end() :]
    with_others = re.search(r"\b(?:with|avec|junto con|w/)\s+(?=[A-Z])", text)
    if with_others and with_others.start() > 8:
        text = text[: with_others.start()]
    tail = cues.TAIL.search(fold(text))
    text = (text[: tail.start()] if tail else text).strip(" ,.;:-–—'\"“”«»")
    return text[:1].upper() + text[1:] if len(text) > 3 else None


def _venue(parts: list[str], title: str) -> str | None:
    """A part that names a room or a house, without the preposition before it."""
    for part in parts:
        text = re.sub(r"^\s*(?:at|in|au|à|en|a)?\s*(?:the|la|le|el|l')?\s*", "", part, flags=re.IGNORECASE).strip(
            " ,.;"
        )
        if cues.VENUE.search(fold(text)) and fold(title) not in fold(part) and len(text) <= 120:
            return text[:1].upper() + text[1:]
    return None


_ORGANISATION = re.compile(
    r"(?:Government of|Gobierno de|Gouvernement d[eu])(?: the)? [A-Z][\w-]+|[A-Z][\w]*[A-Z-][\w-]*(?: Women)?|[A-Z]{2,}"
)


def _partners(item: str, folded: str, entity: str) -> tuple[str, ...]:
    """Organisations that are named behind "with" and its like, one after the other; the sender is none of them."""
    partners: dict[str, str] = {}
    for cue in cues.WITH.finditer(folded):
        at = cue.end()
        while match := _ORGANISATION.match(item, at):
            if fold(match[0]) != fold(entity):
                partners.setdefault(fold(match[0]), match[0])
            joint = re.match(r"(?:,| and| et| y| &|, and)\s+(?:the |la |el |le |l')?", item[match.end() :])
            if joint is None:
                break
            at = match.end() + joint.end()
    return tuple(partners.values())


def _good_link(link: str | None) -> str | None:
    try:
        return clean_link(link)
    except ValueError:
        return None
