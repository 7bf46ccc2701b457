"""What was asked before: in the thread, or lately by the same person in the same place; nobody else's private turns."""

import pytest

from bot.questions.turns import TURNS, Place, asked_before, earlier_questions, storable
from storage.queries.questions import note_answer_message, question_by_id
from tests.bot.questions.conftest import Room


async def before(room: Room, place: Place) -> tuple[str, ...]:
    async with room.store.reading() as session:
        return await earlier_questions(session, place, room.clock.now())


async def test_a_thread_has_its_last_questions_of_everybody_in_it(room: Room) -> None:
    for number in range(TURNS + 2):
        await room.ask("ana" if number % 2 else "ines", f"q{number}", "C1", "1.0")
        room.later(hours=3)
    assert await before(room, room.place("ana", "C1", "1.0")) == tuple(f"q{n}" for n in range(2, TURNS + 2))
    assert await before(room, room.place("ana", "C1", "2.0")) == ()
    assert await before(room, room.place("ana", "C2", "1.0")) == ()
    assert await before(room, room.place("eve", "C1", "1.0")) == ()


async def test_a_thread_may_hang_on_a_question_or_on_its_answer(room: Room) -> None:
    number = await room.ask("ana", "top", "D1", ts="5.0")
    async with room.store.unit() as session:
        await note_answer_message(session, number, "5.1")
    room.later(hours=5)
    await room.ask("ana", "reply", "D1", "5.1", private=True)
    assert await before(room, room.place("ana", "D1", "5.0", private=True)) == ("top",)
    assert await before(room, room.place("ana", "D1", "5.1", private=True)) == ("top", "reply")


async def test_private_turns_are_of_one_person_one_place_and_half_an_hour(room: Room) -> None:
    await room.ask("ana", "old", "C1")
    room.later(minutes=31)
    await room.ask("ana", "first", "C1")
    await room.ask("ines", "hers", "C1")
    await room.ask("ana", "elsewhere", "C2")
    await room.ask("ana", "open", "C1", "9.0")
    room.later(minutes=30)
    assert await before(room, room.place("ana", "C1", private=True)) == ("first",)
    assert await before(room, room.place("ines", "C1", private=True)) == ("hers",)
    assert await before(room, room.place("ana", None, private=True)) == ()
    # Even in a thread of the same number, a private turn is not for others.
    await room.ask("ana", "in her thread", "D1", "7.0", private=True)
    assert await before(room, room.place("ines", "D1", "7.0", private=True)) == ()
    assert await before(room, room.place("ines", "D1", "7.0")) == ()


async def test_what_came_before_a_question_that_is_remembered(room: Room) -> None:
    await room.ask("ana", "when is the summit?", "C1")
    room.later(minutes=5)
    number = await room.ask("ana", "and where?", "C1")
    await room.ask("ana", "and who?", "C1")
    async with room.store.reading() as session:
        question = await question_by_id(session, number)
        assert question is not None
        assert await asked_before(session, question) == ("when is the summit?",)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b", "ab"), ("\ud800x", "x"), ("🎉", "🎉"), ("\u200b", ""), ("x" * 5000, "x" * 3999 + "…")],
)
async def test_whatever_is_typed_can_be_stored(room: Room, typed: str, kept: str) -> None:
    assert storable(typed) == kept
    assert (await room.question(await room.ask("ana", typed))).text == kept
