"""The reminders that a panel file would lead to, if nobody answered: no database, no Slack."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bot.panels.files import PanelFile, PersonPart
from bot.reminders.ladder import DEFAULT_LADDER, Call, Party, Recipient, plan
from bot.text.dates import instant_in_words

HEADINGS = ("when (recipient's time)", "deadline", "kind", "to", "entity")
#: How long before the first step a call is taken to be opened, where the file does not say.
EARLIEST = dt.timedelta(days=1)


def simulated_rows(panel: PanelFile, first: dt.date | None, last: dt.date | None) -> list[dict[str, Any]]:
    """Each message that would go out: ``at`` (ISO, UTC), ``local``, ``task``, ``kind``, ``to``, ``entity``."""
    rows = []
    for deadline in panel.deadlines:
        due = panel.instant(deadline.due, deadline.zone)
        steps = tuple(deadline.ladder) or DEFAULT_LADDER
        opened = panel.instant(panel.opened) if panel.opened else due + dt.timedelta(days=min(steps)) - EARLIEST
        people: dict[int, tuple[PersonPart, str]] = {}
        parties = tuple(_party(number, panel, people) for number in range(len(panel.entities)))
        officers = tuple(_recipient(officer, panel.zone, people) for officer in panel.officers)
        call = Call(
            due_at=due,
            zone=deadline.zone or panel.zone,
            opened_at=opened,
            parties=parties,
            officers=officers,
            steps=steps,
            starts_at=panel.instant(panel.start),
        )
        for row in plan(call).rows:
            person, zone = people[row.person_id]
            day = row.not_before.date()
            if (first and day < first) or (last and day > last):
                continue
            rows.append(
                {
                    "at": row.not_before.isoformat(),
                    "local": instant_in_words(row.not_before, zone, "en"),
                    "task": deadline.task,
                    "kind": row.kind.value,
                    "to": person.name,
                    "entity": panel.entities[row.entity_id].acronym if row.entity_id is not None else "",
                }
            )
    return sorted(rows, key=lambda row: (str(row["at"]), str(row["to"])))


def simulation_table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a table that an officer can read."""
    lines = [HEADINGS, *((row["local"], row["task"], row["kind"], row["to"], row["entity"]) for row in rows)]
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(str(cell).ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _party(number: int, panel: PanelFile, people: dict[int, tuple[PersonPart, str]]) -> Party:
    entity = panel.entities[number]
    return Party(
        entity_id=number,
        acronym=entity.acronym,
        working_days=frozenset(entity.working_days),
        focal_point=_recipient(entity.focal_point, entity.zone, people) if entity.focal_point else None,
        alternates=tuple(_recipient(person, entity.zone, people) for person in entity.alternates),
    )


def _recipient(person: PersonPart, zone: str, people: dict[int, tuple[PersonPart, str]]) -> Recipient:
    number = len(people) + 1
    people[number] = (person, person.zone or zone)
    return Recipient(number, person.name, person.zone or zone, person.slack is not None)
