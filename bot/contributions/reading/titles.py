"""What a thing is called: the words of the message without verb, date, place, greeting or markup."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.contributions.reading.heads import Head, doing_in, heads_of
from bot.contributions.reading.marks import is_marked
from bot.contributions.reading.unwrapping import LINK
from bot.contributions.reading.venues import is_venue, venue_inside
from bot.text.period_grammar import fold

Span = tuple[int, int]

_CUT = "\x1f"
_SEPARATOR = re.compile(rf"({_CUT}|{LINK}|\||\n|\s//\s|\s?;\s|\s@\s|:\s|\s[-–—]+\s|—|[.!?]\s|,\s)")
#: Stands before a date or a place and goes with it.
_BEFORE_DATE = re.compile(
    r"(?:[\s,(:]|\b(?:on|from|in|by|until|till|for|at|throughout|during|since|between|through|all of|over|due|around"
    r"|about|starting|beginning|next|le|du|au|en"
    r"|des|d'|pour|jusqu'au|jusqu'en|a partir d[eu]|el|del|de|hasta|desde|para|a|al|los dias|dia|les|la|the|as of"
    r"|as from|during the|week of|courant|entre"
    r"|planned|scheduled|prevue?s?|previst[oa]s?|expected|date|dates|when|this|ready|before|not before|no later than"
    r"|effective|mid|of|month of))$"
)
_BEFORE_PLACE = re.compile(
    r"(?:[\s,(/]|\b(?:in|at|near|to|a|au|aux|en|the|la|le|el|city of|ville de|ciudad de|across|throughout|both|and|et"
    r"|y|from|held|location|where|place|venue|lieu|lugar|outside|between|entre)|@)$"
)
_BRACKETS = re.compile(
    rf"[(\[](?:[\s,/&{_CUT}-]|\b(?:and|et|y|tbc|tbd|by invitation only|all day)\b)*[)\]]", re.IGNORECASE
)
_TIME = re.compile(
    r"\b(?:from |at |de |a |à )?\d{1,2}(?:[:.h]\d{2}|(?= ?[ap]\.?m\b)|h\b|(?=\s?(?:-|–"
    r"|to)\s?\d{1,2}(?::\d{2})?\s?[ap]m))\s?(?:[ap]\.?m\.?)?(?:\s?(?:-|–|to|à"
    r"|a)\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:[ap]\.?m\.?|h\b)?)?"
    r"(?:\s?(?:hrs|hours|heures|horas|CET|CEST|EST|EDT|GMT|UTC|EAT)\b(?:\s?[+-]\d{1,2})?)?|\(?\b(?:GMT"
    r"|UTC)\s?[+-]\d{1,2}\)?|\b(?:CET|CEST|EST|EDT|EAT|GMT|UTC)\b|\bnoon\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\"([^\"\n]{3,300})\"|“([^”\n]{3,300})”|«\s?([^»\n]{3,300}?)\s?»|„([^“”\n]{3,300})[“”]"
    r"|(?<![\w])[‘']([^'’\n]{6,200}(?:['’]s [^'’\n]{2,100})?)['’](?!\w)"
)
_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|bonjour|bonsoir|salut|cher[s]?"
    r"|chere[s]?|hola|buen(?:os|as) (?:dias|tardes|noches)|estimad[oa]s?)\b"
    r"(?: (?:all|team|colleagues|everyone|everybody|there|a tous|a todos|colegas"
    r"|collegues))?(?: [a-z.]{2,20}){0,2}?\s*[,!.:–-]+\s*)"
)
_VERBS = (
    r"(?:co-?)?(?:host|hold|held|organi[sz]|plan|launch|publish|conven|prepar|finali[sz]|offer|conduct|propos|announc"
    r"|schedul|deliver|releas|issu|arrang|sponsor|develop|implement|produc"
    r"|creat|complet|contribut|present|provid|draft|coordinat|execut|facilitat|start|initiat|roll out|rolling out"
    r"|celebrat|commemorat|confirm|screen|open|expect|bring out|put out|writ)(?:e?s|ing|ed|t?e|n?ing|ten|nning|nned)?"
    r"|have|has|had|run|runs|running|ran|lead|leads|leading|do|doing|set up|setting up|write|got|include|add|submit"
    r"|put on|join|finishing|finish|working on|work on|come out with|coming out with"
    r"|organis\w+|organiz\w+|tiendr\w+|tenons|tient|publi(?:e|ons|erons|era|ent|eront)|lanc(?:e|ons|erons|era|ent)"
    r"|prepar(?:e|ons|erons|a|amos|an)|prevo\w+|accueill\w+|propos\w+|avons|aurons|menons|men(?:er|era|erons)"
    r"|celebra\w*|confirma\w*|confirmons|publica(?:mos|remos|ran?|r)|realiza\w*|tendr\w+|tenemos|lanza\w*|planea\w*"
    r"|planific\w+|impuls\w+|elabor\w+|llevar\w* a cabo|habra|aura lieu|auront lieu|ha publicado|se publico|se lanzo"
    r"|se celebro|presenta\w*"
)
_SUBJECT_VERB = re.compile(
    rf"^(?:.{{0,90}}?\b)?(?:{_VERBS})\b(?:\s+(?:to|a|also|jointly|again|another|now|with us|soon|just|on|of|our|out"
    rf"|up|back|currently|aussi|tambien|en|de)\b)*\s*(?:(?:host|hold|organi[sz]e|launch|publish|convene|release|run|"
    r"have|deliver|conduct|prepare|organiser|tenir|publier|lancer|organizar|celebrar|publicar|lanzar|realizar"
    r"|tener)\b)?\s*"
)
_LEAD = re.compile(
    r"^(?:\W|(?:the )?(?:new )?(?:dates?|fechas?)(?: and venue)? (?:of|for|de|del|para)\b|(?:please|pls|plz|kindly"
    r"|por favor|svp|merci d'|s'il vous plait)\b|(?:can|could|would|may|will) (?:you|we|i)\b|(?:add|note|include"
    r"|register|record|list|put|ajouter|ajoutez|noter|notez|inclure|anadir|agregar|incluir|apunten"
    r"|tomar nota)\b(?: that\b| de\b| que\b)?"
    r"|for (?:the|your|our) (?:calendar|matrix|record|records|list|information|info|table)\b|pour (?:le calendrier"
    r"|info|information)\b|para (?:el calendario|la matriz|informacion)\b|fyi\b|update\b|updated\b|correction\b"
    r"|reminder\b|info\b|also\b|and\b|et\b|y\b|e\b|then\b|plus\b|as well as\b|but\b"
    r"|we(?:'re|'ll|'ve| are| will| have| would like| want| wish| also| just)?\b|i(?:'m|'ll|'ve| am| will| have)?\b"
    r"|nous\b|on\b(?= (?:organise|publie|lance))|there (?:is|are|will be|'s)\b|il y (?:a|aura)\b|hay\b|habra\b"
    r"|our side\b|from our side\b|main one is\b|main ones are\b|(?:the )?next one is\b|next is\b"
    r"|(?:happy|pleased|delighted|glad) to (?:share|announce|report|inform|add)\b(?: you)?(?: that\b)?|to (?:announce"
    r"|share|inform|add|propose|report|let you know)\b(?: you)?(?: that\b)?|(?:just )?to let you know(?: that)?\b"
    r"|save the date\b|here (?:is|are)\b|(?:one|two|three) more\b|thanks[,!]?|thank you[,!]?|sorry[,!]?|ok[,!]?"
    r"|yes[,!]?|merci[,!]?|gracias[,!]?"
    r"|postponed\b|moved\b|rescheduled\b|brought forward(?: by [^:]{1,30})?(?=:)|change of (?:date|dates"
    r"|venue)\b(?: for\b)?|new dates?\b(?: for\b)?|new date\b|date change\b(?: for\b)?|new\b(?= (?:project|report"
    r"|study|publication|guide|event|webinar|course|tool|brief|paper|initiative|programme|date))|just\b|maybe\b"
    r"|perhaps\b|possibly\b|probably\b|recently\b|already\b|now\b|upcoming\b|forthcoming\b|another\b(?= \w+ \w+)"
    r"|(?:is|are|was|on|from|to|at|in|by|of|that|for)\b|the\b|a\b|an\b|our\b|its\b|their\b|le\b|la\b|les\b|l'|un\b"
    r"|une\b|el\b|los\b|las\b|una\b|unos\b|notre\b|nos\b|nuestr[oa]s?\b|su\b|de\b|del\b|du\b)+"
)
_TAIL_VERB = re.compile(
    r"\s*\b(?:(?:which|that|who|it) (?:will|is|are|was)|will|shall|should|is|are|was|were|has been|have been"
    r"|had to be|'s (?=on\b|in\b|at\b|going|planned|scheduled|set)|going to|takes?|taking|took place|comes? out"
    r"|coming out|runs?|running|starts?|starting|begins?|moved|moves|slips?|slipped|shifted"
    r"|shifts|postponed|rescheduled|planned|scheduled|foreseen|published|to be|held|hosted(?: by)?|organi[sz]ed|due"
    r"|expected|available|open (?:until|till|from|to)|ready|meets?|pushed back|brought forward|delayed|forthcoming"
    r"|out (?:on|in|now)|kicks? off|continues?|ends?|ending|launched|launching|launches|released"
    r"|originally|initially|previously|now|in the margins of|on the margins of|has|have|had|pls|please|thx|thanks"
    r"|aura|auront|a lieu|ont lieu|a ete"
    r"|est|sont|sera|seront|se tient|se tiendra|prevue?s?|parait\w*|paraitr\w*|parution|reportee?s?|deplacee?s?"
    r"|avancee?s?|paru(?:e|s)?|publiee?s?|sortira|sort|organisee?s?|jusqu'(?:a|au|en)"
    r"|sera|seran|es|son|esta|estan|se (?:celebra\w*|publica\w*|realiza\w*|traslada\w*|mueve|aplaza|pospone|lanza\w*"
    r"|llevar\w*|tendr\w*|pasa|hara)|tendra|previst[oa]s?|aplazad[oa]s?|pospuest[oa]s?|saldra|sale|queda|quedo|fue"
    r"|by invitation)\b.*$"
)
_TAIL = re.compile(
    r"(?:\W|\b(?:on|in|at|from|to|by|of|of the|is|are|was|will be|the|and|or|with|held|for|throughout|via|both"
    r"|jointly|together|until|till|during|between|across|le|la|du|au|aux|en|a|el|del|de|des|les|los|las|et|y|e|avec"
    r"|con|par|por|pour|para|pls add|add|thx|please|also|"
    r"starting|beginning|this|next|our|tentative(?:ly)?|tbc|confirmed|provisional|jusqu'au|hasta|desde|depuis|since"
    r"|funded|financed|financee?|financiad[oa]|entre|here|see|ici|link|register|registration|more|info))+$"
)
_LABEL_ONLY = frozenset(
    ["type", "title", "titre", "titulo", "name", "nom", "nombre", "what", "item", "panel", "contribution", "input"]
)


@dataclass(frozen=True, slots=True)
class Titled:
    """The title of an item with the segments around it; ``label`` is the head before a colon ("Project: ...")."""

    title: str | None
    rest: tuple[str, ...] = ()
    label: Head | None = None
    quoted: bool = False


def title_of(text: str, dates: Iterable[Span], places: Iterable[Span], others: Iterable[Span]) -> Titled:
    """The title of an item, from its text and the spans of its dates, places and partners."""
    blank = _without(text, dates, places, others)
    segments = _segments(blank)
    quoted = _quoted(text)
    label = next((head for part, _ in segments if (head := _label(part))), None)
    chosen = _chosen(segments)
    rest = tuple(part for n, (part, _) in enumerate(segments) if n != chosen)
    if quoted:
        return Titled(quoted, tuple(part for part in rest if quoted not in part), label, True)
    if chosen is None:
        return Titled(None, rest, label)
    part, _ = segments[chosen]
    inside = venue_inside(part)
    if inside and inside[0] > 8:
        rest = (*rest, part[inside[0] : inside[1]])
        part = part[: inside[0]] + part[inside[1] :]
    return Titled(_cleaned(part), rest, label)


def _quoted(text: str) -> str | None:
    for match in _QUOTED.finditer(text):
        name = next(group for group in match.groups() if group).strip(" ,.;")
        if " " in name or (len(name) > 3 and name[0].isupper()):
            return name
    return None


def _without(text: str, dates: Iterable[Span], places: Iterable[Span], others: Iterable[Span]) -> str:
    """The text with one sign in the place of each span and of the small words that go with it."""
    folded = fold(text)
    spans: list[Span] = []
    for group, before in ((dates, _BEFORE_DATE), (places, _BEFORE_PLACE), (others, None)):
        for begin, end in group:
            first = begin
            while before is not None and (match := before.search(folded[max(0, first - 24) : first])) and match[0]:
                first -= len(match[0])
            spans.append((first, end))
    spans += [match.span() for match in _TIME.finditer(text)]
    kept, at = [], 0
    for begin, end in sorted(spans):
        if begin > at:
            kept.append(text[at:begin])
        if end > at:
            kept.append(_CUT)
        at = max(at, end)
    kept.append(text[at:])
    blank = "".join(kept)
    blank = re.sub(rf"{_CUT}\s*(?:onwards?\b|en adelante\b|on(?=\s*(?:$|[,.;)|])))", _CUT, blank)
    return _BRACKETS.sub(_CUT, blank)


def _segments(blank: str) -> list[tuple[str, str]]:
    """The text between separators, each segment with the separator behind it; what stands in brackets is not cut."""
    parts: list[tuple[str, str]] = []
    begin = depth = 0
    quoted = False
    at = 0
    separators = {match.start(): match for match in _SEPARATOR.finditer(blank)}
    while at < len(blank):
        sign = blank[at]
        match = separators.get(at)
        if match and (not (depth or quoted) or match[0] in (_CUT, "\n")):
            parts.append((blank[begin:at], match[0]))
            at = begin = match.end()
            depth = 0 if match[0] == "\n" else depth
            continue
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif sign == '"':
            quoted = not quoted
        at += 1
    parts.append((blank[begin:], ""))
    kept = [
        (_closed(part.strip(" ,;-–—")), behind) for part, behind in parts if any(letter.isalnum() for letter in part)
    ]
    return _grown(kept)


#: What goes on with the name behind a place or date that stands in its middle.
_GOES_ON = re.compile(r"(?:on|of|about|for|against|sur|sobre|pour|para)\s(?!(?:the )?(?:calendar|\d))")


def _closed(part: str) -> str:
    """A segment without a bracket that has lost its other half."""
    if part.count("(") > part.count(")"):
        part = part[: part.rfind("(")]
    elif part.count(")") > part.count("("):
        part = part.replace(")", "", 1) if part.find(")") < 3 else part[: part.rfind(")")] + part[part.rfind(")") + 1 :]
    return part.strip(" ,;-–—")


def _grown(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Segments with what a comma or colon parted from them but belongs to them."""
    grown: list[tuple[str, str]] = []
    for part, behind in parts:
        last = grown[-1] if grown else None
        if (
            last
            and last[1] == _CUT
            and heads_of(fold(last[0]))
            and _GOES_ON.match(fold(part))
            and not _TAIL_VERB.search(fold(last[0]))
        ):
            grown[-1] = (f"{last[0]} {part}", behind)
        elif last and last[1].strip() == "," and _continues(last[0], part, parts):
            grown[-1] = (f"{last[0]}, {part}", behind)
        elif (
            last
            and last[1].strip() == ":"
            and _names_series(last[0])
            and not is_marked(part)
            and not heads_of(fold(part))
        ):
            grown[-1] = (f"{last[0]}: {part}", behind)
        else:
            grown.append((part, behind))
    return grown


def _continues(left: str, part: str, parts: list[tuple[str, str]]) -> bool:
    folded = fold(part)
    if not heads_of(fold(left)) or is_venue(part) or is_marked(part) or part[:1].islower() or _and_so_on(left, part):
        return False
    if (
        heads_of(folded)
        or _TAIL_VERB.match(folded)
        or re.match(
            r"(?:we|i|with|avec|con|at|in|on|by|which|who|see|organi|funded|hosted|co-|part of|from|for more)\b", folded
        )
    ):
        return False
    joined = re.match(r"(?:and|et|y|e|ou|o|or|incl\w*|including|notamment|incluid\w+)\b", folded) is not None
    ahead = [fold(other) for other, _ in parts[parts.index((part, "")) if (part, "") in parts else 0 :]]
    return joined or (
        len(folded.split()) <= 4 and (" and " in folded or any(re.match(r"(?:and|et|y)\b", other) for other in ahead))
    )


def _and_so_on(left: str, part: str) -> bool:
    """Whether a name goes on in capitals: "Forum on Remittances, Investment and Development"."""
    return len(part.split()) <= 5 and re.search(r"\b(?:on|for|of|sur|sobre)\b", left) is not None and " and " in part


def _names_series(part: str) -> bool:
    """Whether what stands before a colon is part of the name ("Third session: ...") and no mere label."""
    folded = fold(part)
    heads = heads_of(folded)
    if not heads:
        return False
    lead = _LEAD.match(folded)
    words = folded[lead.end() if lead else 0 :].split()
    counted = re.search(
        r"\b(?:\d+(?:st|nd|rd|th|e)?|first|second|third|fourth|fifth|sixth|part|module|premier\w*|deuxieme"
        r"|segund[oa]|primer[oa]?|ii+|iv)\b",
        folded,
    )
    return len(words) >= (2 if counted else 3) and not _SUBJECT_VERB.match(folded + " ")


def _label(part: str) -> Head | None:
    folded = fold(part).strip(" *")
    heads = heads_of(folded)
    whole = heads and heads[0].begin == 0 and heads[0].end == len(folded) and not heads[0].slip
    return heads[0] if whole else None


def _chosen(segments: list[tuple[str, str]]) -> int | None:
    """The number of the segment that names the thing."""
    best: tuple[float, int] | None = None
    for n, (part, behind) in enumerate(segments):
        folded = fold(part)
        if folded.strip() in _LABEL_ONLY or is_marked(part):
            continue
        lead = _LEAD.match(folded)
        words = re.findall(r"[^\W\d_]{3,}", folded[lead.end() if lead else 0 :])
        heads = heads_of(folded)
        strong = any(not head.weak for head in heads)
        score = 3.0 * strong + 1.5 * bool(heads and not strong) + 1.5 * (doing_in(folded) is not None and not strong)
        score += 0.25 * min(len(words), 6) - 0.6 * n
        if is_venue(part) and not strong:
            score -= 4
        if _label(part) and (behind.strip() in (":", "-", "–", "—", "|") or not words):
            score -= 4
        if not words:
            score -= 3
        elif len(segments) > 1 and heads and is_generic(part, 0):
            score -= 1.8
        if (
            re.match(r"(?:we|i|please|pls|thanks|thank|see|more|register|kind|best|by invitation)\b", folded)
            and not heads
        ):
            score -= 3
        if re.match(
            r"(?:part of|organi[sz]ed by|within|in the (?:margins|framework)|as part of|under|followed by|including)\b",
            folded,
        ):
            score -= 3
        if best is None or score > best[0]:
            best = (score, n)
    labelled = any(_label(part) and behind.strip() == ":" for part, behind in segments)
    return best[1] if best and (best[0] > -1 or (labelled and best[0] > -4)) else None


def _cleaned(part: str) -> str | None:
    """A segment without what leads up to the name and what hangs at its end."""
    text = re.sub(rf"[{_CUT}]|{LINK}", " ", part)
    text = re.sub(r"\s+", " ", text).strip()
    greeting = _GREETING.match(fold(text))
    text = text[greeting.end() :] if greeting else text
    text = _without_lead(text)
    folded = fold(text)
    heads = heads_of(folded)
    from_head = heads[0].end if heads else min(len(folded), 4)
    tail = next((match for match in _TAIL_VERB.finditer(folded) if match.start() >= from_head), None)
    text = text[: tail.start()] if tail else text
    hanging = _TAIL.search(fold(text))
    if hanging and hanging.start() > 0:
        closing = re.match(r"[)\]\"”»?!]", text[hanging.start() :])
        text = text[: hanging.start() + (1 if closing and _opens(text[: hanging.start()]) else 0)]
    text = text.strip(" ,.;:-–—'“”«»")
    if len(text) < 3 or not any(letter.isalpha() for letter in text):
        return None
    return text[:1].upper() + text[1:]


def _opens(text: str) -> bool:
    return text.count("(") > text.count(")") or text.rstrip().endswith("?")


def _without_lead(text: str) -> str:
    """The text from the name on: without "we will host", "please add", an article."""
    for _ in range(4):
        folded = fold(text)
        heads = heads_of(folded)
        doing = doing_in(folded)
        first = heads[0].begin if heads else doing.start() if doing else len(folded)
        if doing and doing.start() < first:
            first = doing.start()
        subject = _SUBJECT_VERB.match(folded[:first] + " ") if heads or doing else None
        if subject and 0 < subject.end() <= first + 1 and _is_clause(folded[: subject.end()], text[: subject.end()]):
            text = text[min(subject.end(), first) :]
            continue
        lead = _LEAD.match(folded)
        if not lead or lead.end() == 0 or lead.end() >= len(text.rstrip()):
            break
        cut = min(lead.end(), first) if heads or doing else lead.end()
        if cut == 0:
            break
        text = text[cut:]
    return text.strip()


def _is_clause(folded: str, text: str) -> bool:
    """Whether the words before a name are somebody who does something, and no adjectives of it."""
    words = folded.split()
    if (
        re.match(
            r"\W*(?:we|i|will|shall|nous|on|the|our|se|this|please|pls|they|il y|there|also|and|y|et|soon|just"
            r"|[a-z]+ (?:will|is|are|hosts?|has|have)\b)",
            folded,
        )
        or len(words) == 1
    ):
        return True
    return text[:1].isupper() or re.search(r"\b(?:will|is|are|to|be|have|has|hosts?|va|vamos a)\b", folded) is not None


def heading_title(heading: str, dates: Iterable[Span], places: Iterable[Span]) -> str | None:
    """What a heading says of its items: None where it only introduces them ("Our events so far")."""
    folded = fold(heading)
    heads = heads_of(folded)
    if not heads:
        return None
    titled = title_of(heading, dates, places, ())
    if titled.title is None:
        return None
    words = [word for word in re.findall(r"[^\W\d_]{3,}", fold(titled.title)) if word not in _GENERIC]
    return titled.title if words else None


_GENERIC = frozenset(
    [
        "events",
        "event",
        "activities",
        "activity",
        "publications",
        "publication",
        "contributions",
        "contribution",
        "inputs",
        "input",
        "projects",
        "project",
        "meetings",
        "calendar",
        "list",
        "upcoming",
        "planned",
        "our",
        "the",
        "for",
        "and",
        "panel",
        "matrix",
        "from",
        "side",
        "plans",
        "year",
        "next",
        "items",
        "what",
        "have",
        "far",
        "update",
        "updates",
        "dates",
        "following",
        "two",
        "three",
        "four",
        "five",
        "six",
        "some",
        "few",
        "these",
        "are",
        "here",
        "main",
        "other",
        "several",
        "new",
        "more",
        "confirmed",
        "evenements",
        "activites",
        "activite",
        "evenement",
        "reunions",
        "prevues",
        "prevus",
        "nos",
        "pour",
        "notre",
        "eventos",
        "actividades",
        "publicaciones",
        "proyectos",
        "reuniones",
        "nuestras",
        "nuestros",
        "para",
        "del",
        "los",
        "las",
        "forthcoming",
        "overview",
        "programme",
        "reports",
        "webinars",
        "trainings",
        "workshops",
        "briefs",
        "this",
        "you",
        "with",
        "add",
        "please",
        "pls",
        "now",
        "note",
        "notes",
        "regional",
    ]
)


def is_generic(title: str, most: int = 1) -> bool:
    """Whether a title is no more than the word for its kind ("Second session") with ``most`` words beside it."""
    folded = fold(title)
    heads = heads_of(folded)
    tail = next((match for match in _TAIL_VERB.finditer(folded) if heads and match.start() >= heads[0].end), None)
    folded = folded[: tail.start()] if tail else folded
    words = [
        match[0]
        for match in re.finditer(r"[^\W\d_]{3,}", folded)
        if match[0] not in _GENERIC and not any(head.begin <= match.start() < head.end for head in heads)
    ]
    return len(words) <= most and bool(heads)
