"""The buttons of drafts: save, save all, edit, discard, take up again, meant for another panel.

A button may be stale, pressed by somebody else or forged: what it does is decided by the database and the caller's
rights, and a message shows what is true now after each press.
"""

from bot.contributions import drafts
from bot.contributions.drafts import NoDraft
from bot.contributions.form import FORMS
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.forms.declaring import Problems, fields_of
from bot.replies.keeping import Outcome, move, rows_of, save, save_all, source_of_draft
from handlers.after_answer import number_of
from handlers.calls import Call
from handlers.drafts_desk import open_draft
from handlers.showing import learn_place, message_of, note_shown, show_again, show_all_again, why_no_draft


async def save_one(call: Call) -> None:
    """*Save*: the draft becomes a contribution, or the form opens with what is wrong."""
    await learn_place(call)
    number = number_of(call.value)
    async with call.services.store.unit() as session:
        outcome = await save(session, call.caller.viewer, number, at=call.services.clock.now())
    await _tell(call, number, outcome)


async def _tell(call: Call, number: int, outcome: Outcome) -> None:
    if isinstance(outcome, Saved):
        call.services.wake_outbox()
        await show_again(call, number)
    elif isinstance(outcome, Problems):
        await _open(call, number, notice=_wrong(call, outcome))
    elif isinstance(outcome, Refused):
        await call.answer_text(f"contributions.refused_{outcome.reason}")
    elif isinstance(outcome, Conflict):
        await _open(call, number)
    else:
        await call.answer_text(why_no_draft(outcome))
        await show_again(call, number)


async def save_every(call: Call) -> None:
    """*Save all*: what can be saved is; what cannot stays open, and the first of those opens as a form."""
    await learn_place(call)
    source = call.value or ""
    async with call.services.store.unit() as session:
        outcomes = await save_all(session, call.caller.viewer, source, at=call.services.clock.now())
    saved = sum(isinstance(outcome, Saved) for outcome in outcomes.values())
    if saved:
        call.services.wake_outbox()
    await show_all_again(call, source)
    left = {number: outcome for number, outcome in outcomes.items() if not isinstance(outcome, Saved)}
    if not outcomes:
        await call.answer_text("replies.none_open")
    elif left:
        number, outcome = next(iter(left.items()))
        await call.answer_text("replies.some_saved", count=saved, left=len(left))
        if isinstance(outcome, Problems):
            await _open(call, number, notice=_wrong(call, outcome))


async def edit(call: Call) -> None:
    """*Edit*: the form, filled from the draft; saving it settles the draft. One that was laid aside is taken up."""
    await learn_place(call)
    number = number_of(call.value)
    async with call.services.store.unit() as session:
        found = await drafts.take_up(session, call.caller.viewer, number, at=call.services.clock.now())
    if isinstance(found, NoDraft):
        await call.answer_text(why_no_draft(found))
        await show_again(call, number)
        return
    await _open(call, number)


async def discard(call: Call) -> None:
    """*Discard*: the draft is laid aside, and can be taken up again."""
    await learn_place(call)
    number = number_of(call.value)
    async with call.services.store.unit() as session:
        found = await drafts.discard(session, call.caller.viewer, number, at=call.services.clock.now())
    if isinstance(found, NoDraft):
        await call.answer_text(why_no_draft(found))
    await show_again(call, number)


async def take_up(call: Call) -> None:
    """*Take up again*, and *Show the draft* where it stood in no message yet: it then takes the place of that offer."""
    await learn_place(call)
    number = number_of(call.value)
    viewer = call.caller.viewer
    async with call.services.store.unit() as session:
        found = await drafts.take_up(session, viewer, number, at=call.services.clock.now())
        if isinstance(found, NoDraft):
            message = None
        elif found.message_ts is None:
            rows = await rows_of(session, viewer, source_of_draft(found))
            message = await message_of(session, call, rows, [row for row in rows if row.id == number])
        else:
            message = None
    if isinstance(found, NoDraft):
        await call.answer_text(why_no_draft(found))
    if message is not None:
        await call.put(message)
        container = call.body.get("container") or {}
        if container.get("message_ts") and not container.get("is_ephemeral"):
            await note_shown(call, [number], container["channel_id"], container["message_ts"])
    else:
        await show_again(call, number)


async def choose(call: Call) -> None:
    """The drafts were meant for another seat of the writer's; the value is ``panel/entity/source``."""
    await learn_place(call)
    panel_id, _, rest = (call.value or "").partition("/")
    entity_id, _, source = rest.partition("/")
    now = call.services.clock.now()
    async with call.services.store.unit() as session:
        moved = await move(session, call.caller.viewer, source, number_of(panel_id), number_of(entity_id), at=now)
    if isinstance(moved, NoDraft):
        await call.answer_text(why_no_draft(moved))
    else:
        await show_all_again(call, source)


async def _open(call: Call, number: int, notice: str | None = None) -> None:
    """Open the form of a draft, with what is wrong above its fields."""
    async with call.services.store.unit() as session:
        found = await drafts.find(session, call.caller.viewer, number)
    if isinstance(found, NoDraft):
        await call.answer_text(why_no_draft(found))
        return
    await open_draft(call, found, notice)


def _wrong(call: Call, problems: Problems) -> str | None:
    """What is wrong with a draft, field by field, as one line above its form."""
    labels = {name: field.label for form in FORMS.values() for name, field in fields_of(form).items()}
    labels |= {"kind": "contributions.kind", "entity": "contributions.on_behalf_of"}
    told = [
        f"{call.phrase(labels[name]) if name in labels else name}: {problem.in_words(call.language)}"
        for name, problem in problems.by_field.items()
    ]
    return call.phrase("replies.wrong", problems=" ".join(told)) if told else None
