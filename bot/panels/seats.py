"""For whom a person speaks now: the seat that a form or a button is meant for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Deadline, Entity, Panel
from storage.queries.panels import contributions_deadline, expected_entities, panel_by_id, seats_of_person
from storage.words import PanelState


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """A seat on a panel whose call is open, with what is due. ``seat_id`` rises from seat to seat."""

    panel: Panel
    entity: Entity
    deadline: Deadline | None
    seat_id: int = 0


async def open_seats(session: AsyncSession, person_id: int, panel_id: int | None = None) -> list[OpenSeat]:
    """The seats of a person on open panels, the nearest deadline first; ``panel_id`` narrows to one panel."""
    found = []
    for seat in await seats_of_person(session, person_id):
        panel = await panel_by_id(session, seat.panel_id)
        if panel is None or panel.state is not PanelState.OPEN or panel_id not in (None, panel.id):
            continue
        found.append(OpenSeat(panel, seat.entity, await contributions_deadline(session, panel.id), seat.id))
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda seat: (seat.deadline.due_at if seat.deadline else latest, seat.panel.id))


async def names_on_panel(session: AsyncSession, panel_id: int) -> list[str]:
    """What the entities of a panel are called, by which partners are recognised in a text."""
    rows = await expected_entities(session, panel_id)
    return [name for row in rows for name in (row.entity.acronym, row.entity.name, *row.entity.aliases)]


def seat_meant(seats: Sequence[OpenSeat], panel_id: int | None = None) -> OpenSeat:
    """For which of several seats something was written: that of the panel it is about, else the newest one."""
    about = [seat for seat in seats if seat.panel.id == panel_id]
    return (about or sorted(seats, key=lambda seat: seat.seat_id))[-1]
