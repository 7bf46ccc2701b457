"""Files for the roadmap: an officer sends one in a direct message, sees what it would change, and confirms.

Nothing is kept between the two but Slack's id of the file: whichever replica gets the confirmation fetches it again.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.roadmaps.importing import DOCUMENTS, TABLES, FileContent, read_file, take
from bot.roadmaps.preview import preview
from bot.tables.problems import BadFile
from bot.tables.reading import MAX_BYTES
from handlers.calls import Call
from handlers.views.message import Message
from handlers.views.roadmap_files import bad_file_message, offer_message, taken_message
from storage.queries.roadmap import change_token, hold_roadmap

log = structlog.get_logger(__name__)

KINDS = TABLES | DOCUMENTS
#: Of more files in one message, the others are not looked at.
MOST = 5
MEGABYTE = 1_000_000


class Unread(Exception):
    """The file did not come; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


async def offer(call: Call) -> bool:
    """Show in the thread of a direct message what its files would change; False where it is about something else."""
    event = call.body["event"]
    files = [file for file in event.get("files") or () if _suffix(str(file.get("name") or "")) in KINDS][:MOST]
    if not call.caller.viewer.officer:
        if not files or call.text:
            return False
        await _say(call, event, Message.plain(call.phrase("roadmap.import_officers")))
        return True
    if not files:
        if not event.get("files") or call.text:
            return False
        await _say(call, event, Message.plain(call.phrase("roadmap.import_how")))
    for file in files:
        await _say(call, event, await _look(call, str(file["id"])))
    return True


async def confirm(call: Call) -> None:
    """The button that takes a file; its value is ``file:add:token`` or ``file:replace:token``.

    The token is that of the roadmap as it was when the offer was made.
    """
    file_id, _, rest = (call.value or "").partition(":")
    how, _, token = rest.partition(":")
    try:
        content = await _fetch(call, file_id)
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
        await _replace(call, await _look(call, file_id, notice=call.phrase("roadmap.import_stale")))
    else:
        await _replace(call, taken_message(taken, content.name, call.language))


async def discard(call: Call) -> None:
    """The button that leaves a file alone; its value is the file's name."""
    await _replace(call, Message.plain(call.phrase("roadmap.import_discarded", file=call.value or "")))


async def _look(call: Call, file_id: str, *, notice: str | None = None) -> Message:
    """What a file would change, or what is wrong with it."""
    try:
        content = await _fetch(call, file_id)
    except Unread as unread:
        return unread.message
    try:
        async with call.services.store.reading() as session:
            found = await preview(session, content)
    except BadFile as bad:
        return bad_file_message(bad, content.name, call.language)
    return offer_message(found, file_id, call.language, notice=notice)


async def _fetch(call: Call, file_id: str) -> FileContent:
    """Get a file from Slack and read it. Raises Unread."""
    try:
        file: dict[str, Any] = (await call.client.files_info(file=file_id))["file"]
    except SlackApiError as error:
        raise Unread(_unread(call, file_id, str(error.response.get("error")))) from error
    name = Path(str(file.get("name") or file_id)).name or file_id
    if int(file.get("size") or 0) > MAX_BYTES:
        raise Unread(_too_large(call, name))
    # The bot's token goes to Slack alone: the address of a file that is kept elsewhere is somebody else's.
    address = str(file.get("url_private_download") or "")
    if file.get("is_external") or not address:
        raise Unread(_unread(call, name, "external_file"))
    content = await _download(call, name, address)
    try:
        return await asyncio.to_thread(_read, name, content)
    except BadFile as bad:
        raise Unread(bad_file_message(bad, name, call.language)) from bad


async def _download(call: Call, name: str, address: str) -> bytes:
    session = call.client.session
    assert session is not None, "the Web API's session is made when the bot starts"
    headers = {"Authorization": f"Bearer {call.client.token}"}
    try:
        async with session.get(address, headers=headers) as answer:
            # Without the permission, Slack answers with its page for signing in.
            page = answer.content_type == "text/html" or answer.url.path.startswith("/signin")
            if answer.status != 200 or page:
                raise Unread(_unread(call, name, f"HTTP {answer.status}"))
            content = await answer.content.read(MAX_BYTES + 1)
            while len(content) <= MAX_BYTES and (more := await answer.content.read(MAX_BYTES + 1 - len(content))):
                content += more
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unread(_unread(call, name, type(error).__name__)) from error
    if len(content) > MAX_BYTES:
        raise Unread(_too_large(call, name))
    return content


def _read(name: str, content: bytes) -> FileContent:
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
        # A file system takes 255 bytes in a name; the name of a document is what citations call it.
        path = Path(folder) / f"{_stem(name)}{_suffix(name)}"
        path.write_bytes(content)
        return read_file(path)


def _stem(name: str) -> str:
    return Path(name).stem.replace("\x00", "").encode()[:180].decode(errors="ignore") or "file"


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _unread(call: Call, name: str, error: str) -> Message:
    log.warning("file.unread", error=error)
    return Message.plain(call.phrase("roadmap.import_unread", file=name, error=error))


def _too_large(call: Call, name: str) -> Message:
    return Message.plain(call.phrase("roadmap.import_too_large", file=name, limit=MAX_BYTES // MEGABYTE))


async def _say(call: Call, event: dict[str, Any], message: Message) -> None:
    thread = event.get("thread_ts") or event["ts"]
    await call.client.chat_postMessage(channel=event["channel"], thread_ts=thread, **message.as_payload())


async def _replace(call: Call, message: Message) -> None:
    """Put a message in the place of the offer, so that its buttons go; where that is none of ours, answer instead."""
    container = call.body.get("container") or {}
    try:
        await call.client.chat_update(
            channel=call.channel_id or "",
            ts=container.get("message_ts") or "",
            text=message.text,
            blocks=message.blocks,
        )
    except SlackApiError as error:
        log.warning("offer.unchanged", error=error.response.get("error"))
        await call.answer(message)
