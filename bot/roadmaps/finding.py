"""Milestones by the words that an officer remembers of them. Pure; answers are found in another way."""

import difflib
import math
import re
import unicodedata
from collections.abc import Sequence

from storage.models import Milestone

#: The share of what the words weigh that must be found.
ENOUGH = 0.4
#: Of more words, the others are not looked at.
MOST_WORDS = 12
#: How much alike two words are that differ by a slip of the keyboard.
ALIKE = 0.8


def find(words: str, milestones: Sequence[Milestone], limit: int = 5) -> list[Milestone]:
    """The milestones that hold most of the words, the best first; none where no milestone holds enough of them.

    A word counts the more, the fewer milestones hold it; one that none holds counts most.
    """
    wanted = _words(words)[:MOST_WORDS]
    held = [_scores(wanted, milestone) for milestone in milestones]
    weights = [
        math.log(1 + len(milestones) / max(1, sum(scores[n] > 0 for scores in held))) for n in range(len(wanted))
    ]
    total = sum(weights)
    if not total:
        return []
    scored = [
        (sum(score * weight for score, weight in zip(scores, weights, strict=True)) / total, milestone)
        for scores, milestone in zip(held, milestones, strict=True)
    ]
    good = [(score, milestone) for score, milestone in scored if score >= ENOUGH]
    return [milestone for _, milestone in sorted(good, key=lambda pair: (-pair[0], pair[1].position))[:limit]]


def _scores(wanted: Sequence[str], milestone: Milestone) -> list[float]:
    """How far a milestone holds each word: whole in the title or id; less elsewhere, or written nearly so."""
    title = _words(f"{milestone.key} {milestone.title}")
    parts = (milestone.kind, milestone.venue, milestone.lead, milestone.document, milestone.workstream, milestone.start)
    rest = _words(" ".join(part for part in parts if part))
    return [max(_held(word, title), 0.7 * _held(word, rest)) for word in wanted]


def _held(word: str, words: list[str]) -> float:
    if word in words:
        return 1.0
    if len(word) > 2 and any(one.startswith(word) for one in words):
        return 0.9
    if len(word) > 3 and difflib.get_close_matches(word, words, n=1, cutoff=ALIKE):
        return 0.8
    return 0.0


def _words(text: str) -> list[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return list(dict.fromkeys(re.findall(r"\w+", plain)))
