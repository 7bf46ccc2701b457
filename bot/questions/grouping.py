"""The same question in other words: a measure that can be explained in two sentences.

Two questions are the same when they ask for the same thing (when, where, who, how many), name the same numbers, and
share more than two thirds of the words that carry meaning. A word also counts as shared where the other question has
it with a slip of the pen or another ending.
"""

import datetime as dt
import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LIKE = 0.84
SHORT = 4
#: Slips in the first letters are rare, and endings stand at the end.
START = 3

_WORD = re.compile(r"[^\W_]+")
# Words of the three languages that tell nothing of what a question is about.
_FUNCTION_WORDS = (
    "a about al all am an and any are as at au aux be been by can could da dans de del der des did do does du el "
    "elle en es esta est et for from had has have he how i if il in into is it its know la las le les lo los me "
    "mi my nous of on or ou our par para please por pour que qu se sera ser si so son su sur s t tell tiene than "
    "that the their there these they this those to un una une us va was we were which will with would y you your "
    "d l c j n m what quel quelle quels quelles quoi cual cuales lequel laquelle give show je tu vous yo take "
    "place happen happens held hold lieu lugar tendra aura hay fue sont estan avec con"
)
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_FIELDS: dict[str, str] = {
    **dict.fromkeys(("when", "quand", "cuando", "date", "dates", "fecha", "fechas"), "when"),
    **dict.fromkeys(("where", "donde", "venue", "city", "ville", "ciudad"), "where"),
    **dict.fromkeys(("who", "whom", "qui", "quien", "quienes"), "who"),
    **dict.fromkeys(("many", "much", "combien", "cuantos", "cuantas", "cuanto", "cuanta"), "count"),
    **dict.fromkeys(("why", "pourquoi", "porque"), "why"),
}
_NUMBERS: dict[str, str] = {}
for _number, _names in enumerate(
    (
        "first 1st premier premiere 1er 1ere primer primera primero",
        "second 2nd deuxieme seconde 2e segundo segunda",
        "third 3rd troisieme 3e tercer tercera tercero",
        "fourth 4th quatrieme 4e cuarto cuarta",
        "fifth 5th cinquieme 5e quinto quinta",
        "sixth 6th sixieme 6e sexto sexta",
        "seventh 7th septieme 7e septimo septima",
        "eighth 8th huitieme 8e octavo octava",
        "ninth 9th neuvieme 9e noveno novena",
        "tenth 10th dixieme 10e decimo decima",
        "eleventh 11th onzieme 11e undecimo undecima",
        "twelfth 12th douzieme 12e duodecimo duodecima",
    ),
    start=1,
):
    _NUMBERS.update(dict.fromkeys(_names.split(), str(_number)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was not answered well, as the groups see it."""

    id: int
    text: str
    person_id: int | None
    at: dt.datetime
    voted_down: bool = False
    sent_at: dt.datetime | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """What two questions are compared by."""

    fields: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]
    folded: str


@dataclass(slots=True)
class Group:
    """One question in all the words in which it was asked, the newest first."""

    sense: Sense
    questions: list[Asked] = field(default_factory=list)

    @property
    def newest(self) -> Asked:
        """The question by which the group is shown."""
        return self.questions[0]

    @property
    def people(self) -> int:
        """How many people asked; those who are no longer known count as one."""
        return len({question.person_id for question in self.questions})

    @property
    def voted_down(self) -> int:
        """How many of the answers somebody voted not helpful."""
        return sum(question.voted_down for question in self.questions)

    @property
    def answered(self) -> bool:
        """Whether the secretariat has answered any of them."""
        return any(question.answered for question in self.questions)

    @property
    def sent_at(self) -> dt.datetime | None:
        """When the last of them was sent to the secretariat."""
        return max((question.sent_at for question in self.questions if question.sent_at), default=None)


def sense_of(text: str) -> Sense:
    """What a question asks for, the numbers in it, and its other words that carry meaning."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    said = _WORD.findall(folded)
    fields = frozenset(_FIELDS[word] for word in said if word in _FIELDS)
    numbers = frozenset(_NUMBERS.get(word, word) for word in said if word in _NUMBERS or word.isdecimal())
    words = frozenset(
        word
        for word in said
        if word not in _FUNCTION and word not in _FIELDS and word not in _NUMBERS and not word.isdecimal()
    )
    return Sense(fields, numbers, words, " ".join(folded.split()))


def alike(one: Sense, other: Sense) -> bool:
    """Whether two questions are the same in other words."""
    if one.numbers != other.numbers or (one.fields and other.fields and one.fields != other.fields):
        return False
    if not one.words or not other.words:
        return one.folded == other.folded or (one.words == other.words and bool(one.numbers))
    total = len(one.words) + len(other.words)
    exact = len(one.words & other.words)
    left, right = one.words - other.words, other.words - one.words
    # Shared twice over total, the usual share of two sets, is more than two thirds: in whole numbers.
    if 3 * (exact + min(len(left), len(right))) <= total:
        return False
    return 3 * (exact + _nearly(left, right)) > total


def groups_of(questions: Iterable[Asked]) -> list[Group]:
    """The questions in groups: what nobody has answered first, then what most people asked, then the latest."""
    groups: list[Group] = []
    by_sense: dict[Sense, Group] = {}
    # Groups by the beginnings of their words: whatever is alike shares enough of these, so that few are compared.
    beginning: dict[str, list[int]] = {}
    wordless: list[Group] = []
    for question in sorted(questions, key=lambda one: one.id, reverse=True):
        sense = sense_of(question.text)
        group = by_sense.get(sense)
        if group is None:
            seen = Counter(number for word in sense.words for number in beginning.get(word[:START], ()))
            near = (
                groups[number]
                for number, shared in sorted(seen.items())
                if 3 * shared > len(sense.words) + len(groups[number].sense.words)
            )
            candidates = near if sense.words else iter(wordless)
            group = next((each for each in candidates if alike(each.sense, sense)), None)
        if group is None:
            group = Group(sense)
            for start in {word[:START] for word in sense.words}:
                beginning.setdefault(start, []).append(len(groups))
            groups.append(group)
            if not sense.words:
                wordless.append(group)
        by_sense[sense] = group
        group.questions.append(question)
    return sorted(
        groups,
        key=lambda group: (
            group.answered,
            -group.people,
            -len(group.questions),
            -group.newest.at.timestamp(),
            -group.newest.id,
        ),
    )


def group_with(groups: Sequence[Group], question_id: int) -> Group | None:
    """The group that a question belongs to."""
    return next((group for group in groups if any(one.id == question_id for one in group.questions)), None)


def _nearly(left: Iterable[str], right: Iterable[str]) -> int:
    """How many words of one side are a word of the other with a slip or another ending; each is used once."""
    rest, found = set(right), 0
    for word in sorted(left):
        if len(word) < SHORT:
            continue
        match = next((other for other in sorted(rest) if _like(word, other)), None)
        if match is not None:
            rest.discard(match)
            found += 1
    return found


def _like(one: str, other: str) -> bool:
    if len(other) < SHORT or abs(len(one) - len(other)) > 3 or one[:START] != other[:START]:
        return False
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
