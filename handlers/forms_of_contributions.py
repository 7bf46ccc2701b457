"""The form of a contribution: opened, changed to another kind, submitted."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.contributions.drafting import typed_from_draft
from bot.contributions.drafts import Begun, begin, settle
from bot.contributions.form import typed_for_another
from bot.contributions.keeping import edit as edit_contribution
from bot.contributions.keeping import submit as submit_contribution
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.contributions.reading import read_reply
from bot.contributions.rights import may_act_for
from bot.panels.seats import names_on_panel, open_seats
from bot.reminders.actions import cancel_for_entity
from bot.reminders.reasons import Reason
from bot.text.dates import instant_in_words
from handlers.calls import Call
from handlers.drafts_desk import draft_of, keep, other_drafts, show_saved
from handlers.form_choices import entities_for, given_choices
from handlers.form_notes import notes_for, notes_on, today_of
from handlers.forms.contribution import (
    FormState,
    Submission,
    all_typed,
    conflict_view,
    contribution_view,
    edit_view,
    read_submission,
    state_for_edit,
    with_kind_changed,
)
from handlers.on_behalf import tell_focal_point
from handlers.views.contributions import saved_message
from handlers.views.drafts import draft_blocks, with_drafts
from storage.models import StoredDraft
from storage.queries.contributions import contribution_by_id, contribution_by_submission
from storage.queries.panels import newest_panel
from storage.words import ContributionKind, DraftOrigin, DraftState, PanelState


async def open_form(call: Call) -> None:
    """Open a form: empty, filled from a text behind the command, or after *Add another* like the one before.

    A button's value is ``panel:entity``, with ``:contribution`` behind it for one like that.
    """
    numbers = [int(part) for part in (call.value or "").split(":") if part.isdecimal()]
    panel_id = numbers[0] if numbers else None
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id, panel_id)
        panel = await newest_panel(session) if call.caller.viewer.officer else None
        before = await contribution_by_id(session, numbers[2]) if len(numbers) == 3 else None
    if seats:
        state = FormState(seats[0].panel.id, seats[0].entity.id)
    elif panel is not None and panel.state is PanelState.OPEN:
        state = FormState(panel.id)
    else:
        await call.answer_text("handlers.no_open_panel")
        return
    typed: dict[str, Any] = {}
    blocks = []
    if call.text:
        kind, typed = await _read(call, state.panel_id, seats[0].entity.acronym if seats else "")
        state = replace(state, kind=kind, draft_id=await _begun(call, state, kind, typed))
    elif before is not None and may_act_for(call.caller.viewer, before.panel_id, before.entity_id):
        typed = typed_for_another(before)
        state = replace(state, panel_id=before.panel_id, entity_id=before.entity_id, kind=before.kind)
    else:
        drafts = await other_drafts(call, panel_id=state.panel_id)
        blocks = draft_blocks(drafts, call.language, block_id="contribution.draft")
    view = contribution_view(
        state,
        typed,
        call.language,
        given=given_choices(call),
        entities=() if state.entity_id else await entities_for(call, state.panel_id),
        notes=await notes_for(call, state, typed),
        drafts=blocks,
        in_draft=state.draft_id is not None,
    )
    await call.client.views_open(trigger_id=call.trigger_id or "", view=view)


async def _read(call: Call, panel_id: int, acronym: str) -> tuple[ContributionKind | None, dict[str, Any]]:
    """The kind and the fields that a plain text behind the command names; nothing is saved by it."""
    async with call.services.store.reading() as session:
        known = await names_on_panel(session, panel_id)
    reading = await asyncio.to_thread(read_reply, call.text, today_of(call), acronym, known)
    drafts = reading.drafts
    if not drafts:
        return None, {"title": call.text}
    return drafts[0].kind, typed_from_draft(drafts[0])


async def _begun(call: Call, state: FormState, kind: ContributionKind | None, typed: dict[str, Any]) -> int | None:
    """The draft of what was typed behind the command: it is not lost when the form is closed."""
    begun = Begun(
        state.panel_id,
        state.entity_id,
        DraftOrigin.FORM,
        kind,
        typed,
        key=f"command:{call.trigger_id}"[:120],
        words=call.text,
    )
    async with call.services.store.unit() as session:
        draft = await begin(session, call.caller.viewer, begun, at=call.services.clock.now())
    return draft.id if isinstance(draft, StoredDraft) else None


async def change_kind(call: Call) -> None:
    """Show the fields of another kind, with everything that was typed."""
    view = call.body["view"]
    draft = await keep(call, view)
    changed = await _with_kind_changed(call, view, draft)
    await call.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)


async def _with_kind_changed(call: Call, view: dict[str, Any], draft: StoredDraft | None) -> dict[str, Any]:
    state = FormState.from_metadata(view["private_metadata"])
    return with_kind_changed(
        view,
        call.language,
        given=given_choices(call),
        entities=await entities_for(call, state.panel_id) if state.contribution_id is None else (),
        kept=draft.typed if draft else None,
    )


async def edit(call: Call) -> None:
    """Open the form of a contribution that is there."""
    number = int(call.value) if call.value and call.value.isdecimal() else 0
    async with call.services.store.reading() as session:
        row = await contribution_by_id(session, number)
    if row is None or not may_act_for(call.caller.viewer, row.panel_id, row.entity_id):
        await call.answer_text("contributions.refused_gone" if row is None else "contributions.refused_not_yours")
        return
    notes = await notes_for(call, state_for_edit(row), all_typed(row))
    view = edit_view(row, call.language, given=given_choices(call), notes=notes)
    await call.client.views_open(trigger_id=call.trigger_id, view=view)


async def submit(call: Call) -> None:
    """Keep what was typed before the form is acked, or say beside each field what is wrong with it."""
    view = call.body["view"]
    given = given_choices(call)
    draft = await keep(call, view)
    kept = draft.typed if draft else None
    submission = read_submission(view, call.language, given=given, kept=kept, today=today_of(call))
    if submission.redraw:
        await call.ack(response_action="update", view=await _with_kind_changed(call, view, draft))
        return
    if submission.form is None:
        await call.ack(response_action="errors", errors=dict(submission.errors))
        return
    outcome = await _keep(call, submission, view)
    if outcome is None:
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        await call.ack(response_action="errors", errors={first: call.phrase("drafts.saved_before")})
        return
    if isinstance(outcome, Refused):
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        await call.ack(response_action="errors", errors={first: call.phrase(f"contributions.refused_{outcome.reason}")})
        return
    if isinstance(outcome, Conflict):
        when = instant_in_words(outcome.at, call.caller.zone, call.language)
        shown = conflict_view(
            outcome, submission, call.language, given=given, zone_time=when, in_draft=draft is not None
        )
        await call.ack(response_action="update", view=shown)
        return
    await call.ack()
    call.services.wake_outbox()
    await show_saved(call, draft)
    message = saved_message(
        outcome,
        call.language,
        workstreams=given["workstreams"],
        languages=given["languages"],
        notes=await notes_on(call, outcome.contribution),
    )
    message = with_drafts(message, await other_drafts(call, panel_id=submission.state.panel_id), call.language)
    await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())
    if submission.state.contribution_id is None and outcome.changed:
        await tell_focal_point(call, outcome.contribution)


async def _keep(call: Call, submission: Submission, view: dict[str, Any]) -> Saved | Conflict | Refused | None:
    """Store it and settle its draft, in one unit of work; None where somebody else has submitted the draft."""
    assert submission.form is not None, "a submission without errors holds a form"
    state, now, key = submission.state, call.services.clock.now(), f"view:{view['id']}"
    async with call.services.store.unit() as session:
        draft = await draft_of(session, call, view, state)
        if draft is not None and draft.state is DraftState.SAVED and state.contribution_id is None:
            known = await contribution_by_submission(session, key)
            if known is None or known.id != draft.contribution_id:
                return None
        if state.contribution_id is not None:
            kept = await edit_contribution(
                session,
                call.caller.viewer,
                state.contribution_id,
                submission.form,
                version=state.version or 0,
                at=now,
            )
        else:
            kept = await submit_contribution(
                session,
                call.caller.viewer,
                panel_id=state.panel_id,
                entity_id=state.entity_id or 0,
                form=submission.form,
                at=now,
                submission_key=key,
            )
        if isinstance(kept, Saved):
            row = kept.contribution
            if draft is not None:
                await settle(session, draft, row.id, at=now)
            if state.contribution_id is None:
                await cancel_for_entity(
                    session, panel_id=row.panel_id, entity_id=row.entity_id, reason=Reason.ANSWERED, now=now
                )
        return kept
