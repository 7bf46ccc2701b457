"""The buttons of a reminder, pressed by the one who got it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from playground.model import Message
from tests.e2e.conftest import Stage


def offers_snooze(message: Message) -> bool:
    return "reminder.snooze" in str(message.get("blocks"))


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_snooze_puts_the_next_reminder_off_once(stage: Stage) -> None:
    wanda = stage.slack.person("U0WANDAWMN")
    invitation = await wanda.wait_message(offers_snooze)
    number = next(
        element["options"][0]["value"]
        for block in invitation["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "reminder.snooze"
    )
    await wanda.click(invitation, action_id="reminder.snooze", value=number)
    told = await wanda.wait_message("We shall remind you on")
    assert "Tuesday 31 January 2017, 09:0" in told.text
    assert told.is_ephemeral
    await wanda.click(invitation, action_id="reminder.snooze", value=number)
    await wanda.wait_message("can be snoozed once")
    stage.slack.move_clock(dt.datetime(2017, 1, 31, 9, 5, tzinfo=ZoneInfo("America/New_York")))
    reminder = await wanda.wait_message("we have not heard from UN Women", after=told)
    assert offers_snooze(reminder)


@pytest.mark.parametrize("stage", ["http"], indirect=True)
async def test_an_answer_stops_what_was_planned_and_home_says_so(stage: Stage) -> None:
    uma = stage.slack.person("U0UMAUNICF")
    await uma.wait_message(offers_snooze)
    await uma.command("/contribute", "nothing", channel="C0COORDIN8")
    await uma.wait_message("UNICEF", channel="C0COORDIN8")
    await uma.open_home()
    await uma.wait_home("reported that it has nothing to contribute")
    olga = stage.slack.person("U0OLGAOFF1")
    await olga.command("/panel", "outbox", channel="C0SECRETAR")
    planned = await olga.wait_message("Messages that will go out", channel="C0SECRETAR")
    assert "(IOM)" in planned.text
    assert "(UNICEF)" not in planned.text
