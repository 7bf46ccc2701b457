"""What officers see of a panel: its status, the outbox and the ledger."""

from collections.abc import Sequence

from bot.contributions.standing import Reach, Standing
from bot.panels.status import EntityStanding, PanelStatus
from bot.text.catalogue import phrase
from bot.text.dates import instant_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.contributions import open_fields
from handlers.views.message import Block, Message, context, cut, header, section

#: Blocks are at most 50 a message; two stand above the list, one may stand below it.
SECTIONS = 40
MARKS = {
    Standing.ANSWERED: ":white_check_mark:",
    Standing.INCOMPLETE: ":pencil2:",
    Standing.NIL: ":heavy_minus_sign:",
    Standing.SILENT: ":hourglass:",
    Standing.UNREACHABLE: ":no_entry_sign:",
}
#: So many contributions of an entity are named with what they lack, by so much of their title.
NAMED, TITLE = 4, 60
TEXT = 40_000


def status_message(status: PanelStatus, language: Language, zone: str) -> Message:
    """The status, entity by entity; every line stands in the text too."""
    lines = [_line(entity, language, zone) for entity in status.entities]
    counts = phrase(
        language,
        "panels.status_counts",
        total=len(status.entities),
        **{standing.value: status.count(standing) for standing in Standing},
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
    return Message(cut(escape("\n".join([*head, counts, *lines])), TEXT), blocks)


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
    standing = entity.standing
    if standing in (Standing.ANSWERED, Standing.INCOMPLETE):
        key = f"panels.{standing}"
        first = phrase(language, key, entity=entity.acronym, count=entity.contributions)
    elif standing is Standing.NIL and entity.nil_at is not None:
        when = instant_in_words(entity.nil_at, zone, language, weekday=False)
        first = phrase(language, "panels.nil", entity=entity.acronym, when=when)
    else:
        first = phrase(language, f"panels.{standing}", entity=entity.acronym)
    parts = [first, *_lacking(entity, language)]
    if standing is Standing.UNREACHABLE:
        mails = shorten(", ".join(entity.mails), 200)
        values = {"mails": mails} if entity.reach is Reach.MAIL else {}
        parts.append(phrase(language, f"findings.reach_{entity.reach}", **values))
    if entity.last_reminded is not None:
        when = instant_in_words(entity.last_reminded, zone, language, weekday=False)
        parts.append(phrase(language, "panels.last_reminded", when=when))
        if not standing.has_answered and entity.first_reminded not in (None, entity.last_reminded):
            since = instant_in_words(entity.first_reminded or entity.last_reminded, zone, language, weekday=False)
            parts.append(phrase(language, "findings.reminded_since", first=since))
    elif standing is Standing.SILENT:
        parts.append(phrase(language, "panels.never_reminded"))
    if standing is Standing.SILENT:
        name = entity.focal_point
        parts.append(
            phrase(language, "panels.focal_point", name=name) if name else phrase(language, "panels.no_focal_point")
        )
    return "; ".join(parts)


def _lacking(entity: EntityStanding, language: Language) -> list[str]:
    """What is missing, contribution by contribution."""
    named = [
        phrase(
            language,
            "findings.standing_lacking_of",
            title=shorten(" ".join(one.title.split()), TITLE),
            fields=open_fields(one.fields, language),
        )
        for one in entity.lacking[:NAMED]
    ]
    if len(entity.lacking) > NAMED:
        named.append(phrase(language, "findings.standing_more", count=len(entity.lacking) - NAMED))
    return named
