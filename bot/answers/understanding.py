"""What a question says: its language, what it asks for, and the things by which entries can be found. Pure."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.answers.analysis import Analysis, Name, Token, light, stem
from bot.answers.cards import Entry, symbols_in
from bot.answers.corpus import Corpus
from bot.answers.cues import Field, Task, cue, cue_spans, field_of, fields_of, says, task_of
from bot.search.words import language_of_words
from bot.text.languages import Language
from bot.text.period_grammar import Found, find_periods, fold


class Kind(StrEnum):
    """What a part of a question is; it decides what the part weighs."""

    NAME = "name"
    WORD = "word"
    WEAK = "weak"
    CUE = "cue"
    PROPER = "proper"
    ORDINAL = "ordinal"
    SYMBOL = "symbol"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question that an entry may hold.

    ``units`` are the ways to hold it, any of them; ``pieces`` the stems of a name of several words, some of which
    count a little. ``weight`` is what it tells to find it.
    """

    kind: Kind
    text: str
    units: frozenset[str]
    weight: float
    pieces: frozenset[str] = frozenset()
    known: bool = True

    def held(self, units: frozenset[str]) -> float:
        """How far a set of units holds the part, 0 to 1."""
        if not self.units.isdisjoint(units):
            return 1.0
        if len(self.pieces) > 1:
            share = len(self.pieces & units) / len(self.pieces)
            return 0.7 * share if share >= 0.5 else 0.0
        return 0.0


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, understood."""

    text: str
    folded: str
    language: Language
    today: dt.date
    as_of: dt.date | None
    field: Field
    task: Task
    yes_no: bool
    parts: tuple[Part, ...]
    periods: tuple[Found, ...]
    analysis: Analysis
    ordinals: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    symbols: frozenset[str] = frozenset()
    asks: bool = True
    counted: frozenset[str] = frozenset()
    entries: bool = False

    def may_tell(self, entry: Entry) -> bool:
        """Whether an entry may be told: known on the day in question, and not past its review date."""
        if entry.valid_until is not None and self.today > entry.valid_until:
            return False
        return self.as_of is None or entry.known_at(self.as_of)

    @property
    def strange(self) -> bool:
        """Whether the question holds words of another language than the roadmap's that nothing explains."""
        return any(part.kind is Kind.WEAK and not part.known and len(part.text) > 3 for part in self.parts)

    @property
    def weight(self) -> float:
        """The weight of all parts."""
        return sum(part.weight for part in self.parts)

    @property
    def content(self) -> tuple[Part, ...]:
        """The parts that say what is asked about."""
        return tuple(part for part in self.parts if part.kind not in (Kind.WEAK, Kind.CUE))


#: What stands for any entry of a roadmap, or for a way to count time; it sets nothing apart.
GENERIC = frozenset(
    f"={light(word)}"
    for word in [
        "milestone",
        "event",
        "meeting",
        "step",
        "roadmap",
        "city",
        "country",
        "list",
        "number",
        "day",
        "week",
        "month",
        "year",
        "entry",
        "item",
        "workstream",
        "place",
        "time",
        "date",
        "calendar",
        "side",
        "thing",
        "everything",
        "new",
        "plan",
    ]
)
#: Those of them that name entries: who asks which there are wants a list.
ENTRIES = frozenset(
    f"={light(word)}"
    for word in ["milestone", "event", "meeting", "step", "entry", "item", "thing", "everything", "date", "deadline"]
)
#: "The last day for inputs" is no day before today.
_LAST_DAY = re.compile(r"(?:the |le |el )?(?:last day|dernier jour|ultimo dia)")
#: No document symbol is longer.
LONGEST_SYMBOL = 60
#: The words behind which stands what is counted.
COUNTING = frozenset(["many", "much", "number", "combien", "cuantos", "cuantas", "cuanto", "nombre", "numero", "nb"])
#: What a part weighs by its kind, beside how rare it is.
_FACTORS = {
    Kind.NAME: 1.15, Kind.WORD: 1.0, Kind.WEAK: 0.2, Kind.CUE: 0.1, Kind.PROPER: 1.3, Kind.ORDINAL: 1.3,
    Kind.SYMBOL: 2.5, Kind.PLACE: 1.2,
}  # fmt: skip


def language_of_question(text: str, fallback: Language) -> Language:
    """The language of a question; ``fallback`` where its words do not tell."""
    if (found := language_of_words(re.findall(r"[^\W\d_]+", fold(text)))) is not None:
        return found
    if re.search(r"[¿¡ñ]", text):
        return "es"
    return "fr" if re.search(r"[çœèêàù]|\s\?", text) else fallback


def understand(corpus: Corpus, text: str, *, language: Language, today: dt.date, as_of: dt.date | None) -> Understood:
    """Read a question with the names of the roadmap."""
    folded = fold(text)
    analysis = corpus.read(text, language)
    periods = tuple(
        found for found in find_periods(text, today) if not _LAST_DAY.fullmatch(folded[found.begin : found.end])
    )
    symbols, blocked = _symbols(text)
    spans = [(found.begin, found.end) for found in periods] + blocked
    cues = cue_spans(folded)
    field = field_of(folded)
    parts = _parts(corpus, analysis, spans, cues, foreign=language != corpus.language)
    if symbols:
        parts.append(Part(Kind.SYMBOL, " ".join(sorted(symbols)), frozenset(symbols), corpus.unknown_weight * 2.5))
    return Understood(
        text=text,
        folded=folded,
        language=language,
        today=today,
        as_of=as_of,
        field=field,
        task=task_of(folded),
        yes_no=says("yes_no", folded),
        parts=tuple(_by_field(part, field) for part in parts),
        periods=periods,
        analysis=analysis,
        ordinals=frozenset(number for _, number in analysis.ordinals),
        places=frozenset(name.unit for name in analysis.names if name.unit.startswith("%")),
        symbols=frozenset(symbols),
        counted=_counted(corpus, analysis),
        entries=_wants_entries(corpus, folded, analysis),
        asks=bool(fields_of(folded)) or task_of(folded) is not Task.TELL,
    )


def _wants_entries(corpus: Corpus, folded: str, analysis: Analysis) -> bool:
    """Whether a list of entries is wanted, and not of what a note lists ("which countries apply it?")."""
    if says("entries", folded):
        return True
    match = cue("head").search(folded)
    begin = match.end() if match else 0
    seen = 0
    for index, token in enumerate(analysis.tokens):
        if token.begin < begin or token.folded.isdigit() or (token.stop and not seen):
            continue
        units = {token.stem} | {n.unit for n in analysis.names if n.first <= index < n.last}
        if units & (corpus.kinds | ENTRIES) or any(unit in corpus.series for unit in units):
            return True
        seen += 1
        if seen > 3 or token.stop:
            return False
    return False


#: Who does these is in the field that is asked for with "who": they tell little of which entry is meant.
_ROLES = frozenset(f"={light(word)}" for word in ["lead", "chair", "host", "organize", "moderator", "president"])


def _by_field(part: Part, field: Field) -> Part:
    if field is Field.WHO and part.kind is Kind.WORD and part.units & _ROLES:
        return replace(part, kind=Kind.WEAK, weight=part.weight * 0.4)
    return part


def _counted(corpus: Corpus, analysis: Analysis) -> frozenset[str]:
    """The stems of what is counted: the noun behind "how many", with the English name of a foreign one."""
    tokens = analysis.tokens
    for index, token in enumerate(tokens):
        if token.folded in COUNTING:
            begin = index + 1
            while begin < len(tokens) and tokens[begin].stop and begin <= index + 3:
                begin += 1
            found: set[str] = set()
            for position in range(begin, min(begin + 2, len(tokens))):
                if tokens[position].stop or tokens[position].weak:
                    break
                found.add(tokens[position].stem)
                found |= {
                    stem(piece)
                    for name in analysis.names
                    if name.first <= position < name.last
                    for piece in fold(corpus.analyzer.titles.get(name.unit, name.unit[1:])).split()
                }
            return frozenset(found)
    return frozenset()


def _symbols(text: str) -> tuple[set[str], list[tuple[int, int]]]:
    found: set[str] = set()
    spans = []
    for match in re.finditer(r"\S+", text):
        word = match[0]
        if len(word) > LONGEST_SYMBOL or not ("/" in word or "." in word) or not any(map(str.isdigit, word)):
            continue
        symbols = symbols_in(word) or symbols_in(word.upper())
        if symbols:
            longest = max(symbols, key=len)
            found.add(longest)
            spans.append((match.start(), match.end()))
    return found, spans


def _parts(
    corpus: Corpus, analysis: Analysis, spans: list[tuple[int, int]], cues: list[tuple[int, int]], *, foreign: bool
) -> list[Part]:
    tokens = analysis.tokens
    free = [not any(begin < token.end and token.begin < end for begin, end in spans) for token in tokens]
    parts: list[Part] = []
    ordinals = dict(analysis.ordinals)
    for index, number in ordinals.items():
        if free[index]:
            units = frozenset({f"#{number}"})
            kind = Kind.ORDINAL if _counts_through(tokens, index) else Kind.WEAK
            parts.append(_part(corpus, kind, tokens[index].raw, units))
            free[index] = False
    for name in sorted(analysis.names, key=lambda name: (name.first - name.last, name.first)):
        if not all(free[name.first : name.last]):
            continue
        same = [other for other in analysis.names if (other.first, other.last) == (name.first, name.last)]
        parts.append(_named(corpus, tokens, name, same, cues))
        for index in range(name.first, name.last):
            free[index] = False
    for index, token in enumerate(tokens):
        if free[index] and not token.stop:
            parts.append(_worded(corpus, token, index, analysis, cues, foreign=foreign))
    # The same said twice counts once.
    seen: dict[frozenset[str], Part] = {}
    for part in parts:
        seen.setdefault(part.units, part)
    return list(seen.values())


def _counts_through(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an ordinal says which one is meant; "first" behind a verb ("planned first") does not."""
    if not tokens[index].folded.startswith(("first", "premi", "prime")):
        return True
    return index + 1 < len(tokens) and not tokens[index + 1].stop


def _named(
    corpus: Corpus, tokens: tuple[Token, ...], name: Name, same: list[Name], cues: list[tuple[int, int]]
) -> Part:
    said = tokens[name.first : name.last]
    units = {other.unit for other in same}
    pieces = frozenset(token.stem for token in said if not token.stop)
    plain = all(unit.startswith("=") for unit in units)
    kind = Kind.CUE if all(_within(token, cues) and not _is_proper(token) for token in said) else Kind.NAME
    if plain and kind is Kind.NAME and all(token.weak or token.stop for token in said):
        kind = Kind.WEAK
    if len(said) == 1:
        units.add(said[0].stem)
        if any(unit.startswith("%") for unit in units):
            kind = Kind.PLACE
        elif kind is not Kind.CUE and not any(unit.startswith("@") for unit in units):
            kind = Kind.WEAK if said[0].weak else Kind.WORD
    return _part(corpus, kind, " ".join(token.raw for token in said), frozenset(units), pieces)


def _worded(
    corpus: Corpus, token: Token, index: int, analysis: Analysis, cues: list[tuple[int, int]], *, foreign: bool
) -> Part:
    unit = analysis.unit_of(index)
    units = {unit, token.folded}
    known = corpus.weight(unit) > 0
    if not known and not foreign and not token.weak and (better := corpus.index.correct(token.raw)):
        read = corpus.read(better)
        units |= read.units
        known = bool(read.units)
    if _within(token, cues) and not _is_proper(token):
        kind = Kind.CUE
    elif token.weak or unit.isdigit() or (not known and foreign and not token.raw[0].isupper()):
        # A word of another language than the corpus, which no synonym explains, tells nothing against an entry.
        kind = Kind.WEAK
    elif token.raw[0].isupper() and _put_somewhere(analysis.tokens, index) and units & corpus.venues:
        kind = Kind.PLACE
    elif index > 0 and token.raw[0].isupper():
        kind = Kind.PROPER
    else:
        kind = Kind.WORD
    return _part(corpus, kind, token.raw, frozenset(units))


def _is_proper(token: Token) -> bool:
    """Whether a word is an acronym, or a name inside a sentence: such a word never only asks."""
    return token.raw.isupper() and len(token.raw) > 1


#: Behind these stands where something is.
_PUTTING = frozenset(["in", "at", "near", "a", "en", "au", "aux", "de"])


def _put_somewhere(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a word is, or belongs to, the name that stands behind "in" or its like."""
    before = index - 1
    while before >= 0 and (tokens[before].raw[0].isupper() or tokens[before].folded in ("the", "la", "le", "el", "l")):
        if tokens[before].folded in _PUTTING:
            break
        before -= 1
    return before >= 0 and tokens[before].folded in _PUTTING


def _part(corpus: Corpus, kind: Kind, text: str, units: frozenset[str], pieces: frozenset[str] = frozenset()) -> Part:
    rarest = max((corpus.weight(unit) for unit in units), default=0.0)
    known = rarest > 0 or any(corpus.weight(piece) > 0 for piece in pieces)
    weight = rarest or max((corpus.weight(piece) for piece in pieces), default=0.0) or corpus.unknown_weight
    return Part(kind, text, units, weight * _FACTORS[kind], pieces, known)


def _within(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= token.begin and token.end <= end for begin, end in spans)
