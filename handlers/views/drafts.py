"""What people see of drafts: kept, discarded, saved, and the offer to continue one."""

from collections.abc import Sequence
from dataclasses import replace

from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.message import Block, Message, actions, button, plain_section, section
from storage.models import StoredDraft

CONTINUE = "draft.continue"
DISCARD = "draft.discard"
TAKE_UP = "draft.take_up"
#: More than so many are named by their number only.
SHOWN = 5
TITLE = 150


def name_of(draft: StoredDraft, language: Language) -> str:
    """The title as far as it was typed, or else what kind of thing it is."""
    title = str(draft.typed.get("title") or "").strip()
    if title:
        return phrase(language, "drafts.named", title=shorten(" ".join(title.split()), TITLE))
    kind = f"contributions.kind_{draft.kind}" if draft.kind else "drafts.without_kind"
    return phrase(language, "drafts.untitled", kind=phrase(language, kind).lower())


#: Names the block of the message that says what is kept.
KEPT = "draft.kept"


def kept_message(draft: StoredDraft, language: Language) -> Message:
    """The form was closed and what was typed is kept."""
    return _one(phrase(language, "drafts.kept", draft=name_of(draft, language)), "kept", [
        _button(CONTINUE, draft, language, style="primary"),
        _button(DISCARD, draft, language),
    ])  # fmt: skip


def discarded_message(draft: StoredDraft, language: Language) -> Message:
    """A draft was laid aside; it can be brought back."""
    text = phrase(language, "drafts.discarded", draft=name_of(draft, language))
    return _one(text, "discarded", [_button(TAKE_UP, draft, language)])


def saved_draft_message(draft: StoredDraft, language: Language) -> Message:
    """The message of a draft after it was submitted: nothing is left to do in it."""
    return _one(phrase(language, "drafts.became", draft=name_of(draft, language)), "saved", [])


def draft_blocks(drafts: Sequence[StoredDraft], language: Language, *, block_id: str) -> list[Block]:
    """A line with a button for each of the latest drafts."""
    blocks = []
    for draft in drafts[:SHOWN]:
        line = _line(draft, language)
        accessory = _button(CONTINUE, draft, language)
        blocks.append(section(escape(line), block_id=f"{block_id}.{draft.id}", accessory=accessory))
    return blocks


def draft_lines(drafts: Sequence[StoredDraft], language: Language) -> list[str]:
    """The same in words, with how many more there are; not escaped."""
    lines = [_line(draft, language) for draft in drafts[:SHOWN]]
    if len(drafts) > SHOWN:
        lines.append(phrase(language, "drafts.more", count=len(drafts) - SHOWN))
    return lines


def home_blocks(drafts: Sequence[StoredDraft], language: Language) -> list[Block]:
    """The drafts on App Home, each to continue or to discard."""
    blocks: list[Block] = []
    for draft in drafts[:SHOWN]:
        blocks.append(section(escape(_line(draft, language)), block_id=f"home.draft.{draft.id}"))
        buttons = [_button(CONTINUE, draft, language, style="primary"), _button(DISCARD, draft, language)]
        blocks.append(actions(buttons, block_id=f"home.draft.{draft.id}.actions"))
    if len(drafts) > SHOWN:
        more = phrase(language, "drafts.more", count=len(drafts) - SHOWN)
        blocks.append(plain_section(more, block_id="home.draft.more"))
    return blocks


def with_drafts(message: Message, drafts: Sequence[StoredDraft], language: Language) -> Message:
    """A message with a line for the latest draft, so that it is not forgotten."""
    if not drafts:
        return message
    blocks = message.blocks or [section(message.text, block_id="said")]
    return replace(
        message,
        text="\n".join([message.text, *(escape(line) for line in draft_lines(drafts[:1], language))]),
        blocks=[*blocks, *draft_blocks(drafts[:1], language, block_id="draft")],
    )


def _one(text: str, block_id: str, buttons: list[Block]) -> Message:
    blocks = [plain_section(text, block_id=f"draft.{block_id}")]
    if buttons:
        blocks.append(actions(buttons, block_id=f"draft.{block_id}.actions"))
    return Message(escape(text), blocks)


def _line(draft: StoredDraft, language: Language) -> str:
    entity = draft.entity.acronym if draft.entity else ""
    key = "drafts.line" if entity else "drafts.line_no_entity"
    date = day_in_words(draft.updated_at.date(), language)
    return phrase(language, key, draft=name_of(draft, language), entity=entity, date=date)


def _button(action: str, draft: StoredDraft, language: Language, *, style: str | None = None) -> Block:
    word = action.rpartition(".")[2]
    label = phrase(language, f"drafts.button_{word}")
    return button(label, action_id=f"{action}:{draft.id}", value=str(draft.id), style=style)
