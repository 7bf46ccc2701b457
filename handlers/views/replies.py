"""What the bot says to a reply that is neither a contribution nor a question."""

import datetime as dt
from collections.abc import Sequence

from bot.answers.values import Answer
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.answers import answer_message, send_on_button
from handlers.views.message import Block, Message, actions, button, section
from handlers.views.reply_drafts import EDIT, Seat

NOTHING, NOTHING_NO, SNOOZE = "reply.nothing", "reply.nothing_no", "reply.snooze"
ASK_OTHER, ASK_OTHER_OPEN, TAKE_BACK = "seat.ask_other", "seat.ask_other_form", "seat.take_back"
THANKS_BLOCK = "reply.thanks"
DAYS = (1, 3)
MOST_SEATS = 10


def seat_value(seat: Seat) -> str:
    """What a button carries of a seat; rights are never read from it."""
    return f"{seat.panel_id}:{seat.entity_id}"


def nothing_message(seats: Sequence[Seat], submitted: int, language: Language) -> Message:
    """*Nothing to report?*, for the first seat; who has several chooses. ``submitted`` counts what is there already."""
    seat = seats[0]
    parts = [phrase(language, "replies.nothing_ask", entity=seat.entity, panel=seat.panel)]
    if submitted:
        parts.append(phrase(language, "replies.nothing_beside", count=submitted, entity=seat.entity))
    parts.append(phrase(language, "replies.nothing_then"))
    if len(seats) > 1:
        parts.append(phrase(language, "replies.choose_seat"))
    several = len(seats) > 1
    row = [
        button(
            phrase(language, "replies.nothing_yes_for", entity=one.entity, panel=one.panel)
            if several
            else phrase(language, "replies.nothing_yes"),
            action_id=f"{NOTHING}:{one.panel_id}",
            value=seat_value(one),
            style="primary" if one is seat else None,
        )
        for one in seats[:MOST_SEATS]
    ]
    row.append(button(phrase(language, "replies.nothing_no"), action_id=NOTHING_NO, value=seat_value(seat)))
    return _message(" ".join(parts), row, "nothing")


def kept_silent_message(seat: Seat, language: Language) -> Message:
    """Nothing was noted."""
    return _message(phrase(language, "replies.nothing_not", entity=seat.entity), [_add(seat, language)], "nothing")


def snooze_message(seat: Seat, language: Language) -> Message:
    """For how long the reminder is to wait."""
    row = [
        button(
            phrase(language, f"handlers.snooze_{days}"),
            action_id=f"{SNOOZE}:{days}",
            value=f"{seat_value(seat)}:{days}",
        )
        for days in DAYS
    ]
    return _message(phrase(language, "replies.snooze_ask", entity=seat.entity), row, "snooze")


def decline_message(seat: Seat, named: tuple[str, str] | None, language: Language) -> Message:
    """Not me: somebody else, or nothing to report. ``named`` is who was named already: Slack's id and the name."""
    key = "replies.decline_named" if named else "replies.decline"
    values = {"entity": seat.entity, "panel": seat.panel, "name": named[1] if named else ""}
    value = f"{seat_value(seat)}:{named[0]}" if named else seat_value(seat)
    label = (
        phrase(language, "replies.button_ask_named", name=named[1]) if named else phrase(language, "replies.button_ask")
    )
    row = [
        button(label, action_id=ASK_OTHER, value=value, style="primary"),
        button(phrase(language, "handlers.home_nothing"), action_id=f"{NOTHING}:ask", value=f"{seat_value(seat)}:ask"),
    ]
    return _message(phrase(language, key, **values), row, "decline")


def thanks_message(language: Language) -> Message:
    """A warm line; the name of its block tells that it was said."""
    text = escape(phrase(language, "replies.thanks"))
    return Message(text, [section(text, block_id=THANKS_BLOCK)])


def help_message(
    seat: Seat, answer: Answer, language: Language, *, question: int | None = None, draft_id: int | None = None
) -> Message:
    """It was not understood: what the roadmap says of it, what can be done, and the buttons for it.

    ``question`` is the number under which it can be sent on; ``draft_id`` the draft that keeps the text.
    """
    blocks: list[Block] = []
    texts: list[str] = []
    if question is not None:
        told = answer_message(answer)
        blocks, texts = list(told.blocks), [told.text]
    text = phrase(language, "replies.help", entity=seat.entity)
    if draft_id is not None:
        text += " " + phrase(language, "replies.help_kept")
        add = button(phrase(language, "contributions.button_add"), action_id=EDIT, value=str(draft_id), style="primary")
    else:
        add = _add(seat, language)
    row = [add]
    if question is not None:
        row.append(send_on_button(question, language))
    blocks += [section(escape(text), block_id="help.text"), actions(row, block_id="help.actions")]
    return Message("\n".join([*texts, escape(text)]), blocks)


def asked_message(seat: Seat, name: str, language: Language, *, new: bool = True) -> Message:
    """Somebody else has been asked; who asked is left alone from now on, and can take it back."""
    key = "replies.asked" if new else "replies.asked_before"
    text = phrase(language, key, name=shorten(name, 200), entity=seat.entity)
    back = button(phrase(language, "replies.button_take_back"), action_id=TAKE_BACK, value=seat_value(seat))
    return _message(text, [back], "asked")


def next_message_text(at_in_words: str | None, language: Language) -> Message:
    """When the next reminder comes, or that none is planned."""
    if at_in_words is None:
        return Message.plain(phrase(language, "replies.no_reminder"))
    return Message.plain(phrase(language, "replies.next_reminder", moment=at_in_words))


def days_of(value: str) -> dt.timedelta | None:
    """The number of days of a button; None for one that no button of ours carries."""
    return dt.timedelta(days=int(value)) if value in {str(days) for days in DAYS} else None


def _add(seat: Seat, language: Language) -> Block:
    label = phrase(language, "contributions.button_add")
    return button(label, action_id="contribution.add", value=seat_value(seat), style="primary")


def _message(text: str, row: list[Block], ident: str) -> Message:
    return Message(
        escape(text),
        [section(escape(text), block_id=f"reply.{ident}"), actions(row, block_id=f"reply.{ident}.actions")],
    )
