"""The events of a panel and of the roadmap, read from the database as slots that can clash."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.clashes import Slot, event_slot, milestone_slot
from bot.contributions.form import period_of
from bot.contributions.rights import may_see
from bot.panels.viewers import Viewer
from bot.roadmaps.milestones import span
from storage.models import Contribution
from storage.queries.contributions import contributions_of_panel
from storage.queries.panels import seats_of_panel
from storage.queries.roadmap import milestones
from storage.words import SeatRole


def slot_of(row: Contribution, contact: str | None = None) -> Slot | None:
    """The slot of a stored contribution, whose entity is loaded; None where it can come in nobody's way."""
    return event_slot(
        who=row.entity.acronym,
        title=row.title,
        kind=row.kind,
        status=row.status,
        period=period_of(row),
        city=row.city,
        country=row.country,
        venue=row.venue,
        online=row.online,
        contact=contact,
        entity_id=row.entity_id,
        contribution_id=row.id,
    )


async def slots_of_panel(session: AsyncSession, panel_id: int, viewer: Viewer) -> list[Slot]:
    """The events that are submitted to a panel, as far as the viewer may see them, with the focal points' names."""
    contacts = await contacts_of_panel(session, panel_id)
    rows = await contributions_of_panel(session, panel_id)
    slots = (slot_of(row, contacts.get(row.entity_id)) for row in rows if may_see(viewer, row))
    return [slot for slot in slots if slot]


async def slots_of_roadmap(session: AsyncSession) -> list[Slot]:
    """The events of the roadmap as it is now: what was superseded is none any more."""
    rows = await milestones(session)
    superseded = {row.supersedes for row in rows if row.supersedes}
    slots = (
        milestone_slot(
            key=row.key,
            title=row.title,
            kind=row.kind,
            period=span(row.start, row.end),
            venue=row.venue,
            lead=row.lead,
        )
        for row in rows
        if row.key not in superseded
    )
    return [slot for slot in slots if slot]


async def contacts_of_panel(session: AsyncSession, panel_id: int) -> dict[int, str]:
    """Whom to ask, by entity: the focal point, else the first alternate; people who left are not named."""
    found: dict[int, str] = {}
    for seat in await seats_of_panel(session, panel_id):
        if seat.person.active and (seat.role is SeatRole.FOCAL_POINT or seat.entity_id not in found):
            found.setdefault(seat.entity_id, seat.person.name)
    return found
