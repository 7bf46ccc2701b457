"""Places of the world by the names that people write: countries, and cities from five hundred inhabitants on."""

from bot.places.countries import country_named
from bot.places.finding import find_place, find_places
from bot.places.suggesting import suggest
from bot.places.values import Place

__all__ = ["Place", "country_named", "find_place", "find_places", "suggest"]
