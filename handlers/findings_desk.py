"""``/panel clashes``, ``duplicates`` and ``gaps``: what officers find in the contributions, and decide about it.

The table of routes lets officers alone come here; the functions of ``bot`` check again, for the panel's own workspace.
"""

import structlog
from slack_sdk.errors import SlackApiError

from bot.contributions.findings import (
    Dismissed,
    Moved,
    clash_named,
    clashes_of_panel,
    dismiss,
    panel_of_officer,
    undo_dismissal,
)
from bot.contributions.gaps import gaps_of_panel
from bot.contributions.outcomes import Refusal, Refused
from bot.contributions.pairing import Changed, Decided, decide, pairs_of_panel, undo_decision
from bot.contributions.slots import contacts_of_panel
from bot.exports.gaps import FORMATS, make_gaps_file
from bot.text.dates import instant_in_words
from bot.text.escape import shorten
from handlers.after_answer import number_of
from handlers.calls import Call
from handlers.forms.findings import (
    ClashState,
    PairState,
    dismiss_view,
    merge_view,
    read_dismissal,
    read_merge,
)
from handlers.forms.secretariat import said_view
from handlers.panel_desk import panel_in_question
from handlers.views.findings import QUIET, clashes_message, quiet_message
from handlers.views.gaps import gaps_message
from handlers.views.message import Block, Message, button
from handlers.views.pairs import DECIDED, decided_in_words, decided_message, pairs_message, undo_button
from storage.models import Panel
from storage.words import PairVerdict

log = structlog.get_logger(__name__)

#: The first word behind ``/panel gaps`` that asks for a file, in three languages.
FILE_WORDS = {"file", "fichier", "archivo"}


async def show_clashes(call: Call) -> None:
    """``/panel clashes``, and turning its pages: a button's value is ``which:page``."""
    if (panel := await panel_in_question(call)) is not None:
        which, _, page = (call.value or "").partition(":")
        await _show_clashes(call, panel, which, number_of(page) or 1)


async def open_dismissal(call: Call) -> None:
    """*Dismiss*: the form for the note."""
    if (panel := await panel_in_question(call)) is None:
        return
    try:
        state = ClashState.from_metadata(f"{panel.id} {call.value}")
    except ValueError:
        await call.answer_text("findings.moved")
        return
    async with call.services.store.reading() as session:
        clash = await clash_named(session, call.caller.viewer, panel.id, state.one, state.other)
    if clash is None or clash.signature != state.signature:
        await call.answer_text("findings.moved")
        return
    await call.client.views_open(trigger_id=call.trigger_id or "", view=dismiss_view(state, clash, call.language))


async def submit_dismissal(call: Call) -> None:
    """Keep the note before the form is acked; what has moved since it was shown is not dismissed."""
    form = read_dismissal(call.body["view"], call.language)
    if isinstance(form, dict):
        await call.ack(response_action="errors", errors=form)
        return
    state = ClashState.from_metadata(call.body["view"].get("private_metadata") or "")
    async with call.services.store.unit() as session:
        outcome = await dismiss(
            session,
            call.caller.viewer,
            panel_id=state.panel_id,
            one=state.one,
            other=state.other,
            signature=state.signature,
            note=form.note,
            at=call.services.clock.now(),
        )
    buttons: list[Block] = []
    if isinstance(outcome, Dismissed):
        text = call.phrase("findings.dismissed", note=shorten(outcome.dismissal.note, 1000))
        number = outcome.dismissal.id
        buttons = [button(call.phrase("findings.button_undo"), action_id=f"clash.undo:{number}", value=str(number))]
    else:
        text = call.phrase("findings.moved" if isinstance(outcome, Moved) else _refusal(outcome))
    await call.ack(response_action="update", view=said_view(text, call.language, buttons))


async def undo_clash(call: Call) -> None:
    """*Undo* a dismissal, from the list or from the form that has just been sent."""
    async with call.services.store.unit() as session:
        outcome = await undo_dismissal(session, call.caller.viewer, number_of(call.value), call.services.clock.now())
    key = _refusal(outcome) if isinstance(outcome, Refused) else "findings.undone_clash"
    if await _said_in_view(call, key):
        return
    if (panel := await panel_in_question(call)) is not None:
        await _show_clashes(call, panel, QUIET, 1, call.phrase(key))


async def show_pairs(call: Call) -> None:
    """``/panel duplicates``, and turning its pages: a button's value is ``which:page``."""
    if (panel := await panel_in_question(call)) is not None:
        which, _, page = (call.value or "").partition(":")
        await _show_pairs(call, panel, which, number_of(page) or 1)


async def open_merge(call: Call) -> None:
    """*Merge*: the form that asks which of the two stays."""
    if (panel := await panel_in_question(call)) is None:
        return
    state = _pair_state(call)
    async with call.services.store.reading() as session:
        found = await pairs_of_panel(session, call.caller.viewer, panel.id)
    pairs = found.open if found else ()
    pair = next((one for one in pairs if state and (one.one.id, one.other.id) == (state.one, state.other)), None)
    if state is None or pair is None or pair.signature != state.signature:
        await call.answer_text("findings.changed_pair")
        return
    view = merge_view(state, pair.one, pair.other, call.language)
    await call.client.views_open(trigger_id=call.trigger_id or "", view=view)


async def submit_merge(call: Call) -> None:
    """Merge before the form is acked."""
    form = read_merge(call.body["view"], call.language)
    if isinstance(form, dict):
        await call.ack(response_action="errors", errors=form)
        return
    state = PairState.from_metadata(call.body["view"].get("private_metadata") or "")
    outcome = await _decide(call, state, PairVerdict.MERGED, number_of(form.kept))
    buttons = [undo_button(outcome.pairing.id, call.language)] if isinstance(outcome, Decided) else []
    view = said_view(_outcome(call, outcome), call.language, buttons)
    await call.ack(response_action="update", view=view)


async def decide_joint(call: Call) -> None:
    """*Joint*: both stay named, in one line."""
    await _decide_at_once(call, PairVerdict.JOINT)


async def decide_different(call: Call) -> None:
    """*Different*: they are asked about no more, unless one changes."""
    await _decide_at_once(call, PairVerdict.DIFFERENT)


async def undo_pair(call: Call) -> None:
    """*Undo* a decision."""
    async with call.services.store.unit() as session:
        outcome = await undo_decision(session, call.caller.viewer, number_of(call.value), call.services.clock.now())
    key = _refusal(outcome) if isinstance(outcome, Refused) else "findings.undone_pair"
    if await _said_in_view(call, key):
        return
    if (panel := await panel_in_question(call)) is not None:
        await _show_pairs(call, panel, "", 1, call.phrase(key))


async def show_gaps(call: Call) -> None:
    """``/panel gaps``, its pages, and ``/panel gaps file``."""
    if (panel := await panel_in_question(call)) is None:
        return
    word, _, format_name = call.text.lower().partition(" ")
    if word in FILE_WORDS:
        await _send_gaps(call, panel, format_name.strip() or "xlsx")
        return
    page = number_of((call.value or "").rpartition(":")[2]) or 1
    async with call.services.store.reading() as session:
        if await panel_of_officer(session, call.caller.viewer, panel.id) is None:
            await call.answer_text("findings.not_yours")
            return
        found = await gaps_of_panel(session, panel, call.services.workstreams)
    await _show(call, gaps_message(found, page=page, language=call.language))


async def _send_gaps(call: Call, panel: Panel, format_name: str) -> None:
    """Who is silent is for officers alone: the file goes to the caller, wherever the command was typed."""
    if format_name not in FORMATS:
        await call.answer_text("findings.gaps_formats")
        return
    now = call.services.clock.now()
    made = await make_gaps_file(call.services.store, panel, call.services.workstreams, format_name, call.language, now)
    when = instant_in_words(now, panel.zone, call.language)
    comment = call.phrase("findings.gaps_comment", panel=shorten(panel.title, 200), when=when)
    try:
        opened = await call.client.conversations_open(users=[call.caller.slack_user_id])
        await call.client.files_upload_v2(
            channel=opened["channel"]["id"],
            filename=made.name,
            content=made.content,
            title=made.name,
            initial_comment=comment,
        )
    except SlackApiError as error:
        log.warning("gaps.refused", error=error.response.get("error"))
        await call.answer_text("findings.gaps_not_sent", reason=str(error.response.get("error")))
        return
    await call.answer_text("findings.gaps_sent", count=made.contributions, file=made.name)


async def _show_clashes(call: Call, panel: Panel, which: str, page: int, notice: str | None = None) -> None:
    async with call.services.store.reading() as session:
        found = await clashes_of_panel(session, call.caller.viewer, panel.id)
    if found is None:
        await call.answer_text("findings.not_yours")
        return
    language, zone = call.language, call.caller.zone
    if which == QUIET:
        message = quiet_message(found.quiet, panel=panel.title, page=page, language=language, zone=zone, notice=notice)
    else:
        message = clashes_message(found, panel=panel.title, page=page, language=language, zone=zone, notice=notice)
    await _show(call, message)


async def _show_pairs(
    call: Call, panel: Panel, which: str, page: int, notice: str | None = None, undo: int | None = None
) -> None:
    async with call.services.store.reading() as session:
        found = await pairs_of_panel(session, call.caller.viewer, panel.id)
        contacts = await contacts_of_panel(session, panel.id)
    if found is None:
        await call.answer_text("findings.not_yours")
        return
    language = call.language
    if which == DECIDED:
        message = decided_message(
            found, panel=panel.title, page=page, language=language, zone=call.caller.zone, notice=notice
        )
    else:
        message = pairs_message(
            found, contacts, panel=panel.title, page=page, language=language, notice=notice, undo=undo
        )
    await _show(call, message)


async def _decide_at_once(call: Call, verdict: PairVerdict) -> None:
    state = _pair_state(call)
    if state is None or (panel := await panel_in_question(call)) is None:
        return
    outcome = await _decide(call, state, verdict)
    undo = outcome.pairing.id if isinstance(outcome, Decided) else None
    page = number_of((call.value or "").rpartition(" ")[2]) or 1
    await _show_pairs(call, panel, "", page, _outcome(call, outcome), undo)


async def _decide(
    call: Call, state: PairState, verdict: PairVerdict, kept: int | None = None
) -> Decided | Changed | Refused:
    async with call.services.store.unit() as session:
        return await decide(
            session,
            call.caller.viewer,
            one_id=state.one,
            other_id=state.other,
            verdict=verdict,
            signature=state.signature,
            kept_id=kept,
            at=call.services.clock.now(),
        )


def _outcome(call: Call, outcome: Decided | Changed | Refused) -> str:
    if isinstance(outcome, Decided):
        return decided_in_words(outcome, call.language)
    return call.phrase("findings.changed_pair" if isinstance(outcome, Changed) else _refusal(outcome))


def _refusal(refused: Refused) -> str:
    known = (Refusal.NOT_YOURS, Refusal.WITHDRAWN)
    return f"findings.{refused.reason}" if refused.reason in known else "findings.gone"


def _pair_state(call: Call) -> PairState | None:
    try:
        return PairState.from_metadata(call.value or "")
    except ValueError:
        return None


async def _said_in_view(call: Call, key: str) -> bool:
    """Say it in the modal whose button was pressed; False where the button stood in a message."""
    view = call.body.get("view")
    if not view or view.get("type") != "modal":
        return False
    await call.client.views_update(view_id=view["id"], view=said_view(call.phrase(key), call.language))
    return True


async def _show(call: Call, message: Message) -> None:
    """Show a list; one whose button was pressed is replaced by what it has become."""
    if call.respond is not None and call.value is not None:
        await call.respond(**message.as_payload(), response_type="ephemeral", replace_original=True)
    else:
        await call.answer(message)
