"""Sending on, answering, publishing, voting: once each, by those who may, also when two do it at the same time."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import func, select, update

from bot.questions.answering import (
    AnsweredMeanwhile,
    ChangedMeanwhile,
    Gone,
    Kept,
    edit_answer,
    extend_answer,
    keep_answer,
    state_of_answer,
    withdraw_answer,
)
from bot.questions.feedback import Voted, vote
from bot.questions.form import AnswerForm
from bot.questions.inquiries import (
    AnsweredBefore,
    NobodyThere,
    NotThere,
    OnItsWay,
    SentBefore,
    common_language,
    note_delivery,
    send_on,
)
from bot.questions.turns import Place
from storage.models import Feedback, Officer, Person, SecretariatAnswer, Workspace
from storage.queries.questions import answers_on_show, published_answers, reasons_for
from storage.queries.roadmap import change_token
from tests.bot.questions.conftest import Room

TODAY = dt.date(2017, 1, 30)
REVIEW = dt.date(2017, 4, 30)


def form(text: str = "Twelve", *, publish: bool = True, review: dt.date | None = REVIEW) -> AnswerForm:
    return AnswerForm(asked="How many?", text=text, publish=publish, review_on=review)


async def send(
    room: Room, number: int, place: Place
) -> OnItsWay | SentBefore | AnsweredBefore | NotThere | NobodyThere:
    async with room.store.unit() as session:
        return await send_on(session, number, place, room.clock.now())


async def keep(
    room: Room, number: int, written: AnswerForm, *, who: str = "olga", seen: int = 0, others: tuple[int, ...] = ()
) -> Kept | AnsweredMeanwhile | Gone:
    async with room.store.unit() as session:
        return await keep_answer(
            session,
            number,
            written,
            officer_id=room.people[who],
            workspace_id=room.other_workspace if who == "eve" else room.workspace,
            seen=seen,
            at=room.clock.now(),
            others=others,
        )


async def token(room: Room) -> str:
    async with room.store.reading() as session:
        return await change_token(session)


async def test_a_question_is_sent_on_once_with_what_belongs_to_it(room: Room) -> None:
    await room.ask("ana", "When is the summit?", "C1")
    number = await room.ask("ana", "and the penguins?", "C1", abstained=True)
    sent = await send(room, number, room.place("ana"))
    assert isinstance(sent, OnItsWay)
    assert sent.inquiry.asker == "Ana"
    assert sent.inquiry.entity == "UNHCR"
    assert sent.inquiry.before == ("When is the summit?",)
    assert sent.inquiry.nearest == ("S1: First",)
    assert [person.name for person in sent.officers] == ["Olga", "Omar"]
    assert sent.channel is None
    first = room.clock.now()
    room.later(hours=1)
    assert await send(room, number, room.place("ana")) == SentBefore(first)
    # Where nothing could be delivered, it counts as not sent.
    async with room.store.unit() as session:
        await note_delivery(session, number, [])
    assert isinstance(await send(room, number, room.place("ana")), OnItsWay)
    async with room.store.unit() as session:
        await note_delivery(session, number, ["C9:1.0:en"])
    assert (await room.question(number)).notices == ["C9:1.0:en"]


async def test_two_presses_at_the_same_time_send_once(room: Room) -> None:
    number = await room.ask("ana", "penguins?", "C1", "1.0", abstained=True)
    outcomes = await asyncio.gather(*(send(room, number, room.place(who)) for who in ("ana", "ines", "olga")))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["OnItsWay", "SentBefore", "SentBefore"]


async def test_who_may_send_on_and_vote(room: Room) -> None:
    private = await room.ask("ana", "mine", "C1", abstained=True)
    open_one = await room.ask("ana", "open", "C1", "1.0", abstained=True)

    async def touched(number: int, place: Place) -> bool:
        async with room.store.unit() as session:
            voted = await vote(session, number, place, helpful=True, at=room.clock.now())
        sent = await send(room, number, place)
        assert (voted is None) == isinstance(sent, NotThere)
        return voted is not None

    for who in ("ines", "olga", "eve"):
        assert not await touched(private, room.place(who))
        assert not await touched(private, room.place(who, None))
    assert not await touched(open_one, room.place("eve"))
    assert not await touched(open_one, room.place("ines", "C2"))
    assert not await touched(10**6, room.place("ana"))
    async with room.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Feedback)) == 0
    assert await touched(open_one, room.place("ines"))
    assert await touched(private, room.place("ana", "C1"))


async def test_without_a_secretariat_nothing_is_marked_as_sent(room: Room) -> None:
    number = await room.ask("ana", "penguins?", abstained=True)
    async with room.store.unit() as session:
        await session.execute(update(Person).where(Person.id.in_(select(Officer.person_id))).values(active=False))
    assert isinstance(await send(room, number, room.place("ana")), NobodyThere)
    assert (await room.question(number)).sent_at is None
    async with room.store.unit() as session:
        await session.execute(update(Workspace).values(officers_channel="C9"))
    sent = await send(room, number, room.place("ana"))
    assert isinstance(sent, OnItsWay)
    assert sent.channel == "C9"


async def test_two_officers_answer_and_the_second_adds(room: Room) -> None:
    number = await room.ask("ana", "penguins?", abstained=True)
    outcomes = await asyncio.gather(
        keep(room, number, form("One"), who="olga"), keep(room, number, form("Two"), who="omar")
    )
    (kept,) = [outcome for outcome in outcomes if isinstance(outcome, Kept)]
    (late,) = [outcome for outcome in outcomes if isinstance(outcome, AnsweredMeanwhile)]
    assert [answer.text for answer in late.answers] == [kept.answer.text]
    assert [question.id for question in kept.tell] == [number]
    assert not kept.addition
    who = "omar" if kept.answer.text == "One" else "olga"
    added = await keep(room, number, form("More"), who=who, seen=kept.answer.id)
    assert isinstance(added, Kept)
    assert added.addition
    # The same submission a second time writes nothing and tells nobody.
    again = await keep(room, number, form("More"), who=who, seen=kept.answer.id)
    assert isinstance(again, Kept)
    assert again.again
    assert again.tell == ()
    async with room.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(SecretariatAnswer)) == 2
    assert isinstance(await send(room, number, room.place("ana")), AnsweredBefore)


async def test_an_answer_to_like_questions_tells_each_asker_once(room: Room) -> None:
    first = await room.ask("ana", "penguins?", abstained=True)
    second = await room.ask("ines", "pengouins ?", abstained=True)
    newest = await room.ask("ana", "the penguins?", abstained=True)
    foreign = await room.ask("eve", "penguins?", abstained=True)
    kept = await keep(room, newest, form(), others=(first, second, foreign, newest))
    assert isinstance(kept, Kept)
    assert sorted(question.id for question in kept.tell) == [second, newest]
    # Another question of the group finds the answer there.
    assert isinstance(await keep(room, second, form("x"), who="omar", others=(newest,)), AnsweredMeanwhile)
    assert isinstance(await keep(room, foreign, form()), Gone)
    assert isinstance(await keep(room, newest, form(), who="eve"), Gone)


async def test_published_until_the_review_date_and_each_change_is_noted(room: Room) -> None:
    number = await room.ask("ana", "penguins?", abstained=True)
    tokens = [await token(room)]
    unpublished = await keep(room, number, form(publish=False))
    assert isinstance(unpublished, Kept)
    assert await token(room) == tokens[0]
    kept = await keep(room, number, form("Published"), seen=unpublished.answer.id)
    assert isinstance(kept, Kept)
    ident = kept.answer.id

    async def served(day: dt.date) -> list[str]:
        async with room.store.reading() as session:
            return [f"{one.text} ({one.officer})" for one in await published_answers(session, day)]

    async def noted() -> bool:
        tokens.append(await token(room))
        return tokens[-1] != tokens[-2]

    assert await noted()
    assert await served(REVIEW) == ["Published (Olga)"]
    assert await served(REVIEW + dt.timedelta(days=1)) == []
    later = dt.date(2017, 6, 1)
    for expected in (True, False):
        async with room.store.unit() as session:
            found = await extend_answer(
                session,
                ident,
                officer_id=room.people["omar"],
                workspace_id=room.workspace,
                today=later,
                at=room.later(days=1),
            )
        assert not isinstance(found, Gone)
        before = state_of_answer(found)
        assert found.review_on == dt.date(2017, 8, 30)
        assert await noted() is expected
    async with room.store.unit() as session:
        edited = await edit_answer(
            session, ident, form("Edited", review=dt.date(2017, 9, 1)), officer_id=room.people["omar"],
            workspace_id=room.workspace, seen=before, at=room.clock.now(),
        )  # fmt: skip
    assert isinstance(edited, Kept)
    assert await noted()
    assert await served(later) == ["Edited (Omar)"]
    # Whoever had the old text before them does not overwrite the new one; the same text again is no change.
    async with room.store.unit() as session:
        stale = await edit_answer(
            session, ident, form("Stale"), officer_id=room.people["olga"], workspace_id=room.workspace,
            seen=before, at=room.clock.now(),
        )  # fmt: skip
    assert isinstance(stale, ChangedMeanwhile)
    assert stale.answer.text == "Edited"
    assert not await noted()
    for expected in (True, False):
        async with room.store.unit() as session:
            gone = await withdraw_answer(
                session, ident, officer_id=room.people["olga"], workspace_id=room.workspace, at=room.clock.now()
            )
        assert not isinstance(gone, Gone)
        assert await noted() is expected
    assert await served(later) == []
    async with room.store.unit() as session:
        assert isinstance(
            await extend_answer(
                session, ident, officer_id=1, workspace_id=room.workspace, today=later, at=room.clock.now()
            ),
            Gone,
        )
        assert isinstance(
            await withdraw_answer(session, ident, officer_id=1, workspace_id=room.other_workspace, at=room.clock.now()),
            Gone,
        )


async def test_what_wants_a_review_first_comes_first(room: Room) -> None:
    for days in (30, -5, 10):
        number = await room.ask("ana", f"q{days}", abstained=True)
        await keep(room, number, form(f"in {days}", review=TODAY + dt.timedelta(days=days)))
    foreign = await room.ask("eve", "q", abstained=True)
    await keep(room, foreign, form("foreign"), who="eve")
    async with room.store.reading() as session:
        shown = await answers_on_show(session, room.workspace)
    assert [row.text for row in shown] == ["in -5", "in 10", "in 30"]


async def test_one_vote_a_person_which_may_change(room: Room) -> None:
    number = await room.ask("ana", "when?", "C1", "1.0")

    async def cast(who: str, helpful: bool, why: str | None = None) -> Voted:
        async with room.store.unit() as session:
            voted = await vote(session, number, room.place(who), helpful=helpful, at=room.clock.now(), why=why)
        assert voted is not None
        return voted

    assert (await cast("ana", True)).before is None
    assert (await cast("ana", False)).before is True
    await cast("ana", False, "no year")
    assert (await cast("ana", False)).sendable
    await cast("ines", False)
    async with room.store.reading() as session:
        assert await reasons_for(session, [number]) == {number: ["no year"]}
    await cast("ana", True)
    async with room.store.reading() as session:
        assert await reasons_for(session, [number]) == {}
        votes = {row.person_id: row.helpful for row in await session.scalars(select(Feedback))}
    assert votes == {room.people["ana"]: True, room.people["ines"]: False}
    await send(room, number, room.place("ana"))
    assert not (await cast("ines", False)).sendable


@pytest.mark.parametrize(
    ("locales", "language"), [([], "en"), (["fr-FR", "fr-CA", "en-GB"], "fr"), (["es-ES"], "es"), (["de-DE"], "en")]
)
def test_the_language_that_most_read(locales: list[str], language: str) -> None:
    assert common_language([Person(name="x", zone="UTC", locale=locale) for locale in locales]) == language
