"""Who else has a hand in a thing: co-organisers, hosts and funders that are named; never the sender."""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import yaml

from bot.places import country_named
from bot.text.period_grammar import fold

Span = tuple[int, int]

_BESIDE = (
    r"(?:together|jointly|in (?:partnership|collaboration|cooperation|coordination|association|conjunction)"
    r"|co-?(?:organi[sz]ed|hosted|led|published"
    r"|authored|convened)|organi[sz]ed|hosted|both|partnering|working|developed|prepared|implemented"
    r"|produced) (?:with|by)|along with|alongside|with support (?:from|of)"
    r"|with (?:funding|funds|financing|financial support|the support) (?:from|of|by)|supported by|(?:co-?)?funded by"
    r"|(?:co-?)?financed by|sponsored by|co-?organi[sz]ers?\s?:?|(?:co-)?hosts?\s?:"
    r"|donors?\s?:|partners?(?: are)?\s?:|partnership with|funded by|funding\s?:|w/|with|conjointement avec"
    r"|en (?:partenariat|collaboration|cooperation) avec|avec l'appui d[eu]|avec"
    r"|(?:co-?)?(?:finance|organise|appuye|soutenu)e?s? par|partenaires?\s?:|bailleurs?(?: de fonds)?\s?:"
    r"|junto (?:con|a)|en (?:colaboracion|alianza|cooperacion|coordinacion|conjunto) con"
    r"|conjuntamente con|con (?:el )?(?:apoyo|financiamiento|fondos) d[el]+|(?:co)?(?:financiad|organizad"
    r"|apoyad)[oa]s? por|socios?\s?:|donantes?\s?:|aliados?\s?:|con|by"
)
_CUE = re.compile(
    rf"(?<![\w-])(?:{_BESIDE})\s*(?:the\s+|la\s+|le\s+|les\s+|el\s+|los\s+|l'|our partners?\s+|our friends (?:at"
    rf"|from)\s+|colleagues (?:at|from)\s+)?"
)
#: Behind these cues a country is its government.
_GIVES = re.compile(
    r"fund|financ|donor|donant|bailleur|host|sponsor|support|apoy|appuy|soutenu|organi|partner|socio|partenaire|aliado"
)
_GOVERNMENT = re.compile(
    r"(?:(?:the |le |el )?(?:Governments?|Govt\.?|Gobiernos?|Gouvernements?) (?:of|de la|de l'|del|du|des|de"
    r"|d')\s?(?:the |la |el )?|(?:Kingdom|Republic) of )"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'&/-]*"
_NAME = re.compile(
    rf"(?:{_CAPITAL})(?:\s+(?:{_CAPITAL}|(?:of|de|du|des|del|de la|for|para|pour|and|y|et|the|on|sans|les"
    rf"|los)(?=\s+{_CAPITAL})))*"
)
_BODY = re.compile(
    r"\b(?:universit\w+|universidad\w*|ministr\w+|minister\w+|council|commission|comision|bank|banque|banco"
    r"|foundation|fondation|fundacion|institut\w*|network"
    r"|reseau|red|agency|agence|agencia|union|federation|federacion|association|asociacion|red cross|fund|office"
    r"|bureau|secretariat|alliance|alianza|cent(?:er|re|ro)"
    r"|committee|comite|chamber|programme|department|directorate|municipality|city of|city council|academy|college"
    r"|school|society|international|organi[sz]ation|organisation"
    r"|cooperation|service|authority|parliament|coalition|consortium|trust|initiative|group|partnership|caucus|cross"
    r"|crescent|state secretariat|delegation|embassy|community)\b"
)
_ACRONYM = re.compile(
    r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][\w]*[A-Z][\w-]*(?:/[A-Z][\w]+)?|[A-Z]{2,}[\w-]*|UN-[A-Z]\w+|ONU-[A-Z]\w+"
)
_NO_BODY = frozenset(
    [
        "TBC",
        "TBD",
        "NGO",
        "NGOS",
        "CSO",
        "CSOS",
        "SDG",
        "SDGS",
        "UN",
        "GCM",
        "GCR",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "II",
        "III",
        "IV",
        "HQ",
        "PDF",
        "FYI",
        "PLS",
        "AM",
        "PM",
        "GMT",
        "CET",
        "EST",
        "UTC",
        "AI",
        "IT",
        "ICT",
        "HIV",
        "RCP",
        "RCPS",
        "MOU",
        "TV",
        "ID",
    ]
)
_JOINT = re.compile(
    r"\s*(?:,\s*(?:and|et|y|e|&)?|&|\+|/|;|\b(?:and|et|y|e|as well as|and also)\b)\s*(?:by\s+|with\s+)?(?:the\s+"
    r"|la\s+|le\s+|les\s+|el\s+|los\s+|l'|l’)?",
    re.IGNORECASE,
)
_HOSTS = re.compile(
    r"\s+(?:will |are |is |to )?(?:co-?)?(?:host|organi[sz]e|convene|hold|run|launch|lead|publish|present)(?:s|ed|ing"
    r"|d)?\b|\s+(?:organisent|organise|accueille\w*|organiza\w*|acoge\w*)\b"
)
_FUNDED = re.compile(r"\b([A-Z][\w-]*(?:[A-Z][\w-]*)?)[- ](?:funded|financed|funding)\b")


#: Whoever advises a government works with it.
_AIDED = re.compile(r"\b(?:[Aa]dvis\w+|[Ss]upport\w*|[Aa]ssist\w*|[Hh]elp\w*) (?:to )?the Governments? of (?:the )?")


@dataclass(frozen=True, slots=True)
class Named:
    """Partners, and the spans of text that tell them (which belong to no title)."""

    names: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@functools.cache
def _known() -> tuple[str, ...]:
    """The folded names of the data file, longer ones first."""
    lines = yaml.safe_load((files("bot.contributions.reading") / "organisations.yml").read_text(encoding="utf-8"))
    return tuple(sorted({fold(str(name)) for line in lines for name in line}, key=len, reverse=True))


def partners_in(text: str, entity: str, known: Iterable[str] = ()) -> Named:
    """The organisations that a text names behind "with", "funded by" and their like, or that host beside the sender."""
    folded = fold(text)
    own = fold(entity)
    extra = tuple(sorted({fold(name) for name in known if len(name) > 1}, key=len, reverse=True))
    names: dict[str, str] = {}
    spans: list[Span] = []
    for cue in _CUE.finditer(folded):
        if any(begin <= cue.start() < end for begin, end in spans):
            continue
        gives = _GIVES.search(cue[0]) is not None
        found, end = _names_from(text, folded, cue.end(), extra, gives=gives)
        if cue[0].strip() == "by" and not found:
            continue
        if found:
            spans.append((cue.start(), end))
        for name in found:
            names.setdefault(fold(name), name)
    for match in _AIDED.finditer(text):
        country = _country_at(text, match.end())
        if country:
            names.setdefault(fold(f"Government of {country[0]}"), f"Government of {country[0]}")
    for name, span in _hosts(text, folded, extra):
        names.setdefault(fold(name), name)
        spans.append(span)
    for match in _FUNDED.finditer(text):
        if _is_body(match[1], extra) or country_named(match[1]):
            name = f"Government of {match[1]}" if country_named(match[1]) else match[1]
            names.setdefault(fold(name), name)
            spans.append(match.span())
    told = tuple(
        name for key, name in names.items() if key != own and own not in (key.removeprefix("un "), f"un {key}")
    )
    return Named(told, tuple(spans))


def _names_from(text: str, folded: str, at: int, extra: Sequence[str], *, gives: bool) -> tuple[list[str], int]:
    """The organisations that stand one after the other from an offset, and where the last one ends."""
    found: list[str] = []
    end = at
    while len(found) < 12:
        name, stop = _name_at(text, folded, at, extra, gives=gives)
        if name is None:
            break
        found.append(name)
        end = stop
        bracket = re.compile(r"\s*\([A-Z][\w-]*\)").match(text, end)
        end = bracket.end() if bracket else end
        joint = _JOINT.match(text, end)
        if joint is None:
            break
        at = joint.end()
    return found, end


def _name_at(text: str, folded: str, at: int, extra: Sequence[str], *, gives: bool) -> tuple[str | None, int]:
    government = _GOVERNMENT.match(text, at)
    if government:
        country = _country_at(text, government.end())
        if country:
            style = (
                "Gobierno de"
                if "obierno" in government[0]
                else "Gouvernement de"
                if "ouvernement" in government[0]
                else "Government of"
            )
            article = "the " if re.search(r"the\s$", government[0]) else ""
            return f"{style} {article}{country[0]}", country[1]
    for name in (*extra, *_known()):
        if (
            folded.startswith(name, at)
            and not re.match(r"\w", folded[at + len(name) : at + len(name) + 1])
            and text[at : at + 1].isupper()
        ):
            return text[at : at + len(name)], at + len(name)
    match = _NAME.match(text, at)
    if match is None:
        return None, at
    country = _country_at(text, at)
    if country and (gives or (country[1] >= match.end() and found_in_list(text, at))):
        return (f"Government of {country[0]}", country[1]) if gives else (None, at)
    name = match[0].rstrip("'’-/&")
    words = name.split()
    # "IOM and ILO" are two; "Ministry of Labour and Employment" is one.
    if _acronym(words[0]) and not (
        len(words) > 1 and _BODY.search(fold(name)) and not re.match(r"(?:and|et|y|&)$", words[1])
    ):
        two = (
            f"{words[0]} {words[1]}"
            if len(words) > 1 and words[0] in ("UN", "ONU", "EU") and words[1][0].isupper()
            else words[0]
        )
        return two, at + len(two)
    if len(words) > 1 and _BODY.search(fold(name)):
        name = _first_of(name, extra)
        return name, at + len(name)
    if (
        len(words) == 1
        and _BODY.fullmatch(fold(name)) is None
        and gives
        and len(name) > 2
        and name[0].isupper()
        and not country
    ):
        return name, at + len(name)
    return None, at


def _first_of(name: str, extra: Sequence[str]) -> str:
    """The first of two bodies that "and" joins; "Ministry of Labour and Employment" is one."""
    for match in re.finditer(r"\s+(?:and|et|y|&)\s+", name):
        left, right = name[: match.start()], name[match.end() :]
        if _BODY.fullmatch(fold(left.split()[-1])) or _is_body(right, extra) or _BODY.match(fold(right)):
            return left
    return name


def found_in_list(text: str, at: int) -> bool:
    """Whether what stands at an offset is one of a list."""
    return text[max(0, at - 2) : at] == ", "


def _country_at(text: str, at: int) -> tuple[str, int] | None:
    match = re.compile(rf"{_CAPITAL}(?:\s+(?:and\s+|of\s+(?:the\s+)?)?{_CAPITAL}){{0,4}}").match(text, at)
    while match:
        words = match[0].split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            if country_named(name) and not (len(name) == 2 and name not in ("UK", "US")):
                return name, at + len(name)
        break
    return None


def _acronym(word: str) -> bool:
    return _ACRONYM.fullmatch(word) is not None and word.upper() not in _NO_BODY


def _is_body(name: str, extra: Sequence[str]) -> bool:
    folded = fold(name)
    return _acronym(name) or folded in extra or folded in _known()


def _hosts(text: str, folded: str, extra: Sequence[str]) -> list[tuple[str, Span]]:
    """The organisations and countries before "host" and its like, at the beginning of a clause."""
    found: list[tuple[str, Span]] = []
    for verb in _HOSTS.finditer(folded):
        begin = max(folded.rfind(sign, 0, verb.start()) for sign in (".", ";", "\n", ":", "|")) + 1
        clause = text[begin : verb.start()]
        if len(clause) > 80:
            continue
        at = begin + len(clause) - len(clause.lstrip())
        starts = [at] + [
            match.end()
            for match in re.finditer(r"(?:,\s*|\b(?:and|et|y|&)\s+)(?:the\s+)?", text)
            if at < match.end() < verb.start()
        ]
        for start in starts:
            names, end = _names_from(text, folded, start, extra, gives=False)
            if names and end == verb.start():
                found += [(name, (at, verb.start())) for name in names]
                break
            country = _country_at(text, start)
            if country and country[1] == verb.start():
                found.append((f"Government of {country[0]}", (start, verb.start())))
                break
    return found
