"""What external selects of the form suggest while somebody types; the typed text itself is always the last."""

import asyncio
from collections.abc import Iterable
from typing import Any

from bot.contributions.partners import entities_like
from bot.forms.cleaning import LONGEST_NAME, clean_line
from bot.places import Place, suggest
from bot.places.countries import code_of
from bot.places.suggesting import place_in_words, suggest_countries
from bot.text.escape import shorten
from handlers.calls import Call
from handlers.forms.drawing import OPTION_TEXT, OPTION_VALUE
from storage.queries.contributions import entities_on_panels

SHOWN = 15


async def cities(call: Call) -> None:
    """Cities by what was typed; an option's value carries the country's code behind the city (``Geneva|CH``)."""
    typed = _typed(call)
    # The first call reads the larger cities.
    found = await asyncio.to_thread(suggest, typed, call.language, SHOWN)
    options = [(_value(place), place_in_words(place, call.language)) for place in found if place.city]
    await _offer(call, options, typed)


async def countries(call: Call) -> None:
    """Countries by what was typed, told in the reader's language and stored by their short names."""
    typed = _typed(call)
    found = suggest_countries(typed, call.language, SHOWN)
    await _offer(call, [(place.country, place_in_words(place, call.language)) for place in found], typed)


async def partners(call: Call) -> None:
    """Entities of the workspace by acronym, alias or name."""
    typed = _typed(call)
    async with call.services.store.reading() as session:
        known = await entities_on_panels(session, call.caller.workspace_id, None)
    # A comma parts the names where they are kept in one line.
    found = [
        (entity.acronym, f"{entity.acronym} - {entity.name}" if entity.name != entity.acronym else entity.acronym)
        for entity in entities_like(typed, known, SHOWN)
    ]
    await _offer(call, found, typed)


def _typed(call: Call) -> str:
    text = str(call.body.get("value") or "")
    return clean_line(text[:LONGEST_NAME], LONGEST_NAME) or ""


def _value(place: Place) -> str:
    code = code_of(place.country)
    return f"{place.city}|{code}" if code else str(place.city)


async def _offer(call: Call, found: Iterable[tuple[str, str]], typed: str) -> None:
    """Ack with the options, each value once, and with what was typed as the last."""
    told = {value: label for value, label in reversed(list(found)) if 0 < len(value) <= OPTION_VALUE}
    options = [_option(value, label) for value, label in reversed(told.items())]
    own = typed[:OPTION_VALUE].strip()
    if own and own.casefold() not in {value.casefold() for value in told}:
        options.append(_option(own, call.phrase("forms.use_typed", typed=own)))
    await call.ack(options=options)


def _option(value: str, label: str) -> dict[str, Any]:
    return {"value": value, "text": {"type": "plain_text", "text": shorten(label, OPTION_TEXT), "emoji": False}}
