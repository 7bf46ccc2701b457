"""Plain replies in the page's Slack: a panellist, an alternate and an officer, in three languages."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from playground.model import Message
from storage.models import Contribution, NilReturn, Reminder, StoredDraft
from storage.words import DraftState
from tests.e2e.conftest import Stage

ONE_WAY = pytest.mark.parametrize("stage", ["socket"], indirect=True)
ANA, LUIS, INES, HUGO, ELENA = "U0ANAUNHCR", "U0LUISUNHC", "U0INESIOM1", "U0HUGOHCHR", "U0ELENAECL"
OLGA, WANDA, WILL = "U0OLGAOFF1", "U0WANDAWMN", "U0WILLWMN1"
THREE = """We would like to add:
- Workshop on returns in Beirut on 26-27 September 2017
- Report on stateless children, June 2017
- Training on data in Rabat, 3 May 2017"""


async def contributions(stage: Stage) -> list[Contribution]:
    async with stage.store.reading() as session:
        return list(await session.scalars(select(Contribution).order_by(Contribution.id)))


async def drafts(stage: Stage) -> list[StoredDraft]:
    async with stage.store.reading() as session:
        return list(await session.scalars(select(StoredDraft).order_by(StoredDraft.id)))


def ids(message: Message, action: str) -> list[str]:
    """The ids of the elements of an action, in the order in which they stand."""
    elements = [element for block in message.blocks for element in block.get("elements", [])]
    return [one["action_id"] for one in elements if str(one.get("action_id")).partition(":")[0] == action]


async def test_a_reply_with_three_items_of_a_panellist_and_an_alternate(stage: Stage) -> None:
    slack = stage.slack
    ana, luis = slack.person(ANA), slack.person(LUIS)
    # The same event twice, and the same message under a new event's name.
    slack.faults.add("events_twice", "message", times=1)
    said = await ana.say(THREE)
    shown = await ana.wait_message("I read 3 contributions from your message, for UNHCR")
    assert "From your words: “Training on data in Rabat, 3 May 2017”" in shown.text
    kept = slack.core.workspace.message(said.channel, said.ts)
    assert kept is not None
    slack.core._message_event(slack.core.workspace.channels[said.channel], kept.body)
    assert not await contributions(stage)
    await ana.click(shown, action_id=ids(shown, "reply.save")[0])
    saved = await ana.wait_message(lambda m: m.ts == shown.ts and "Saved: " in m.text)
    assert "Nothing is saved yet" in saved.text
    await ana.click(saved, action_id=ids(saved, "reply.edit")[0])
    view = await ana.wait_view("contribution.form")
    accepted = await ana.submit({"contribution.title": "Report on <!here> stateless children"}, view)
    assert accepted.ok, accepted.errors
    edited = await ana.wait_message(lambda m: m.ts == shown.ts and m.text.count("Saved: ") == 2)
    assert "&lt;!here&gt;" in edited.text
    await ana.click(edited, action_id=ids(edited, "reply.discard")[0])
    gone = await ana.wait_message(lambda m: m.ts == shown.ts and "Discarded: " in m.text)
    await ana.click(gone, action_id=ids(gone, "reply.take_up")[0])
    back = await ana.wait_message(lambda m: m.ts == shown.ts and bool(ids(m, "reply.save")))
    await ana.click(back, action_id=ids(back, "reply.save")[0])
    await ana.wait_message(lambda m: m.ts == shown.ts and m.text.count("Saved: ") == 3)
    assert len(await contributions(stage)) == 3
    assert len(await drafts(stage)) == 3
    assert len([m for m in ana.messages() if "from your message" in m.text.lower()]) == 1
    # The alternate, in Spanish.
    await luis.say("Celebramos un taller sobre retornos en Madrid el 3 de mayo de 2017")
    shown = await luis.wait_message("Todavía no se ha guardado nada")
    await luis.click(shown, action_id=ids(shown, "reply.save")[0])
    await luis.wait_message(lambda m: m.ts == shown.ts and "Guardado: " in m.text)
    assert [row.city for row in await contributions(stage)][-1] == "Madrid"


@ONE_WAY
async def test_in_french_later_nothing_and_a_question(stage: Stage) -> None:
    hugo = stage.slack.person(HUGO)
    await hugo.say("Quand a lieu la quatrième session thématique ?")
    await hugo.wait_message("24-25 juillet 2017")
    await hugo.say("Nous organisons un atelier sur les retours à Beyrouth du 26 au 27 septembre 2017")
    shown = await hugo.wait_message("Rien n'est encore enregistré")
    assert "26-27 septembre 2017" in shown.text
    await hugo.click(shown, action_id="Écarter")
    await hugo.wait_message(lambda m: m.ts == shown.ts and "Écarté : " in m.text)
    await hugo.say("rien à signaler")
    question = await hugo.wait_message("Rien à signaler pour OHCHR")
    await hugo.click(question, action_id="Oui, rien à signaler")
    await hugo.wait_message(lambda m: m.ts == question.ts and "OHCHR" in m.text and not ids(m, "reply.nothing"))
    async with stage.store.reading() as session:
        assert (await session.scalars(select(NilReturn))).one()
    await hugo.say("merci")
    thanked = await hugo.wait_message("Merci à vous")
    await hugo.say("merci")
    await hugo.say("Quand a lieu la quatrième session thématique ?")
    await hugo.wait_message("24-25 juillet 2017", after=thanked)
    assert len([m for m in hugo.messages() if "Merci à vous" in m.text]) == 1


@ONE_WAY
async def test_an_edited_and_a_deleted_message(stage: Stage) -> None:
    ana = stage.slack.person(ANA)
    said = await ana.say("We hold a workshop on returns in Beirut on 26 September 2017")
    shown = await ana.wait_message("Nothing is saved yet")
    assert "Beirut" in shown.text
    await ana.edit(said, "We hold a workshop on returns in Amman on 26 September 2017")
    await ana.wait_message(lambda m: m.ts == shown.ts and "Amman" in m.text and "Beirut" not in m.text)
    await ana.delete(said)
    await ana.say("thanks")
    await ana.wait_message("I am here when you need me")
    assert [row.state for row in await drafts(stage)] == [DraftState.OPEN]


@pytest.mark.parametrize("stage", ["http", "socket-postgresql"], indirect=True)
async def test_a_reminder_is_handed_to_a_colleague_who_gets_the_invitation(stage: Stage) -> None:
    wanda, gus = stage.slack.person(WANDA), stage.slack.person("U0GUSGUEST")
    invitation = await wanda.wait_message(lambda m: bool(ids(m, "seat.ask_other")))
    await wanda.click(invitation, action_id="seat.ask_other")
    await wanda.wait_view("seat.ask_other_form")
    refused = await wanda.submit({"seat.who": INES})
    assert "another entity" in str(refused.errors)
    accepted = await wanda.submit({"seat.who": "U0GUSGUEST"})
    assert accepted.ok, accepted.errors
    told = await wanda.wait_message("Gus Sample has been asked to answer for UN Women; you will not be reminded again.")
    # The next morning, in the office hours of London.
    stage.slack.move_clock(dt.datetime(2017, 1, 31, 9, 5, tzinfo=ZoneInfo("Europe/London")))
    invited = await gus.wait_message("UN Women is invited")
    assert ids(invited, "reminder.add")
    await gus.say("We hold a workshop on returns in Beirut on 26 September 2017")
    await gus.wait_message("Nothing is saved yet")
    async with stage.store.reading() as session:
        mine = (await session.scalars(select(Reminder).where(Reminder.reason == "left"))).all()
        assert mine
    await wanda.click(told, action_id="seat.take_back")
    await wanda.wait_message(lambda m: m.ts == told.ts and "You answer for UN Women again" in m.text)


@ONE_WAY
async def test_a_message_in_a_channel_is_saved_as_a_contribution(stage: Stage) -> None:
    ana, olga = stage.slack.person(ANA), stage.slack.person(OLGA)
    said = await ana.say(THREE, channel="C0COORDIN8")
    await olga.shortcut("contribution.from_message", said)
    view = await olga.wait_view("contribution.form")
    assert "orkshop on returns" in str(view.blocks)
    await olga.wait_message("Training on data")
    await olga.close_view()
    luis = stage.slack.person(LUIS)
    await luis.shortcut("contribution.from_message", said)
    view = await luis.wait_view("contribution.form")
    accepted = await luis.submit({}, view)
    assert accepted.ok, accepted.errors
    await luis.wait_message("UNHCR")
    (row,) = await contributions(stage)
    assert row.city == "Beirut"
    assert len(await drafts(stage)) == 6, "each takes its own from the same message"
