"""What people see of milestones: one whole, what was changed, the history; with the buttons for officers.

What people typed stands in plain text, or escaped in mrkdwn. ``Message.text`` says all of it, up to the 40,000
characters at which Slack cuts it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.roadmaps.history import REMOVALS, Action
from bot.roadmaps.milestones import span
from bot.roadmaps.outcomes import Removed, Saved
from bot.roadmaps.values import FIELDS, values_of
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words, instant_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from bot.text.periods import BadPeriod, period_in_words, read_written
from handlers.views.message import Block, Message, actions, button, context, header, plain_section, section
from storage.models import Change, Milestone

EDIT = "roadmap.edit"
HISTORY = "roadmap.history"
REMOVE = "roadmap.remove"
RESTORE = "roadmap.restore"

TEXT = 40_000
#: A value of the history and of what was changed; a milestone shows its values whole.
VALUE = 200
TITLE = 300
#: A value that fits beside others; longer ones stand in sections of their own.
SHORT = 350
SECTION = 2900
#: A message takes fifty blocks; some stand around those of the values.
BLOCKS = 44
PAGE_SIZE = 8

#: What is told in words of their own.
_TOLD = {"title", "start", "end", "supersedes"}


def milestone_message(
    row: Milestone,
    language: Language,
    *,
    later: Sequence[Milestone] = (),
    former: Milestone | None = None,
    officer: bool = False,
) -> Message:
    """One milestone, whole; ``later`` superseded it, ``former`` is the one that it superseded."""
    head = phrase(language, "roadmap.show_title", id=row.key, title=row.title)
    lines = _values_in_words(row, language)
    links = [_later_line(one, language) for one in later]
    if former is not None:
        links.append(phrase(language, "roadmap.show_supersedes", id=former.key, title=shorten(former.title, TITLE)))
    elif row.supersedes:
        links.append(phrase(language, "roadmap.show_supersedes_gone", id=row.supersedes))
    blocks = [plain_section(head, block_id="milestone.head"), *_value_blocks(lines, language)]
    if links:
        blocks.append(plain_section("\n".join(links), block_id="milestone.links"))
    if officer:
        buttons = [edit_button(row.key, language), _history(row.key, language), remove_button(row.key, language)]
        blocks.append(actions(buttons, block_id="milestone.actions"))
    text = "\n".join([head, *(f"{label}: {value}" for label, value in lines), *links])
    return Message(_whole(text), blocks)


def saved_message(saved: Saved, language: Language, *, restored: bool = False) -> Message:
    """What stands on the roadmap now, and what this saving changed."""
    row = saved.milestone
    title = shorten(row.title, TITLE)
    if saved.instead_of is not None:
        day = day_in_words(row.known_from, language) if row.known_from else ""
        values = {"old": saved.instead_of.key, "id": row.key, "title": title, "day": day}
        head = phrase(language, "roadmap.saved_superseded", **values)
    else:
        known = "saved_restored" if restored else "saved_edited" if saved.old else "saved_added"
        key = known if saved.new else "saved_same"
        head = phrase(language, f"roadmap.{key}", id=row.key, title=title)
    lines = changes_in_words(saved.old, saved.new, language) if saved.old else []
    if not saved.old and saved.new:
        lines = [f"{label}: {value}" for label, value in _values_in_words(row, language)]
    blocks = [plain_section(head, block_id="milestone.saved"), *_line_blocks(lines, "milestone.changes")[:BLOCKS]]
    after = phrase(language, "roadmap.saved_next") if saved.new else ""
    if after:
        blocks.append(context(escape(after), block_id="milestone.next"))
    buttons = [edit_button(row.key, language), _history(row.key, language), remove_button(row.key, language)]
    blocks.append(actions(buttons, block_id="milestone.actions"))
    return Message(_whole("\n".join(part for part in (head, *lines, after) if part)), blocks)


def removal_message(
    row: Milestone,
    seen: int,
    language: Language,
    *,
    later: Sequence[Milestone],
    former: Milestone | None,
    notice: str | None = None,
) -> Message:
    """What would be removed, and what refers to it; the button names the line of the history that it goes by."""
    ask = phrase(language, "roadmap.remove_ask", id=row.key, title=shorten(row.title, TITLE))
    head = f"{notice}\n{ask}" if notice else ask
    links = [
        phrase(language, "roadmap.remove_superseded", id=one.key, title=shorten(one.title, TITLE)) for one in later
    ]
    if former is not None and not later:
        links.append(phrase(language, "roadmap.remove_supersedes", id=former.key, title=shorten(former.title, TITLE)))
    told = [*links, phrase(language, "roadmap.remove_told")]
    lines = [f"{label}: {shorten(value, VALUE)}" for label, value in _values_in_words(row, language)]
    confirm: Block = {
        "title": _plain(phrase(language, "roadmap.remove_confirm"), 100),
        "text": _plain(ask, 300),
        "confirm": _plain(phrase(language, "roadmap.remove_yes"), 30),
        "deny": _plain(phrase(language, "roadmap.remove_no"), 30),
    }
    remove = button(
        phrase(language, "roadmap.button_remove"),
        action_id=f"{REMOVE}:{seen}",
        value=f"{seen}:{row.key}",
        style="danger",
        confirm=confirm,
    )
    blocks = [
        plain_section(head, block_id="milestone.removal"),
        *_line_blocks(lines, "milestone.values"),
        *_line_blocks(told, "milestone.links")[:20],
        actions([remove, edit_button(row.key, language)], block_id="milestone.actions"),
    ]
    return Message(_whole("\n".join([head, *lines, *told])), blocks)


def removed_message(removed: Removed, language: Language) -> Message:
    """A milestone was removed; it can be restored."""
    lines = [phrase(language, "roadmap.removed", id=removed.key, title=shorten(removed.title, TITLE))]
    if removed.relinked:
        lines.append(phrase(language, "roadmap.relinked", ids=", ".join(removed.relinked)))
    text = shorten("\n".join(lines), SECTION)
    restore = button(phrase(language, "roadmap.button_restore"), action_id=RESTORE, value=removed.key)
    return Message(
        escape(text),
        [
            plain_section(text, block_id="milestone.removed"),
            actions([restore, _history(removed.key, language)], block_id="milestone.actions"),
        ],
    )


def choice_message(
    head: str, rows: Sequence[Milestone], language: Language, button_for: Callable[[str, Language], Block]
) -> Message:
    """Milestones to choose from, each with a button."""
    blocks = [plain_section(head, block_id="choice")]
    texts = [head]
    for number, row in enumerate(rows):
        title = phrase(language, "roadmap.show_title", id=row.key, title=shorten(row.title, TITLE))
        rest = " · ".join(part for part in (_when(row, language), shorten(row.venue or "", VALUE)) if part)
        texts.append(f"• {title} · {rest}" if rest else f"• {title}")
        # The number keeps the action ids of one message apart.
        chosen = button_for(row.key, language)
        chosen["action_id"] = f"{chosen['action_id']}:{number}"
        body = f"*{escape(title)}*\n{escape(rest)}"
        blocks.append(section(body, block_id=f"choice.{number}", accessory=chosen))
    return Message(_whole("\n".join(texts)), blocks)


def history_message(
    entries: Sequence[tuple[Change, str | None]],
    count: int,
    language: Language,
    zone: str,
    *,
    key: str = "",
    page: int = 1,
    restorable: Mapping[str, int],
) -> Message:
    """A page of the history of a milestone, or of all where ``key`` is empty; the newest first.

    ``restorable`` maps the id of each milestone that can be restored to the line that removed it.
    """
    pages = max(1, -(-count // PAGE_SIZE))
    head = phrase(language, "roadmap.history_of" if key else "roadmap.history_title", count=count, id=key)
    blocks: list[Block] = [header(head, block_id="history")]
    texts = [head]
    for change, name in entries:
        first, lines = entry_in_words(change, name, language, zone)
        texts += [first, *(f"  {line}" for line in lines)]
        blocks += _line_blocks([first, *(f"• {line}" for line in lines)], f"history.{change.id}")
        if restorable.get(change.noun_id) == change.id:
            label = phrase(language, "roadmap.button_restore_one", id=change.noun_id)
            restore = button(label, action_id=f"{RESTORE}:{change.id}", value=change.noun_id)
            blocks.append(actions([restore], block_id=f"history.{change.id}.actions"))
    turn = [
        button(phrase(language, label), action_id=f"{HISTORY}:{target}", value=f"{target}:{key}")
        for label, target in (("roadmap.button_newer", page - 1), ("roadmap.button_older", page + 1))
        if 1 <= target <= pages
    ]
    if turn:
        texts.append(phrase(language, "roadmap.history_page", page=page, pages=pages))
        blocks += [context(texts[-1], block_id="history.page"), actions(turn, block_id="history.turn")]
    return Message(_whole("\n".join(texts)), blocks)


def entry_in_words(change: Change, name: str | None, language: Language, zone: str) -> tuple[str, list[str]]:
    """One line of the history: when, who and what; and the fields that were changed."""
    files = ", ".join(map(str, change.new.get("files") or ())) or phrase(language, "roadmap.nothing")
    what = phrase(language, f"roadmap.action_{change.action}", id=change.noun_id, files=shorten(files, VALUE))
    by_import = change.action.startswith("import")
    who = name or phrase(language, "roadmap.operator" if by_import else "roadmap.somebody")
    when = instant_in_words(change.at, zone, language, weekday=False)
    first = phrase(language, "roadmap.history_line", when=when, who=shorten(who, VALUE), what=what)
    if change.action == Action.IMPORTED:
        counts = {name: change.new.get(name, 0) for name in ("added", "changed", "removed", "documents", "terms")}
        return first, [phrase(language, "roadmap.import_counts", **counts)]
    # A removal keeps what was there; it is told as that, not as what was taken out of each field.
    new = change.old if change.action in REMOVALS else change.new
    old = {} if change.action in REMOVALS else change.old
    return first, changes_in_words(old, new, language)


def changes_in_words(old: Mapping[str, str | None], new: Mapping[str, str | None], language: Language) -> list[str]:
    """What was changed, field by field; not escaped, and each value shortened."""
    lines = []
    for name in FIELDS:
        before, after = (_value_in_words(name, values.get(name), language) for values in (old, new))
        if before or after:
            key = "change_line" if before and after else "change_added" if after else "change_emptied"
            field = phrase(language, f"roadmap.{name}")
            lines.append(
                phrase(language, f"roadmap.{key}", field=field, old=shorten(before, VALUE), new=shorten(after, VALUE))
            )
    return lines


def _values_in_words(row: Milestone, language: Language) -> list[tuple[str, str]]:
    """The labels and values of what is told of a milestone, beside its title and its links."""
    lines = [(phrase(language, "roadmap.show_when"), _when(row, language))]
    for name, value in values_of(row).items():
        if name not in _TOLD:
            lines.append((phrase(language, f"roadmap.{name}"), _value_in_words(name, value, language)))
    return [(label, value) for label, value in lines if value]


def _value_in_words(name: str, value: str | None, language: Language) -> str:
    if value is None:
        return ""
    if name in ("start", "end", "known_from"):
        try:
            return period_in_words(read_written(value), language)
        except BadPeriod:
            return value
    if name == "source":
        return "; ".join(part.strip() for part in value.split(";") if part.strip())
    return value


def _when(row: Milestone, language: Language) -> str:
    return period_in_words(span(row.start, row.end), language)


def _later_line(row: Milestone, language: Language) -> str:
    title = shorten(row.title, TITLE)
    if row.known_from is None:
        return phrase(language, "roadmap.show_superseded", id=row.key, title=title)
    day = day_in_words(row.known_from, language)
    return phrase(language, "roadmap.show_superseded_since", id=row.key, title=title, day=day)


def _value_blocks(lines: Collection[tuple[str, str]], language: Language) -> list[Block]:
    """Short values side by side, long ones below, in as many sections as they need and a message can hold."""
    short = [f"*{escape(label)}*\n{escape(value)}" for label, value in lines if len(value) <= SHORT]
    blocks: list[Block] = []
    for n in range(0, len(short), 10):
        fields = [{"type": "mrkdwn", "text": text} for text in short[n : n + 10]]
        blocks.append({"type": "section", "block_id": f"milestone.short.{n}", "fields": fields})
    for number, (label, value) in enumerate(pair for pair in lines if len(pair[1]) > SHORT):
        whole = f"{label}: {value}"
        for n in range(0, len(whole), SECTION):
            part = whole[n : n + SECTION].strip()
            if part:
                blocks.append(plain_section(part, block_id=f"milestone.long.{number}.{n}"))
    if len(blocks) > BLOCKS:
        cut = phrase(language, "roadmap.show_cut")
        blocks = [*blocks[:BLOCKS], plain_section(cut, block_id="milestone.cut")]
    return blocks


def _line_blocks(lines: Sequence[str], ident: str) -> list[Block]:
    """Lines in plain sections, as many lines in each as fit."""
    groups: list[list[str]] = []
    size = SECTION
    for line in lines:
        if size + len(line) + 1 > SECTION:
            groups.append([])
            size = 0
        groups[-1].append(line)
        size += len(line) + 1
    return [plain_section("\n".join(group), block_id=f"{ident}.{n}") for n, group in enumerate(groups)]


def edit_button(key: str, language: Language) -> Block:
    """The button that opens the form of a milestone."""
    return button(phrase(language, "roadmap.button_edit"), action_id=EDIT, value=key)


def _history(key: str, language: Language) -> Block:
    return button(phrase(language, "roadmap.button_history"), action_id=HISTORY, value=f"1:{key}")


def remove_button(key: str, language: Language) -> Block:
    """The button that asks whether to remove a milestone: without a line of the history, nothing is removed at once."""
    return button(phrase(language, "roadmap.button_remove"), action_id=REMOVE, value=f":{key}")


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": False}


def _whole(text: str) -> str:
    """The text escaped, whole where Slack shows it whole."""
    escaped = escape(text)
    return escaped if len(escaped) <= TEXT else escape(shorten(text, TEXT // 5))
