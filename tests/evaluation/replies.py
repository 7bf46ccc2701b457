"""How well replies are read: drafts beside the contributions that a careful reader finds, field by field.

A draft and a contribution belong together by their titles and dates. A field is right where it is the same after case,
accents and known other names of cities, countries and bodies are set aside, or where it is one of the ``alt`` values.
"""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.contributions.batch import as_record
from bot.contributions.reading import read_reply
from bot.places import country_named, find_place
from bot.text.period_grammar import fold

CORE = ("kind", "title", "dates", "city", "country")
FIELDS = (*CORE, "venue", "countries", "online", "link", "status", "partners")
#: So much of the words of two titles must be the same.
_TITLE, _VENUE = 0.6, 0.5
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "on",
        "in",
        "at",
        "to",
        "for",
        "and",
        "or",
        "by",
        "with",
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "et",
        "el",
        "los",
        "las",
        "del",
        "y",
        "en",
        "sur",
        "para",
    ]
)
_BODIES = {"oim": "iom", "hcr": "unhcr", "acnur": "unhcr", "oit": "ilo", "cepal": "eclac", "union europeenne": "eu"}

Record = dict[str, Any]


@dataclass(slots=True)
class ReplyScore:
    """Counts over the replies of a set: ``right``, ``wrong`` and ``missed`` by field; each error in words."""

    replies: int = 0
    intents: int = 0
    empty: int = 0
    invented: int = 0
    gold: int = 0
    core: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall of a field; 1.0 where there was none and none was told."""
        right, other = self.right[name], self.wrong[name] + self.missed[name]
        return 2 * right / (2 * right + other) if right + other else 1.0

    def figures(self) -> dict[str, float]:
        """The figures by name, each a share."""
        shares = {
            "intent": self.intents / max(self.replies, 1),
            "found": self.f1("found"),
            "core": self.core / max(self.gold, 1),
            "invented": self.invented / max(self.empty, 1),
        }
        return {**shares, **{name: self.f1(name) for name in FIELDS}}

    def table(self) -> str:
        """The figures, one a line, then the errors."""
        lines = [f"{self.replies} replies, {self.gold} contributions"]
        lines += [f"{name:12} {share:.3f}" for name, share in self.figures().items()]
        return "\n".join([*lines, "", *self.errors])

    def take(self, gold: Record, intent: str, drafts: list[Record]) -> None:
        """Judge the reading of one reply."""
        wanted: list[Record] = gold["contributions"]
        self.replies += 1
        self.gold += len(wanted)
        right = intent == gold["intent"] or intent in gold.get("intent_alt", ())
        self.intents += right
        if not right:
            self.errors.append(f"{gold['id']}: {intent}, not {gold['intent']}")
        self.empty += not wanted
        self.invented += bool(drafts) and not wanted
        pairs = _paired(wanted, drafts)
        for one, draft in pairs:
            self._compare(gold, one, draft)
        paired = [id(part) for pair in pairs for part in pair]
        for one in wanted:
            if id(one) not in paired:
                self.missed.update(["found", *_filled(one)])
                self.errors.append(f"{gold['id']}: missed {one['title']!r}")
        for draft in drafts:
            if id(draft) not in paired:
                self.wrong.update(["found", *_filled(draft)])
                self.errors.append(f"{gold['id']}: invented {draft['title']!r}")

    def _compare(self, gold: Record, one: Record, draft: Record) -> None:
        self.right["found"] += 1
        bad = []
        for name in FIELDS:
            wanted, told = _value(one, name), _value(draft, name)
            allowed = [wanted, *(_alternative(name, other) for other in one.get("alt", {}).get(name, ()))]
            if any(_same(name, other, told) for other in allowed) or (
                name == "partners" and told - wanted <= {_body(gold["entity"])} and wanted <= told
            ):
                self.right[name] += told not in (None, frozenset())
                continue
            if name == "status" and wanted is None and told == "planned":
                continue
            bad.append(name)
            self.wrong[name] += told not in (None, frozenset())
            self.missed[name] += wanted not in (None, frozenset())
        self.core += not set(CORE) & set(bad)
        if bad:
            shown = {name: str(_value(draft, name)) for name in bad}
            self.errors.append(f"{gold['id']}: {one['title']!r} has {shown}")


def halves(path: Path) -> dict[str, list[Record]]:
    """The lines of our set: those that reading was written with (d), those that were looked at behind it (h), and those
    that somebody else wrote who had no part in it (x)."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        "replies, written with": [line for line in lines if line["id"].startswith("d")],
        "replies, held out": [line for line in lines if line["id"].startswith("h")],
        "replies, by another hand": [line for line in lines if line["id"].startswith("x")],
    }


def measure_replies(lines: Iterable[Record]) -> ReplyScore:
    """Read every reply and judge what was read."""
    score = ReplyScore()
    for line in lines:
        reading = read_reply(line["text"], dt.date.fromisoformat(line["as_of"]), line["entity"])
        score.take(line, reading.intent.value, [as_record(draft) for draft in reading.drafts])
    return score


def _paired(wanted: list[Record], drafts: list[Record]) -> list[tuple[Record, Record]]:
    """Contributions and drafts that are most like each other, each taken once."""
    ranked = sorted(
        (
            (likeness, -abs(n - m), n, m)
            for n, one in enumerate(wanted)
            for m, draft in enumerate(drafts)
            if (likeness := _likeness(one, draft)) > 0.15
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, _, n, m in ranked:
        if n not in pairs and m not in pairs.values():
            pairs[n] = m
    return [(wanted[n], drafts[m]) for n, m in pairs.items()]


def _likeness(one: Record, draft: Record) -> float:
    titles = max(_shared(title, draft["title"]) for title in (one["title"], *one.get("alt", {}).get("title", ())))
    dates = _value(one, "dates") == _value(draft, "dates")
    return float(0.55 * titles + 0.4 * dates + 0.05 * (_value(one, "city") == _value(draft, "city")))


def _words(text: str) -> Counter[str]:
    words = re.findall(r"\w+", fold(text))
    return Counter([word for word in words if word not in _SMALL] or words)


def _shared(one: str | None, other: str | None) -> float:
    left, right = _words(one or ""), _words(other or "")
    total = left.total() + right.total()
    return float(2 * (left & right).total() / total) if total else 0.0


def _value(record: Record, name: str) -> Any:
    """A field as it is compared."""
    if name == "dates":
        dates = (record["start"], record["end"], record["precision"])
        return None if dates == (None, None, None) else dates
    if name in ("partners", "countries"):
        return frozenset(_body(value) for value in record.get(name) or ())
    return _alternative(name, record.get(name))


def _alternative(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "dates":
        return tuple(value)
    if name == "city":
        place = find_place(value)
        return fold(place.city) if place and place.city else fold(value)
    if name == "country":
        return fold(country_named(value) or value)
    if name == "link":
        return re.sub(r"^https?://(?:www\.)?", "", value).rstrip("/")
    return value


def _body(name: str) -> str:
    folded = re.sub(r"^(?:government|gobierno|gouvernement) (?:of|de|du|del) (?:the )?", "", fold(name))
    return fold(country_named(folded) or _BODIES.get(folded, folded))


def _same(name: str, wanted: Any, told: Any) -> bool:
    if name in ("title", "venue") and wanted and told:
        return _shared(wanted, told) >= (_TITLE if name == "title" else _VENUE)
    return bool(wanted == told)


def _filled(record: Record) -> list[str]:
    return [name for name in FIELDS if _value(record, name) not in (None, frozenset())]
