"""The modal of a milestone: a new one, or one that is there and why it is edited."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.forms.declaring import Problems, Raw, Typed, read_form
from bot.roadmaps.form import EditedMilestone, MilestoneForm, NewMilestone, hidden_fields, typed_from
from bot.roadmaps.outcomes import Conflict
from bot.roadmaps.values import values_of
from bot.text.catalogue import phrase
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.forms.drawing import block_id, input_blocks
from handlers.forms.reading import errors_for, state_of, typed_in
from handlers.views.message import Block, plain_section
from storage.models import Milestone

CALLBACK = "milestone.form"
#: Stands between the id of a block and the number of times that the modal was drawn.
ROUND = "~"
VALUE = 150
CHANGES = 2200


@dataclass(frozen=True, slots=True)
class FormState:
    """What a modal carries with it. Without ``key`` it is for a new milestone; rights are never read from here.

    ``seen`` is the line of the history at which the form was filled; ``hidden`` are the fields that it does not show;
    ``drawn`` counts how often it was drawn anew: Slack keeps what was typed in a block whose id stays the same, so a
    value that the bot changes needs a block with another id.
    """

    key: str | None = None
    seen: int = 0
    hidden: frozenset[str] = frozenset()
    drawn: int = 0

    def to_metadata(self) -> str:
        """The state as ``private_metadata``."""
        state = {"key": self.key, "seen": self.seen, "hidden": sorted(self.hidden), "drawn": self.drawn}
        return json.dumps({name: value for name, value in state.items() if value}, separators=(",", ":"))

    @classmethod
    def from_metadata(cls, text: str) -> "FormState":
        """The state that a view carries. Raises ValueError where it is none of ours."""
        try:
            state = json.loads(text)
            return cls(
                key=str(state["key"]) if state.get("key") else None,
                seen=int(state.get("seen") or 0),
                hidden=frozenset(map(str, state.get("hidden") or ())),
                drawn=int(state.get("drawn") or 0),
            )
        except (TypeError, AttributeError) as error:
            raise ValueError("the view carries no state of a milestone") from error

    @property
    def form(self) -> type[MilestoneForm]:
        """The form that the modal shows."""
        return EditedMilestone if self.key else NewMilestone

    def ident(self, name: str) -> str:
        """The id of a field's block as it is drawn at present."""
        return f"{block_id(self.form, name)}{ROUND}{self.drawn}" if self.drawn else block_id(self.form, name)


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted modal: what was typed, and the form, or what is wrong with it by block."""

    state: FormState
    typed: Typed
    form: MilestoneForm | None
    errors: Mapping[str, str] = field(default_factory=dict)


def new_view(typed: Typed, language: Language) -> dict[str, Any]:
    """The modal for a milestone that is not there yet."""
    return _view(FormState(), typed, language)


def edit_view(row: Milestone, seen: int, language: Language, *, later: Milestone | None = None) -> dict[str, Any]:
    """The modal that edits a milestone, prefilled; ``later`` is the one that superseded it, which is then said."""
    values = values_of(row)
    state = FormState(row.key, seen, hidden_fields(values))
    notice = phrase(language, "roadmap.form_superseded", id=later.key, title=later.title) if later else None
    return _view(state, typed_from(values), language, notice=notice)


def read_submission(view: Mapping[str, Any], language: Language) -> Submission:
    """Read a submitted modal."""
    state = FormState.from_metadata(str(view.get("private_metadata") or "{}"))
    typed = typed_in(state.form, _as_first_drawn(view), language)
    found = read_form(state.form, typed)
    if isinstance(found, Problems):
        return Submission(state, typed, None, submission_errors(state, found, view, language))
    return Submission(state, typed, found)


def submission_errors(
    state: FormState, problems: Problems, view: Mapping[str, Any], language: Language
) -> dict[str, str]:
    """The errors beside the fields, for ``response_action: errors``."""
    first = block_id(state.form, "how" if state.key else "title")
    found = errors_for(state.form, problems, _as_first_drawn(view), language, otherwise=first)
    return {f"{ident}{ROUND}{state.drawn}" if state.drawn else ident: text for ident, text in found.items()}


def conflict_view(conflict: Conflict, submission: Submission, language: Language, *, when: str) -> dict[str, Any]:
    """The modal again after somebody else changed the milestone: says what, and keeps what this officer typed.

    A field that only the other changed shows what stands there now. Saving then is a decision and no accident.
    ``when`` is the time of the other change in words.
    """
    lines = []
    for one in conflict.fields:
        key = "roadmap.conflict_yours" if one.touched else "roadmap.conflict_theirs"
        shown = {
            name: shorten(value, VALUE) if value else phrase(language, "roadmap.nothing")
            for name, value in (("before", one.before), ("now", one.now), ("yours", one.wanted))
        }
        lines.append(phrase(language, key, field=phrase(language, f"roadmap.{one.field}"), **shown))
    notice = phrase(
        language,
        "roadmap.conflict",
        who=shorten(conflict.by or phrase(language, "roadmap.operator"), VALUE),
        when=when,
        changes=shorten("\n".join(lines), CHANGES),
    )
    theirs = {one.field: one.now for one in conflict.fields if not one.touched}
    hidden = submission.state.hidden | hidden_fields(theirs)
    typed: dict[str, Raw] = {**submission.typed, **typed_from(theirs)}
    state = replace(submission.state, seen=conflict.seen, hidden=hidden, drawn=submission.state.drawn + 1)
    return _view(state, typed, language, notice=notice)


def _view(state: FormState, typed: Typed, language: Language, *, notice: str | None = None) -> dict[str, Any]:
    blocks: list[Block] = []
    if notice:
        blocks.append(plain_section(notice, block_id="milestone.notice"))
    if state.hidden:
        names = ", ".join(phrase(language, f"roadmap.{name}") for name in sorted(state.hidden))
        text = phrase(language, "roadmap.form_hidden", fields=names)
        blocks.append(plain_section(text, block_id="milestone.hidden"))
    left_out = {block_id(state.form, name) for name in state.hidden}
    for block in input_blocks(state.form, typed, language):
        if block["block_id"] not in left_out:
            name = str(block["block_id"]).partition(".")[2]
            blocks.append({**block, "block_id": state.ident(name)})
    title = "roadmap.form_edit" if state.key else "roadmap.form_new"
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": state.to_metadata(),
        "title": _plain(phrase(language, title)),
        "submit": _plain(phrase(language, "forms.save")),
        "close": _plain(phrase(language, "forms.cancel")),
        "blocks": blocks,
    }


def _as_first_drawn(view: Mapping[str, Any]) -> dict[str, Any]:
    """The view with the ids that its blocks had when it was opened."""
    values = {str(ident).partition(ROUND)[0]: fields for ident, fields in state_of(view).items()}
    blocks = [
        {**block, "block_id": str(block.get("block_id", "")).partition(ROUND)[0]} for block in view.get("blocks") or ()
    ]
    return {**view, "state": {"values": values}, "blocks": blocks}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
