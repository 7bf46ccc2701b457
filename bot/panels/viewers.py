"""Who looks: what a person is, as far as it decides what they may see and do."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from storage.queries.panels import seats_of_person
from storage.queries.people import is_officer


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person with their rights: an officer may see and do everything; a seat speaks for its entity on its panel.

    ``entities`` maps a panel's id to the id of the entity that the person answers for there.
    """

    person_id: int
    officer: bool = False
    entities: dict[int, int] = field(default_factory=dict)

    @property
    def author(self) -> int | None:
        """Who stands in the history for what this viewer does; None for the operator at the command line."""
        return self.person_id or None

    def speaks_for(self, panel_id: int, entity_id: int) -> bool:
        """Whether the person holds a seat of this entity on this panel."""
        return self.entities.get(panel_id) == entity_id

    @property
    def panellist(self) -> bool:
        """Whether the person holds any seat."""
        return bool(self.entities)


#: Whoever runs the commands holds the database: they may what an officer may, and are no person in it.
OPERATOR = Viewer(0, officer=True)


async def viewer_of(session: AsyncSession, person_id: int) -> Viewer:
    """Look up what a person is."""
    seats = await seats_of_person(session, person_id)
    return Viewer(person_id, await is_officer(session, person_id), {seat.panel_id: seat.entity_id for seat in seats})
