"""Answers in words: the asked field first, in one sentence, then what it rests on. Pure functions."""

import datetime as dt
import re

from bot.answers.corpus import Corpus, Entry
from bot.answers.values import Answer, Citation
from bot.answers.words import stems
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from bot.text.escape import shorten
from bot.text.languages import Language
from bot.text.periods import period_in_words


def citation_of(entry: Entry, language: Language) -> Citation:
    """The citation of an entry: its title, document, and since when it is known."""
    details = [entry.document or entry.where]
    if entry.known_from is not None:
        details.append(phrase(language, "answers.known_since", day=day_in_words(entry.known_from, language)))
    return Citation(entry.ref, entry.title, "; ".join(detail for detail in details if detail))


def compose(
    entry: Entry, field: str, question: str, corpus: Corpus, language: Language, as_of: dt.date | None = None
) -> Answer:
    """The answer that one entry gives to what is asked; as of a day, without what became known later."""
    if entry.passage:
        text = phrase(language, "answers.passage", sentence=entry.passage, title=entry.title)
        return _answer(text, (entry,), language)
    period, parts = period_in_words(entry.period, language), []
    values = {"title": entry.title, "when": period, "where": entry.venue, "who": entry.lead, "document": entry.document}
    if field in ("when", "where", "who", "document"):
        asked = values[field]
        if asked:
            parts.append(phrase(language, f"answers.{field}", **values))
        else:
            parts.append(phrase(language, f"answers.no_{field}", title=entry.title))
        rest = [key for key in ("when", "where") if key != field and values[key]]
    else:
        parts.append(phrase(language, "answers.what", title=entry.title))
        rest = [key for key in ("when", "where") if values[key]]
    parts += [phrase(language, f"answers.also_{key}", **{key: values[key]}) for key in rest]
    if sentence := fitting_sentence(entry.note, question):
        parts.append(sentence)
    entries = [entry]
    later = next((other for other in corpus.entries if other.supersedes == entry.ref), None)
    earlier = corpus.by_ref.get(entry.supersedes)
    for other, key in ((later, "answers.superseded_by"), (earlier, "answers.replaces")):
        if other is not None and (as_of is None or other.known_at(as_of)):
            when = period_in_words(other.period, language) or phrase(language, "answers.no_date")
            parts.append(phrase(language, key, title=other.title, when=when, where=other.venue or "-"))
            entries.append(other)
    return _answer(" ".join(parts), tuple(entries), language)


def abstain(nearest: tuple[Entry, ...], language: Language) -> Answer:
    """Say aloud that the roadmap does not hold the answer, and what is nearest."""
    parts = [phrase(language, "answers.unknown")]
    if nearest:
        named = "; ".join(_named(entry, language) for entry in nearest)
        parts.append(phrase(language, "answers.nearest", names=named))
    citations = tuple(citation_of(entry, language) for entry in nearest)
    return Answer(" ".join(parts), (), True, language, citations)


def fitting_sentence(note: str, question: str) -> str:
    """The sentence of a note that shares most with the question; the first where none shares anything."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z0-9'\"])", note.strip())
    asked = set(stems(question))
    best = max(sentences, key=lambda sentence: len(asked & set(stems(sentence))), default="")
    return shorten(best, 600)


def _named(entry: Entry, language: Language) -> str:
    when = period_in_words(entry.period, language)
    title = shorten(entry.title, 160)
    return f"{title} ({when})" if when else title


def _answer(text: str, entries: tuple[Entry, ...], language: Language) -> Answer:
    return Answer(text, tuple(citation_of(entry, language) for entry in entries), False, language)
