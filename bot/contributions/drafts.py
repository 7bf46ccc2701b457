"""Keeping drafts: begin, change, discard, take up again, submit.

A draft holds what was typed, right or wrong, by field as ``bot.forms.declaring`` reads it. It belongs to its entity on
its panel: whoever may act for the entity may go on with it. One whose entity is not chosen yet belongs to the person
who began it. Every function works within the caller's unit of work and checks the rights itself.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.form import FORMS
from bot.contributions.keeping import edit, submit
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.contributions.rights import may_act_for
from bot.forms.declaring import Problem, Problems, Raw, read_form
from bot.panels.viewers import Viewer
from storage.models import Panel, Person, StoredDraft
from storage.queries.drafts import draft_by_id, drafts_by_key, open_drafts_of_entity, open_drafts_of_person
from storage.words import ContributionKind, DraftOrigin, DraftState


class NoDraft(StrEnum):
    """Why a draft cannot be had; ``drafts.<value>`` says it in words."""

    GONE = "gone"
    NOT_YOURS = "not_yours"
    SAVED = "saved_before"
    DISCARDED = "discarded_before"


@dataclass(frozen=True, slots=True)
class Begun:
    """What a draft begins with.

    ``key`` (at most 120 characters) names the view or the message that it came from; ``typed_ts`` is Slack's time of
    the change that made it.
    """

    panel_id: int
    entity_id: int | None
    origin: DraftOrigin
    kind: ContributionKind | None = None
    typed: Mapping[str, Raw] = field(default_factory=dict)
    key: str | None = None
    words: str | None = None
    link: str | None = None
    contribution_id: int | None = None
    version: int | None = None
    typed_ts: str | None = None


async def begin(session: AsyncSession, viewer: Viewer, begun: Begun, *, at: dt.datetime) -> StoredDraft | NoDraft:
    """Keep a new draft; the same key again gives the draft that is there, as it now stands."""
    if await _elsewhere(session, viewer, begun.panel_id):
        return NoDraft.NOT_YOURS
    if begun.entity_id is None:
        if not viewer.officer and begun.panel_id not in viewer.entities:
            return NoDraft.NOT_YOURS
    elif not may_act_for(viewer, begun.panel_id, begun.entity_id):
        return NoDraft.NOT_YOURS
    if begun.key and (known := await drafts_by_key(session, [begun.key])):
        return known[0] if may_go_on(viewer, known[0]) else NoDraft.NOT_YOURS
    row = StoredDraft(
        panel_id=begun.panel_id,
        entity_id=begun.entity_id,
        person_id=viewer.person_id,
        contribution_id=begun.contribution_id,
        version=begun.version,
        kind=begun.kind,
        typed=dict(begun.typed),
        typed_ts=begun.typed_ts,
        words=begun.words,
        link=begun.link,
        origin=begun.origin,
        state=DraftState.OPEN,
        key=begun.key,
        created_at=at,
        updated_at=at,
    )
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = await drafts_by_key(session, [begun.key]) if begun.key else []
        if not known:
            raise
        return known[0] if may_go_on(viewer, known[0]) else NoDraft.NOT_YOURS
    return await _there(session, row.id)


def may_go_on(viewer: Viewer, draft: StoredDraft) -> bool:
    """Whether a viewer may see a draft, change it and submit it.

    That an officer is one *of this workspace* is checked where the rows are loaded.
    """
    if draft.entity_id is None:
        return draft.person_id == viewer.person_id
    return may_act_for(viewer, draft.panel_id, draft.entity_id)


async def find(session: AsyncSession, viewer: Viewer, draft_id: int) -> StoredDraft | NoDraft:
    """An open draft that the viewer may go on with, held until the unit of work ends; or why not."""
    row = await draft_by_id(session, draft_id, for_change=True)
    if row is None:
        return NoDraft.GONE
    if not may_go_on(viewer, row) or await _elsewhere(session, viewer, row.panel_id):
        return NoDraft.NOT_YOURS
    if row.state is DraftState.SAVED:
        return NoDraft.SAVED
    return NoDraft.DISCARDED if row.state is DraftState.DISCARDED else row


async def at_hand(session: AsyncSession, viewer: Viewer) -> list[StoredDraft]:
    """The open drafts that a viewer may go on with, the latest first: those of the viewer's entities and their own."""
    found = {row.id: row for row in await open_drafts_of_person(session, viewer.person_id) if may_go_on(viewer, row)}
    for panel_id, entity_id in viewer.entities.items():
        found |= {row.id: row for row in await open_drafts_of_entity(session, panel_id, entity_id)}
    return sorted(found.values(), key=lambda row: (row.updated_at, row.id), reverse=True)


async def change(
    session: AsyncSession,
    viewer: Viewer,
    draft_id: int,
    *,
    kind: ContributionKind | None,
    typed: Mapping[str, Raw],
    at: dt.datetime,
    entity_id: int | None = None,
    typed_ts: str | None = None,
) -> StoredDraft | NoDraft:
    """Keep what is typed now in the place of what was. ``entity_id`` is the entity that was chosen meanwhile.

    ``typed_ts`` is Slack's time of this change: one that is older than what is kept changes nothing.
    """
    row = await find(session, viewer, draft_id)
    if isinstance(row, NoDraft) or _is_older(typed_ts, row.typed_ts):
        return row
    if entity_id is not None and entity_id != row.entity_id:
        if not may_act_for(viewer, row.panel_id, entity_id):
            return NoDraft.NOT_YOURS
        row.entity_id = entity_id
    row.kind, row.typed, row.updated_at = kind, dict(typed), at
    row.typed_ts = typed_ts or row.typed_ts
    await session.flush()
    session.expire(row, ["entity"])
    return await _there(session, row.id)


async def discard(session: AsyncSession, viewer: Viewer, draft_id: int, *, at: dt.datetime) -> StoredDraft | NoDraft:
    """Lay a draft aside; ``take_up`` brings it back. Twice is as once."""
    row = await find(session, viewer, draft_id)
    if row is NoDraft.DISCARDED:
        return await _there(session, draft_id)
    if isinstance(row, NoDraft):
        return row
    row.state, row.updated_at = DraftState.DISCARDED, at
    await session.flush()
    return await _there(session, row.id)


async def take_up(session: AsyncSession, viewer: Viewer, draft_id: int, *, at: dt.datetime) -> StoredDraft | NoDraft:
    """Bring a discarded draft back. Twice is as once."""
    row = await find(session, viewer, draft_id)
    if row is not NoDraft.DISCARDED:
        return row
    found = await _there(session, draft_id)
    found.state, found.updated_at = DraftState.OPEN, at
    await session.flush()
    return await _there(session, draft_id)


async def submit_draft(
    session: AsyncSession, viewer: Viewer, draft_id: int, *, at: dt.datetime
) -> Saved | Conflict | Refused | Problems | NoDraft:
    """Make the contribution that a draft holds, or the change of one. Problems, by field, where it is not right yet.

    Without its kind or its entity, the problem stands at ``kind`` or ``entity``. A second time it is ``NoDraft.SAVED``.
    """
    row = await find(session, viewer, draft_id)
    if isinstance(row, NoDraft):
        return row
    if row.entity_id is None:
        return Problems({"entity": Problem("forms.required", {})})
    if row.kind is None:
        return Problems({"kind": Problem("contributions.choose_kind", {})})
    form = read_form(FORMS[row.kind], row.typed)
    if isinstance(form, Problems):
        return form
    key = f"draft:{row.id}"
    if row.contribution_id is not None:
        kept = await edit(session, viewer, row.contribution_id, form, version=row.version or 0, at=at)
    else:
        kept = await submit(
            session, viewer, panel_id=row.panel_id, entity_id=row.entity_id, form=form, at=at, submission_key=key
        )
    if isinstance(kept, Saved):
        await settle(session, row, kept.contribution.id, at=at)
    return kept


async def settle(session: AsyncSession, draft: StoredDraft, contribution_id: int, *, at: dt.datetime) -> None:
    """Note that a draft was saved, and as which contribution."""
    draft.state, draft.contribution_id, draft.updated_at = DraftState.SAVED, contribution_id, at
    await session.flush()


def _is_older(one: str | None, other: str | None) -> bool:
    """Whether one of Slack's times, seconds with six decimals, lies before another; one that is not known does not."""
    return bool(one and other) and [int(part) for part in str(one).split(".")] < [
        int(part) for part in str(other).split(".")
    ]


async def _elsewhere(session: AsyncSession, viewer: Viewer, panel_id: int) -> bool:
    """Whether the panel is none of the workspace in which the viewer is an officer, or is gone."""
    panel = await session.get(Panel, panel_id)
    if panel is None or not viewer.officer:
        return panel is None
    person = await session.get(Person, viewer.person_id)
    return person is None or person.workspace_id != panel.workspace_id


async def _there(session: AsyncSession, draft_id: int) -> StoredDraft:
    row = await draft_by_id(session, draft_id)
    assert row is not None, "a row of this unit of work is there"
    return row
