"""Clashes as officers see them: found anew each time, dismissed with a note, and back as soon as something moves.

Every function checks that the viewer is an officer of the panel's own workspace, and gives None or ``Refused`` where
not. The caller gives the instant; nothing here asks a clock.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.clashes import Clash, Slot, clash_of, clashes_among
from bot.contributions.lines import lines_of
from bot.contributions.outcomes import Refusal, Refused
from bot.contributions.slots import slots_of_panel, slots_of_roadmap
from bot.panels.viewers import Viewer
from storage.models import Change, Dismissal, Panel, Person
from storage.queries.contributions import CONTRIBUTION, contribution_by_id, contributions_of_panel
from storage.queries.findings import dismissal_of, dismissals_of_panel, pairings_of_panel
from storage.queries.panels import panel_by_id

NOTE = 1000


@dataclass(frozen=True, slots=True)
class Quiet:
    """A clash that was dismissed and has not changed since."""

    clash: Clash
    dismissal: Dismissal


@dataclass(frozen=True, slots=True)
class Clashes:
    """The clashes of a panel that are to be looked at, and those that are quiet.

    ``back`` holds, by clash, the note under which one was dismissed that came back. ``contributions`` and ``events``
    count what was looked at.
    """

    open: tuple[Clash, ...]
    quiet: tuple[Quiet, ...]
    back: dict[str, Dismissal]
    contributions: int
    events: int


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A clash was dismissed; ``clash`` is as it stands."""

    clash: Clash
    dismissal: Dismissal


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing was dismissed: since it was shown, the clash has changed, or is none any more."""


async def panel_of_officer(session: AsyncSession, viewer: Viewer, panel_id: int) -> Panel | None:
    """The panel, for an officer of its own workspace; None for everybody else."""
    panel = await panel_by_id(session, panel_id) if viewer.officer else None
    person = await session.get(Person, viewer.person_id) if panel else None
    return panel if panel and person and person.workspace_id == panel.workspace_id else None


async def clashes_of_panel(session: AsyncSession, viewer: Viewer, panel_id: int) -> Clashes | None:
    """All clashes of a panel as they stand now; None for whoever is no officer of it."""
    if await panel_of_officer(session, viewer, panel_id) is None:
        return None
    rows = await contributions_of_panel(session, panel_id)
    lines = lines_of(rows, await pairings_of_panel(session, panel_id))
    line_of = {row.id: number for number, line in enumerate(lines) for row in (line.lead, *line.others)}
    # What was merged is told by the one that stayed.
    slots = [slot for slot in await slots_of_panel(session, panel_id, viewer) if slot.contribution_id in line_of]
    dismissed = {_names(row): row for row in await dismissals_of_panel(session, panel_id)}
    found: list[Clash] = []
    quiet: list[Quiet] = []
    back: dict[str, Dismissal] = {}
    for clash in clashes_among(slots, await slots_of_roadmap(session)):
        if _is_joint(clash, line_of):
            continue
        known = dismissed.get(names_of(clash))
        if known and known.signature == clash.signature:
            quiet.append(Quiet(clash, known))
            continue
        found.append(clash)
        if known:
            back[clash.signature] = known
    return Clashes(tuple(found), tuple(quiet), back, len(rows), len(slots))


async def clash_named(session: AsyncSession, viewer: Viewer, panel_id: int, one: str, other: str) -> Clash | None:
    """The clash of two slots by their keys, as it stands now; None where there is none, or for no officer."""
    if await panel_of_officer(session, viewer, panel_id) is None:
        return None
    slots = {slot.key: slot for slot in await slots_of_panel(session, panel_id, viewer)}
    if not {one, other} <= set(slots):
        slots |= {slot.key: slot for slot in await slots_of_roadmap(session)}
    if one not in slots or other not in slots:
        return None
    return clash_of(slots[one], slots[other])


async def dismiss(
    session: AsyncSession,
    viewer: Viewer,
    *,
    panel_id: int,
    one: str,
    other: str,
    signature: str,
    note: str,
    at: dt.datetime,
) -> Dismissed | Moved | Refused:
    """Let a clash be quiet, as it was shown: ``signature`` is what it had then. Twice is as once."""
    if await panel_of_officer(session, viewer, panel_id) is None:
        return Refused(Refusal.NOT_YOURS)
    clash = await clash_named(session, viewer, panel_id, one, other)
    if clash is None or clash.signature != signature:
        return Moved()
    contribution_id, other_id, milestone = names_of(clash)
    # Two officers who dismiss the same clash at one moment do so one after the other.
    await contribution_by_id(session, contribution_id, for_change=True)
    row = await dismissal_of(session, contribution_id, other_id, milestone)
    if row is not None and row.signature == signature:
        return Dismissed(clash, row)
    if row is None:
        row = Dismissal(panel_id=panel_id, contribution_id=contribution_id, other_id=other_id, milestone=milestone)
        session.add(row)
    row.signature, row.note, row.person_id, row.at = signature, note[:NOTE], viewer.person_id, at
    await session.flush()
    _note(session, row, "clash_dismissed", viewer, at)
    return Dismissed(clash, row)


async def undo_dismissal(
    session: AsyncSession, viewer: Viewer, dismissal_id: int, at: dt.datetime
) -> Dismissal | Refused:
    """Let a dismissed clash be heard again. The history keeps that it was dismissed, and why."""
    row = await session.get(Dismissal, dismissal_id)
    if row is None:
        return Refused(Refusal.GONE if viewer.officer else Refusal.NOT_YOURS)
    if await panel_of_officer(session, viewer, row.panel_id) is None:
        return Refused(Refusal.NOT_YOURS)
    _note(session, row, "clash_back", viewer, at)
    await session.delete(row)
    await session.flush()
    return row


def names_of(clash: Clash) -> tuple[int, int | None, str | None]:
    """A clash as it is stored: a contribution, and another one or a milestone; the lower number first."""
    ids = sorted(slot.contribution_id for slot in (clash.one, clash.other) if slot.contribution_id is not None)
    milestone = clash.one.milestone or clash.other.milestone
    return ids[0], None if milestone else ids[1], milestone


def _names(row: Dismissal) -> tuple[int, int | None, str | None]:
    return row.contribution_id, row.other_id, row.milestone


def _is_joint(clash: Clash, line_of: dict[int, int]) -> bool:
    """Whether both sides are one and the same joint event."""
    one, other = _line(clash.one, line_of), _line(clash.other, line_of)
    return one is not None and one == other


def _line(slot: Slot, line_of: dict[int, int]) -> int | None:
    return line_of.get(slot.contribution_id) if slot.contribution_id is not None else None


def _note(session: AsyncSession, row: Dismissal, action: str, viewer: Viewer, at: dt.datetime) -> None:
    """A line in the history of each contribution that is concerned."""
    for ident, against in ((row.contribution_id, row.other_id), (row.other_id, row.contribution_id)):
        if ident is not None:
            other = row.milestone if row.other_id is None else str(against)
            new = {"other": other, "note": row.note}
            session.add(
                Change(noun=CONTRIBUTION, noun_id=str(ident), action=action, person_id=viewer.person_id, at=at, new=new)
            )
