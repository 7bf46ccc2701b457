"""An officer keeps the roadmap in Slack; what is changed is in the next answer."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from playground.model import BOT_USER, Message
from playground.person import Person as Somebody
from storage.models import Milestone, Officer, Person
from storage.queries.roadmap import milestones
from tests.e2e.conftest import Stage

DESK = "C0SECRETAR"
HALL = "C0COORDIN8"


def buttons(message: Message) -> dict[str, str]:
    """The buttons of a message: their labels, each with its action id."""
    elements = [
        element for block in message["blocks"] for element in [*block.get("elements", ()), block.get("accessory") or {}]
    ]
    return {one["text"]["text"]: one["action_id"] for one in elements if one.get("type") == "button"}


async def row(stage: Stage, key: str) -> Milestone | None:
    async with stage.store.reading() as session:
        return await session.get(Milestone, key)


async def asked(person: Somebody, question: str, match: str, channel: str = HALL) -> Message:
    await person.command("/roadmap", question, channel=channel)
    return await person.wait_message(match=match, channel=channel)


async def test_an_officer_adds_edits_removes_and_restores(stage: Stage) -> None:
    olga, ana = stage.slack.person("U0OLGAOFF1"), stage.slack.person("U0ANAUNHCR")

    # Added with a mistake first: the error stands beside the field, and what was typed is still there.
    await olga.command("/roadmap", "add Workshop on beekeeping & honey", channel=DESK)
    view = await olga.wait_view("milestone.form")
    held = {name: element for fields in view.held.values() for name, element in fields.items()}
    assert held["milestone.title"]["value"] == "Workshop on beekeeping & honey"
    assert held["milestone.known_from"]["value"] == "2017-01-30"
    typed = {
        "milestone.kind": "workshop",
        "milestone.start": "2017-06-07",
        "milestone.end": "2017-06-06",
        "milestone.venue": "Nairobi <!channel>",
        "milestone.source": "honey.example.org/a; honey.example.org/b",
    }
    refused = await olga.submit(typed)
    assert not refused.ok
    assert refused.errors == {"milestone.end": "The end is before the start."}
    accepted = await olga.submit({**typed, "milestone.end": "2017-06-08"})
    assert accepted.ok, accepted.errors
    saved = await olga.wait_message(match="Added: WORKSHOP-BEEKEEPING-HONEY")
    assert "7-8 June 2017" in saved.text
    assert "&lt;!channel&gt;" in saved.text
    await asked(ana, "when is the workshop on beekeeping?", "7-8 June 2017")

    # It changed on a day: the old one stays, and a new one stands in its place.
    await stage.slack.advance(days=3)
    await olga.command("/roadmap", "edit beekeeping", channel=DESK)
    choice = await olga.wait_message(match="These fit best", channel=DESK)
    assert choice.is_ephemeral
    await olga.click(choice, "Edit")
    await olga.wait_view("milestone.form")
    done = await olga.submit(
        {
            "milestone.how": "change",
            "milestone.changed_on": "2017-02-01",
            "milestone.start": "2017-09-13",
            "milestone.end": "2017-09-14",
        }
    )
    assert done.ok, done.errors
    await olga.wait_message(match="WORKSHOP-BEEKEEPING-HONEY stays as it was. From 1 February 2017 on")
    await asked(ana, "when is the workshop on beekeeping?", "13-14 September 2017")
    shown = await asked(ana, "show workshop-beekeeping-honey", "Superseded by WORKSHOP-BEEKEEPING-HONEY-2")
    assert "honey.example.org/b" in shown.text
    assert shown.is_ephemeral
    assert not buttons(shown)

    # Removed after a look at what refers to it, and restored from the history.
    await olga.command("/roadmap", "remove WORKSHOP-BEEKEEPING-HONEY-2", channel=DESK)
    ask = await olga.wait_message(match="Remove WORKSHOP-BEEKEEPING-HONEY-2", channel=DESK)
    assert "It superseded WORKSHOP-BEEKEEPING-HONEY:" in ask.text
    assert await row(stage, "WORKSHOP-BEEKEEPING-HONEY-2") is not None
    await olga.click(ask, "Remove")
    await olga.wait_message(match="Removed: WORKSHOP-BEEKEEPING-HONEY-2", channel=DESK)
    assert await row(stage, "WORKSHOP-BEEKEEPING-HONEY-2") is None
    await asked(ana, "when is the workshop on beekeeping?", "7-8 June 2017")
    await olga.command("/roadmap", "history workshop-beekeeping-honey-2", channel=DESK)
    history = await olga.wait_message(match="History of WORKSHOP-BEEKEEPING-HONEY-2", channel=DESK)
    assert "Olga" in history.text
    assert "2 February 2017" in history.text
    assert "removed WORKSHOP-BEEKEEPING-HONEY-2" in history.text
    await olga.click(history, "Restore WORKSHOP-BEEKEEPING-HONEY-2")
    await olga.wait_message(match="Restored: WORKSHOP-BEEKEEPING-HONEY-2", channel=DESK)
    await asked(ana, "when is the workshop on beekeeping?", "13-14 September 2017")


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_two_officers_with_the_same_form_open(stage: Stage) -> None:
    olga, omar = stage.slack.person("U0OLGAOFF1"), stage.slack.person("U0OMAROFF1")
    for officer in (olga, omar):
        await officer.command("/roadmap", "edit TS4", channel=DESK)
        await officer.wait_view("milestone.form")
    assert (await omar.submit({"milestone.how": "correction", "milestone.venue": "Vienna", "milestone.note": "N"})).ok
    first = await olga.submit({"milestone.how": "correction", "milestone.venue": "Geneva"})
    assert first.ok
    view = await olga.wait_view(lambda view: "while you were editing it" in str(view.blocks))
    told = str(view.blocks[0])
    assert "is now “Vienna”; you have “Geneva”" in told
    held = {name: element for fields in view.held.values() for name, element in fields.items()}
    assert held["milestone.venue"]["value"] == "Geneva"
    assert held["milestone.note"]["value"] == "N"
    refused = await olga.submit({"milestone.start": "soon"})
    assert not refused.ok
    assert "2017-Q2" in next(iter(refused.errors.values()))
    assert (await olga.submit({"milestone.start": "2017-07-24"})).ok
    await olga.wait_message(match="“Vienna” became “Geneva”")
    found = await row(stage, "TS4")
    assert found is not None
    assert (found.venue, found.note) == ("Geneva", "N")


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_who_is_no_officer_changes_nothing(stage: Stage) -> None:
    hugo, ana, olga = (stage.slack.person(name) for name in ("U0HUGOHCHR", "U0ANAUNHCR", "U0OLGAOFF1"))
    async with stage.store.reading() as session:
        before = len(await milestones(session))
    for word in ("add", "edit TS4", "remove TS4", "history", "import"):
        known = ana.messages(HALL)
        await ana.command("/roadmap", word, channel=HALL)
        after = known[-1] if known else None
        await ana.wait_message(match="for the secretariat's officers", channel=HALL, after=after)
    assert ana.view is None
    # The buttons of an officer, pressed by somebody else.
    for name, value in (
        ("remove", "1:TS4"),
        ("remove", ":TS4"),
        ("edit", "TS4"),
        ("restore", "TS4"),
        ("history", "1:"),
    ):
        forged = offered(stage, {"action_id": f"roadmap.{name}", "value": value})
        await hugo.click(forged, action_id=f"roadmap.{name}")
        await hugo.wait_message(match="réservée au secrétariat", channel=HALL, after=forged)
    assert hugo.view is None
    # A form that was opened by somebody who is no officer any more.
    await olga.command("/roadmap", "edit TS4", channel=DESK)
    await olga.wait_view("milestone.form")
    async with stage.store.unit() as session:
        person = await session.scalar(select(Person.id).where(Person.slack_user_id == olga.id))
        await session.execute(delete(Officer).where(Officer.person_id == person))
    refused = await olga.submit({"milestone.how": "correction", "milestone.venue": "Vienna"})
    assert not refused.ok
    assert "for the secretariat's officers" in next(iter(refused.errors.values()))
    found = await row(stage, "TS4")
    assert found is not None
    assert "Vienna" not in str(found.venue)
    async with stage.store.reading() as session:
        assert len(await milestones(session)) == before


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_a_button_with_a_value_of_no_sense_does_no_harm(stage: Stage) -> None:
    olga = stage.slack.person("U0OLGAOFF1")
    for name, value, told in (
        ("remove", "0:TS4", "Somebody changed it meanwhile"),
        ("remove", "x:TS4", "Remove TS4"),
        ("remove", "1:NOTHING", "no longer on the roadmap"),
        ("edit", "NOTHING'; --", "no longer on the roadmap"),
        ("restore", "TS4", "on the roadmap already"),
        ("restore", "<!channel>", "no longer on the roadmap"),
        ("history", "999:TS4", "History of TS4"),
        ("history", "-1:<!channel>", "knows no &lt;!channel&gt;"),
    ):
        forged = offered(stage, {"action_id": f"roadmap.{name}", "value": value})
        await olga.click(forged, action_id=f"roadmap.{name}")
        said = await olga.wait_message(match=told, channel=HALL, after=forged)
        assert said.is_ephemeral
    assert await row(stage, "TS4") is not None


@pytest.mark.parametrize("stage", ["http"], indirect=True)
async def test_an_officer_reads_it_in_their_own_language(stage: Stage) -> None:
    omar = stage.slack.person("U0OMAROFF1")
    for locale, missing, wrong, fitting, question in (
        ("es-ES", "Ningún hito encaja", "El fin es anterior", "los que mejor encajan", "¿Retirar TS4:"),
        ("fr-FR", "Aucun jalon ne correspond", "La fin précède", "conviennent le mieux", "Retirer TS4 :"),
    ):
        async with stage.store.unit() as session:
            person = (await session.scalars(select(Person).where(Person.slack_user_id == omar.id))).one()
            person.locale = locale
        await omar.command("/roadmap", "remove penguins", channel=DESK)
        choice = await omar.wait_message(match=missing, channel=DESK)
        assert len(buttons(choice)) == 1
        await omar.command("/roadmap", "edit ts4", channel=DESK)
        await omar.wait_view("milestone.form")
        refused = await omar.submit(
            {"milestone.how": "correction", "milestone.start": "2017-05", "milestone.end": "2017-04"}
        )
        assert wrong in refused.errors["milestone.end"]
        await omar.close_view()
        await omar.command("/roadmap", "remove thematic session fourth", channel=DESK)
        choice = await omar.wait_message(match=fitting, channel=DESK)
        chosen = next(
            block["accessory"]["action_id"]
            for block in choice["blocks"]
            if (block.get("accessory") or {}).get("value") == ":TS4"
        )
        await omar.click(choice, action_id=chosen)
        ask = await omar.wait_message(match=question, channel=DESK)
        assert "Venue:" not in ask.text
    # Nothing was removed by looking, and what begins like a command may be a question.
    assert await row(stage, "TS4") is not None
    await omar.command("/roadmap", "show me when the fourth thematic session is", channel=DESK)
    await omar.wait_message(match="24-25 July 2017", channel=DESK)


def offered(stage: Stage, element: dict[str, Any]) -> Message:
    """A button that the bot never sent."""
    core = stage.slack.core
    button = {"type": "button", "text": {"type": "plain_text", "text": "Press"}, **element}
    parts = {"text": "x", "blocks": [{"type": "actions", "block_id": "forged", "elements": [button]}]}
    kept = core.post(core.workspace.channels[HALL], BOT_USER, parts)
    return Message(kept.body | {"channel": kept.channel})
