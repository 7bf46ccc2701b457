"""Places: the names that people write in three languages, which of many is meant, and what is suggested for a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import Place, country_named, find_place, find_places, suggest
from bot.places.countries import country_names
from bot.places.finding import city_of_state
from bot.places.gazetteer import cities_spelled, large_cities
from bot.places.suggesting import place_in_words, suggest_countries


@pytest.mark.parametrize(
    ("name", "city", "country"),
    [
        ("Genève", "Geneva", "Switzerland"),
        ("GINEBRA", "Geneva", "Switzerland"),
        ("Nueva York", "New York", "United States of America"),
        ("NYC", "New York", "United States of America"),
        ("KL", "Kuala Lumpur", "Malaysia"),
        ("Addis", "Addis Ababa", "Ethiopia"),
        ("Addis-Abeba", "Addis Ababa", "Ethiopia"),
        ("Le Caire", "Cairo", "Egypt"),
        ("Beyrouth", "Beirut", "Lebanon"),
        ("La Haya", "The Hague", "Netherlands"),
        ("Cox's Bazar", "Cox's Bazar", "Bangladesh"),
        ("N'Djaména", "N'Djamena", "Chad"),
        ("San Jose", "San José", "Costa Rica"),
        ("Tripoli", "Tripoli", "Libya"),
        ("Bruges", "Bruges", "Belgium"),
        ("Cancún", "Cancún", "Mexico"),
        ("Moshi", "Moshi", "United Republic of Tanzania"),
        ("Bogis-Bossey", "Bogis-Bossey", "Switzerland"),
    ],
)
def test_a_city_by_the_names_that_people_write(name: str, city: str, country: str) -> None:
    assert find_place(name) == Place(country, city)


def test_a_country_named_beside_it_decides_between_cities_of_one_name() -> None:
    assert find_place("Georgetown", "Malaysia") == Place("Malaysia", "George Town")
    assert find_place("Santiago", "República Dominicana") == Place("Dominican Republic", "Santiago de los Caballeros")
    assert find_place("Geneva", "Kenya") is None
    assert {place.country for place in find_places("Valencia")} >= {"Spain", "Venezuela (Bolivarian Republic of)"}


def test_a_name_of_both_is_the_country_until_the_city_is_asked_for() -> None:
    assert find_place("Singapore") == Place("Singapore")
    assert find_place("Singapore", "Singapore") == Place("Singapore", "Singapore")
    assert city_of_state("Djibouti") == Place("Djibouti", "Djibouti")
    assert city_of_state("Niger") is None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Turquie", "Türkiye"),
        ("Estados Unidos", "United States of America"),
        ("the Philippines", "Philippines"),
        ("Moldova", "Republic of Moldova"),
        ("GH", "Ghana"),
        ("gh", None),
        ("Costa de Marfil", "Côte d'Ivoire"),
        ("Atlantis", None),
    ],
)
def test_countries_as_the_united_nations_write_them(name: str, country: str | None) -> None:
    assert country_named(name) == country


@pytest.mark.parametrize(
    ("typed", "country", "city"),
    [
        ("Genvea", None, "Geneva"),
        ("genev", None, "Geneva"),
        ("nairobbi", None, "Nairobi"),
        ("Kathmando", None, "Kathmandu"),
        ("Addis Abeb", None, "Addis Ababa"),
        ("Estanbul", None, "Istanbul"),
        ("tegu", "Honduras", "Tegucigalpa"),
        ("Santiago, Chile", None, "Santiago"),
        ("Georgetown, Guy", None, "Georgetown"),
        ("bogis", None, "Bogis-Bossey"),
    ],
)
def test_suggestions_forgive_slips(typed: str, country: str | None, city: str) -> None:
    assert city in [place.city for place in suggest(typed, "en", 5, country)]


def test_suggestions_stay_in_the_country_that_was_given() -> None:
    found = suggest("San", "es", 20, "Honduras")
    assert found
    assert {place.country for place in found} == {"Honduras"}
    assert len(suggest("san", "en", 7)) == 7
    assert suggest("  ") == []
    assert suggest("qqqqqqqqqq") == []


def test_suggestions_of_countries_in_three_languages() -> None:
    assert suggest_countries("Etats", "fr")[0] == Place("United States of America")
    assert suggest_countries("Filipin", "es") == [Place("Philippines")]
    assert Place("Kyrgyzstan") in suggest_countries("Kirgystan")
    assert len(suggest_countries("", limit=400)) == len(set(country_names().values()))
    assert place_in_words(Place("Switzerland", "Geneva"), "fr") == "Geneva, Suisse"


def test_the_list_is_in_order_and_each_large_city_is_found_by_its_spelling() -> None:
    spellings, cities = large_cities(3_000_000)
    assert len(spellings) > 1_000
    for spelling, city in zip(spellings, cities, strict=True):
        assert city in cities_spelled(spelling)


@given(st.text(max_size=60))
def test_no_text_makes_it_fall_over(text: str) -> None:
    find_place(text)
    suggest(text, "es", 5)
    suggest(text, "es", 5, text)
    suggest_countries(text)
