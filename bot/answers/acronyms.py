"""Names that a text explains itself: "Full Name (ABC)"."""

import re

from bot.text.period_grammar import fold

_BRACKETS = re.compile(r"\(([A-Z][A-Za-z&-]{1,11})\)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = frozenset(
    [
        "of",
        "on",
        "for",
        "the",
        "and",
        "to",
        "in",
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "et",
        "y",
        "del",
        "las",
        "los",
        "a",
        "with",
        "from",
        "by",
        "sur",
        "pour",
    ]
)


def acronyms_in(text: str) -> list[tuple[str, str]]:
    """The acronyms in a text with the full names before them, whose initials they are."""
    found = []
    for match in _BRACKETS.finditer(text):
        letters = [letter for letter in fold(match[1]) if letter.isalpha()]
        if sum(letter.isupper() for letter in match[1]) < 2:
            continue
        words = list(_WORD.finditer(text[: match.start()]))
        begin = _begin_of_name(words, letters)
        if begin is not None:
            found.append((match[1], text[begin : match.start()].strip()))
    return found


def _begin_of_name(words: list[re.Match[str]], letters: list[str]) -> int | None:
    """Where the name begins whose initials, small words apart, are the letters."""
    left = list(letters)
    for count, word in enumerate(reversed(words)):
        if not left:
            break
        if count > len(letters) + 5:
            return None
        for part in reversed(re.split(r"[-’']", word[0])):
            folded = fold(part)
            if left and folded[:1] == left[-1]:
                left.pop()
            elif folded not in _SMALL:
                return None
        if not left:
            return word.start() if len(letters) > 1 else None
    return None
