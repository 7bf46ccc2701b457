"""From what Slack delivers to the sender's own words: without markup, quoted mail, greetings' ends and signatures."""

import html
import re
import unicodedata
from dataclasses import dataclass

from bot.forms.cleaning import clean_link, clean_text
from bot.text.period_grammar import fold

#: A link stands in the text as one sign of Unicode's private area, so that it keeps its place and no words.
_FIRST_LINK, _MOST_LINKS = 0xE000, 500
LINK = f"[{chr(_FIRST_LINK)}-{chr(_FIRST_LINK + _MOST_LINKS)}]"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ANGLE = re.compile(r"<([^<>\n]{1,3000})>")
_FORMULA = re.compile(r"=\s?[A-Z]{2,20}\((?:\"[^\"\n]{0,2000}\"\s?[,;]\s?)?(?:\"([^\"\n]{0,300})\")?[^)\n]{0,300}\)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>|\"]{2,2000}", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?<![\w@.])(?:[a-z0-9-]{1,60}\.){1,4}(?:org|int|net|com|edu|info|eu|ch)/[^\s<>|\"]{1,500}")
_MAIL = re.compile(r"\S{1,100}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}")
_STRUCK = re.compile(r"(?<!\w)~([^~\n]{1,200})~(?!\w)")
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]{1,39}:|:[+-]1:")
_MARKS = re.compile(r"```|(?<!\w)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)")
#: What stands at the head of a mail that somebody forwards or answers.
_HEADER = re.compile(
    r"\s*(?:from|sent|to|cc|date|subject|de|envoye|a|objet|enviado|para|asunto|fecha)\s?:\s.*", re.IGNORECASE
)
_QUOTES = re.compile(
    r"\s*(?:-{2,}\s*)?(?:original message|forwarded message|message d'origine|message transfere|mensaje original"
    r"|mensaje reenviado|begin forwarded message)\b.*|\s*(?:on|le|el)\b.{4,120}\b(?:wrote|a ecrit|escribio)\s*:\s*"
)
_CLOSING = (
    r"(?:(?:with |my |all the )?(?:(?:kind(?:est)?|best|warm(?:est)?|many) )?(?:regards|wishes|greetings)|best|cheers"
    r"|sincerely|yours(?: sincerely| truly)?|cordialement|bien (?:cordialement|a vous)|amicalement|sinceres salutations"
    r"|salutations|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente|thanks and regards"
    r"|thanks & regards|kind rgds|rgds|br)"
)
_CLOSING_LINE = re.compile(rf"\s*{_CLOSING}\s*[,.!]?\s*$|\s*{_CLOSING}\s*,\s*[\w .-]{{2,40}}$|\s*(?:--|__+)\s*$")
_CLOSING_INLINE = re.compile(
    rf"(?:(?<=[.!?)\d])|(?<=[.!?)\d] )|(?<=\n))\s*\b{_CLOSING},?(?:\s+[A-Z][\w.-]+){{0,3}}\s*$"
)
_SENT_FROM = re.compile(r"\s*(?:sent from my|envoye de mon|enviado desde mi)\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup; ``links`` in the order of the signs that stand for them."""

    text: str
    links: tuple[str | None, ...]

    def link_in(self, piece: str) -> str | None:
        """The first good address in a piece of the text."""
        signs = (ord(sign) - _FIRST_LINK for sign in re.findall(LINK, piece))
        return next((link for n in signs if n < len(self.links) and (link := self.links[n])), None)


def unwrap(text: str) -> Plain:
    """The text without Slack's markup, with a sign for each web address. Formulas lose their targets, mails go."""
    links: list[str | None] = []

    def sign(address: str) -> str:
        bare = address.rstrip(".,;:!?)]}'\u2019\u201d")
        if len(links) >= _MOST_LINKS:
            return " "
        links.append(_good(html.unescape(bare)))
        return chr(_FIRST_LINK + len(links) - 1)

    def angle(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith(("http://", "https://")):
            shown = "" if label.startswith(("http", "www.")) or label in target else label
            return f"{shown}{sign(target)}"
        if target.startswith("#"):
            return f"#{label}"
        return label if target.startswith("!date") else " "

    plain = _PRIVATE.sub("", text)
    plain = _FORMULA.sub(lambda match: f" {match[1] or ''} ", plain)
    plain = html.unescape(_ANGLE.sub(angle, plain))
    plain = "".join(_visible(letter) for letter in plain)
    plain = _MAIL.sub(" ", plain)
    plain = _BARE_HOST.sub(lambda match: sign(match[0]), _ADDRESS.sub(lambda match: sign(match[0]), plain))
    plain = _MARKS.sub(" ", _EMOJI.sub(" ", _STRUCK.sub(" ", plain)))
    try:
        return Plain(clean_text(plain, len(plain) + 1) or "", tuple(links))
    except ValueError:
        return Plain("", ())


def _visible(letter: str) -> str:
    if letter.isascii():
        return letter
    category = unicodedata.category(letter)
    if category in ("Cf", "Cs"):
        return ""
    if category in ("So", "Sk") or 0xFE00 <= ord(letter) <= 0xFE0F:
        return letter if letter == "°" else " "
    return " " if category == "Zs" else letter


def _good(link: str) -> str | None:
    try:
        return clean_link(link)
    except ValueError:
        return None


def own_lines(text: str) -> list[str]:
    """The lines that the sender wrote now; an empty line stays one.

    What is quoted, and what stands behind the head of an older mail or a signature, goes. Where there is nothing
    before the head of a mail, the mail is what is sent.
    """
    kept: list[str] = []
    lines = text.split("\n")
    n = 0
    while n < len(lines):
        line = lines[n]
        folded = fold(line[:400])
        if line.lstrip().startswith(">"):
            n += 1
            continue
        header = _QUOTES.fullmatch(folded) is not None or _header_lines(lines, n) >= 2
        if header:
            if any(word.strip() for word in kept):
                break
            n += max(1, _header_lines(lines, n))
            continue
        if any(word.strip() for word in kept) and _CLOSING_LINE.match(folded):
            break
        if not _SENT_FROM.match(line):
            kept.append(line)
        n += 1
    while kept and (match := _CLOSING_INLINE.search(_lowered_closing(kept[-1][-160:]))):
        line = kept[-1]
        kept[-1] = line[: max(0, len(line) - 160) + match.start()]
        break
    return kept


def _lowered_closing(line: str) -> str:
    """The line with its closing words small, names left as they are."""
    return re.sub(
        r"\b(?:Best|Kind|Warm|Many|With|Regards|Cheers|Cordialement|Bien|Saludos|Un|Atentamente|Sincerely|Yours|Rgds"
        r"|BR)\b",
        lambda m: m[0].lower(),
        line,
    )


def _header_lines(lines: list[str], at: int) -> int:
    count = 0
    while at + count < len(lines) and count < 12 and _HEADER.fullmatch(fold(lines[at + count][:400])):
        count += 1
    return count
