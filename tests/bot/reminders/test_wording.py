"""The text says everything by itself, in three languages."""

from dataclasses import replace

import pytest

from bot.reminders.actions import NoSnooze
from bot.reminders.messenger import Notice
from bot.reminders.wording import next_step_in_words, step_in_words, wording
from bot.text.catalogue import has_phrase
from bot.text.languages import Language
from storage.words import ReminderKind, ReminderState
from tests.bot.reminders.world import DUE, GENEVA, NEW_YORK, utc

NOTICE = Notice(
    reminder_id=1,
    key="k",
    kind=ReminderKind.REMINDER,
    step="day-2",
    language="en",
    now=utc(2, 8, 8),
    workspace_id=1,
    person_id=1,
    person_name="Ana Sample",
    recipient_zone=GENEVA,
    slack_user_id="U1",
    channel="D1",
    panel_id=1,
    panel_title="Implementing the New York Declaration",
    meeting="15th Coordination Meeting",
    deadline_id=1,
    task="contributions",
    due_at=DUE,
    zone=NEW_YORK,
    entity_id=1,
    entity_name="United Nations High Commissioner for Refugees",
    entity_acronym="UNHCR",
    signed_by=("Olga Sample",),
)


def test_a_reminder_says_what_for_which_panel_by_when_and_who_signs() -> None:
    assert wording(NOTICE).text == (
        "Reminder: we have not heard from UNHCR yet (contributions)\n"
        "Panel: Implementing the New York Declaration, 15th Coordination Meeting.\n"
        "Deadline: Friday 10 February 2017, 18:00 New York (Saturday 00:00 Geneva). That is in 2 days.\n"
        "So far we have nothing from UNHCR.\n"
        "If there is nothing to report, please say so: that is an answer too, and the reminders stop.\n"
        "Olga Sample, for the secretariat"
    )


@pytest.mark.parametrize(
    ("now", "words"),
    [(utc(2, 3, 8), "in 7 days"), (utc(2, 9, 8), "tomorrow"), (utc(2, 10, 8), "today"), (utc(2, 10, 4), "tomorrow")],
)
def test_the_days_left_are_those_of_the_calendar_where_it_is_due(now: object, words: str) -> None:
    assert words in wording(replace(NOTICE, now=now)).text  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("kind", list(ReminderKind))
def test_every_kind_in_every_language(language: Language, kind: ReminderKind) -> None:
    notice = replace(NOTICE, language=language, kind=kind, silent=("IOM",), answered=("UNHCR", "UNICEF"), nil=("ECA",))
    text = wording(notice).text
    assert "Implementing the New York Declaration" in text
    assert {"en": "18:00 New York", "fr": "18:00 New York", "es": "18:00 Nueva York"}[language] in text
    assert "{" not in text
    assert ("IOM" in text) is (kind is ReminderKind.DIGEST)


def test_what_we_already_have_and_what_is_missing() -> None:
    notice = replace(NOTICE, kind=ReminderKind.INCOMPLETE, have=("Consultation",), missing=("venue", "date"))
    assert "So far we have this from UNHCR: Consultation." in wording(notice).lines
    assert "Still missing: venue, date." in wording(notice).lines
    assert "So far UNHCR has 2 drafts that were not submitted." in wording(replace(NOTICE, drafts=2)).lines


def test_a_digest_counts_and_names_nobody_twice() -> None:
    digest = replace(
        NOTICE, kind=ReminderKind.DIGEST, answered=("UNHCR",), nil=("ECA",), silent=(), entity_acronym=None
    )
    assert wording(digest).title == "2 of 2 entities have answered (contributions)"
    assert "Silent: none" in wording(digest).lines


def test_a_named_task_is_called_by_its_name() -> None:
    assert "(slides)" in wording(replace(NOTICE, task="slides")).title
    invitation = wording(replace(NOTICE, task="slides", kind=ReminderKind.INVITATION))
    assert "events, publications" not in invitation.text


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("invitation", "invitation"),
        ("day-7", "7 days before"),
        ("day-1", "1 day before"),
        ("day+0", "on the day"),
        ("digest+1", "digest, 1 day after"),
    ],
)
def test_steps_in_words(step: str, words: str) -> None:
    assert step_in_words(step, "en") == words


def test_states_and_refusals_have_words() -> None:
    assert all(has_phrase(f"reminders.state_{state}") for state in ReminderState)
    assert all(has_phrase(f"reminders.snooze_{why}") for why in NoSnooze)
    assert next_step_in_words(ReminderState.SENT, None, "en") == ""
    assert next_step_in_words(ReminderState.UNKNOWN, "unreadable", "en").startswith("Look into")
