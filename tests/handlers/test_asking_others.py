"""Ask somebody else, and Save as contribution: the handlers."""

import datetime as dt

import pytest
from sqlalchemy import select

from handlers.routes import Kind
from storage.models import Contribution, Person, Seat, StoredDraft
from storage.words import DraftOrigin, DraftState, SeatRole
from tests.handlers.desk import ANA, ELENA, GUS, HUGO, INES, LUIS, OLGA, Desk
from tests.handlers.test_replies import drafts, planned, rows, waiting

PICK = "seat.who"
MANY = "We hold a workshop on returns in Beirut on 26-27 September 2017\n- Report on data, June 2017"


async def asked(desk: Desk, user: str, whom: str) -> dict[str, object]:
    """Press the button on a reminder, choose, submit; what the bot acked."""
    async with desk.store.reading() as session:
        query = select(Seat).join(Person, Person.id == Seat.person_id).where(Person.slack_user_id == user)
        seat = (await session.scalars(query)).one()
    await desk.act(user, "seat.ask_other", f"{seat.panel_id}:{seat.entity_id}")
    return await desk.submit(user, desk.views[-1], {PICK: {"selected_user": whom}})


async def focal_point(desk: Desk, acronym: str = "UNHCR") -> str | None:
    async with desk.store.reading() as session:
        query = (
            select(Person.slack_user_id)
            .join(Seat, Seat.person_id == Person.id)
            .where(Seat.role == SeatRole.FOCAL_POINT)
            .join(Seat.entity)
            .where(Seat.entity.property.mapper.class_.acronym == acronym)
        )
        found: str | None = await session.scalar(query)
        return found


async def test_a_colleague_is_invited_and_the_first_one_is_told(desk: Desk) -> None:
    await planned(desk)
    assert await asked(desk, ANA, "U0NEWCOMER") == {}
    told = desk.posts[-1]
    assert told.channel == f"D{ANA[1:]}"
    assert "U0Newcomer has been asked to answer for UNHCR; you will not be reminded again." in told.text
    assert await focal_point(desk) == "U0NEWCOMER"
    assert not await waiting(desk, ANA)
    assert (await waiting(desk, "U0NEWCOMER"))[0].step == "invitation"
    assert desk.rung
    (drafted,) = await desk.say(ANA, MANY.splitlines()[0])
    await desk.press(ANA, drafted, "Save")
    assert await rows(desk, Contribution), "who stepped back keeps the rights"


async def test_it_can_be_taken_back(desk: Desk) -> None:
    await asked(desk, ANA, "U0NEWCOMER")
    told = desk.posts[-1]
    await desk.act("U0NEWCOMER", "seat.take_back", told.buttons["I will answer after all"]["value"])
    assert "nothing to take back" in desk.asides[-1]
    await desk.press(ANA, told, "I will answer after all")
    assert "You answer for UNHCR again" in told.text
    assert await focal_point(desk) == ANA
    await desk.act(ANA, "seat.take_back", "nonsense")
    await desk.act(INES, "seat.take_back", "1:1")
    assert "siège" in desk.asides[-1]


@pytest.mark.parametrize(
    ("user", "whom", "told"),
    [
        (ANA, ANA, "That is you"),
        (ANA, INES, "another entity"),
        (ANA, "USLACKBOT", "This is an app"),
        (HUGO, INES, "une autre entité"),
        (ELENA, ELENA, "Es usted"),
    ],
)
async def test_who_cannot_be_asked_is_said_beside_the_field(desk: Desk, user: str, whom: str, told: str) -> None:
    before = [(row.person_id, row.role) for row in await rows(desk, Seat)]
    acked = await asked(desk, user, whom)
    assert told in str(acked["errors"])
    assert [(row.person_id, row.role) for row in await rows(desk, Seat)] == before


@pytest.mark.parametrize("account", [{"is_bot": True}, {"deleted": True}])
async def test_what_only_slack_knows_is_said_in_a_message(desk: Desk, account: dict[str, bool]) -> None:
    desk.users["U0NEWCOMER"] = account
    assert await asked(desk, ANA, "U0NEWCOMER") == {}
    assert "Please choose" in desk.posts[-1].text
    assert await focal_point(desk) == ANA
    async with desk.store.reading() as session:
        assert not await session.scalar(select(Person.id).where(Person.slack_user_id == "U0NEWCOMER"))


async def test_an_alternate_does_not_depose_the_focal_point(desk: Desk) -> None:
    async with desk.store.reading() as session:
        query = select(Seat).join(Person, Person.id == Seat.person_id).where(Person.slack_user_id == LUIS)
        seat = (await session.scalars(query)).one()
    await desk.act(LUIS, "seat.ask_other", f"{seat.panel_id}:{seat.entity_id}")
    assert not desk.views
    assert "punto focal" in desk.asides[-1]


async def test_ask_by_command(desk: Desk) -> None:
    body = {"team_id": "T1", "user_id": ANA, "channel_id": "C1", "trigger_id": "1.2", "response_url": "x"}
    await desk.call(Kind.COMMAND, "/contribute", body | {"text": f"ask <@{LUIS}|luis>"})
    assert f"'initial_user': '{LUIS}'" in str(desk.views[-1])
    await desk.submit(ANA, desk.views[-1], {})
    assert await focal_point(desk) == LUIS
    await desk.call(Kind.COMMAND, "/contribute", body | {"text": "ask our colleagues for a workshop in Beirut"})
    assert desk.views[-1]["callback_id"] == "contribution.form", "a text that begins with the word is a text"


# -- Save as contribution ------------------------------------------------------------------------------------------


async def test_a_message_of_somebody_fills_the_form(desk: Desk) -> None:
    await desk.shortcut(ANA, MANY.splitlines()[0], ts="1485784800.000100")
    (view,) = desk.views
    assert "orkshop on returns" in str(view)
    assert not desk.posts
    (draft,) = await drafts(desk)
    assert draft.origin is DraftOrigin.MESSAGE
    assert draft.link == "https://playground.slack.com/archives/C1/p1485784800000100"
    assert draft.words == MANY.splitlines()[0]
    await desk.submit(ANA, view, {})
    (row,) = await rows(desk, Contribution)
    assert row.start_date == dt.date(2017, 9, 26)
    (draft,) = await drafts(desk)
    assert draft.state is DraftState.SAVED
    await desk.shortcut(ANA, MANY.splitlines()[0], ts="1485784800.000100")
    assert "was saved before" in desk.asides[-1]
    assert len(desk.views) == 1


async def test_further_items_come_by_direct_message_with_the_way_to_theirs(desk: Desk) -> None:
    await desk.shortcut(HUGO, MANY, ts="1485784800.000100")
    assert len(desk.views) == 1
    (shown,) = desk.posts
    assert shown.channel == f"D{HUGO[1:]}"
    assert "Report on data" in shown.text
    assert "|le message>" in shown.text
    assert [row.state for row in await drafts(desk)] == [DraftState.OPEN] * 2
    await desk.submit(HUGO, desk.views[0], {})
    assert len(await rows(desk, Contribution)) == 1


async def test_each_entity_takes_its_own_from_the_same_message(desk: Desk) -> None:
    for user in (ANA, INES):
        await desk.shortcut(user, MANY.splitlines()[0], ts="1485784800.000100")
    assert len({row.entity_id for row in await drafts(desk)}) == 2
    await desk.shortcut(ANA, MANY.splitlines()[0], ts="1485784800.000100")
    assert len(await drafts(desk)) == 2, "pressed twice it is the same draft"


async def test_an_officer_chooses_the_entity_and_a_guest_is_refused(desk: Desk) -> None:
    await desk.shortcut(OLGA, MANY.splitlines()[0])
    (view,) = desk.views
    assert view["blocks"][0]["block_id"] == "contribution.entity"
    await desk.shortcut(GUS, MANY)
    assert len(desk.views) == 1
    assert "hold a seat" in desk.asides[-1]
    (draft,) = await drafts(desk)
    assert draft.entity_id is None
    option = view["blocks"][0]["element"]["options"][0]
    await desk.submit(OLGA, view, {"contribution.entity": {"selected_option": option}})
    (row,) = await rows(desk, Contribution)
    assert str(row.entity_id) == option["value"]


async def test_a_message_in_which_nothing_is_read_becomes_the_description(desk: Desk) -> None:
    text = "See you <!channel> at the usual place &amp; time"
    await desk.shortcut(ANA, text)
    assert "See you @channel at the usual place & time" in str(desk.views[-1])
    await desk.shortcut(ANA, "")
    assert len(desk.views) == 2
    assert all(isinstance(row, StoredDraft) for row in await drafts(desk))
