"""What people see of what others did: the history of a contribution, and what an officer entered for an entity."""

from collections.abc import Sequence

from bot.contributions.outcomes import FieldChange
from bot.text.catalogue import phrase
from bot.text.dates import instant_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.contributions import (
    EDIT,
    HISTORY,
    changes_in_words,
    history_button,
    row_button,
    when_in_words,
    where_in_words,
)
from handlers.views.message import Message, actions, button, context, plain_section
from storage.models import Change, Contribution

#: So many changes stand on a page, the newest first.
PAGE_SIZE = 10
#: The longest account of one change; each value in it is shortened already.
CHANGE = 2500


def history_message(
    row: Contribution,
    changes: Sequence[tuple[Change, str | None]],
    language: Language,
    zone: str,
    *,
    page: int = 1,
) -> Message:
    """Who changed a contribution when, from what to what; the newest page first. The reader may edit it."""
    newest = list(reversed(changes))
    pages = max(1, -(-len(newest) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    head = phrase(language, "contributions.history_title", title=shorten(row.title, 200), entity=row.entity.acronym)
    texts, blocks = [head], [plain_section(head, block_id="history")]
    for change, name in newest[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]:
        line = _change(change, name, language, zone)
        texts.append(line)
        blocks.append(plain_section(line, block_id=f"history_{change.id}"))
    buttons = []
    if pages > 1:
        texts.append(phrase(language, "contributions.list_page", page=page, pages=pages))
        blocks.append(context(escape(texts[-1]), block_id="history_page"))
        for key, target in (("button_earlier", page - 1), ("button_later", page + 1)):
            if 1 <= target <= pages:
                label = phrase(language, f"contributions.{key}")
                buttons.append(button(label, action_id=f"{HISTORY}:{target}", value=f"{row.id}:{target}"))
    if buttons:
        blocks.append(actions(buttons, block_id="history_actions"))
    return Message(escape("\n".join(texts)), blocks)


def _change(change: Change, name: str | None, language: Language, zone: str) -> str:
    who = name or phrase(language, "contributions.somebody")
    when = instant_in_words(change.at, zone, language)
    key = change.action if change.action in ("submitted", "edited", "withdrawn", "restored") else "edited"
    done = phrase(language, f"contributions.history_{key}", who=who, when=when)
    if change.action in ("withdrawn", "restored"):
        return done
    fields = [
        FieldChange(field, change.old.get(field), value) for field, value in change.new.items() if field != "version"
    ]
    return shorten(f"{done} {changes_in_words(fields, language)}".strip(), CHANGE)


def entered_message(row: Contribution, officer: str, language: Language) -> Message:
    """To a focal point: the secretariat has entered this for your entity."""
    when_where = ", ".join(part for part in (when_in_words(row, language), where_in_words(row, language)) if part)
    key = "contributions.entered" if when_where else "contributions.entered_bare"
    text = phrase(language, key, who=officer, entity=row.entity.acronym, title=row.title, details=when_where)
    buttons = [row_button(EDIT, row, language), history_button(row, language)]
    return Message(
        escape(text), [plain_section(text, block_id="entered"), actions(buttons, block_id="entered_actions")]
    )
