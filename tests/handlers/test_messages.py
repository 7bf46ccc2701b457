"""Every message and view that the bot can build, with hostile text in every place, before both judges."""

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import handlers.views
from bot.answers.values import Answer, Citation
from bot.contributions.form import EventForm
from bot.contributions.outcomes import NilReported, Refusal, Saved
from bot.contributions.standing import Lacking, Reach, Standing
from bot.forms.declaring import Problems, fields_of, read_form
from bot.panels.status import EntityStanding, PanelStatus
from bot.panels.viewers import Viewer
from bot.questions.form import AnswerForm, WhyForm
from bot.questions.grouping import Asked, groups_of
from bot.questions.inquiries import Inquiry
from bot.reminders.messenger import Notice
from bot.text.languages import LANGUAGES, Language
from handlers.calls import Caller
from handlers.forms.secretariat import (
    OTHERS,
    AnswerState,
    answer_view,
    said_view,
    typed_for_edit,
    typed_for_question,
    why_view,
)
from handlers.help import help_of
from handlers.lint import lint_message, lint_view
from handlers.routes import ROUTES
from handlers.views import answers, contributions, drafts, history, nothing, panels, questions, reminders
from handlers.views.message import (
    Message,
    context,
    cut,
    escaped_parts,
    long_section,
    section,
)
from playground.blocks import checked_blocks, checked_view
from storage.models import (
    AskedQuestion,
    Change,
    Contribution,
    Entity,
    NilReturn,
    Person,
    SecretariatAnswer,
    StoredDraft,
)
from storage.words import ContributionKind, ContributionState, ContributionStatus, ReminderKind
from tests.handlers.hostile import HOSTILE, texts_in
from tests.handlers.views import finding_builders, reply_builders, roadmap_builders, sheet_builders

NOW = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
TODAY = NOW.date()
ZONE = "Asia/Kolkata"
Builder = Callable[[str, Language], list[Message]]


def answer_of(text: str, *, ident: int = 1, review: int = 30) -> SecretariatAnswer:
    return SecretariatAnswer(
        id=ident,
        question_id=ident,
        asked=text[:1000],
        text=text[:3000],
        at=NOW,
        published_at=NOW,
        review_on=TODAY + dt.timedelta(days=review),
        person=Person(name=text[:200] or "x", zone=ZONE, locale="en"),
    )


def build_answers(text: str, language: Language) -> list[Message]:
    cited = (Citation(text[:200], text, text),) * 5
    return [
        answers.answer_message(Answer(text, cited, False, language), text, 7),
        answers.answer_message(Answer(text, (), True, language, cited), None, 10**9),
        answers.answer_message(Answer(text, (), False, language), text),
    ]


def build_inquiry(text: str, language: Language) -> list[Message]:
    inquiry = Inquiry(7, text, text[:200], text[:300], text, NOW, (text,) * 6, (text,) * 3)
    found = [questions.inquiry_message(inquiry, [answer_of(text)] * count, language, ZONE) for count in (0, 1, 9)]
    return [*found, questions.inquiry_message(Inquiry(7, "", "", "", text, NOW), (), language, ZONE)]


def build_told(text: str, language: Language) -> list[Message]:
    nobody = answer_of(text)
    nobody.person = None
    return [
        questions.told_message(text, answer_of(text), language, ZONE),
        questions.told_message(text, nobody, language, ZONE, addition=True),
    ]


def build_groups(text: str, language: Language) -> list[Message]:
    asked = [
        Asked(n, f"{text[:3900]} {n} {text[:90]}", n % 3 or None, NOW, n % 2 == 0, NOW if n % 3 else None, n % 5 == 0)
        for n in range(1, 30)
    ]
    groups = groups_of([*asked, Asked(50, text, 1, NOW), Asked(51, text + " ", 2, NOW, True)])
    reasons = {n: [text] * 3 for n in range(1, 60)}
    return [
        questions.groups_message(shown, reasons, days=30, page=page, cut_at=1000, language=language, zone=ZONE)
        for shown, page in ((groups, 1), (groups, 2), (groups, 99), (groups[:1], 1), ([], 1))
    ]


def build_published(text: str, language: Language) -> list[Message]:
    rows = [answer_of(text, ident=n, review=n - 10) for n in range(1, 30)]
    return [
        questions.published_message(shown, today=TODAY, page=page, language=language, zone=ZONE, notice=notice)
        for shown, page, notice in ((rows, 1, None), (rows, 3, text[:200]), ([], 1, None), ([], 1, text[:200]))
    ]


def build_status(text: str, language: Language) -> list[Message]:
    entities = [
        EntityStanding(
            n, text[:60], standing, n, NOW, NOW, text[:200] if n % 2 else None,
            first_reminded=NOW - dt.timedelta(days=n), reach=[*Reach][1 + n % 3], mails=(text[:320],) * 3,
            lacking=(Lacking(n, text[:3000], ("start_date", "venue")),) * (6 if standing is Standing.INCOMPLETE else 0),
        )
        for n, standing in enumerate([*Standing] * 12)
    ]  # fmt: skip
    return [panels.status_message(PanelStatus(text[:300], text[:300], ZONE, NOW, tuple(entities)), language, ZONE)]


def build_list(text: str, language: Language) -> list[Message]:
    return [panels.list_message(text[:300], [text[:600]] * 10, more) for more in (None, text[:100])]


def build_reminder(text: str, language: Language) -> list[Message]:
    return [
        reminders.reminder_message(
            Notice(
                reminder_id=1, key="k", kind=kind, step="day-7", language=language, now=NOW, workspace_id=1,
                person_id=1, person_name=text[:200], recipient_zone=ZONE, slack_user_id="U1", channel="D1", panel_id=1,
                panel_title=text[:300], meeting=text[:300], deadline_id=1, task="contributions",
                due_at=NOW + dt.timedelta(days=7), zone="America/New_York", entity_id=1, entity_acronym=text[:60],
            )
        )
        for kind in ReminderKind
    ]  # fmt: skip


def contribution_of(text: str) -> Contribution:
    row = Contribution(
        id=1, panel_id=1, entity_id=1, kind=ContributionKind.EVENT, title=text[:300], version=1,
        status=ContributionStatus.PLANNED, state=ContributionState.SUBMITTED, created_at=NOW, updated_at=NOW,
        partners=[text[:200]], workstreams=[], description=text[:3000], tbc=False, online=False,
    )  # fmt: skip
    form = read_form(EventForm, {"title": "x"})
    assert not isinstance(form, Problems)
    for name, value in form.columns().items():
        if getattr(row, name) is None:
            setattr(row, name, value)
    row.entity = Entity(id=1, acronym=text[:60], name=text[:300], zone=ZONE)
    return row


def build_saved(text: str, language: Language) -> list[Message]:
    return [contributions.saved_message(Saved(contribution_of(text), ("venue",)), language)]


def build_restored(text: str, language: Language) -> list[Message]:
    return [contributions.restored_message(Saved(contribution_of(text), ("venue",)), language)]


def build_contributions(text: str, language: Language) -> list[Message]:
    rows = [contribution_of(text)] * 1
    return [
        contributions.list_message(
            shown, acronym=text[:60], panel_id=1, entity_id=1, language=language, page=1, nil_on=TODAY
        )
        for shown in (rows, [])
    ]


def build_nil(text: str, language: Language) -> list[Message]:
    nil = NilReturn(deadline_id=1, entity_id=1, at=NOW)
    return [nothing.nil_message(NilReported(nil, True, 2), text[:60], 1, language)]


def build_ask_nothing(text: str, language: Language) -> list[Message]:
    return [nothing.ask_nothing_message(2, 1, text[:60], 1, 1, language)]


def build_history(text: str, language: Language) -> list[Message]:
    row = contribution_of(text)
    values = {"title": text, "description": text * 40, "partners": [text] * 5, "version": 2}
    changes = [
        Change(id=n, action=action, old={}, new=values, at=NOW)
        for n, action in enumerate(["submitted", "edited", "withdrawn", "restored"] * 6)
    ]
    listed = [(change, text[:200]) for change in changes]
    return [history.history_message(row, listed, language, "UTC", page=page) for page in (1, 3)]


def build_entered(text: str, language: Language) -> list[Message]:
    return [history.entered_message(contribution_of(text), text[:200], language)]


def draft_of(text: str) -> StoredDraft:
    entity = Entity(acronym=text[:60], name="N", aliases=[], zone="UTC")
    return StoredDraft(id=7, panel_id=1, typed={"title": text}, entity=entity, updated_at=NOW)


def build_draft(text: str, language: Language) -> list[Message]:
    draft = draft_of(text)
    untitled = StoredDraft(id=8, panel_id=1, typed={}, updated_at=NOW)
    blocks = drafts.home_blocks([draft, untitled] * 1, language)
    return [
        drafts.kept_message(draft, language),
        drafts.kept_message(untitled, language),
        drafts.discarded_message(draft, language),
        drafts.saved_draft_message(draft, language),
        drafts.with_drafts(Message.plain(text), [draft, untitled], language),
        Message("x", blocks),
    ]


def build_refused(text: str, language: Language) -> list[Message]:
    return [contributions.refused_message(reason, language) for reason in Refusal]


BUILDERS: dict[str, Builder] = {
    "answers.answer_message": build_answers,
    "questions.inquiry_message": build_inquiry,
    "questions.told_message": build_told,
    "questions.groups_message": build_groups,
    "questions.published_message": build_published,
    "panels.status_message": build_status,
    "panels.list_message": build_list,
    "reminders.reminder_message": build_reminder,
    "contributions.saved_message": build_saved,
    "contributions.restored_message": build_restored,
    "contributions.list_message": build_contributions,
    "nothing.nil_message": build_nil,
    "nothing.ask_nothing_message": build_ask_nothing,
    "history.history_message": build_history,
    "history.entered_message": build_entered,
    "drafts.kept_message": build_draft,
    "drafts.discarded_message": build_draft,
    "drafts.saved_draft_message": build_draft,
    "drafts.with_drafts": build_draft,
    "contributions.refused_message": build_refused,
    **roadmap_builders.BUILDERS,
    **finding_builders.BUILDERS,
    **sheet_builders.BUILDERS,
    **reply_builders.BUILDERS,
}


def sound(message: Message, *, mentioned: str = "") -> None:
    """Both judges take it, nobody is pinged by it, and no escaped sign is cut in half."""
    payload = message.as_payload()
    assert lint_message(payload) == []
    if "blocks" in payload:
        assert checked_blocks(payload["blocks"])
    read = [text for kind, text in texts_in(payload.get("blocks", [])) if kind == "mrkdwn"] + [payload["text"]]
    for text in read:
        rest = text.replace(mentioned, "") if mentioned else text
        assert "<" not in rest
        assert ">" not in rest
        bare = rest.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        assert "&" not in bare, bare[-40:]


def test_every_builder_of_a_message_is_judged_here() -> None:
    found = set()
    for module in pkgutil.iter_modules(handlers.views.__path__):
        loaded = importlib.import_module(f"handlers.views.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__ and function.__annotations__.get("return") is Message:
                found.add(f"{module.name}.{name}")
    found = {name for name in found if "._" not in name}
    assert found == set(BUILDERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BUILDERS)
def test_a_message_is_sound_whatever_people_wrote(name: str, language: Language) -> None:
    for text in [*HOSTILE, "two words " * 600, "a&b " * 900]:
        for message in BUILDERS[name](text, language):
            sound(message)


def test_only_the_asker_is_mentioned_where_an_answer_is_told() -> None:
    for text in HOSTILE:
        sound(
            questions.told_message(text, answer_of(text), "en", ZONE, mention="U0ANAUNHCR"), mentioned="<@U0ANAUNHCR>"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_each_command(language: Language) -> None:
    for officer in (True, False):
        caller = Caller(1, 1, "U1", "Ana", ZONE, language, Viewer(1, officer, {1: 1}))
        for command in {route.name for route in ROUTES if route.help}:
            group = [route for route in ROUTES if route.name == command]
            payload = help_of(command, group, caller).as_payload()
            assert lint_message(payload) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_view_of_questions_is_sound_whatever_people_wrote(language: Language) -> None:
    for text in HOSTILE:
        question = AskedQuestion(id=1, text=text[:4000])
        state = AnswerState(10**9, 10**9, tuple(range(10**9, 10**9 + 500)))
        views = [
            answer_view(state, typed_for_question(question, TODAY), language, [text[:2900]] * 2),
            answer_view(AnswerState(answer_id=5, state="f" * 16), typed_for_edit(answer_of(text)), language),
            why_view(10**9, language),
            said_view(text, language, [answers.send_on_button(7, language)]),
        ]
        for view in views:
            assert lint_view(view) == []
            assert checked_view(view, ("modal",))
        assert AnswerState.from_metadata(views[0]["private_metadata"]).others == state.others[:OTHERS]
    assert list(fields_of(AnswerForm)) == ["asked", "text", "publish", "review_on"]
    assert list(fields_of(WhyForm)) == ["why"]


def test_a_cut_leaves_no_half_of_an_escaped_sign_or_mention() -> None:
    for before in range(2990, 3001):
        for sign in ("&amp;", "&lt;", "&gt;", "<@U0ANAUNHCR>"):
            block: Any = section("x" * before + sign * 3, block_id="b")
            shown = block["text"]["text"]
            assert len(shown) <= 3000
            assert shown.rstrip("…").replace(sign, "").strip("x") == "", shown[-20:]
            small: Any = context("x" * before + sign * 3, block_id="b")
            assert small["elements"][0]["text"] == shown
    assert cut("a&amp;b", 7) == "a&amp;b"
    assert cut("abc&amp;", 6) == "abc…"


def test_a_long_text_is_shown_whole_in_sections() -> None:
    words = " ".join(f"word{n}" for n in range(1500))
    assert " ".join(escaped_parts(words)) == words
    assert "".join(escaped_parts("&" * 3000)) == "&amp;" * 3000
    assert all(len(part) <= 3000 for part in escaped_parts("&" * 3000))
    blocks = long_section("<" * 3000, block_id="b")
    assert [block["block_id"] for block in blocks] == ["b", *(f"b.{n}" for n in range(1, len(blocks)))]
    assert long_section("   ", block_id="b") == []
