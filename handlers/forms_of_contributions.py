"""The form of a contribution from the first click to the saved message."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.contributions.drafting import typed_from_draft
from bot.contributions.drafts import NoDraft
from bot.contributions.form import typed_for_another
from bot.contributions.keeping import edit as edit_contribution
from bot.contributions.keeping import restore as restore_contribution
from bot.contributions.keeping import submit as submit_contribution
from bot.contributions.keeping import withdraw as withdraw_contribution
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.contributions.reading import read_reply
from bot.contributions.rights import may_act_for
from bot.forms.declaring import Choice
from bot.panels.seats import open_seats
from bot.reminders.actions import cancel_for_entity
from bot.reminders.reasons import Reason
from bot.replies.keeping import save_typed
from bot.text.dates import instant_in_words
from handlers.calls import Call
from handlers.forms.contribution import (
    FormState,
    Submission,
    conflict_view,
    contribution_view,
    edit_view,
    read_submission,
    with_kind_changed,
)
from handlers.forms.drawing import Given
from handlers.showing import show_again, why_no_draft
from handlers.views.contributions import saved_message
from handlers.views.message import Message
from storage.queries.contributions import contribution_by_id
from storage.queries.panels import expected_entities, newest_panel
from storage.words import ContributionKind, PanelState


def given_choices(call: Call) -> Given:
    """The choices of the form that are configuration."""
    return {"workstreams": [Choice(key, title) for key, title in call.services.workstreams]}


async def entities_of(call: Call, panel_id: int) -> Sequence[Choice]:
    """Those on whose behalf an officer without a seat may contribute."""
    if not call.caller.viewer.officer or panel_id in call.caller.viewer.entities:
        return ()
    async with call.services.store.reading() as session:
        rows = await expected_entities(session, panel_id)
    return [Choice(str(row.entity_id), row.entity.acronym) for row in rows]


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
    if call.text:
        kind, typed = _read(call, seats[0].entity.acronym if seats else "")
        state = replace(state, kind=kind)
    elif before is not None and may_act_for(call.caller.viewer, before.panel_id, before.entity_id):
        typed = typed_for_another(before)
        state = replace(state, panel_id=before.panel_id, entity_id=before.entity_id, kind=before.kind)
    entities = () if state.entity_id else await entities_of(call, state.panel_id)
    view = contribution_view(state, typed, call.language, given=given_choices(call), entities=entities)
    await call.client.views_open(trigger_id=call.trigger_id or "", view=view)


def _read(call: Call, acronym: str) -> tuple[ContributionKind | None, dict[str, Any]]:
    """The kind and the fields that a plain text behind the command names; nothing is saved by it."""
    today = call.services.clock.now().astimezone(ZoneInfo(call.caller.zone)).date()
    drafts = read_reply(call.text, today, acronym).drafts
    if not drafts:
        return None, {"title": call.text}
    return drafts[0].kind, typed_from_draft(drafts[0])


async def change_kind(call: Call) -> None:
    """Show the fields of another kind, with everything that was typed."""
    view = call.body["view"]
    state = FormState.from_metadata(view["private_metadata"])
    entities = await entities_of(call, state.panel_id)
    changed = with_kind_changed(view, call.language, given=given_choices(call), entities=entities)
    await call.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)


async def edit(call: Call) -> None:
    """Open the form of a contribution that is there."""
    async with call.services.store.reading() as session:
        row = await contribution_by_id(session, int(call.value or 0))
    if row is None or not may_act_for(call.caller.viewer, row.panel_id, row.entity_id):
        await call.answer_text("contributions.refused_gone" if row is None else "contributions.refused_not_yours")
        return
    view = edit_view(row, call.language, given=given_choices(call))
    await call.client.views_open(trigger_id=call.trigger_id, view=view)


async def submit(call: Call) -> None:
    """Keep what was typed before the form is acked, or say beside each field what is wrong with it."""
    view = call.body["view"]
    given = given_choices(call)
    submission = read_submission(view, call.language, given=given)
    if submission.redraw:
        entities = await entities_of(call, submission.state.panel_id)
        redrawn = with_kind_changed(view, call.language, given=given, entities=entities)
        await call.ack(response_action="update", view=redrawn)
        return
    if submission.form is None:
        await call.ack(response_action="errors", errors=dict(submission.errors))
        return
    outcome = await _keep(call, submission, f"view:{view['id']}")
    if isinstance(outcome, Refused | NoDraft):
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        key = why_no_draft(outcome) if isinstance(outcome, NoDraft) else f"contributions.refused_{outcome.reason}"
        await call.ack(response_action="errors", errors={first: call.phrase(key)})
        return
    if isinstance(outcome, Conflict):
        when = instant_in_words(outcome.at, call.caller.zone, call.language)
        shown = conflict_view(outcome, submission, call.language, given=given, zone_time=when)
        await call.ack(response_action="update", view=shown)
        return
    await call.ack()
    call.services.wake_outbox()
    message = saved_message(outcome, call.language)
    await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())
    if submission.state.draft_id is not None:
        await show_again(call, submission.state.draft_id)


async def _keep(call: Call, submission: Submission, key: str) -> Saved | Conflict | Refused | NoDraft:
    assert submission.form is not None, "a submission without errors holds a form"
    state, now = submission.state, call.services.clock.now()
    async with call.services.store.unit() as session:
        if state.draft_id is not None:
            typed, kind, entity = submission.typed, submission.form.kind, state.entity_id
            viewer = call.caller.viewer
            return await save_typed(session, viewer, state.draft_id, kind=kind, typed=typed, entity_id=entity, at=now)
        if state.contribution_id is not None:
            return await edit_contribution(
                session,
                call.caller.viewer,
                state.contribution_id,
                submission.form,
                version=state.version or 0,
                at=now,
            )
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
            await cancel_for_entity(
                session, panel_id=row.panel_id, entity_id=row.entity_id, reason=Reason.ANSWERED, now=now
            )
        return kept


async def withdraw(call: Call) -> None:
    """Take a contribution back; the message offers to restore it."""
    async with call.services.store.unit() as session:
        outcome = await withdraw_contribution(
            session, call.caller.viewer, int(call.value or 0), at=call.services.clock.now()
        )
    await _tell(call, outcome)


async def restore(call: Call) -> None:
    """Put a withdrawn contribution back."""
    async with call.services.store.unit() as session:
        outcome = await restore_contribution(
            session, call.caller.viewer, int(call.value or 0), at=call.services.clock.now()
        )
    await _tell(call, outcome)


async def _tell(call: Call, outcome: Saved | Refused) -> None:
    call.services.wake_outbox()
    if isinstance(outcome, Refused):
        await call.answer(Message.plain(call.phrase(f"contributions.refused_{outcome.reason}")))
    else:
        await call.answer(saved_message(outcome, call.language))
