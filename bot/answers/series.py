"""Series: what the roadmap counts through ("the third hearing" of five). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answers.cards import Card


@dataclass(frozen=True, slots=True)
class Series:
    """Entries that share a name and are numbered; ``unit`` is what they share."""

    unit: str
    members: tuple[tuple[int, Card], ...]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers that the roadmap holds."""
        return frozenset(number for number, _ in self.members)

    @property
    def whole(self) -> bool:
        """Whether the numbers run from one without a gap, so that what is missing does not exist."""
        return self.numbers == frozenset(range(1, max(self.numbers) + 1))

    @property
    def cards(self) -> tuple[Card, ...]:
        """The entries in order, each once."""
        return tuple(dict.fromkeys(card for _, card in sorted(self.members, key=lambda pair: pair[0])))


def series_among(cards: Iterable[Card]) -> dict[str, Series]:
    """Every series by what its members share: their kind, or a name in their titles."""
    found: dict[str, list[tuple[int, Card]]] = defaultdict(list)
    for card in cards:
        if card.entry.passage or not card.ordinals:
            continue
        shared = {f"kind:{card.entry.kind.casefold()}"} | {unit for unit in card.title if unit.startswith("@")}
        for unit in shared:
            found[unit] += [(number, card) for number in card.ordinals]
    return {
        unit: Series(unit, tuple(members))
        for unit, members in found.items()
        if len({number for number, _ in members}) > 1 and len({card.entry.ref for _, card in members}) > 1
    }


def by_date(cards: Sequence[Card]) -> list[Card]:
    """Entries by their dates, those without one last."""
    return sorted(
        cards,
        key=lambda card: (
            (card.entry.period.start or card.entry.period.end) is None,
            str(card.entry.period.start or card.entry.period.end),
            card.entry.ref,
        ),
    )
