"""Files for the roadmap: an officer sends one in a direct message, sees what it would change, and confirms.

Nothing is kept between the two but Slack's id of the file: whichever replica gets the confirmation fetches it again.
"""

import asyncio

from bot.roadmaps.importing import DOCUMENTS, TABLES, FileContent, read_file, take
from bot.roadmaps.preview import preview
from bot.tables.problems import BadFile
from handlers.calls import Call
from handlers.incoming import SentFile, Unread, fetch, replace_offer
from handlers.views.message import Message
from handlers.views.roadmap_files import bad_file_message, offer_message, taken_message
from storage.queries.roadmap import change_token, hold_roadmap

KINDS = TABLES | DOCUMENTS


async def confirm(call: Call) -> None:
    """The button that takes a file; its value is ``file:add:token`` or ``file:replace:token``.

    The token is that of the roadmap as it was when the offer was made.
    """
    file_id, _, rest = (call.value or "").partition(":")
    how, _, token = rest.partition(":")
    try:
        sent = await fetch(call, file_id)
        content = await _read(call, sent)
    except Unread as unread:
        await call.answer(unread.message)
        return
    try:
        async with call.services.store.unit() as session:
            await hold_roadmap(session)
            if await change_token(session) != token:
                taken = None
            else:
                taken = await take(
                    session,
                    [content],
                    now=call.services.clock.now(),
                    replace=how == "replace",
                    person_id=call.caller.person_id,
                )
    except BadFile as bad:
        await call.answer(bad_file_message(bad, content.name, call.language))
        return
    if taken is None:
        await replace_offer(call, await look(call, sent, notice=call.phrase("roadmap.import_stale")))
    else:
        await replace_offer(call, taken_message(taken, content.name, call.language))


async def discard(call: Call) -> None:
    """The button that leaves a file alone; its value is the file's name."""
    await replace_offer(call, Message.plain(call.phrase("roadmap.import_discarded", file=call.value or "")))


async def look(call: Call, sent: SentFile, *, notice: str | None = None) -> Message:
    """What a file that an officer sent would change, with buttons; or what is wrong with it."""
    try:
        content = await _read(call, sent)
    except Unread as unread:
        return unread.message
    try:
        async with call.services.store.reading() as session:
            found = await preview(session, content)
    except BadFile as bad:
        return bad_file_message(bad, content.name, call.language)
    return offer_message(found, sent.id, call.language, notice=notice)


async def _read(call: Call, sent: SentFile) -> FileContent:
    """What a file holds. Raises Unread."""

    def read() -> FileContent:
        with sent.on_disk() as path:
            return read_file(path)

    try:
        return await asyncio.to_thread(read)
    except BadFile as bad:
        raise Unread(bad_file_message(bad, sent.name, call.language)) from bad
