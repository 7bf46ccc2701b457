"""Clashes as officers see them: both sides with their contacts, each with a way to dismiss it, page by page."""

from collections.abc import Sequence
from typing import TypeVar

from bot.contributions.clashes import Clash, ClashKind, Slot
from bot.contributions.findings import Clashes, Quiet
from bot.text.catalogue import phrase
from bot.text.dates import days_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from bot.text.periods import period_in_words
from handlers.views.message import Block, Message, actions, button, context, header, section
from handlers.views.questions import day_of
from storage.models import Dismissal

#: So many stand on one page: with all that they hold, they stay within a message's 40,000 characters.
PAGE = 8
TITLE, WHO, PLACE, NOTE = 120, 60, 80, 160
OPEN, QUIET = "open", "quiet"
DISMISS, UNDO, TURN = "clash.dismiss", "clash.undo", "clash.page"

Row = TypeVar("Row")


def clashes_message(
    found: Clashes, *, panel: str, page: int, language: Language, zone: str, notice: str | None = None
) -> Message:
    """What officers read with ``/panel clashes``; ``notice`` says what was just done."""
    first = [notice] if notice else []
    small = [phrase(language, "findings.clashes_quiet", count=len(found.quiet))] if found.quiet else []
    buttons = [_switch(QUIET, "findings.button_quiet", language)] if found.quiet else []
    if not found.open:
        none = phrase(language, "findings.clashes_none", count=found.contributions)
        return plain_message([*first, " ".join([none, *small])], buttons, ident="clashes")
    shown, page, pages = paged(found.open, page, PAGE)
    title = phrase(language, "findings.clashes_title", panel=shorten(panel, TITLE))
    kinds = [clash.kind for clash in found.open]
    counts = phrase(
        language,
        "findings.clashes_counts",
        certain=kinds.count(ClashKind.DAYS),
        combine=kinds.count(ClashKind.COMBINE),
        possible=kinds.count(ClashKind.POSSIBLE),
    )
    counts += " " + phrase(language, "findings.clashes_looked", count=found.contributions)
    blocks: list[Block] = [header(title, block_id="clashes.title"), context(escape(counts), block_id="clashes.counts")]
    blocks[:0] = [context(escape(line), block_id="clashes.notice") for line in first]
    text = [*first, title, counts]
    for number, clash in enumerate(shown, start=(page - 1) * PAGE + 1):
        head, lines = _clash_lines(clash, number, found.back.get(clash.signature), language, zone)
        press = button(
            phrase(language, "findings.button_dismiss"),
            action_id=f"{DISMISS}:{number}",
            value=" ".join([clash.one.key, clash.other.key, clash.signature]),
        )
        said = "\n".join([f"*{escape(head)}*", *(escape(line) for line in lines)])
        blocks.append(section(said, block_id=f"clashes.{number}", accessory=press))
        text += [head, *lines]
    buttons += turning(TURN, OPEN, page, pages, language)
    return finished(text, blocks, small, buttons, page, pages, language, ident="clashes")


def quiet_message(
    found: Sequence[Quiet], *, panel: str, page: int, language: Language, zone: str, notice: str | None = None
) -> Message:
    """The dismissed clashes with their notes, each with a way to hear it again."""
    first = [notice] if notice else []
    back = _switch(OPEN, "findings.button_open", language)
    if not found:
        return plain_message([*first, phrase(language, "findings.quiet_none")], [back], ident="clashes")
    shown, page, pages = paged(found, page, PAGE)
    title = phrase(language, "findings.quiet_title", panel=shorten(panel, TITLE))
    blocks: list[Block] = [context(escape(line), block_id="clashes.notice") for line in first]
    blocks.append(header(title, block_id="clashes.title"))
    text = [*first, title]
    for number, one in enumerate(shown, start=(page - 1) * PAGE + 1):
        head, lines = _clash_lines(one.clash, number, None, language, zone)
        why = phrase(language, "findings.quiet_line", **_dismissal(one.dismissal, language, zone))
        press = button(
            phrase(language, "findings.button_undo"),
            action_id=f"{UNDO}:{one.dismissal.id}",
            value=str(one.dismissal.id),
        )
        said = "\n".join([f"*{escape(head)}*", *(escape(line) for line in [*lines, why])])
        blocks.append(section(said, block_id=f"clashes.{number}", accessory=press))
        text += [head, *lines, why]
    buttons = [back, *turning(TURN, QUIET, page, pages, language)]
    return finished(text, blocks, [], buttons, page, pages, language, ident="clashes")


def clash_in_words(clash: Clash, language: Language) -> str:
    """What kind of clash it is, with the days that both share."""
    if clash.kind is ClashKind.POSSIBLE:
        return phrase(language, "findings.clash_possible_town" if clash.same_town else "findings.clash_possible")
    if clash.first is None or clash.last is None:
        return phrase(language, "findings.clash_combine_next")
    key = "findings.clash_combine" if clash.kind is ClashKind.COMBINE else "findings.clash_days"
    return phrase(language, key, days=days_in_words(clash.first, clash.last, language))


def side_in_words(slot: Slot, language: Language) -> str:
    """One side of a clash in one line: who, what, when, where, and whom to ask."""
    who = (
        phrase(language, "findings.clash_roadmap", milestone=slot.milestone)
        if slot.milestone
        else shorten(slot.who, WHO)
    )
    when = period_in_words(slot.period, language)
    if slot.period.tbc:
        when = f"{when} ({phrase(language, 'contributions.tbc_mark')})"
    parts = [phrase(language, "findings.clash_side", who=who, title=shorten(one_line(slot.title), TITLE), when=when)]
    place = ", ".join(part for part in (slot.city, slot.country) if part)
    if place:
        parts.append(phrase(language, "findings.clash_where", place=shorten(one_line(place), PLACE)))
    if slot.online:
        parts.append(phrase(language, "contributions.online_mark"))
    if slot.contact:
        parts.append(phrase(language, "findings.clash_contact", name=shorten(slot.contact, WHO)))
    elif slot.lead:
        parts.append(phrase(language, "findings.clash_lead", name=shorten(one_line(slot.lead), PLACE)))
    elif not slot.milestone:
        parts.append(phrase(language, "findings.clash_no_contact"))
    return "; ".join(parts)


def plain_message(lines: Sequence[str], buttons: list[Block], *, ident: str) -> Message:
    """A few lines with buttons under them."""
    said = escape("\n".join(lines))
    blocks = [section(said, block_id=f"{ident}.said")]
    if buttons:
        blocks.append(actions(buttons, block_id=f"{ident}.turning"))
    return Message(said, blocks)


def finished(
    text: Sequence[str],
    blocks: list[Block],
    notes: list[str],
    buttons: list[Block],
    page: int,
    pages: int,
    language: Language,
    *,
    ident: str,
) -> Message:
    """A page of a list, with its number and the buttons to others."""
    if pages > 1:
        notes = [*notes, phrase(language, "findings.page", page=page, pages=pages)]
    if notes:
        blocks.append(context(escape(" ".join(notes)), block_id=f"{ident}.notes"))
    if buttons:
        blocks.append(actions(buttons, block_id=f"{ident}.turning"))
    return Message(escape("\n".join([*text, *notes])), blocks)


def paged(rows: Sequence[Row], page: int, size: int) -> tuple[Sequence[Row], int, int]:
    """The rows of a page, its number within bounds, and how many pages there are."""
    pages = max(-(-len(rows) // size), 1)
    page = min(max(page, 1), pages)
    return rows[(page - 1) * size : page * size], page, pages


def turning(action: str, which: str, page: int, pages: int, language: Language) -> list[Block]:
    """The buttons to the pages before and after; the value of one is ``which:page``."""
    return [
        button(phrase(language, f"findings.button_{word}"), action_id=f"{action}:{word}", value=f"{which}:{to}")
        for word, to in (("previous", page - 1), ("next", page + 1))
        if 1 <= to <= pages
    ]


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _switch(which: str, key: str, language: Language) -> Block:
    return button(phrase(language, key), action_id=f"{TURN}:{which}", value=f"{which}:1")


def _clash_lines(
    clash: Clash, number: int, back: Dismissal | None, language: Language, zone: str
) -> tuple[str, list[str]]:
    lines = [side_in_words(clash.one, language), side_in_words(clash.other, language)]
    if back is not None:
        lines.append(phrase(language, "findings.clash_back", **_dismissal(back, language, zone)))
    return f"{number}. {clash_in_words(clash, language)}", lines


def _dismissal(row: Dismissal, language: Language, zone: str) -> dict[str, str]:
    who = row.person.name if row.person else phrase(language, "findings.somebody")
    return {
        "who": shorten(who, WHO),
        "when": day_of(row.at, zone, language),
        "note": shorten(one_line(row.note), NOTE),
    }
