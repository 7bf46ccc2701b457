"""A panellist asks for the workbook, fills it in, sends it back, looks, and confirms; nothing is stored before that."""

import io
from typing import Any

import aiohttp
import openpyxl
import pytest

from playground.model import BOT_USER, Message
from storage.queries.contributions import contributions_of_panel
from storage.queries.panels import newest_panel
from tests.e2e.conftest import Stage

ANA, INES, OLGA, GUS = "U0ANAUNHCR", "U0INESIOM1", "U0OLGAOFF1", "U0GUSGUEST"
ROADMAP = "id,title,kind,start,end,venue,lead,document\nROOF,Roof repair,works,2019-03,,,,\n"


async def titles(stage: Stage) -> list[str]:
    async with stage.store.reading() as session:
        panel = await newest_panel(session)
        assert panel is not None
        return [row.title for row in await contributions_of_panel(session, panel.id)]


async def downloaded(stage: Stage, message: Message) -> bytes:
    [file] = message["files"]
    async with aiohttp.ClientSession() as http:
        headers = {"Authorization": f"Bearer {stage.slack.bot_token}"}
        async with http.get(file["url_private_download"], headers=headers) as answer:
            assert answer.status == 200
            return await answer.read()


def filled(content: bytes, rows: list[dict[str, Any]], first: int = 2) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, start=first):
        for name, value in row.items():
            sheet.cell(number, names.index(name) + 1, value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


async def test_a_workbook_is_filled_in_and_sent_back(stage: Stage) -> None:
    ana = stage.slack.person(ANA)
    await ana.command("/contribute", "import")
    given = await ana.wait_message("Here is the workbook of UNHCR")
    content = await downloaded(stage, given)
    rows = [
        {"kind": "event", "title": "Seminar on <!channel> returns", "start": "26-27 September 2017", "city": "Beirut"},
        {"kind": "Publication", "title": "Report on data", "start": "2017-Q2"},
    ]
    sent = await ana.say("Here it is", files=[ana.upload("ours.xlsx", filled(content, rows))])
    offer = await ana.wait_message("ours.xlsx: nothing is stored yet")
    assert offer["thread_ts"] == sent.ts
    assert "2 new, 0 changed, 0 withdrawn, 0 unchanged, 0 already there" in offer.text
    assert "Row 2, new for UNHCR: Seminar on &lt;!channel&gt; returns (26-27 September 2017)" in offer.text
    assert await titles(stage) == []
    await ana.click(offer, "Import")
    done = await ana.wait_message("Imported from ours.xlsx: 2 new")
    assert done.ts == offer.ts
    assert "Discard" not in str(done["blocks"])
    await ana.command("/contribute", "list")
    listed = await ana.wait_message("2 contributions of UNHCR")
    assert "Report on data · Publication · Q2 2017" in listed.text

    # The same file again: nothing is left to do.
    await ana.say("", files=[ana.upload("again.xlsx", filled(content, rows))])
    again = await ana.wait_message("There is nothing to import")
    assert "2 already there" in again.text
    assert "Import" not in [e["text"]["text"] for b in again["blocks"] for e in b.get("elements", ())]

    # A new workbook holds both; one cell changed is one change.
    await ana.command("/contribute", "import")
    given = await ana.wait_message("Here is the workbook of UNHCR", after=again)
    content = await downloaded(stage, given)
    await ana.say("", files=[ana.upload("next.xlsx", filled(content, [{"title": "Report on all data"}]))])
    offer = await ana.wait_message("0 new, 1 changed, 0 withdrawn, 1 unchanged")
    assert "Title: “Report on data” became “Report on all data”." in offer.text
    await ana.click(offer, "Discard")
    await ana.wait_message("Nothing was imported from next.xlsx")
    assert "Report on data" in await titles(stage)


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_what_is_wrong_is_named_and_what_changed_is_shown_again(stage: Stage) -> None:
    ana, ines = stage.slack.person(ANA), stage.slack.person(INES)
    bad = "kind;title;start;entity\nevent;Good;2017-05;\nparty;Bad;2017-06-31;\nevent;Theirs;;IOM\n"
    await ana.say("", files=[ana.upload("bad.csv", bad.encode())])
    told = await ana.wait_message("Nothing of this file can be imported")
    for line in (
        "Row 3, Start date: There is no such day in the calendar.",
        "Row 3, What is it: “party” is none of these: Event, Publication, Project, Activity.",
        "Row 4, Entity: You answer for UNHCR, and this row is of another entity.",
    ):
        assert line in told.text
    assert "elements" not in str(told["blocks"])
    assert await titles(stage) == []
    await ines.say("", files=[ines.upload("vide.csv", "nature;intitulé\n".encode("cp1252"))])
    await ines.wait_message("Il n’y a aucune ligne sous les noms des colonnes.")

    await ana.say("", files=[ana.upload("ours.csv", b"kind,title,start\nevent,Seminar,2017-05\nevent,Other,\n")])
    offer = await ana.wait_message("2 new")
    await ana.say("", files=[ana.upload("more.csv", b"kind,title,start\nevent,Seminar,2017-05\n")])
    first = await ana.wait_message("1 new", after=offer)
    await ana.click(first, "Import")
    await ana.wait_message("Imported from more.csv")
    await ana.click(offer, "Import")
    again = await ana.wait_message("The contributions were changed since this was shown")
    assert again.ts == offer.ts
    assert "1 new, 0 changed, 0 withdrawn, 0 unchanged, 1 already there" in again.text
    await ana.click(again, "Import")
    await ana.wait_message("Imported from ours.csv: 1 new")
    assert sorted(await titles(stage)) == ["Other", "Seminar"]


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_which_file_is_what_and_for_whom(stage: Stage) -> None:
    ana, ines, olga, gus = (stage.slack.person(user) for user in (ANA, INES, OLGA, GUS))
    # A roadmap from a panellist, contributions from a guest: neither.
    await ana.say("", files=[ana.upload("roadmap.csv", ROADMAP.encode())])
    await ana.wait_message("from the secretariat's officers only")
    sheet = b"entity,kind,title,city\nIOM,event,A,Rome\nunhcr,event,B,Rome\n"
    await gus.say("", files=[gus.upload("ours.csv", sheet)])
    await gus.wait_message("from the secretariat's officers only")
    # An officer sends both, and each is what it is.
    await olga.say("", files=[olga.upload("roadmap.csv", ROADMAP.encode()), olga.upload("ours.csv", sheet)])
    await olga.wait_message("1 to add, 0 to change")
    offer = await olga.wait_message("ours.csv: nothing is stored yet")
    assert "Row 2, new for IOM: A" in offer.text
    # Somebody else cannot import by the button of that offer.
    value = next(e["value"] for b in offer["blocks"] for e in b.get("elements", ()) if e["text"]["text"] == "Import")
    core = stage.slack.core
    for person, text in ((ines, "a été envoyé par quelqu’un d’autre"), (gus, "panel")):
        element = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Press"},
            "action_id": "contribution.import",
        }
        block = {"type": "actions", "block_id": "forged", "elements": [element | {"value": value}]}
        kept = core.post(core.workspace.channels["C0COORDIN8"], BOT_USER, {"text": "x", "blocks": [block]})
        forged = Message(kept.body | {"channel": kept.channel})
        await person.click(forged, "contribution.import")
        told = await person.wait_message(text, channel="C0COORDIN8", after=forged)
        assert "Rome" not in told.text
    assert await titles(stage) == []
    await olga.click(offer, "Import")
    await olga.wait_message("Imported from ours.csv: 2 new")
    assert sorted(await titles(stage)) == ["A", "B"]
    await olga.command("/contribute", "import")
    given = await olga.wait_message("Here is the workbook of all entities")
    book = openpyxl.load_workbook(io.BytesIO(await downloaded(stage, given)))
    assert book.worksheets[0].max_row == 3
    # Without a permission the bot says which one is missing.
    stage.slack.faults.add("error", "files.getUploadURLExternal", code="missing_scope")
    await ana.command("/contribute", "import")
    await ana.wait_message("Slack does not let me send the file")
