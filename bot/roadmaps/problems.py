"""What can be wrong with a file, in words for whoever imports it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be taken: its number in the file, the field, the reason."""

    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.reason}"


class BadFile(ValueError):
    """A file cannot be taken. ``rows`` names each bad row where the file itself could be read."""

    def __init__(self, name: str, reason: str, rows: list[RowProblem] | None = None) -> None:
        super().__init__(f"{name}: {reason}")
        self.rows = rows or []
