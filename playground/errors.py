"""What the playground refuses, as Slack words it.

A refusal of the Web API is never an HTTP error: Slack answers 200 with ``{"ok": false, "error": code}``.
``ApiError`` carries that code and whatever else belongs into the answer.
"""

from typing import Any


class ApiError(Exception):
    """One refused call: the code, and the further fields of the answer (``needed``, ``errors``, ...)."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.extra}


def invalid_arguments(*messages: str) -> ApiError:
    """``invalid_arguments`` with messages in the place where slack_sdk users look for them."""
    return ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})


class PlaygroundError(Exception):
    """Somebody used the playground itself wrongly: an unknown person, a field that is not in the form, ..."""


class ManifestError(PlaygroundError):
    """The manifest cannot be what the author meant."""
