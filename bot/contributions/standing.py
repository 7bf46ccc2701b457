"""Where each entity of a panel stands with its answer."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.form import missing_fields
from storage.models import Contribution, Entity, NilReturn
from storage.queries.contributions import contributions_of_panel, nil_returns
from storage.queries.panels import contributions_deadline, expected_entities


class Standing(StrEnum):
    """What an entity's answer amounts to; ``contributions.standing_<value>`` says it in words."""

    ANSWERED = "answered"
    NIL = "nil"
    INCOMPLETE = "incomplete"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A contribution that lacks something."""

    contribution_id: int
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one entity: what it offers, since when, and what is lacking."""

    entity_id: int
    acronym: str
    name: str
    standing: Standing
    contributions: int
    answered_at: dt.datetime | None
    lacking: tuple[Lacking, ...] = ()


def answer_of(entity: Entity, contributions: Sequence[Contribution], nil: NilReturn | None) -> Answer:
    """The answer of an entity from its submitted contributions and its nil return.

    A contribution outweighs a nil return beside it. ``answered_at`` is the first of what counts.
    """
    lacking = tuple(
        Lacking(contribution.id, contribution.title, tuple(fields))
        for contribution in contributions
        if (fields := missing_fields(contribution))
    )
    if contributions:
        standing = Standing.INCOMPLETE if lacking else Standing.ANSWERED
        at: dt.datetime | None = min(contribution.created_at for contribution in contributions)
    else:
        standing, at = (Standing.NIL, nil.at) if nil else (Standing.SILENT, None)
    return Answer(entity.id, entity.acronym, entity.name, standing, len(contributions), at, lacking)


def answers_from(
    entities: Iterable[Entity], contributions: Iterable[Contribution], nils: Iterable[NilReturn]
) -> list[Answer]:
    """The answers of entities, in their order."""
    by_entity: dict[int, list[Contribution]] = {}
    for contribution in contributions:
        by_entity.setdefault(contribution.entity_id, []).append(contribution)
    by_nil = {nil.entity_id: nil for nil in nils}
    return [answer_of(entity, by_entity.get(entity.id, []), by_nil.get(entity.id)) for entity in entities]


async def answers_of_panel(session: AsyncSession, panel_id: int) -> list[Answer]:
    """The answer of each entity that is expected on a panel, by acronym."""
    entities = [row.entity for row in await expected_entities(session, panel_id)]
    deadline = await contributions_deadline(session, panel_id)
    nils = await nil_returns(session, deadline.id) if deadline else []
    return answers_from(entities, await contributions_of_panel(session, panel_id), nils)
