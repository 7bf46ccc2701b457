"""Files that people send to the bot in a direct message: fetched from Slack, looked at in a folder of their own.

Nothing is kept of them but Slack's id: whichever replica gets a confirmation fetches the file again.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.tables.reading import MAX_BYTES
from handlers.calls import Call
from handlers.views.message import Message

log = structlog.get_logger(__name__)

MEGABYTE = 1_000_000


class Unread(Exception):
    """The file did not come; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent: Slack's id, who sent it, its name without any folder, its bytes."""

    id: str
    user: str
    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """The end of the name in lower case, with its dot."""
        return suffix_of(self.name)

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The file under a path that ends as its name does, for as long as the context lasts."""
        with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
            # A file system takes 255 bytes in a name; the name of a document is what citations call it.
            path = Path(folder) / f"{_stem(self.name)}{self.suffix}"
            path.write_bytes(self.content)
            yield path


def suffix_of(name: str) -> str:
    """The end of a file's name in lower case, with its dot."""
    return Path(name).suffix.lower()


async def fetch(call: Call, file_id: str) -> SentFile:
    """Get a file from Slack. Raises Unread."""
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
    return SentFile(file_id, str(file.get("user") or ""), name, await _download(call, name, address))


async def say(call: Call, message: Message) -> None:
    """Say something in the thread of the message that brought a file."""
    event = call.body["event"]
    thread = event.get("thread_ts") or event["ts"]
    await call.client.chat_postMessage(channel=event["channel"], thread_ts=thread, **message.as_payload())


async def replace_offer(call: Call, message: Message) -> None:
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


def _stem(name: str) -> str:
    return Path(name).stem.replace("\x00", "").encode()[:180].decode(errors="ignore") or "file"


def _unread(call: Call, name: str, error: str) -> Message:
    log.warning("file.unread", error=error)
    return Message.plain(call.phrase("roadmap.import_unread", file=name, error=error))


def _too_large(call: Call, name: str) -> Message:
    return Message.plain(call.phrase("roadmap.import_too_large", file=name, limit=MAX_BYTES // MEGABYTE))
