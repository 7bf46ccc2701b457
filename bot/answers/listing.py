"""Lists and counts of the entries that a question sets apart. Pure."""

import dataclasses
from functools import partial

from bot.answers.cards import IN_OFFICE, Card
from bot.answers.choosing import any_of, chosen, is_long, mostly, replaced, telling, useful, within
from bot.answers.composing import answer_of, fitting_sentences, listed
from bot.answers.corpus import Corpus
from bot.answers.cues import Field
from bot.answers.dating import first_day
from bot.answers.ranking import Ranker
from bot.answers.series import by_date
from bot.answers.understanding import Kind, Understood
from bot.answers.values import Answer
from bot.text.catalogue import phrase


def list_entries(corpus: Corpus, asked: Understood, ranker: Ranker, page: int = 0) -> Answer | None:
    """The entries that a question sets apart, all of them, by date."""
    if not asked.entries:
        return None
    cards = set_apart(corpus, asked)
    if cards is None:
        return None
    periods = useful(asked)
    if len(cards) < 2 and (not periods or asked.field is not Field.WHAT):
        return None
    if not cards:
        return None
    if asked.field is not Field.WHO:
        # Who is in office is nothing that happens, unless nothing else fits.
        cards = [card for card in cards if card.entry.kind.casefold() not in IN_OFFICE] or cards
    sharp = [card for card in cards if not (periods and is_long(card.entry.period))]
    running = [card for card in cards if card not in sharp]
    if not sharp and not telling(asked.content):
        # Nothing happens then; what lasts is under way, and is told as that.
        names = "; ".join(card.entry.title for card in by_date(running)[:3])
        text = phrase(asked.language, "answers.nothing_dated", count=len(running), names=names)
        return answer_of(text, [card.entry for card in by_date(running)[:3]], asked)
    shown = by_date(sharp or running)
    size = 15
    heading = phrase(asked.language, "answers.list", count=len(shown))
    lines = listed(asked, heading, shown, start=page * size, size=size)
    undated = [card for card in shown if first_day(card.entry) is None]
    if undated:
        lines.append(phrase(asked.language, "answers.undated", count=len(undated)))
    if sharp and running:
        names = "; ".join(card.entry.title for card in by_date(running)[:3])
        lines.append(phrase(asked.language, "answers.running", count=len(running), names=names))
    entries = [card.entry for card in shown[page * size : (page + 1) * size]]
    if not periods:
        for hit in ranker(asked, by_words=True)[:2]:
            if hit.card.entry not in entries and not hit.card.entry.passage and hit.score >= 0.5:
                lines += fitting_sentences(asked, hit.card, 1)
                entries.append(hit.card.entry)
    return answer_of("\n".join(lines), entries, asked)


def set_apart(corpus: Corpus, asked: Understood) -> list[Card] | None:
    """The entries that a question sets apart; None where it sets nothing apart that the fields could hold."""
    parts = telling(asked.parts, corpus.kinds)
    periods = useful(asked)
    if (not parts and not periods) or (not parts and asked.strange):
        return None
    if any(not part.known for part in parts if part.kind is not Kind.WEAK):
        return None
    # "In May" is the next May; another one only where there is nothing in that.
    near = [dataclasses.replace(found, has_year=True) for found in periods]
    cards = within(chosen(corpus, asked, parts), near) or within(chosen(corpus, asked, parts), periods)
    for other in (any_of, partial(chosen, notes=True), mostly) if parts else ():
        if not cards:
            cards = within(other(corpus, asked, parts), periods)
    if asked.as_of is None:
        kept = [card for card in cards if not replaced(corpus, asked, card)]
        cards = kept or cards
    return cards


def count_entries(corpus: Corpus, asked: Understood, ranker: Ranker) -> Answer | None:
    """How many entries a question sets apart, with their names; None where it counts something else."""
    head = _counted(asked)
    if head is None or not _is_kind(corpus, asked, head):
        return None
    cards = set_apart(corpus, asked)
    if not cards:
        return None
    parts = telling(asked.content)
    series = [
        one
        for unit, one in corpus.series.items()
        if any(unit in part.units for part in parts) or unit.startswith("kind:")
    ]
    number = len(cards)
    for one in series:
        if set(one.cards) <= set(cards) and one.whole:
            kept = {n for n, card in one.members if card in cards}
            if len(one.cards) >= 0.6 * len(cards):
                # What is numbered is what is counted; who announced it or wrote about it is not.
                cards = [card for card in cards if card in one.cards]
                number = len(kept)
                break
    shown = by_date(cards)
    lines = listed(asked, phrase(asked.language, "answers.count", count=number), shown)
    entries = [card.entry for card in shown[:15]]
    for hit in ranker(asked, by_words=True)[:2]:
        if hit.score >= 0.5 and not hit.card.entry.passage and not (hit.card in cards and hit.card.ordinals):
            sentences = fitting_sentences(asked, hit.card, 2)
            lines += sentences
            if sentences and hit.card.entry not in entries:
                entries.append(hit.card.entry)
    return answer_of("\n".join(lines), entries, asked)


def _counted(asked: Understood) -> int | None:
    """Where the noun stands that is counted: the token behind "how many"."""
    tokens = asked.analysis.tokens
    for index, token in enumerate(tokens):
        if token.folded in ("many", "number", "combien", "cuantos", "cuantas", "nombre", "numero"):
            following = index + 1
            while following < len(tokens) and tokens[following].folded in ("of", "de", "d", "the", "des", "les", "los"):
                following += 1
            return following if following < len(tokens) else None
    return None


def _is_kind(corpus: Corpus, asked: Understood, head: int) -> bool:
    """Whether the noun that is counted is a kind of entry, or a series."""
    tokens = asked.analysis.tokens[head : head + 4]
    generic = {
        "milestone",
        "event",
        "meeting",
        "deadline",
        "jalon",
        "evenement",
        "reunion",
        "hito",
        "evento",
        "date",
        "entry",
        "entrie",
        "entree",
        "entrada",
        "item",
    }
    for offset, token in enumerate(tokens):
        units = {token.stem} | {n.unit for n in asked.analysis.names if n.first <= head + offset < n.last}
        if token.folded.rstrip("s") in generic or units & corpus.kinds or any(unit in corpus.series for unit in units):
            return True
        if token.stop and offset > 0:
            return False
    return False
