"""A file in a direct message: by what stands in it, contributions of an entity or something for the roadmap."""

import asyncio

from bot.contributions.sheets.columns import head_of, is_of_contributions
from bot.contributions.sheets.reading import FILES, first_lines
from bot.tables.problems import BadFile
from handlers import roadmap_files, sheets_desk
from handlers.calls import Call
from handlers.incoming import SentFile, Unread, fetch, say, suffix_of
from handlers.views.message import Message
from handlers.views.sheets import bad_sheet_message

#: Of more files in one message, the others are not looked at.
MOST = 5


async def offer(call: Call) -> bool:
    """Show in the thread of a direct message what its files would change; False where it is about something else."""
    event = call.body["event"]
    files = [
        (str(file["id"]), suffix_of(str(file.get("name") or "")))
        for file in event.get("files") or ()
        if suffix_of(str(file.get("name") or "")) in roadmap_files.KINDS
    ][:MOST]
    viewer = call.caller.viewer
    if not files:
        if not viewer.officer or not event.get("files") or call.text:
            return False
        await say(call, Message.plain(call.phrase("roadmap.import_how")))
        return True
    told = False
    refuse = False
    for file_id, suffix in files:
        if not viewer.officer and not (viewer.panellist and suffix in FILES):
            refuse = True
            continue
        message = await _look(call, file_id)
        if message is None:
            refuse = True
        else:
            told = True
            await say(call, message)
    if refuse and not told and call.text:
        return False
    if refuse:
        await say(call, Message.plain(call.phrase("roadmap.import_officers")))
    return True


async def _look(call: Call, file_id: str) -> Message | None:
    """What one file would change; None for one of the roadmap that the caller may not import."""
    try:
        sent = await fetch(call, file_id)
    except Unread as unread:
        return unread.message
    officer = call.caller.viewer.officer
    if sent.suffix not in FILES:
        return await roadmap_files.look(call, sent) if officer else None
    try:
        contributions = await asyncio.to_thread(_of_contributions, sent, officer)
    except BadFile as bad:
        return await roadmap_files.look(call, sent) if officer else bad_sheet_message(bad, sent.name, call.language)
    if contributions:
        return await sheets_desk.look(call, sent)
    return await roadmap_files.look(call, sent) if officer else None


def _of_contributions(sent: SentFile, officer: bool) -> bool:
    """Whether a table holds contributions. Raises BadFile for one that cannot be read."""
    with sent.on_disk() as path:
        lines = first_lines(path)
    head = head_of(lines)
    if head is None:
        # Without a title it is no milestone either, and may be a glossary.
        names = [cell for _, cells in lines for cell in cells[:3]]
        return not officer and is_of_contributions(names, in_doubt=True)
    names = lines[head][1]
    return is_of_contributions(names, in_doubt="id" not in [str(name).strip().lower() for name in names])
