"""Known entities by what somebody types of their acronym, an alias or their name."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.text.period_words import fold
from storage.models import Entity

#: How alike (of 100) what was typed must be to a name that it neither begins nor stands in.
ALIKE = 75
_SHORTEST_SLIP = 4


def entities_like(typed: str, entities: Sequence[Entity], limit: int) -> list[Entity]:
    """The entities that may be meant, the likeliest first; none for an empty text."""
    letters = fold(typed).strip()
    if not letters:
        return []
    ranked = [(_likeness(letters, entity), entity) for entity in entities]
    found = [(rank, entity) for rank, entity in ranked if rank]
    found.sort(key=lambda pair: (-pair[0], pair[1].acronym.casefold()))
    return [entity for _, entity in found[:limit]]


def _likeness(letters: str, entity: Entity) -> float:
    """From 0 (not meant) to 400 (named so)."""
    names = [fold(name) for name in (entity.acronym, *entity.aliases, entity.name)]
    if letters in names:
        return 400
    if any(name.startswith(letters) for name in names):
        return 300
    if any(f" {letters}" in name for name in names):
        return 200
    if len(letters) < _SHORTEST_SLIP:
        return 0
    best = max(max(fuzz.ratio(letters, name), fuzz.partial_ratio(letters, name) - 10) for name in names)
    return best if best >= ALIKE else 0
