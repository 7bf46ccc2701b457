"""What an officer sees of a file that was sent: what it would change, what is wrong with it, what was taken."""

from collections.abc import Sequence

from bot.roadmaps.importing import Taken
from bot.roadmaps.preview import Preview
from bot.roadmaps.values import FIELDS
from bot.tables.problems import BadFile, RowProblem
from bot.text.catalogue import phrase
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.views.lines import lines_message
from handlers.views.message import Block, Message, button

TAKE = "roadmap.import"
DISCARD = "roadmap.import_discard"
#: Of so many ids or rows all are named; of more, how many there are.
NAMED = 40
ROWS = 25
NAME = 200


def offer_message(found: Preview, file_id: str, language: Language, *, notice: str | None = None) -> Message:
    """What a file would change, with the buttons that take it; they carry the state of the roadmap they go by."""
    head = notice or phrase(language, "roadmap.import_offer", file=shorten(found.file, NAME))
    lines: list[str] = []
    if found.passages:
        values = {"count": found.passages, "title": shorten(found.title, NAME)}
        lines.append(phrase(language, "roadmap.import_document", **values))
        if found.replaces:
            lines.append(phrase(language, "roadmap.import_document_replaces"))
    elif found.terms:
        lines.append(phrase(language, "roadmap.import_terms", count=found.terms))
    else:
        counts = {"added": len(found.added), "changed": len(found.changed), "unchanged": found.unchanged}
        lines.append(phrase(language, "roadmap.import_milestones", **counts))
        for key, ids in (("added_list", found.added), ("changed_list", found.changed)):
            if ids:
                lines.append(phrase(language, f"roadmap.import_{key}", ids=_named(ids, language)))
        if found.missing:
            missing = _named(found.missing, language)
            lines.append(phrase(language, "roadmap.import_missing", count=len(found.missing), ids=missing))
    buttons = [
        button(
            phrase(language, "roadmap.import_button"),
            action_id=TAKE,
            value=f"{file_id}:add:{found.token}",
            style="primary",
        )
    ]
    if found.may_replace:
        confirm: Block = {
            "title": _plain(phrase(language, "roadmap.import_replace_confirm")),
            "text": _plain(phrase(language, "roadmap.import_replace_told", count=len(found.missing))),
            "confirm": _plain(phrase(language, "roadmap.remove_yes")),
            "deny": _plain(phrase(language, "roadmap.remove_no")),
        }
        label = phrase(language, "roadmap.import_button_replace")
        value = f"{file_id}:replace:{found.token}"
        buttons.append(button(label, action_id=f"{TAKE}:replace", value=value, style="danger", confirm=confirm))
    # The name of the file is told again when it is discarded, and Slack takes 2,000 characters in a button.
    discard = button(phrase(language, "roadmap.import_button_discard"), action_id=DISCARD, value=found.file[:NAME])
    return lines_message([head, *lines], [*buttons, discard])


def bad_file_message(bad: BadFile, file: str, language: Language) -> Message:
    """Why a file cannot be taken, row by row."""
    reason = bad.problem.in_words(language) if bad.problem else bad.reason
    lines = [f"{shorten(file, NAME)}: {shorten(reason, 1000)}"]
    lines += [_row(row, language) for row in bad.rows[:ROWS]]
    if len(bad.rows) > ROWS:
        lines.append(phrase(language, "roadmap.import_bad_more", count=len(bad.rows) - ROWS))
    # What is wrong with each row is said below, in the reader's language.
    if bad.rows:
        lines[0] = shorten(file, NAME)
    return lines_message([*lines, phrase(language, "roadmap.import_bad")], [])


def taken_message(taken: Taken, file: str, language: Language) -> Message:
    """What was taken from a file."""
    counts = phrase(
        language,
        "roadmap.import_counts",
        added=taken.added,
        changed=taken.changed,
        removed=taken.removed,
        documents=taken.documents,
        terms=taken.terms,
    )
    done = phrase(language, "roadmap.import_done", file=shorten(file, NAME), counts=counts)
    return lines_message([f"{done} {phrase(language, 'roadmap.saved_next')}"], [])


def _row(row: RowProblem, language: Language) -> str:
    field = phrase(language, f"roadmap.{row.field}") if row.field in (*FIELDS, "id") else row.field
    reason = row.problem.in_words(language) if row.problem else row.reason
    return phrase(
        language, "roadmap.import_bad_row", row=row.row, field=shorten(field, 60), reason=shorten(reason, 300)
    )


def _named(ids: Sequence[str], language: Language) -> str:
    named = ", ".join(ids[:NAMED])
    if len(ids) <= NAMED:
        return named
    return f"{named}, {phrase(language, 'roadmap.import_bad_more', count=len(ids) - NAMED)}"


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
