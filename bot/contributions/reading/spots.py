"""Where a piece of text says that a thing takes place: cities and countries with where they stand, and the venue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.places import Place, country_named, find_place
from bot.places.countries import country_codes
from bot.places.finding import area_named, cities_named, city_of_state, is_short_form, place_of
from bot.text.period_grammar import fold

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w)|\.(?=\w))*\.?")
_MOST_WORDS = 6
#: Fewer inhabitants than this, and a name has to stand alone between commas: most words name some village.
_VILLAGE, _KNOWN_TOWN, _FAMOUS = 15_000, 100_000, 10_000_000
_IN = re.compile(
    r"(?:\b(?:in|at|near|to|a|au|aux|en|hosted by|outside|@)|@)\s+(?:the\s+(?:city of\s+|margins of\s+)?|la\s+|le\s+"
    r"|el\s+|los\s+"
    r"|ville de\s+|ciudad de\s+)?$"
)
_ALONE_BEFORE = re.compile(r"(?:^|[,;:|(/–—@\n.\x1f]|\s-|//)\s*(?:the\s+)?$")
_ALONE_BEHIND = re.compile(
    r"\s*(?:$|[,;:|)/–—\n.(!?\x1f]|-\s|\s-|//|\b(?:and|et|y|e|on|from|with|avec|con|online|en ligne)\b|\bw/)"
)
#: Behind "in" a place goes on where no other name follows.
_GOES_ON = re.compile(r"(?:'s)?\s+(?:time\b|hora\b|heure\b|[A-ZÀ-Þ][a-zà-ÿ])")
_NO_PLACE_BEHIND = re.compile(
    r"\s*(?:'s\b|time\b|process\b|declaration\b|agreement\b|convention\b|compact\b|protocol\b|principles\b|accords?\b"
    r"|action plan\b|initiative\b|consensus\b|framework\b|mission\b|embassy\b|university\b|plan\b|group\b|route\b"
    r"|office\b"
    r"|\+?\d{4,})"
)
_GIVER = re.compile(
    r"\b(?:donors?|sponsors?|co-?hosts?|hosts?|partners?|socios?|partenaires?|donantes?"
    r"|bailleurs?)\s?:\s*(?:[\w ]{1,40},\s*)*$"
    r"|\b(?:funded|financed|supported|sponsored|co-?hosted|hosted|organi[sz]ed|financee?s?|financiad[oa]s?|appuyee?"
    r"|apoyad[oa])"
    r"\s+(?:by|par|por)\s+(?:the\s+|la\s+|le\s+|el\s+|l')?(?:[\w&' -]{1,40}(?:,| and| et| y)\s+(?:the\s+)?)*$"
    r"|\b(?:governments?|gobiernos?|gouvernements?|govt|ministry|mission|embassy|kingdom|republic)\s+(?:of|de|du"
    r"|del)\s+(?:the\s+|la\s+)?$"
    r"|\b(?:with|avec|con|from|by|process|processus de|proceso de|processus|proceso|not|instead of|was"
    r"|declaration of)\s+(?:the\s+)?(?:\(\s*)?$"
    r"|\bnot\s+(?:in\s+)?$|\(not\s+(?:in\s+)?$"
)
_LIST_JOINT = re.compile(
    r"\s*(?:,\s*(?:and|et|y)?|/|&|\band\b|\bet\b|\by\b|\be\b)\s*(?:the\s+|in\s+|au\s+|en\s+|la\s+|el\s+)?"
)
_EVENT_BEHIND = re.compile(
    r"\s+(?:(?:[a-z]+)\s+){0,2}(?:events?|workshops?|meetings?|seminars?|trainings?|conferences?|summit|session"
    r"|consultations?"
    r"|forum|retreat|hearing|briefing|course|round ?table|launch|dialogue|symposium|training|visit)\b"
)
#: "Le séminaire de Bamako": in French and Spanish the city stands behind the thing.
_OF_EVENT = re.compile(
    r"\b(?:reunion|atelier|seminaire|formation|conference|consultation|forum|sommet|colloque|dialogue|taller"
    r"|seminario|conferencia|cumbre|foro|encuentro|curso"
    r"|consulta|dialogo|evento|evenement|sesion|session|retreat|meeting|workshop)s?\s+(?:de|d'|in)\s*$"
)
_BETWEEN = re.compile(r"\b(?:between|entre)\s+(?:the\s+|la\s+|le\s+|el\s+)?$")
#: Words that are also the names of cities; alone they are none.
_WORDS = frozenset(
    [
        "central",
        "mission",
        "union",
        "home",
        "hope",
        "young",
        "rights",
        "commerce",
        "enterprise",
        "liberty",
        "independence",
        "welcome",
        "opportunity",
        "success",
        "unity",
        "spring",
        "march",
        "august",
        "may",
        "june",
        "hall",
        "church",
        "temple",
        "police",
        "orange",
        "media",
        "best",
        "deal",
        "data",
        "most",
        "same",
        "man",
        "sale",
        "mesa",
        "hola",
        "bonjour",
        "saludos",
        "merci",
        "gracias",
        "time",
        "eastern",
        "western",
        "northern",
        "southern",
        "east",
        "west",
        "north",
        "south",
        "pacific",
        "green",
        "lake",
        "park",
        "city",
        "town",
        "bay",
        "forest",
        "island",
        "global",
        "palace",
        "asia",
        "africa",
        "europe",
        "america",
        "arab",
        "along",
        "both",
        "all",
        "day",
        "book",
        "university",
        "college",
        "room",
        "plenary",
        "centre",
        "center",
        "victory",
        "justice",
        "progress",
        "peace",
        "link",
        "early",
        "late",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "real",
        "general",
        "major",
        "minor",
        "lead",
        "council",
        "social",
        "labor",
        "labour",
        "trade",
        "law",
        "health",
        "water",
        "energy",
        "return",
        "date",
        "title",
        "place",
        "note",
        "dates",
        "call",
        "host",
        "partner",
        "joint",
        "launch",
        "training",
        "annual",
        "second",
        "first",
        "third",
        "phase",
        "part",
        "open",
        "online",
        "virtual",
        "hybrid",
        "confirmed",
        "tentative",
        "regional",
        "national",
        "international",
        "expert",
        "report",
        "guide",
        "thanks",
        "regards",
        "best",
        "hello",
        "dear",
        "venue",
        "private",
        "public",
        "chapter",
        "panel",
        "session",
        "youth",
        "women",
        "children",
        "refugee",
        "migrant",
        "diaspora",
        "bank",
        "fund",
        "house",
        "office",
        "hotel",
        "english",
        "french",
        "spanish",
        "arabic",
        "russian",
        "chinese",
        "portuguese",
        "swahili",
        "sala",
        "salle",
        "sede",
        "maison",
        "mission",
        "consejo",
        "foro",
        "taller",
        "curso",
        "mesa",
        "casa",
        "puente",
        "centro",
        "union",
        "communities",
    ]
)
#: Countries by these names are meant only in capitals.
_CAPITALS_ONLY = frozenset(["car", "opt", "png", "uk", "us", "uae", "rca", "ksa", "usa", "drc", "rdc"])


_HOUSE_BEFORE = re.compile(
    r"(?:\b[A-Z]{2,6}|Headquarters|headquarters|University|Office|office|Centre|Center|House|Hotel)\s$"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where it stands in a text; ``inside`` where it belongs to the name of the thing ("the Bangkok event")."""

    place: Place
    begin: int
    end: int
    inside: bool = False


def spots_in(text: str, dates: Sequence[Span] = ()) -> list[Spot]:
    """The places of a piece of text in order. ``dates`` are where its dates stand: a place may stand before one."""
    blank = _blotted(text, dates)
    folded = fold(blank)
    words = list(_WORD.finditer(blank))
    found: list[Spot] = []
    n = 0
    while n < len(words):
        step = 1
        for size in range(min(_MOST_WORDS, len(words) - n), 0, -1):
            begin, end = words[n].start(), words[n + size - 1].end()
            if end - begin > 60 or not (blank[begin].isupper() or size <= 3):
                continue
            spot = _spot(blank, folded, begin, end, found)
            if spot is not None:
                found.append(spot)
                step = size
                break
        n += step
    return found


def _blotted(text: str, dates: Sequence[Span]) -> str:
    """The text with a sign in the place of each date; offsets stay."""
    letters = list(text)
    for begin, end in dates:
        letters[begin:end] = "\x1f" * (end - begin)
    return "".join(letters)


def _spot(text: str, folded: str, begin: int, end: int, found: list[Spot]) -> Spot | None:
    name = text[begin:end]
    if name.endswith(".") and not re.fullmatch(r"(?:\w\.)+", name):
        name, end = name[:-1], end - 1
    if "\n" in name or "\x1f" in name:
        return None
    upper = name[:1].isupper()
    place, people = _named(name, upper=upper, shouted=text.isupper())
    if place is None or _GIVER.search(folded[max(0, begin - 120) : begin]):
        return None
    before, behind = folded[max(0, begin - 60) : begin], text[end : end + 40]
    last = found[-1] if found else None
    alone_behind = _ALONE_BEHIND.match(folded[end : end + 12]) is not None
    word = fold(name) in _WORDS
    listed = (
        last is not None
        and not last.inside
        and (last.place.city is None) == (place.city is None)
        and _LIST_JOINT.fullmatch(folded[last.end : begin]) is not None
        and not (place.city and people < _KNOWN_TOWN)
    )
    alone = _ALONE_BEFORE.search(before) is not None and alone_behind
    if alone and upper and not word:
        if (
            place.city is not None
            and people < _VILLAGE
            and (begin == 0 or not _follows_much(text, begin) or len(name) < 5)
        ):
            return None
        return _decided(Spot(place, begin, end), found, name)
    famous = place.city is not None and people >= _FAMOUS and len(name) > 3
    if alone and famous and not word and re.search(r",\s*$", before):
        return _decided(Spot(place, begin, end), found, name)
    if word and not (_IN.search(before) and alone_behind and people >= _KNOWN_TOWN):
        return None
    if _NO_PLACE_BEHIND.match(folded[end : end + 20]):
        return None
    if listed or ((_IN.search(before) or _BETWEEN.search(before)) and not _GOES_ON.match(behind)):
        small = place.city is not None and people < _VILLAGE
        if small and not alone_behind:
            return None
        if not upper and (people < _KNOWN_TOWN or not alone_behind):
            return None
        return _decided(Spot(place, begin, end), found, name)
    spot = _beside(text, folded, Spot(place, begin, end), people, last) if upper else None
    return _decided(spot, found, name) if spot else None


def _beside(text: str, folded: str, spot: Spot, people: int, last: Spot | None) -> Spot | None:
    """The spot, where no comma and no "in" tells it: right before a date, behind its city, in the name of a thing."""
    begin, end = spot.begin, spot.end
    if spot.place.city is None:
        behind_city = last is not None and last.place.city and re.fullmatch(r"\s*[,(/-]?\s*", folded[last.end : begin])
        return spot if behind_city else None
    if people < _KNOWN_TOWN:
        return None
    # "Quito 12 July": a city right before the date needs no comma.
    dated = re.match(r"\s*\x1f", text[end : end + 4])
    if dated and not re.search(r"[A-Z]\w* $", text[max(0, begin - 16) : begin]):
        return spot
    # "UN HQ New York", "ITC Turin": a house and its city.
    if _HOUSE_BEFORE.search(text[max(0, begin - 24) : begin]) and _ALONE_BEHIND.match(folded[end : end + 12]):
        return spot
    of_event = _OF_EVENT.search(folded[max(0, begin - 60) : begin]) and not _GOES_ON.match(text[end : end + 40])
    return replace(spot, inside=True) if of_event or _EVENT_BEHIND.match(folded[end : end + 60]) else None


def _named(name: str, *, upper: bool, shouted: bool) -> tuple[Place | None, int]:
    """What a name means, and how many people live there; in a text that is not all capitals, ILO is no city."""
    folded = fold(name)
    if not upper and (len(folded) < 4 or folded in _WORDS):
        return None, 0
    if folded in _CAPITALS_ONLY and not name.replace(".", "").isupper():
        return None, 0
    if len(name) == 2:
        country = country_named(name) if name in ("UK", "US") else None
        if country:
            return Place(country), 10**9
        if name not in ("KL", "NY", "DC"):
            return None, 0
    if folded in country_codes() or folded.removeprefix("the ") in country_codes():
        country = country_named(name)
        return (Place(country), 10**9) if country else (None, 0)
    area = area_named(name)
    if area:
        return area, 10**6
    if name.isupper() and len(name) < 6 and not shouted and not is_short_form(name):
        return None, 0
    cities = cities_named(name)
    if not cities:
        return None, 0
    return place_of(cities[0]), cities[0].population * (100 if cities[0].capital else 1)


def _follows_much(text: str, begin: int) -> bool:
    """Whether something longer than a word stands before: a village never opens a piece."""
    return len(text[:begin].split()) >= 3


def _decided(spot: Spot, found: list[Spot], name: str) -> Spot:
    """The spot, after the country behind a city has decided which city of that name is meant."""
    last = found[-1] if found else None
    if last is not None and last.place.city and spot.place.city is None and last.place.country != spot.place.country:
        other = find_place(last.place.city, spot.place.country)
        if other is not None and spot.begin - last.end < 4:
            found[-1] = Spot(other, last.begin, last.end, last.inside)
    return spot


_CODE = re.compile(r"\s*\(([A-Z]{2,3})\)")


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an item: city and country, or several countries, and the spans that told it."""

    city: str | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


def where_of(text: str, spots: Sequence[Spot], *, many: bool, exact: bool) -> Where:
    """The place that the spots of an item tell.

    ``many`` where the thing may be in several countries (a project), ``exact`` where its days are known (so that
    Singapore is the city too).
    """
    outside = [spot for spot in spots if not spot.inside] or list(spots)
    spans = []
    for spot in outside:
        if spot.inside:
            continue
        code = _CODE.match(text, spot.end)
        spans.append((spot.begin, code.end() if code and country_named(code[1]) else spot.end))
    cities = [spot.place for spot in outside if spot.place.city]
    homes = tuple(dict.fromkeys(place.country for place in cities))
    if many and len(homes) > 1:
        return Where(None, None, homes, tuple(spans))
    countries = list(dict.fromkeys(spot.place.country for spot in outside if spot.place.city is None))
    if cities and not (many and len(countries) > 1):
        return Where(cities[0].city, cities[0].country, (), tuple(spans))
    if len(countries) > 1:
        return Where(None, None, tuple(countries), tuple(spans))
    if countries:
        state = city_of_state(countries[0])
        if state and exact:
            return Where(state.city, state.country, (), tuple(spans))
        return Where(None, countries[0], (), tuple(spans))
    return Where(spans=tuple(spans))
