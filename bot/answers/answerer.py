"""Answers questions from the roadmap in the database."""

import asyncio
import datetime as dt

from bot.answers.composing import abstain, compose
from bot.answers.corpus import Corpus, Entry, Hit
from bot.answers.values import Answer, Question
from bot.answers.words import asked_field, asks_for_next, is_small_talk, language_of_text, stems
from bot.roadmaps.milestones import span
from bot.text.catalogue import phrase
from storage.queries.roadmap import change_token, milestones, sources, terms
from storage.store import Store

#: A question of more characters is cut: nobody asks so long, and the rest would only cost time.
MAX_QUESTION = 2_000
#: The share of a question's weight that an entry must hold, lest we abstain. On the sample questions a lower threshold
#: gives more right answers and more wrong ones; what was measured stands in docs/decisions/0005.
SUPPORT = 0.55
NEAREST = 2


class Answerer:
    """Holds the corpus in memory, and looks before each question whether the roadmap has changed since."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._token: str | None = None
        self._corpus = Corpus(())
        self._building = asyncio.Lock()

    async def corpus(self) -> Corpus:
        """The corpus as the database holds it now; built in a thread when it has changed."""
        async with self._building:
            async with self._store.reading() as session:
                token = await change_token(session)
                if token == self._token:
                    return self._corpus
                entries = [
                    Entry(
                        ref=row.key,
                        title=row.title,
                        period=span(row.start, row.end),
                        kind=row.kind,
                        venue=row.venue or "",
                        lead=row.lead or "",
                        document=row.document or "",
                        workstream=row.workstream or "",
                        note=row.note or "",
                        known_from=row.known_from,
                        supersedes=row.supersedes or "",
                    )
                    for row in await milestones(session)
                ]
                for source in await sources(session):
                    entries += [
                        Entry(
                            ref=f"{source.name}#{passage.number}",
                            title=source.title,
                            passage=passage.text,
                            where=f"{passage.heading or source.title}, {passage.number}",
                        )
                        for passage in source.passages
                    ]
                names = [(term.short, term.long, *term.aliases) for term in await terms(session)]
            self._corpus = await asyncio.to_thread(Corpus, entries, names)
            self._token = token
            return self._corpus

    async def ask(self, question: Question) -> Answer:
        """Answer a question, or say aloud that the roadmap does not hold the answer."""
        corpus = await self.corpus()
        return await asyncio.to_thread(answer, corpus, question)


def answer(corpus: Corpus, question: Question) -> Answer:
    """Answer from a corpus; pure."""
    text = question.text[:MAX_QUESTION].strip()
    language = language_of_text(text, question.language)
    if is_small_talk(text):
        return Answer(phrase(language, "answers.small_talk"), (), False, language)
    said = stems(text)
    if question.history and len(said) <= 2:
        # A short follow-up ("and where?") asks about what was spoken of before.
        text = f"{text} {question.history[-1]}"
        said = stems(text)
    if not said:
        return abstain((), language)
    if asks_for_next(text) and (found := _next(corpus, text, question.as_of or question.today, question.as_of)):
        return compose(found, asked_field(question.text), text, corpus, language, question.as_of)
    hits = corpus.search(text, as_of=question.as_of)
    if hits and hits[0].support >= SUPPORT:
        return compose(hits[0].entry, asked_field(question.text), text, corpus, language, question.as_of)
    return abstain(_nearest(hits), language)


def _next(corpus: Corpus, text: str, day: dt.date, as_of: dt.date | None) -> Entry | None:
    """The first entry after a day among those that fit the question best."""
    hits = corpus.search(text, as_of=as_of, limit=40)
    fitting = [hit for hit in hits if hit.support >= hits[0].support * 0.9] if hits else []
    later = [
        (hit.entry.period.start, hit.entry)
        for hit in fitting
        if hit.entry.period.start is not None and hit.entry.period.start > day
    ]
    return min(later, key=lambda pair: pair[0])[1] if later else None


def _nearest(hits: list[Hit]) -> tuple[Entry, ...]:
    return tuple(hit.entry for hit in hits if not hit.entry.passage and hit.support > 0)[:NEAREST]


def coming(corpus: Corpus, day: dt.date, count: int) -> list[Entry]:
    """The next entries of the roadmap after a day, those of an exact day only."""
    later = [e for e in corpus.entries if e.period.start is not None and e.period.start > day and not e.passage]
    return sorted(later, key=lambda entry: (entry.period.start or day, entry.ref))[:count]
