"""Answers questions from what is in the database: the roadmap, its sources, published answers, contributions."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from bot.answers.cards import Entry, period_of, texts_of
from bot.answers.corpus import Corpus
from bot.answers.offers.contributed import Contributed
from bot.answers.replying import answer
from bot.answers.values import Answer, Question
from bot.search.embedding import Embedder
from bot.search.vectors import digest_of, vectors_for
from bot.text.dates import day_in_words
from storage.queries.questions import published_answers
from storage.queries.roadmap import change_token, milestones, sources, terms
from storage.queries.vectors import forget_unused
from storage.store import Store


class Progress(Protocol):
    """Hears how many texts there are to embed, then how many more are done."""

    def __call__(self, done: int, total: int) -> None: ...


class Answerer:
    """Holds the corpus in memory, and looks before each question whether the roadmap has changed since.

    Without an ``embedder`` the words alone decide.
    """

    def __init__(self, store: Store, embedder: Embedder | None = None) -> None:
        self._store = store
        self._embedder = embedder
        self._token: str | None = None
        self._corpus = Corpus()
        self._building = asyncio.Lock()
        self._contributed = Contributed(store)

    async def corpus(self, progress: Progress | None = None) -> Corpus:
        """The corpus as the database holds it now; built in a thread when it has changed.

        Sentence vectors that the database lacks are made and stored on the way.
        """
        async with self._building:
            async with self._store.reading() as session:
                token = await change_token(session)
                if token == self._token:
                    return self._corpus
                entries = await entries_in(session)
                names = [(term.short, term.long, *term.aliases) for term in await terms(session)]
            vectors = await self._vectors(entries, progress)
            self._corpus = await asyncio.to_thread(Corpus, entries, names, vectors)
            self._token = token
            return self._corpus

    async def _vectors(self, entries: list[Entry], progress: Progress | None) -> NDArray[np.float32] | None:
        if self._embedder is None or not entries:
            return None
        texts = texts_of(entries)
        report: Callable[[int], None] | None = None
        if progress is not None:
            progress(0, len(texts))

            def report(done: int) -> None:
                progress(done, len(texts))

        return await vectors_for(self._store, self._embedder, texts, report)

    async def tidy(self) -> int:
        """Forget the stored vectors of texts that are no longer there; returns how many."""
        if self._embedder is None:
            return 0
        async with self._store.reading() as session:
            entries = await entries_in(session)
        kept = {digest_of(self._embedder.name, text) for text in texts_of(entries)}
        async with self._store.unit() as session:
            return await forget_unused(session, kept)

    async def ask(self, question: Question) -> Answer:
        """Answer a question, or say aloud that the roadmap does not hold the answer.

        Who asks is told of the contributions what they may see, too.
        """
        corpus = await self.corpus()
        embed = self._embedder.question if self._embedder is not None else None

        async def roadmap(asked: Question) -> Answer:
            return await asyncio.to_thread(answer, corpus, asked, embed)

        if question.asker is None:
            return await roadmap(question)
        return await self._contributed.answer(corpus, question, roadmap)


async def entries_in(session: AsyncSession) -> list[Entry]:
    """Everything that an answer can cite, as the database holds it."""
    entries = [
        Entry(
            ref=row.key,
            title=row.title,
            period=period_of(row.kind, row.start, row.end),
            kind=row.kind,
            venue=row.venue or "",
            lead=row.lead or "",
            document=row.document or "",
            workstream=row.workstream or "",
            note=row.note or "",
            known_from=row.known_from,
            supersedes=row.supersedes or "",
            source=row.source or "",
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
    for row in await published_answers(session, dt.date.min):
        entries.append(
            Entry(
                ref=f"answer#{row.id}",
                title=row.asked,
                passage=row.text,
                where=", ".join(filter(None, (row.officer, day_in_words(row.published_at.date(), "en")))),
                known_from=row.published_at.date(),
                valid_until=row.review_on,
                published=True,
            )
        )
    return entries
