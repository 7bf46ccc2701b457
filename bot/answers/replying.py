"""From a question to its answer over a corpus. Pure: the corpus and the embedder are given."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answers import corrections, following, followups, lengths, listing
from bot.answers.anchoring import Anchored, anchored, best, bounded, reread
from bot.answers.cards import Card
from bot.answers.choosing import current, telling
from bot.answers.composing import abstain, tell, unknown
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, Task, is_small_talk, says
from bot.answers.ranking import Ranker, sure
from bot.answers.support import supported
from bot.answers.understanding import Understood, language_of_question, understand
from bot.answers.values import Answer, Question
from bot.text.catalogue import phrase
from bot.text.period_grammar import Relation, fold

#: A question of more characters is cut: nobody asks so long, and the rest would only cost time.
MAX_QUESTION = 2_000
#: What an entry must reach to be named as the nearest where there is no answer.
NEAR = 0.3
#: How many earlier questions of a thread are looked at.
MAX_TURNS = 6
Embed = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, the question as it was understood, and the entries that a follow-up may refer to."""

    answer: Answer
    asked: Understood | None = None
    focus: tuple[Card, ...] = ()


def answer(corpus: Corpus, question: Question, embed: Embed | None = None) -> Answer:
    """Answer from a corpus."""
    return reply(corpus, question, Ranker(corpus, embed)).answer


def reply(corpus: Corpus, question: Question, ranker: Ranker) -> Reply:
    """Answer a question, with what was asked before it in its thread."""
    text = question.text[:MAX_QUESTION].strip()
    language = language_of_question(text, question.language)
    if is_small_talk(text):
        return Reply(Answer(phrase(language, "answers.small_talk"), (), False, language))
    asked = understand(corpus, text, language=language, today=question.as_of or question.today, as_of=question.as_of)
    history = question.history[-MAX_TURNS:]
    if history and (found := _follow_up(corpus, replace(question, history=history), asked, ranker)) is not None:
        return found
    if not any(character.isalnum() for character in text):
        return Reply(unknown((), language), asked)
    return _replied(corpus, asked, _answered(corpus, asked, ranker))


def _replied(corpus: Corpus, asked: Understood, answered: Answer) -> Reply:
    cited = answered.citations or answered.nearest
    return Reply(answered, asked, tuple(corpus.card_of[citation.ref] for citation in cited))


def _follow_up(corpus: Corpus, question: Question, asked: Understood, ranker: Ranker) -> Reply | None:
    """The answer to a question that leans on those before it; None for one that stands alone."""
    if followups.asks_for_more(asked.folded):
        return _more(corpus, question, ranker)
    if not followups.is_follow_up(asked):
        return None
    before = reply(corpus, replace(question, text=question.history[-1], history=question.history[:-1]), ranker)
    if before.asked is None:
        return None
    focus = before.focus
    content = telling(asked.content)
    bare = not content and not asked.strange and not asked.periods and not asked.ordinals
    whole = followups.merged(asked, before.asked)
    if focus and asked.task in (Task.NEXT, Task.LAST) and not asked.ordinals and len(content) <= 1:
        found = following.neighbour(corpus, asked, ranker, Anchored(focus[0], _side(asked), asked), alone=True)
        if found is not None:
            return _replied(corpus, asked, found)
    if focus and asked.task in (Task.UNTIL, Task.LENGTH) and bare:
        found = lengths.until(asked, focus[0]) if asked.task is Task.UNTIL else lengths.length(asked, focus[0])
        if found is not None:
            return _replied(corpus, whole, found)
    if focus and bare:
        return _replied(corpus, whole, tell(corpus, asked, [sure(card) for card in focus[:1]]))
    if focus and not asked.ordinals and followups.has_pronoun(asked):
        hits = ranker(asked, only=focus[:3])
        if hits and hits[0].cover >= 0.3:
            return _replied(corpus, whole, tell(corpus, asked, hits[:1]))
    return _replied(corpus, whole, _answered(corpus, whole, ranker))


def _more(corpus: Corpus, question: Question, ranker: Ranker) -> Reply | None:
    """The next page of the list that was asked for last."""
    earlier = [turn for turn in question.history if not followups.asks_for_more(fold(turn))]
    if not earlier:
        return None
    page = 1 + len(question.history) - 1 - max(i for i, turn in enumerate(question.history) if turn == earlier[-1])
    asked = understand(
        corpus, earlier[-1], language=language_of_question(earlier[-1], question.language),
        today=question.as_of or question.today, as_of=question.as_of,
    )  # fmt: skip
    found = listing.list_entries(corpus, asked, ranker, page)
    return _replied(corpus, asked, found) if found is not None else None


def _side(asked: Understood) -> Relation:
    return Relation.BEFORE if asked.task is Task.LAST else Relation.AFTER


def _answered(corpus: Corpus, asked: Understood, ranker: Ranker) -> Answer:
    """What is computed first, then what is found; where neither holds, what is nearest."""
    computed = _computed(corpus, asked, ranker)
    if computed is not None:
        return computed
    if (card := _by_ref(corpus, asked)) is not None:
        return tell(corpus, asked, [sure(card)])
    hits = ranker(asked) if asked.content or asked.periods else []
    if not hits:
        return unknown((), asked.language)
    if (
        not supported(corpus, asked, hits)
        and (anchor := anchored(corpus, asked, ranker))
        and telling(anchor.rest.content)
    ):
        # "The inputs before the conference": what it is before is beside the point.
        asked, hits = anchor.rest, ranker(anchor.rest)
        if not hits:
            return unknown((), asked.language)
    if (outer := following.extreme(corpus, asked)) is not None:
        hits = [replace(hit, score=1.0) if hit.card is outer else hit for hit in hits]
        hits = sorted(hits, key=lambda hit: hit.card is not outer)
    hits = following.in_office(asked, hits)
    hits = corrections.in_time(asked, hits)
    if corrections.misses_the_time(asked, hits[0]):
        if asked.yes_no:
            return corrections.not_then(corpus, asked, hits)
        return corrections.at_no_such_time(corpus, asked) or corrections.not_then(corpus, asked, hits)
    if not supported(corpus, asked, hits):
        return abstain(asked, [hit.card for hit in hits[:2] if hit.score >= NEAR and hit.cover > 0])
    return tell(corpus, asked, following.newest(corpus, asked, hits))


def _by_ref(corpus: Corpus, asked: Understood) -> Card | None:
    """The entry whose id a question names."""
    for word in re.findall(r"[\w-]+", asked.folded):
        card = corpus.by_id.get(word)
        if card is not None and asked.may_tell(card.entry):
            return card
    return None


def _computed(corpus: Corpus, asked: Understood, ranker: Ranker) -> Answer | None:
    """What is computed from dates and numbers; None where there is nothing to compute."""
    found = corrections.false_ordinal(corpus, asked) or following.succession(corpus, asked, ranker)
    if found is not None:
        return found
    if asked.task is Task.COMPARE and (pair := _pair(corpus, asked, ranker, r"\b(?:or|ou|o)\b")) is not None:
        return lengths.compare(asked, *pair)
    if (shared := _shared_lead(corpus, asked, ranker)) is not None:
        return shared
    if asked.task is Task.LENGTH:
        target = best(asked, ranker)
        return lengths.length(asked, target.card) if target and target.added < 0.1 else None
    anchor = anchored(corpus, asked, ranker)
    if asked.task is Task.UNTIL:
        return _until(corpus, asked, ranker, anchor)
    if anchor is not None and (found := following.before_or_after_in_office(corpus, anchor, ranker)) is not None:
        return found
    if asked.task in (Task.NEXT, Task.LAST):
        if anchor is None and asked.task is Task.LAST and following.is_final(asked):
            return None  # "the last round" of all: the ranking finds it
        return following.neighbour(corpus, asked, ranker, anchor)
    if asked.task is Task.COUNT:
        return listing.count_entries(corpus, bounded(anchor, asked.today) if anchor else asked, ranker)
    if asked.task is Task.LIST:
        listed = listing.list_entries(corpus, bounded(anchor, asked.today) if anchor else asked, ranker)
        if listed is not None:
            return listed
    return corrections.elsewhere(corpus, asked, ranker)


def _shared_lead(corpus: Corpus, asked: Understood, ranker: Ranker) -> Answer | None:
    if asked.field is not Field.WHO or not says("both", asked.folded):
        return None
    pair = _pair(corpus, asked, ranker, r"\b(?:and|et|y)\b")
    return lengths.shared_lead(asked, pair) if pair is not None else None


def _until(corpus: Corpus, asked: Understood, ranker: Ranker, anchor: Anchored | None) -> Answer | None:
    """How long until or since an entry, or between two."""
    if anchor is not None and anchor.until is not None:
        return lengths.until(asked, anchor.until, anchor.card)
    if anchor is not None and telling(anchor.rest.content) and anchor.relation in (Relation.AFTER, Relation.BEFORE):
        other = best(anchor.rest, ranker)
        if other is not None and other.card is not anchor.card:
            return lengths.until(asked, other.card, anchor.card)
    if anchor is not None and (anchor.relation is not Relation.AFTER or not telling(anchor.rest.content)):
        return lengths.until(asked, current(corpus, asked, anchor.card))
    target = best(asked, ranker)
    if target is None or not supported(corpus, asked, [target]):
        return None
    return lengths.until(asked, current(corpus, asked, target.card))


def _pair(corpus: Corpus, asked: Understood, ranker: Ranker, joint: str) -> tuple[Card, Card] | None:
    """The two entries that a question sets side by side."""
    said = asked.text
    if asked.task is Task.COMPARE:
        said = _WHICH_FIRST.sub(" ", said, count=1)
    halves = re.split(joint, said, maxsplit=1)
    if len(halves) < 2:
        return None
    one = reread(corpus, asked, halves[0])
    first = sure(found) if (found := following.extreme(corpus, one)) is not None else best(one, ranker, 0.3)
    if first is None:
        return None
    second = reread(corpus, asked, halves[1])
    if (other := following.extreme(corpus, second)) is not None and other is not first.card:
        return first.card, other
    if _THE_ONE.search(second.folded):
        # "The zero draft of this or the one of that": the other is a zero draft too.
        second = followups.merged(second, reread(corpus, asked, halves[0]))
    hits = [hit for hit in ranker(second) if hit.card is not first.card and not hit.card.entry.passage]
    if not hits:
        return None
    # "The one of the other" is of the same kind as the first.
    return first.card, hits[0].card


#: "Which came first," as far as it asks and does not name.
_WHICH_FIRST = re.compile(
    r"\b(?:which|what|who|que|quel(?:le)?|qui|cu[aá]l|qu[eé])\b[^,:?]*?\b(?:first|earlier|later|sooner|last|before|d'abord|avant|antes|primero)\b[,:]?",
    re.IGNORECASE,
)
_THE_ONE = re.compile(r"\b(?:the one|that|celui|celle|el de|la de|one)\b")
