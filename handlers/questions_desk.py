"""The officers' side of questions: what found no answer, answering it, and what is published."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.questions.answering import (
    AnsweredMeanwhile,
    ChangedMeanwhile,
    Gone,
    Kept,
    edit_answer,
    extend_answer,
    keep_answer,
    newest_of_each,
    state_of_answer,
    withdraw_answer,
)
from bot.questions.grouping import group_with
from bot.questions.inquiries import inquiry_of
from bot.questions.listing import MOST, days_of, unhelped_groups
from bot.text.dates import day_in_words
from bot.text.escape import shorten
from handlers.after_answer import number_of
from handlers.calls import Call
from handlers.forms.secretariat import (
    OTHERS,
    AnswerState,
    AnswerSubmission,
    answer_view,
    read_answer,
    said_view,
    typed_for_edit,
    typed_for_question,
)
from handlers.telling import show_answered, tell_asker
from handlers.views.message import Message
from handlers.views.questions import day_of, groups_message, name_of, published_message
from storage.models import SecretariatAnswer
from storage.queries.questions import (
    answer_by_id,
    answers_on_show,
    answers_to,
    question_by_id,
    questions_by_id,
    reasons_for,
)

NOTICE = 1500


async def list_questions(call: Call) -> None:
    """``/roadmap questions [days]``, and turning its pages: a button's value is ``days:page``."""
    days, page = _two(call.value) if call.value else (days_of(call.text), 1)
    days = days_of(str(days))
    groups = await unhelped_groups(call.services.store, call.caller.workspace_id, call.services.clock.now(), days)
    ids = [question.id for group in groups for question in group.questions]
    async with call.services.store.reading() as session:
        reasons = await reasons_for(session, ids)
    message = groups_message(
        groups,
        reasons,
        days=days,
        page=page,
        cut_at=MOST if len(ids) >= MOST else None,
        language=call.language,
        zone=call.caller.zone,
    )
    await _show(call, message)


async def list_answers(call: Call) -> None:
    """``/roadmap answers``, and turning its pages: a button's value is the page."""
    await _show(call, await _published(call, number_of(call.value) or 1))


async def open_answer(call: Call) -> None:
    """The form of an answer; a button's value is ``question``, or ``question:days`` for a group of the list."""
    number, days = _two(call.value)
    others: tuple[int, ...] = ()
    if days:
        groups = await unhelped_groups(
            call.services.store, call.caller.workspace_id, call.services.clock.now(), days_of(str(days))
        )
        found = group_with(groups, number)
        others = tuple(one.id for one in found.questions if one.id != number)[:OTHERS] if found else ()
    async with call.services.store.reading() as session:
        question = await question_by_id(session, number)
        answers = await answers_to(session, [number, *others])
        asked = await questions_by_id(session, [number, *others])
    if question is None or question.workspace_id != call.caller.workspace_id:
        await call.answer_text("questions.gone")
        return
    people = len(newest_of_each(asked))
    notices = [call.phrase("questions.will_tell", count=people)] if people > 1 else []
    if answers:
        notices += [_lines(call, answers), call.phrase("questions.answered_already")]
    state = AnswerState(number, max((answer.id for answer in answers), default=0), others)
    typed = typed_for_question(question, _today(call))
    view = answer_view(state, typed, call.language, notices)
    await call.client.views_open(trigger_id=call.trigger_id or "", view=view)


async def open_edit(call: Call) -> None:
    """The form of a published answer as it stands."""
    async with call.services.store.reading() as session:
        answer = await answer_by_id(session, number_of(call.value))
    if answer is None or answer.question.workspace_id != call.caller.workspace_id:
        await call.answer_text("questions.gone")
        return
    state = AnswerState(answer_id=answer.id, state=state_of_answer(answer))
    view = answer_view(state, typed_for_edit(answer), call.language)
    await call.client.views_open(trigger_id=call.trigger_id or "", view=view)


async def submit_answer(call: Call) -> None:
    """Keep an answer before the form is acked; then tell whoever asked, and show at the secretariat who answered."""
    submission = read_answer(call.body["view"], call.language, _today(call))
    if submission.form is None:
        await call.ack(response_action="errors", errors=dict(submission.errors))
        return
    outcome = await _keep(call, submission)
    if isinstance(outcome, Gone):
        await call.ack(response_action="update", view=said_view(call.phrase("questions.gone"), call.language))
    elif isinstance(outcome, AnsweredMeanwhile):
        # What the second officer typed is neither lost nor put in place of the first answer: it can be added to it.
        state = AnswerState(
            submission.state.question_id,
            max(answer.id for answer in outcome.answers),
            submission.state.others,
        )
        notices = [call.phrase("questions.answered_meanwhile"), _lines(call, outcome.answers)]
        view = answer_view(state, submission.typed, call.language, notices)
        await call.ack(response_action="update", view=view)
    elif isinstance(outcome, ChangedMeanwhile):
        state = AnswerState(answer_id=outcome.answer.id, state=state_of_answer(outcome.answer))
        notice = call.phrase(
            "questions.changed_meanwhile",
            who=name_of(outcome.answer, call.language),
            text=shorten(outcome.answer.text, NOTICE),
        )
        view = answer_view(state, submission.typed, call.language, [notice])
        await call.ack(response_action="update", view=view)
    else:
        await call.ack()
        if not outcome.again:
            await _after_keeping(call, outcome, edited=bool(submission.state.answer_id))


async def still_right(call: Call) -> None:
    """*Still right*: the answer serves for another ninety days from today."""
    number, page = _two(call.value)
    async with call.services.store.unit() as session:
        found = await extend_answer(
            session,
            number,
            officer_id=call.caller.person_id,
            workspace_id=call.caller.workspace_id,
            today=_today(call),
            at=call.services.clock.now(),
        )
    if isinstance(found, Gone) or found.review_on is None:
        notice = call.phrase("questions.gone")
    else:
        when = day_in_words(found.review_on, call.language)
        notice = call.phrase("questions.extended", when=when, question=shorten(found.asked, 200))
    await _show(call, await _published(call, page, notice))


async def withdraw(call: Call) -> None:
    """*Withdraw*: the answer is given to nobody any more."""
    number, page = _two(call.value)
    async with call.services.store.unit() as session:
        found = await withdraw_answer(
            session,
            number,
            officer_id=call.caller.person_id,
            workspace_id=call.caller.workspace_id,
            at=call.services.clock.now(),
        )
    if isinstance(found, Gone):
        notice = call.phrase("questions.gone")
    else:
        notice = call.phrase("questions.withdrawn", question=shorten(found.asked, 200))
    await _show(call, await _published(call, page, notice))


async def _keep(call: Call, submission: AnswerSubmission) -> Kept | AnsweredMeanwhile | ChangedMeanwhile | Gone:
    assert submission.form is not None, "a submission without errors holds a form"
    state, now = submission.state, call.services.clock.now()
    async with call.services.store.unit() as session:
        if state.answer_id:
            return await edit_answer(
                session,
                state.answer_id,
                submission.form,
                officer_id=call.caller.person_id,
                workspace_id=call.caller.workspace_id,
                seen=state.state,
                at=now,
            )
        return await keep_answer(
            session,
            state.question_id,
            submission.form,
            officer_id=call.caller.person_id,
            workspace_id=call.caller.workspace_id,
            seen=state.seen,
            others=state.others,
            at=now,
        )


async def _after_keeping(call: Call, kept: Kept, *, edited: bool) -> None:
    """Tell the askers, change the messages at the secretariat, and report to the officer what came of it."""
    told: list[str] = []
    missed: list[str] = []
    async with call.services.store.reading() as session:
        answer = await answer_by_id(session, kept.answer.id)
        inquiries = [
            (await inquiry_of(session, question), question.notices, await answers_to(session, [question.id]))
            for question in kept.concerned
            if question.notices
        ]
    if answer is None:
        return
    for question in kept.tell:
        name = question.person.name if question.person else call.phrase("questions.somebody")
        done = await tell_asker(call.client, question, answer, addition=kept.addition)
        (told if done else missed).append(name)
    for inquiry, notices, answers in inquiries:
        await show_answered(call.client, inquiry, notices, answers or [answer], call.caller.zone)
    lines = [call.phrase("questions.kept_edited" if edited else "questions.kept")]
    for names, key in ((told, "questions.kept_told"), (missed, "questions.kept_not_told")):
        if names:
            lines.append(call.phrase(key, count=len(names), names=shorten(", ".join(names), 500)))
    if answer.published_at is not None and answer.withdrawn_at is None and answer.review_on is not None:
        when = day_in_words(answer.review_on, call.language)
        lines.append(call.phrase("questions.kept_published", when=when))
    else:
        lines.append(call.phrase("questions.kept_unpublished"))
    message = Message.plain(" ".join(lines))
    await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())


async def _published(call: Call, page: int, notice: str | None = None) -> Message:
    async with call.services.store.reading() as session:
        answers = await answers_on_show(session, call.caller.workspace_id)
    return published_message(
        answers, today=_today(call), page=page, language=call.language, zone=call.caller.zone, notice=notice
    )


async def _show(call: Call, message: Message) -> None:
    """Show a list; one whose button was pressed is replaced by what it has become."""
    if call.respond is not None and call.value is not None:
        await call.respond(**message.as_payload(), response_type="ephemeral", replace_original=True)
    else:
        await call.answer(message)


def _lines(call: Call, answers: Sequence[SecretariatAnswer]) -> str:
    """The answers that there are, in words; the latest of many."""
    return "\n".join(
        call.phrase(
            "questions.answered_line",
            who=name_of(answer, call.language),
            when=day_of(answer.at, call.caller.zone, call.language),
            text=shorten(answer.text, NOTICE // 2),
        )
        for answer in answers[-3:]
    )


def _two(value: object) -> tuple[int, int]:
    """The two numbers that a button carries; 0 for one that it does not."""
    first, _, second = str(value or "").partition(":")
    return number_of(first), number_of(second)


def _today(call: Call) -> dt.date:
    return call.services.clock.now().astimezone(ZoneInfo(call.caller.zone)).date()
