"""The status in words: what is missing, who cannot be reached and why, since when somebody is written to."""

import datetime as dt

import pytest

from bot.contributions.standing import Lacking, Reach, Standing
from bot.panels.status import EntityStanding, PanelStatus
from bot.text.languages import LANGUAGES, Language
from handlers.views.panels import status_message

FIRST = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
LAST = FIRST + dt.timedelta(days=9)


def told(line: EntityStanding, language: Language = "en") -> str:
    message = status_message(PanelStatus("P", "M", "UTC", None, (line,)), language, "UTC")
    assert message.text.splitlines()[-1] in str(message.blocks[-1])
    return message.text.splitlines()[-1]


def line(standing: Standing, **more: object) -> EntityStanding:
    values = {"last_reminded": LAST, "first_reminded": FIRST, "focal_point": "Ana"} | more
    return EntityStanding(1, "IOM", standing, 2, None, **values)  # type: ignore[arg-type]


def test_a_silent_entity() -> None:
    said = told(line(Standing.SILENT))
    assert said == (
        "IOM: silent; last reminded on 8 February 2017, 14:00 UTC; written to since 30 January 2017, 14:00 UTC; "
        "Ana is asked"
    )
    assert "since" not in told(line(Standing.SILENT, first_reminded=LAST))
    assert "since" not in told(line(Standing.ANSWERED))
    assert "not reminded yet" in told(line(Standing.SILENT, last_reminded=None, first_reminded=None))


def test_an_incomplete_one_names_each_contribution() -> None:
    lacking = tuple(Lacking(n, f"Talks {n}", ("start_date", "venue")) for n in range(6))
    said = told(line(Standing.INCOMPLETE, lacking=lacking))
    assert said.startswith("IOM: incomplete, 2 contributions; “Talks 0” lacks the date, the venue; “Talks 1” lacks")
    assert "“Talks 3”" in said
    assert "; and 2 more;" in said
    assert "“Talks 4”" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_somebody_cannot_be_reached(language: Language) -> None:
    said = {
        reach: told(line(Standing.UNREACHABLE, reach=reach, mails=("a@example.org",)), language)
        for reach in Reach
        if reach is not Reach.SLACK
    }
    assert len(set(said.values())) == 3
    assert ["a@example.org" in words for words in said.values()] == [True, False, False]
    assert all("Slack" in said[reach] for reach in (Reach.MAIL, Reach.GONE))
