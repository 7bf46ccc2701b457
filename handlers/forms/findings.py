"""The modals in which an officer dismisses a clash, or says which of two contributions stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.contributions.clashes import Clash
from bot.contributions.deciding import DismissForm, MergeForm
from bot.forms.declaring import Choice, Problems, Typed, read_form
from bot.text.catalogue import phrase
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.forms.drawing import block_id, input_blocks
from handlers.forms.reading import errors_for, typed_in
from handlers.views.findings import clash_in_words, side_in_words
from handlers.views.message import Block, plain_section
from storage.models import Contribution

DISMISS = "clash.dismiss_form"
MERGE = "pair.merge_form"


@dataclass(frozen=True, slots=True)
class ClashState:
    """Which clash of which panel is meant, as it was shown. Rights are never read from here."""

    panel_id: int
    one: str
    other: str
    signature: str

    def to_metadata(self) -> str:
        """The state as ``private_metadata``; the keys hold no white space."""
        return f"{self.panel_id} {self.one} {self.other} {self.signature}"

    @classmethod
    def from_metadata(cls, text: str) -> "ClashState":
        """The state that a view carries. Raises ValueError where it is none of ours."""
        panel, one, other, signature = text.split()
        return cls(int(panel), one, other, signature)


@dataclass(frozen=True, slots=True)
class PairState:
    """Which two contributions are meant, as they were shown."""

    one: int
    other: int
    signature: str

    def to_metadata(self) -> str:
        """The state as ``private_metadata``."""
        return f"{self.one} {self.other} {self.signature}"

    @classmethod
    def from_metadata(cls, text: str) -> "PairState":
        """The state that a view or a button carries. Raises ValueError where it is none of ours."""
        one, other, signature, *_ = text.split()
        return cls(int(one), int(other), signature)


def dismiss_view(state: ClashState, clash: Clash, language: Language) -> dict[str, Any]:
    """The clash in words, and a field for the note."""
    lines = [clash_in_words(clash, language), *(side_in_words(slot, language) for slot in (clash.one, clash.other))]
    return {
        "type": "modal",
        "callback_id": DISMISS,
        "private_metadata": state.to_metadata(),
        "title": _plain(phrase(language, "findings.dismiss_title")),
        "submit": _plain(phrase(language, "findings.button_dismiss")),
        "close": _plain(phrase(language, "forms.cancel")),
        "blocks": [
            plain_section("\n".join(lines), block_id="dismissal.clash"),
            *input_blocks(DismissForm, {}, language),
        ],
    }


def read_dismissal(view: Mapping[str, Any], language: Language) -> DismissForm | dict[str, str]:
    """The note, or what is wrong with it by block."""
    found = read_form(DismissForm, typed_in(DismissForm, view, language))
    if isinstance(found, Problems):
        return errors_for(DismissForm, found, view, language, otherwise=block_id(DismissForm, "note"))
    return found


def merge_view(state: PairState, one: Contribution, other: Contribution, language: Language) -> dict[str, Any]:
    """A choice between the two, none chosen beforehand."""
    choices = [
        Choice(
            str(row.id), phrase(language, "findings.kept_choice", who=shorten(row.entity.acronym, 20), title=row.title)
        )
        for row in (one, other)
    ]
    typed: Typed = {}
    return {
        "type": "modal",
        "callback_id": MERGE,
        "private_metadata": state.to_metadata(),
        "title": _plain(phrase(language, "findings.merge_title")),
        "submit": _plain(phrase(language, "findings.merge_submit")),
        "close": _plain(phrase(language, "forms.cancel")),
        "blocks": input_blocks(MergeForm, typed, language, {"kept": choices}),
    }


def read_merge(view: Mapping[str, Any], language: Language) -> MergeForm | dict[str, str]:
    """The number of the one that stays, or what is wrong by block."""
    found = read_form(MergeForm, typed_in(MergeForm, view, language))
    if isinstance(found, Problems):
        return errors_for(MergeForm, found, view, language, otherwise=block_id(MergeForm, "kept"))
    return found


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
