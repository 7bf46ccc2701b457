"""What a form of a contribution offers to choose from: configuration, languages, and the entities of a panel."""

import functools
from collections.abc import Sequence

from babel import Locale

from bot.forms.declaring import Choice
from bot.text.languages import Language
from handlers.calls import Call
from handlers.forms.drawing import Given
from storage.queries.panels import expected_entities

#: The official languages of the United Nations, then others in which meetings are held and reports appear.
UN_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
OTHER_LANGUAGES = (
    "am", "bn", "de", "el", "fa", "ha", "hi", "id", "it", "ja", "km", "ko", "ku", "ms", "my", "ne", "nl", "om", "pl",
    "ps", "pt", "ro", "si", "so", "sq", "sr", "sw", "ta", "th", "ti", "tr", "uk", "ur", "vi",
)  # fmt: skip


@functools.cache
def language_choices(language: Language) -> tuple[Choice, ...]:
    """Languages by their names in the reader's language: the official ones first, the others in order."""
    names = Locale(language).languages

    def named(code: str) -> Choice:
        name = str(names.get(code, code))
        return Choice(code, name[:1].upper() + name[1:])

    others = sorted((named(code) for code in OTHER_LANGUAGES), key=lambda choice: choice.label)
    return (*(named(code) for code in UN_LANGUAGES), *others)


def given_choices(call: Call) -> Given:
    """The choices of the form that are no closed set."""
    workstreams = [Choice(key, title) for key, title in call.services.workstreams]
    return {"workstreams": workstreams, "languages": language_choices(call.language)}


async def entities_for(call: Call, panel_id: int) -> Sequence[Choice]:
    """Those on whose behalf an officer without a seat may contribute."""
    if not call.caller.viewer.officer or panel_id in call.caller.viewer.entities:
        return ()
    async with call.services.store.reading() as session:
        rows = await expected_entities(session, panel_id)
    return [Choice(str(row.entity_id), row.entity.acronym) for row in rows]
