"""The words of a reminder: plain text that says everything by itself. Pure.

Screen readers and notifications read only this text. It is not escaped: titles and names are as people typed them, and
whoever sends it makes them safe.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.reminders.messenger import Notice
from bot.text.catalogue import has_phrase, phrase
from bot.text.dates import instant_in_words
from bot.text.languages import Language
from storage.queries.panels import CONTRIBUTIONS
from storage.words import ReminderKind, ReminderState


@dataclass(frozen=True, slots=True)
class Wording:
    """A message: its title, and the lines under it."""

    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The mandatory text: everything, line by line."""
        return "\n".join((self.title, *self.lines))


def task_in_words(task: str, language: Language) -> str:
    """What is due: the bot's own word for contributions, the officers' own word for a named task."""
    return phrase(language, "reminders.task_contributions") if task == CONTRIBUTIONS else task


def deadline_in_words(notice: Notice) -> str:
    """The deadline in its own zone, and in brackets in the recipient's."""
    return instant_in_words(notice.due_at, notice.zone, notice.language, also=[notice.recipient_zone])


def wording(notice: Notice) -> Wording:
    """What a notice says: what, for which panel, by when, what we already have, and who signs."""
    if notice.kind is ReminderKind.DIGEST:
        return _digest(notice)
    language = notice.language
    entity = notice.entity_acronym or notice.entity_name or ""
    task = task_in_words(notice.task, language)
    title_key = {
        ReminderKind.INVITATION: "reminders.invitation_title",
        ReminderKind.REMINDER: "reminders.reminder_title",
        ReminderKind.INCOMPLETE: "reminders.incomplete_title",
    }[notice.kind]
    lines = [phrase(language, "reminders.panel_line", panel=notice.panel_title, meeting=notice.meeting)]
    if notice.task == CONTRIBUTIONS and notice.kind is ReminderKind.INVITATION:
        lines.append(phrase(language, "reminders.what_line", entity=entity))
    lines.append(f"{phrase(language, 'reminders.deadline_line', deadline=deadline_in_words(notice))} {_left(notice)}")
    if notice.missing:
        lines.append(phrase(language, "reminders.missing_line", missing=", ".join(notice.missing)))
    lines.append(_have(notice, entity))
    lines.append(phrase(language, "reminders.nil_line"))
    lines.append(_signature(notice))
    title = phrase(language, title_key, entity=entity, task=task, panel=notice.panel_title)
    return Wording(title, tuple(lines))


def _left(notice: Notice) -> str:
    """How many days are left, counted on the calendar of the deadline's zone."""
    zone = ZoneInfo(notice.zone)
    days = (notice.due_at.astimezone(zone).date() - notice.now.astimezone(zone).date()).days
    if days <= 0:
        return phrase(notice.language, "reminders.left_today")
    return phrase(notice.language, "reminders.left_days", count=days)


def _have(notice: Notice, entity: str) -> str:
    language = notice.language
    if notice.have:
        titles = "; ".join(notice.have)
        return phrase(language, "reminders.have_line", count=len(notice.have), entity=entity, titles=titles)
    if notice.drafts:
        return phrase(language, "reminders.drafts_line", count=notice.drafts, entity=entity)
    return phrase(language, "reminders.have_nothing_line", entity=entity)


def _signature(notice: Notice) -> str:
    if not notice.signed_by:
        return phrase(notice.language, "reminders.signature_secretariat")
    return phrase(notice.language, "reminders.signature_line", names=", ".join(notice.signed_by))


def _digest(notice: Notice) -> Wording:
    language = notice.language
    total = len(notice.answered) + len(notice.nil) + len(notice.silent)
    given = len(notice.answered) + len(notice.nil)
    none = phrase(language, "reminders.digest_none")
    lines = [
        phrase(language, "reminders.panel_line", panel=notice.panel_title, meeting=notice.meeting),
        phrase(language, "reminders.deadline_passed_line", deadline=deadline_in_words(notice)),
        phrase(language, "reminders.digest_silent", names=", ".join(notice.silent) or none),
        phrase(language, "reminders.digest_answered", names=", ".join(notice.answered) or none),
        phrase(language, "reminders.digest_nil", names=", ".join(notice.nil) or none),
        phrase(language, "reminders.digest_promise"),
    ]
    task = task_in_words(notice.task, language)
    return Wording(phrase(language, "reminders.digest_title", given=given, total=total, task=task), tuple(lines))


def step_in_words(step: str, language: Language) -> str:
    """The step as an officer reads it: "invitation", "7 days before", "on the day", "1 day after (digest)"."""
    name, snoozed, _ = step.partition("-snoozed")
    if name.startswith("digest+"):
        words = phrase(language, "reminders.step_digest", count=int(name.removeprefix("digest+")))
    elif name == "day+0":
        words = phrase(language, "reminders.step_on_the_day")
    elif name.startswith("day-"):
        words = phrase(language, "reminders.step_before", count=int(name.removeprefix("day-")))
    else:
        words = phrase(language, "reminders.step_invitation")
    return f"{words} {phrase(language, 'reminders.step_snoozed')}" if snoozed else words


def next_step_in_words(state: ReminderState, reason: str | None, language: Language) -> str:
    """What an officer does about a reminder that was not sent; an empty text where there is nothing to do."""
    for key in (f"reminders.next_{state}_{reason}", f"reminders.next_{state}"):
        if has_phrase(key):
            return phrase(language, key)
    return ""
