"""Where each entity of a panel stands with its answer: the one place that says whether an entity has answered."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.form import missing_fields
from bot.contributions.lines import merged_into
from storage.models import Contribution, Deadline, Entity, NilReturn, Seat
from storage.queries.contributions import contributions_of_panel, nil_returns
from storage.queries.findings import pairings_of_panel
from storage.queries.panels import CONTRIBUTIONS, contributions_deadline, expected_entities, seats_of_panel
from storage.words import ContributionState, PairVerdict


class Standing(StrEnum):
    """What an entity's answer amounts to; ``contributions.standing_<value>`` says it in words."""

    ANSWERED = "answered"
    NIL = "nil"
    INCOMPLETE = "incomplete"
    SILENT = "silent"
    UNREACHABLE = "unreachable"

    @property
    def has_answered(self) -> bool:
        """Whether reminders end: what lacks something is an answer too."""
        return self in (Standing.ANSWERED, Standing.NIL, Standing.INCOMPLETE)


class Reach(StrEnum):
    """How the people of an entity can be written to; ``panels.reach_<value>`` says it in words.

    ``MAIL``: somebody has an e-mail address and nobody a Slack account, so that the bot cannot write to them.
    ``GONE``: all who hold a seat have left, or have neither. ``NO_SEAT``: nobody holds one.
    """

    SLACK = "slack"
    MAIL = "mail"
    GONE = "gone"
    NO_SEAT = "no_seat"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A contribution that lacks something."""

    contribution_id: int
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one entity: what it offers, since when, and what is lacking.

    ``mails`` are the addresses of those who can be reached in no other way.
    """

    entity_id: int
    acronym: str
    name: str
    standing: Standing
    contributions: int
    answered_at: dt.datetime | None
    lacking: tuple[Lacking, ...] = ()
    reach: Reach = Reach.SLACK
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What an expected entity has said to a deadline: answered, nil or silent, whatever its answer lacks."""

    entity_id: int
    acronym: str
    standing: Standing


def standing_of(*, offered: bool, nil: bool, lacking: bool = False, reached: bool = True) -> Standing:
    """What an answer amounts to: a contribution outweighs a nil return, and any answer that nobody is there."""
    if offered:
        return Standing.INCOMPLETE if lacking else Standing.ANSWERED
    if nil:
        return Standing.NIL
    return Standing.SILENT if reached else Standing.UNREACHABLE


def reach_of(seats: Iterable[Seat]) -> Reach:
    """How an entity can be reached through its seats, whose persons are loaded."""
    people = [seat.person for seat in seats]
    active = [person for person in people if person.active]
    if any(person.slack_user_id for person in active):
        return Reach.SLACK
    if any(person.email for person in active):
        return Reach.MAIL
    return Reach.GONE if people else Reach.NO_SEAT


def answer_of(
    entity: Entity,
    contributions: Sequence[Contribution],
    nil: NilReturn | None,
    seats: Sequence[Seat],
    merged: Collection[int] = (),
) -> Answer:
    """The answer of an entity from its submitted contributions, its nil return and its seats.

    ``answered_at`` is the first of what counts. What is ``merged`` into another contribution lacks nothing any more.
    """
    lacking = tuple(
        Lacking(contribution.id, contribution.title, tuple(fields))
        for contribution in contributions
        if contribution.id not in merged and (fields := missing_fields(contribution))
    )
    reach = reach_of(seats)
    standing = standing_of(
        offered=bool(contributions), nil=nil is not None, lacking=bool(lacking), reached=reach is Reach.SLACK
    )
    at = min((contribution.created_at for contribution in contributions), default=nil.at if nil else None)
    mails = tuple(seat.person.email for seat in seats if seat.person.active and seat.person.email)
    return Answer(
        entity_id=entity.id,
        acronym=entity.acronym,
        name=entity.name,
        standing=standing,
        contributions=len(contributions),
        answered_at=at,
        lacking=lacking,
        reach=reach,
        mails=mails if reach is Reach.MAIL else (),
    )


def answers_from(
    entities: Iterable[Entity],
    contributions: Iterable[Contribution],
    nils: Iterable[NilReturn],
    seats: Iterable[Seat],
    merged: Collection[int] = (),
) -> list[Answer]:
    """The answers of entities, in their order."""
    by_entity: dict[int, list[Contribution]] = {}
    for contribution in contributions:
        by_entity.setdefault(contribution.entity_id, []).append(contribution)
    by_nil = {nil.entity_id: nil for nil in nils}
    seated: dict[int, list[Seat]] = {}
    for seat in seats:
        seated.setdefault(seat.entity_id, []).append(seat)
    return [
        answer_of(entity, by_entity.get(entity.id, []), by_nil.get(entity.id), seated.get(entity.id, []), merged)
        for entity in entities
    ]


async def answers_of_panel(session: AsyncSession, panel_id: int) -> list[Answer]:
    """The answer of each entity that is expected on a panel, by acronym."""
    entities = [row.entity for row in await expected_entities(session, panel_id)]
    deadline = await contributions_deadline(session, panel_id)
    nils = await nil_returns(session, deadline.id) if deadline else []
    rows = await contributions_of_panel(session, panel_id)
    merged = merged_into((row.id for row in rows), await pairings_of_panel(session, panel_id, (PairVerdict.MERGED,)))
    return answers_from(entities, rows, nils, await seats_of_panel(session, panel_id), merged)


async def said_to(session: AsyncSession, deadline: Deadline) -> list[Said]:
    """What each expected entity has said to a deadline, by acronym, in three small queries.

    A submitted contribution answers the call for contributions, and no named task.
    """
    expected = await expected_entities(session, deadline.panel_id)
    nil = {row.entity_id for row in await nil_returns(session, deadline.id)}
    offered: set[int] = set()
    if deadline.task == CONTRIBUTIONS:
        submitted = select(Contribution.entity_id).where(
            Contribution.panel_id == deadline.panel_id, Contribution.state == ContributionState.SUBMITTED
        )
        offered = set(await session.scalars(submitted.distinct()))
    return [
        Said(
            row.entity_id,
            row.entity.acronym,
            standing_of(offered=row.entity_id in offered, nil=row.entity_id in nil),
        )
        for row in expected
    ]
