"""``/roadmap add``, ``edit``, ``remove``, ``history``, ``show``: the roadmap, kept by officers."""

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.forms.declaring import Problems
from bot.roadmaps.editing import add, amend
from bot.roadmaps.editing import remove as remove_milestone
from bot.roadmaps.editing import restore as restore_milestone
from bot.roadmaps.finding import find
from bot.roadmaps.form import EditedMilestone, NewMilestone
from bot.roadmaps.history import OF_ALL, OF_ONE, REMOVALS
from bot.roadmaps.outcomes import Conflict, Refusal, Refused, Removed, Repeated, Saved
from bot.text.dates import instant_in_words
from bot.text.languages import Language
from handlers.calls import Call
from handlers.forms.milestone import (
    Submission,
    conflict_view,
    edit_view,
    new_view,
    read_submission,
    submission_errors,
)
from handlers.spoken import spoken
from handlers.views.message import Block, Message
from handlers.views.roadmap import (
    PAGE_SIZE,
    choice_message,
    edit_button,
    history_message,
    milestone_message,
    removal_message,
    remove_button,
    removed_message,
    saved_message,
)
from storage.models import Milestone
from storage.queries import roadmap as stored

CHOICES = 5
#: So much of what somebody typed is repeated to them.
SHOWN = 300


async def show(call: Call) -> None:
    """``/roadmap show ID``; more words than one behind it are a question ("show me what is in May")."""
    words = spoken(call.text)
    if not words:
        await _say_which(call, "show")
        return
    async with call.services.store.reading() as session:
        row = await stored.milestone_by_key(session, words)
        later = await stored.superseding(session, row.key) if row else []
        former = await session.get(Milestone, row.supersedes) if row and row.supersedes else None
        removed = await stored.past_key(session, words) if row is None else None
    officer = call.caller.viewer.officer
    if row is not None:
        await call.answer(milestone_message(row, call.language, later=later, former=former, officer=officer))
    elif removed is not None and officer:
        await call.answer_text("roadmap.was_removed", id=removed)
    else:
        await call.answer_text("roadmap.none_such", id=words[:SHOWN])


async def open_new(call: Call) -> None:
    """``/roadmap add [title]``"""
    today = call.services.clock.now().astimezone(ZoneInfo(call.caller.zone)).date()
    view = new_view({"title": spoken(call.text), "known_from": today.isoformat()}, call.language)
    await call.client.views_open(trigger_id=call.trigger_id or "", view=view)


async def edit(call: Call) -> None:
    """``/roadmap edit ID``, or words to choose by; and the button of a choice."""
    words = call.value if call.value is not None else spoken(call.text)
    async with call.services.store.reading() as session:
        row = await stored.milestone_by_key(session, words) if words else None
        seen = await stored.newest_change(session, row.key) if row else 0
        later = await stored.superseding(session, row.key) if row else []
    if row is not None:
        view = edit_view(row, seen, call.language, later=later[0] if later else None)
        await call.client.views_open(trigger_id=call.trigger_id or "", view=view)
    elif call.value is not None:
        await call.answer_text("roadmap.refused_gone")
    else:
        await _let_choose(call, "edit", words, edit_button)


async def _let_choose(call: Call, word: str, words: str, button: Callable[[str, Language], Block]) -> None:
    """The milestones that fit some words, each with a button; where none fits, those that were changed last."""
    async with call.services.store.reading() as session:
        every = await stored.milestones(session) if words else []
        recent = await stored.recently_changed(session, CHOICES)
    fitting = await asyncio.to_thread(find, words, every, CHOICES)
    if not recent:
        await call.answer_text("roadmap.empty")
        return
    if fitting:
        head = call.phrase("roadmap.choose")
    elif words:
        head = call.phrase("roadmap.choose_none", words=words[:SHOWN])
    else:
        head = call.phrase("roadmap.choose_recent", word=word)
    await call.answer(choice_message(head, fitting or recent, call.language, button))


async def submit(call: Call) -> None:
    """Keep what was typed before the form is acked, or say beside each field what is wrong with it."""
    view = call.body["view"]
    submission = read_submission(view, call.language)
    if submission.form is None:
        await call.ack(response_action="errors", errors=dict(submission.errors))
        return
    outcome = await _keep(call, submission, f"view:{view['id']}")
    if isinstance(outcome, Problems):
        errors = submission_errors(submission.state, outcome, view, call.language)
        await call.ack(response_action="errors", errors=errors)
    elif isinstance(outcome, Refused):
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        await call.ack(response_action="errors", errors={first: call.phrase(f"roadmap.refused_{outcome.reason}")})
    elif isinstance(outcome, Conflict):
        when = instant_in_words(outcome.at, call.caller.zone, call.language)
        shown = conflict_view(outcome, submission, call.language, when=when)
        await call.ack(response_action="update", view=shown)
    else:
        await call.ack()
        if isinstance(outcome, Saved):
            message = saved_message(outcome, call.language)
            await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())


async def _keep(call: Call, submission: Submission, key: str) -> Saved | Problems | Conflict | Refused | Repeated:
    state, form, now = submission.state, submission.form, call.services.clock.now()
    async with call.services.store.unit() as session:
        if isinstance(form, EditedMilestone) and state.key:
            return await amend(
                session,
                call.caller.viewer,
                state.key,
                form,
                seen=state.seen,
                today=now.astimezone(ZoneInfo(call.caller.zone)).date(),
                at=now,
                hidden=state.hidden,
                submission=key,
            )
        assert isinstance(form, NewMilestone), "a submission without errors holds one of the two forms"
        return await add(session, call.caller.viewer, form, at=now, submission=key)


async def ask_to_remove(call: Call) -> None:
    """``/roadmap remove ID``: what it is and what refers to it, with the button that removes it."""
    words = spoken(call.text)
    if not words or not await _ask(call, words):
        await _let_choose(call, "remove", words, remove_button)


async def remove(call: Call) -> None:
    """The button that removes a milestone; its value is ``line:id``. Without the line of the history, it asks first."""
    line, _, key = (call.value or "").partition(":")
    notice = None
    if line.isdecimal():
        async with call.services.store.unit() as session:
            at = call.services.clock.now()
            outcome = await remove_milestone(session, call.caller.viewer, key, seen=int(line), at=at)
        if isinstance(outcome, Removed):
            await call.answer(removed_message(outcome, call.language))
            return
        notice = call.phrase(f"roadmap.refused_{outcome.reason}")
        if outcome.reason is not Refusal.CHANGED:
            await call.answer(Message.plain(notice))
            return
    if not await _ask(call, key, notice):
        await call.answer_text("roadmap.refused_gone")


async def _ask(call: Call, key: str, notice: str | None = None) -> bool:
    """Show what would be removed; False where there is no such milestone."""
    async with call.services.store.reading() as session:
        row = await stored.milestone_by_key(session, key)
        if row is None:
            return False
        seen = await stored.newest_change(session, row.key)
        later = await stored.superseding(session, row.key)
        former = await session.get(Milestone, row.supersedes) if row.supersedes else None
    await call.answer(removal_message(row, seen, call.language, later=later, former=former, notice=notice))
    return True


async def restore(call: Call) -> None:
    """The button that puts a removed milestone back; its value is the id."""
    async with call.services.store.unit() as session:
        at = call.services.clock.now()
        outcome = await restore_milestone(session, call.caller.viewer, call.value or "", at=at)
    if isinstance(outcome, Refused):
        await call.answer_text(f"roadmap.refused_{outcome.reason}")
    else:
        await call.answer(saved_message(outcome, call.language, restored=True))


async def show_history(call: Call) -> None:
    """``/roadmap history [ID]``, and turning its pages: a button's value is ``page:id``."""
    if call.value is not None:
        number, _, words = call.value.partition(":")
        page = int(number) if number.isdecimal() else 1
    else:
        page, words = 1, spoken(call.text)
    async with call.services.store.reading() as session:
        key = await stored.past_key(session, words) if words else None
        known = key is not None or not words or await stored.milestone_by_key(session, words) is not None
        actions = OF_ONE if words else OF_ALL
        # What the history does not know has no lines in it.
        count = await stored.count_history(session, actions, key or words)
        page = min(max(page, 1), max(1, -(-count // PAGE_SIZE)))
        entries = await stored.history(session, actions, key or words, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        restorable = await _restorable(session, {change.noun_id for change, _ in entries} - {""})
    if not known:
        await call.answer_text("roadmap.history_none_of", id=words[:SHOWN])
    elif not entries:
        await call.answer_text("roadmap.history_none")
    else:
        message = history_message(
            entries, count, call.language, call.caller.zone, key=key or "", page=page, restorable=restorable
        )
        await call.answer(message)


async def _restorable(session: AsyncSession, keys: set[str]) -> dict[str, int]:
    """Those of the milestones that were removed and are not there, with the line of the history that removed them."""
    found = {}
    for key in keys:
        removal = await stored.last_change(session, key, REMOVALS)
        if removal is not None and await session.get(Milestone, key) is None:
            found[key] = removal.id
    return found


async def _say_which(call: Call, word: str) -> None:
    """A command needs an id: say so, with one that there is."""
    async with call.services.store.reading() as session:
        recent = await stored.recently_changed(session, 1)
    if recent:
        await call.answer_text("roadmap.say_which", word=word, example=recent[0].key)
    else:
        await call.answer_text("roadmap.empty")


async def explain_import(call: Call) -> None:
    """``/roadmap import``: a command carries no file, so say how one comes to the bot."""
    await call.answer(Message.plain(call.phrase("roadmap.import_how")))
