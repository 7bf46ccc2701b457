"""The drafts that come of one message: kept at once, shown, saved one by one or together, read again after an edit.

All drafts of a message bear its *source* in their keys (``source:0``, ``source:1``, ...), so that a message which Slack
delivers twice gives the same drafts. Whoever may act for the entity may go on with them; each call checks it anew.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions import drafts
from bot.contributions.drafting import typed_from_draft
from bot.contributions.drafts import Begun, NoDraft
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.contributions.reading import MOST_DRAFTS, Draft
from bot.contributions.rights import may_act_for
from bot.forms.cleaning import clean_text
from bot.forms.declaring import Problems, Raw
from bot.panels.viewers import Viewer
from bot.reminders.actions import cancel_for_entity
from bot.reminders.reasons import Reason
from bot.text.escape import shorten
from storage.models import StoredDraft
from storage.queries.drafts import drafts_by_key
from storage.words import ContributionKind, DraftOrigin, DraftState

#: What a field of the form takes, and what its title takes.
FIELD, TITLE = 3000, 300
WORDS = 40_000

Outcome = Saved | Conflict | Refused | Problems | NoDraft


@dataclass(frozen=True, slots=True)
class Home:
    """Where drafts belong: to an entity on a panel, and to the message that they were read from.

    ``entity_id`` is None where an officer has yet to choose it. ``link`` leads to the message.
    """

    panel_id: int
    entity_id: int | None
    source: str
    origin: DraftOrigin = DraftOrigin.REPLY
    link: str | None = None


def source_of(channel: str, ts: str, whose: str = "") -> str:
    """The source of a message; ``whose`` tells apart those who read the same message each for their own entity."""
    return f"message{whose}:{channel}:{ts}"


def source_of_draft(draft: StoredDraft) -> str:
    """The source that a draft came from; empty for one that came from no message."""
    return (draft.key or "").rpartition(":")[0]


async def keep(
    session: AsyncSession, viewer: Viewer, home: Home, read: Sequence[Draft], *, at: dt.datetime, aside: bool = False
) -> list[StoredDraft]:
    """Keep what was read as drafts. ``aside`` lays them aside: nobody asked for them yet, but nothing is lost."""
    begun = [
        Begun(
            home.panel_id,
            home.entity_id,
            home.origin,
            one.kind,
            typed_from_draft(one),
            f"{home.source}:{n}",
            one.words,
            home.link,
        )
        for n, one in enumerate(read)
    ]
    return await _begin(session, viewer, begun, at, aside=aside)


async def keep_text(
    session: AsyncSession, viewer: Viewer, home: Home, text: str, *, at: dt.datetime, aside: bool = False
) -> list[StoredDraft]:
    """Keep a text in which nothing was read: whole as the draft's words, and as the description of an activity."""
    begun = Begun(
        home.panel_id,
        home.entity_id,
        home.origin,
        ContributionKind.ACTIVITY,
        typed_from_text(text),
        f"{home.source}:0",
        clean_text(text[:WORDS], WORDS),
        home.link,
    )
    return await _begin(session, viewer, [begun], at, aside=aside)


def typed_from_text(text: str) -> dict[str, Raw]:
    """The form for a text that was not understood: a short line is its title, all of it the description."""
    clean = (clean_text(text[:WORDS], WORDS) or "").strip()
    first = clean.partition("\n")[0].strip()
    return {"title": first if len(first) <= TITLE else None, "description": shorten(clean, FIELD) or None}


async def _begin(
    session: AsyncSession, viewer: Viewer, begun: Sequence[Begun], at: dt.datetime, *, aside: bool
) -> list[StoredDraft]:
    rows = []
    for one in begun:
        known = bool(await drafts_by_key(session, [one.key or ""]))
        row = await drafts.begin(session, viewer, one, at=at)
        if aside and not known and not isinstance(row, NoDraft):
            row = await drafts.discard(session, viewer, row.id, at=at)
        if not isinstance(row, NoDraft):
            rows.append(row)
    return rows


async def rows_of(session: AsyncSession, viewer: Viewer, source: str) -> list[StoredDraft]:
    """All drafts of a message that the viewer may go on with, whatever became of them, in their order."""
    if not source.startswith("message"):
        return []
    rows = await drafts_by_key(session, [f"{source}:{n}" for n in range(MOST_DRAFTS)])
    return sorted((row for row in rows if drafts.may_go_on(viewer, row)), key=number_of_draft)


def number_of_draft(draft: StoredDraft) -> int:
    """Which of its message a draft is, from 0 on."""
    last = (draft.key or "").rpartition(":")[2]
    return int(last) if last.isdecimal() else 0


async def save(session: AsyncSession, viewer: Viewer, draft_id: int, *, at: dt.datetime) -> Outcome:
    """Make the contribution that a draft holds; the reminders of its entity are called off with it."""
    kept = await drafts.submit_draft(session, viewer, draft_id, at=at)
    if isinstance(kept, Saved):
        row = kept.contribution
        await cancel_for_entity(session, panel_id=row.panel_id, entity_id=row.entity_id, reason=Reason.ANSWERED, now=at)
    return kept


async def save_all(session: AsyncSession, viewer: Viewer, source: str, *, at: dt.datetime) -> dict[int, Outcome]:
    """Save every draft of a message that is still open; by the id of the draft what came of it."""
    rows = [row.id for row in await rows_of(session, viewer, source) if row.state is DraftState.OPEN]
    return {draft_id: await save(session, viewer, draft_id, at=at) for draft_id in rows}


async def move(
    session: AsyncSession, viewer: Viewer, source: str, panel_id: int, entity_id: int, *, at: dt.datetime
) -> list[StoredDraft] | NoDraft:
    """Let the open drafts of a message belong to another seat of the viewer's."""
    if not may_act_for(viewer, panel_id, entity_id):
        return NoDraft.NOT_YOURS
    for row in await rows_of(session, viewer, source):
        found = await drafts.find(session, viewer, row.id)
        if not isinstance(found, NoDraft):
            found.panel_id, found.entity_id, found.updated_at = panel_id, entity_id, at
    await session.flush()
    session.expire_all()
    return await rows_of(session, viewer, source)


async def read_again(
    session: AsyncSession,
    viewer: Viewer,
    source: str,
    before: Sequence[Draft],
    now: Sequence[Draft],
    *,
    at: dt.datetime,
) -> list[StoredDraft] | None:
    """Let an edited message count instead of the old one, where nobody has done anything with its drafts yet.

    ``before`` and ``now`` are what the old and the new text tell. None where a draft was saved, discarded or changed
    by hand: then nothing is touched. What the new text does not tell any more is discarded.
    """
    rows = await rows_of(session, viewer, source)
    untouched = len(rows) == len(before) and all(
        row.state is DraftState.OPEN and row.kind is old.kind and dict(row.typed) == typed_from_draft(old)
        for row, old in zip(rows, before, strict=True)
    )
    if not rows or not untouched:
        return None
    first = rows[0]
    for row, new in zip(rows, now, strict=False):
        await drafts.change(session, viewer, row.id, kind=new.kind, typed=typed_from_draft(new), at=at)
        row.words = new.words
    for row in rows[len(now) :]:
        await drafts.discard(session, viewer, row.id, at=at)
    more = [
        Begun(
            first.panel_id,
            first.entity_id,
            first.origin,
            new.kind,
            typed_from_draft(new),
            f"{source}:{n}",
            new.words,
            first.link,
        )
        for n, new in enumerate(now)
        if n >= len(rows)
    ]
    await _begin(session, viewer, more, at, aside=False)
    await session.flush()
    return await rows_of(session, viewer, source)
