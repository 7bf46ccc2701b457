"""The modal of a contribution: its kind first, then the fields of that kind."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.contributions.form import FORMS, ContributionForm, shown_as, typed_from, with_year
from bot.contributions.outcomes import Conflict
from bot.forms.declaring import Choice, Problem, Problems, Raw, Typed, fields_of, read_form
from bot.text.catalogue import phrase
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.forms.drawing import Given, input_block, input_blocks, select_element
from handlers.forms.reading import chosen_in, errors_for, typed_in
from handlers.views.contributions import changes_in_words
from handlers.views.message import Block, context
from storage.models import Contribution
from storage.words import ContributionKind

CALLBACK = "contribution.form"
KIND = "contribution.kind"
ENTITY = "contribution.entity"
NOTES = "contribution.notes"
METADATA = 3000
#: So much of what others changed is told that the advice behind it still fits into the notice.
CHANGES = 2200


@dataclass(frozen=True, slots=True)
class FormState:
    """What a modal carries with it: where the contribution belongs, and what is being edited.

    ``kept`` holds what the form began with in fields that the present kind does not show. As soon as something was
    typed a draft keeps all of it (``handlers.drafts_desk``), ``draft_id`` names the one that the form was opened from.
    ``filled`` counts how often the bot filled in the country. Rights are never read from here.
    """

    panel_id: int
    entity_id: int | None = None
    kind: ContributionKind | None = None
    contribution_id: int | None = None
    version: int | None = None
    draft_id: int | None = None
    filled: int = 0
    kept: Mapping[str, Raw] = field(default_factory=dict)

    def to_metadata(self) -> str:
        """The state as ``private_metadata``, at most 3,000 characters: kept texts are cut, in the end left out."""
        kept = {name: value for name, value in self.kept.items() if value}
        for longest in (METADATA, 300, 100):
            cut = {name: value[:longest] if isinstance(value, str) else value for name, value in kept.items()}
            text = self._dump(cut)
            if len(text) <= METADATA:
                return text
        return self._dump({})

    def _dump(self, kept: Mapping[str, Raw]) -> str:
        state = {
            "panel": self.panel_id,
            "entity": self.entity_id,
            "kind": self.kind,
            "contribution": self.contribution_id,
            "version": self.version,
            "draft": self.draft_id,
            "filled": self.filled,
            "kept": kept,
        }
        return json.dumps({key: value for key, value in state.items() if value}, separators=(",", ":"))

    @classmethod
    def from_metadata(cls, text: str) -> "FormState":
        """The state that a view carries. Raises ValueError where it is none of ours."""
        try:
            state = json.loads(text)
            return cls(
                panel_id=int(state["panel"]),
                entity_id=_number(state.get("entity")),
                kind=ContributionKind(state["kind"]) if state.get("kind") else None,
                contribution_id=_number(state.get("contribution")),
                version=_number(state.get("version")),
                draft_id=_number(state.get("draft")),
                filled=_number(state.get("filled")) or 0,
                kept=dict(state.get("kept") or {}),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("the view carries no state of a contribution") from error


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted modal: where it belongs, what was typed, and the form or what is wrong with it.

    Exactly one of three holds: ``form`` is there; or ``errors`` (by block, for ``response_action: errors``); or
    ``redraw``, where another kind was chosen and its fields had not arrived when the user saved: the answer is
    ``response_action: update`` with ``with_kind_changed``.
    """

    state: FormState
    typed: Typed
    form: ContributionForm | None
    errors: Mapping[str, str] = field(default_factory=dict)
    redraw: bool = False


def state_for_edit(contribution: Contribution) -> FormState:
    """The state of a modal that edits a contribution as it now stands."""
    return FormState(
        contribution.panel_id, contribution.entity_id, contribution.kind, contribution.id, contribution.version
    )


def edit_view(
    contribution: Contribution,
    language: Language,
    *,
    given: Given | None = None,
    notice: str | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """The modal that edits a contribution, prefilled."""
    typed = all_typed(contribution)
    return contribution_view(state_for_edit(contribution), typed, language, given=given, notice=notice, notes=notes)


def contribution_view(
    state: FormState,
    typed: Typed,
    language: Language,
    *,
    given: Given | None = None,
    entities: Sequence[Choice] = (),
    notice: str | None = None,
    notes: Sequence[str] = (),
    drafts: Sequence[Block] = (),
    in_draft: bool = False,
) -> dict[str, Any]:
    """The modal. Without a kind it asks for the kind only; with one, for its fields, filled with what was typed.

    ``given`` holds the choices that are configuration (``workstreams``); ``entities`` those on whose behalf the user
    may choose to contribute, values being entity ids; ``notice`` is a line above the fields, shown as it is written.
    ``notes`` say what the fields amount to, such as a clash; ``drafts`` offer to continue what was begun before.
    With ``in_draft`` the hidden fields are kept by a draft.
    """
    blocks: list[Block] = [*drafts]
    if notice:
        blocks.append(_notice(notice))
    if entities:
        chosen = str(state.entity_id) if state.entity_id else None
        prompt = phrase(language, "contributions.choose_entity")
        element = select_element(ENTITY, entities, chosen, prompt=prompt)
        blocks.append(input_block(ENTITY, phrase(language, "contributions.on_behalf_of"), element, dispatch=True))
    kinds = [Choice(kind.value, phrase(language, f"contributions.kind_{kind}")) for kind in FORMS]
    select = select_element(KIND, kinds, state.kind, prompt=phrase(language, "contributions.choose_kind"))
    blocks.append(
        input_block(
            KIND,
            phrase(language, "contributions.kind"),
            select,
            hint=None if state.kind else phrase(language, "contributions.kind_hint"),
            dispatch=True,
        )
    )
    if state.kind:
        form = FORMS[state.kind]
        typed = shown_as(form, typed, language)
        fields = input_blocks(form, typed, language, given, dispatch=True, turns={"country": state.filled})
        blocks += with_notes(fields, notes)
        hidden = {name: value for name, value in typed.items() if name not in fields_of(form)}
        state = replace(state, kept={} if in_draft else hidden)
    else:
        state = replace(state, kept={} if in_draft else typed)
    title = "contributions.form_edit" if state.contribution_id else "contributions.form_new"
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": state.to_metadata(),
        "title": _plain(phrase(language, title)),
        "notify_on_close": True,
        "submit": _plain(phrase(language, "forms.save")),
        "close": _plain(phrase(language, "forms.cancel")),
        "blocks": blocks,
    }


def with_notes(fields: Sequence[Block], notes: Sequence[str]) -> list[Block]:
    """The fields with notes behind those of the time, where there are any; notes are escaped mrkdwn."""
    if not notes:
        return list(fields)
    at = next((n for n, block in enumerate(fields) if block["block_id"].startswith("contribution.tbc")), -1) + 1
    return [*fields[:at], context("\n".join(notes), block_id=NOTES), *fields[at:]]


def with_kind_changed(
    view: Mapping[str, Any],
    language: Language,
    *,
    given: Given | None = None,
    entities: Sequence[Choice] = (),
    kept: Typed | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """The modal after another kind was chosen in it, with everything that was typed so far.

    ``kept`` is what the draft of the view holds, where there is one.
    """
    state, typed = read_view(view, language, given, kept)
    kind = chosen_in(view, KIND)
    state = replace(state, kind=ContributionKind(kind) if kind else state.kind)
    return contribution_view(
        state, typed, language, given=given, entities=entities, notes=notes, in_draft=kept is not None
    )


def read_submission(
    view: Mapping[str, Any],
    language: Language,
    *,
    given: Given | None = None,
    kept: Typed | None = None,
    today: dt.date | None = None,
) -> Submission:
    """Read a submitted modal. The kind that counts is the one whose fields the user had before them.

    ``today`` is the day from which "next month" counts.
    """
    state, typed = read_view(view, language, given, kept)
    if today is not None:
        typed = with_year(typed, today, language)
    chosen = chosen_in(view, KIND)
    if chosen and chosen != state.kind:
        return Submission(state, typed, None, redraw=True)
    if state.kind is None:
        return Submission(state, typed, None, {KIND: phrase(language, "contributions.choose_kind")})
    form = FORMS[state.kind]
    shown = {name: value for name, value in typed.items() if name in fields_of(form)}
    found = read_form(form, shown)
    if isinstance(found, Problems):
        return Submission(state, typed, None, errors_for(form, found, view, language, otherwise=KIND))
    if state.entity_id is None:
        problem = Problem("forms.required", {})
        return Submission(state, typed, None, {ENTITY: problem.in_words(language)})
    return Submission(state, typed, found)


def conflict_view(
    conflict: Conflict,
    submission: Submission,
    language: Language,
    *,
    given: Given | None = None,
    zone_time: str,
    entities: Sequence[Choice] = (),
    in_draft: bool = False,
) -> dict[str, Any]:
    """The modal again after somebody else changed the contribution: says what, and keeps what this user typed.

    Saving it then is a decision and no accident, because the modal now carries the present version. ``zone_time`` is
    the time of the other change in words.
    """
    notice = phrase(
        language,
        "contributions.conflict",
        who=conflict.by or phrase(language, "contributions.somebody"),
        when=zone_time,
        changes=shorten(changes_in_words(conflict.changes, language), CHANGES),
    )
    state = replace(submission.state, version=conflict.contribution.version)
    return contribution_view(
        state, submission.typed, language, given=given, entities=entities, notice=notice, in_draft=in_draft
    )


def read_view(
    view: Mapping[str, Any], language: Language, given: Given | None = None, kept: Typed | None = None
) -> tuple[FormState, dict[str, Raw]]:
    """What a view carries and everything that was typed: what it shows, and what ``kept`` or the view itself keeps.

    Raises ValueError where the view is none of ours.
    """
    state = FormState.from_metadata(str(view.get("private_metadata") or ""))
    entity = chosen_in(view, ENTITY)
    if entity and entity.isdecimal():
        state = replace(state, entity_id=int(entity))
    shown = typed_in(FORMS[state.kind], view, language, given) if state.kind else {}
    # What the form shows of the period is all of it: days of a month were shown as words.
    exact: dict[str, Raw] = {"precision": None} if "start_date" in shown else {}
    return state, {**state.kept, **(kept or {}), **shown, **exact}


def all_typed(contribution: Contribution) -> dict[str, Raw]:
    """What a contribution holds for its own form, and beside it for those of other kinds."""
    typed: dict[str, Raw] = {}
    for form in FORMS.values():
        typed = typed_from(contribution, form) | typed
    return typed | typed_from(contribution)


def _notice(text: str) -> Block:
    block: Block = {
        "type": "section",
        "block_id": "contribution.notice",
        "text": {"type": "plain_text", "text": shorten(text, 3000), "emoji": False},
    }
    return block


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and value else None
