"""Why a value cannot stand in a milestone, as a text of the catalogue: for forms, and for the rows of a file."""

import re

from pydantic_core import ErrorDetails

from bot.forms.declaring import Problem
from bot.text.periods import EARLIEST, LATEST

_DATE_SHAPE = re.compile(r"(\d{4})(-(Q[1-4]|H[12]|\d{2}(-\d{2})?))?", re.IGNORECASE)


def problem_of(name: str, error: ErrorDetails) -> Problem:
    """What ``MilestoneRow`` found wrong with a field, for people to read in their language."""
    kind, value = error["type"], error["input"]
    if kind == "string_too_long":
        return Problem("forms.too_long", {"limit": error["ctx"]["max_length"], "length": len(str(value))})
    if kind == "string_pattern_mismatch":
        return Problem("roadmap.id_with_spaces", {})
    if kind == "extra_forbidden":
        return Problem("roadmap.no_such_column", {})
    if kind == "value_error" and name in ("start", "end", "known_from"):
        # What is wrong between the two ends of the period has the whole row as its value.
        return Problem("roadmap.end_before_start", {}) if isinstance(value, dict) else date_problem(str(value))
    if kind == "value_error":
        return Problem("forms.not_text", {})
    return Problem("forms.required", {})


def date_problem(text: str) -> Problem:
    """Why a text is no date as files write them."""
    shape = _DATE_SHAPE.fullmatch(text.strip())
    if shape is None:
        return Problem("roadmap.not_a_date", {})
    year = int(shape[1])
    if not EARLIEST <= year <= LATEST:
        return Problem("forms.year_out", {"year": year, "earliest": EARLIEST, "latest": LATEST})
    return Problem("forms.no_such_day", {})
