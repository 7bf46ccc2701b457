"""What comes next or came last: after a day, after another entry, of a series, in an office. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.analysis import light
from bot.answers.anchoring import Anchored, best, milestones, reread
from bot.answers.cards import Card, Entry
from bot.answers.choosing import chosen, current, is_lasting, is_long, telling, useful, within
from bot.answers.composing import ADDS, answer_of, is_person, named_entry, tell
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, Task, says
from bot.answers.dating import covers, first_day, last_day
from bot.answers.ranking import Hit, Ranker, sure
from bot.answers.sentences import tellable
from bot.answers.series import by_date
from bot.answers.understanding import Understood
from bot.answers.values import Answer
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from bot.text.period_grammar import Relation, fold
from bot.text.periods import Period
from storage.words import Precision


def neighbour(
    corpus: Corpus, asked: Understood, ranker: Ranker, anchor: Anchored | None = None, *, alone: bool = False
) -> Answer | None:
    """The next or the previous entry: after or before a day, or another entry; computed, never guessed.

    After another entry, the next of the same series is told, and the next of all; ``alone`` only the former.
    """
    forward = asked.task is not Task.LAST
    reference = _reference(asked, forward=forward)
    if anchor is not None:
        forward = anchor.relation is not Relation.BEFORE
        held = current(corpus, asked, anchor.card).entry
        reference = last_day(held) if forward else first_day(held)
        asked = anchor.rest
    if reference is None:
        return None
    cards = _candidates(corpus, asked, ranker)
    same: list[Card] = []
    if anchor is not None:
        same = [card for card in _same_series(corpus, anchor.card) if asked.may_tell(card.entry)]
        if telling(asked.parts, corpus.kinds):
            same = [card for card in same if card in cards]
    cards = [card for card in cards if not (anchor and card is anchor.card)]
    cards = list(dict.fromkeys(current(corpus, asked, card) for card in cards))
    found = _nearest(cards, reference, forward=forward)
    if alone and _nearest(same, reference, forward=forward):
        found = []
    shown = list(dict.fromkeys([*_nearest(same, reference, forward=forward)[:1], *found[:3]]))
    if not shown:
        return _none_left(asked, cards, reference, forward=forward) if cards else None
    if asked.field is Field.WHAT and first_day(shown[0].entry):
        asked = replace(asked, field=Field.WHEN)
    told = tell(corpus, asked, [sure(shown[0])])
    later = [card.entry for card in shown[1:]]
    if told.abstained or not later:
        return told
    if found and shown[0] is not found[0]:
        key = "answers.next_of_all" if forward else "answers.last_of_all"
    else:
        key = "answers.then" if forward else "answers.before_that"
    names = "; ".join(named_entry(entry, asked) for entry in later)
    return answer_of(f"{told.text}\n{phrase(asked.language, key, names=names)}", [shown[0].entry, *later], asked)


def _candidates(corpus: Corpus, asked: Understood, ranker: Ranker) -> list[Card]:
    """The entries of which the next or previous is meant: what the question sets apart, or what it is most about."""
    parts = telling(asked.parts, corpus.kinds)
    if not parts and not asked.strange:
        return [
            card
            for card in chosen(corpus, asked, [])
            if not is_lasting(card.entry.period) and not is_person(card.entry)
        ]
    if parts and (cards := chosen(corpus, asked, parts)):
        return cards
    hits = milestones(ranker(asked))
    return [hit.card for hit in hits if hit.score >= 0.8 * hits[0].score]


def _none_left(asked: Understood, cards: Sequence[Card], reference: dt.date, *, forward: bool) -> Answer:
    key = "answers.none_after" if forward else "answers.none_before"
    nearest = by_date(cards)[-1 if forward else 0]
    reason = phrase(asked.language, key, day=day_in_words(reference, asked.language))
    return answer_of(f"{reason} {named_entry(nearest.entry, asked)}.", [nearest.entry], asked)


_SUCCEEDED = re.compile(
    r"\b(?:succeeded|succeeds|replaced|replaces|took over from|came after|follow(?:ed|s)|remplace|succede a|"
    r"reemplazo a|sustituyo a|sucedio a|successor (?:of|to)|successeur de|sucesora? de)\s+(?P<name>[^?,;]+)"
)
#: The unit of the words for succeeding somebody.
SUCCEED = f"={light('succeed')}"
_PRECEDED = re.compile(
    r"\b(?:predecessor of|predecesseur de|predecesora? de|preceded|came before|precedio a)\s+(?P<name>[^?,;]+)|"
    r"\b(?P<owner>[\w' -]+?)'s? predecessor"
)


def succession(corpus: Corpus, asked: Understood, ranker: Ranker) -> Answer | None:
    """Who came after or before somebody in an office; None where nobody like that is in the roadmap."""
    if asked.field is not Field.WHO:
        return None
    for pattern, forward in ((_SUCCEEDED, True), (_PRECEDED, False)):
        match = pattern.search(asked.folded)
        if match is None:
            continue
        name = next(text for text in match.groups() if text)
        found = best(reread(corpus, asked, name.title()), ranker)
        if found is None or not is_person(found.card.entry):
            return None
        if (said := _said_of_succession(asked, found.card)) is not None:
            return said
        day = first_day(found.card.entry)
        if day is None:
            return None
        others = _of_same_office(corpus, found.card, asked)
        later = [card for card in others if (first_day(card.entry) or day) > day]
        earlier = [card for card in others if (first_day(card.entry) or day) < day]
        nearest = by_date(later)[:1] if forward else by_date(earlier)[-1:]
        if not nearest:
            return None
        shown = nearest[0]
        told = tell(corpus, asked, [sure(shown)])
        return answer_of(told.text, [shown.entry, found.card.entry], asked)
    return None


def _said_of_succession(asked: Understood, holder: Card) -> Answer | None:
    """What the note of somebody in office says of who came after or before; None where it says nothing."""
    said = [sentence.text for sentence in holder.sentences if SUCCEED in sentence.units]
    said = [text for text in said if tellable(text, asked.as_of)]
    return answer_of(" ".join([*said, f"{holder.entry.title}."]), [holder.entry], asked) if said else None


def _of_same_office(corpus: Corpus, holder: Card, asked: Understood) -> list[Card]:
    """The others who held the office of somebody: those whose titles share most with theirs, and a name at least."""
    shared = {
        card: {unit for unit in holder.title & card.title if unit[0] not in "%#" and unit not in holder.kind}
        for card in corpus.cards
        if card is not holder and card.entry.kind == holder.entry.kind and asked.may_tell(card.entry)
    }
    named = {card: units for card, units in shared.items() if len(units) > 1 and any(unit[0] == "@" for unit in units)}
    most = max((len(units) for units in named.values()), default=0)
    return [card for card, units in named.items() if len(units) == most]


def before_or_after_in_office(corpus: Corpus, anchor: Anchored, ranker: Ranker) -> Answer | None:
    """Who held an office before or after somebody; None where the question is not about that."""
    if anchor.rest.field is not Field.WHO or not is_person(anchor.card.entry):
        return None
    if anchor.relation not in (Relation.BEFORE, Relation.AFTER) or anchor.offset is not None:
        return None
    if not telling(anchor.rest.content):
        return None
    return neighbour(corpus, anchor.rest, ranker, anchor)


def _reference(asked: Understood, *, forward: bool) -> dt.date | None:
    for found in asked.periods:
        if found.relation in (Relation.AFTER, Relation.SINCE) and forward:
            return found.period.end
        if found.relation in (Relation.BEFORE, Relation.UNTIL) and not forward:
            return found.period.start
    return asked.today


def _nearest(cards: Sequence[Card], reference: dt.date, *, forward: bool) -> list[Card]:
    if forward:
        later = [card for card in cards if (day := first_day(card.entry)) is not None and day > reference]
        return by_date(later)
    earlier = [card for card in cards if (day := last_day(card.entry)) is not None and day < reference]
    return sorted(earlier, key=lambda card: (str(last_day(card.entry)), card.entry.ref), reverse=True)


def _same_series(corpus: Corpus, anchor: Card) -> list[Card]:
    fitting = [one for one in corpus.series.values() if anchor in one.cards]
    if not fitting:
        kind = anchor.entry.kind
        return [card for card in corpus.cards if card.entry.kind == kind and card is not anchor]
    smallest = min(fitting, key=lambda one: len(one.cards))
    return [card for card in smallest.cards if card is not anchor]


def extreme(corpus: Corpus, asked: Understood) -> Card | None:
    """The first or the last of the entries that a question sets apart, where it asks for that."""
    final, first = says("final", asked.folded), says("first", asked.folded)
    if final == first:
        return None
    parts = telling(asked.content)
    if not parts or any(not part.known for part in parts):
        return None
    if any(says("final", f"the {fold(part.text)}") or says("first", f"the {fold(part.text)}") for part in parts):
        return None  # "the final conference" is a name
    cards = [
        card
        for card in within(chosen(corpus, asked, parts), useful(asked))
        if first_day(card.entry) and not is_long(card.entry.period)
    ]
    if len(cards) < 2:
        return None
    return by_date(cards)[-1 if final else 0]


def is_final(asked: Understood) -> bool:
    """Whether the last of a whole series is meant, not the last before today."""
    return says("final", asked.folded) and not says("past", asked.folded) and bool(telling(asked.content))


def newest(corpus: Corpus, asked: Understood, hits: list[Hit]) -> list[Hit]:
    """The hits, with what took the place of the first before it, unless it itself says what is asked."""
    later = corpus.card_of.get(corpus.successor.get(hits[0].card.entry.ref, ""))
    if later is None or not asked.may_tell(later.entry) or says("before", asked.folded) or hits[0].added >= ADDS:
        return hits
    promoted = next((hit for hit in hits if hit.card is later), None)
    if promoted is None or promoted.cover < 0.75 * hits[0].cover:
        return hits  # the question says what only the earlier one is or was
    return [replace(promoted, score=hits[0].score), *(hit for hit in hits if hit is not promoted)]


def _on(day: dt.date) -> Period:
    return Period(day, day, Precision.DAY)


def in_office(asked: Understood, hits: list[Hit]) -> list[Hit]:
    """Of several who hold or held an office and fit alike, the one who holds it on the day in question comes first."""
    if (
        asked.field is not Field.WHO
        or len(hits) < 2
        or any(found.period != _on(asked.today) for found in asked.periods)
    ):
        return hits
    best = hits[0].score
    near = [hit for hit in hits[:4] if hit.score >= best - 0.12 and is_long(hit.card.entry.period)]
    serving = [hit for hit in near if covers(hit.card.entry.period, asked.today)]
    if len(near) < 2 or not serving:
        return hits
    return sorted(hits, key=lambda hit: hit is not serving[0])


def coming(corpus: Corpus, day: dt.date, count: int) -> list[Entry]:
    """The next entries of the roadmap after a day, those that are told in days or months first by their dates."""
    later = [card.entry for card in corpus.cards if not card.entry.passage and (card.entry.period.start or day) > day]
    return sorted(later, key=lambda entry: (entry.period.start or day, entry.ref))[:count]
