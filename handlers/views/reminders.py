"""A reminder as a message: what, for which panel, by when, and the ways to answer."""

from bot.reminders.messenger import Notice
from bot.reminders.wording import wording
from bot.text.catalogue import phrase
from bot.text.escape import escape
from handlers.views.message import Block, Message, actions, button, header, section
from storage.words import ReminderKind


def reminder_message(notice: Notice) -> Message:
    """The message of a notice; officers' digests carry no buttons."""
    said = wording(notice)
    blocks: list[Block] = [
        header(said.title, block_id="reminder.title"),
        section(escape("\n".join(said.lines)), block_id="reminder.text"),
    ]
    if notice.kind is not ReminderKind.DIGEST:
        blocks.append(actions(_buttons(notice), block_id=f"reminder.actions.{notice.reminder_id}"))
    return Message(escape("\n".join([said.title, *said.lines])), blocks)


def _buttons(notice: Notice) -> list[Block]:
    language = notice.language
    confirm = {
        "title": _plain(phrase(language, "handlers.nothing_confirm_title")),
        "text": _plain(phrase(language, "handlers.nothing_confirm")),
        "confirm": _plain(phrase(language, "handlers.nothing_confirm_yes")),
        "deny": _plain(phrase(language, "handlers.nothing_confirm_no")),
    }
    options = [
        {"text": _plain(phrase(language, f"handlers.snooze_{days}")), "value": f"{notice.reminder_id}:{days}"}
        for days in (1, 3)
    ]
    snooze = {
        "type": "static_select",
        "action_id": "reminder.snooze",
        "placeholder": _plain(phrase(language, "handlers.snooze")),
        "options": options,
    }
    return [
        button(
            phrase(language, "handlers.add_contribution"),
            action_id="reminder.add",
            value=f"{notice.panel_id}:{notice.entity_id}",
            style="primary",
        ),
        button(
            phrase(language, "handlers.home_nothing"),
            action_id="reminder.nothing",
            value=str(notice.panel_id),
            confirm=confirm,
        ),
        button(
            phrase(language, "replies.button_ask"),
            action_id="seat.ask_other",
            value=f"{notice.panel_id}:{notice.entity_id}",
        ),
        snooze,
    ]


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
