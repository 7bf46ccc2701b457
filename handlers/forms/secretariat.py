"""The modals about questions: the secretariat's answer, what was wrong with ours, and a word of thanks."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.forms.declaring import Problems, Typed, read_form, typed_of
from bot.questions.form import REVIEW, AnswerForm, WhyForm
from bot.text.catalogue import phrase
from bot.text.escape import shorten
from bot.text.languages import Language
from handlers.forms.drawing import block_id, input_blocks
from handlers.forms.reading import errors_for, typed_in
from handlers.views.message import Block, actions, plain_section
from storage.models import AskedQuestion, SecretariatAnswer

ANSWER = "question.answer_form"
WHY = "feedback.form"
#: The numbers of so many like questions fit into a view's metadata.
OTHERS = 200
ASKED = 1000


@dataclass(frozen=True, slots=True)
class AnswerState:
    """What the modal of an answer carries with it. Rights are never read from here.

    Either ``question_id`` with the newest answer ``seen`` and the ``others`` that asked the like; or, where a
    published answer is edited, ``answer_id`` with what it was like (``state``).
    """

    question_id: int = 0
    seen: int = 0
    others: tuple[int, ...] = ()
    answer_id: int = 0
    state: str = ""

    def to_metadata(self) -> str:
        """The state as ``private_metadata``; at most 3,000 characters."""
        parts = {
            "question": self.question_id,
            "seen": self.seen,
            "others": list(self.others[:OTHERS]),
            "answer": self.answer_id,
            "state": self.state,
        }
        return json.dumps({key: value for key, value in parts.items() if value}, separators=(",", ":"))

    @classmethod
    def from_metadata(cls, text: str) -> "AnswerState":
        """The state that a view carries. Raises ValueError where it is none of ours."""
        try:
            found = json.loads(text)
            return cls(
                question_id=int(found.get("question", 0)),
                seen=int(found.get("seen", 0)),
                others=tuple(int(one) for one in found.get("others", ())),
                answer_id=int(found.get("answer", 0)),
                state=str(found.get("state", "")),
            )
        except (TypeError, AttributeError) as error:
            raise ValueError("the view carries no state of an answer") from error


def typed_for_question(question: AskedQuestion, today: dt.date) -> Typed:
    """A fresh answer: the asker's words, and a review in ninety days."""
    return {"asked": shorten(question.text, ASKED), "review_on": (today + REVIEW).isoformat()}


def typed_for_edit(answer: SecretariatAnswer) -> Typed:
    """A published answer as it stands."""
    values = {
        "asked": answer.asked,
        "text": answer.text,
        "publish": answer.withdrawn_at is None,
        "review_on": answer.review_on,
    }
    return typed_of(AnswerForm, values)


def answer_view(state: AnswerState, typed: Typed, language: Language, notices: Sequence[str] = ()) -> dict[str, Any]:
    """The modal of an answer, filled with what was typed; each notice is a paragraph above the fields."""
    blocks = [plain_section(notice, block_id=f"secretariat.notice.{number}") for number, notice in enumerate(notices)]
    title = "questions.form_edit_title" if state.answer_id else "questions.form_title"
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "private_metadata": state.to_metadata(),
        "title": _plain(phrase(language, title)),
        "submit": _plain(phrase(language, "forms.save")),
        "close": _plain(phrase(language, "forms.cancel")),
        "blocks": [*blocks, *input_blocks(AnswerForm, typed, language)],
    }


@dataclass(frozen=True, slots=True)
class AnswerSubmission:
    """A submitted answer: the form, or what is wrong with it by block."""

    state: AnswerState
    typed: Typed
    form: AnswerForm | None
    errors: Mapping[str, str]


def read_answer(view: Mapping[str, Any], language: Language, today: dt.date) -> AnswerSubmission:
    """Read a submitted modal. Raises ValueError where it carries no state of ours."""
    state = AnswerState.from_metadata(str(view.get("private_metadata") or ""))
    typed = typed_in(AnswerForm, view, language)
    found = read_form(AnswerForm, typed)
    if not isinstance(found, Problems) and (late := found.late(today)):
        found = Problems(late)
    if isinstance(found, Problems):
        errors = errors_for(AnswerForm, found, view, language, otherwise=block_id(AnswerForm, "text"))
        return AnswerSubmission(state, typed, None, errors)
    return AnswerSubmission(state, typed, found, {})


def why_view(number: int, language: Language) -> dict[str, Any]:
    """The small form behind *Not helpful*."""
    return {
        "type": "modal",
        "callback_id": WHY,
        "private_metadata": str(number),
        "title": _plain(phrase(language, "questions.why_title")),
        "submit": _plain(phrase(language, "forms.save")),
        "close": _plain(phrase(language, "questions.close")),
        "blocks": input_blocks(WhyForm, {}, language),
    }


def read_why(view: Mapping[str, Any], language: Language) -> WhyForm | dict[str, str]:
    """What was written, or what is wrong with it by block."""
    found = read_form(WhyForm, typed_in(WhyForm, view, language))
    if isinstance(found, Problems):
        return errors_for(WhyForm, found, view, language, otherwise=block_id(WhyForm, "why"))
    return found


def said_view(text: str, language: Language, buttons: Sequence[Block] = ()) -> dict[str, Any]:
    """A modal that only says something, with what can be done next."""
    blocks = [plain_section(text, block_id="said.text")]
    if buttons:
        blocks.append(actions(list(buttons), block_id="said.actions"))
    return {
        "type": "modal",
        "callback_id": "said",
        "title": _plain("Rapporteur"),
        "close": _plain(phrase(language, "questions.close")),
        "blocks": blocks,
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
