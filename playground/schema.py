"""A few words to describe what a JSON structure must be, and to say where it is not.

Small on purpose: a check is a function of (value, pointer, report). Messages are worded like the ones that Slack
puts into ``response_metadata.messages``, as far as they are known from public threads; tests should look for the
pointer, not for the wording.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

Report = list[str]
Check = Callable[[Any, str, Report], None]


def fail(report: Report, what: str, at: str) -> None:
    report.append(f"{what} [json-pointer:{at}]")


def string(most: int | None = None, least: int = 0, pattern: str = "", one_of: tuple[str, ...] = ()) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, str):
            fail(report, "must be a string", at)
        elif most is not None and len(value) > most:
            fail(report, f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            fail(report, f"must be more than {least - 1} characters", at)
        elif one_of and value not in one_of:
            fail(report, f"must be one of {', '.join(one_of)}", at)
        elif pattern and not re.fullmatch(pattern, value):
            fail(report, "does not match the expected pattern", at)

    return check


def url(most: int = 3000) -> Check:
    size = string(most, 1)

    def check(value: Any, at: str, report: Report) -> None:
        before = len(report)
        size(value, at, report)
        if len(report) == before:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https", "mailto", "slack") or not (parts.netloc or parts.path):
                fail(report, "invalid url", at)

    return check


def boolean(value: Any, at: str, report: Report) -> None:
    if not isinstance(value, bool):
        fail(report, "must be a boolean", at)


def integer(least: int, most: int) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            fail(report, "must be an integer", at)
        elif value < least:
            fail(report, f"must be greater than or equal to {least}", at)
        elif value > most:
            fail(report, f"must be less than or equal to {most}", at)

    return check


def anything(value: Any, at: str, report: Report) -> None:
    """What is stored and shown but not looked into."""


def items(each: Check, least: int = 1, most: int = 100) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, list):
            fail(report, "must be an array", at)
            return
        if len(value) > most:
            fail(report, f"no more than {most} items allowed", at)
        if len(value) < least:
            fail(report, f"no less than {least} items allowed", at)
        for n, item in enumerate(value):
            each(item, f"{at}/{n}", report)

    return check


def thing(required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None) -> Check:
    """An object with exactly these fields; ``type`` is checked by whoever chose this description."""
    must = dict(required or {})
    may = dict(optional or {})

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            fail(report, "must be an object", at)
            return
        for name in must:
            if name not in value:
                fail(report, f"missing required field: {name}", at)
        for name, part in value.items():
            if name == "type":
                continue
            rule = must.get(name) or may.get(name)
            if rule is None:
                fail(report, f"invalid additional property: {name}", at)
            else:
                rule(part, f"{at}/{name}", report)

    return check


def by_type(kinds: Mapping[str, Check], what: str = "type") -> Check:
    """An object whose ``type`` says which description holds; an unknown type is named."""

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            fail(report, "must be an object", at)
            return
        kind = value.get("type")
        if kind is None:
            fail(report, "missing required field: type", at)
        elif kind not in kinds:
            fail(report, f"unsupported {what}: {kind}", f"{at}/type")
        else:
            kinds[kind](value, at, report)

    return check


def also(first: Check, *more: Check) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        before = len(report)
        first(value, at, report)
        if len(report) == before:
            for one in more:
                one(value, at, report)

    return check
