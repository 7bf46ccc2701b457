"""Whether an answer is right: what it must say, what it must cite, and that it is silent where there is no answer."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.answers.values import Answer


@dataclass(slots=True)
class Score:
    """How many of the questions of each group were answered rightly; what was stated and wrong; each error."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    stated_wrong: int = 0
    errors: list[str] = field(default_factory=list)

    def share(self, group: str = "all") -> float:
        """The share of a group that is right; 1.0 for a group without questions."""
        return self.right[group] / self.asked[group] if self.asked[group] else 1.0

    def take(self, gold: dict[str, Any], answer: Answer) -> None:
        """Judge one answer."""
        problem = problem_of(gold, answer)
        for group in groups_of(gold):
            self.asked[group] += 1
            self.right[group] += problem is None
        if problem is not None:
            self.stated_wrong += not answer.abstained
            self.errors.append(f"[{gold['kind']}] {gold['q']}\n    {problem}\n    {answer.text[:160]!r}")

    def table(self) -> str:
        """The figures, a group a line, then the errors."""
        lines = [f"{group:24} {self.share(group):.3f} of {count}" for group, count in sorted(self.asked.items())]
        lines.append(f"{'stated and wrong':24} {self.stated_wrong / max(self.asked['all'], 1):.3f}")
        return "\n".join([*lines, "", *self.errors])


def groups_of(gold: dict[str, Any]) -> list[str]:
    """The groups by which questions are counted."""
    groups = ["all", f"kind: {gold['kind']}", f"language: {gold.get('lang', 'en')}"]
    if gold.get("history"):
        groups.append("follow-up")
    if gold.get("as_of"):
        groups.append("as of a date")
    return groups


def problem_of(gold: dict[str, Any], answer: Answer) -> str | None:
    """Why an answer is wrong; None for one that is right."""
    cited = {citation.ref for citation in answer.citations}
    allowed = {*gold.get("expected_ids", ()), *gold.get("accept_ids", ())}
    if gold["kind"] == "smalltalk":
        return "small talk rests on nothing, but this cites" if cited else None
    if not gold.get("expected_ids"):
        return None if answer.abstained or cited & allowed else "there is no answer, but this gives one"
    if answer.abstained:
        return "it abstains"
    said = _plain(answer.text)
    missing = [wanted for wanted in gold.get("answer_contains", ()) if not _holds(said, wanted)]
    missing += [
        " or ".join(choice) for choice in gold.get("answer_any", ()) if not any(_holds(said, w) for w in choice)
    ]
    if missing:
        return f"it does not say {missing}"
    return None if cited & allowed else f"it cites {sorted(cited)[:4]}, not one of {sorted(allowed)[:4]}"


def _plain(text: str) -> str:
    dashes = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(dashes.split())


def _holds(said: str, wanted: str) -> bool:
    plain = _plain(wanted)
    if plain.isdecimal():
        # "5" is not in "15".
        return re.search(rf"(?<!\d){plain}(?!\d)", said) is not None
    return plain in said
