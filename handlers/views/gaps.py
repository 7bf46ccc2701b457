"""The gap map as officers see it: a table in a fixed width, and the same in sentences for whoever hears it read."""

from string import ascii_uppercase

from bot.contributions.gaps import GapMap, Mark, Row
from bot.exports.gaps import column_title, standing_in_words
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.findings import finished, paged, plain_message, turning
from handlers.views.message import Block, Message, context, cut, header, section

#: So many entities stand on one page, and so many of them where there are more than a dozen workstreams.
PAGE, WIDE, FEW = 60, 12, 20
TURN = "gaps.page"
#: Characters: of an entity in the table, of it in a sentence, of a workstream there, of a section.
NARROW, WHO, STREAM, SECTION = 12, 40, 24, 2500
#: So many workstreams have a letter; those behind them are in the file alone.
COLUMNS = 26
TITLE = 100
TEXT = 40_000


def gaps_message(found: GapMap, *, page: int, language: Language) -> Message:
    """What officers read with ``/panel gaps``."""
    if not found.rows:
        return plain_message([phrase(language, "findings.gaps_none")], [], ident="gaps")
    if not found.columns:
        return plain_message([phrase(language, "findings.gaps_no_streams")], [], ident="gaps")
    shown, page, pages = paged(found.rows, page, PAGE if len(found.columns) <= WIDE else FEW)
    title = phrase(language, "findings.gaps_title", panel=shorten(found.panel, TITLE))
    marks = {mark.value: phrase(language, f"findings.mark_{mark}") for mark in Mark}
    legend = phrase(language, "findings.gaps_legend", **marks)
    names = [shorten(column_title(column, language), 70) for column in found.columns[:COLUMNS]]
    letters = [
        phrase(language, "findings.gaps_column", letter=letter, name=name)
        for letter, name in zip(ascii_uppercase, names, strict=False)
    ]
    uncovered = [shorten(name, 70) for name in found.uncovered[:COLUMNS]]
    short = phrase(language, "findings.gaps_covered")
    if uncovered:
        short = phrase(language, "findings.gaps_uncovered", names="; ".join(uncovered))
    blocks: list[Block] = [
        header(title, block_id="gaps.title"),
        section(escape(short), block_id="gaps.uncovered"),
        section(escape("\n".join(letters)), block_id="gaps.columns"),
    ]
    lines = [_line("", list(ascii_uppercase[: len(names)])), *(_row(row, marks) for row in shown)]
    if page == pages:
        lines.append(_line(phrase(language, "findings.gaps_total"), [str(n) for n in found.totals[:COLUMNS]]))
    for number, group in enumerate(_groups(lines)):
        blocks.append(section(f"```{escape(chr(10).join(group))}```", block_id=f"gaps.table.{number}"))
    blocks.append(context(escape(legend), block_id="gaps.legend"))
    text = [title, short, *(_sentence(row, found, language) for row in shown)]
    buttons = turning(TURN, "gaps", page, pages, language)
    message = finished(text, blocks, [], buttons, page, pages, language, ident="gaps")
    # Only names that are made of signs that are escaped come so far.
    return Message(cut(message.text, TEXT), message.blocks)


def _row(row: Row, marks: dict[str, str]) -> str:
    cells = [marks[cell.value] if isinstance(cell, Mark) else str(cell) for cell in row.cells[:COLUMNS]]
    return _line(row.acronym, cells)


def _line(who: str, cells: list[str]) -> str:
    # A backtick would end the table, and a line break the line.
    name = shorten(" ".join(who.replace("`", "'").split()), NARROW)
    return f"{name:<{NARROW}}" + "".join(f"{cell:>4}" for cell in cells)


def _sentence(row: Row, found: GapMap, language: Language) -> str:
    """A row in words: what the entity offers to which workstream, and to which it offers nothing."""
    columns = [
        (shorten(key or column_title((key, title), language), STREAM), cell)
        for (key, title), cell in zip(found.columns[:COLUMNS], row.cells, strict=False)
    ]
    held = [
        phrase(language, "findings.gaps_row_count", name=name, count=cell)
        for name, cell in columns
        if not isinstance(cell, Mark)
    ]
    empty = ", ".join(name for name, cell in columns if isinstance(cell, Mark))
    if not held:
        held = [phrase(language, "findings.gaps_row_nothing")]
    elif empty and row.standing is not None:
        held.append(phrase(language, "findings.gaps_row_empty", names=empty))
    return phrase(
        language,
        "findings.gaps_row",
        entity=shorten(row.acronym, WHO),
        standing=standing_in_words(row.standing, language),
        cells="; ".join(held),
    )


def _groups(lines: list[str]) -> list[list[str]]:
    """The lines in groups that fit into one section each; escaped, a sign may be five."""
    groups: list[list[str]] = [[]]
    size = 0
    for line in lines:
        length = len(escape(line)) + 1
        if groups[-1] and size + length > SECTION:
            groups.append([])
            size = 0
        groups[-1].append(line)
        size += length
    return groups
