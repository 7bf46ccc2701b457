"""What can be wrong with a file, in words for whoever imports it."""

from dataclasses import dataclass

from bot.forms.declaring import Problem


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be taken: its number in the file, the field, the reason.

    ``problem`` is the reason for a reader of another language, where there is one.
    """

    row: int
    field: str
    reason: str
    problem: Problem | None = None

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.reason}"


class BadFile(ValueError):
    """A file cannot be taken, for ``reason``. ``rows`` names each bad row where the file itself could be read.

    ``problem`` is the reason for a reader of another language, where there is one.
    """

    def __init__(
        self, name: str, reason: str, rows: list[RowProblem] | None = None, problem: Problem | None = None
    ) -> None:
        super().__init__(f"{name}: {reason}")
        self.reason = reason
        self.rows = rows or []
        self.problem = problem
