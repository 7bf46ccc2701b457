"""An answer as a message: the sentence, then what it rests on, and what can be done with it."""

from collections.abc import Sequence

from bot.answers.values import Answer, Citation
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.message import Block, Message, actions, button, context, long_section

SHOWN = 3
#: As many sources of a list are named as one page of it has rows.
LISTED = 18
#: A longer address is left out.
LONGEST_LINK = 300
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
        blocks.append(context("\n".join(lines), block_id="answer.sources"))
    if number is not None and (offered := _buttons(answer, number)):
        blocks.append(actions(offered, block_id=f"answer.actions.{number}"))
    return Message("\n".join([escape(text), *lines]), blocks)


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
    """The lines that name the sources, as mrkdwn."""
    name = phrase(language, label)
    if len(citations) > SHOWN:
        # A list says itself what its rows are: their names are enough.
        return [escape(f"{name}: {', '.join(shorten(citation.ref, 100) for citation in citations[:LISTED])}")]
    return [_line(citation, name) for citation in citations]


def _line(citation: Citation, name: str) -> str:
    line = f"{name}: {shorten(citation.ref, 100)}, {shorten(citation.title, 120)}"
    if citation.detail:
        line += f"; {shorten(citation.detail, 300)}"
    if not citation.link or len(citation.link) > LONGEST_LINK:
        return escape(line)
    host = citation.link.split("//", 1)[1].split("/", 1)[0]
    # An address holds no bar and no bracket (bot.answers.composing.link_of), so it cannot end the link early.
    return f"{escape(line)}; <{escape(citation.link)}|{escape(host)}>"
