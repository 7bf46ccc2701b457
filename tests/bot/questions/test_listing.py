"""What could not be answered, in groups; and what is forgotten."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from bot.questions.answering import Kept, keep_answer
from bot.questions.feedback import vote
from bot.questions.form import AnswerForm
from bot.questions.grouping import Asked, alike, group_with, groups_of, sense_of
from bot.questions.listing import days_of, unhelped_groups
from bot.questions.upkeep import AT_ONCE, forget_old_questions
from storage.models import AskedQuestion, Feedback, Lease
from storage.queries.questions import published_answers
from storage.store import Store
from tests.bot.questions.conftest import Room

NOW = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
SAME = [
    ("When is the third hearing?", "when does the 3rd hearing take place"),
    ("When is the third hearing?", "third hearing"),
    ("Who leads the data working group?", "who is leading the data working groups"),
    ("Où a lieu la conférence de Marrakech ?", "où se tient la conference de Marrakech"),
    ("¿Cuándo es la conferencia?", "cuando es la CONFERENCIA"),
    ("How many refugees were resettled?", "how many refuguees were resettled"),
    ("🎉🎉", "🎉🎉"),
]
DIFFERENT = [
    ("When is the third hearing?", "When is the fourth hearing?"),
    ("When is the hearing?", "Where is the hearing?"),
    ("When is the session on data?", "When is the session on returns?"),
    ("penguins", "penguin films"),
    ("What happens in May 2017?", "What happens in May 2018?"),
    ("migration and women", "migrants in Libya"),
    ("🎉🎉", "🙂"),
    ("when", "where"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert alike(sense_of(one), sense_of(other))
    assert alike(sense_of(other), sense_of(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_question(one: str, other: str) -> None:
    assert not alike(sense_of(one), sense_of(other))
    assert not alike(sense_of(other), sense_of(one))


def test_groups_count_questions_and_people_and_put_first_what_most_wait_for() -> None:
    asked = [
        Asked(1, "When is the third hearing?", 1, NOW - dt.timedelta(days=3)),
        Asked(2, "Who pays?", 1, NOW, answered=True),
        Asked(3, "when does the 3rd hearing take place", 2, NOW, True, NOW),
        Asked(4, "who is paying", 3, NOW),
        Asked(5, "Is there lunch?", 1, NOW),
        Asked(6, "When is the third hearing?", 1, NOW),
    ]
    groups = groups_of(asked)
    assert [[question.id for question in group.questions] for group in groups] == [[6, 3, 1], [5], [4], [2]]
    third = groups[0]
    assert (third.people, third.voted_down, third.answered, third.sent_at) == (2, 1, False, NOW)
    assert third.newest.id == 6
    assert groups[-1].answered
    assert group_with(groups, 1) is third
    assert group_with(groups, 99) is None


def test_the_index_finds_the_groups_that_comparing_each_with_each_finds() -> None:
    texts = [text for pair in SAME + DIFFERENT for text in pair]
    asked = [Asked(n, text, n, NOW) for n, text in enumerate(texts, 1)]
    groups = groups_of(asked)
    assert sum(len(group.questions) for group in groups) == len(texts)
    for group in groups:
        assert all(alike(group.sense, sense_of(question.text)) for question in group.questions)
    for one in groups:
        assert not [other for other in groups if other is not one and alike(one.sense, other.sense)]


async def test_only_what_was_not_answered_or_did_not_help_lately(room: Room) -> None:
    await room.ask("ana", "long ago", abstained=True)
    room.later(days=31)
    missing = await room.ask("ana", "how many penguins?", abstained=True)
    bad = await room.ask("ines", "when?", "C1", "1.0")
    await room.ask("ines", "answered well", "C1", "1.0")
    await room.ask("eve", "foreign", abstained=True)
    async with room.store.unit() as session:
        await vote(session, bad, room.place("ana"), helpful=False, at=room.clock.now())
    groups = await unhelped_groups(room.store, room.workspace, room.clock.now(), 30)
    assert {group.newest.id: group.voted_down for group in groups} == {missing: 0, bad: 1}
    assert len(await unhelped_groups(room.store, room.workspace, room.clock.now(), 40)) == 3


def test_the_days_behind_the_command() -> None:
    assert [days_of(text) for text in ("", "7", "0", "9999", "x")] == [30, 7, 1, 400, 30]


async def left(store: Store) -> list[str]:
    async with store.reading() as session:
        return list(await session.scalars(select(AskedQuestion.text).order_by(AskedQuestion.id)))


async def expire_leases(store: Store) -> None:
    async with store.unit() as session:
        for lease in await session.scalars(select(Lease)):
            lease.expires_at -= dt.timedelta(hours=2)


async def test_old_questions_go_with_their_votes_and_published_answers_stay_without_their_asker(room: Room) -> None:
    old = await room.ask("ana", "old", "C1", "1.0")
    async with room.store.unit() as session:
        await vote(session, old, room.place("ana"), helpful=True, at=room.clock.now())
    published = await room.ask("ana", "published", abstained=True)
    async with room.store.unit() as session:
        kept = await keep_answer(
            session,
            published,
            AnswerForm(asked="Asked", text="Text", publish=True, review_on=dt.date(2019, 1, 1)),
            officer_id=room.people["olga"],
            workspace_id=room.workspace,
            seen=0,
            at=room.clock.now(),
        )
    assert isinstance(kept, Kept)
    room.later(days=11)
    await room.ask("ana", "young")
    assert await forget_old_questions(room.store, room.clock.now(), 10) == 1
    assert await left(room.store) == ["published", "young"]
    row = await room.question(published)
    assert (row.person_id, row.channel_id, row.thread_ts) == (None, None, None)
    async with room.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Feedback)) == 0
        assert [one.text for one in await published_answers(session, dt.date(2018, 12, 1))] == ["Text"]
    # Somebody has done it within the hour: not again, until the lease is over.
    room.later(days=11)
    assert await forget_old_questions(room.store, room.clock.now(), 10) == 0
    await expire_leases(room.store)
    assert await forget_old_questions(room.store, room.clock.now(), 10) == 1
    assert await left(room.store) == ["published"]


async def test_a_step_takes_so_many_and_the_next_goes_on_at_once(room: Room) -> None:
    async with room.store.unit() as session:
        session.add_all(
            AskedQuestion(
                workspace_id=room.workspace, text="x", answer="y", language="en", abstained=True, at=room.clock.now()
            )
            for _ in range(AT_ONCE + 3)
        )
    room.later(days=11)
    counts = [await forget_old_questions(room.store, room.clock.now(), 10) for _ in range(3)]
    assert counts == [AT_ONCE, 3, 0]
