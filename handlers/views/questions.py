"""Questions as officers and askers see them: sent on, answered, listed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.questions.grouping import Group
from bot.questions.inquiries import Inquiry
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words, instant_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.message import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    long_section,
    section,
)
from storage.models import SecretariatAnswer

#: So many groups or answers stand on one page: with all that they hold, they stay within a message's 40,000 signs.
PAGE = 8
#: A review so near is marked.
NEAR = dt.timedelta(days=14)
QUESTION = 240
OTHERS = 2
OTHER = 100
REASON = 120

Row = TypeVar("Row")


def day_of(at: dt.datetime, zone: str, language: Language) -> str:
    """The day of an instant for somebody in a zone."""
    return day_in_words(at.astimezone(ZoneInfo(zone)).date(), language)


def name_of(answer: SecretariatAnswer, language: Language) -> str:
    """Who answered; "somebody" where the person is no longer known."""
    return answer.person.name if answer.person else phrase(language, "questions.somebody")


def inquiry_message(inquiry: Inquiry, answers: Sequence[SecretariatAnswer], language: Language, zone: str) -> Message:
    """A question as it reaches the secretariat, with its answers once there are some."""
    who = inquiry.asker or phrase(language, "questions.somebody")
    who = f"{who} ({inquiry.entity})" if inquiry.entity else who
    title = phrase(language, "questions.inquiry_title")
    asked = phrase(language, "questions.inquiry_who", who=who, when=instant_in_words(inquiry.at, zone, language))
    question = shorten(inquiry.text, 2500) or "-"
    small = []
    if inquiry.before:
        before = " / ".join(shorten(one, 200) for one in inquiry.before[-3:])
        small.append(phrase(language, "questions.inquiry_before", questions=before))
    small.append(phrase(language, "questions.inquiry_said", text=shorten(inquiry.said, 800)))
    if inquiry.nearest:
        names = "; ".join(shorten(one, 260) for one in inquiry.nearest)
        small.append(phrase(language, "questions.inquiry_nearest", names=names))
    lines = [
        phrase(
            language,
            "questions.inquiry_added" if number else "questions.inquiry_answered",
            who=name_of(answer, language),
            when=day_of(answer.at, zone, language),
            text=shorten(answer.text, 800),
        )
        for number, answer in enumerate(answers)
    ][-3:]
    blocks: list[Block] = [
        header(title, block_id="inquiry.title"),
        section(escape(asked), block_id="inquiry.who"),
        *long_section(question, block_id="inquiry.question"),
        context(escape("\n".join(small)), block_id="inquiry.found"),
    ]
    blocks += [
        section(f":white_check_mark: {escape(line)}", block_id=f"inquiry.answer.{number}")
        for number, line in enumerate(lines)
    ]
    label = phrase(language, "questions.add" if answers else "questions.answer")
    press = button(
        label, action_id="question.answer", value=str(inquiry.question_id), style=None if answers else "primary"
    )
    blocks.append(actions([press], block_id=f"inquiry.actions.{inquiry.question_id}"))
    return Message(escape("\n".join([title, asked, question, *small, *lines])), blocks)


def told_message(
    question: str,
    answer: SecretariatAnswer,
    language: Language,
    zone: str,
    *,
    addition: bool = False,
    mention: str | None = None,
) -> Message:
    """The secretariat's answer as the asker gets it; ``mention`` is the Slack user who is named where others read."""
    first = phrase(
        language,
        "questions.told_added" if addition else "questions.told",
        who=name_of(answer, language),
        when=day_of(answer.at, zone, language),
    )
    repeated = phrase(language, "questions.told_question", question=shorten(question, 300))
    opening = f"<@{mention}> {escape(first)}" if mention else escape(first)
    blocks = [
        section(opening, block_id="told.who"),
        context(escape(repeated), block_id="told.question"),
        *long_section(answer.text, block_id="told.answer"),
    ]
    return Message("\n".join([opening, escape(repeated), escape(answer.text)]), blocks)


def groups_message(
    groups: Sequence[Group],
    reasons: Mapping[int, Sequence[str]],
    *,
    days: int,
    page: int,
    cut_at: int | None,
    language: Language,
    zone: str,
) -> Message:
    """What officers read with ``/roadmap questions``. ``cut_at`` is how many questions were looked at, if not all."""
    if not groups:
        return Message.plain(phrase(language, "questions.list_none", count=days))
    shown, page, pages = _paged(groups, page)
    title = phrase(language, "questions.list_title", count=days)
    blocks: list[Block] = [header(title, block_id="questions.title")]
    text = [escape(title)]
    for group in shown:
        lines = _group_lines(group, reasons, language, zone)
        number = group.newest.id
        press = button(
            phrase(language, "questions.add" if group.answered else "questions.answer"),
            action_id=f"question.answer:{number}",
            value=f"{number}:{days}",
        )
        said = [f"*{escape(lines[0])}*", *(escape(line) for line in lines[1:])]
        blocks.append(section("\n".join(said), block_id=f"questions.group.{number}", accessory=press))
        text.append(escape("\n".join(lines)))
    notes = [phrase(language, "questions.list_cut", count=cut_at)] if cut_at else []
    turning = _turning("question.page", f"{days}:", page, pages, language)
    return _finished(text, blocks, notes, turning, page, pages, language)


def published_message(
    answers: Sequence[SecretariatAnswer],
    *,
    today: dt.date,
    page: int,
    language: Language,
    zone: str,
    notice: str | None = None,
) -> Message:
    """What officers read with ``/roadmap answers``; ``notice`` says what was just done."""
    first = [notice] if notice else []
    if not answers:
        return Message.plain("\n".join([*first, phrase(language, "questions.answers_none")]))
    shown, page, pages = _paged(answers, page)
    title = phrase(language, "questions.answers_title")
    blocks: list[Block] = [context(escape(line), block_id="published.notice") for line in first]
    blocks.append(header(title, block_id="published.title"))
    text = [*(escape(line) for line in first), escape(title)]
    for answer in shown:
        asked, said, small = _answer_lines(answer, today, language, zone)
        mark = ":warning: " if answer.review_on is None or answer.review_on < today + NEAR else ""
        lines = f"*{escape(asked)}*\n{escape(said)}\n{mark}{escape(small)}"
        blocks.append(section(lines, block_id=f"published.{answer.id}"))
        blocks.append(actions(_answer_buttons(answer, page, language), block_id=f"published.actions.{answer.id}"))
        text.append(escape("\n".join([asked, said, small])))
    turning = _turning("answer.page", "", page, pages, language)
    return _finished(text, blocks, [], turning, page, pages, language)


def _group_lines(group: Group, reasons: Mapping[int, Sequence[str]], language: Language, zone: str) -> list[str]:
    """The question first, then what is known of the group."""
    when = day_of(group.newest.at, zone, language)
    facts = [
        phrase(language, "questions.asked_times", count=len(group.questions))
        + " "
        + phrase(language, "questions.by_people", count=group.people),
        phrase(language, "questions.last_asked", when=when),
    ]
    if group.voted_down:
        facts.append(phrase(language, "questions.voted_down", count=group.voted_down))
    if group.answered:
        facts.append(phrase(language, "questions.group_answered"))
    elif group.sent_at is not None:
        facts.append(phrase(language, "questions.group_sent", when=day_of(group.sent_at, zone, language)))
    else:
        facts.append(phrase(language, "questions.group_open"))
    lines = [shorten(_line(group.newest.text), QUESTION) or "-", "; ".join(facts)]
    others = list(dict.fromkeys(shorten(_line(one.text), OTHER) for one in group.questions))
    others = [other for other in others if other and other != shorten(_line(group.newest.text), OTHER)][:OTHERS]
    if others:
        lines.append(phrase(language, "questions.also_asked", questions=" / ".join(others)))
    said = [shorten(_line(why), REASON) for one in group.questions for why in reasons.get(one.id, ())]
    if said:
        lines.append(phrase(language, "questions.group_why", reasons=" / ".join(said[:OTHERS])))
    return lines


def _answer_lines(answer: SecretariatAnswer, today: dt.date, language: Language, zone: str) -> tuple[str, str, str]:
    by = phrase(
        language,
        "questions.answer_by",
        who=name_of(answer, language),
        when=day_of(answer.published_at or answer.at, zone, language),
    )
    review = answer.review_on or today
    key = "over" if review < today else "near" if review < today + NEAR else "on"
    looked = phrase(language, f"questions.review_{key}", when=day_in_words(review, language))
    return shorten(_line(answer.asked), QUESTION) or "-", shorten(_line(answer.text), 300), f"{by}; {looked}"


def _answer_buttons(answer: SecretariatAnswer, page: int, language: Language) -> list[Block]:
    value = f"{answer.id}:{page}"
    confirm = {
        "title": _plain(phrase(language, "questions.withdraw_title")),
        "text": _plain(phrase(language, "questions.withdraw_text")),
        "confirm": _plain(phrase(language, "questions.withdraw")),
        "deny": _plain(phrase(language, "questions.withdraw_no")),
    }
    return [
        button(phrase(language, "questions.still_right"), action_id="answer.still_right", value=value),
        button(phrase(language, "questions.edit"), action_id="answer.edit", value=value),
        button(phrase(language, "questions.withdraw"), action_id="answer.withdraw", value=value, confirm=confirm),
    ]


def _paged(rows: Sequence[Row], page: int) -> tuple[Sequence[Row], int, int]:
    """The rows of a page, its number within bounds, and how many pages there are."""
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(page, 1), pages)
    return rows[(page - 1) * PAGE : page * PAGE], page, pages


def _turning(action: str, value: str, page: int, pages: int, language: Language) -> list[Block]:
    """The buttons to the pages before and after."""
    steps = [("previous", page - 1), ("next", page + 1)]
    return [
        button(phrase(language, f"questions.{word}"), action_id=f"{action}:{to}", value=f"{value}{to}")
        for word, to in steps
        if 1 <= to <= pages
    ]


def _finished(
    text: list[str],
    blocks: list[Block],
    notes: list[str],
    turning: list[Block],
    page: int,
    pages: int,
    language: Language,
) -> Message:
    if pages > 1:
        notes = [*notes, phrase(language, "questions.page", page=page, pages=pages)]
    if notes:
        blocks.append(context(escape(" ".join(notes)), block_id="questions.notes"))
    if turning:
        blocks.append(actions(turning, block_id="questions.turning"))
    return Message("\n".join([*text, *(escape(note) for note in notes)]), blocks)


def _line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
