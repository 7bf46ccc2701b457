"""Show what would go out for a panel that exists only as a file, before anything does. Pure."""

import datetime as dt
import itertools
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.panels.files import DeadlinePart, PanelFile, PersonPart
from bot.reminders.ladder import DEFAULT_LADDER, Call, Dropped, Party, Recipient, plan
from storage.words import ReminderKind


@dataclass(frozen=True, slots=True)
class Line:
    """One message that would go out. ``local`` is ``at`` on the recipient's clocks."""

    at: dt.datetime
    local: dt.datetime
    zone: str
    task: str
    step: str
    kind: ReminderKind
    person: str
    entity: str | None
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Unsent:
    """A step without a message, and why."""

    task: str
    entity: str | None
    person: str | None
    dropped: Dropped


@dataclass(frozen=True, slots=True)
class Simulation:
    """Everything that would go out if nobody answered, in its order; and what would not."""

    lines: tuple[Line, ...]
    unsent: tuple[Unsent, ...]


def simulate(task: str, call: Call, start: dt.datetime | None = None, end: dt.datetime | None = None) -> Simulation:
    """What one call would send from ``start`` until before ``end``; both open where they are None."""
    planned = plan(call)
    people = {one.person_id: one for one in call.officers}
    for party in call.parties:
        people.update({one.person_id: one for one in (party.focal_point, *party.alternates) if one is not None})
    acronyms: dict[int | None, str] = {party.entity_id: party.acronym for party in call.parties}
    lines = []
    for row in planned.rows:
        if (start is not None and row.not_before < start) or (end is not None and row.not_before >= end):
            continue
        person = people[row.person_id]
        lines.append(
            Line(
                at=row.not_before,
                local=row.not_before.astimezone(ZoneInfo(person.zone)),
                zone=person.zone,
                task=task,
                step=row.step,
                kind=row.kind,
                person=person.name,
                entity=acronyms.get(row.entity_id),
                due_at=call.due_at,
            )
        )
    unsent = tuple(
        Unsent(task, acronyms.get(one.entity_id), people[one.person_id].name if one.person_id else None, one)
        for one in planned.dropped
    )
    return Simulation(tuple(lines), unsent)


def calls_of(panel: PanelFile, opened_at: dt.datetime) -> list[tuple[str, Call]]:
    """The calls of a panel file by task. ``opened_at`` stands in where the file does not say when the call opened."""
    numbers = itertools.count(1)

    def recipient(part: PersonPart, zone: str) -> Recipient:
        return Recipient(next(numbers), part.name, part.zone or zone, reachable=part.slack is not None)

    parties = tuple(
        Party(
            entity_id=number,
            acronym=entity.acronym,
            working_days=frozenset(entity.working_days),
            focal_point=recipient(entity.focal_point, entity.zone) if entity.focal_point else None,
            alternates=tuple(recipient(alternate, entity.zone) for alternate in entity.alternates),
        )
        for number, entity in enumerate(panel.entities, start=1)
    )
    officers = tuple(recipient(officer, panel.zone) for officer in panel.officers)

    def call(deadline: DeadlinePart) -> Call:
        return Call(
            due_at=panel.instant(deadline.due, deadline.zone),
            zone=deadline.zone or panel.zone,
            opened_at=panel.instant(panel.opened) if panel.opened else opened_at,
            parties=parties,
            officers=officers,
            steps=tuple(deadline.ladder) or DEFAULT_LADDER,
            starts_at=panel.instant(panel.start),
        )

    return [(deadline.task, call(deadline)) for deadline in panel.deadlines]


def simulate_panel(
    panel: PanelFile, opened_at: dt.datetime, start: dt.datetime | None = None, end: dt.datetime | None = None
) -> Simulation:
    """What all deadlines of a panel file would send, merged in their order."""
    parts = [simulate(task, call, start, end) for task, call in calls_of(panel, opened_at)]
    lines = sorted((line for part in parts for line in part.lines), key=lambda line: (line.at, line.person, line.step))
    return Simulation(tuple(lines), tuple(one for part in parts for one in part.unsent))
