"""Answers in words: the asked field first, in one sentence, then what it rests on. Pure functions."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bot.answers.cards import IN_OFFICE, PERSONS, Card, Entry, Sentence
from bot.answers.choosing import telling
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, says
from bot.answers.ranking import Hit, days_in
from bot.answers.sentences import known_text, said_of, tellable
from bot.answers.understanding import Understood
from bot.answers.values import Answer, Citation
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from bot.text.escape import shorten
from bot.text.languages import Language
from bot.text.periods import period_in_words

#: A sentence that adds so large a share of the question to title and fields is what was asked for.
ADDS = 0.05
#: A passage of no more characters is quoted whole.
SHORT_PASSAGE = 350
#: What is asked for being no field, a note is told up to about so many characters.
SHORT_NOTE = 420
_NUMBER = re.compile(
    r"\b(?:\d[\d,. ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|hundred|dozen)\b",
    re.IGNORECASE,
)


def citation_of(entry: Entry, language: Language) -> Citation:
    """The citation of an entry: its title, document, and since when it is known."""
    details = [entry.document or entry.where]
    if entry.known_from is not None and not entry.published:
        details.append(phrase(language, "answers.known_since", day=day_in_words(entry.known_from, language)))
    return Citation(entry.ref, entry.title, "; ".join(detail for detail in details if detail), link_of(entry.source))


#: An address as sources write it, with or without its scheme.
_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s;,<>|\"]*", re.IGNORECASE)


def link_of(source: str) -> str:
    """The first address that a source names; empty where it names none."""
    match = _ADDRESS.search(source)
    if match is None:
        return ""
    address = match[0].rstrip(".)")
    return address if address.lower().startswith("http") else f"https://{address}"


def value_of(entry: Entry, field: Field, asked: Understood) -> str:
    """What an entry holds in a field, in words, as it could be told on the day in question; empty where nothing."""
    language, as_of = asked.language, asked.as_of
    if field is Field.WHEN:
        return period_in_words(entry.period, language)
    raw = {Field.WHERE: entry.venue, Field.WHO: entry.lead, Field.DOCUMENT: entry.document}.get(field, "")
    return known_text(raw, as_of)


def facts_of(entry: Entry, asked: Understood, but: Iterable[Field] = ()) -> str:
    """The short facts of an entry on one line, without those that were told already."""
    told = set(but)
    fields = [field for field in (Field.WHEN, Field.WHERE, Field.WHO, Field.DOCUMENT) if field not in told]
    parts = []
    for field in fields:
        value = value_of(entry, field, asked)
        if value:
            parts.append(phrase(asked.language, f"answers.fact_{field.value}", value=shorten(value, 160)))
    return " ".join(parts)


def tell(corpus: Corpus, asked: Understood, hits: Sequence[Hit]) -> Answer:
    """The answer that the first of the entries gives; those that come close are named after it."""
    hit = hits[0]
    entry = hit.card.entry
    if entry.passage:
        return _tell_passage(asked, hits)
    plain = asked.field in (Field.WHAT, Field.NUMBER)
    sentences = fitting_sentences(asked, hit.card, 4 if plain else 3 if asked.field is Field.WHO else 2)
    lead = _leading_sentence(asked, hit, sentences)
    first = _asked_field(asked, entry)
    if first is None and lead is None:
        return absent(asked, hit)
    # One line each: the asked field; what the note adds; the facts; what took its place; what comes close.
    lines = [" ".join(filter(None, (lead, first or phrase(asked.language, "answers.what", title=entry.title))))]
    lines.append(" ".join(sentence for sentence in sentences if sentence != lead))
    lines.append(facts_of(entry, asked, () if plain else (asked.field,)))
    entries = [entry]
    for other, key in _neighbours(corpus, asked, entry):
        when = period_in_words(other.period, asked.language) or phrase(asked.language, "answers.no_date")
        where = known_text(other.venue, asked.as_of) or "-"
        lines.append(phrase(asked.language, key, title=other.title, when=when, where=where))
        entries.append(other)
    close = [other for other in hits[1:3] if is_close(hit, other) and other.card.entry not in entries]
    if close:
        names = "; ".join(named_entry(other.card.entry, asked) for other in close)
        more = [sentence for other in close for sentence in fitting_sentences(asked, other.card, 1)] if plain else []
        lines.append(" ".join([phrase(asked.language, "answers.see_also", names=names), *more]))
    return answer_of("\n".join(filter(None, lines)), [*entries, *(other.card.entry for other in close)], asked)


def _asked_field(asked: Understood, entry: Entry) -> str | None:
    """The sentence that gives the asked field of an entry; None where the entry does not have it."""
    field, language = asked.field, asked.language
    somebody = is_person(entry) and (entry.kind.casefold() in PERSONS or not entry.lead)
    if field in (Field.WHAT, Field.NUMBER) or (field is Field.WHO and somebody):
        return phrase(language, "answers.what", title=entry.title)
    value = value_of(entry, field, asked)
    if not value:
        return None
    period = entry.period
    if field is Field.WHEN and says("deadline", asked.folded) and period.end and period.start != period.end:
        due = phrase(language, "answers.until", day=day_in_words(period.end, language))
        value = f"{due} ({value})" if period.start else value
    return phrase(language, f"answers.{field.value}", **{field.value: value, "title": entry.title})


def is_close(first: Hit, other: Hit) -> bool:
    """Whether an entry comes so close to the first that it may be meant."""
    return other.score >= 0.72 * first.score and other.score >= 0.35


def is_person(entry: Entry) -> bool:
    """Whether an entry is somebody in office: then its title is who it is."""
    return entry.kind.casefold() in IN_OFFICE


def _tell_passage(asked: Understood, hits: Sequence[Hit]) -> Answer:
    """A published answer as it stands; of a passage, the sentences that hold most of the question, in their order."""
    hit = hits[0]
    entry = hit.card.entry
    if entry.published:
        text = phrase(asked.language, "answers.published", text=entry.passage, where=entry.where)
        return answer_of(text, [entry], asked)
    text = phrase(asked.language, "answers.passage", sentence=_quoted(asked, hit.card), title=entry.title)
    entries = [entry]
    for other in hits[1:3]:
        if is_close(hit, other):
            said = (
                _quoted(asked, other.card)
                if other.card.entry.passage
                else " ".join(fitting_sentences(asked, other.card, 2))
            )
            text += " " + phrase(
                asked.language, "answers.passage", sentence=said or other.card.entry.title, title=other.card.entry.title
            )
            entries.append(other.card.entry)
            break
    return answer_of(text, entries, asked)


def _quoted(asked: Understood, card: Card) -> str:
    """A short passage whole; of a longer one the sentences that hold most of a question, in their order."""
    if len(card.entry.passage) <= SHORT_PASSAGE:
        return card.entry.passage
    best = fitting_sentences(asked, card, 2) or [card.sentences[0].text]
    return shorten(" ".join(sentence.text for sentence in card.sentences if shorten(sentence.text, 600) in best), 900)


def _leading_sentence(asked: Understood, hit: Hit, sentences: Sequence[str]) -> str | None:
    """The sentence that itself says what is asked, where title and fields do not: it comes first."""
    if not sentences or hit.sentence is None:
        return None
    best = sentences[0]
    if asked.field is Field.NUMBER:
        return best if _NUMBER.search(best) else None
    if hit.added < ADDS or best != hit.sentence.text:
        return None
    if asked.field is Field.WHEN and not days_in(best):
        return None
    return best


def fitting_sentences(asked: Understood, card: Card, count: int = 2) -> list[str]:
    """The sentences of a note that hold most of a question, best first; how things once stood comes last."""
    if asked.as_of is not None and not card.entry.told_at(asked.as_of):
        return []
    scored = []
    for position, sentence in enumerate(card.sentences):
        if not tellable(sentence.text, asked.as_of):
            continue
        held = sum(part.weight * part.held(sentence.units) for part in asked.parts)
        beyond = sum(
            part.weight * part.held(sentence.units)
            for part in asked.parts
            if part.held(card.title) == 0.0 and part.held(card.meta) == 0.0
        )
        score = held + 1.5 * beyond - 0.02 * position + _fits_the_day(asked, sentence)
        if sentence.text.startswith("That "):
            # What is said of how something is known matters less than what is known.
            score -= 0.25 * asked.weight
        if asked.field is Field.NUMBER and _NUMBER.search(sentence.text):
            score += 0.3 * asked.weight
        if asked.field is Field.WHEN and days_in(sentence.text):
            score += 0.1 * asked.weight
        scored.append((score, -position, sentence.text))
    best = sorted(scored, reverse=True)[:count]
    # A question that says nothing but "what was it?" gets the note from its beginning; so does one whose words the
    # note does not repeat, where what is asked for is no field.
    least = 0.12 * asked.weight if telling(asked.content) else -0.1
    fitting = [shorten(text, 600) for score, _, text in best if score > least]
    if asked.field in (Field.WHAT, Field.NUMBER):
        room = SHORT_NOTE - sum(map(len, fitting))
        for _, _, text in best:
            stale = said_of(text) is not None and asked.as_of is None
            if shorten(text, 600) not in fitting and len(text) <= room and not stale:
                fitting.append(text)
                room -= len(text)
    return fitting


def _fits_the_day(asked: Understood, sentence: Sentence) -> float:
    said = said_of(sentence.text)
    if said is None:
        return 0.0
    if asked.as_of is not None:
        # Of several days of which a note speaks, the last one before the day in question counts.
        return 0.25 * asked.weight if said <= asked.as_of <= said + dt.timedelta(days=45) else 0.0
    return -0.3 * asked.weight


def _neighbours(corpus: Corpus, asked: Understood, entry: Entry) -> list[tuple[Entry, str]]:
    """What replaced an entry and what it replaced, as far as that was known."""
    later = corpus.by_ref.get(corpus.successor.get(entry.ref, ""))
    earlier = corpus.by_ref.get(entry.supersedes)
    pairs = ((later, "answers.superseded_by"), (earlier, "answers.replaces"))
    return [(other, key) for other, key in pairs if other and (asked.as_of is None or other.known_at(asked.as_of))]


def absent(asked: Understood, hit: Hit) -> Answer:
    """The entry is there, the asked field is not: say so, and give what it has."""
    entry = hit.card.entry
    parts = [phrase(asked.language, f"answers.no_{asked.field.value}", title=entry.title)]
    if facts := facts_of(entry, asked, [asked.field]):
        parts.append(facts)
    cited = (citation_of(entry, asked.language),)
    return Answer(" ".join(parts), cited, True, asked.language, cited)


def abstain(asked: Understood, nearest: Sequence[Card]) -> Answer:
    """Say aloud that the roadmap does not hold the answer, and what is nearest."""
    return unknown([card.entry for card in nearest], asked.language)


def unknown(nearest: Sequence[Entry], language: Language, reason: str = "") -> Answer:
    """An abstention, with what is nearest."""
    parts = [reason or phrase(language, "answers.unknown")]
    if nearest:
        named = "; ".join(_named(entry, language) for entry in nearest)
        parts.append(phrase(language, "answers.nearest", names=named))
    return Answer(" ".join(parts), (), True, language, tuple(citation_of(entry, language) for entry in nearest))


def listed(asked: Understood, heading: str, cards: Sequence[Card], *, start: int = 0, size: int = 15) -> list[str]:
    """Entries as lines under a heading, one page of them; a longer list says how many more there are."""
    lines = [heading]
    for card in cards[start : start + size]:
        lines.append("- " + named_entry(card.entry, asked))
    left = len(cards) - start - size
    if left > 0:
        lines.append(phrase(asked.language, "answers.more", count=left))
    return lines


def named_entry(entry: Entry, asked: Understood) -> str:
    """An entry in one line: when, what, where."""
    when = period_in_words(entry.period, asked.language) or phrase(asked.language, "answers.no_date")
    where = known_text(entry.venue, asked.as_of)
    line = f"{when}: {shorten(entry.title, 120)}"
    return f"{line} ({shorten(where, 100)})" if where else line


def _named(entry: Entry, language: Language) -> str:
    when = period_in_words(entry.period, language)
    title = shorten(entry.title, 160)
    return f"{title} ({when})" if when else title


def answer_of(text: str, entries: Iterable[Entry], asked: Understood) -> Answer:
    """An answer that rests on entries."""
    return Answer(text, tuple(citation_of(entry, asked.language) for entry in entries), False, asked.language)
