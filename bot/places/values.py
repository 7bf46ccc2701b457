"""What a place is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``country`` by its short name of the United Nations, ``city`` in English; None for a country."""

    country: str
    city: str | None = None
