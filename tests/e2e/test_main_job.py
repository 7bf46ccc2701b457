"""The main job, as a newcomer does it: ask, contribute, be reminded; the officer looks and exports."""

import asyncio
import datetime as dt
import io
from zoneinfo import ZoneInfo

import aiohttp
from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storage.models import Contribution, Heartbeat, NilReturn, Reminder
from storage.words import ReminderState
from tests.e2e.conftest import Stage

NEW_YORK = ZoneInfo("America/New_York")
FOCAL_POINTS = {
    "UNHCR": "U0ANAUNHCR",
    "IOM": "U0INESIOM1",
    "OHCHR": "U0HUGOHCHR",
    "UN Women": "U0WANDAWMN",
    "UNICEF": "U0UMAUNICF",
    "ECLAC": "U0ELENAECL",
    "ESCWA": "U0SAMIRESC",
    "ECA": "U0ABEBEECA",
    "ESCAP": "U0ANONGESC",
    "MADE": "U0MARTAMAD",
}


async def test_ask_and_be_told_the_date_the_place_and_the_source(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    await ana.command("/roadmap", "When is the fourth thematic session?", channel="C0COORDIN8")
    said = await ana.wait_message(match="24-25 July 2017", channel="C0COORDIN8")
    assert said.is_ephemeral
    assert "New York" in said.text
    assert "TS4" in said.text

    await ana.say("where will the refugee compact be discussed in July 2017?")
    said = await ana.wait_message(match="GCR-TD1")
    assert "Geneva, Palais des Nations" in said.text
    assert "10 July 2017" in said.text

    await ana.say("How many penguins live in Antarctica?")
    said = await ana.wait_message(match="does not hold an answer")
    assert not said.is_ephemeral


async def test_ask_in_french_and_get_help(stage: Stage) -> None:
    hugo = stage.slack.person("U0HUGOHCHR")
    await hugo.command("/roadmap", "Quand a lieu la quatrième session thématique ?", channel="C0COORDIN8")
    said = await hugo.wait_message(match="24-25 juillet 2017", channel="C0COORDIN8")
    assert "TS4" in said.text
    await hugo.command("/panel", "status", channel="C0COORDIN8")
    await hugo.wait_message(match="réservée au secrétariat", channel="C0COORDIN8")
    await hugo.command("/contribute", "help", channel="C0COORDIN8")
    await hugo.wait_message(match="/contribute list", channel="C0COORDIN8")


async def test_a_text_behind_the_command_fills_the_form(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    await ana.command(
        "/contribute", "We hold a workshop on returns in Beirut on 26-27 September 2017", channel="C0COORDIN8"
    )
    view = await ana.wait_view("contribution.form")
    held = {name: element for fields in view.held.values() for name, element in fields.items()}
    assert held["contribution.start_date"]["selected_date"] == "2017-09-26"
    assert "orkshop on returns" in held["contribution.title"]["value"]
    async with stage.store.reading() as session:
        assert not list(await session.scalars(select(Contribution)))


async def test_the_main_job(stage: Stage) -> None:
    slack = stage.slack
    ana, olga = slack.person("U0ANAUNHCR"), slack.person("U0OLGAOFF1")

    # A form with a mistake: the error stands beside the field, and what was typed is still there.
    await ana.command("/contribute", "", channel="C0COORDIN8")
    await ana.wait_view("contribution.form")
    await ana.click(ana.view, action_id="contribution.kind", value="event")
    await ana.wait_view(lambda view: "contribution.title" in str(view.blocks))
    typed = {
        "contribution.title": "Regional consultation <!channel> on returns",
        "contribution.start_date": "2017-05-09",
        "contribution.end_date": "2017-05-08",
        "contribution.venue": "Palais des Nations",
        "contribution.city": "Geneva",
        "contribution.country": "Switzerland",
    }
    refused = await ana.submit(typed)
    assert not refused.ok
    assert set(refused.errors) == {"contribution.end_date"}
    accepted = await ana.submit({**typed, "contribution.end_date": "2017-05-10"})
    assert accepted.ok, accepted.errors
    saved = await ana.wait_message(match="Saved")
    assert "&lt;!channel&gt;" in saved.text
    assert "9-10 May 2017" in saved.text
    assert {"contribution.edit", "contribution.add"} <= {
        element["action_id"].partition(":")[0]
        for block in saved["blocks"]
        for element in block.get("elements", [])
        if "action_id" in element
    }
    async with stage.store.reading() as session:
        row = (await session.scalars(select(Contribution).options(joinedload(Contribution.entity)))).one()
        assert (row.entity.acronym, row.start_date, row.city) == ("UNHCR", dt.date(2017, 5, 9), "Geneva")

    # Each step of the ladder: the silent focal points, and only they, once, in their own office hours.
    silent = {acronym: user for acronym, user in FOCAL_POINTS.items() if acronym != "UNHCR"}
    for day, step in ((dt.date(2017, 2, 3), "day-7"), (dt.date(2017, 2, 8), "day-2"), (dt.date(2017, 2, 10), "day+0")):
        # Nine o'clock comes to Bangkok first and to New York last.
        for zone in (
            "Asia/Bangkok",
            "Africa/Addis_Ababa",
            "Asia/Beirut",
            "Europe/Zurich",
            "America/Santiago",
            "America/New_York",
        ):
            slack.move_clock(dt.datetime.combine(day, dt.time(9, 5), tzinfo=ZoneInfo(zone)))
            await settled(stage)
        async with stage.store.reading() as session:
            query = (
                select(Reminder)
                .where(Reminder.step == step)
                .options(joinedload(Reminder.entity), joinedload(Reminder.person))
            )
            rows = list(await session.scalars(query))
        sent = {row.entity.acronym: row for row in rows if row.entity and row.state is ReminderState.SENT}
        assert set(sent) == set(silent), step
        for acronym, reminder in sent.items():
            assert reminder.person.slack_user_id == silent[acronym]
            assert reminder.sent_at is not None
            local = reminder.sent_at.astimezone(ZoneInfo(reminder.person.zone))
            assert 9 <= local.hour < 17, (acronym, local)
            assert local.date() == day
        if step == "day-7":
            # One has nothing to report, one puts it off: neither is reminded as before.
            wanda = slack.person("U0WANDAWMN")
            last = [message for message in wanda.messages() if "we have not heard" in message.text][-1]
            await wanda.click(last, action_id="reminder.nothing")
            await wanda.wait_message(match="UN Women", after=last.ts)
            del silent["UN Women"]
            uma = slack.person("U0UMAUNICF")
            last = [message for message in uma.messages() if "we have not heard" in message.text][-1]
            await uma.click(last, action_id="reminder.add")
            await uma.wait_view("contribution.form")
            await uma.close_view()
    for user in ("U0LUISUNHC", "U0ANAUNHCR", "U0WILLWMN1"):
        assert not [m for m in slack.person(user).messages() if "we have not heard" in m.text]
    async with stage.store.reading() as session:
        assert (await session.scalars(select(NilReturn))).one()

    # The officer sees who has answered, and gets the matrix as a file in the channel.
    await olga.command("/panel", "status", channel="C0SECRETAR")
    status = await olga.wait_message(match="UNHCR: answered, 1 contribution", channel="C0SECRETAR")
    assert "UN Women: nothing to report" in status.text
    assert "IOM: silent; last reminded on 10 February 2017" in status.text
    await olga.command("/panel", "export", channel="C0SECRETAR")
    carried = await olga.wait_message(lambda message: bool(message.get("files")), channel="C0SECRETAR")
    content = await fetched(slack.url, olga.id, carried["files"][0]["id"])
    document = Document(io.BytesIO(content))
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells[0] == "UNHCR"
    assert "Regional consultation <!channel> on returns" in cells[2]
    await olga.command("/panel", "deliveries", channel="C0SECRETAR")
    await olga.wait_message(match="reminder to Ines Sample (IOM), sent", channel="C0SECRETAR")

    # Stopped and started again: nothing is lost, nothing is sent twice.
    before = {user: [m.ts for m in slack.person(user).messages()] for user in FOCAL_POINTS.values()}
    await stage.stop()
    await stage.start()
    await settled(stage)
    assert {user: [m.ts for m in slack.person(user).messages()] for user in FOCAL_POINTS.values()} == before


async def settled(stage: Stage) -> None:
    """Wait until the bot has planned and looked at the outbox once more, and nothing is under way."""

    async def beats() -> dict[str, dt.datetime]:
        async with stage.store.reading() as session:
            return {row.name: row.at for row in await session.scalars(select(Heartbeat))}

    async def under_way() -> bool:
        async with stage.store.reading() as session:
            states = (ReminderState.CLAIMED, ReminderState.SENDING, ReminderState.UNKNOWN)
            return await session.scalar(select(Reminder.id).where(Reminder.state.in_(states)).limit(1)) is not None

    async with asyncio.timeout(20):
        for _ in range(2):
            before = await beats()
            while (await beats()).get("dispatch") == before.get("dispatch"):
                await asyncio.sleep(0.02)
        while await under_way():
            await asyncio.sleep(0.02)


async def fetched(url: str, user: str, file_id: str) -> bytes:
    """A file as somebody downloads it from the page."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/_/file/{file_id}?as={user}") as answer:
        assert answer.status == 200
        return await answer.read()
