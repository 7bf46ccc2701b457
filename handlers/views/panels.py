"""What officers see of a panel: its status, the outbox and the ledger."""

from collections.abc import Sequence

from bot.panels.status import EntityStanding, PanelStatus, Standing
from bot.text.catalogue import phrase
from bot.text.dates import instant_in_words
from bot.text.escape import escape
from bot.text.languages import Language
from handlers.views.message import Block, Message, context, header, section

#: Blocks are at most 50 a message; two stand above the list, one may stand below it.
SECTIONS = 40
MARKS = {Standing.ANSWERED: ":white_check_mark:", Standing.NIL: ":heavy_minus_sign:", Standing.SILENT: ":hourglass:"}


def status_message(status: PanelStatus, language: Language, zone: str) -> Message:
    """The status, entity by entity; every line stands in the text too."""
    lines = [_line(entity, language, zone) for entity in status.entities]
    counts = phrase(
        language,
        "panels.status_counts",
        total=len(status.entities),
        answered=status.count(Standing.ANSWERED),
        nil=status.count(Standing.NIL),
        silent=status.count(Standing.SILENT),
    )
    head = [phrase(language, "panels.status_title", panel=status.title)]
    if status.due_at is not None:
        due = instant_in_words(status.due_at, status.zone, language, also=[zone])
        head.append(phrase(language, "panels.status_due", due=due))
    blocks: list[Block] = [
        header(head[0], block_id="status.title"),
        section(escape("\n".join([*head[1:], counts])), block_id="status.counts"),
    ]
    # Several entities share a section, so that sixty of them stay within Slack's limit of fifty blocks.
    marked = [f"{MARKS[e.standing]} {escape(line)}" for e, line in zip(status.entities, lines, strict=True)]
    blocks += [
        section("\n".join(group), block_id=f"status.entities.{number}") for number, group in enumerate(grouped(marked))
    ]
    return Message(escape("\n".join([*head, counts, *lines])), blocks)


def list_message(title: str, lines: Sequence[str], more: str | None) -> Message:
    """A titled list, with a line that says how many more there are."""
    shown = [escape(line) for line in lines]
    blocks = [section(f"*{escape(title)}*", block_id="list.title")]
    blocks += [
        section("\n".join(group), block_id=f"list.lines.{number}") for number, group in enumerate(grouped(shown))
    ]
    if more:
        blocks.append(context(escape(more), block_id="list.more"))
    return Message("\n".join([escape(title), *shown, *([escape(more)] if more else [])]), blocks)


def grouped(lines: Sequence[str], limit: int = 2900) -> list[list[str]]:
    """The lines in groups that fit into one section each; at most as many as a message can hold."""
    groups: list[list[str]] = []
    size = limit
    for line in lines:
        if size + len(line) + 1 > limit:
            groups.append([])
            size = 0
        groups[-1].append(line)
        size += len(line) + 1
    return groups[:SECTIONS]


def _line(entity: EntityStanding, language: Language, zone: str) -> str:
    if entity.standing is Standing.ANSWERED:
        first = phrase(language, "panels.answered", entity=entity.acronym, count=entity.contributions)
    elif entity.standing is Standing.NIL and entity.nil_at is not None:
        when = instant_in_words(entity.nil_at, zone, language, weekday=False)
        first = phrase(language, "panels.nil", entity=entity.acronym, when=when)
    else:
        first = phrase(language, "panels.silent", entity=entity.acronym)
    parts = [first]
    if entity.last_reminded is not None:
        when = instant_in_words(entity.last_reminded, zone, language, weekday=False)
        parts.append(phrase(language, "panels.last_reminded", when=when))
    elif entity.standing is Standing.SILENT:
        parts.append(phrase(language, "panels.never_reminded"))
    if entity.standing is Standing.SILENT:
        name = entity.focal_point
        parts.append(
            phrase(language, "panels.focal_point", name=name) if name else phrase(language, "panels.no_focal_point")
        )
    return "; ".join(parts)
