"""The index: titles and bodies that are found by their words (tantivy) and by their vectors (numpy), fused.

All of it is in memory; it is built once from its documents, and reading it is safe from any thread.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.words import ANY_STOP, LONGEST_WORD, STOP, Stems, folded, language_of_words, words
from bot.text.languages import LANGUAGES, Language

#: A question of more characters or words is cut: nobody asks so long, and the rest would only cost time.
MAX_QUERY = 1_000
MAX_WORDS = 64
#: How many documents each of the two ways to search brings into the fusion.
POOL = 200
#: What the vectors weigh in the fusion, where the document is in the question's language and where it is in another.
#: Measured on public sets (``make search-sets``): across languages 0.9 finds a little more (nDCG@10 .831, not .826),
#: but keeps only 96 % of that when the question has a typing mistake in it, not 97 %: names are found by their letters.
SAME_LANGUAGE = 0.55
OTHER_LANGUAGE = 0.7
TITLE_BOOST = 2.0
#: What a correction weighs beside the word as it was written, which is nowhere in the documents.
CORRECTED = 0.8
#: Words of fewer letters are not corrected: too many others are near.
SHORTEST_CORRECTED = 4
#: From how many letters on a word may differ by two, and by three.
_MISTAKES = (8, LONGEST_WORD + 1)
_COUSINS = (6, 10)
#: How much of a document tells its language, in characters.
_TELLING = 500
#: What share of the documents is in a language that counts as theirs.
_SPOKEN = 0.05
_HEAP = 15_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: what stands in the title weighs more."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was found, by its number in the order given to the index.

    ``score`` orders what one question found, 0 to 1, and says nothing across questions. ``lexical`` is the BM25 score,
    0 where no word of the question is in the document. ``similarity`` is the cosine of the vectors, 0 without vectors.
    """

    number: int
    score: float
    lexical: float
    similarity: float


class Index:
    """Documents, findable. ``vectors`` holds one normalised row a document, in the same order.

    Raises ValueError where there are more or fewer vectors than documents.
    """

    def __init__(self, documents: Sequence[Document], vectors: NDArray[np.float32] | None = None) -> None:
        if vectors is not None and len(vectors) != len(documents):
            raise ValueError(f"{len(documents)} documents need as many vectors, not {len(vectors)}")
        self._count = len(documents)
        self._vectors = None if vectors is None else np.ascontiguousarray(vectors, dtype=np.float32)
        self._languages = _languages_of(documents)
        self._stems = {language: Stems(language) for language in LANGUAGES}
        self._index = _lexical_index(documents, self._languages, self._stems)
        #: From each word of the documents, folded, to its stems; and the words by their length, to correct others.
        self._vocabulary: dict[str, list[str]] = {}
        for known in self._stems.values():
            for word, stem in known.items():
                if stem not in (stems_of := self._vocabulary.setdefault(folded(word), [])):
                    stems_of.append(stem)
            known.clear()
        self._known_stems = {stem for stems_of in self._vocabulary.values() for stem in stems_of}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            if word.isalpha():
                self._by_length[len(word)].append(word)
        #: The languages of the documents; that of a few among very many is a guess gone wrong, or a quotation.
        self._spoken = {each for each, held in Counter(self._languages).items() if held >= self._count * _SPOKEN}

    def __len__(self) -> int:
        return self._count

    def search(
        self, query: str, *, language: Language = "en", vector: NDArray[np.float32] | None = None, limit: int = 20
    ) -> list[Found]:
        """The documents that a question is about, best first; any of its words may match, and none need to.

        ``language`` is the question's. Any text is let through. Without a ``vector``, or without vectors in the index,
        the words alone decide.
        """
        if not self._count or limit < 1:
            return []
        pool = min(max(POOL, limit), self._count)
        lexical = self._lexical(query, language, pool)
        if vector is None or self._vectors is None:
            highest = max(lexical.values(), default=1.0)
            best = sorted(lexical.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
            return [Found(number, score / highest, score, 0.0) for number, score in best]
        # Row by row: for the whole product BLAS wakes threads that go on waiting in a busy loop, which slows down the
        # embedding of the next question more than they save here.
        similarities: NDArray[np.float32] = np.vecdot(self._vectors, np.asarray(vector, dtype=np.float32))
        nearest = np.argpartition(-similarities, pool - 1)[:pool]
        return self._fused(lexical, similarities, nearest, language)[:limit]

    def _fused(
        self,
        lexical: dict[int, float],
        similarities: NDArray[np.float32],
        nearest: NDArray[np.intp],
        language: Language,
    ) -> list[Found]:
        numbers = np.union1d(nearest, np.fromiter(lexical, dtype=np.intp, count=len(lexical)))
        by_words = np.array([lexical.get(int(number), 0.0) for number in numbers])
        by_meaning = similarities[numbers]
        weights = np.where([self._languages[number] == language for number in numbers], SAME_LANGUAGE, OTHER_LANGUAGE)
        floor = float(similarities[nearest].min())
        scores = weights * _scaled(by_meaning, floor, flat=1.0) + (1 - weights) * _scaled(by_words, 0.0, flat=0.0)
        order = np.lexsort((numbers, -scores))
        return [Found(int(numbers[i]), float(scores[i]), float(by_words[i]), float(by_meaning[i])) for i in order]

    def _lexical(self, query: str, language: Language, pool: int) -> dict[int, float]:
        """The BM25 scores of the documents that hold most of a question's words."""
        schema = self._index.schema
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, stem), weight * boost),
            )
            for stem, weight in self._wanted(query, language).items()
            for field, boost in (("title", TITLE_BOOST), ("body", 1.0))
        ]
        if not clauses:
            return {}
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), limit=pool, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        return {
            int(number): float(score) for (score, _), number in zip(hits, numbers, strict=True) if number is not None
        }

    def _wanted(self, query: str, language: Language) -> dict[str, float]:
        """The stems to look for, each with its weight."""
        said = list(dict.fromkeys(words(query[:MAX_QUERY])))[:MAX_WORDS]
        telling = [word for word in said if folded(word) not in STOP[language]] or said
        wanted: dict[str, float] = {}
        for word in telling:
            for stem, weight in self._stems_for(word, language):
                wanted[stem] = max(weight, wanted.get(stem, 0.0))
        return wanted

    def _stems_for(self, word: str, language: Language) -> Iterator[tuple[str, float]]:
        """The stems under which the documents may hold a word; where they do not, those of the word nearest to it.

        A word in another language than the documents' may be farther from theirs: names and many other words are
        written nearly alike in our languages ("independencia", "independence").
        """
        if known := self._known(word):
            yield from ((stem, 1.0) for stem in known)
        elif (near := self._nearest(word, _MISTAKES if language in self._spoken else _COUSINS)) is not None:
            yield from ((stem, CORRECTED) for stem in self._vocabulary[near])

    def _known(self, word: str) -> list[str]:
        """The stems of a word that the documents hold, in this form or another; empty where they do not."""
        if (plain := folded(word)) in self._vocabulary:
            return self._vocabulary[plain]
        stemmed = dict.fromkeys(stems.of(word) for stems in self._stems.values())
        return [stem for stem in stemmed if stem in self._known_stems]

    def correct(self, word: str) -> str | None:
        """The word of the documents (folded) that a mistyped one stands for; None where it is none, or none is near.

        One mistake is one letter too many, missing or other, or two that changed places; a word of eight letters may
        have two. Never corrected are words that the documents hold in any form, function words and numbers.
        """
        word = word.strip()[:LONGEST_WORD]
        return None if self._known(word) else self._nearest(word, _MISTAKES)

    def _nearest(self, word: str, steps: tuple[int, int]) -> str | None:
        plain = folded(word)
        if len(plain) < SHORTEST_CORRECTED or not plain.isalpha() or plain in ANY_STOP:
            return None
        allowed = 1 + sum(len(plain) >= step for step in steps)
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(plain) - allowed, len(plain) + allowed + 1):
            choices = self._by_length.get(length, ())
            for other, distance, _ in process.extract(
                plain, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None
            ):
                near.append((int(distance), other[0] != plain[0], -self._frequency(other), other))
        return min(near)[-1] if near else None

    def _frequency(self, word: str) -> int:
        searcher = self._index.searcher()
        return sum(searcher.doc_freq(field, stem) for stem in self._vocabulary[word] for field in ("title", "body"))


def _scaled(values: NDArray[np.floating], floor: float, flat: float) -> NDArray[np.floating]:
    """The values from 0 at the floor or below it to 1 at the highest; ``flat`` each, where none is above the floor."""
    if (span := float(values.max()) - floor) <= 0:
        return np.full(len(values), flat)
    scaled: NDArray[np.floating] = np.clip((values - floor) / span, 0.0, 1.0)
    return scaled


def _languages_of(documents: Sequence[Document]) -> list[Language | None]:
    """Each document's language; where it is too short to tell, that of most others. None where nothing tells."""
    found = [language_of_words(words(f"{each.title} {each.body[:_TELLING]}")) for each in documents]
    told = Counter(language for language in found if language is not None)
    common = told.most_common(1)[0][0] if told else None
    return [language or common for language in found]


def _lexical_index(
    documents: Sequence[Document], languages: Sequence[Language | None], stems: dict[Language, Stems]
) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("number", fast=True, indexed=False)
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for number, (document, language) in enumerate(zip(documents, languages, strict=True)):
        known = stems[language or "en"]
        title, body = (" ".join(map(known.__getitem__, words(text))) for text in (document.title, document.body))
        writer.add_document(tantivy.Document(title=[title], body=[body], number=[number]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
