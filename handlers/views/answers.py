"""An answer as a message: the sentence, then what it rests on, and what can be done with it."""

from collections.abc import Sequence

from bot.answers.values import Answer, Citation
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.message import Block, Message, actions, button, context, long_section

SHOWN = 3
#: Longer than any answer in words; with its sources, all of it escaped, it stays within a message's 40,000 signs.
LONGEST = 5500


def answer_message(answer: Answer, question: str | None = None, number: int | None = None) -> Message:
    """The message of an answer; ``question`` is repeated above it where nobody else sees it (after a command).

    ``number`` is that of the question in the database, which the buttons carry: one that was not remembered has none.
    """
    cited = answer.nearest if answer.abstained else answer.citations
    label = "answers.known_label" if answer.abstained else "answers.sources_label"
    lines = _lines(cited, answer.language, label)
    blocks: list[Block] = []
    if question:
        blocks.append(context(f"_{escape(shorten(question, 300))}_", block_id="answer.question"))
    text = shorten(answer.text, LONGEST)
    blocks += long_section(text, block_id="answer.text")
    if lines:
        blocks.append(context(escape("\n".join(lines)), block_id="answer.sources"))
    if number is not None and (offered := _buttons(answer, number)):
        blocks.append(actions(offered, block_id=f"answer.actions.{number}"))
    return Message(escape("\n".join([text, *lines])), blocks)


def send_on_button(number: int, language: Language) -> Block:
    """The button that sends a question on to the secretariat."""
    return button(phrase(language, "questions.send_on"), action_id="question.send_on", value=str(number))


def _buttons(answer: Answer, number: int) -> list[Block]:
    """An abstention can be sent on; an answer that rests on something can be voted on; small talk neither."""
    if answer.abstained:
        return [send_on_button(number, answer.language)]
    if not answer.citations:
        return []
    return [
        button(phrase(answer.language, f"questions.{word}"), action_id=f"feedback.{word}", value=str(number))
        for word in ("helpful", "not_helpful")
    ]


def _lines(citations: Sequence[Citation], language: Language, label: str) -> list[str]:
    name = phrase(language, label)
    return [
        f"{name}: {shorten(citation.ref, 100)}, {shorten(citation.title, 200)}"
        + (f"; {shorten(citation.detail, 300)}" if citation.detail else "")
        for citation in citations[:SHOWN]
    ]
