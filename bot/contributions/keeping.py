"""Keeping contributions: save, edit, withdraw, restore, report nothing.

Every function works within the caller's unit of work, checks the rights itself, writes the history, and returns what
came of it as a value of ``bot.contributions.outcomes``. The caller gives the instant; nothing here asks a clock.
"""

import datetime as dt
import enum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.form import ContributionForm, missing_fields
from bot.contributions.outcomes import Conflict, FieldChange, NilReported, Refusal, Refused, Saved
from bot.contributions.rights import may_act_for
from bot.panels.viewers import Viewer
from storage.models import Change, Contribution, Deadline, NilReturn, Panel, PanelEntity, Person
from storage.queries.contributions import (
    CONTRIBUTION,
    NIL_RETURN,
    changes_of,
    contribution_by_id,
    contribution_by_submission,
    contributions_of_entity,
    nil_return_of,
)
from storage.words import ContributionState, PanelState

#: Columns that a change of kind empties where the new kind does not ask for them.
_EMPTY: dict[str, Any] = {"venue": None, "city": None, "country": None, "online": False}


async def submit(
    session: AsyncSession,
    viewer: Viewer,
    *,
    panel_id: int,
    entity_id: int,
    form: ContributionForm,
    at: dt.datetime,
    submission_key: str | None = None,
) -> Saved | Refused:
    """Keep a new contribution of an entity.

    ``submission_key`` (at most 80 characters) names the Slack view or message it came from: the same key again gives
    the contribution that is there, unchanged, even when two deliveries arrive at the same moment.
    """
    refused = await refusal_of(session, viewer, panel_id, entity_id)
    if refused:
        return refused
    known = submission_key and await contribution_by_submission(session, submission_key)
    if known:
        return _known(viewer, known)
    row = Contribution(
        panel_id=panel_id,
        entity_id=entity_id,
        state=ContributionState.SUBMITTED,
        created_by=viewer.author,
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
        **form.columns(),
    )
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = submission_key and await contribution_by_submission(session, submission_key)
        if not known:
            raise
        return _known(viewer, known)
    values = {name: plain_value(value) for name, value in form.columns().items() if value not in (None, [], False)}
    _record(session, row, "submitted", viewer, at, {}, values)
    return await _saved(session, row.id, tuple(values))


async def edit(
    session: AsyncSession,
    viewer: Viewer,
    contribution_id: int,
    form: ContributionForm,
    *,
    version: int,
    at: dt.datetime,
) -> Saved | Conflict | Refused:
    """Change a contribution that was opened at ``version``.

    Where somebody changed it since, a Conflict comes back and nothing is overwritten, unless it already stands as
    wanted. Fields that the kind does not ask for stay as they are; a change
    of kind empties those of the old kind, and the history keeps what they held.
    """
    row = await _for_change(session, viewer, contribution_id)
    if isinstance(row, Refused):
        return row
    if row.state is ContributionState.WITHDRAWN:
        return Refused(Refusal.WITHDRAWN)
    changed = wanted_changes(row, form)
    if not changed:
        return await _saved(session, row.id)
    if row.version != version:
        return await conflict_since(session, row, version)
    await _change(session, row, "edited", viewer, at, changed)
    return await _saved(session, row.id, tuple(changed))


def wanted_changes(row: Contribution, form: ContributionForm) -> dict[str, Any]:
    """The columns that an edit would change, with their new values."""
    wanted = form.columns()
    if form.kind is not row.kind:
        wanted = {name: value for name, value in _EMPTY.items() if name not in wanted} | wanted
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


async def withdraw(session: AsyncSession, viewer: Viewer, contribution_id: int, *, at: dt.datetime) -> Saved | Refused:
    """Take a contribution back; it stays in the database and can be restored. Twice is as once."""
    row = await _for_change(session, viewer, contribution_id)
    if isinstance(row, Refused):
        return row
    if row.state is ContributionState.WITHDRAWN:
        return await _saved(session, row.id)
    await _change(session, row, "withdrawn", viewer, at, {"state": ContributionState.WITHDRAWN})
    return await _saved(session, row.id, ("state",))


async def restore(session: AsyncSession, viewer: Viewer, contribution_id: int, *, at: dt.datetime) -> Saved | Refused:
    """Put a withdrawn contribution back. Twice is as once."""
    row = await _for_change(session, viewer, contribution_id)
    if isinstance(row, Refused):
        return row
    if row.state is not ContributionState.WITHDRAWN:
        return await _saved(session, row.id)
    await _change(session, row, "restored", viewer, at, {"state": ContributionState.SUBMITTED})
    return await _saved(session, row.id, ("state",))


async def report_nothing(
    session: AsyncSession, viewer: Viewer, *, deadline_id: int, entity_id: int, at: dt.datetime
) -> NilReported | Refused:
    """Keep that an entity has nothing to report for a deadline. The first report counts; what was submitted stays."""
    deadline = await session.get(Deadline, deadline_id)
    if deadline is None:
        return Refused(Refusal.GONE)
    refused = await refusal_of(session, viewer, deadline.panel_id, entity_id)
    if refused:
        return refused
    submitted = len(await contributions_of_entity(session, deadline.panel_id, entity_id))
    known = await nil_return_of(session, deadline_id, entity_id)
    if known:
        return NilReported(known, False, submitted)
    nil = NilReturn(deadline_id=deadline_id, entity_id=entity_id, person_id=viewer.author, at=at)
    try:
        async with session.begin_nested():
            session.add(nil)
    except IntegrityError:
        known = await nil_return_of(session, deadline_id, entity_id)
        if known is None:
            raise
        return NilReported(known, False, submitted)
    noun_id = f"{deadline_id}/{entity_id}"
    session.add(Change(noun=NIL_RETURN, noun_id=noun_id, action="reported", person_id=viewer.author, at=at))
    return NilReported(nil, True, submitted)


async def refusal_of(session: AsyncSession, viewer: Viewer, panel_id: int, entity_id: int) -> Refused | None:
    """Why the viewer may not act for the entity on the panel, if so."""
    panel = await session.get(Panel, panel_id)
    if panel is None:
        return Refused(Refusal.GONE)
    if not may_act_for(viewer, panel_id, entity_id):
        return Refused(Refusal.NOT_YOURS)
    if viewer.officer and viewer.author is not None:
        person = await session.get(Person, viewer.author)
        if person is None or person.workspace_id != panel.workspace_id:
            return Refused(Refusal.NOT_YOURS)
    elif not viewer.officer and panel.state is PanelState.CLOSED:
        return Refused(Refusal.CLOSED)
    expected = await session.get(PanelEntity, (panel_id, entity_id))
    if expected is None or expected.withdrawn_at is not None:
        return Refused(Refusal.NOT_EXPECTED)
    return None


async def _for_change(session: AsyncSession, viewer: Viewer, contribution_id: int) -> Contribution | Refused:
    row = await contribution_by_id(session, contribution_id, for_change=True)
    if row is None:
        return Refused(Refusal.GONE)
    return await refusal_of(session, viewer, row.panel_id, row.entity_id) or row


async def _change(
    session: AsyncSession, row: Contribution, action: str, viewer: Viewer, at: dt.datetime, changed: dict[str, Any]
) -> None:
    """Set the values, let the version rise, and write down what was there before."""
    old = {name: plain_value(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.updated_at = at
    await session.flush()
    _record(session, row, action, viewer, at, old, {name: plain_value(value) for name, value in changed.items()})


def _record(
    session: AsyncSession,
    row: Contribution,
    action: str,
    viewer: Viewer,
    at: dt.datetime,
    old: dict[str, Any],
    new: dict[str, Any],
) -> None:
    """A line of the history; ``version`` beside the new values tells which version the change made."""
    session.add(
        Change(
            noun=CONTRIBUTION,
            noun_id=str(row.id),
            action=action,
            person_id=viewer.author,
            at=at,
            old=old,
            new=new | {"version": row.version},
        )
    )


def plain_value(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value


def _known(viewer: Viewer, row: Contribution) -> Saved | Refused:
    """What an earlier delivery of the same submission stored; never shown to somebody whom it does not belong to."""
    if not may_act_for(viewer, row.panel_id, row.entity_id):
        return Refused(Refusal.NOT_YOURS)
    return Saved(row, tuple(missing_fields(row)))


async def _saved(session: AsyncSession, contribution_id: int, changed: tuple[str, ...] = ()) -> Saved:
    row = await contribution_by_id(session, contribution_id)
    assert row is not None, "a row of this unit of work is there"
    return Saved(row, tuple(missing_fields(row)), changed)


async def conflict_since(session: AsyncSession, row: Contribution, version: int) -> Conflict:
    """What others changed since ``version``: each field once, from what it was to what it is."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    by, at = None, row.updated_at
    for change, name in await changes_of(session, CONTRIBUTION, row.id):
        if change.new.get("version", 0) <= version:
            continue
        for field, value in change.new.items():
            if field != "version":
                before.setdefault(field, change.old.get(field))
                after[field] = value
        by, at = name, change.at
    changes = [FieldChange(field, before[field], after[field]) for field in after if before[field] != after[field]]
    return Conflict(row, tuple(changes), by, at)
