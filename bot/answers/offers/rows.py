"""Contributions as the answers see them: read once into words and places, and chosen by what a question wants. Pure.

Whoever calls gives only what the person who asks may see: what is not here can neither be told nor counted.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.answers.analysis import light, stem, tokens_of
from bot.answers.corpus import Corpus
from bot.answers.ranking import overlaps
from bot.contributions.form import FORMS, period_of
from bot.contributions.places import Place, places
from bot.text.period_grammar import Found, Relation, fold
from bot.text.periods import Period
from storage.models import Contribution, Entity
from storage.words import ContributionKind, ContributionStatus

#: So many words are looked for; more would only make every contribution fit by half.
MOST_WORDS = 12
#: So many contributions, and so many of their texts, are kept read.
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, or a name of several: as it is written, and the units of which a text holds one."""

    text: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants of the contributions. An empty part wants nothing in particular.

    ``entities`` and ``partners`` hold ids of entities, ``with_names`` the units of partners who are none; ``nouns``
    are special names of a kind ("workshop"), preferred where something bears one. ``coming`` wants what is not over,
    ``undated`` what has no date.
    """

    entities: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    with_names: tuple[Word, ...] = ()
    kinds: frozenset[ContributionKind] = frozenset()
    nouns: tuple[Word, ...] = ()
    periods: tuple[Found, ...] = ()
    places: tuple[Place, ...] = ()
    statuses: frozenset[ContributionStatus] = frozenset()
    online: bool = False
    words: tuple[Word, ...] = ()
    coming: bool = False
    undated: bool = False

    @property
    def narrow(self) -> bool:
        """Whether anything sets contributions apart."""
        return self != Wish()


@dataclass(frozen=True, eq=False)
class Offer:
    """A contribution, read: ``units`` are those of all its text, ``titled`` and ``partners`` those of a part of it."""

    row: Contribution
    title: str
    period: Period
    units: frozenset[str]
    titled: frozenset[str]
    partners: frozenset[str]
    places: frozenset[Place]

    @property
    def entity(self) -> Entity:
        """The entity that offers it."""
        return self.row.entity

    @property
    def day(self) -> dt.date | None:
        """The day on which it begins, or by which it is due."""
        return self.period.start or self.period.end


@dataclass(frozen=True, slots=True)
class Chosen:
    """What fits a wish, by date: those with a date that fits or of which none was asked for, and those without."""

    offers: tuple[Offer, ...] = ()
    undated: tuple[Offer, ...] = ()
    #: How much of the words of the wish the best of them holds, 0 to 1; 1 where it has none.
    held: float = 1.0

    def __bool__(self) -> bool:
        return bool(self.offers or self.undated)


@dataclass(slots=True)
class Reader:
    """Reads contributions with the names of the roadmap, each once as long as it does not change.

    What is kept here is for everybody: who may see it is decided anew with each question.
    """

    corpus: Corpus
    _known: dict[str, frozenset[str]] = field(default_factory=dict)
    _offers: dict[int, Offer] = field(default_factory=dict)

    def kept(self, contribution_id: int, version: int, updated_at: dt.datetime) -> Offer | None:
        """A contribution that was read before, if it still stands at this version."""
        found = self._offers.get(contribution_id)
        if found is None or (found.row.version, found.row.updated_at) != (version, updated_at):
            return None
        return found

    def units(self, text: str) -> frozenset[str]:
        """What a text can be found by; its words too without their endings, for texts of any language."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) > KEPT:
                self._known.clear()
            found = self.corpus.read(text).units | {
                unit for token in tokens_of(text) if not token.stop for unit in (token.stem, light(token.folded))
            }
            self._known[text] = found
        return found

    def offer(self, row: Contribution) -> Offer:
        """A contribution, read and kept."""
        if len(self._offers) > KEPT:
            self._offers.clear()
        self._offers[row.id] = self._offer(row)
        return self._offers[row.id]

    def _offer(self, row: Contribution) -> Offer:
        titles = dict(self.corpus.workstreams)
        streams = [name for key in row.workstreams for name in (key, titles.get(key, ""))]
        partners = self.units(" | ".join(row.partners))
        titled = self.units(row.title)
        text = " | ".join(filter(None, (row.description, *streams)))
        return Offer(
            row=row,
            title=" ".join(row.title.split()),
            period=period_of(row),
            units=titled | self.units(text) | partners,
            titled=titled,
            partners=partners,
            places=places_of(row),
        )


def places_of(row: Contribution) -> frozenset[Place]:
    """Where a contribution is, with the country of a city that is known; several countries are parted by commas."""
    known = places()
    found: set[Place] = set()
    countries = [name.strip() for name in re.split(r"[,;/]| and | et | y ", row.country or "") if name.strip()]
    whole = known.get(fold((row.country or "").strip()))
    found |= {whole} if whole else {known.get(fold(name)) or Place(name) for name in countries}
    if row.city:
        city = known.get(fold(row.city.strip()))
        country = next((place.country for place in found), "")
        # A city that we do not know is where its contribution says.
        place = city if city and city.city and country in ("", city.country) else Place(country, row.city.strip())
        found |= {place, Place(place.country)} if place.country else {place}
    return frozenset(found)


def names_of(entity: Entity) -> list[str]:
    """All names of an entity, its acronym first."""
    return [entity.acronym, entity.name, *entity.aliases]


def word_of(corpus: Corpus, text: str) -> Word:
    """A name as a word that can be looked for."""
    return Word(text, corpus.read(text).units | {stem(token.folded) for token in tokens_of(text)})


def chosen(offers: Iterable[Offer], wish: Wish, today: dt.date, reader: Reader, entities: Iterable[Entity]) -> Chosen:
    """The contributions that fit a wish.

    Where some hold all the words that it names, those; otherwise those that hold at least half, the most first. What
    fits but has no date stands apart where a period is asked for.
    """
    names = {
        entity.id: frozenset(light(token.folded) for token in tokens_of(entity.acronym))
        for entity in entities
        if entity.id in wish.partners
    }
    fitting = [offer for offer in offers if _fits(offer, wish, names)]
    if wish.coming:
        fitting = [offer for offer in fitting if offer.day is None or _last_day(offer) >= today]
    fitting, held = _by_words(fitting, wish.words)
    if wish.nouns and (named := [o for o in fitting if any(not word.units.isdisjoint(o.units) for word in wish.nouns)]):
        fitting = named
    within = [offer for offer in fitting if all(_meets(found, offer) for found in wish.periods)]
    if held == 1.0:
        within = by_date(within)
    undated = [offer for offer in fitting if offer.day is None] if wish.periods or wish.coming else []
    return Chosen(
        tuple(offer for offer in within if offer not in undated),
        tuple(undated),
        held,
    )


def by_date(offers: Iterable[Offer]) -> list[Offer]:
    """Contributions by their first day, those without one last."""
    return sorted(offers, key=lambda offer: (offer.day is None, offer.day or dt.date.max, offer.title, offer.row.id))


def _fits(offer: Offer, wish: Wish, names: dict[int, frozenset[str]]) -> bool:
    row = offer.row
    return (
        (not wish.entities or row.entity_id in wish.entities)
        and (not wish.kinds or row.kind in wish.kinds)
        and (not wish.statuses or row.status in wish.statuses or (row.tbc and _TBC in wish.statuses))
        and (not wish.online or row.online)
        and (not wish.undated or offer.day is None)
        and (not wish.places or any(place in offer.places for place in wish.places))
        and all(not word.units.isdisjoint(offer.partners) for word in wish.with_names)
        and all(_has_partner(offer, wish, entity_id, name) for entity_id, name in names.items())
    )


_TBC = ContributionStatus.TENTATIVE


def _has_partner(offer: Offer, wish: Wish, entity_id: int, name: frozenset[str]) -> bool:
    """Whether an entity takes part: as a partner, or as the one that offers it where no other is named."""
    return name <= offer.partners or (not wish.entities and offer.row.entity_id == entity_id)


def _by_words(offers: Sequence[Offer], words: Sequence[Word]) -> tuple[list[Offer], float]:
    if not words:
        return list(offers), 1.0
    shares = {
        offer: sum(not word.units.isdisjoint(offer.units) for word in words) / len(words) for offer in by_date(offers)
    }
    best = max(shares.values(), default=0.0)
    if best < 0.5:
        return [], best
    least = 1.0 if best == 1.0 else 0.5
    found = [offer for offer, share in shares.items() if share >= least]
    return sorted(found, key=lambda offer: -shares[offer]), best


def _meets(found: Found, offer: Offer) -> bool:
    """Whether a contribution falls into what is asked for; what has begun and has no end is still going on."""
    period = offer.period
    if period.start is not None and period.end is None and FORMS[offer.row.kind].open_ended:
        end = max(period.start, found.period.end or period.start)
        if found.relation is Relation.BEFORE:
            return period.start < (found.period.start or period.start)
        if not found.has_year:
            end = max(end, period.start + dt.timedelta(days=364))
        if found.relation is Relation.AFTER:
            return True
        period = replace(period, end=end)
    return overlaps(found, period)


def _last_day(offer: Offer) -> dt.date:
    if offer.period.end is None and FORMS[offer.row.kind].open_ended:
        return dt.date.max
    return offer.period.end or offer.period.start or dt.date.min
