"""What a question wants of the contributions, and whether it is about them at all. Pure.

A question is about contributions when it says so ("what has X contributed?", "who has something on data?"), and it may
be when it names an entity beside a word of planning, or asks plainly what happens somewhere at some time. All
patterns are over folded text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from bot.answers.analysis import light, tokens_of
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, Task
from bot.answers.lexicon import stop_words, weak_words
from bot.answers.offers import wish_cues
from bot.answers.offers.rows import MOST_WORDS, Wish, Word, names_of, word_of
from bot.answers.understanding import Understood
from bot.contributions import cues
from bot.contributions.places import Place, places
from bot.text.period_grammar import fold
from storage.models import Entity
from storage.words import ContributionKind


class Aim(StrEnum):
    """How far a question is about contributions.

    ``CONTRIBUTIONS``: it is. ``ENTITY``: it names an entity and something that entities do. ``PERHAPS``: contributions
    may be meant where the roadmap does not hold what it says. ``BOTH``: what happens, whoever does it. ``NONE``: no.
    """

    CONTRIBUTIONS = "contributions"
    ENTITY = "entity"
    PERHAPS = "perhaps"
    BOTH = "both"
    NONE = "none"


class Want(StrEnum):
    """What is to be told of the contributions that fit."""

    LIST = "list"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    SILENT = "silent"
    NIL = "nil"


@dataclass(frozen=True, slots=True)
class Request:
    """A question as far as it is about contributions. ``asked`` is the question by itself, also in a follow-up."""

    aim: Aim
    want: Want
    wish: Wish
    asked: Understood
    page: int = 0
    #: The question before, where this one leans on it.
    before: Understood | None = None

    @property
    def leans(self) -> bool:
        """Whether the question leans on an earlier one."""
        return self.before is not None

    @property
    def plans(self) -> bool:
        """Whether the question says that something is planned, offered or done."""
        return wish_cues.PLANS.search(self.asked.folded) is not None


def aim_of(asked: Understood, named: bool) -> Aim:
    """How far a question is about contributions; ``named`` is whether it names an entity whose they could be."""
    folded = asked.folded
    if wish_cues.SILENT.search(folded):
        return Aim.CONTRIBUTIONS
    if wish_cues.DUE.search(folded):
        return Aim.NONE
    if wish_cues.CONTRIBUTIONS.search(folded):
        fielded = asked.field in (Field.WHEN, Field.WHERE, Field.DOCUMENT)
        return Aim.PERHAPS if fielded and not named else Aim.CONTRIBUTIONS
    if named and (
        wish_cues.DOES.search(folded) or any(noun.search(folded) for _, noun in (*wish_cues.KIND_NOUNS, *cues.KINDS))
    ):
        return Aim.ENTITY
    if wish_cues.PERHAPS.search(folded):
        return Aim.PERHAPS
    if asked.field in (Field.WHAT, Field.NUMBER) and wish_cues.HAPPENS.search(folded):
        counts = asked.task in (Task.LIST, Task.COUNT) or any(noun.search(folded) for _, noun in wish_cues.KIND_NOUNS)
        return Aim.BOTH if counts else Aim.NONE
    return Aim.NONE


def may_concern(asked: Understood) -> bool:
    """Whether the words of a question allow that it is about contributions, whatever names they hold."""
    return aim_of(asked, True) is not Aim.NONE


def want_of(asked: Understood) -> Want:
    """What is to be told."""
    folded = asked.folded
    if wish_cues.NIL.search(folded):
        return Want.NIL
    if wish_cues.SILENT.search(folded):
        return Want.SILENT
    if wish_cues.ASKS_WHO.search(folded):
        return Want.WHO
    if asked.field is Field.WHEN:
        return Want.WHEN
    if asked.field is Field.WHERE:
        return Want.WHERE
    return Want.WHO if asked.field is Field.WHO else Want.LIST


def speaks_of_itself(folded: str) -> bool:
    """Whether the asker's own entity is meant."""
    return wish_cues.OURS.search(folded) is not None


def wish_of(
    corpus: Corpus,
    asked: Understood,
    entities: Sequence[Entity],
    partners: Iterable[str] = (),
    spots: Iterable[Place] = (),
) -> Wish:
    """What a question wants; ``partners`` and ``spots`` are the names of partners, and the places, that occur."""
    text = _Text(asked.text)
    for found in asked.periods:
        text.blank(found.begin, found.end)
    named, with_entities = _entities_in(text, entities)
    with_names = tuple(word_of(corpus, name) for name in _partners_in(text, partners))
    where = _places_in(text, spots)
    undated = wish_cues.UNDATED.search(text.folded)
    if undated:
        text.blank(*undated.span())
    coming = wish_cues.COMING.search(text.folded) is not None
    topic = wish_cues.TOPIC.search(text.folded)
    head = topic.start() if topic else len(text.folded)
    statuses = set()
    for status, cue in wish_cues.STATUSES:
        for match in cue.finditer(text.folded):
            statuses.add(status)
            text.blank(*match.span())
    online = cues.ONLINE.search(text.folded, 0, head)
    kinds, nouns = _kinds_in(corpus, text, head)
    if not kinds and wish_cues.PUBLISHES.search(text.folded):
        kinds = frozenset({ContributionKind.PUBLICATION})
    if online and text.folded[online.start() : online.end()].strip():
        text.blank(*online.span())
    for match in wish_cues.FRAME.finditer(text.folded):
        text.blank(*match.span())
    return Wish(
        entities=named,
        partners=with_entities,
        with_names=with_names,
        kinds=kinds,
        nouns=nouns,
        periods=tuple(found for found in asked.periods if found.period.start is not None),
        places=where,
        statuses=frozenset(statuses),
        online=online is not None,
        words=_words_in(corpus, text, asked),
        coming=coming,
        undated=undated is not None,
    )


def merged(new: Wish, old: Wish) -> Wish:
    """What a follow-up wants: what it says takes the place of what is of its kind, and the rest stays."""
    return Wish(
        entities=new.entities or old.entities,
        partners=new.partners or old.partners,
        with_names=new.with_names or old.with_names,
        kinds=new.kinds or old.kinds,
        nouns=new.nouns if new.kinds else old.nouns,
        periods=new.periods or old.periods,
        places=new.places or old.places,
        statuses=new.statuses or old.statuses,
        online=new.online or old.online,
        words=new.words or old.words,
        undated=new.undated or (old.undated and not new.periods),
        coming=new.coming or (old.coming and not new.periods),
    )


class _Text:
    """A question of which what was understood is blanked, so that it is not read again as something else."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)

    def blank(self, begin: int, end: int) -> None:
        blanks = " " * (end - begin)
        self.text = self.text[:begin] + blanks + self.text[end:]
        self.folded = self.folded[:begin] + blanks + self.folded[end:]


def entity_named(text: str, entities: Sequence[Entity]) -> bool:
    """Whether a text names one of some entities."""
    named, partners = _entities_in(_Text(text), entities)
    return bool(named or partners)


def _entities_in(text: _Text, entities: Sequence[Entity]) -> tuple[frozenset[int], frozenset[int]]:
    """The entities that a question names, and those that it names as partners; the longest names first."""
    tokens = tokens_of(text.text)
    lights = [light(token.folded) for token in tokens]
    keys = sorted(
        (
            (tuple(light(token.folded) for token in tokens_of(name)), entity.id)
            for entity in entities
            for name in names_of(entity)
        ),
        key=lambda item: -len(item[0]),
    )
    named: set[int] = set()
    partners: set[int] = set()
    taken: set[int] = set()
    for key, entity_id in keys:
        for first in range(len(tokens) - len(key) + 1) if key else ():
            span = range(first, first + len(key))
            if tuple(lights[first : first + len(key)]) != key or taken & set(span):
                continue
            token = tokens[first]
            if len(key) == 1 and not token.raw.isupper() and token.folded in stop_words() | weak_words():
                continue  # "made" is a word, MADE a name
            (partners if wish_cues.WITH.search(text.folded[: token.begin]) else named).add(entity_id)
            taken |= set(span)
    for index in taken:
        text.blank(tokens[index].begin, tokens[index].end)
    return frozenset(named), frozenset(partners - named)


def _partners_in(text: _Text, partners: Iterable[str]) -> list[str]:
    """The partners that a question names behind "with"."""
    found = []
    for name in sorted({name for name in partners if len(name) > 1}, key=len, reverse=True):
        for match in re.finditer(rf"\b{re.escape(fold(name))}\b", text.folded):
            if wish_cues.WITH.search(text.folded[: match.start()]):
                found.append(name)
                text.blank(*match.span())
                break
    return found


_SPOT = re.compile(r"\b(?:in|at|near|from|a|en|au|aux|dans|to|for|y|et|and|or|o|ou)\s+(?:the |la |le |el |l')?$")


def _places_in(text: _Text, spots: Iterable[Place]) -> tuple[Place, ...]:
    """The cities and countries of a question: written with a capital, or behind "in"; and the ``spots`` it names."""
    tokens = tokens_of(text.text)
    found: list[Place] = []
    index = 0
    while index < len(tokens):
        for size in range(min(5, len(tokens) - index), 0, -1):
            begin, end = tokens[index].begin, tokens[index + size - 1].end
            place = places().get(text.folded[begin:end])
            capital = tokens[index].raw[0].isupper() and index > 0
            if place is None or not (capital or _SPOT.search(text.folded[:begin]) or len(tokens) <= 3):
                continue
            if size == 1 and tokens[index].stop:
                continue
            found.append(place)
            text.blank(begin, end)
            index += size - 1
            break
        index += 1
    for name, place in sorted({(fold(spot.city or spot.country), spot) for spot in spots}, key=str):
        match = re.search(rf"\b{re.escape(name)}\b", text.folded) if len(name) > 2 else None
        if match:
            found.append(place)
            text.blank(*match.span())
    return tuple(dict.fromkeys(found))


def _kinds_in(corpus: Corpus, text: _Text, head: int) -> tuple[frozenset[ContributionKind], tuple[Word, ...]]:
    """The kinds that are asked for, before what they are about; and the special nouns that name them."""
    kinds: set[ContributionKind] = set()
    nouns: list[Word] = []
    for kind, noun in wish_cues.KIND_NOUNS:
        for match in noun.finditer(text.folded, 0, head):
            kinds.add(kind)
            text.blank(*match.span())
    for kind, cue in cues.KINDS:
        for match in cue.finditer(text.folded, 0, head):
            if _VERBAL.search(match[0]) or not _heads(text.folded, match.end()):
                continue
            kinds.add(kind)
            nouns.append(word_of(corpus, text.text[match.start() : match.end()]))
            text.blank(*match.span())
    return frozenset(kinds), tuple(nouns)


#: Words that name a kind in a reply, and are verbs or something else in a question.
_VERBAL = re.compile(
    r"launch|lancement|lanzamiento|advis|support|report(?:ed|ing)|services?|days|journees|panels?|initiative|"
    r"roll|appui"
)


def _heads(folded: str, end: int) -> bool:
    """Whether a noun is the thing itself and no part of a name: behind it stands no further noun."""
    return (
        re.match(
            r"[\W\d]*(?:$|(?:on|about|in|at|for|of|by|from|with|is|are|was|were|has|have|had|does|do|did|will|"
            r"planned|scheduled|held|that|which|and|or|"
            r"sur|a|en|au|aux|de|des|du|d|par|avec|pour|est|sont|a-t|prevu\w*|qui|que|et|ou|sobre|del|por|con|"
            r"para|esta|estan|hay|ha|han|tiene|tienen|"
            r"previst\w+|y|o|organi\w+|publi\w+|announc\w+|annonc\w+|anunci\w+|offer\w*|propos\w*|contribu\w*|"
            r"where|when|donde|ou|the|l|la|le|el|this|next)\b)",
            folded[end:],
        )
        is not None
    )


def _words_in(corpus: Corpus, text: _Text, asked: Understood) -> tuple[Word, ...]:
    """The words that say what something is about, with what means the same."""
    read = corpus.read(text.text, asked.language)
    words: list[Word] = []
    taken: set[int] = set()
    for name in sorted(read.names, key=lambda name: name.first - name.last):
        span = set(range(name.first, name.last))
        if span & taken or len(span) < 2:
            continue
        same = {other.unit for other in read.names if (other.first, other.last) == (name.first, name.last)}
        said = read.tokens[name.first : name.last]
        if any(text.folded[one.end : other.begin].strip(" -'") for one, other in pairwise(said)):
            continue
        words.append(Word(" ".join(token.raw for token in said), frozenset(same)))
        taken |= span
    for index, token in enumerate(read.tokens):
        if index in taken or token.stop or token.weak or token.folded.isdigit() or len(token.folded) < 2:
            continue
        units = {read.unit_of(index), token.folded, token.stem, light(token.folded)} - {""}
        units |= {name.unit for name in read.names if (name.first, name.last) == (index, index + 1)}
        words.append(Word(token.raw, frozenset(units)))
    return tuple(words[:MOST_WORDS])


def in_follow_up(request: Request, before: Request) -> Request:
    """A question that leans on an earlier one about contributions: what it does not say stays as it was."""
    asked = request.asked
    want = request.want if asked.asks or request.want is not Want.LIST else before.want
    if not asked.asks and before.want in (Want.SILENT, Want.NIL):
        want = Want.LIST
    return replace(request, aim=before.aim, want=want, wish=merged(request.wish, before.wish), before=before.asked)
