"""Contributions that look like one thing twice, side by side, with what can be decided; and what was decided."""

from collections.abc import Mapping

from bot.contributions.pairing import Alike, Decided, Pairs
from bot.text.catalogue import phrase
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from handlers.views.contributions import when_in_words, where_in_words
from handlers.views.findings import OPEN, finished, one_line, paged, plain_message, turning
from handlers.views.message import Block, Message, actions, button, context, cut, header, section
from handlers.views.questions import day_of
from storage.models import Contribution

PAGE = 6
TITLE, WHO, PLACE, LINK = 150, 60, 120, 200
DECIDED = "decided"
MERGE, JOINT, DIFFERENT, UNDO, TURN = "pair.merge", "pair.joint", "pair.different", "pair.undo", "pair.page"
#: Slack takes so many characters in each field of a section.
FIELD = 2000


def pairs_message(
    found: Pairs,
    contacts: Mapping[int, str],
    *,
    panel: str,
    page: int,
    language: Language,
    notice: str | None = None,
    undo: int | None = None,
) -> Message:
    """What officers read with ``/panel duplicates``; ``notice`` says what was just done, ``undo`` takes it back."""
    first = [notice] if notice else []
    buttons = [undo_button(undo, language)] if undo else []
    small = [phrase(language, "findings.pairs_decided", count=len(found.decided))] if found.decided else []
    if found.decided:
        buttons.append(_switch(DECIDED, "findings.button_decided", language))
    if not found.open:
        none = phrase(language, "findings.pairs_none", count=found.contributions)
        return plain_message([*first, " ".join([none, *small])], buttons, ident="pairs")
    shown, page, pages = paged(found.open, page, PAGE)
    title = phrase(language, "findings.pairs_title", panel=shorten(panel, TITLE))
    counts = phrase(language, "findings.pairs_count", count=len(found.open))
    blocks: list[Block] = [context(escape(line), block_id="pairs.notice") for line in first]
    blocks += [header(title, block_id="pairs.title"), context(escape(counts), block_id="pairs.counts")]
    text = [*first, title, counts]
    for number, pair in enumerate(shown, start=(page - 1) * PAGE + 1):
        head = f"{number}. {phrase(language, f'findings.like_{pair.like}')}"
        sides = [_side(row, contacts.get(row.entity_id), language) for row in (pair.one, pair.other)]
        block = section(f"*{escape(head)}*", block_id=f"pairs.{number}")
        block["fields"] = [{"type": "mrkdwn", "text": cut(escape("\n".join(side)), FIELD)} for side in sides]
        blocks += [block, actions(_choices(pair, number, page, language), block_id=f"pairs.{number}.actions")]
        text += [head, *("; ".join(side) for side in sides)]
    buttons += turning(TURN, OPEN, page, pages, language)
    return finished(text, blocks, small, buttons, page, pages, language, ident="pairs")


def decided_message(
    found: Pairs, *, panel: str, page: int, language: Language, zone: str, notice: str | None = None
) -> Message:
    """What was decided, each with a way back."""
    first = [notice] if notice else []
    back = _switch(OPEN, "findings.button_open", language)
    if not found.decided:
        return plain_message([*first, phrase(language, "findings.decided_none")], [back], ident="pairs")
    shown, page, pages = paged(found.decided, page, PAGE)
    title = phrase(language, "findings.decided_title", panel=shorten(panel, TITLE))
    blocks: list[Block] = [context(escape(line), block_id="pairs.notice") for line in first]
    blocks.append(header(title, block_id="pairs.title"))
    text = [*first, title]
    for one in shown:
        who = one.pairing.person.name if one.pairing.person else phrase(language, "findings.somebody")
        when = day_of(one.pairing.at, zone, language)
        said = f"{decided_in_words(one, language)} " + phrase(
            language, "findings.decided_by", who=shorten(who, WHO), when=when
        )
        press = undo_button(one.pairing.id, language)
        blocks.append(section(escape(said), block_id=f"pairs.{one.pairing.id}", accessory=press))
        text.append(said)
    buttons = [back, *turning(TURN, DECIDED, page, pages, language)]
    return finished(text, blocks, [], buttons, page, pages, language, ident="pairs")


def decided_in_words(decided: Decided, language: Language) -> str:
    """What was decided about which two, in one sentence."""
    names = {"kept": decided.kept, "gone": decided.gone}
    values = {
        key: phrase(
            language,
            "findings.pair_named",
            who=shorten(row.entity.acronym, WHO),
            title=shorten(one_line(row.title), TITLE),
        )
        for key, row in names.items()
    }
    return phrase(language, f"findings.decided_{decided.pairing.verdict}", **values)


def undo_button(pairing_id: int, language: Language) -> Block:
    """The way back from a decision."""
    label = phrase(language, "findings.button_undo")
    return button(label, action_id=f"{UNDO}:{pairing_id}", value=str(pairing_id))


def _choices(pair: Alike, number: int, page: int, language: Language) -> list[Block]:
    value = f"{pair.one.id} {pair.other.id} {pair.signature} {page}"
    return [
        button(phrase(language, "findings.button_merge"), action_id=f"{MERGE}:{number}", value=value),
        button(phrase(language, "findings.button_joint"), action_id=f"{JOINT}:{number}", value=value),
        button(phrase(language, "findings.button_different"), action_id=f"{DIFFERENT}:{number}", value=value),
    ]


def _side(row: Contribution, contact: str | None, language: Language) -> list[str]:
    """One of the two, line by line."""
    title = shorten(one_line(row.title), TITLE)
    when = when_in_words(row, language) or phrase(language, "findings.pair_no_date")
    lines = [
        phrase(language, "findings.pair_side", who=shorten(row.entity.acronym, WHO), title=title),
        phrase(language, f"contributions.kind_{row.kind}"),
        phrase(language, "findings.pair_when", when=when),
    ]
    if place := where_in_words(row, language):
        lines.append(phrase(language, "findings.pair_where", place=shorten(one_line(place), PLACE)))
    if row.link:
        lines.append(phrase(language, "findings.pair_link", link=shorten(row.link, LINK)))
    known = phrase(language, "findings.clash_contact", name=shorten(contact, WHO)) if contact else None
    lines.append(known or phrase(language, "findings.clash_no_contact"))
    return lines


def _switch(which: str, key: str, language: Language) -> Block:
    return button(phrase(language, key), action_id=f"{TURN}:{which}", value=f"{which}:1")
