"""Clashes: events of different entities, or of an entity and the roadmap, that come in each other's way. Pure.

What a secretariat wants to hear of: events on the same days; events in one city on the same days or right after each
other, which could be combined; and, as merely possible, events known by month or quarter. A publication, a project, a
course of many weeks, a deadline or a report comes in nobody's way, and whoever holds two events knows of both.
"""

import datetime as dt
import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.contributions.places import places
from bot.text.period_words import fold
from bot.text.periods import Period
from storage.words import ContributionKind, ContributionStatus, Precision

#: What takes longer, in days, is around all the time and in nobody's way.
LONGEST = 14
#: A period by months that is longer than a quarter says too little.
LONGEST_VAGUE = 92
#: So many days apart two events can still follow each other: a Thursday and, in some countries, the next Monday.
REACH = dt.timedelta(days=4)
#: Statuses in which there is nothing left to move.
_OVER = frozenset({ContributionStatus.CANCELLED, ContributionStatus.DONE})
_PARTS = re.compile(r"[,;()/]")


class ClashKind(StrEnum):
    """How two events come in each other's way; ``findings.clash_<value>`` says it in words."""

    DAYS = "days"
    COMBINE = "combine"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Slot:
    """An event with its days, of an entity or of the roadmap.

    For the roadmap ``milestone`` is its id, ``who`` is empty, and ``city`` the whole venue as it is written. Otherwise
    ``who`` is the acronym of the entity, ``contact`` the name of whoever can be asked; ``contribution_id`` and
    ``entity_id`` are empty where nothing is stored yet. ``lead`` names in the roadmap's words who holds the event.
    ``towns`` are the cities, written so that one city is one text in any language.
    """

    who: str
    title: str
    period: Period
    city: str | None = None
    country: str | None = None
    online: bool = False
    contact: str | None = None
    entity_id: int | None = None
    contribution_id: int | None = None
    milestone: str | None = None
    lead: str | None = None
    towns: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What names it among all others: ``contribution:7`` or ``milestone:TS2``; a new one has ``contribution:``."""
        return f"milestone:{self.milestone}" if self.milestone else f"contribution:{self.contribution_id or ''}"

    @property
    def first(self) -> dt.date:
        """Its first day; of a vague one, the first on which it may begin."""
        assert self.period.start is not None, "a slot has days"
        return self.period.start

    @property
    def last(self) -> dt.date:
        """Its last day, included."""
        assert self.period.end is not None, "a slot has days"
        return self.period.end

    @property
    def exact(self) -> bool:
        """Whether its days are known."""
        return self.period.precision in (Precision.DAY, None)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two events in each other's way, in the order of their first days.

    ``first`` and ``last`` are the days that they share; None where one follows the other. ``same_town`` says that they
    are in one city.
    """

    kind: ClashKind
    one: Slot
    other: Slot
    first: dt.date | None
    last: dt.date | None
    same_town: bool

    @property
    def signature(self) -> str:
        """A text that is another one as soon as the days or the place of either side change."""
        return signature_of(self.one, self.other)


def event_slot(
    *,
    who: str,
    title: str,
    kind: ContributionKind | None,
    status: ContributionStatus | None,
    period: Period,
    city: str | None = None,
    country: str | None = None,
    venue: str | None = None,
    online: bool = False,
    contact: str | None = None,
    entity_id: int | None = None,
    contribution_id: int | None = None,
) -> Slot | None:
    """The slot of a contribution, stored or still in an open form; None where it can come in nobody's way."""
    days = days_that_count(period)
    if kind is not ContributionKind.EVENT or status in _OVER or days is None:
        return None
    towns = frozenset({town_of(city)}) if city and city.strip() else _known_towns(venue)
    return Slot(who, title, days, city, country, online, contact, entity_id, contribution_id, towns=towns)


def milestone_slot(
    *, key: str, title: str, kind: str, period: Period, venue: str | None = None, lead: str | None = None
) -> Slot | None:
    """The slot of a milestone; None for what is no event: a deadline, a report, a person, a phase of the process."""
    days = days_that_count(period)
    if days is None or not _is_event(kind, days, venue):
        return None
    parts = [part.strip() for part in _PARTS.split(venue or "") if part.strip()]
    known = places()
    names = [part for part in parts if (found := known.get(fold(part))) is None or found.city or len(parts) == 1]
    return Slot(
        "", title, days, venue, None, False, None, milestone=key, lead=lead, towns=frozenset(map(town_of, names))
    )


def clashes_between(one: Slot, others: Iterable[Slot]) -> tuple[Clash, ...]:
    """The clashes of one event with others, the certain ones first, then by date."""
    return _ordered(clash for other in others if (clash := clash_of(one, other)))


def clashes_among(slots: Sequence[Slot], roadmap: Sequence[Slot] = ()) -> tuple[Clash, ...]:
    """All clashes of events with each other and with the roadmap, the certain ones first, then by date.

    The events pass by in the order of their first days, so that only those that are still going on are compared.
    """
    found: list[Clash] = []
    going: list[tuple[dt.date, int, Slot]] = []
    for number, slot in enumerate(sorted([*slots, *roadmap], key=_by_day)):
        while going and going[0][0] < slot.first:
            heapq.heappop(going)
        found += [clash for _, _, other in going if (clash := clash_of(other, slot))]
        heapq.heappush(going, (slot.last + REACH, number, slot))
    return _ordered(found)


def clash_of(one: Slot, other: Slot) -> Clash | None:
    """How two events come in each other's way, whichever of them is named first; None where they do not."""
    if _same_hands(one, other):
        return None
    one, other = sorted((one, other), key=_by_day)
    first, last = max(one.first, other.first), min(one.last, other.last)
    together = first <= last
    same_town = not one.towns.isdisjoint(other.towns) and not _in_two_countries(one, other)
    if not (one.exact and other.exact):
        return Clash(ClashKind.POSSIBLE, one, other, first, last, same_town) if together else None
    if same_town and (together or _follow(one.last, other.first)):
        shared = (first, last) if together else (None, None)
        return Clash(ClashKind.COMBINE, one, other, shared[0], shared[1], same_town)
    return Clash(ClashKind.DAYS, one, other, first, last, same_town) if together else None


def signature_of(one: Slot, other: Slot) -> str:
    """The days and the place of both sides, as 32 hexadecimal digits; the same in either order."""
    sides = sorted(
        "|".join([slot.key, *map(str, (slot.first, slot.last, slot.period.precision or Precision.DAY)), *_place(slot)])
        for slot in (one, other)
    )
    return hashlib.sha256("\n".join(sides).encode()).hexdigest()[:32]


def days_that_count(period: Period) -> Period | None:
    """The days in which something can be in the way; None where they are unknown, too many or too vague."""
    if period.start is None or period.precision in (Precision.HALF, Precision.YEAR):
        return None
    if period.end is None and period.precision not in (Precision.DAY, None):
        return None
    days = period if period.end else replace(period, end=period.start)
    assert days.start is not None
    assert days.end is not None
    exact = days.precision in (Precision.DAY, None)
    return days if (days.end - days.start).days < (LONGEST if exact else LONGEST_VAGUE) else None


def town_of(city: str) -> str:
    """A city so that Genève and Geneva are one text; one that we do not know is its own name, folded."""
    folded = fold(city.strip())
    found = places().get(folded)
    return fold(found.city) if found and found.city else folded


def _known_towns(venue: str | None) -> frozenset[str]:
    """The cities that a venue names, where nobody said the city itself."""
    parts = (part.strip() for part in _PARTS.split(venue or ""))
    return frozenset(town_of(part) for part in parts if (found := places().get(fold(part))) and found.city)


def _same_hands(one: Slot, other: Slot) -> bool:
    """Whether one and the same holds both, so that nobody has to be told."""
    if one.milestone and other.milestone:
        return True
    if one.contribution_id is not None and one.contribution_id == other.contribution_id:
        return True
    if one.milestone or other.milestone:
        milestone, event = (one, other) if one.milestone else (other, one)
        named = re.search(rf"(?<!\w){re.escape(event.who)}(?!\w)", milestone.lead or "")
        return bool(event.who and named)
    if one.entity_id is not None and other.entity_id is not None:
        return one.entity_id == other.entity_id
    return fold(one.who) == fold(other.who)


def _in_two_countries(one: Slot, other: Slot) -> bool:
    """Whether both say a country, and not the same: there is a San José in each of several."""
    if not (one.country and other.country):
        return False
    return _country(one.country) != _country(other.country)


def _country(name: str) -> str:
    found = places().get(fold(name.strip()))
    return found.country if found else fold(name.strip())


def _follow(last: dt.date, first: dt.date) -> bool:
    """Whether nothing but a weekend lies between two days."""
    between = (last + dt.timedelta(days=number) for number in range(1, (first - last).days))
    return first - last <= REACH and all(day.isoweekday() > 5 for day in between)


def _is_event(kind: str, days: Period, venue: str | None) -> bool:
    """Whether a kind of milestone is something that people go to.

    Kinds are free words. One that we know neither way is an event where it has a place, a first and a last day.
    """
    words = fold(kind)
    if _NO_EVENT.search(words):
        return False
    if _EVENT.search(words):
        return True
    return bool(venue) and days.precision is Precision.DAY and days.start != days.end


_NO_EVENT = re.compile(
    r"deadline|report|document|resolution|draft|\btext|person|bod(?:y|ies)|mandate|provision|phase|\bplan|campaign"
    r"|process|series|agreement|decision|\bvote|framework|publication|\bcall\b"
    r"|echeance|date limite|delai|rapport|projet|texte|personne|organe|mandat|processus|serie|accord|cadre"
    r"|plazo|fecha limite|informe|resolucion|borrador|texto|persona|organo|fase|proceso|acuerdo|decision|marco"
)
_EVENT = re.compile(
    r"meeting|session|hearing|consultation|conference|summit|forum|discussion|round|workshop|seminar|webinar|training"
    r"|dialogue|briefing|event|congress|assembly|launch|symposium|retreat"
    r"|reunion|audition|audience|sommet|atelier|seminaire|webinaire|formation|colloque|evenement|congres|assemblee"
    r"|sesion|audiencia|consulta|conferencia|cumbre|foro|ronda|taller|seminario|capacitacion|dialogo|evento|asamblea"
)


def _place(slot: Slot) -> Iterator[str]:
    yield ",".join(sorted(slot.towns))
    yield fold((slot.country or "").strip())
    yield "online" if slot.online else ""


def _by_day(slot: Slot) -> tuple[dt.date, dt.date, bool, str, str, str]:
    return slot.first, slot.last, bool(slot.milestone), fold(slot.who), slot.key, slot.title


def _ordered(clashes: Iterable[Clash]) -> tuple[Clash, ...]:
    return tuple(
        sorted(clashes, key=lambda clash: (clash.kind is ClashKind.POSSIBLE, _by_day(clash.one), _by_day(clash.other)))
    )
