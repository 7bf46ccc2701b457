"""Editing the roadmap: add, correct, supersede, remove and restore milestones.

Every function works within the caller's unit of work, checks the rights itself, changes the roadmap in turn with others
(``hold_roadmap``), writes the history, and returns what came of it as a value of ``bot.roadmaps.outcomes``, or the
problems of the form by field. The caller gives the instant; nothing here asks a clock.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.forms.declaring import Problem, Problems
from bot.panels.viewers import Viewer
from bot.roadmaps.form import (
    Amendment,
    EditedMilestone,
    NewMilestone,
    as_stored,
    cleaned,
    normalised,
    proposed_id,
    row_problems,
    successor_id,
)
from bot.roadmaps.history import REMOVALS, Action
from bot.roadmaps.milestones import MilestoneRow
from bot.roadmaps.outcomes import Conflict, Meanwhile, Refusal, Refused, Removed, Repeated, Saved
from bot.roadmaps.values import FIELDS, Values, columns_of, difference, stored_values, told, values_of
from storage.models import Milestone
from storage.queries.roadmap import (
    changes_since,
    hold_roadmap,
    last_change,
    last_position,
    mark_submitted,
    milestone_by_key,
    milestones,
    newest_change,
    note_change,
    superseding,
    used_keys,
    was_submitted,
)


async def add(
    session: AsyncSession, viewer: Viewer, form: NewMilestone, *, at: dt.datetime, submission: str | None = None
) -> Saved | Problems | Refused | Repeated:
    """Put a new milestone at the end of the roadmap.

    ``submission`` (at most 80 characters) names the view that it came from: the same again changes nothing.
    """
    if not viewer.officer:
        return Refused(Refusal.NOT_OFFICER)
    await hold_roadmap(session)
    if submission and await was_submitted(session, submission):
        return Repeated()
    rows = await milestones(session)
    values = _as_others_write(as_stored(form.values()), rows)
    taken = await used_keys(session)
    key = form.id or proposed_id(form.title, taken)
    problems: dict[str, Problem] = {}
    there = next((row for row in rows if row.key.casefold() == key.casefold()), None)
    if there is not None:
        problems["id"] = Problem("roadmap.id_taken", {"id": there.key, "title": there.title})
    elif form.id and any(one.casefold() == key.casefold() for one in taken):
        problems["id"] = Problem("roadmap.id_removed", {"id": key})
    problems |= _link_problems(key, values, rows)
    if problems:
        return Problems(problems)
    row = await _insert(session, viewer, key, values, at)
    _taken(session, submission, at)
    return Saved(row, {}, told(values))


async def amend(
    session: AsyncSession,
    viewer: Viewer,
    key: str,
    form: EditedMilestone,
    *,
    seen: int,
    today: dt.date,
    at: dt.datetime,
    hidden: Collection[str] = (),
    submission: str | None = None,
) -> Saved | Problems | Conflict | Refused | Repeated:
    """Correct a milestone, or make one that supersedes it from a day on.

    ``seen`` is the line of its history at which the form was opened: where others changed it since, a Conflict comes
    back and nothing is overwritten, unless all stands as wanted already. ``hidden`` names the fields that the form did
    not show. ``today`` is the officer's day: nothing has become different after it.
    """
    if not viewer.officer:
        return Refused(Refusal.NOT_OFFICER)
    await hold_roadmap(session)
    if submission and await was_submitted(session, submission):
        return Repeated()
    rows = await milestones(session)
    row = next((one for one in rows if one.key == key), None)
    if row is None:
        return Refused(Refusal.GONE)
    now = values_of(row)
    since = await changes_since(session, key, seen)
    before = dict(now)
    for change, _ in since:
        before |= {name: value for name, value in change.old.items() if name in before}
    typed = as_stored(form.values())
    touched = {name for name in FIELDS if name not in hidden and typed[name] != cleaned(name, before[name])}
    wanted = _as_others_write(now | {name: typed[name] for name in touched}, rows)
    others = {name for name in FIELDS if before[name] != now[name]}
    if others and any(wanted[name] != now[name] for name in touched):
        change, name = since[0]
        fields = [Meanwhile(field, before[field], now[field], wanted[field], field in touched) for field in FIELDS]
        differing = tuple(field for field in fields if field.field in others)
        return Conflict(differing, wanted, name, change.at, change.id)
    if form.how is Amendment.CHANGE:
        return await _supersede(session, viewer, row, form, wanted, touched, rows, today, at, submission)
    # What others changed may not go together with what was typed, each being right alone.
    problems = row_problems({"id": key, **wanted}) | _link_problems(key, wanted, rows)
    if problems:
        return Problems(problems)
    old, new = await _update(session, viewer, row, wanted, Action.EDITED, at)
    _taken(session, submission, at)
    return Saved(row, old, new)


async def _supersede(
    session: AsyncSession,
    viewer: Viewer,
    row: Milestone,
    form: EditedMilestone,
    wanted: Values,
    touched: Collection[str],
    rows: Collection[Milestone],
    today: dt.date,
    at: dt.datetime,
    submission: str | None,
) -> Saved | Problems:
    """Leave a milestone as it is, and add the one that takes its place from a day on."""
    day = form.changed_on
    assert day is not None, "the form asks for the day of a change"
    problems = {
        name: Problem("roadmap.filled_by_itself", {}) for name in ("known_from", "supersedes") if name in touched
    }
    later = next((one for one in rows if one.supersedes == row.key), None)
    if later is not None:
        problems["how"] = Problem("roadmap.superseded_already", {"id": later.key})
    elif not touched:
        problems["how"] = Problem("roadmap.nothing_different", {})
    if day > today:
        problems["changed_on"] = Problem("roadmap.changed_in_future", {})
    elif row.known_from is not None and day < row.known_from:
        problems["changed_on"] = Problem("roadmap.changed_before_known", {"day": row.known_from.isoformat()})
    key = successor_id(row.key, await used_keys(session))
    values = wanted | {"known_from": day.isoformat(), "supersedes": row.key}
    problems |= row_problems({"id": key, **values})
    if problems:
        return Problems(problems)
    added = await _insert(session, viewer, key, values, at)
    _taken(session, submission, at)
    old, new = difference(values_of(row), values)
    return Saved(added, old, new, instead_of=row)


async def remove(session: AsyncSession, viewer: Viewer, key: str, *, seen: int, at: dt.datetime) -> Removed | Refused:
    """Take a milestone out of the roadmap; its values stay in the history.

    Those that had superseded it then supersede what it had superseded, so that no link points to nothing. ``seen`` is
    the line of the history that the officer went by: a milestone that was changed since is not removed.
    """
    if not viewer.officer:
        return Refused(Refusal.NOT_OFFICER)
    await hold_roadmap(session)
    row = await session.get(Milestone, key)
    if row is None:
        return Refused(Refusal.GONE)
    if await newest_change(session, key) != seen:
        return Refused(Refusal.CHANGED)
    later = await superseding(session, key)
    for one in later:
        await _update(session, viewer, one, values_of(one) | {"supersedes": row.supersedes}, Action.RELINKED, at)
    old: dict[str, Any] = {**told(values_of(row)), "position": row.position}
    relinked = tuple(one.key for one in later)
    note_change(session, Action.REMOVED, at, {"relinked": list(relinked)}, key=key, old=old, person_id=viewer.person_id)
    await session.delete(row)
    return Removed(key, row.title, relinked)


async def restore(session: AsyncSession, viewer: Viewer, key: str, *, at: dt.datetime) -> Saved | Refused:
    """Put a removed milestone back where it stood, with the values and the links that it had."""
    if not viewer.officer:
        return Refused(Refusal.NOT_OFFICER)
    await hold_roadmap(session)
    there = await milestone_by_key(session, key)
    if there is not None:
        return Refused(Refusal.THERE if there.key == key else Refusal.TAKEN)
    removal = await last_change(session, key, REMOVALS)
    if removal is None:
        return Refused(Refusal.GONE)
    values: Values = {name: removal.old.get(name) for name in FIELDS}
    rows = {row.key: row for row in await milestones(session)}
    former = values["supersedes"]
    if former not in rows:
        values["supersedes"] = None
    row = await _insert(session, viewer, key, values, at, Action.RESTORED, removal.old.get("position"))
    for name in removal.new.get("relinked", ()):
        later = rows.get(name)
        if later is not None and later.supersedes == former:
            await _update(session, viewer, later, values_of(later) | {"supersedes": key}, Action.RELINKED, at)
    return Saved(row, {}, told(values))


def _as_others_write(values: Mapping[str, str | None], rows: Collection[Milestone]) -> Values:
    """The values with the kind, the workstream and the id of another milestone as the roadmap writes them already."""
    found: Values = dict(values)
    found["kind"] = normalised(values, sorted({row.kind for row in rows}), "kind")
    found["workstream"] = normalised(values, sorted({row.workstream for row in rows if row.workstream}), "workstream")
    keys = {row.key for row in rows}
    if found["supersedes"] not in keys:
        found["supersedes"] = normalised(values, sorted(keys), "supersedes")
    return found


def _link_problems(key: str, values: Mapping[str, str | None], rows: Collection[Milestone]) -> dict[str, Problem]:
    """What is wrong with what a milestone is said to supersede."""
    other = values.get("supersedes")
    if other is None:
        return {}
    links = {row.key: row.supersedes for row in rows}
    if other == key:
        return {"supersedes": Problem("roadmap.supersedes_itself", {})}
    if other not in links:
        return {"supersedes": Problem("roadmap.supersedes_nothing", {"id": other})}
    seen, at = {key}, links.get(other)
    while at is not None and at not in seen:
        seen.add(at)
        at = links.get(at)
    return {"supersedes": Problem("roadmap.supersedes_in_a_circle", {"id": other})} if at == key else {}


async def _insert(
    session: AsyncSession,
    viewer: Viewer,
    key: str,
    values: Mapping[str, str | None],
    at: dt.datetime,
    action: Action = Action.ADDED,
    position: int | None = None,
) -> Milestone:
    if position is None:
        position = await last_position(session) + 1
    row = Milestone(key=key, position=position, **columns_of(MilestoneRow(id=key, **values)))  # type: ignore[arg-type]
    session.add(row)
    note_change(session, action, at, told(values), key=key, person_id=viewer.person_id)
    await session.flush()
    return row


async def _update(
    session: AsyncSession,
    viewer: Viewer,
    row: Milestone,
    values: Mapping[str, str | None],
    action: Action,
    at: dt.datetime,
) -> tuple[Values, Values]:
    """Set the values and write down what was there before; where nothing differs, nothing is written."""
    wanted = MilestoneRow(id=row.key, **values)  # type: ignore[arg-type]
    old, new = difference(values_of(row), stored_values(wanted))
    if new:
        for name, value in columns_of(wanted).items():
            setattr(row, name, value)
        note_change(session, action, at, new, key=row.key, old=old, person_id=viewer.person_id)
        await session.flush()
    return old, new


def _taken(session: AsyncSession, submission: str | None, at: dt.datetime) -> None:
    if submission:
        mark_submitted(session, submission, at)
