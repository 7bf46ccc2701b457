"""What looks like one thing twice, as officers see it and decide it: merged, joint or different. Nothing merges itself.

Every function checks that the viewer is an officer of the panel's own workspace, and gives None or ``Refused`` where
not. A decision is a row beside the contributions, which stay as they are: undoing it restores everything.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.duplicates import Likeness, item_of, pairs_among, signature_of
from bot.contributions.findings import panel_of_officer
from bot.contributions.form import missing_fields
from bot.contributions.lines import merged_into
from bot.contributions.outcomes import Refusal, Refused
from bot.panels.viewers import Viewer
from storage.models import Change, Contribution, Pairing
from storage.queries.contributions import CONTRIBUTION, contribution_by_id, contributions_of_panel
from storage.queries.findings import pairing_of, pairings_of_panel
from storage.words import ContributionState, PairVerdict


@dataclass(frozen=True, slots=True)
class Alike:
    """Two contributions that look like one, the older one first, with their entities loaded."""

    one: Contribution
    other: Contribution
    like: Likeness
    signature: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that counts, with both contributions."""

    pairing: Pairing
    one: Contribution
    other: Contribution

    @property
    def kept(self) -> Contribution:
        """The one that stays of a merge, or leads a joint line."""
        return self.other if self.pairing.kept_id == self.other.id else self.one

    @property
    def gone(self) -> Contribution:
        """The other one."""
        return self.one if self.pairing.kept_id == self.other.id else self.other


@dataclass(frozen=True, slots=True)
class Pairs:
    """What looks alike and waits for a decision, what was decided, and how many contributions were looked at."""

    open: tuple[Alike, ...]
    decided: tuple[Decided, ...]
    contributions: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was decided: since the two were shown, one of them changed, or was decided about by somebody else."""


async def pairs_of_panel(session: AsyncSession, viewer: Viewer, panel_id: int) -> Pairs | None:
    """What looks like one thing twice on a panel; None for whoever is no officer of it."""
    if await panel_of_officer(session, viewer, panel_id) is None:
        return None
    rows = {row.id: row for row in await contributions_of_panel(session, panel_id)}
    pairings = await pairings_of_panel(session, panel_id)
    merged = merged_into(rows, pairings)
    known = {(pair.one_id, pair.other_id): pair for pair in pairings}
    items = [item for row in rows.values() if row.id not in merged and (item := item_of(row))]
    found: list[Alike] = []
    for pair in pairs_among(items):
        decision = known.get((pair.one.id, pair.other.id))
        if decision is None or (decision.verdict is PairVerdict.DIFFERENT and decision.signature != pair.signature):
            found.append(Alike(rows[pair.one.id], rows[pair.other.id], pair.like, pair.signature))
    open_ids = {(pair.one.id, pair.other.id) for pair in found}
    decided = [
        Decided(pair, rows[pair.one_id], rows[pair.other_id])
        for pair in pairings
        if pair.one_id in rows and pair.other_id in rows and (pair.one_id, pair.other_id) not in open_ids
    ]
    return Pairs(tuple(found), tuple(decided), len(rows))


async def decide(
    session: AsyncSession,
    viewer: Viewer,
    *,
    one_id: int,
    other_id: int,
    verdict: PairVerdict,
    signature: str,
    at: dt.datetime,
    kept_id: int | None = None,
) -> Decided | Changed | Refused:
    """Keep what two contributions are, as they were shown (``signature``). Twice is as once.

    ``kept_id`` is the one that stays of a merge. A joint event is led by the one that lacks less, else by the older.
    """
    rows = await _both(session, viewer, one_id, other_id)
    if isinstance(rows, Refused):
        return rows
    one, other = rows
    known = await pairing_of(session, one.id, other.id)
    if verdict is PairVerdict.JOINT:
        kept_id = min(rows, key=lambda row: (len(missing_fields(row)), row.id)).id
    elif verdict is PairVerdict.DIFFERENT:
        kept_id = None
    elif kept_id not in (one.id, other.id):
        return Refused(Refusal.GONE)
    if known and (known.verdict, known.kept_id, known.signature) == (verdict, kept_id, signature):
        return Decided(known, one, other)
    items = [item_of(row) for row in rows]
    if items[0] is None or items[1] is None or signature_of(items[0], items[1]) != signature:
        return Changed()
    if known is not None and known.verdict is not PairVerdict.DIFFERENT:
        return Changed()
    if verdict is not PairVerdict.DIFFERENT and await _any_merged(session, one.panel_id, rows):
        return Changed()
    row = known or Pairing(panel_id=one.panel_id, one_id=one.id, other_id=other.id)
    row.verdict, row.kept_id, row.signature, row.person_id, row.at = verdict, kept_id, signature, viewer.person_id, at
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another officer decided at the same moment.
        return Changed()
    _note(session, row, str(verdict), viewer, at)
    return Decided(row, one, other)


async def undo_decision(session: AsyncSession, viewer: Viewer, pairing_id: int, at: dt.datetime) -> Pairing | Refused:
    """Take a decision back: what was merged stands again, what was joint is two lines. The history keeps it."""
    row = await session.get(Pairing, pairing_id)
    if row is None:
        return Refused(Refusal.GONE if viewer.officer else Refusal.NOT_YOURS)
    if await panel_of_officer(session, viewer, row.panel_id) is None:
        return Refused(Refusal.NOT_YOURS)
    _note(session, row, f"{row.verdict}_undone", viewer, at)
    await session.delete(row)
    await session.flush()
    return row


async def _both(
    session: AsyncSession, viewer: Viewer, one_id: int, other_id: int
) -> tuple[Contribution, Contribution] | Refused:
    """Two submitted contributions of one panel, held until the unit of work ends, the older one first."""
    if not viewer.officer:
        return Refused(Refusal.NOT_YOURS)
    low, high = sorted((one_id, other_id))
    one = await contribution_by_id(session, low, for_change=True)
    other = await contribution_by_id(session, high, for_change=True)
    if one is None or other is None or one is other or one.panel_id != other.panel_id:
        return Refused(Refusal.GONE)
    if await panel_of_officer(session, viewer, one.panel_id) is None:
        return Refused(Refusal.NOT_YOURS)
    if ContributionState.WITHDRAWN in (one.state, other.state):
        return Refused(Refusal.WITHDRAWN)
    return one, other


async def _any_merged(session: AsyncSession, panel_id: int, rows: Sequence[Contribution]) -> bool:
    """Whether one of them is merged into something already, so that it stands for nothing."""
    present = [row.id for row in await contributions_of_panel(session, panel_id)]
    merged = merged_into(present, await pairings_of_panel(session, panel_id, (PairVerdict.MERGED,)))
    return any(row.id in merged for row in rows)


def _note(session: AsyncSession, row: Pairing, action: str, viewer: Viewer, at: dt.datetime) -> None:
    """A line in the history of both contributions."""
    for ident, other in ((row.one_id, row.other_id), (row.other_id, row.one_id)):
        new = {"other": other, "kept": row.kept_id}
        session.add(
            Change(noun=CONTRIBUTION, noun_id=str(ident), action=action, person_id=viewer.person_id, at=at, new=new)
        )
