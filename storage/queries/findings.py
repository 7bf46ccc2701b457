"""Dismissed clashes and decided pairs of contributions."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.models import Dismissal, Pairing
from storage.words import PairVerdict

CLASH = "clash"
PAIR = "pair"


async def dismissals_of_panel(session: AsyncSession, panel_id: int) -> list[Dismissal]:
    """The clashes of a panel that were dismissed, the latest first, with who did it."""
    query = select(Dismissal).where(Dismissal.panel_id == panel_id).options(joinedload(Dismissal.person))
    return list(await session.scalars(query.order_by(Dismissal.at.desc(), Dismissal.id.desc())))


async def dismissal_of(
    session: AsyncSession, contribution_id: int, other_id: int | None, milestone: str | None
) -> Dismissal | None:
    """The dismissal of one clash; the lower number of two contributions is the first."""
    query = select(Dismissal).where(Dismissal.contribution_id == contribution_id)
    query = query.where(Dismissal.milestone == milestone if milestone else Dismissal.other_id == other_id)
    found: Dismissal | None = await session.scalar(query.options(joinedload(Dismissal.person)))
    return found


async def pairings_of_panel(
    session: AsyncSession, panel_id: int, verdicts: Collection[PairVerdict] = tuple(PairVerdict)
) -> list[Pairing]:
    """What was decided about pairs of contributions of a panel, the latest first, with who did it."""
    query = (
        select(Pairing)
        .where(Pairing.panel_id == panel_id, Pairing.verdict.in_(verdicts))
        .options(joinedload(Pairing.person))
        .order_by(Pairing.at.desc(), Pairing.id.desc())
    )
    return list(await session.scalars(query))


async def pairing_of(session: AsyncSession, one_id: int, other_id: int) -> Pairing | None:
    """What was decided about two contributions, whichever is named first."""
    low, high = sorted((one_id, other_id))
    query = select(Pairing).where(Pairing.one_id == low, Pairing.other_id == high)
    found: Pairing | None = await session.scalar(query.options(joinedload(Pairing.person)))
    return found


async def pairings_among(
    session: AsyncSession, ids: Collection[int], verdicts: Collection[PairVerdict]
) -> list[Pairing]:
    """The decided pairs of which one side is among some contributions."""
    wanted, found = list(ids), list[Pairing]()
    for start in range(0, len(wanted), 500):
        query = select(Pairing).where(Pairing.one_id.in_(wanted[start : start + 500]), Pairing.verdict.in_(verdicts))
        found += await session.scalars(query)
    return found
