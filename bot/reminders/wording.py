"""What a reminder says, in the recipient's language: what, for which panel, by when, and who signs. Pure."""

from dataclasses import dataclass

from bot.reminders.messenger import Notice
from bot.text.catalogue import phrase
from bot.text.dates import instant_in_words
from storage.words import ReminderKind


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and lines of plain text; together they say everything."""

    title: str
    lines: tuple[str, ...]


def wording(notice: Notice) -> Wording:
    """The words of a notice. The deadline is told in the panel's zone and in the recipient's."""
    language = notice.language
    due = instant_in_words(notice.due_at, notice.zone, language, also=[notice.recipient_zone])
    values = {
        "name": notice.person_name,
        "entity": notice.entity_acronym or "",
        "panel": notice.panel_title,
        "meeting": notice.meeting,
        "due": due,
    }
    kind = notice.kind.value
    lines = [phrase(language, f"reminders.{kind}_text", **values)]
    if notice.kind is ReminderKind.DIGEST:
        for name in ("silent", "nil", "answered"):
            entities: tuple[str, ...] = getattr(notice, name)
            listed = ", ".join(entities) if entities else phrase(language, "reminders.nobody")
            lines.append(phrase(language, f"reminders.digest_{name}", entities=listed))
    else:
        lines.append(phrase(language, f"reminders.{kind}_ask", **values))
        if notice.signed_by:
            lines.append(phrase(language, "reminders.signed", names=", ".join(notice.signed_by)))
    return Wording(phrase(language, f"reminders.{kind}_title", **values), tuple(lines))
