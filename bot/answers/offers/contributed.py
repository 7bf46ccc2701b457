"""Answers from the contributions that the asker may see, alone or beside those of the roadmap.

What the roadmap answers by itself stays as it is. Nothing of a contribution is told in a channel, and what somebody
may not see is not counted either: it is never among the rows that are looked through.
"""

import asyncio
import datetime as dt
import functools
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.answers import followups
from bot.answers.choosing import fields_hold, telling
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, Task, is_small_talk
from bot.answers.offers.rows import Chosen, Offer, Reader, Wish, chosen
from bot.answers.offers.wishes import (
    Aim,
    Request,
    Want,
    aim_of,
    entity_named,
    in_follow_up,
    may_concern,
    speaks_of_itself,
    want_of,
    wish_of,
)
from bot.answers.offers.wording import NAMED, Teller
from bot.answers.replying import MAX_QUESTION, MAX_TURNS
from bot.answers.understanding import Understood, language_of_question, understand
from bot.answers.values import Answer, Asker, Question
from bot.contributions.lines import merged_into
from bot.contributions.places import Place, places
from bot.contributions.rights import may_see
from bot.panels.status import PanelStatus, panel_status
from bot.text.catalogue import phrase
from storage.models import Contribution, Entity
from storage.queries.contributions import (
    contributions_by_id,
    entities_on_panels,
    tellable_contributions,
    tellable_nil_returns,
)
from storage.queries.findings import pairings_among
from storage.queries.panels import panels_of_workspace
from storage.store import Store
from storage.words import ContributionState, PairVerdict, PanelState

#: Asks the roadmap alone, and asks it this question.
Roadmap = Callable[[Question], Awaitable[Answer]]
Ask = Callable[[], Awaitable[Answer]]
_OPENING = re.compile(
    r"^\W*(?:and|but|also|what about|how about|what of|same for|et|mais|aussi|qu'en est-il|y|pero|tambien|que tal)\b"
)
_FIELDED = (Field.WHEN, Field.WHERE, Field.WHO, Field.DOCUMENT)


@functools.cache
def _gazetteer() -> frozenset[Place]:
    return frozenset(places().values())


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody may be told: the entities of their panels, contributions, and who has nothing to report.

    ``own`` are the entities for which the person answers.
    """

    entities: tuple[Entity, ...] = ()
    offers: tuple[Offer, ...] = ()
    nils: tuple[tuple[int, dt.date], ...] = ()
    own: frozenset[int] = frozenset()


class Contributed:
    """Answers from contributions; what it has read of them it keeps, by its text, until the roadmap changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reader = Reader(Corpus())

    async def answer(self, corpus: Corpus, question: Question, roadmap: Roadmap) -> Answer:
        """Answer from contributions where they are meant; ``roadmap`` is asked where it may be meant."""
        asker = question.asker
        text = question.text[:MAX_QUESTION].strip()
        if asker is None or is_small_talk(text) or not any(letter.isalnum() for letter in text):
            return await roadmap(question)
        turns = await asyncio.to_thread(_read, corpus, replace(question, text=text))
        ask = _once(roadmap, _for_roadmap(question, turns))
        if not any(may_concern(turn) for turn in turns) and (
            not asker.private or _says(corpus, turns[-1], await ask())
        ):
            return await ask()
        if self._reader.corpus is not corpus:
            self._reader = Reader(corpus)
        reader = self._reader
        async with self._store.reading() as session:
            seen = await _seen(session, asker, reader, question.as_of)
        request = await asyncio.to_thread(request_of, corpus, seen, turns)
        found = await asyncio.to_thread(chosen, seen.offers, request.wish, question.today, reader, seen.entities)
        if await _is_of_roadmap(corpus, request, found, ask):
            return await ask()
        language = request.asked.language
        if not asker.private:
            if request.aim is not Aim.CONTRIBUTIONS and not _lost(await ask()):
                return await ask()
            return Answer(phrase(language, "offers.in_private"), (), False, language)
        if not asker.viewer.officer and not asker.viewer.panellist:
            return Answer(phrase(language, "offers.no_seat"), (), True, language)
        teller = Teller(request, seen.entities, seen.offers, seen.nils)
        if request.want is Want.SILENT:
            return teller.silent(await self._silence(asker) if asker.viewer.officer else None)
        if request.aim is Aim.CONTRIBUTIONS:
            return teller.tell(found)
        return _with_roadmap(corpus, request, found, teller, await ask())

    async def _silence(self, asker: Asker) -> list[PanelStatus]:
        """How the panels stand whose call is open; the latest panel, where none is."""
        async with self._store.reading() as session:
            panels = await panels_of_workspace(session, asker.workspace_id)
            wanted = [panel for panel in panels if panel.state is PanelState.OPEN] or panels[:1]
            return [await panel_status(session, panel) for panel in wanted]


def _with_roadmap(corpus: Corpus, request: Request, found: Chosen, teller: Teller, told: Answer) -> Answer:
    """What is told where contributions may be meant: with what the roadmap says, where that may be meant too."""
    if request.aim is Aim.BOTH:
        return teller.beside(told, found)
    if request.aim is Aim.NONE and not _lost(told):
        return teller.before(told, found)
    if request.aim is Aim.ENTITY and not found:
        silent = not _lost(told) and not _is_plain(request)
        if silent and (not request.plans or _holds(corpus, request, told)):
            return told
        return teller.none_beside(told)
    if request.aim is Aim.ENTITY and request.asked.task in (Task.LIST, Task.COUNT) and _holds(corpus, request, told):
        return teller.before(told, found)
    return teller.tell(found)


async def _seen(session: AsyncSession, asker: Asker, reader: Reader, as_of: dt.date | None) -> Seen:
    """What the asker may be told. In a channel nothing but names, by which a question is understood."""
    viewer = asker.viewer
    if not viewer.officer and not viewer.panellist:
        return Seen()
    panels = None if viewer.officer else list(viewer.entities)
    entities = tuple(await entities_on_panels(session, asker.workspace_id, panels))
    if not asker.private:
        return Seen(entities)
    told = await tellable_contributions(session, asker.workspace_id, viewer.entities, officer=viewer.officer)
    offers = {one[0]: reader.kept(*one) for one in told}
    rows = await contributions_by_id(session, [one for one, offer in offers.items() if offer is None])
    offers |= await asyncio.to_thread(lambda: {row.id: reader.offer(row) for row in rows})
    seen = tuple(offer for offer in offers.values() if offer and _may_tell(asker, offer.row, as_of))
    # What was merged is told by the one that stayed, where the asker may be told of that.
    there = [offer.row.id for offer in seen]
    merged = merged_into(there, await pairings_among(session, there, (PairVerdict.MERGED,)))
    seen = tuple(offer for offer in seen if offer.row.id not in merged)
    nils = await tellable_nil_returns(session, asker.workspace_id, panels)
    days = tuple((nil.entity_id, nil.at.date()) for nil in nils if as_of is None or nil.at.date() <= as_of)
    return Seen(entities, seen, days, frozenset(viewer.entities.values()))


def _may_tell(asker: Asker, row: Contribution, as_of: dt.date | None) -> bool:
    """The rights, checked again on each row: a withdrawn one is told to nobody."""
    if as_of is not None and row.created_at.date() > as_of:
        return False
    return row.state is ContributionState.SUBMITTED and may_see(asker.viewer, row)


def _read(corpus: Corpus, question: Question) -> list[Understood]:
    """The questions of the thread that may matter, this one last: one that stands alone needs none before it."""

    def read(text: str) -> Understood:
        language = language_of_question(text, question.language)
        today = question.as_of or question.today
        return understand(corpus, text[:MAX_QUESTION].strip(), language=language, today=today, as_of=question.as_of)

    last = read(question.text)
    leans = followups.asks_for_more(last.folded) or followups.is_follow_up(last)
    return [*(read(turn) for turn in question.history[-MAX_TURNS:] if leans and turn.strip()), last]


def request_of(corpus: Corpus, seen: Seen, turns: Sequence[Understood]) -> Request:
    """What the last of some questions wants, with what those before it said."""
    partners = {name for offer in seen.offers for name in offer.row.partners}
    spots = {place for offer in seen.offers for place in offer.places} - _gazetteer()
    current: Request | None = None
    for asked in turns:
        if current is not None and followups.asks_for_more(asked.folded):
            current = replace(current, page=current.page + 1)
            continue
        wish = wish_of(corpus, asked, seen.entities, partners, spots)
        if speaks_of_itself(asked.folded) and not wish.entities:
            wish = replace(wish, entities=seen.own)
        new = Request(aim_of(asked, entity_named(asked.text, seen.entities)), want_of(asked), wish, asked)
        current = in_follow_up(new, current) if current is not None and _leans(new, current) else new
    assert current is not None, "there is a question"
    return current


def _leans(new: Request, before: Request) -> bool:
    if not followups.is_follow_up(new.asked):
        return False
    return new.aim is Aim.NONE or _OPENING.search(new.asked.folded) is not None


async def _is_of_roadmap(corpus: Corpus, request: Request, found: Chosen, ask: Ask) -> bool:
    """Whether the roadmap alone answers."""
    asked, aim, wish = request.asked, request.aim, request.wish
    named = bool(wish.words) and found.held == 1.0 and bool(found)
    if aim is Aim.NONE:
        # What the roadmap does not hold may be the name of a contribution.
        return not _is_title(wish, found) or _holds(corpus, request, await ask())
    if request.want is Want.SILENT and aim is Aim.CONTRIBUTIONS:
        return False
    if request.leans and wish.words and not found:
        return not _lost(await ask())
    if aim is Aim.CONTRIBUTIONS:
        return _on_contributions(asked, wish) and _holds(corpus, request, await ask())
    if aim is Aim.PERHAPS:
        told = await ask()
        return _holds(corpus, request, told) or not found
    if aim is Aim.ENTITY:
        told = await ask()
        return asked.field in _FIELDED and not named and _holds(corpus, request, told)
    # What happens, whoever does it: contributions are told beside the roadmap where something sets them apart.
    return not found or not wish.narrow or (request.leans and asked.asks and asked.field in _FIELDED)


def _is_title(wish: Wish, found: Chosen) -> bool:
    """Whether the titles of what fits say all that a question does, and that is enough to be a name."""
    said = [*wish.words, *wish.nouns]
    fitting = [*found.offers, *found.undated]
    return (
        bool(wish.words)
        and len(said) + bool(wish.entities) > 1
        and 0 < len(fitting) <= NAMED
        and all(not word.units.isdisjoint(offer.titled) for word in said for offer in fitting)
    )


def _is_plain(request: Request) -> bool:
    """Whether a question says no more than who, when and where, so that it is well answered that there is nothing."""
    wish = request.wish
    return not wish.words and not wish.nouns and request.asked.field not in _FIELDED and not request.asked.yes_no


def _on_contributions(asked: Understood, wish: Wish) -> bool:
    """Whether "contribution" may be what something is about, as in "the session on the contributions of students"."""
    return not wish.entities and len(telling(asked.content)) > 1 and any(_is_cue(part.text) for part in asked.content)


def _is_cue(text: str) -> bool:
    return text.casefold().startswith("contribu")


def _holds(corpus: Corpus, request: Request, told: Answer) -> bool:
    """Whether what the roadmap answers holds all that the question says, with the one it leans on."""
    asked = followups.merged(request.asked, request.before) if request.before else request.asked
    return _says(corpus, asked, told)


def _says(corpus: Corpus, asked: Understood, told: Answer) -> bool:
    parts = telling(asked.content)
    if told.abstained or not told.citations or not parts:
        return False
    card = corpus.card_of.get(told.citations[0].ref)
    return card is not None and not card.entry.passage and all(fields_hold(part, card) for part in parts)


def _lost(told: Answer) -> bool:
    """Whether the roadmap knows nothing of the matter; where it only lacks the asked field, it cites what it has."""
    return told.abstained and not told.citations


def _for_roadmap(question: Question, turns: Sequence[Understood]) -> Question:
    """A question without those before it that were about contributions: the roadmap would read them as its own."""
    others = tuple(turn.text for turn in turns[:-1] if aim_of(turn, False) is not Aim.CONTRIBUTIONS)
    return replace(question, history=others) if len(others) < len(turns) - 1 else question


def _once(roadmap: Roadmap, question: Question) -> Ask:
    """Asks the roadmap a question at most once."""
    known: list[Answer] = []

    async def ask() -> Answer:
        if not known:
            known.append(await roadmap(question))
        return known[0]

    return ask
