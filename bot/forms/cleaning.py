"""What people type, made fit to be stored and shown.

Each function takes what came in and returns the value, or raises ``PydanticCustomError`` whose type is a key of the
catalogue (``forms.…``) and whose context holds the values of its placeholders.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from bot.text.periods import EARLIEST, LATEST

#: Slack takes at most 3,000 characters in a text input; nothing longer could be shown again for editing.
LONGEST = 3000
LONGEST_LINK = 2000
MOST_NAMES = 50
LONGEST_NAME = 200

# Controls that turn the direction of everything behind them; the ordinary marks of right-to-left text stay.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs"}
_DAY = re.compile(r"(\d{1,6})-(\d{1,2})-(\d{1,2})")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]", re.IGNORECASE)
_OUT_OF_PLACE = re.compile(r"[\s<>\"\\^`{|}]")


def problem(key: str, **values: int | str) -> PydanticCustomError:
    """An error that a form shows beside the field, as a key of the catalogue with its values."""
    # pydantic wants a literal message; ours comes from the catalogue by the key, in the reader's language.
    return PydanticCustomError(key, "{key}", {**values, "key": key})


def clean_text(value: object, limit: int = LONGEST) -> str | None:
    """Text of several lines without what no database and no screen can take; None where nothing visible is left.

    Lone surrogates, NUL and other control characters go, and so do the controls that turn the direction of the text
    behind them; words are never changed. Raises ``forms.too_long`` and ``forms.not_text``.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise problem("forms.not_text")
    text = value.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_TURNING)
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()
    if all(unicodedata.category(sign) in _INVISIBLE for sign in text):
        return None
    if len(text) > limit:
        raise problem("forms.too_long", limit=limit, length=len(text))
    return text


def clean_line(value: object, limit: int = LONGEST) -> str | None:
    """Text of one line: line breaks and runs of spaces become one space. Raises as ``clean_text`` does."""
    return clean_text(" ".join(value.split()) if isinstance(value, str) else value, limit)


def clean_link(value: object) -> str | None:
    """A web address; one that was typed without its scheme gets ``https://``. Raises ``forms.not_a_link``.

    Only the form is looked at: nothing is fetched.
    """
    text = clean_line(value, LONGEST_LINK)
    if text is None:
        return None
    wrong = problem("forms.not_a_link")
    if not _SCHEME.match(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, user, _ = parts.hostname or "", parts.username, parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or user is not None or len(host) > 253 or not _HOST.fullmatch(host):
        raise wrong
    if _OUT_OF_PLACE.search(text):
        raise wrong
    return text


def clean_day(value: object) -> dt.date | None:
    """A day written as 2017-05-24. Raises ``forms.not_a_day`` and, for a slip of the keyboard, ``forms.year_out``."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        day: dt.date | None = value
    else:
        text = clean_line(value)
        if text is None:
            return None
        match = _DAY.fullmatch(text)
        if match is None:
            raise problem("forms.not_a_day")
        year, month, number = (int(part) for part in match.groups())
        if not EARLIEST <= year <= LATEST:
            raise problem("forms.year_out", year=year, earliest=EARLIEST, latest=LATEST)
        try:
            return dt.date(year, month, number)
        except ValueError:
            raise problem("forms.no_such_day") from None
    if day is not None and not EARLIEST <= day.year <= LATEST:
        raise problem("forms.year_out", year=day.year, earliest=EARLIEST, latest=LATEST)
    return day


def split_names(text: str) -> list[str]:
    """Names that were typed in one line: apart by semicolons where there is one, else by commas."""
    return re.split(r"[;\n]" if ";" in text else r"[,\n]", text)


def join_names(names: list[str]) -> str:
    """Names as one line from which ``split_names`` gives the same names back."""
    if not any("," in name for name in names):
        return ", ".join(names)
    return "; ".join(names) + (";" if len(names) == 1 else "")


def clean_names(value: object) -> list[str]:
    """Names from a line or a list, without empty ones and repetitions.

    Raises ``forms.too_many`` and ``forms.name_too_long``.
    """
    parts = list(split_names(clean_text(value) or "")) if isinstance(value, str) else _listed(value)
    # A semicolon parts names where they are typed, so a name that came from elsewhere cannot hold one.
    return _distinct([part.replace(";", ",") if isinstance(part, str) else part for part in parts])


def clean_chosen(value: object) -> list[str]:
    """The values chosen from a list, without repetitions. Raises as ``clean_names`` does."""
    return _distinct([value] if isinstance(value, str) else _listed(value))


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise problem("forms.not_text")
    return list(value)


def _distinct(parts: Sequence[object]) -> list[str]:
    names: dict[str, str] = {}
    for part in parts:
        name = clean_line(part)
        if name is None:
            continue
        if len(name) > LONGEST_NAME:
            raise problem("forms.name_too_long", limit=LONGEST_NAME)
        names.setdefault(name.casefold(), name)
    if len(names) > MOST_NAMES:
        raise problem("forms.too_many", limit=MOST_NAMES)
    return list(names.values())
