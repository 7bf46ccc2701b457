"""Which place a name means."""

from collections.abc import Sequence

from bot.places.countries import code_of, country_named, country_names
from bot.places.gazetteer import City, cities_spelled, folded_name
from bot.places.values import Place

#: Short forms that people write, and names that no list of cities has.
_SHORT = {
    "nyc": ("new york", "US"), "ny": ("new york", "US"), "n y": ("new york", "US"), "manhattan": ("new york", "US"),
    "dc": ("washington", "US"), "d c": ("washington", "US"), "washington dc": ("washington", "US"),
    "washington d c": ("washington", "US"), "washington": ("washington", "US"), "bkk": ("bangkok", "TH"),
    "kl": ("kuala lumpur", "MY"), "gva": ("geneva", "CH"), "addis": ("addis ababa", "ET"),
    "cdmx": ("mexico city", "MX"),
    "mexico df": ("mexico city", "MX"), "mexico d f": ("mexico city", "MX"), "dar": ("dar es salaam", "TZ"),
    "joburg": ("johannesburg", "ZA"), "jozi": ("johannesburg", "ZA"), "ouaga": ("ouagadougou", "BF"),
    "rio": ("rio de janeiro", "BR"), "delhi": ("new delhi", "IN"), "bsas": ("buenos aires", "AR"),
    "tegus": ("tegucigalpa", "HN"), "hcmc": ("ho chi minh city", "VN"), "cph": ("copenhagen", "DK"),
    "pap": ("port au prince", "HT"), "santiago de chile": ("santiago", "CL"), "santiago du chili": ("santiago", "CL"),
    "guatemala city": ("guatemala city", "GT"), "ciudad de guatemala": ("guatemala city", "GT"),
    "panama city": ("panama", "PA"), "ciudad de panama": ("panama", "PA"), "panama ville": ("panama", "PA"),
    "kuwait city": ("kuwait city", "KW"), "djibouti city": ("djibouti", "DJ"), "djibouti ville": ("djibouti", "DJ"),
    "luxembourg city": ("luxembourg", "LU"), "kiev": ("kyiv", "UA"), "nur sultan": ("astana", "KZ"),
    "san jose": ("san jose", "CR"), "st petersburg": ("saint petersburg", "RU"), "la haye": ("the hague", "NL"),
    "la haya": ("the hague", "NL"), "den haag": ("the hague", "NL"), "hague": ("the hague", "NL"),
    "saint domingue": ("santo domingo", "DO"), "st domingue": ("santo domingo", "DO"), "le cap": ("cape town", "ZA"),
    "mexico city": ("mexico city", "MX"), "ulan bator": ("ulaanbaatar", "MN"), "cordoba": ("cordoba", "AR"),
    "valencia": ("valencia", "ES"), "valence": ("valence", "FR"), "le caire": ("cairo", "EG"), "laval": ("laval", "CA"),
    "barcelona": ("barcelona", "ES"), "hyderabad": ("hyderabad", "IN"), "cambridge": ("cambridge", "GB"),
    "georgetown": ("georgetown", "GY"), "merida": ("merida", "MX"), "leon": ("leon", "MX"), "cuenca": ("cuenca", "EC"),
    "grenade": ("granada", "ES"), "granada": ("granada", "ES"), "tripoli": ("tripoli", "LY"),
    "la valette": ("valletta", "MT"),
    "la valeta": ("valletta", "MT"),
}  # fmt: skip
#: Where these are named without more, the city that has the country's name may be meant as well as the country.
CITY_STATES = {"singapore": "SG", "singapour": "SG", "singapur": "SG", "djibouti": "DJ", "yibuti": "DJ",
               "luxembourg": "LU", "luxemburgo": "LU", "monaco": "MC", "san marino": "SM"}  # fmt: skip
_CITY_OF_STATE = {"SG": "Singapore", "DJ": "Djibouti", "LU": "Luxembourg", "MC": "Monaco", "SM": "San Marino"}


#: Where people meet without naming the town.
_AREAS = {"bali": Place("Indonesia", "Bali"), "zanzibar": Place("United Republic of Tanzania", "Zanzibar")}


def area_named(name: str) -> Place | None:
    """A well-known area that stands for a city, such as Bali."""
    return _AREAS.get(folded_name(name))


def is_short_form(name: str) -> bool:
    """Whether a name is a short form of a city's that people write, such as KL."""
    return folded_name(name) in _SHORT


def place_of(city: City) -> Place:
    """A city of the list as a place."""
    return Place(country_names().get(city.code, city.code), city.name)


def cities_named(name: str) -> tuple[City, ...]:
    """All cities that a name may mean, the likeliest first: known short forms, then by inhabitants."""
    folded = folded_name(name)
    short = _SHORT.get(folded)
    found = cities_spelled(folded) or (cities_spelled(folded.removeprefix("the ")) if folded.startswith("the ") else ())
    if short is None:
        return found
    meant = tuple(city for city in cities_spelled(short[0]) if city.code == short[1])[:1]
    return meant + tuple(city for city in found if city not in meant)


def find_places(name: str, country: str | None = None) -> list[Place]:
    """The places that a name may mean, the likeliest first; a country by its name before the cities.

    With a ``country`` (any of its names), only cities there.
    """
    if country is not None:
        code = code_of(country)
        if code and CITY_STATES.get(folded_name(name)) == code:
            return [Place(country_names()[code], _CITY_OF_STATE[code])]
        return [place_of(city) for city in cities_named(name) if city.code == code]
    named = country_named(name)
    if area := area_named(name):
        return [area]
    cities = [place_of(city) for city in cities_named(name)]
    return [Place(named), *cities] if named else cities


def find_place(name: str, country: str | None = None) -> Place | None:
    """The place that a name most likely means. What names both, as Singapore does, is the country."""
    found: Sequence[Place] = find_places(name, country)
    return found[0] if found else None


def city_of_state(name: str) -> Place | None:
    """The city of a state that is one, such as Singapore, by the name of both."""
    code = CITY_STATES.get(folded_name(name))
    return Place(country_names()[code], _CITY_OF_STATE[code]) if code else None
