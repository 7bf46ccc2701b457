"""Entries that a question sets apart: by their kind, place, lead, workstream and period. Pure.

A list, a count, a next and a last are made of these, never of what looks alike.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.answers.cards import Card
from bot.answers.corpus import Corpus
from bot.answers.ranking import overlaps
from bot.answers.series import Series
from bot.answers.understanding import GENERIC, Kind, Part, Understood
from bot.text.period_grammar import Found
from bot.text.periods import Period
from storage.words import Precision

#: An entry that lasts longer than this runs beside the others and is not one of those that happen then.
LONG = dt.timedelta(days=62)


def telling(parts: Iterable[Part], kinds: frozenset[str] = frozenset()) -> list[Part]:
    """The parts that set entries apart.

    A word that asks ("deadline") is one where it names one of ``kinds``; a weak word where nothing else is.
    """
    plain = [
        part
        for part in parts
        if part.kind is not Kind.ORDINAL
        and part.units.isdisjoint(GENERIC)
        and not all(unit.isdigit() for unit in part.units)
    ]
    strong = [part for part in plain if part.kind not in (Kind.WEAK, Kind.CUE)]
    asking = [part for part in plain if part.kind is Kind.CUE and part.units & kinds]
    return strong + asking or [part for part in plain if part.kind is Kind.WEAK and part.units & kinds]


def fields_hold(part: Part, card: Card) -> bool:
    """Whether an entry holds a part in its fields: title, kind, venue, lead, document, workstream."""
    if part.kind is Kind.SYMBOL:
        return not part.units.isdisjoint(card.symbols)
    return part.held(card.title) >= 0.7 or part.held(card.meta) >= 0.7


def chosen(corpus: Corpus, asked: Understood, parts: Sequence[Part], *, notes: bool = False) -> list[Card]:
    """The milestones that hold every part in their fields (with ``notes``, anywhere), known on the day in question.

    Where some of them are numbered and the question says which number, only those are meant.
    """
    cards = [
        card
        for card in corpus.cards
        if not card.entry.passage
        and (asked.as_of is None or card.entry.known_at(asked.as_of))
        and all(fields_hold(part, card) or (notes and part.held(card.everything) == 1.0) for part in parts)
    ]
    numbered = [card for card in cards if asked.ordinals & card.ordinals]
    return numbered or cards


def mostly(corpus: Corpus, asked: Understood, parts: Sequence[Part]) -> list[Card]:
    """The milestones that hold most of some parts, and none holds more; empty where none holds the better part."""
    total = sum(part.weight for part in parts)
    held: dict[Card, float] = {}
    for card in corpus.cards:
        if not card.entry.passage and (asked.as_of is None or card.entry.known_at(asked.as_of)):
            held[card] = sum(part.weight * (fields_hold(part, card) or part.held(card.everything)) for part in parts)
    best = max(held.values(), default=0.0)
    return [card for card, weight in held.items() if weight >= best - 1e-9] if best >= 0.6 * total else []


def any_of(corpus: Corpus, asked: Understood, parts: Sequence[Part]) -> list[Card]:
    """The milestones that hold any of several names or places ("IOM and UNHCR"), and everything else."""
    named = [part for part in parts if part.kind in (Kind.NAME, Kind.PLACE, Kind.PROPER)]
    if len(named) < 2:
        return []
    rest = [part for part in parts if part not in named]
    return [card for card in chosen(corpus, asked, rest) if any(fields_hold(part, card) for part in named)]


def within(cards: Iterable[Card], periods: Sequence[Found]) -> list[Card]:
    """The entries that meet every one of some periods."""
    return [card for card in cards if all(overlaps(found, card.entry.period) for found in periods)]


def useful(asked: Understood) -> list[Found]:
    """The periods of a question that have a beginning."""
    return [found for found in asked.periods if found.period.start is not None]


def is_long(period: Period) -> bool:
    """Whether a period is one beside which others happen."""
    return period.start is not None and (period.end is None or period.end - period.start > LONG)


def is_lasting(period: Period) -> bool:
    """Whether a period is long because something lasts, and not because its day is not known yet (a quarter)."""
    return is_long(period) and period.precision not in (Precision.QUARTER, Precision.HALF)


def replaced(corpus: Corpus, asked: Understood, card: Card) -> bool:
    """Whether a later entry that is known took the place of this one."""
    later = corpus.by_ref.get(corpus.successor.get(card.entry.ref, ""))
    return later is not None and (asked.as_of is None or later.known_at(asked.as_of))


def current(corpus: Corpus, asked: Understood, card: Card) -> Card:
    """What stands in the place of an entry, as far as it is known: itself, where nothing took its place."""
    seen = {card.entry.ref}
    while replaced(corpus, asked, card) and (ref := corpus.successor[card.entry.ref]) not in seen:
        seen.add(ref)
        card = corpus.card_of[ref]
    return card


def asked_series(corpus: Corpus, asked: Understood) -> tuple[Series, int] | None:
    """The series of which a question means the n-th, and n; the smallest where several would fit."""
    fitting: list[tuple[int, Series, int]] = []
    for index, number in asked.analysis.ordinals:
        for unit, series in corpus.series.items():
            if any(
                name.unit == unit and (1 <= name.first - index <= 4 or 0 <= index - name.last <= 1)
                for name in asked.analysis.names
            ) or (unit.startswith("kind:") and _kind_near(corpus, asked, unit.removeprefix("kind:"), index)):
                held = sum(
                    part.weight for part in asked.parts if all(part.held(c.title | c.meta) for c in series.cards)
                )
                fitting.append((-round(held * 100), series, number))
    if not fitting:
        return None
    _, series, number = min(fitting, key=lambda item: (item[0], len(item[1].members)))
    return series, number


def _kind_near(corpus: Corpus, asked: Understood, kind: str, index: int) -> bool:
    units = asked.analysis.units
    tokens = corpus.read(kind).tokens
    near = {token.stem for token in asked.analysis.tokens[max(0, index - 2) : index + 5]}
    named = {name.unit for name in asked.analysis.names if -3 <= name.first - index <= 5}
    return (
        bool(tokens)
        and all(
            token.stem in near or any(unit in named for unit in corpus.read(token.raw).units if unit[0] in "=@")
            for token in tokens
        )
        and bool(units)
    )


def members_meant(series: Series, asked: Understood) -> list[Card]:
    """The members of a series that the rest of a question allows."""
    parts = [part for part in asked.content if part.kind not in (Kind.ORDINAL, Kind.PLACE)]
    best = max((sum(p.weight * p.held(c.title | c.meta) for p in parts) for c in series.cards), default=0.0)
    return [c for c in series.cards if sum(p.weight * p.held(c.title | c.meta) for p in parts) >= best - 1e-9]
