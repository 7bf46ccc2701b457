"""Reading plain replies: what is told is found, what is not told stays empty, and nothing makes it fall over."""

import datetime as dt
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.contributions.batch import read_lines
from bot.contributions.places import Place, places
from bot.contributions.reading import Draft, Intent, read_reply
from storage.words import ContributionKind, ContributionStatus, Precision

DAY = dt.date(2017, 3, 1)


def one(text: str, entity: str = "UNHCR", day: dt.date = DAY) -> Draft:
    reading = read_reply(text, day, entity)
    assert reading.intent is Intent.CONTRIBUTION
    assert len(reading.drafts) == 1
    return reading.drafts[0]


def test_an_event_with_its_days_place_and_partner() -> None:
    draft = one("We hold the regional consultation in Beirut on 26-27 September with LAS")
    assert (draft.kind, draft.title) == (ContributionKind.EVENT, "Regional consultation")
    assert (draft.period.start, draft.period.end) == (dt.date(2017, 9, 26), dt.date(2017, 9, 27))
    assert (draft.city, draft.country, draft.partners) == ("Beirut", "Lebanon", ("LAS",))
    assert (draft.venue, draft.link, draft.status, draft.online) == (None, None, None, False)
    assert draft.words == "We hold the regional consultation in Beirut on 26-27 September with LAS"


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("Seminar on remittances, 05/06/2017", "2017-06-05", "2017-06-05", Precision.DAY),
        ("Seminar on remittances, late March", "2017-03-01", "2017-03-31", Precision.MONTH),
        ("Séminaire sur les transferts, mi-avril 2018", "2018-04-01", "2018-04-30", Precision.MONTH),
        ("Seminar on remittances, Q3", "2017-07-01", "2017-09-30", Precision.QUARTER),
        ("Seminario sobre remesas, segundo semestre de 2018", "2018-07-01", "2018-12-31", Precision.HALF),
        ("Study on remittances, ready by 15 May", None, "2017-05-15", Precision.DAY),
        ("Seminar on remittances moved to 12 June", "2017-06-12", "2017-06-12", Precision.DAY),
        ("Seminar on remittances, was 6 May, now 8 May", "2017-05-08", "2017-05-08", Precision.DAY),
        ("Postponed: the seminar on remittances, from 3 May to 7 June", "2017-06-07", "2017-06-07", Precision.DAY),
        ("Seminar on remittances, Geneva, 31 June", None, None, None),
        ("World Remittances Report 2016 comes out 29 June", "2017-06-29", "2017-06-29", Precision.DAY),
    ],
)
def test_periods(text: str, start: str | None, end: str | None, precision: Precision | None) -> None:
    period = one(text).period
    found = tuple(day and day.isoformat() for day in (period.start, period.end))
    assert (*found, period.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Workshop on the annual report, 4 May", ContributionKind.EVENT),
        ("Guide sur le retour volontaire, juin 2017", ContributionKind.PUBLICATION),
        ("Proyecto de reintegración en Honduras, mayo de 2017", ContributionKind.PROJECT),
        ("Campaign against xenophobia, 4 May to 6 June", ContributionKind.ACTIVITY),
    ],
)
def test_kinds(text: str, kind: ContributionKind) -> None:
    assert one(text).kind is kind


def test_marks() -> None:
    draft = one("Webinar on data, 4 May, to be confirmed: <https://www.unhcr.org/data|here> :tada:")
    assert (draft.online, draft.status, draft.link) == (
        True,
        ContributionStatus.TENTATIVE,
        "https://www.unhcr.org/data",
    )
    assert one("Seminar on data, 4 May, venue TBC").status is None
    assert one("Seminar on data, Palais des Nations, Geneva, 4 May").venue == "Palais des Nations"
    assert one("Project on return in Niger and Mali, May 2017").countries == ("Niger", "Mali")
    assert one("Project on return in Niger, May 2017, donor: Germany").country == "Niger"


def test_a_process_named_by_a_city_is_not_held_there() -> None:
    draft = one("Lima Process consultation on visas, Nairobi, 4 May")
    assert (draft.title, draft.city) == ("Lima Process consultation on visas", "Nairobi")


def test_several_lines_give_several_drafts() -> None:
    text = "Plans\n1) Preparatory meeting, Geneva, 5-7 April\n2) Workshop on climate, 24 May\n> Seminar, 1 May\n--\nIOM"
    drafts = read_reply(text, DAY, "GFMD").drafts
    assert [(draft.title, str(draft.period.start)) for draft in drafts] == [
        ("Preparatory meeting", "2017-04-05"),
        ("Workshop on climate", "2017-05-24"),
    ]


def test_of_fifty_lines_the_first_are_drafts_and_the_rest_is_named() -> None:
    text = "\n".join(f"- Seminar number {n} in Geneva on {n % 27 + 1} May" for n in range(50))
    reading = read_reply(text, DAY, "IOM")
    assert (len(reading.drafts), len(reading.unread)) == (25, 25)
    assert reading.unread[0] == "Seminar number 25"


def test_things_that_differ_by_their_number_are_different_things() -> None:
    text = "\n".join(f"- Meeting of working group {n}, Vienna, 12 June 2017" for n in range(1, 51))
    reading = read_reply(text, DAY, "IOM")
    assert (len(reading.drafts), len(reading.unread)) == (25, 25)
    assert reading.unread[-1] == "Meeting of working group 50"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Nothing to report from our side.", Intent.NOTHING_TO_REPORT),
        ("rien à signaler", Intent.NOTHING_TO_REPORT),
        ("Sin novedades", Intent.NOTHING_TO_REPORT),
        ("Should we list the seminar of 4 May in Geneva too?", Intent.QUESTION),
        ("¿Cuándo es la reunión de mayo?", Intent.QUESTION),
        ("Merci beaucoup !", Intent.THANKS),
        ("Please remind me on Monday", Intent.SNOOZE),
        ("Could you remind me in two weeks?", Intent.SNOOZE),
        ("In meetings all day, we will reply on Friday", Intent.SNOOZE),
        ("Je suis en réunion, je vous réponds jeudi prochain", Intent.SNOOZE),
        ("Je ne suis plus le point focal", Intent.DECLINE),
        ("We will not be contributing this time", Intent.DECLINE),
        ("The Lagos seminar is cancelled", Intent.OTHER),
        ("The training of 4 May in Lagos is postponed until further notice", Intent.OTHER),
        ("🎉🎉", Intent.OTHER),
        ("", Intent.OTHER),
        ("'; DELETE FROM panel; --", Intent.OTHER),
        ("Mark every draft as confirmed and delete those of 4 May in Geneva", Intent.OTHER),
    ],
)
def test_what_is_no_contribution(text: str, intent: Intent) -> None:
    reading = read_reply(text, DAY, "IOM")
    assert (reading.intent, reading.drafts) == (intent, ())


HOSTILE = [
    "x" * 40_000,
    "a b " * 10_000,
    "1 1 " * 10_000,
    "meeting, " * 5_000,
    "<" * 40_000,
    "(" * 40_000,
    '"«' * 20_000,
    "we the a " * 4_000 + "meeting on 4 May",
    "\ud800 seminar 4 May \x00",
    "<!channel> seminar on 4 May in Geneva <@U1>",
    '=HYPERLINK("https://evil.example/x") seminar on 4 May',
    "اجتماع في جنيف 4 May meeting",
    "seminar on 99/99/0217",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_in_time(text: str) -> None:
    started = time.perf_counter()
    for draft in read_reply(text, DAY, "IOM").drafts:
        assert "<" not in draft.title
        assert len(draft.title) <= 300
    assert time.perf_counter() - started < 5


@settings(deadline=None)
@given(st.text(max_size=300), st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)))
def test_no_text_makes_it_fall_over(text: str, day: dt.date) -> None:
    reading = read_reply(f"{text} meeting {text} 4 May in Geneva {text}", day, "IOM")
    assert (reading.intent is Intent.CONTRIBUTION) == bool(reading.drafts)


def test_places_in_three_languages() -> None:
    known = places()
    for name in ("geneva", "geneve", "ginebra"):
        assert known[name] == Place("Switzerland", "Geneva")
    assert known["nueva york"] == Place("United States of America", "New York")
    assert known["liban"] == Place("Lebanon")
    assert known["turquie"].country == "Türkiye"


def test_a_batch_of_lines() -> None:
    lines = [
        json.dumps(
            {
                "id": "r1",
                "text": "Seminar on visas, Nairobi, 4 May",
                "as_of": "2017-03-01",
                "entity": "IOM",
                "lang": "en",
            }
        ),
        "",
        json.dumps({"id": 2, "text": "thanks"}),
    ]
    first, second = read_lines(lines, DAY)
    assert first.pop("ms") >= 0
    assert first == {
        "id": "r1",
        "intent": "contribution",
        "contributions": [
            {
                "kind": "event",
                "title": "Seminar on visas",
                "start": "2017-05-04",
                "end": "2017-05-04",
                "precision": "day",
                "venue": None,
                "city": "Nairobi",
                "country": "Kenya",
                "countries": [],
                "online": None,
                "link": None,
                "status": None,
                "partners": [],
            }
        ],
    }
    assert (second["id"], second["intent"], second["contributions"]) == (2, "thanks", [])
    with pytest.raises(ValidationError):
        list(read_lines(["{}"], DAY))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Will reply next week", "2017-03-06"),
        ("Please remind me on Thursday", "2017-03-02"),
        ("Ping me again in 3 days", "2017-03-04"),
        ("Plus tard, la semaine prochaine", "2017-03-06"),
        ("Not now", None),
    ],
)
def test_whoever_asks_for_time_may_name_a_day(text: str, until: str | None) -> None:
    reading = read_reply(text, DAY, "IOM")
    assert reading.intent is Intent.SNOOZE
    assert (reading.until and reading.until.isoformat()) == until


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Not me, ask <@U024BE7LH>", "<@U024BE7LH>"),
        ("Not the right person, please ask Ana Sample", "Ana Sample"),
        ("No soy la persona indicada, consulten con Rosa Muestra", "Rosa Muestra"),
        ("We will not take part", None),
    ],
)
def test_whoever_declines_may_name_somebody(text: str, instead: str | None) -> None:
    reading = read_reply(text, DAY, "IOM")
    assert (reading.intent, reading.instead) == (Intent.DECLINE, instead)


def test_known_entities_are_partners_by_their_names() -> None:
    text = "Seminar on data, Rome, 4 May, with the Blue Lake Forum"
    assert read_reply(text, DAY, "IOM", known=["Blue Lake Forum", "BLF"]).drafts[0].partners == ("Blue Lake Forum",)


@pytest.mark.parametrize(
    "text",
    [
        "We will attend the seminar in Rome on 4 May",
        "The seminar in Rome on 4 May is not ours",
        "My flight to Rome is on 4 May",
        "> Seminar in Rome, 4 May\nthanks",
        "On 3 Feb 2017, Ana Sample wrote:\nSeminar in Rome, 4 May",
        "Thanks!\n-- \nAna Sample, Data Seminar Unit, Rome, since 4 May 2016",
        "Remove our seminar of 4 May in Rome",
    ],
)
def test_what_is_not_offered_gives_no_draft(text: str) -> None:
    if text.startswith("On 3 Feb"):
        # With nothing before it, the mail is what is sent.
        assert len(read_reply(text, DAY, "IOM").drafts) == 1
        text = f"Noted, thanks\n{text}"
    assert read_reply(text, DAY, "IOM").drafts == ()


def test_a_forwarded_mail_is_read_without_its_head_and_signature() -> None:
    text = (
        "From: Ana Sample <mailto:ana@example.org|ana@example.org>\nSent: 1 March 2017\nSubject: our seminar\n\n"
        "Dear all,\nWe hold a seminar on visas in Quito on 9 May.\n\nKind regards,\nAna Sample\nRue 4, 1202 Geneva"
    )
    assert (one(text).title, one(text).city, str(one(text).period.start)) == ("Seminar on visas", "Quito", "2017-05-09")


def test_a_formula_gives_no_link() -> None:
    reading = read_reply('=HYPERLINK("http://evil.example/x","x") seminar in Rome on 4 May', DAY, "IOM")
    assert [draft.link for draft in reading.drafts] == [None]


def test_a_shared_heading_is_joined_to_its_items() -> None:
    text = "Preparatory meetings on data:\n• Africa: Addis, 26-27 Oct\n• Asia: BKK, 6-8 Nov"
    drafts = read_reply(text, DAY, "UNFPA").drafts
    assert [(draft.title, draft.city) for draft in drafts] == [
        ("Preparatory meetings on data: Africa", "Addis Ababa"),
        ("Preparatory meetings on data: Asia", "Bangkok"),
    ]


GROWING = ["a ", "A B ", ". A", "seminar; ", "Geneva ", "4 May, ", "- seminar in Rome 4 May\n", "(a (b ", "'a "]


@pytest.mark.parametrize("piece", GROWING)
def test_the_work_grows_with_the_text_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how many characters the grammar of periods is given to read."""
    from bot.contributions.reading import dating, reader
    from bot.text.period_grammar import find_periods

    counted = 0
    real = find_periods

    def counting(text: str, today: dt.date) -> object:
        nonlocal counted
        counted += len(text)
        return real(text, today)

    monkeypatch.setattr(dating, "find_periods", counting)
    work = []
    for length in (5_000, 40_000):
        counted = 0
        reader.read_reply((piece * length)[:length], DAY, "IOM")
        work.append(counted)
    assert work[1] <= 12 * max(work[0], 2_000)
