"""What people see of "nothing to report": whether it is meant so, and that it was recorded."""

from bot.contributions.outcomes import NilReported
from bot.text.catalogue import phrase
from bot.text.escape import escape
from bot.text.languages import Language
from handlers.views.contributions import ADD
from handlers.views.message import Message, actions, button, plain_section

NOTHING = "contribution.nothing"


def ask_nothing_message(
    offered: int, drafts: int, acronym: str, panel_id: int, entity_id: int, language: Language
) -> Message:
    """Before "nothing to report" is noted beside what was submitted or begun: is it meant so?"""
    parts = [phrase(language, "contributions.nothing_sure", entity=acronym)]
    if offered:
        parts.append(phrase(language, "contributions.nothing_offered", count=offered))
    if drafts:
        parts.append(phrase(language, "contributions.nothing_drafts", count=drafts))
    text = " ".join(parts)
    yes = button(phrase(language, "handlers.nothing_confirm_yes"), action_id=NOTHING, value=f"{panel_id}:{entity_id}")
    return Message(escape(text), [plain_section(text, block_id="nothing"), actions([yes], block_id="nothing_actions")])


def nil_message(reported: NilReported, acronym: str, panel_id: int, language: Language) -> Message:
    """A nil return was recorded, or had been; what was submitted beside it stays and is counted."""
    parts = [
        phrase(language, "contributions.nil_recorded" if reported.new else "contributions.nil_known", entity=acronym)
    ]
    if reported.contributions:
        parts.append(phrase(language, "contributions.nil_beside", count=reported.contributions, entity=acronym))
    text = " ".join(parts)
    add = button(
        phrase(language, "contributions.button_add"), action_id=ADD, value=f"{panel_id}:{reported.nil.entity_id}"
    )
    return Message(escape(text), [plain_section(text, block_id="nil"), actions([add], block_id="nil_actions")])
