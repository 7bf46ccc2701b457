"""Contributions as CSV and JSON, for other programs.

Columns: ``entity, kind, title, start, end, precision, tbc, venue, city, country, online, link, status, workstreams,
partners, joint_with``. ``entity`` leads the line, ``joint_with`` are the other entities that hold the same thing with
it. Lists are joined with "; " in CSV. Internal remarks are in neither.
"""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

COLUMNS = (
    "entity", "kind", "title", "start", "end", "precision", "tbc", "venue", "city", "country", "online", "link",
    "status", "workstreams", "partners", "joint_with",
)  # fmt: skip
#: A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(records: Sequence[dict[str, Any]]) -> bytes:
    """The records as a JSON array in UTF-8."""
    return json.dumps(list(records), ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(records: Sequence[dict[str, Any]]) -> bytes:
    """The records as CSV in UTF-8 with a byte order mark, as spreadsheets want it; no cell can be a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records:
        writer.writerow([_cell(record.get(column)) for column in COLUMNS])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
