"""What is written to the bot in plain words, and the buttons of what comes of it."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from bot.reminders.planning import plan_deadline
from storage.models import (
    AskedQuestion,
    Contribution,
    Deadline,
    Entity,
    NilReturn,
    Panel,
    PanelEntity,
    Person,
    Reminder,
    Seat,
    StoredDraft,
)
from storage.words import ContributionState, DraftState, PanelState, ReminderState, SeatRole
from tests.handlers.desk import ANA, ELENA, GUS, HUGO, INES, LUIS, OLGA, WANDA, Desk, Message
from tests.handlers.hostile import HOSTILE

ONE = "We hold the regional consultation on returns in Beirut on 26-27 September 2017 with LAS"
THREE = """We would like to add:
- Workshop on returns in Beirut on 26-27 September 2017
- Report on stateless children, June 2017
- Training on data in Rabat, 3 May 2017"""


async def rows(desk: Desk, model: Any) -> list[Any]:
    async with desk.store.reading() as session:
        return list(await session.scalars(select(model).order_by(model.id)))


async def drafts(desk: Desk) -> list[StoredDraft]:
    return await rows(desk, StoredDraft)


async def planned(desk: Desk) -> list[Reminder]:
    """The reminders of everybody, as the outbox would hold them."""
    async with desk.store.unit() as session:
        for deadline in await session.scalars(select(Deadline)):
            await plan_deadline(session, deadline.id, desk.clock.now())
    return await rows(desk, Reminder)


async def waiting(desk: Desk, user: str) -> list[Reminder]:
    async with desk.store.reading() as session:
        query = (
            select(Reminder)
            .join(Person, Person.id == Reminder.person_id)
            .where(Person.slack_user_id == user, Reminder.state == ReminderState.PENDING)
            .order_by(Reminder.not_before)
        )
        return list(await session.scalars(query))


async def sent(desk: Desk, user: str, ts: str = "1485784800.000001") -> int:
    """The invitation of somebody has gone out."""
    await planned(desk)
    first = (await waiting(desk, user))[0]
    async with desk.store.unit() as session:
        row = await session.get_one(Reminder, first.id)
        row.state, row.sent_at, row.message_ts, row.channel = ReminderState.SENT, desk.clock.now(), ts, f"D{user[1:]}"
    return first.id


# -- contributions -------------------------------------------------------------------------------------------------


async def test_a_reply_is_shown_with_its_words_before_anything_is_saved(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, ONE)
    assert "Nothing is saved yet" in shown.text
    assert "UNHCR" in shown.text
    assert "26-27 September 2017" in shown.text
    assert "Beirut" in shown.text
    assert "From your words: “We hold the regional consultation" in shown.text
    assert not await rows(desk, Contribution)
    (draft,) = await drafts(desk)
    assert (draft.state, draft.channel_id, draft.message_ts) == (DraftState.OPEN, shown.channel, shown.ts)


async def test_save_puts_the_contribution_in_its_place_and_ends_the_reminders(desk: Desk) -> None:
    await planned(desk)
    assert await waiting(desk, ANA)
    (shown,) = await desk.say(ANA, ONE)
    await desk.press(ANA, shown, "Save")
    (row,) = await rows(desk, Contribution)
    assert (row.city, row.start_date) == ("Beirut", dt.date(2017, 9, 26))
    assert not await waiting(desk, ANA)
    assert desk.rung
    assert "Saved: " in shown.text
    assert "Still open: the venue" in shown.text
    assert {"Edit", "Withdraw", "Add another"} <= set(shown.buttons)
    assert "Save" not in shown.buttons
    assert len(desk.posts) == 1, "the message was changed in its place"


async def test_a_button_may_be_faster_than_the_note_of_the_sending(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, THREE)
    async with desk.store.unit() as session:
        for row in await session.scalars(select(StoredDraft)):
            row.channel_id = row.message_ts = None
    await desk.press(ANA, shown, "Save")
    assert "Saved: " in shown.text
    assert all(row.message_ts == shown.ts for row in await drafts(desk))


async def test_a_message_that_is_delivered_twice_is_answered_once(desk: Desk) -> None:
    for text in (ONE, THREE, "nothing to report", "thanks!", "blue sky over the lake house", "ask Ana instead"):
        ts = desk.stamp()
        first = await desk.say(ANA, text, ts=ts)
        known = len(await drafts(desk))
        assert first, text
        assert await desk.say(ANA, text, ts=ts) == [], text
        assert len(await drafts(desk)) == known, text


async def test_several_items_are_saved_together(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, THREE)
    assert len(await drafts(desk)) == 3
    await desk.press(ANA, shown, "reply.discard")
    assert "Discarded: " in shown.text
    await desk.press(ANA, shown, "Save all 2")
    assert len(await rows(desk, Contribution)) == 2
    assert shown.text.count("Saved: ") == 2
    await desk.press(ANA, shown, "Take up again")
    assert "Save" in shown.buttons
    await desk.press(ANA, shown, "Save")
    assert len(await rows(desk, Contribution)) == 3
    await desk.act(ANA, "reply.save_all", str((await drafts(desk))[0].key).rpartition(":")[0], shown)
    assert "None of these drafts is open" in desk.asides[-1]
    assert len(await rows(desk, Contribution)) == 3


async def test_a_stale_button_says_so_and_changes_nothing(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, ONE)
    number = str((await drafts(desk))[0].id)
    await desk.press(ANA, shown, "Save")
    for action in ("reply.save", "reply.discard", "reply.edit", "reply.take_up"):
        await desk.act(LUIS, action, number, shown)
        assert desk.asides[-1] == {"reply.save": "Este borrador ya se había guardado. No se cambió nada."}.get(
            action, desk.asides[-1]
        )
        assert "ya se había guardado" in desk.asides[-1], action
    assert len(await rows(desk, Contribution)) == 1
    assert not desk.views
    (shown,) = await desk.say(ANA, THREE)
    number = str((await drafts(desk))[1].id)
    await desk.act(ANA, "reply.discard", number, shown)
    await desk.act(ANA, "reply.save", number, shown)
    assert "was discarded before" in desk.asides[-1]
    assert len(await rows(desk, Contribution)) == 1


@pytest.mark.parametrize("user", [INES, GUS])
async def test_a_draft_of_another_entity_is_refused_and_nothing_is_told(desk: Desk, user: str) -> None:
    (shown,) = await desk.say(ANA, ONE)
    (draft,) = await drafts(desk)
    before = shown.text
    source = str(draft.key).rpartition(":")[0]
    for action in ("save", "discard", "edit", "take_up"):
        told = []
        for number in (draft.id, 99_999):
            await desk.act(user, f"reply.{action}", str(number), shown)
            told.append(desk.asides[-1])
        assert told[0] == told[1], "that it is there is not told either"
    await desk.act(user, "reply.save_all", source, shown)
    await desk.act(user, "reply.choose", f"{draft.panel_id}/{draft.entity_id}/{source}", shown)
    (draft,) = await drafts(desk)
    assert draft.state is DraftState.OPEN
    assert shown.text == before
    assert not await rows(desk, Contribution)
    assert not desk.views
    assert "Beirut" not in "".join(desk.asides)


async def test_the_alternate_may_save_what_the_focal_point_began(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, ONE)
    await desk.act(LUIS, "reply.save", str((await drafts(desk))[0].id), shown)
    assert len(await rows(desk, Contribution)) == 1
    assert "Guardado: " in shown.text


async def test_edit_opens_the_form_and_saving_it_settles_the_draft(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, ONE)
    await desk.press(ANA, shown, "Edit")
    (view,) = desk.views
    title = next(block for block in view["blocks"] if block.get("block_id") == "contribution.title")
    assert "consultation on returns" in title["element"]["initial_value"]
    acked = await desk.submit(ANA, view, {"contribution.venue": {"value": "The Serail"}})
    assert acked == {}
    (row,) = await rows(desk, Contribution)
    assert (row.venue, row.city) == ("The Serail", "Beirut")
    (draft,) = await drafts(desk)
    assert (draft.state, draft.contribution_id) == (DraftState.SAVED, row.id)
    assert "Saved: " in shown.text
    assert "Save" not in shown.buttons
    acked = await desk.submit(ANA, view, {"contribution.venue": {"value": "Elsewhere"}})
    assert "has been submitted already" in str(acked["errors"])
    assert len(await rows(desk, Contribution)) == 1


async def test_a_draft_that_is_not_right_opens_the_form_with_what_is_wrong(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, ONE)
    (draft,) = await drafts(desk)
    async with desk.store.unit() as session:
        row = await session.get_one(StoredDraft, draft.id)
        row.typed = dict(row.typed) | {"end_date": "2017-09-01"}
    await desk.press(ANA, shown, "Save")
    (view,) = desk.views
    assert "The end is before the start" in str(view["blocks"][0])
    assert not await rows(desk, Contribution)


async def test_twenty_five_are_drafts_and_the_rest_is_named(desk: Desk) -> None:
    days = [dt.date(2017, 5, 1) + dt.timedelta(days=n) for n in range(50)]
    lines = [f"- Workshop number {n} on returns, Beirut, {day:%d %B %Y}" for n, day in enumerate(days)]
    said = await desk.say(ANA, "We hold:\n" + "\n".join(lines))
    found = await drafts(desk)
    assert len(found) == 25
    assert all(row.message_ts for row in found)
    assert len(said) == 4, "nine drafts a message, and the rest by title"
    assert all(len(one.payload["blocks"]) <= 50 and len(one.text) < 40_000 for one in said)
    assert "Here are 10 to 18 of 25" in said[1].text
    rest = said[-1].text
    assert "/contribute import" in rest
    assert all(f"Workshop number {n} on returns" in rest for n in range(25, 50))
    assert "Workshop number 24 on" not in rest
    await desk.press(ANA, said[1], "Save all 25")
    assert len(await rows(desk, Contribution)) == 25
    assert [one.text.count("Saved: ") for one in said[:3]] == [9, 9, 7]


async def test_who_has_several_seats_is_told_for_which_it_was_taken_and_can_choose(desk: Desk) -> None:
    async with desk.store.unit() as session:
        old = (await session.scalars(select(Panel))).one()
        iom = (await session.scalars(select(Entity).where(Entity.acronym == "IOM"))).one()
        ana = (await session.scalars(select(Person).where(Person.slack_user_id == ANA))).one()
        panel = Panel(
            workspace_id=old.workspace_id,
            title="A second panel",
            meeting="M",
            starts_at=old.starts_at + dt.timedelta(days=30),
            ends_at=old.ends_at + dt.timedelta(days=30),
            zone="UTC",
            state=PanelState.OPEN,
        )
        session.add(panel)
        await session.flush()
        session.add(PanelEntity(panel_id=panel.id, entity_id=iom.id))
        session.add(Seat(panel_id=panel.id, entity_id=iom.id, person_id=ana.id, role=SeatRole.ALTERNATE))
        first, second = old.id, panel.id
    await sent(desk, ANA, "1485784800.000777")
    (shown,) = await desk.say(ANA, ONE)
    assert "for IOM (A second panel)" in shown.text
    assert [row.panel_id for row in await drafts(desk)] == [second]
    await desk.press(ANA, shown, "reply.choose")
    assert [row.panel_id for row in await drafts(desk)] == [first]
    assert "for UNHCR (" in shown.text
    await desk.press(ANA, shown, "Save")
    (row,) = await rows(desk, Contribution)
    assert row.panel_id == first
    # In the thread of a reminder it is that panel's.
    (shown,) = await desk.say(ANA, ONE, thread_ts="1485784800.000777")
    assert "for UNHCR (" in shown.text
    assert shown.thread_ts == "1485784800.000777"


async def test_an_edited_message_is_read_again_while_its_drafts_are_open(desk: Desk) -> None:
    ts = desk.stamp()
    (shown,) = await desk.say(ANA, THREE, ts=ts)
    four = THREE.replace("Rabat", "Tunis") + "\n- Seminar on visas in Oslo, 4 May 2017"
    (more,) = await desk.edit(ANA, ts, THREE, four)
    assert "Tunis" in shown.text
    assert "Rabat" not in shown.text
    assert "Seminar on visas" in more.text
    assert len(await drafts(desk)) == 4
    two = "\n".join(four.splitlines()[:3])
    assert await desk.edit(ANA, ts, four, two) == []
    assert [row.state for row in await drafts(desk)] == [DraftState.OPEN] * 2 + [DraftState.DISCARDED] * 2
    await desk.press(ANA, shown, "reply.save")
    (told,) = await desk.edit(ANA, ts, two, THREE)
    assert "they stay as they are" in told.text
    assert len(await rows(desk, Contribution)) == 1
    assert await desk.edit(ANA, desk.stamp(), "never seen", THREE) == []


async def test_a_deleted_message_leaves_its_drafts(desk: Desk) -> None:
    ts = desk.stamp()
    await desk.say(ANA, ONE, ts=ts)
    event = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": {"user": ANA, "ts": ts, "text": ONE}}
    assert await desk.hear(ANA, event) == []
    assert [row.state for row in await drafts(desk)] == [DraftState.OPEN]


# -- questions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "When is the fourth thematic session?",
        "Quand a lieu la quatrième session thématique ?",
        "the fourth thematic session",
        "Is the workshop on returns in Beirut on 26 September 2017?",
    ],
)
async def test_a_question_never_becomes_a_draft(desk: Desk, text: str) -> None:
    (answer,) = await desk.say(ANA, text)
    assert not await drafts(desk)
    assert "Nothing is saved yet" not in answer.text
    assert [row.text for row in await rows(desk, AskedQuestion)] == [text]


@pytest.mark.parametrize("user", [GUS, OLGA])
async def test_who_has_no_seat_is_answered_as_ever(desk: Desk, user: str) -> None:
    (answer,) = await desk.say(user, ONE)
    assert not await drafts(desk)
    assert "Nothing is saved yet" not in answer.text
    assert len(await rows(desk, AskedQuestion)) == 1


async def test_what_the_roadmap_surely_answers_is_answered_and_the_draft_is_one_button_away(desk: Desk) -> None:
    answer, offer = await desk.say(ANA, "fourth thematic session, New York, 24-25 July 2017")
    assert "TS4" in answer.text
    assert "Was this meant as a contribution of UNHCR?" in offer.text
    assert [row.state for row in await drafts(desk)] == [DraftState.DISCARDED]
    await desk.press(ANA, offer, "Yes, show the draft")
    assert [row.state for row in await drafts(desk)] == [DraftState.OPEN]
    await desk.press(ANA, offer, "Save")
    assert "Saved: " in offer.text
    assert len(await rows(desk, Contribution)) == 1


# -- other intents -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "text", "asked", "yes"),
    [
        (ANA, "Nothing to report from us", "Nothing to report for UNHCR", "Yes, nothing to report"),
        (HUGO, "rien à signaler", "Rien à signaler pour OHCHR", "Oui, rien à signaler"),
        (ELENA, "nada que informar", "¿Nada que informar por parte de ECLAC", "Sí, nada que informar"),
    ],
)
async def test_nothing_to_report_is_asked_before_it_is_noted(
    desk: Desk, user: str, text: str, asked: str, yes: str
) -> None:
    await planned(desk)
    (question,) = await desk.say(user, text)
    assert asked in question.text
    assert not await rows_of_nil(desk)
    await desk.press(user, question, "reply.nothing_no")
    assert not await rows_of_nil(desk)
    (question,) = await desk.say(user, text)
    await desk.press(user, question, yes)
    assert len(await rows_of_nil(desk)) == 1
    assert not await waiting(desk, user)


async def rows_of_nil(desk: Desk) -> list[NilReturn]:
    async with desk.store.reading() as session:
        return list(await session.scalars(select(NilReturn)))


async def test_nothing_to_report_beside_contributions_says_that_they_stay(desk: Desk) -> None:
    (shown,) = await desk.say(ANA, ONE)
    await desk.press(ANA, shown, "Save")
    (question,) = await desk.say(ANA, "nothing to report")
    assert "The contribution that UNHCR has sent stays as it is." in question.text
    await desk.press(ANA, question, "Yes, nothing to report")
    assert [row.state for row in await rows(desk, Contribution)] == [ContributionState.SUBMITTED]


async def test_later_moves_the_reminder(desk: Desk) -> None:
    await sent(desk, ANA)
    (question,) = await desk.say(ANA, "not now, later please")
    await desk.press(ANA, question, "3 days")
    assert "We shall remind you on Thursday 2 February 2017" in question.text
    assert (await waiting(desk, ANA))[0].not_before.date() == dt.date(2017, 2, 2)
    await desk.act(ANA, "reply.snooze", question.payload.get("value", "1:1:3"), None)
    assert "can be snoozed once" in desk.asides[-1]


async def test_later_without_a_reminder_says_when_the_next_one_comes(desk: Desk) -> None:
    (told,) = await desk.say(ANA, "not now, later please")
    assert "No reminder is planned" in told.text
    await planned(desk)
    (told,) = await desk.say(ANA, "not now, later please")
    assert "The next message to you is planned for" in told.text


async def test_not_me_offers_somebody_else(desk: Desk) -> None:
    (told,) = await desk.say(ANA, "not me, please ask <@U0LUISUNHC> instead")
    assert "Shall Luis Sample answer for UNHCR" in told.text
    await desk.press(ANA, told, "Ask Luis Sample")
    (view,) = desk.views
    assert view["blocks"][1]["element"]["initial_user"] == LUIS
    (told,) = await desk.say(ANA, "I am not the right person")
    assert "Who should answer for UNHCR" in told.text
    await desk.press(ANA, told, "Nothing to report")
    assert "Nothing to report for UNHCR" in told.text
    assert not await rows_of_nil(desk)


async def test_thanks_are_answered_once(desk: Desk) -> None:
    (told,) = await desk.say(HUGO, "merci beaucoup")
    assert "Merci à vous" in told.text
    assert await desk.say(HUGO, "merci") == []
    await desk.say(HUGO, "Quand a lieu la quatrième session thématique ?")
    (told,) = await desk.say(HUGO, "merci")
    assert "Merci à vous" in told.text


async def test_what_is_not_understood_gets_help_and_the_text_is_kept(desk: Desk) -> None:
    text = "Something lovely for the girls of the valley, the usual thing as every year"
    (told,) = await desk.say(ANA, text)
    assert "your words are kept" in told.text
    assert {"Add a contribution", "Ask the secretariat"} <= set(told.buttons)
    (draft,) = await drafts(desk)
    assert (draft.state, draft.words) == (DraftState.DISCARDED, text)
    await desk.press(ANA, told, "Add a contribution")
    assert text in str(desk.views[-1])
    assert [row.state for row in await drafts(desk)] == [DraftState.OPEN]


# -- bad input -----------------------------------------------------------------------------------------------------

MAIL = """Dear colleagues,
please find below our contribution.
Expert meeting on data in Geneva, 3 May 2017

--\u0020
Jane Sample
Head of events, report and training section, 12 Road, Beirut
> Workshop of somebody else, Oslo, 4 May 2017"""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("around", ["{}", "We hold a workshop on {} in Beirut on 26-27 September 2017"])
async def test_hostile_text_is_never_an_error_and_never_a_ping(desk: Desk, text: str, around: str) -> None:
    said = await desk.say(
        ANA, around.replace("{}", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    )
    assert said, "never silence"
    for message in said:
        assert "Something went wrong" not in message.text
        assert "<!channel>" not in message.words
        assert "<@U" not in message.words


async def shown_by(desk: Desk, text: str) -> list[Message]:
    said = await desk.say(ANA, text)
    assert said
    assert all("Something went wrong" not in one.text for one in said)
    return said


async def test_forty_thousand_characters(desk: Desk) -> None:
    await shown_by(desk, "We hold a workshop in Beirut on 3 May 2017. " + "words and words " * 2500)
    (draft,) = await drafts(desk)
    assert len(draft.words or "") <= 2000
    await shown_by(desk, "x" * 40_000)


async def test_emoji_only(desk: Desk) -> None:
    (told,) = await shown_by(desk, ":tada: :tada:")
    assert "I am not sure" in told.text
    (told,) = await shown_by(desk, "🎉🎉🎉")
    assert not await drafts(desk)


async def test_a_forwarded_mail_with_a_signature(desk: Desk) -> None:
    await shown_by(desk, MAIL.replace(">", "&gt;"))
    found = await drafts(desk)
    assert [row.typed["city"] for row in found] == ["Geneva"]


async def test_mentions_are_no_pings(desk: Desk) -> None:
    said = await shown_by(desk, f"<!channel> <@{INES}> {ONE} with <!here> at &lt;!channel&gt; hall")
    assert all("<!" not in one.words and "<@" not in one.words for one in said)
    assert await drafts(desk)


async def test_a_formula_is_a_text(desk: Desk) -> None:
    (shown,) = await shown_by(
        desk, 'We hold the workshop =HYPERLINK("https://example.org";"x") in Beirut on 3 May 2017'
    )
    await desk.press(ANA, shown, "Save")
    assert len(await rows(desk, Contribution)) == 1


async def test_text_from_right_to_left(desk: Desk) -> None:
    (told,) = await shown_by(desk, "مؤتمر الهجرة في بيروت يومي السادس والعشرين والسابع والعشرين من سبتمبر")
    (draft,) = await drafts(desk)
    assert "مؤتمر" in str(draft.words)
    await desk.press(ANA, told, "Add a contribution")
    assert "مؤتمر" in str(desk.views[-1])


@pytest.mark.parametrize(
    "when", ["31 June 2017", "from 5 May to 3 May 2017", "3 May 0217", "2017-13-45", "on the 99th of May"]
)
async def test_days_that_cannot_be(desk: Desk, when: str) -> None:
    (shown,) = await shown_by(desk, f"We hold a workshop on returns in Beirut {when}")
    (draft,) = await drafts(desk)
    assert "workshop on returns in Beirut" in str(draft.words), "read or not, nothing is lost"
    start = str(draft.typed.get("start_date") or "")
    assert not start.startswith("0217")
    assert not start.endswith("06-31")
    await desk.press(ANA, shown, "Save" if "Save" in shown.buttons else "Add a contribution")
    assert await rows(desk, Contribution) or desk.views, "saved, or the form shows what is wrong"


async def test_a_file_with_a_text_is_read_by_its_text(desk: Desk) -> None:
    file = {"id": "F1", "name": "photo.png"}
    event = {"user": ANA, "text": ONE, "ts": desk.stamp(), "subtype": "file_share", "files": [file]}
    (shown,) = await desk.hear(ANA, event)
    assert "Nothing is saved yet" in shown.text


async def test_in_a_channel_nothing_of_this_happens(desk: Desk) -> None:
    event = {"user": WANDA, "text": ONE, "ts": desk.stamp(), "channel": "C1", "channel_type": "channel"}
    assert await desk.hear(WANDA, event) == []
    assert not await drafts(desk)
