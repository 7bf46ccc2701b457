"""An answer as a message: the sentence, then what it rests on."""

from collections.abc import Sequence

from bot.answers.values import Answer, Citation
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.message import Block, Message, context, section

SHOWN = 3


def answer_message(answer: Answer, question: str | None = None) -> Message:
    """The message of an answer; ``question`` is repeated above it where nobody else sees it (after a command)."""
    cited = answer.nearest if answer.abstained else answer.citations
    label = "answers.known_label" if answer.abstained else "answers.sources_label"
    lines = _lines(cited, answer.language, label)
    blocks: list[Block] = []
    if question:
        blocks.append(context(f"_{escape(shorten(question, 300))}_", block_id="answer.question"))
    blocks.append(section(escape(answer.text), block_id="answer.text"))
    if lines:
        blocks.append(context(escape("\n".join(lines)), block_id="answer.sources"))
    return Message(escape("\n".join([answer.text, *lines])), blocks)


def _lines(citations: Sequence[Citation], language: Language, label: str) -> list[str]:
    name = phrase(language, label)
    return [
        f"{name}: {citation.ref}, {shorten(citation.title, 200)}" + (f"; {citation.detail}" if citation.detail else "")
        for citation in citations[:SHOWN]
    ]
