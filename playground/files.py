"""Uploaded files: their bytes in a folder beside the journal, their description in the journal."""

import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path

from playground.errors import ApiError
from playground.model import Json
from playground.workspace import Workspace


@dataclass
class Upload:
    """An upload that was announced, and perhaps has arrived, but is not completed."""

    file_id: str
    name: str
    length: int
    arrived: bool = False


class FileStore:
    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self._folder = folder
        self._workspace = workspace
        self._uploads: dict[str, Upload] = {}

    def announce(self, name: str, length: int) -> tuple[str, str]:
        """A new file id, and the secret last part of the address to upload to."""
        secret = secrets.token_urlsafe(24)
        upload = Upload("F0" + secrets.token_hex(4).upper(), name, length)
        self._uploads[secret] = upload
        return upload.file_id, secret

    def receive(self, secret: str, data: bytes) -> Upload:
        upload = self._uploads.get(secret)
        if upload is None:
            raise ApiError("file_not_found")
        if len(data) != upload.length:
            raise ApiError("file_size_mismatch")
        self._write(upload.file_id, data)
        upload.arrived = True
        return upload

    def _write(self, file_id: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / (file_id + ".new")
        half.write_bytes(data)
        half.replace(self._folder / file_id)

    def complete(self, file_id: str, title: str, user: str, url: str) -> Json:
        upload = next((u for u in self._uploads.values() if u.file_id == file_id), None)
        if upload is None or not upload.arrived:
            raise ApiError("file_not_found")
        return self._describe(file_id, upload.name, title=title or upload.name, size=upload.length, user=user, url=url)

    def add(self, name: str, data: bytes, user: str, url: str) -> Json:
        """A file that a person uploads on the page."""
        file_id = "F0" + secrets.token_hex(4).upper()
        self._write(file_id, data)
        return self._describe(file_id, name, title=name, size=len(data), user=user, url=url)

    def _describe(self, file_id: str, name: str, *, title: str, size: int, user: str, url: str) -> Json:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        address = f"{url}/files/{file_id}/{name}"
        file: Json = {
            "id": file_id,
            "created": int(self._workspace.clock.now()),
            "timestamp": int(self._workspace.clock.now()),
            "name": name,
            "title": title,
            "mimetype": kind,
            "filetype": Path(name).suffix.removeprefix(".") or "binary",
            "pretty_type": (Path(name).suffix.removeprefix(".") or "binary").upper(),
            "user": user,
            "mode": "hosted",
            "editable": False,
            "is_external": False,
            "is_public": False,
            "size": size,
            "url_private": address,
            "url_private_download": address,
            "permalink": address,
            "channels": [],
            "groups": [],
            "ims": [],
        }
        self._workspace.change("file", file=file)
        return file

    def share(self, file_id: str, channel: str, family: str) -> Json:
        """Note that a file was posted into a channel."""
        file = self._workspace.files[file_id]
        if channel not in file[family]:
            self._workspace.change("file", file=file | {family: [*file[family], channel]})
        return self._workspace.files[file_id]

    def path(self, file_id: str) -> Path:
        return self._folder / file_id
