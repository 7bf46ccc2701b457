"""Countries by their names in three languages, told by the short names that the United Nations writes."""

import functools

from babel import Locale

from bot.places.values import Place
from bot.text.languages import LANGUAGES, Language
from bot.text.period_grammar import fold

#: Short names of the United Nations where Babel's English name differs.
_UN_NAMES = {
    "AG": "Antigua and Barbuda", "BA": "Bosnia and Herzegovina", "BN": "Brunei Darussalam",
    "BO": "Bolivia (Plurinational State of)", "CD": "Democratic Republic of the Congo",
    "CG": "Congo", "CI": "Côte d'Ivoire", "CV": "Cabo Verde", "FM": "Micronesia (Federated States of)",
    "GB": "United Kingdom of Great Britain and Northern Ireland", "GM": "Gambia", "IR": "Iran (Islamic Republic of)",
    "KN": "Saint Kitts and Nevis", "KP": "Democratic People's Republic of Korea", "KR": "Republic of Korea",
    "LA": "Lao People's Democratic Republic", "LC": "Saint Lucia", "MD": "Republic of Moldova", "MM": "Myanmar",
    "PS": "State of Palestine", "RU": "Russian Federation", "ST": "Sao Tome and Principe", "SY": "Syrian Arab Republic",
    "TR": "Türkiye", "TT": "Trinidad and Tobago", "TZ": "United Republic of Tanzania",
    "US": "United States of America", "VA": "Holy See", "VC": "Saint Vincent and the Grenadines",
    "VE": "Venezuela (Bolivarian Republic of)", "VN": "Viet Nam", "WF": "Wallis and Futuna",
}  # fmt: skip
#: Names and abbreviations in use that Babel does not list.
_OTHER_NAMES = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "ee.uu.": "US", "eeuu": "US", "the us": "US", "uk": "GB", "u.k.": "GB",
    "great britain": "GB", "turkey": "TR", "turquie": "TR", "turquia": "TR", "ivory coast": "CI", "cote d ivoire": "CI",
    "costa de marfil": "CI", "drc": "CD", "rdc": "CD", "dr congo": "CD", "democratic republic of congo": "CD",
    "rd congo": "CD", "republic of congo": "CG", "republic of the congo": "CG", "car": "CF", "rca": "CF", "uae": "AE",
    "the gambia": "GM", "the bahamas": "BS", "czech republic": "CZ", "republique tcheque": "CZ",
    "republica checa": "CZ", "swaziland": "SZ", "cape verde": "CV", "burma": "MM", "birmanie": "MM", "birmania": "MM",
    "macedonia": "MK", "south korea": "KR", "north korea": "KP", "russia": "RU", "syria": "SY", "laos": "LA",
    "vietnam": "VN", "viet nam": "VN", "tanzania": "TZ", "tanzanie": "TZ", "moldova": "MD", "bolivia": "BO",
    "venezuela": "VE", "iran": "IR", "palestine": "PS", "palestina": "PS", "brunei": "BN", "east timor": "TL",
    "kyrgyz republic": "KG", "slovak republic": "SK", "holland": "NL", "the netherlands": "NL", "bosnia": "BA",
    "trinidad": "TT", "trinidad & tobago": "TT", "bosnia & herzegovina": "BA", "png": "PG", "ksa": "SA",
    "vatican": "VA",
    "england": "GB", "scotland": "GB", "angleterre": "GB", "inglaterra": "GB", "salvador": "SV", "holy see": "VA",
    "the philippines": "PH", "the sudan": "SD", "the niger": "NE", "hong kong": "HK", "macao": "MO", "mexico": "MX",
    "state of palestine": "PS", "occupied palestinian territory": "PS", "opt": "PS", "rep. dominicana": "DO",
}  # fmt: skip
#: Codes of areas that are no country.
_NO_COUNTRIES = ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB")


@functools.cache
def country_names() -> dict[str, str]:
    """The name of each country by its two-letter code."""
    territories = Locale("en").territories
    plain = {code: str(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return {code: _UN_NAMES.get(code, name) for code, name in plain.items() if code not in _NO_COUNTRIES}


@functools.cache
def country_codes() -> dict[str, str]:
    """The two-letter code of each country by its folded names in all languages of the bot."""
    names = country_names()
    found: dict[str, str] = {}
    for code, name in names.items():
        found[fold(name)] = code
        for language in LANGUAGES:
            found.setdefault(fold(str(Locale(language).territories.get(code, name))), code)
    for spelling, code in _OTHER_NAMES.items():
        found[fold(spelling)] = code
    # "Myanmar (Burma)", "Congo - Kinshasa", "Hong Kong SAR China": the part before the bracket is a name too.
    for spelling, code in list(found.items()):
        short = spelling.split(" (")[0]
        found.setdefault(short, code)
        found.setdefault(short.replace("&", "and"), code)
    return found


def country_named(name: str) -> str | None:
    """The short name of a country that is named in English, French or Spanish, or by its code in capitals."""
    names = country_names()
    stripped = name.strip()
    if len(stripped) == 2 and stripped.isupper() and stripped in names:
        return names[stripped]
    folded = fold(stripped)
    code = country_codes().get(folded) or country_codes().get(folded.removeprefix("the "))
    return names[code] if code else None


@functools.cache
def code_of(country: str) -> str | None:
    """The two-letter code of a country by any of its names."""
    named = country_named(country)
    return next((code for code, name in country_names().items() if name == named), None) if named else None


def country_in_words(place: Place, language: Language) -> str:
    """The name of a place's country in a language; as it is stored where the language has none."""
    code = code_of(place.country)
    return str(Locale(language).territories.get(code or "", place.country)) if language != "en" else place.country
