"""*Ask somebody else*: a colleague answers for the entity from now on, and the one who asked is not reminded any more.

Who asks stays an alternate with all rights, and can take it back. Nothing is sent from here: the reminders are planned
again, and the invitation of the colleague waits in the outbox like any other.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.panels.viewers import Viewer
from bot.reminders.planning import plan_deadline
from storage.models import Change, Person, Seat
from storage.queries.panels import deadlines_of_panel, expected_entities, last_handing_over, panel_by_id, seats_of_panel
from storage.words import PanelState, SeatRole

SEAT = "seat"
HANDED_OVER = "handed_over"
TAKEN_BACK = "taken_back"


class NoHandingOver(StrEnum):
    """Why somebody else was not asked; ``replies.ask_<value>`` says it in words."""

    CLOSED = "closed"
    NOT_YOURS = "not_yours"
    YOURSELF = "yourself"
    GONE = "gone"
    ANOTHER_ENTITY = "another_entity"
    FOCAL_POINT = "focal_point"
    NOT_YOUR_TURN = "not_your_turn"
    NOT_STEPPED_BACK = "not_stepped_back"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``asked`` answers for the entity now. ``new`` is False where it stood so already."""

    entity: str
    asked: Person
    new: bool = True


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The person answers again; ``relieved`` is the colleague who did meanwhile."""

    entity: str
    relieved: Person | None


@dataclass(frozen=True, slots=True)
class _Seats:
    """The seats of one panel, as far as they matter to one entity."""

    all: list[Seat]
    entity_id: int

    def of(self, person_id: int) -> Seat | None:
        return next((seat for seat in self.all if seat.person_id == person_id), None)

    @property
    def focal_point(self) -> Seat | None:
        mine = (seat for seat in self.all if seat.entity_id == self.entity_id)
        return next((seat for seat in mine if seat.role is SeatRole.FOCAL_POINT), None)


async def why_not(
    session: AsyncSession, viewer: Viewer, panel_id: int, entity_id: int, slack_user_id: str | None = None
) -> NoHandingOver | None:
    """What keeps the viewer from asking somebody else, as far as the database knows; None when nothing does.

    ``slack_user_id`` is the colleague, who need not be known yet; without one only the viewer is judged.
    """
    found = await _seats(session, viewer, panel_id, entity_id)
    if isinstance(found, NoHandingOver):
        return found
    focal = found.focal_point
    if focal and focal.person_id != viewer.person_id and focal.person.active and focal.stepped_back_at is None:
        return NoHandingOver.NOT_YOUR_TURN
    if slack_user_id is None:
        return None
    for seat in found.all:
        if seat.person.slack_user_id != slack_user_id:
            continue
        if seat.person_id == viewer.person_id:
            return NoHandingOver.YOURSELF
        if not seat.person.active:
            return NoHandingOver.GONE
        if seat.entity_id != entity_id:
            return NoHandingOver.ANOTHER_ENTITY
        if seat.role is SeatRole.FOCAL_POINT:
            return NoHandingOver.FOCAL_POINT
    return None


async def hand_over(
    session: AsyncSession, viewer: Viewer, panel_id: int, entity_id: int, asked: Person, *, at: dt.datetime
) -> HandedOver | NoHandingOver:
    """Let a colleague answer for the entity in the viewer's place. A second time it is as once."""
    found = await _seats(session, viewer, panel_id, entity_id)
    if isinstance(found, NoHandingOver):
        return found
    own = found.of(viewer.person_id)
    assert own is not None, "the viewer speaks for the entity"
    focal = found.focal_point
    if focal and focal.person_id == asked.id and own.stepped_back_at is not None:
        return HandedOver(own.entity.acronym, asked, new=False)
    refused = await why_not(session, viewer, panel_id, entity_id, asked.slack_user_id)
    if refused is not None:
        return refused
    if asked.id == viewer.person_id:
        return NoHandingOver.YOURSELF
    if not asked.active or asked.slack_user_id is None or asked.workspace_id != own.entity.workspace_id:
        return NoHandingOver.GONE
    seat = found.of(asked.id)
    seated = seat is not None
    # One focal point an entity: the old one makes room before the new one comes.
    if focal is not None:
        focal.role = SeatRole.ALTERNATE
    own.stepped_back_at = at
    await session.flush()
    if seat is None:
        session.add(Seat(panel_id=panel_id, entity_id=entity_id, person_id=asked.id, role=SeatRole.FOCAL_POINT))
    else:
        seat.role, seat.stepped_back_at = SeatRole.FOCAL_POINT, None
    old = {"focal_point": focal.person_id if focal else None}
    new = {"focal_point": asked.id, "seated": not seated}
    _note(session, panel_id, entity_id, HANDED_OVER, viewer, at, old, new)
    await _plan(session, panel_id, at)
    return HandedOver(own.entity.acronym, asked)


async def take_back(
    session: AsyncSession, viewer: Viewer, panel_id: int, entity_id: int, *, at: dt.datetime
) -> TakenBack | NoHandingOver:
    """*I will answer after all*: the viewer is the focal point again.

    The colleague keeps a seat that they had before, as alternate; one that they got by being asked is taken away, so
    that a name chosen by mistake leaves no rights behind.
    """
    found = await _seats(session, viewer, panel_id, entity_id)
    if isinstance(found, NoHandingOver):
        return found
    own = found.of(viewer.person_id)
    if own is None or own.stepped_back_at is None:
        return NoHandingOver.NOT_STEPPED_BACK
    focal = found.focal_point
    relieved: Person | None = None
    if focal is not None and focal is not own:
        relieved = focal.person
        last = await last_handing_over(session, _noun_id(panel_id, entity_id), HANDED_OVER)
        focal.role = SeatRole.ALTERNATE
        if last and last.new.get("seated") and last.new.get("focal_point") == focal.person_id:
            await session.delete(focal)
        await session.flush()
    own.role, own.stepped_back_at = SeatRole.FOCAL_POINT, None
    old = {"focal_point": relieved.id if relieved else None}
    _note(session, panel_id, entity_id, TAKEN_BACK, viewer, at, old, {"focal_point": viewer.person_id})
    await _plan(session, panel_id, at)
    return TakenBack(own.entity.acronym, relieved)


async def _seats(session: AsyncSession, viewer: Viewer, panel_id: int, entity_id: int) -> _Seats | NoHandingOver:
    """The seats of the panel, held back until the viewer's right and the panel's state are known to be good."""
    panel = await panel_by_id(session, panel_id)
    if panel is None or not viewer.speaks_for(panel_id, entity_id):
        return NoHandingOver.NOT_YOURS
    expected = {row.entity_id for row in await expected_entities(session, panel_id)}
    if panel.state is not PanelState.OPEN or entity_id not in expected:
        return NoHandingOver.CLOSED
    found = _Seats(await seats_of_panel(session, panel_id, for_change=True), entity_id)
    # The viewer was read in another unit of work: the seat may be gone by now.
    own = found.of(viewer.person_id)
    return found if own is not None and own.entity_id == entity_id else NoHandingOver.NOT_YOURS


async def _plan(session: AsyncSession, panel_id: int, at: dt.datetime) -> None:
    await session.flush()
    for deadline in await deadlines_of_panel(session, panel_id):
        await plan_deadline(session, deadline.id, at)


def _noun_id(panel_id: int, entity_id: int) -> str:
    return f"{panel_id}/{entity_id}"


def _note(
    session: AsyncSession,
    panel_id: int,
    entity_id: int,
    action: str,
    viewer: Viewer,
    at: dt.datetime,
    old: dict[str, int | None],
    new: dict[str, int | bool],
) -> None:
    noun_id = _noun_id(panel_id, entity_id)
    session.add(Change(noun=SEAT, noun_id=noun_id, action=action, person_id=viewer.person_id, at=at, old=old, new=new))
