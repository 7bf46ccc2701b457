"""Messages of many lines, such as what is in a file and what is wrong with it."""

from collections.abc import Sequence

from bot.text.escape import escape, shorten
from handlers.views.message import Block, Message, actions, plain_section

SECTION = 2900


def lines_message(lines: Sequence[str], buttons: list[Block]) -> Message:
    """Lines shown exactly as they are written, in as few sections as they need, above a row of buttons."""
    blocks: list[Block] = []
    group: list[str] = []
    for line in [*lines, None]:
        if line is None or sum(len(one) + 1 for one in group) + len(line) > SECTION:
            if group:
                blocks.append(plain_section("\n".join(group), block_id=f"import.{len(blocks)}"))
            group = []
        if line is not None:
            group.append(line)
    if buttons:
        blocks.append(actions(buttons, block_id="import.actions"))
    return Message(escape(shorten("\n".join(lines), 8000)), blocks)
