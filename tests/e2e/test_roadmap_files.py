"""An officer sends a file, sees what it would change, and confirms; nothing is taken before that."""

import io
from typing import Any

import openpyxl
import pytest

from playground.model import BOT_USER, Message
from storage.models import Term
from storage.queries.roadmap import milestones, sources
from tests.bot.roadmaps.files import GLOSSARY, HEADER, MILESTONES
from tests.e2e.conftest import Stage

MORE = MILESTONES.replace("Everywhere", "Hall") + "GARDEN,Planting of the garden,works,2020,,,,,,,,,\n"


async def keys(stage: Stage) -> list[str]:
    async with stage.store.reading() as session:
        return [row.key for row in await milestones(session)]


def actions_of(message: Message) -> dict[str, dict[str, Any]]:
    return {e["text"]["text"]: e for block in message["blocks"] for e in block.get("elements", ())}


@pytest.mark.parametrize("stage", ["socket", "http"], indirect=True)
async def test_a_file_of_milestones_is_shown_then_taken(stage: Stage) -> None:
    olga = stage.slack.person("U0OLGAOFF1")
    before = await keys(stage)
    sent = await olga.say("Here it is", files=[olga.upload("library.csv", MORE.encode())])
    offer = await olga.wait_message("library.csv: nothing is taken yet")
    assert offer["thread_ts"] == sent.ts
    assert "7 to add, 0 to change, 0 as they are" in offer.text
    assert "GARDEN" in offer.text
    assert f"{len(before)} milestones of the roadmap are not in the file" in offer.text
    assert await keys(stage) == before
    await olga.click(offer, "Take it")
    done = await olga.wait_message("Taken from library.csv: 7 added, 0 changed, 0 removed")
    assert done.ts == offer.ts
    assert not done.get("blocks") or "Take it" not in str(done["blocks"])
    assert len(await keys(stage)) == len(before) + 7
    await olga.command("/roadmap", "when is the roof repair of the reading hall?")
    await olga.wait_message("4 March - 31 May 2019")
    await olga.command("/roadmap", "history GARDEN")
    history = await olga.wait_message("added GARDEN by an import")
    assert "Olga Sample" in history.text


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_what_is_not_in_the_file_goes_only_when_it_is_chosen(stage: Stage) -> None:
    olga = stage.slack.person("U0OLGAOFF1")
    before = await keys(stage)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (HEADER, "ROOF,Roof repair,works,2019-03,,,,,,,,,"):
        sheet.append(line.split(","))
    content = io.BytesIO()
    book.save(content)
    await olga.say("", files=[olga.upload("library.xlsx", content.getvalue())])
    offer = await olga.wait_message("library.xlsx: nothing is taken yet")
    replacing = actions_of(offer)["Take it, remove the others"]
    assert f"{len(before)} milestones" in replacing["confirm"]["text"]["text"]
    # Somebody changes the roadmap before it is confirmed: then it is shown once more.
    await olga.command("/roadmap", "add Varnishing")
    await olga.wait_view("milestone.form")
    assert (await olga.submit({"milestone.kind": "works"})).ok
    await olga.wait_message("Added: VARNISHING")
    await olga.click(offer, "Take it, remove the others")
    again = await olga.wait_message("The roadmap was changed since this was shown")
    assert again.ts == offer.ts
    assert f"{len(before) + 1} milestones" in again.text
    assert len(await keys(stage)) == len(before) + 1
    await olga.click(again, "Take it, remove the others")
    await olga.wait_message(f"1 added, 0 changed, {len(before) + 1} removed")
    assert await keys(stage) == ["ROOF"]
    await olga.command("/roadmap", "history VARNISHING")
    history = await olga.wait_message("removed VARNISHING by an import")
    await olga.click(history, "Restore VARNISHING")
    await olga.wait_message("Restored: VARNISHING")
    assert set(await keys(stage)) == {"ROOF", "VARNISHING"}


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_documents_and_glossaries_and_what_is_wrong(stage: Stage) -> None:
    olga = stage.slack.person("U0OLGAOFF1")
    before = await keys(stage)
    text = b"# Rules of the reading hall\n\n## Quiet\n\nNobody speaks <!channel>.\n\nDogs stay outside.\n"
    await olga.say("", files=[olga.upload("rules.md", text), olga.upload("terms.csv", GLOSSARY.encode())])
    rules = await olga.wait_message("A document of 2 paragraphs: Rules of the reading hall")
    terms = await olga.wait_message("2 entries of a glossary")
    await olga.click(rules, "Take it")
    await olga.wait_message("Taken from rules.md: 0 added, 0 changed, 0 removed; 1 documents")
    # The roadmap is another one now, so the other offer is shown once more.
    await olga.click(terms, "Take it")
    terms = await olga.wait_message("The roadmap was changed since")
    await olga.click(terms, "Discard")
    await olga.wait_message("Nothing was taken from terms.csv")
    async with stage.store.reading() as session:
        assert "rules" in {source.name for source in await sources(session)}
        assert await session.get(Term, "reroofing") is None

    bad = f"{HEADER}\nA,T,,soon,,,,,,,,,\nB,T,works,2019,2018,,,,,,,,\nA B,T,works,,,,,,,,,,\n"
    await olga.say("", files=[olga.upload("bad.csv", bad.encode())])
    said = await olga.wait_message("bad.csv")
    for line in (
        "Row 2, Kind: Please fill this in.",
        "Row 2, Start: This is not a date like 2017",
        "Row 3, End: The end is before the start.",
        "Row 4, Id: An id has no spaces.",
        "Nothing of this file can be taken.",
    ):
        assert line in said.text
    assert "elements" not in str(said["blocks"])
    await olga.say("", files=[olga.upload("book.xlsx", b"no workbook <!channel>")])
    await olga.wait_message("no XLSX file")
    await olga.say("", files=[olga.upload("picture.png", b"x")])
    await olga.wait_message("Send me the file in a direct message")
    assert await keys(stage) == before


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_files_of_others_are_not_taken(stage: Stage) -> None:
    ana, olga = stage.slack.person("U0ANAUNHCR"), stage.slack.person("U0OLGAOFF1")
    before = await keys(stage)
    name = ana.upload("library.csv", MILESTONES.encode())
    await ana.say("", files=[name])
    await ana.wait_message("from the secretariat's officers only")
    await ana.say("When is the fourth thematic session?", files=[name])
    await ana.wait_message("24-25 July 2017")
    assert "nothing is taken yet" not in str([message.text for message in ana.messages()])
    # The button of an officer's offer, pressed by somebody else; and one with a value of no sense.
    core = stage.slack.core
    for person, value, told in (
        (ana, f"{name}:replace:0/0", "for the secretariat's officers"),
        (olga, "F0NOTHING:add:0/0", "file_not_found"),
        (olga, "", "did not give me the file"),
    ):
        element = {"type": "button", "text": {"type": "plain_text", "text": "Press"}, "action_id": "roadmap.import"}
        block = {"type": "actions", "block_id": "forged", "elements": [element | ({"value": value} if value else {})]}
        kept = core.post(core.workspace.channels["C0COORDIN8"], BOT_USER, {"text": "x", "blocks": [block]})
        forged = Message(kept.body | {"channel": kept.channel})
        await person.click(forged, "roadmap.import")
        await person.wait_message(told, channel="C0COORDIN8", after=forged)
    assert await keys(stage) == before


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_without_the_permission_the_bot_says_so(stage: Stage) -> None:
    stage.slack.faults.add("error", "files.info", code="missing_scope")
    olga = stage.slack.person("U0OLGAOFF1")
    await olga.say("", files=[olga.upload("library.csv", MILESTONES.encode())])
    said = await olga.wait_message("did not give me the file")
    assert "missing_scope" in said.text
    assert "files:read" in said.text
