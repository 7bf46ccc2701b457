"""A simulation as a table that an officer can read, and as records for other programs."""

from typing import Any

from bot.reminders.reasons import reason_in_words
from bot.reminders.simulate import Simulation
from bot.reminders.wording import step_in_words
from bot.text.dates import instant_in_words

HEADINGS = ("when (the recipient's time)", "task", "step", "to", "entity")


def table_of(simulation: Simulation) -> str:
    """The messages in their order, one a line, and below them what would not go out and why."""
    rows = [
        (
            instant_in_words(line.at, line.zone, "en"),
            line.task,
            step_in_words(line.step, "en"),
            line.person,
            line.entity,
        )
        for line in simulation.lines
    ]
    cells = [HEADINGS, *(tuple(cell or "" for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADINGS))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
    lines += [
        f"not sent: {step_in_words(one.dropped.step, 'en')}, {one.entity or ''} {one.person or ''}: "
        f"{reason_in_words(one.dropped.reason, 'en')}"
        for one in simulation.unsent
    ]
    return "\n".join(lines)


def records_of(simulation: Simulation) -> list[dict[str, Any]]:
    """The messages as records: ``at`` in UTC and ``local``, both in ISO 8601, and what the table shows."""
    return [
        {
            "at": line.at.isoformat(),
            "local": line.local.isoformat(),
            "zone": line.zone,
            "task": line.task,
            "step": line.step,
            "kind": line.kind.value,
            "to": line.person,
            "entity": line.entity,
        }
        for line in simulation.lines
    ]
