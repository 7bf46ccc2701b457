"""Drafts as they are shown before anything is saved: each with the words it came from, and what became of it.

A message is made of what stands in the database, so that it can be made anew after each button. What people typed is
escaped; of a long draft so much is shown that nine of them stay within Slack's 50 blocks and 40,000 characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.contributions.form import FORMS, ContributionForm
from bot.forms.declaring import Problems, fields_of, missing_of, read_form
from bot.replies.keeping import number_of_draft
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from bot.text.periods import period_in_words
from handlers.views.contributions import saved_buttons, still_open
from handlers.views.message import Block, Message, actions, button, context, cut, section
from storage.models import Contribution, StoredDraft
from storage.words import ContributionState, ContributionStatus, DraftState

SAVE, SAVE_ALL, EDIT, DISCARD = "reply.save", "reply.save_all", "reply.edit", "reply.discard"
TAKE_UP, CHOOSE = "reply.take_up", "reply.choose"
#: So many drafts stand in one message: three blocks each, and a few around them.
SHOWN = 9
TITLE, WORDS, VALUE, LINES, LINK = 300, 500, 200, 1800, 300
MOST_SEATS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft, and the contribution that came of it once it is saved."""

    draft: StoredDraft
    contribution: Contribution | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom drafts can be meant: an entity on a panel."""

    panel_id: int
    entity_id: int
    entity: str
    panel: str


@dataclass(frozen=True, slots=True)
class Head:
    """What all messages of one source say: how many drafts there are and were, and for whom they were taken.

    ``others`` are the further seats of the writer. ``still`` counts those of the source that can be saved.
    """

    source: str
    total: int
    still: int
    seat: Seat
    others: tuple[Seat, ...] = ()


def drafts_message(shown: Sequence[Shown], head: Head, language: Language) -> Message:
    """One message of a source: its drafts, and the buttons that are still of use."""
    numbers = [number_of_draft(one.draft) + 1 for one in shown]
    values: dict[str, object] = {"count": head.total, "entity": head.seat.entity, "panel": head.seat.panel}
    first = phrase(language, "replies.read" if head.still else "replies.read_done", **values)
    if len(shown) < head.total:
        values = {"first": min(numbers), "last": max(numbers), "total": head.total}
        first += " " + phrase(language, "replies.part", **values)
    texts, blocks = [escape(first)], [section(escape(first), block_id="drafts.head")]
    for one in shown:
        text, found = _draft(one, language)
        texts.append(text)
        blocks += found
    row: list[Block] = []
    if head.still > 1:
        label = phrase(language, "replies.save_all", count=head.still)
        row.append(button(label, action_id=SAVE_ALL, value=head.source, style="primary"))
    for seat in head.others[:MOST_SEATS] if head.still else ():
        label = phrase(language, "replies.for_other", entity=seat.entity, panel=seat.panel)
        value = f"{seat.panel_id}/{seat.entity_id}/{head.source}"
        row.append(button(label, action_id=f"{CHOOSE}:{seat.panel_id}", value=value))
    if row:
        blocks.append(actions(row, block_id="drafts.actions"))
    return Message("\n".join(texts), blocks)


def more_message(titles: Sequence[str], count: int, language: Language) -> Message:
    """What was found beyond those that one message can become drafts of, by title."""
    text = phrase(language, "replies.unread", count=len(titles), read=count)
    rest = [f"• {shorten(title, VALUE)}" for title in titles]
    whole = cut(escape("\n".join([text, *rest])), 35_000)
    lines = [section(cut(part, 3000), block_id=f"drafts.more.{n}") for n, part in enumerate(_parts(whole))]
    return Message(whole, lines[:45])


def offer_message(draft: StoredDraft, seat: Seat, language: Language) -> Message:
    """The way to a draft that nobody asked for: the roadmap had an answer to the same words."""
    text = phrase(language, "replies.was_it_meant", entity=seat.entity)
    show = button(phrase(language, "replies.button_show"), action_id=TAKE_UP, value=str(draft.id))
    return Message(
        escape(text), [section(escape(text), block_id="offer.text"), actions([show], block_id="offer.actions")]
    )


def title_of(draft: StoredDraft, language: Language) -> str:
    """The title as it was typed or read."""
    return str(draft.typed.get("title") or "") or phrase(language, "replies.no_title")


def _draft(one: Shown, language: Language) -> tuple[str, list[Block]]:
    """One draft as text and as blocks: open, saved, or discarded."""
    draft, ident = one.draft, f"draft.{one.draft.id}"
    title = shorten(title_of(draft, language), TITLE)
    if draft.state is DraftState.SAVED:
        return _saved(one, title, language)
    if draft.state is DraftState.DISCARDED:
        text = escape(phrase(language, "replies.discarded", title=title))
        again = button(
            phrase(language, "replies.button_take_up"), action_id=f"{TAKE_UP}:{draft.id}", value=str(draft.id)
        )
        return text, [section(text, block_id=ident), actions([again], block_id=f"{ident}.actions")]
    lines, lacking = _lines(draft, language)
    lacking = shorten(lacking, 400)
    told = cut(escape("\n".join(lines)), LINES)
    bold = f"*{cut(escape(title), TITLE * 2)}*"
    small = [part for part in (_words(draft, language), escape(lacking)) if part]
    row = [
        button(phrase(language, f"replies.button_{word}"), action_id=f"{action}:{draft.id}", value=str(draft.id))
        for word, action in (("save", SAVE), ("edit", EDIT), ("discard", DISCARD))
    ]
    row[0]["style"] = "primary"
    blocks = [
        section("\n".join(part for part in (bold, told) if part), block_id=ident),
        context("\n".join(small), block_id=f"{ident}.words"),
        actions(row, block_id=f"{ident}.actions"),
    ]
    return "\n".join(part for part in (cut(escape(title), TITLE * 2), told, *small) if part), blocks


def _saved(one: Shown, title: str, language: Language) -> tuple[str, list[Block]]:
    row, ident = one.contribution, f"draft.{one.draft.id}"
    if row is not None and row.state is ContributionState.WITHDRAWN:
        text = escape(phrase(language, "replies.withdrawn", title=shorten(row.title, TITLE)))
        return text, [section(text, block_id=ident)]
    if row is None:
        text = escape(phrase(language, "replies.saved", title=title))
        return text, [section(text, block_id=ident)]
    head = escape(phrase(language, "replies.saved", title=shorten(row.title, TITLE)))
    lacking = escape(still_open(one.missing, language))
    blocks = [
        section(head, block_id=ident),
        context(lacking, block_id=f"{ident}.open"),
        actions(saved_buttons(row, one.missing, language), block_id=f"{ident}.actions"),
    ]
    return f"{head}\n{lacking}", blocks


def _lines(draft: StoredDraft, language: Language) -> tuple[list[str], str]:
    """What a draft holds, line by line, and what it lacks or what is wrong with it, as a sentence."""
    if draft.kind is None:
        return [], phrase(language, "replies.no_kind")
    form = FORMS[draft.kind]
    read = read_form(form, draft.typed)
    values: dict[str, Any] = dict(draft.typed)
    if isinstance(read, Problems):
        when = ", ".join(str(values[name]) for name in ("start_date", "end_date") if values.get(name))
        wrong = [f"{_label(form, name, language)}: {found.in_words(language)}" for name, found in read.by_field.items()]
        last = phrase(language, "replies.wrong", problems=" ".join(wrong))
    else:
        values |= dict(read)
        when = period_in_words(read.period, language)
        if read.period.tbc:
            mark = phrase(language, "contributions.tbc_mark")
            when = f"{when} ({mark})" if when else mark
        lacking = [
            name for name in missing_of(form, dict(read)) if not (name == "start_date" and values.get("end_date"))
        ]
        last = still_open(lacking, language)
    where = [str(values[name]) for name in ("venue", "city", "country") if values.get(name)]
    if values.get("online"):
        where.append(phrase(language, "contributions.online_mark"))
    status = values.get("status")
    partners = values.get("partners") or ""
    told = [
        ("when", when),
        ("where", ", ".join(where)),
        ("partners", partners if isinstance(partners, str) else ", ".join(partners)),
        ("status", phrase(language, f"contributions.status_{status}") if status in set(ContributionStatus) else ""),
        ("link", str(values.get("link") or "")),
    ]
    return [
        f"{phrase(language, f'contributions.{key}')}: {shorten(words, VALUE)}" for key, words in told if words
    ], last


def _label(form: type[ContributionForm], name: str, language: Language) -> str:
    field = fields_of(form).get(name)
    return phrase(language, field.label) if field else name


def _words(draft: StoredDraft, language: Language) -> str:
    """The words that a draft came from, in quotes, and the way to their message; escaped."""
    words = " ".join((draft.words or "").split())
    told = cut(escape(phrase(language, "replies.words", words=shorten(words, WORDS))), WORDS * 2) if words else ""
    link = draft.link or ""
    if link.startswith("https://") and len(link) <= LINK and not set(link) & set("<>| "):
        told += f" <{escape(link)}|{escape(phrase(language, 'replies.to_message'))}>"
    return told.strip()


def _parts(text: str) -> list[str]:
    """An escaped text in parts of whole lines that each fit into a section."""
    parts = [""]
    for line in text.split("\n"):
        if len(parts[-1]) + len(line) + 1 > 2900:
            parts.append("")
        parts[-1] += f"{line}\n"
    return [part.strip() for part in parts if part.strip()]
