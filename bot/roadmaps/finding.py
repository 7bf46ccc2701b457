"""Milestones by the words that an officer remembers of them. Pure; answers are found in another way."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from storage.models import Milestone

#: The share of the words that must be found.
ENOUGH = 0.5
#: How much alike two words are that differ by a slip of the keyboard.
ALIKE = 0.8


def find(words: str, milestones: Iterable[Milestone], limit: int = 5) -> list[Milestone]:
    """The milestones that hold most of the words, the best first; none where no milestone holds half of them."""
    wanted = _words(words)
    if not wanted:
        return []
    scored = [(_score(wanted, milestone), milestone) for milestone in milestones]
    good = [(score, milestone) for score, milestone in scored if score >= ENOUGH]
    return [milestone for _, milestone in sorted(good, key=lambda pair: (-pair[0], pair[1].position))[:limit]]


def _score(wanted: list[str], milestone: Milestone) -> float:
    """The share of the words that are found: whole in the title or id; less elsewhere, or written nearly so."""
    title = _words(f"{milestone.key} {milestone.title}")
    parts = (milestone.kind, milestone.venue, milestone.lead, milestone.document, milestone.workstream, milestone.start)
    rest = _words(" ".join(part for part in parts if part))
    return sum(max(_held(word, title), 0.7 * _held(word, rest)) for word in wanted) / len(wanted)


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
