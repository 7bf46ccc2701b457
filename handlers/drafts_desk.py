"""Drafts of the form: kept while somebody types, told of when the form is closed, continued, discarded.

Slack may send ``view_closed`` without what was typed. So every change is kept when Slack reports it, as the draft of
this view; closing adds what it carries, if it carries anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.drafts import Begun, NoDraft, at_hand, begin, change, find
from bot.contributions.drafts import discard as discard_draft
from bot.contributions.drafts import take_up as take_up_draft
from bot.contributions.form import FORMS, with_year
from bot.forms.declaring import fields_of
from bot.places.countries import country_names
from handlers import home
from handlers.calls import Call
from handlers.form_choices import entities_for, given_choices
from handlers.form_notes import notes_for, show_notes, today_of, update_quietly
from handlers.forms.contribution import (
    ENTITY,
    KIND,
    FormState,
    all_typed,
    contribution_view,
    read_view,
)
from handlers.forms.reading import block_in, changed_in, chosen_in, country_in, state_of
from handlers.showing import note_shown, show_again
from handlers.views.drafts import KEPT, discarded_message, kept_message, saved_draft_message
from handlers.views.message import Message
from storage.models import StoredDraft
from storage.queries.contributions import contribution_by_id, contribution_by_submission
from storage.queries.drafts import draft_by_id, drafts_by_key
from storage.words import ContributionKind, DraftOrigin, DraftState

#: Fields on which the notes of the form depend.
_NOTED = {"start_date", "end_date", "when", "city", "country", "venue", "online", "status", "entity"}
CITY, COUNTRY = "contribution.city", "contribution.country"


def key_of(view: Mapping[str, Any]) -> str:
    """The key under which the draft of a view is kept."""
    return f"view:{view.get('root_view_id') or view['id']}"


async def draft_of(session: AsyncSession, call: Call, view: Mapping[str, Any], state: FormState) -> StoredDraft | None:
    """The draft of a view in whatever state, if the caller may go on with it."""
    number = state.draft_id
    if number is None:
        known = await drafts_by_key(session, [key_of(view)])
        number = known[0].id if known else None
    if number is None:
        return None
    found = await find(session, call.caller.viewer, number)
    return await draft_by_id(session, number) if found in (NoDraft.SAVED, NoDraft.DISCARDED) else _open(found)


def _open(found: StoredDraft | NoDraft) -> StoredDraft | None:
    return found if isinstance(found, StoredDraft) else None


async def keep(call: Call, view: Mapping[str, Any]) -> StoredDraft | None:
    """Keep what a view holds as its draft; None where nothing was typed into it, or it has been submitted."""
    now, viewer = call.services.clock.now(), call.caller.viewer
    seen = str((call.body.get("actions") or [{}])[0].get("action_ts") or "") or None
    state = FormState.from_metadata(str(view.get("private_metadata") or ""))
    async with call.services.store.unit() as session:
        draft = await draft_of(session, call, view, state)
        if draft is not None and draft.state is not DraftState.OPEN:
            return None
        if draft is None and not changed_in(view, but=(KIND, ENTITY)):
            return None
        state, typed = read_view(view, call.language, given_choices(call), draft.typed if draft else None)
        typed = with_year(typed, today_of(call), call.language) if _leaves(call) else typed
        # Another kind was chosen, and its fields are not there yet.
        chosen = chosen_in(view, KIND)
        kind = ContributionKind(chosen) if chosen else state.kind
        if draft is not None:
            if (draft.typed, draft.kind, draft.entity_id) == (typed, kind, state.entity_id or draft.entity_id):
                return draft
            kept = await change(
                session, viewer, draft.id, kind=kind, typed=typed, at=now, entity_id=state.entity_id, typed_ts=seen
            )
            return _open(kept)
        if await _stands_so(session, view, state, typed):
            return None
        begun = Begun(
            state.panel_id,
            state.entity_id,
            DraftOrigin.FORM,
            kind,
            typed,
            key=key_of(view),
            contribution_id=state.contribution_id,
            version=state.version,
            typed_ts=seen,
        )
        kept = await begin(session, viewer, begun, at=now)
        if isinstance(kept, StoredDraft) and kept.state is DraftState.OPEN and kept.typed != typed:
            # Another report of the same view was a moment faster; the later one of both counts.
            kept = await change(session, viewer, kept.id, kind=kind, typed=typed, at=now, typed_ts=seen)
        return _open(kept)


def _leaves(call: Call) -> bool:
    return call.body.get("type") == "view_closed"


async def _stands_so(
    session: AsyncSession, view: Mapping[str, Any], state: FormState, typed: Mapping[str, Any]
) -> bool:
    """Whether what is typed is stored already: a report that comes late, after the form was submitted."""
    if await contribution_by_submission(session, f"view:{view['id']}") is not None:
        return True
    row = await contribution_by_id(session, state.contribution_id) if state.contribution_id else None
    if row is None:
        return False
    stored = all_typed(row)
    shown = [name for name, field in fields_of(FORMS[row.kind]).items() if field.asked and name != "when"]
    return all((typed.get(name) or None) == (stored.get(name) or None) for name in shown) and not typed.get("when")


async def typed(call: Call) -> None:
    """A field was changed: keep it, fill in the country of a city that was chosen, say what it clashes with."""
    view = call.body["view"]
    draft = await keep(call, view)
    action = call.body["actions"][0]
    field = str(action["action_id"]).rpartition(".")[2]
    state, held = read_view(view, call.language, given_choices(call), draft.typed if draft else None)
    code = country_in((action.get("selected_option") or {}).get("value")) if field == "city" else None
    if code and not held.get("country") and block_in(state_of(view), COUNTRY):
        held = {**held, "country": country_names()[code]}
        state = replace(state, filled=state.filled + 1)
        changed = await _redrawn(call, state, held, draft)
        await update_quietly(call, view, changed)
        await _keep_country(call, draft, country_names()[code])
    elif field in _NOTED:
        notes = await notes_for(call, state, held)
        await show_notes(call, view, notes, await _redrawn(call, state, held, draft))


async def _redrawn(
    call: Call, state: FormState, held: Mapping[str, Any], draft: StoredDraft | None, notice: str | None = None
) -> dict[str, Any]:
    return contribution_view(
        state,
        held,
        call.language,
        given=given_choices(call),
        entities=await entities_for(call, state.panel_id) if state.contribution_id is None else (),
        notes=await notes_for(call, state, held),
        notice=notice,
        in_draft=draft is not None,
    )


async def _keep_country(call: Call, draft: StoredDraft | None, country: str) -> None:
    if draft is None:
        return
    async with call.services.store.unit() as session:
        row = await find(session, call.caller.viewer, draft.id)
        if isinstance(row, StoredDraft) and not row.typed.get("country"):
            row.typed = {**row.typed, "country": country}


async def closed(call: Call) -> None:
    """The form was closed: say once, in the direct message, that what was typed is kept."""
    draft = await keep(call, call.body["view"])
    # What was read from a message is shown there already.
    if draft is None or draft.origin is not DraftOrigin.FORM:
        return
    message = kept_message(draft, call.language)
    if draft.message_ts:
        await _update(call, draft, message)
        return
    posted = await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())
    async with call.services.store.unit() as session:
        row = await draft_by_id(session, draft.id, for_change=True)
        if row is not None:
            row.channel_id, row.message_ts = str(posted["channel"]), str(posted["ts"])


async def resume(call: Call) -> None:
    """*Continue your draft*: open the form as it was left."""
    async with call.services.store.unit() as session:
        draft = await find(session, call.caller.viewer, _number(call))
    if isinstance(draft, NoDraft):
        await call.answer_text(f"drafts.{draft}")
        return
    pressed = call.body.get("message") or {}
    if draft.message_ts is None and any(block.get("block_id") == KEPT for block in pressed.get("blocks") or ()):
        # The button was faster than our own note of the sending; without it the next closing would say it again.
        await note_shown(call, [draft.id], call.channel_id or "", str(pressed.get("ts")))
    await open_draft(call, draft)


async def open_draft(call: Call, draft: StoredDraft, notice: str | None = None) -> None:
    """Open the form of a draft that the caller may go on with, or put it in the place of the form that is open."""
    state = FormState(
        draft.panel_id,
        draft.entity_id,
        draft.kind,
        draft.contribution_id,
        draft.version,
        draft.id,
    )
    opened = await _redrawn(call, state, draft.typed, draft, notice)
    inside = call.body.get("view") or {}
    if inside.get("type") == "modal":
        await call.client.views_update(view_id=inside["id"], view=opened)
    else:
        await call.client.views_open(trigger_id=call.trigger_id or "", view=opened)


async def discard(call: Call) -> None:
    """Lay a draft aside, with the way back."""
    async with call.services.store.unit() as session:
        draft = await discard_draft(session, call.caller.viewer, _number(call), at=call.services.clock.now())
    await _tell(call, draft, discarded_message)


async def take_up(call: Call) -> None:
    """Bring a discarded draft back."""
    async with call.services.store.unit() as session:
        draft = await take_up_draft(session, call.caller.viewer, _number(call), at=call.services.clock.now())
    await _tell(call, draft, kept_message)


async def other_drafts(call: Call, *, but: int | None = None, panel_id: int | None = None) -> Sequence[StoredDraft]:
    """The drafts that the caller may go on with, the latest first."""
    async with call.services.store.reading() as session:
        rows = await at_hand(session, call.caller.viewer)
    return [row for row in rows if row.id != but and panel_id in (None, row.panel_id)]


async def show_saved(call: Call, draft: StoredDraft | None) -> None:
    """Change the message of a draft that was submitted, so that nobody continues it."""
    if draft is None or not draft.message_ts:
        return
    if draft.origin is DraftOrigin.FORM:
        await _update(call, draft, saved_draft_message(draft, call.language))
    else:
        await show_again(call, draft.id)


async def _tell(call: Call, draft: StoredDraft | NoDraft, say: Any) -> None:
    if isinstance(draft, NoDraft):
        await call.answer_text(f"drafts.{draft}")
        return
    message: Message = say(draft, call.language)
    here = (call.body.get("container") or {}).get("message_ts")
    if draft.message_ts and draft.origin is DraftOrigin.FORM:
        await _update(call, draft, message)
    if here is None or here != draft.message_ts:
        await call.answer(message)
    if (call.body.get("view") or {}).get("type") == "home":
        await home.publish(call)


async def _update(call: Call, draft: StoredDraft, message: Message) -> None:
    payload = {key: value for key, value in message.as_payload().items() if not key.startswith("unfurl")}
    await call.client.chat_update(channel=draft.channel_id or "", ts=draft.message_ts or "", **payload)


def _number(call: Call) -> int:
    return int(call.value) if call.value and call.value.isdecimal() else 0
