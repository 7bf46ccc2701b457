"""The pieces of a reply that may each tell one thing: bullets, rows of a table, sentences, what "and" joins."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.contributions.reading.heads import heads_of
from bot.text.period_grammar import fold

#: One item is read this far: no sentence about one thing is longer.
ITEM = 2_000
MOST_PIECES = 400

_BULLET = re.compile(
    r"\s*(?:[-•*·◦▪●‣–—+>]\s*(?=\S)|\(?(?:\d{1,2}|[a-hA-H])[).]\s+|\d{1,2}/\s+|\d{1,2}\s?[-–]\s+(?=[A-Za-z]{3})"
    r"|#\d{1,2}\s+)"
)
_INLINE = re.compile(r"(?:(?<=^)|(?<=[\s:;,.]))(?:\((?P<a>\d{1,2})\)|(?P<b>\d{1,2})[.)/])\s+(?=[A-Za-zÀ-ÿ\"“«'])")
_SENTENCE = re.compile(
    r"(?<=[a-zà-ÿ\d)\]\"”»A-Z])(?P<end>[.!?])\s+(?=[\"“«(¿¡]?[A-ZÀ-Þ¿¡]|we |i |also |and |our |nous |el |la )"
)
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|approx|no|nos|dr|mr|mrs|ms|st|vs|etc|e\.g|i\.e|incl|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov"
    r"|dec|est|art|vol|ed|p|n)|\d)$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:,\s*|\s+)(?:(?:and|et|y|plus|as well as|followed by|then|also|&|ainsi que|asi como)\s+)+(?:also\s+|then\s+)?"
    r"|\s*;\s*|,\s+(?=(?:an?|the|our|une?|le|la|el|la|un|una|notre|nuestr[oa]|another)\s)|,\s+"
)
_TABLE_CUT = re.compile(r"\s*(?:\||\t|;)\s*")
_TABLE_HEAD = frozenset(
    [
        "date",
        "dates",
        "what",
        "where",
        "when",
        "who",
        "event",
        "events",
        "item",
        "items",
        "place",
        "places",
        "venue",
        "city",
        "country",
        "title",
        "type",
        "kind",
        "link",
        "activity",
        "activities",
        "location",
        "partner",
        "partners",
        "status",
        "name",
        "lieu",
        "quand",
        "quoi",
        "titre",
        "pays",
        "ville",
        "fecha",
        "lugar",
        "titulo",
        "tipo",
        "ciudad",
        "pais",
        "evento",
        "actividad",
        "activite",
        "no",
        "nr",
        "#",
        "details",
        "description",
        "start",
        "end",
        "publication",
        "topic",
        "theme",
        "tema",
        "que",
        "cuando",
        "donde",
    ]
)
_LABEL = re.compile(
    r"\s*(?:when|where|dates?|venue|place|location|city|time|link|partners?|status|lieu|quand|ou|fecha|lugar|sede"
    r"|partenaires?|socios|donors?|more(?: info(?:rmation)?)?|register|info|enlace|lien)\s?:\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that may tell one thing. ``heading`` is what stands over it; a ``bullet`` is one of a list."""

    text: str
    heading: str = ""
    bullet: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a piece has been found to tell: whether it names a thing, and where its dates and places stand."""

    heads: tuple[int, ...]
    facts: tuple[int, ...]
    dates: tuple[tuple[int, int], ...] = ()
    linked: bool = False


_WITH_OTHERS = re.compile(
    r"\s*(?:(?:co-?)?(?:hosted|organi[sz]ed|funded|financed|led)|with|jointly|together|in (?:partnership"
    r"|collaboration|cooperation)|partners?|donors?|avec|en (?:partenariat|collaboration)"
    r"|financee?|organisee?|junto|con|en colaboraci[oó]n|financiad[oa]|organizad[oa])\b.{1,160}$",
    re.IGNORECASE,
)

Look = Callable[[str], Told]


def pieces_of(lines: list[str], look: Look) -> list[Piece]:
    """The pieces of a reply in their order. ``look`` tells where a text names things, dates and places."""
    pieces: list[Piece] = []
    heading = ""
    rows = _table_rows(lines)
    gap = False
    for n, line in enumerate(lines):
        if len(pieces) >= MOST_PIECES:
            break
        if not line.strip():
            gap = True
            continue
        if n in rows:
            if not _is_table_head(line):
                pieces.append(
                    Piece(" | ".join(part for part in _TABLE_CUT.split(line.strip()) if part)[:ITEM], heading, row=True)
                )
            continue
        numbered = _numbered(line)
        if numbered and not numbered[0].strip():
            pieces += [Piece(part[:ITEM], heading, bullet=True) for part in numbered[1]]
            continue
        bullet = _BULLET.match(line)
        if bullet and line[bullet.end() :].strip():
            pieces += [
                replace(piece, heading=heading, bullet=True)
                for piece in _bullet_pieces(line[bullet.end() :].strip(), look)
            ]
            gap = False
            continue
        text = line.strip()
        if _is_heading(text, lines, n):
            heading = text.rstrip(": ")
            gap = False
            continue
        if pieces and (pieces[-1].bullet or pieces[-1].row) and not gap and line[:1] in " \t":
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text}, {text}"[:ITEM])
            continue
        if gap:
            heading = ""
        gap = False
        pieces += _line_pieces(text, look, heading)
    return _attached(pieces, look)


def _is_heading(text: str, lines: list[str], n: int) -> bool:
    """Whether a line stands over a list: a colon at its end, or bullets under it."""
    under = [line for line in lines[n + 1 : n + 4] if line.strip()][:2]
    bullets = sum(_BULLET.match(line) is not None for line in under)
    if text.endswith(":"):
        return bool(under)
    return bullets == 2 and len(text) <= 160


def _bullet_pieces(text: str, look: Look) -> list[Piece]:
    sentences = _sentences(text)
    first = [Piece(sentences[0][:ITEM])]
    for sentence in sentences[1:]:
        told = look(sentence)
        if told.heads and told.facts:
            first.append(Piece(sentence[:ITEM]))
        else:
            first[-1] = replace(first[-1], text=f"{first[-1].text}. {sentence}"[:ITEM])
    return [part for piece in first for part in _parted(piece, look)]


def _line_pieces(text: str, look: Look, heading: str) -> list[Piece]:
    numbered = _numbered(text)
    if numbered:
        lead, parts = numbered
        over = lead.rstrip(": ") if lead.rstrip().endswith(":") else heading
        return [Piece(part[:ITEM], over, bullet=True) for part in parts]
    pieces: list[Piece] = []
    for sentence in _sentences(text):
        over, rest = _inline_heading(sentence, look)
        if over:
            pieces += [Piece(part[:ITEM], over, bullet=True) for part in rest]
            continue
        pieces += _parted(Piece(sentence[:ITEM], heading), look)
    return pieces


def _numbered(text: str) -> tuple[str, list[str]] | None:
    """The parts of "1. this 2. that" with what stands before them; None where the numbers do not count up from 1."""
    marks: list[re.Match[str]] = []
    for match in _INLINE.finditer(text):
        if int(match["a"] or match["b"]) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2:
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return text[: marks[0].start()], [
        text[mark.end() : end].strip(" ;,") for mark, end in zip(marks, ends, strict=True)
    ]


def _sentences(text: str) -> list[str]:
    parts, begin = [], 0
    for match in _SENTENCE.finditer(text):
        if (
            match["end"] == "."
            and _SHORT.search(text[max(begin, match.start() - 8) : match.start()])
            and not re.search(r"(?:19|20)\d\d$", text[max(0, match.start() - 4) : match.start()])
        ):
            continue
        parts.append(text[begin : match.end("end")])
        begin = match.end()
    parts.append(text[begin:])
    return [part.strip() for part in parts if part.strip()]


def _inline_heading(text: str, look: Look) -> tuple[str, list[str]]:
    """ "Launches: Accra 7 May; Maputo 14 May": a heading and what it stands over, parted by semicolons."""
    lead, colon, rest = text.partition(":")
    parts = [part.strip() for part in re.split(r"\s*;\s*", rest) if part.strip()]
    if not colon or len(parts) < 2 or len(lead) > 140 or not look(lead).heads or look(lead).facts:
        return "", []
    told = [look(part) for part in parts]
    if all(one.facts and not one.heads for one in told):
        return lead.strip(), parts
    return "", []


def _parted(piece: Piece, look: Look) -> list[Piece]:
    """A piece cut where "and", a semicolon or a comma joins two things that each have their own date or place."""
    text = piece.text
    told = look(text)
    if len(told.heads) < 2 or len(told.facts) < 2:
        return [piece]
    cuts = []
    begin = 0
    depth = _depths(text)
    for match in _JOINED.finditer(text):
        at = match.end()
        if (
            match.start() <= begin
            or depth[match.start()]
            or any(first < match.end() and match.start() < last for first, last in told.dates)
        ):
            continue
        left_heads = any(begin <= head < match.start() for head in told.heads)
        left_facts = any(begin <= fact < match.start() for fact in told.facts)
        head = next((head for head in told.heads if head >= at), None)
        fact = next((fact for fact in told.facts if fact >= at), None)
        if not (left_heads and left_facts) or head is None or fact is None:
            continue
        weak = match[0].strip() in (",", "") or (match[0].strip().startswith(",") and len(match[0].strip()) == 1)
        words = text[at:head].split()
        if weak and not (
            any(begin <= day < match.start() for day, _ in told.dates) and any(day >= at for day, _ in told.dates)
        ):
            continue
        if len(words) > (3 if weak else 9) or (weak and fact < head) or re.search(r"[;|]", text[at:head]):
            continue
        if not weak and fact < head and len(text[fact:head]) > 50:
            continue
        if weak and re.match(
            r"(?:part of|within|during|in the|as part|which|who|for|on|of)\b", fold(text[at : at + 12])
        ):
            continue
        cuts.append((match.start(), at))
        begin = at
    if not cuts:
        return [piece]
    ends = [start for start, _ in cuts] + [len(text)]
    starts = [0] + [end for _, end in cuts]
    return [
        replace(piece, text=text[start:end].strip())
        for start, end in zip(starts, ends, strict=True)
        if text[start:end].strip()
    ]


def _depths(text: str) -> list[bool]:
    """Of each sign of a text whether it stands in brackets or quotes."""
    inside, depth, quoted = [], 0, False
    for sign in text:
        depth = depth + 1 if sign in "([“«" else max(0, depth - 1) if sign in ")]”»" else depth
        quoted = not quoted if sign == '"' else quoted
        inside.append(depth > 0 or quoted)
    return inside


def _table_rows(lines: list[str]) -> set[int]:
    """The numbers of the lines that are rows of a table."""
    rows: set[int] = set()
    for cut in (r"\|", r"\t", ";"):
        counts = {n: len(re.findall(cut, line)) for n, line in enumerate(lines) if line.strip()}
        found = {n for n, count in counts.items() if count >= (2 if cut != r"\t" else 1)}
        if len(found) >= 2 and max(found) - min(found) < len(found) + 2 and len({counts[n] for n in found}) <= 2:
            rows |= found
    return rows


def _is_table_head(line: str) -> bool:
    cells = [fold(cell).strip(" .:*") for cell in _TABLE_CUT.split(line.strip()) if cell.strip(" -:")]
    return not cells or all(all(word in _TABLE_HEAD for word in re.findall(r"[a-z#]+", cell)) for cell in cells)


def _attached(pieces: list[Piece], look: Look) -> list[Piece]:
    """Pieces that name nothing, but a date, a place or a link, put to the piece before them that lacks it."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        told = look(piece.text)
        labelled = _LABEL.match(piece.text) is not None
        if last and not piece.bullet and not piece.row and (labelled or not told.heads) and look(last.text).heads:
            before = look(last.text)
            lacking = (
                (told.facts and not before.facts)
                or (told.linked and not before.linked)
                or (told.dates and not before.dates)
            )
            if labelled or (lacking and len(piece.text) <= 200) or _WITH_OTHERS.match(piece.text):
                joined[-1] = replace(last, text=f"{last.text} | {_LABEL.sub('', piece.text)}"[:ITEM])
                continue
        joined.append(piece)
    return joined


def heads_at(text: str) -> tuple[int, ...]:
    """Where a text names things."""
    return tuple(head.begin for head in heads_of(fold(text)))
