"""The one table of everything Slack can ask of the bot.

Help texts, the check of ``manifest.yml`` and the documentation are made from it, so they cannot drift from the code.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.contributions.form import FORMS
from bot.forms.declaring import fields_of
from handlers import (
    actions,
    after_answer,
    asking_others,
    commands,
    contributions_desk,
    drafts_desk,
    events,
    findings_desk,
    forms_of_contributions,
    home,
    panel_desk,
    questions_desk,
    reply_actions,
    reply_answers,
    roadmap_desk,
    roadmap_files,
    sheets_desk,
    shortcuts,
    suggestions,
)
from handlers.calls import Call

Handler = Callable[[Call], Awaitable[None]]


class Kind(StrEnum):
    """What Slack sends."""

    COMMAND = "command"
    ACTION = "action"
    VIEW = "view"
    CLOSED = "closed"
    OPTIONS = "options"
    EVENT = "event"
    SHORTCUT = "shortcut"


class Audience(StrEnum):
    """Who may use a route; checked on the server at each call."""

    ANYBODY = "anybody"
    PANELLIST = "panellist"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that Slack can ask for.

    ``word`` is the first word behind a command; a route without one takes everything else that is typed there.
    ``help`` is the key of its line in the help of the command. ``takes`` is what may stand behind the word, as a
    pattern: with anything else there, the word is the first of a question and no subcommand.
    """

    kind: Kind
    name: str
    handler: Handler
    audience: Audience = Audience.ANYBODY
    word: str = ""
    help: str = ""
    takes: str = ".*"


COMMAND, ACTION, VIEW, EVENT = Kind.COMMAND, Kind.ACTION, Kind.VIEW, Kind.EVENT
CLOSED, OPTIONS, SHORTCUT = Kind.CLOSED, Kind.OPTIONS, Kind.SHORTCUT
ANYBODY, PANELLIST, OFFICER = Audience.ANYBODY, Audience.PANELLIST, Audience.OFFICER

#: Every field of the form tells of its changes, so that nothing that was typed is lost when the form is closed.
TYPED = tuple(dict.fromkeys(name for form in FORMS.values() for name, field in fields_of(form).items() if field.asked))

ROUTES: tuple[Route, ...] = (
    Route(COMMAND, "/roadmap", commands.ask, help="handlers.help_roadmap_ask"),
    Route(COMMAND, "/roadmap", commands.list_sources, word="sources", help="handlers.help_roadmap_sources"),
    # The roadmap, kept in Slack.
    Route(COMMAND, "/roadmap", roadmap_desk.show, ANYBODY, "show", "roadmap.help_show", takes=r"\S*"),
    Route(COMMAND, "/roadmap", roadmap_desk.open_new, OFFICER, "add", "roadmap.help_add"),
    Route(COMMAND, "/roadmap", roadmap_desk.edit, OFFICER, "edit", "roadmap.help_edit"),
    Route(COMMAND, "/roadmap", roadmap_desk.ask_to_remove, OFFICER, "remove", "roadmap.help_remove"),
    Route(COMMAND, "/roadmap", roadmap_desk.show_history, OFFICER, "history", "roadmap.help_history", takes=r"\S*"),
    Route(COMMAND, "/roadmap", roadmap_desk.explain_import, OFFICER, "import", "roadmap.help_import", takes=""),
    Route(ACTION, "roadmap.edit", roadmap_desk.edit, OFFICER),
    Route(ACTION, "roadmap.remove", roadmap_desk.remove, OFFICER),
    Route(ACTION, "roadmap.restore", roadmap_desk.restore, OFFICER),
    Route(ACTION, "roadmap.history", roadmap_desk.show_history, OFFICER),
    Route(ACTION, "roadmap.import", roadmap_files.confirm, OFFICER),
    Route(ACTION, "roadmap.import_discard", roadmap_files.discard, OFFICER),
    Route(VIEW, "milestone.form", roadmap_desk.submit, OFFICER),
    Route(COMMAND, "/contribute", forms_of_contributions.open_form, PANELLIST, help="handlers.help_contribute"),
    Route(
        COMMAND,
        "/contribute",
        contributions_desk.list_contributions,
        PANELLIST,
        "list",
        "handlers.help_contribute_list",
    ),
    Route(
        COMMAND,
        "/contribute",
        contributions_desk.report_nothing,
        PANELLIST,
        "nothing",
        "handlers.help_contribute_nothing",
    ),
    Route(COMMAND, "/contribute", sheets_desk.send_workbook, PANELLIST, "import", "sheets.help", takes=""),
    Route(ACTION, "contribution.import", sheets_desk.confirm, PANELLIST),
    Route(ACTION, "contribution.import_discard", sheets_desk.discard, PANELLIST),
    Route(COMMAND, "/panel", panel_desk.show_status, OFFICER, "status", "handlers.help_panel_status"),
    Route(COMMAND, "/panel", panel_desk.export_matrix, OFFICER, "export", "handlers.help_panel_export"),
    Route(COMMAND, "/panel", panel_desk.show_outbox, OFFICER, "outbox", "handlers.help_panel_outbox"),
    Route(COMMAND, "/panel", panel_desk.show_deliveries, OFFICER, "deliveries", "handlers.help_panel_deliveries"),
    # What the secretariat finds in the contributions, and decides about it.
    Route(COMMAND, "/panel", findings_desk.show_clashes, OFFICER, "clashes", "findings.help_clashes"),
    Route(COMMAND, "/panel", findings_desk.show_pairs, OFFICER, "duplicates", "findings.help_duplicates"),
    Route(COMMAND, "/panel", findings_desk.show_gaps, OFFICER, "gaps", "findings.help_gaps"),
    Route(ACTION, "clash.page", findings_desk.show_clashes, OFFICER),
    Route(ACTION, "clash.dismiss", findings_desk.open_dismissal, OFFICER),
    Route(ACTION, "clash.undo", findings_desk.undo_clash, OFFICER),
    Route(VIEW, "clash.dismiss_form", findings_desk.submit_dismissal, OFFICER),
    Route(ACTION, "pair.page", findings_desk.show_pairs, OFFICER),
    Route(ACTION, "pair.merge", findings_desk.open_merge, OFFICER),
    Route(ACTION, "pair.joint", findings_desk.decide_joint, OFFICER),
    Route(ACTION, "pair.different", findings_desk.decide_different, OFFICER),
    Route(ACTION, "pair.undo", findings_desk.undo_pair, OFFICER),
    Route(VIEW, "pair.merge_form", findings_desk.submit_merge, OFFICER),
    Route(ACTION, "gaps.page", findings_desk.show_gaps, OFFICER),
    Route(ACTION, "contribution.add", forms_of_contributions.open_form, PANELLIST),
    Route(ACTION, "contribution.edit", forms_of_contributions.edit, PANELLIST),
    Route(ACTION, "contribution.withdraw", contributions_desk.withdraw, PANELLIST),
    Route(ACTION, "contribution.restore", contributions_desk.restore, PANELLIST),
    Route(ACTION, "contribution.page", contributions_desk.list_contributions, PANELLIST),
    Route(ACTION, "contribution.history", contributions_desk.show_history, PANELLIST),
    Route(ACTION, "contribution.nothing", contributions_desk.report_nothing, PANELLIST),
    Route(ACTION, "contribution.kind", forms_of_contributions.change_kind, PANELLIST),
    Route(VIEW, "contribution.form", forms_of_contributions.submit, PANELLIST),
    # What is typed into the form is kept; its suggestions; drafts.
    Route(CLOSED, "contribution.form", drafts_desk.closed, PANELLIST),
    Route(ACTION, "contribution.entity", drafts_desk.typed, PANELLIST),
    *(Route(ACTION, f"contribution.{name}", drafts_desk.typed, PANELLIST) for name in TYPED),
    Route(OPTIONS, "contribution.city", suggestions.cities, PANELLIST),
    Route(OPTIONS, "contribution.country", suggestions.countries, PANELLIST),
    Route(OPTIONS, "contribution.partners", suggestions.partners, PANELLIST),
    Route(ACTION, "draft.continue", drafts_desk.resume, PANELLIST),
    Route(ACTION, "draft.discard", drafts_desk.discard, PANELLIST),
    Route(ACTION, "draft.take_up", drafts_desk.take_up, PANELLIST),
    Route(ACTION, "reminder.add", forms_of_contributions.open_form, PANELLIST),
    Route(ACTION, "reminder.nothing", contributions_desk.report_nothing, PANELLIST),
    Route(ACTION, "reminder.snooze", actions.snooze, PANELLIST),
    # What is written in plain words, or taken from a message.
    Route(SHORTCUT, "contribution.from_message", shortcuts.save_as_contribution, PANELLIST),
    Route(ACTION, "reply.save", reply_actions.save_one, PANELLIST),
    Route(ACTION, "reply.save_all", reply_actions.save_every, PANELLIST),
    Route(ACTION, "reply.edit", reply_actions.edit, PANELLIST),
    Route(ACTION, "reply.discard", reply_actions.discard, PANELLIST),
    Route(ACTION, "reply.take_up", reply_actions.take_up, PANELLIST),
    Route(ACTION, "reply.choose", reply_actions.choose, PANELLIST),
    Route(ACTION, "reply.nothing", reply_answers.yes_nothing, PANELLIST),
    Route(ACTION, "reply.nothing_no", reply_answers.no_nothing, PANELLIST),
    Route(ACTION, "reply.snooze", reply_answers.snooze, PANELLIST),
    # Somebody else answers.
    Route(
        COMMAND, "/contribute", asking_others.open_form, PANELLIST, "ask", "replies.help_ask", takes=r"(@\S+|<@\S+>)?"
    ),
    Route(ACTION, "seat.ask_other", asking_others.open_form, PANELLIST),
    Route(ACTION, "seat.take_back", asking_others.give_back, PANELLIST),
    Route(VIEW, "seat.ask_other_form", asking_others.submit, PANELLIST),
    # Questions: sent on, voted on, answered, published.
    Route(
        COMMAND,
        "/roadmap",
        questions_desk.list_questions,
        OFFICER,
        "questions",
        "questions.help_questions",
        takes=r"\d{0,4}",
    ),
    Route(COMMAND, "/roadmap", questions_desk.list_answers, OFFICER, "answers", "questions.help_answers", takes=""),
    Route(ACTION, "question.send_on", after_answer.send_on),
    Route(ACTION, "question.answer", questions_desk.open_answer, OFFICER),
    Route(ACTION, "question.page", questions_desk.list_questions, OFFICER),
    Route(VIEW, "question.answer_form", questions_desk.submit_answer, OFFICER),
    Route(ACTION, "answer.page", questions_desk.list_answers, OFFICER),
    Route(ACTION, "answer.still_right", questions_desk.still_right, OFFICER),
    Route(ACTION, "answer.edit", questions_desk.open_edit, OFFICER),
    Route(ACTION, "answer.withdraw", questions_desk.withdraw, OFFICER),
    Route(ACTION, "feedback.helpful", after_answer.vote_helpful),
    Route(ACTION, "feedback.not_helpful", after_answer.vote_not_helpful),
    Route(VIEW, "feedback.form", after_answer.submit_why),
    Route(EVENT, "message", events.direct_message),
    Route(EVENT, "app_mention", events.mention),
    Route(EVENT, "app_home_opened", home.show),
)
