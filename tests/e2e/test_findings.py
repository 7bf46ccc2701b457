"""The secretariat's findings in Slack: a clash is dismissed and comes back; two entities' one event becomes joint."""

import asyncio
import datetime as dt
import io
from typing import Any

import aiohttp
import openpyxl
import pytest
from docx import Document
from sqlalchemy import select

from playground.model import Message
from storage.models import Contribution, Dismissal, NilReturn, Pairing
from storage.queries.panels import contributions_deadline
from storage.words import Visibility
from tests.e2e.conftest import Stage
from tests.e2e.test_contributed import contribute

ANA, INES, OLGA, HUGO = "U0ANAUNHCR", "U0INESIOM1", "U0OLGAOFF1", "U0HUGOHCHR"
COORDINATION = "C0COORDIN8"
#: The second thematic session of the roadmap that ships is on 22 and 23 May 2017 in New York.
SESSION = dt.date(2017, 5, 23)


async def file_of(stage: Stage, message: Message) -> bytes:
    [file] = message["files"]
    headers = {"Authorization": f"Bearer {stage.slack.bot_token}"}
    async with aiohttp.ClientSession() as http, http.get(file["url_private_download"], headers=headers) as response:
        return await response.read()


async def one(stage: Stage, title: str) -> Contribution:
    async with stage.store.reading() as session:
        return (await session.scalars(select(Contribution).where(Contribution.title == title))).one()


@pytest.mark.parametrize("stage", ["socket", "socket-postgresql"], indirect=True)
async def test_a_dismissed_clash_is_back_when_a_panellist_moves_the_date(stage: Stage) -> None:
    ana, olga = stage.slack.person(ANA), stage.slack.person(OLGA)
    await olga.command("/panel", "clashes", channel=COORDINATION)
    none = await olga.wait_message("No clash among 0 contributions and the roadmap.", channel=COORDINATION)
    assert none.is_ephemeral
    await contribute(stage, "UNHCR", "Seminar <!channel>", start_date=SESSION, end_date=SESSION, city="Nueva York")
    await olga.command("/panel", "clashes", channel=COORDINATION)
    shown = await olga.wait_message("Same city, same days (23 May 2017): could be combined", channel=COORDINATION)
    assert shown.is_ephemeral
    for words in ("UNHCR: “Seminar &lt;!channel&gt;”, 23 May 2017", "contact: Ana Sample", "Roadmap TS2"):
        assert words in shown.text
    await olga.click(shown, "Dismiss")
    await olga.wait_view("clash.dismiss_form")
    refused = await olga.submit({})
    assert set(refused.errors) == {"dismissal.note"}
    done = await olga.submit({"dismissal.note": "They share the room"})
    assert done.ok
    view = await olga.wait_view("said")
    assert "They share the room" in str(view.blocks)
    await olga.close_view()
    await olga.command("/panel", "clashes", channel=COORDINATION)
    quiet = await olga.wait_message("No clash among 1 contribution and the roadmap. 1 clash is dismissed.")
    await olga.click(quiet, "Show dismissed ones")
    await olga.wait_message("Dismissed by Olga Sample on 30 January 2017: “They share the room”")

    # The panellist moves the date by a day; the clash is heard again, with what was said of it before.
    await ana.command("/contribute", "list")
    listed = await ana.wait_message("Seminar")
    await ana.click(listed, "Edit")
    await ana.wait_view("contribution.form")
    moved = await ana.submit({"contribution.start_date": "2017-05-22"})
    assert moved.ok, moved.errors
    await ana.wait_message("When: 22 May 2017")
    await olga.command("/panel", "clashes", channel=COORDINATION)
    back = await olga.wait_message("Same city, same days (22 May 2017)")
    assert "It was dismissed by Olga Sample on 30 January 2017 (“They share the room”)" in back.text

    # Dismissed again, and undone from the list.
    await olga.click(back, "Dismiss")
    await olga.wait_view("clash.dismiss_form")
    assert (await olga.submit({"dismissal.note": "Still fine"})).ok
    said = await olga.wait_view("said")
    await olga.click(said, "Undo")
    await olga.wait_view(lambda view: "heard again" in str(view.blocks))
    async with stage.store.reading() as session:
        assert list(await session.scalars(select(Dismissal))) == []


@pytest.mark.parametrize("stage", ["socket", "socket-postgresql"], indirect=True)
async def test_one_event_of_two_entities_is_one_line_with_both_names(stage: Stage) -> None:
    olga = stage.slack.person(OLGA)
    await olga.command("/panel", "duplicates")
    await olga.wait_message("Nothing looks like a duplicate among 0 contributions.")
    await contribute(stage, "UNHCR", "Dialogue on data", link="https://www.example.org/dialogue/")
    await contribute(stage, "IOM", "Data dialogue", link="http://example.org/dialogue", venue="Hall", country="CH")
    await olga.command("/panel", "duplicates")
    shown = await olga.wait_message("1 pair waits for a decision")
    for words in ("The same link", "UNHCR: “Dialogue on data”", "IOM: “Data dialogue”", "contact: Ana Sample"):
        assert words in shown.words
        assert words in shown.text
    await olga.click(shown, "Joint")
    joint = await olga.wait_message("Joint: IOM “Data dialogue” and UNHCR “Dialogue on data” are one line")
    assert "Nothing looks like a duplicate among 2 contributions. 1 pair is decided." in joint.text

    await olga.command("/panel", "export", channel=COORDINATION)
    exported = await olga.wait_message(lambda message: bool(message.get("files")), channel=COORDINATION)
    table = Document(io.BytesIO(await file_of(stage, exported))).tables[0]
    assert [[cell.text for cell in row.cells][:3] for row in table.rows[1:]] == [
        ["IOM, UNHCR", "event", "Data dialogue"]
    ]

    # Undone, then merged: the one that is named stays, and the other comes back.
    await olga.click(joint, "Undo")
    again = await olga.wait_message("Undone. Both stand again as before.")
    await olga.click(again, "Merge ...")
    view = await olga.wait_view("pair.merge_form")
    assert "UNHCR: Dialogue on data" in str(view.blocks)
    kept = await one(stage, "Dialogue on data")
    assert (await olga.submit({"merge.kept": str(kept.id)})).ok
    await olga.wait_view(lambda view: "Merged: UNHCR “Dialogue on data” stays" in str(view.blocks))
    await olga.close_view()
    await olga.command("/panel", "duplicates")
    decided = await olga.wait_message("Nothing looks like a duplicate among 2 contributions. 1 pair is decided.")
    await olga.click(decided, "Show what was decided")
    listed = await olga.wait_message("IOM “Data dialogue” is counted no more. Decided by Olga Sample")
    # What was merged is told to nobody any more; the one that stayed is.
    await olga.say("what was contributed in Geneva?")
    told = await olga.wait_message("One contribution fits")
    assert "Dialogue on data" in told.text
    await olga.click(listed, "Undo")
    await olga.wait_message(lambda message: message.ts == listed.ts and "Undone. Both stand" in message.text)
    async with stage.store.reading() as session:
        assert list(await session.scalars(select(Pairing))) == []


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_the_gap_map_goes_to_the_officer_alone(stage: Stage) -> None:
    olga, hugo = stage.slack.person(OLGA), stage.slack.person(HUGO)
    await contribute(stage, "UNHCR", "Dialogue", workstreams=["GCR"], visibility=Visibility.OFFICERS)
    async with stage.store.unit() as session:
        row = await one(stage, "Dialogue")
        deadline = await contributions_deadline(session, row.panel_id)
        assert deadline is not None
        iom = (await session.scalars(select(Contribution.entity_id))).one()
        session.add(NilReturn(deadline_id=deadline.id, entity_id=iom + 1, at=deadline.due_at))
    await olga.command("/panel", "gaps", channel=COORDINATION)
    shown = await olga.wait_message("Gap map", channel=COORDINATION)
    assert shown.is_ephemeral
    assert "UNHCR (incomplete): GCR 1; nothing for Overarching, GCM" in shown.text
    assert "(nothing to report): nothing anywhere" in shown.text
    assert "(silent): nothing anywhere" in shown.text
    for wanted, rows in (("file", 12), ("file csv", 12)):
        await olga.command("/panel", f"gaps {wanted}", channel=COORDINATION)
        sent = await olga.wait_message(lambda message: bool(message.get("files")), channel=olga.dm)
        content = await file_of(stage, sent)
        if wanted == "file":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
            assert sheet.max_row == rows
            assert "silent" in {cell.value for line in sheet.iter_rows() for cell in line}
            await olga.wait_message("is in our direct messages", channel=COORDINATION)
    await asyncio.sleep(0)
    assert not any(message.get("files") for message in hugo.messages(COORDINATION))
    await olga.command("/panel", "gaps file pdf")
    await olga.wait_message("I can make these files")
    for word in ("gaps", "gaps file", "clashes", "duplicates"):
        await hugo.command("/panel", word)
        told: Any = await hugo.wait_message("réservée au secrétariat")
        assert "Dialogue" not in told.text


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_the_status_names_what_is_missing(stage: Stage) -> None:
    olga = stage.slack.person(OLGA)
    await contribute(stage, "UNHCR", "Seminar", venue=None, country="Switzerland")
    await contribute(stage, "IOM", "Dialogue", venue="Hall", country="Switzerland")
    await olga.command("/panel", "status")
    shown = await olga.wait_message("answered 1, incomplete 1, nothing to report 0, silent 8, cannot be reached 0")
    assert "UNHCR: incomplete, 1 contribution; “Seminar” lacks the venue" in shown.text
    assert "IOM: answered, 1 contribution" in shown.text
