"""What the fields of an open form amount to: how its date was read, and what it clashes with."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError

from bot.contributions.clashes import Clash, Slot, clashes_between, event_slot
from bot.contributions.form import FORMS, meant_by, period_of
from bot.contributions.slots import slot_of, slots_of_panel, slots_of_roadmap
from bot.contributions.when import is_far
from bot.forms.declaring import Typed
from bot.text.escape import escape, shorten
from bot.text.periods import Period, period_in_words
from handlers.calls import Call
from handlers.forms.contribution import NOTES, FormState
from storage.models import Contribution, Entity
from storage.words import ContributionStatus

SHOWN = 3
#: The longest title that a note repeats.
TITLE = 120
#: Answers of Slack after which there is nothing left to show: the view is another one by now, or closed.
_PASSED = {"hash_conflict", "not_found", "expired_trigger_id"}


def today_of(call: Call) -> dt.date:
    """The caller's day."""
    return call.services.clock.now().astimezone(ZoneInfo(call.caller.zone)).date()


async def notes_for(call: Call, state: FormState, typed: Typed) -> list[str]:
    """The notes for what is typed in an open form, as escaped mrkdwn."""
    if state.kind is None:
        return []
    period = meant_by(FORMS[state.kind], typed, today_of(call))
    if not period:
        return []
    notes = []
    if typed.get("when"):
        words = period_in_words(period, call.language)
        notes.append(escape(call.phrase("contributions.when_read", period=words)))
    status = typed.get("status")
    texts = {name: str(typed[name]) if typed.get(name) else None for name in ("city", "country", "venue")}
    async with call.services.store.reading() as session:
        entity = await session.get(Entity, state.entity_id) if state.entity_id else None
        mine = event_slot(
            who=entity.acronym if entity else "",
            title="",
            kind=state.kind,
            status=ContributionStatus(str(status)) if status in {one.value for one in ContributionStatus} else None,
            period=period,
            online=bool(typed.get("online")),
            entity_id=state.entity_id,
            contribution_id=state.contribution_id,
            **texts,
        )
    return notes + await _notes(call, state.panel_id, period, mine)


async def notes_on(call: Call, row: Contribution) -> list[str]:
    """The notes on a contribution that was saved, as escaped mrkdwn."""
    return await _notes(call, row.panel_id, period_of(row), slot_of(row))


async def show_notes(call: Call, view: Mapping[str, Any], notes: Sequence[str], changed: dict[str, Any]) -> None:
    """Bring the notes into the open form, unless they are there already or the form has moved on.

    ``changed`` is the view with the notes in it.
    """
    there = next((block for block in view["blocks"] if block.get("block_id") == NOTES), None)
    if (there["elements"][0]["text"] if there else "") == "\n".join(notes):
        return
    await update_quietly(call, view, changed)


async def update_quietly(call: Call, view: Mapping[str, Any], changed: dict[str, Any]) -> None:
    """Update an open form. Where it has changed meanwhile, what is newer stays."""
    try:
        await call.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    except SlackApiError as error:
        if error.response.get("error") not in _PASSED:
            raise


async def _notes(call: Call, panel_id: int, period: Period, mine: Slot | None) -> list[str]:
    notes = []
    if is_far(period, today_of(call)):
        words = period_in_words(period, call.language)
        notes.append(escape(call.phrase("contributions.far_away", period=words)))
    if mine is None:
        return notes
    async with call.services.store.reading() as session:
        others = await slots_of_panel(session, panel_id, call.caller.viewer)
        others += await slots_of_roadmap(session)
    clashes = clashes_between(mine, others)
    notes += [escape(_clash_in_words(call, clash, mine)) for clash in clashes[:SHOWN]]
    if len(clashes) > SHOWN:
        notes.append(escape(call.phrase("contributions.clash_more", count=len(clashes) - SHOWN)))
    return notes


def _clash_in_words(call: Call, clash: Clash, mine: Slot) -> str:
    other = clash.other if clash.one is mine else clash.one
    where = ", ".join(part for part in (other.city, other.country) if part)
    when = period_in_words(other.period, call.language)
    place = "; ".join(part for part in (when, shorten(where, TITLE)) if part)
    whose = f"{other.who}: {other.title}" if other.who else other.title
    return call.phrase(f"contributions.clash_{clash.kind}", other=shorten(whose, TITLE), place=place)
