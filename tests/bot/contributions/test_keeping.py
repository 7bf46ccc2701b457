"""Keeping contributions, on both databases: once, by whom it may be, with their history, and never over another's."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.contributions.form import FORMS, EventForm
from bot.contributions.keeping import edit, report_nothing, restore, submit, withdraw
from bot.contributions.outcomes import Conflict, FieldChange, NilReported, Refusal, Refused, Saved
from bot.contributions.standing import Standing, answers_of_panel
from bot.forms.declaring import Raw, read_form
from bot.panels.viewers import Viewer
from storage.models import Change, Contribution, NilReturn, Panel, PanelEntity
from storage.queries.contributions import (
    CONTRIBUTION,
    changes_of,
    contribution_by_id,
    contributions_of_entity,
)
from storage.store import Store
from storage.words import ContributionKind, ContributionState, PanelState
from tests.bot.contributions.conftest import AT, LATER, House

FULL: dict[str, Raw] = {
    "title": "Expert meeting",
    "start_date": "2017-05-24",
    "venue": "Room XII",
    "city": "Geneva",
    "country": "Switzerland",
}


def form(kind: ContributionKind = ContributionKind.EVENT, **typed: Any) -> Any:
    return read_form(FORMS[kind], {**FULL, **typed})


async def keep(
    store: Store, house: House, viewer: Viewer | None = None, key: str | None = None, **typed: Any
) -> Saved | Refused:
    async with store.unit() as session:
        return await submit(
            session,
            viewer or house.ana,
            panel_id=house.panel,
            entity_id=house.unhcr,
            form=form(**typed),
            at=AT,
            submission_key=key,
        )


async def kept(store: Store, house: House, **typed: Any) -> Contribution:
    found = await keep(store, house, **typed)
    assert isinstance(found, Saved)
    return found.contribution


async def count(store: Store, table: Any) -> int:
    async with store.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def stands(store: Store, ident: int) -> Contribution:
    async with store.reading() as session:
        row = await contribution_by_id(session, ident)
    assert row is not None
    return row


async def test_what_was_submitted_is_in_the_database_with_its_entity_and_its_history(
    store: Store, house: House
) -> None:
    found = await keep(store, house, partners="IOM, ILO", country="")
    assert isinstance(found, Saved)
    assert found.missing == ("country",)
    row = await stands(store, found.contribution.id)
    assert (row.title, row.entity.acronym, row.partners, row.city) == (
        "Expert meeting",
        "UNHCR",
        ["IOM", "ILO"],
        "Geneva",
    )
    assert (row.state, row.version, row.created_at, row.created_by) == ("submitted", 1, AT, house.ana.person_id)
    async with store.reading() as session:
        history = await changes_of(session, CONTRIBUTION, row.id)
    assert [(change.action, change.person_id, change.at, name) for change, name in history] == [
        ("submitted", house.ana.person_id, AT, "Ana")
    ]
    assert history[0][0].new["start_date"] == "2017-05-24"


async def test_the_same_submission_twice_is_stored_once(store: Store, house: House) -> None:
    first, second = await keep(store, house, key="V1"), await keep(store, house, key="V1")
    assert isinstance(first, Saved)
    assert isinstance(second, Saved)
    assert first.contribution.id == second.contribution.id
    assert second.changed == ()
    assert second.contribution.entity.acronym == "UNHCR"
    assert await count(store, Contribution) == await count(store, Change) == 1
    other = await keep(store, house, viewer=house.officer, key="V2")
    assert isinstance(other, Saved)
    assert await count(store, Contribution) == 2


async def test_two_deliveries_at_the_same_moment_are_stored_once(store: Store, house: House) -> None:
    found = await asyncio.gather(*(keep(store, house, key="V1") for _ in range(4)))
    assert len({one.contribution.id for one in found if isinstance(one, Saved)}) == 1
    assert await count(store, Contribution) == await count(store, Change) == 1


async def test_a_known_key_shows_nothing_to_another_entity(store: Store, house: House) -> None:
    await keep(store, house, key="V1")
    async with store.unit() as session:
        found = await submit(
            session, house.omar, panel_id=house.panel, entity_id=house.iom, form=form(), at=AT, submission_key="V1"
        )
    assert found == Refused(Refusal.NOT_YOURS)


async def test_who_may_not_contribute_is_refused_and_nothing_is_written(store: Store, house: House) -> None:
    for viewer in (house.omar, house.nobody, house.foreign_officer):
        assert await keep(store, house, viewer=viewer) == Refused(Refusal.NOT_YOURS)
    async with store.unit() as session:
        outside = await submit(
            session, house.officer, panel_id=house.panel, entity_id=house.stranger_entity, form=form(), at=AT
        )
        nowhere = await submit(session, house.officer, panel_id=999, entity_id=house.unhcr, form=form(), at=AT)
    assert (outside, nowhere) == (Refused(Refusal.NOT_EXPECTED), Refused(Refusal.GONE))
    assert await count(store, Contribution) == await count(store, Change) == 0


async def test_a_closed_panel_takes_changes_from_officers_only(store: Store, house: House) -> None:
    async with store.unit() as session:
        (await session.get_one(Panel, house.panel)).state = PanelState.CLOSED
    assert await keep(store, house) == Refused(Refusal.CLOSED)
    assert isinstance(await keep(store, house, viewer=house.officer), Saved)


async def test_an_entity_that_left_the_panel_is_no_longer_expected(store: Store, house: House) -> None:
    async with store.unit() as session:
        (await session.get_one(PanelEntity, (house.panel, house.unhcr))).withdrawn_at = AT
    assert await keep(store, house) == Refused(Refusal.NOT_EXPECTED)


async def test_an_edit_changes_what_was_changed_and_keeps_the_history(store: Store, house: House) -> None:
    row = await kept(store, house)
    async with store.unit() as session:
        found = await edit(session, house.bao, row.id, form(title="New title", tbc=True), version=1, at=LATER)
    assert isinstance(found, Saved)
    assert set(found.changed) == {"title", "tbc"}
    now = await stands(store, row.id)
    assert (now.title, now.version, now.updated_at, now.created_at) == ("New title", 2, LATER, AT)
    async with store.reading() as session:
        change, who = (await changes_of(session, CONTRIBUTION, row.id))[-1]
    assert (change.action, who) == ("edited", "Bao")
    assert change.old == {"title": "Expert meeting", "tbc": False}
    assert change.new == {"title": "New title", "tbc": True, "version": 2}


async def test_the_second_of_two_who_edit_is_told_and_overwrites_nothing(store: Store, house: House) -> None:
    row = await kept(store, house)
    async with store.unit() as session:
        await edit(session, house.bao, row.id, form(title="Second title"), version=1, at=LATER)
    async with store.unit() as session:
        await edit(session, house.bao, row.id, form(title="Third title", venue="Room XX"), version=2, at=LATER)
    async with store.unit() as session:
        found = await edit(session, house.ana, row.id, form(title="My title"), version=1, at=LATER)
    assert isinstance(found, Conflict)
    assert set(found.changes) == {
        FieldChange("title", "Expert meeting", "Third title"),
        FieldChange("venue", "Room XII", "Room XX"),
    }
    assert (found.by, found.at, found.contribution.version) == ("Bao", LATER, 3)
    assert (await stands(store, row.id)).title == "Third title"
    async with store.unit() as session:
        decided = await edit(session, house.ana, row.id, form(title="My title"), version=3, at=LATER)
    assert isinstance(decided, Saved)


async def test_two_edits_at_the_same_moment(store: Store, house: House) -> None:
    row = await kept(store, house)

    async def change(title: str) -> Saved | Conflict | Refused:
        async with store.unit() as session:
            return await edit(session, house.ana, row.id, form(title=title), version=1, at=LATER)

    found = await asyncio.gather(*(change(f"Title {n}") for n in range(4)))
    assert sorted(type(one).__name__ for one in found) == ["Conflict"] * 3 + ["Saved"]
    assert (await stands(store, row.id)).version == 2


async def test_the_same_edit_delivered_twice_is_no_conflict(store: Store, house: House) -> None:
    row = await kept(store, house)
    for changed in (("title",), ()):
        async with store.unit() as session:
            found = await edit(session, house.ana, row.id, form(title="New"), version=1, at=LATER)
        assert isinstance(found, Saved)
        assert found.changed == changed
    assert (await stands(store, row.id)).version == 2


async def test_another_kind_empties_what_it_does_not_ask_for_and_the_history_keeps_it(
    store: Store, house: House
) -> None:
    row = await kept(store, house)
    async with store.unit() as session:
        await edit(session, house.ana, row.id, form(ContributionKind.PUBLICATION), version=1, at=LATER)
    now = await stands(store, row.id)
    assert (now.kind, now.venue, now.city) == (ContributionKind.PUBLICATION, None, None)
    async with store.reading() as session:
        change, _ = (await changes_of(session, CONTRIBUTION, row.id))[-1]
    assert change.old["venue"] == "Room XII"


async def test_withdrawn_and_restored(store: Store, house: House) -> None:
    row = await kept(store, house)
    for _ in range(2):
        async with store.unit() as session:
            assert isinstance(await withdraw(session, house.ana, row.id, at=LATER), Saved)
    assert (await stands(store, row.id)).state is ContributionState.WITHDRAWN
    async with store.unit() as session:
        assert await edit(session, house.ana, row.id, form(), version=2, at=LATER) == Refused(Refusal.WITHDRAWN)
        assert await contributions_of_entity(session, house.panel, house.unhcr) == []
    for _ in range(2):
        async with store.unit() as session:
            assert isinstance(await restore(session, house.officer, row.id, at=LATER), Saved)
    now = await stands(store, row.id)
    assert (now.state, now.version) == (ContributionState.SUBMITTED, 3)
    async with store.reading() as session:
        actions = [change.action for change, _ in await changes_of(session, CONTRIBUTION, row.id)]
    assert actions == ["submitted", "withdrawn", "restored"]


@pytest.mark.parametrize("who", ["omar", "nobody", "foreign_officer"])
async def test_nobody_else_changes_it(store: Store, house: House, who: str) -> None:
    row = await kept(store, house)
    viewer = getattr(house, who)
    async with store.unit() as session:
        assert await edit(session, viewer, row.id, form(title="Mine"), version=1, at=LATER) == Refused(
            Refusal.NOT_YOURS
        )
        assert await withdraw(session, viewer, row.id, at=LATER) == Refused(Refusal.NOT_YOURS)
        assert await restore(session, viewer, row.id, at=LATER) == Refused(Refusal.NOT_YOURS)
    async with store.unit() as session:
        assert await edit(session, viewer, 4711, form(), version=1, at=LATER) == Refused(Refusal.GONE)
    now = await stands(store, row.id)
    assert (now.title, now.version, now.state) == ("Expert meeting", 1, ContributionState.SUBMITTED)


async def nothing(store: Store, house: House, viewer: Viewer) -> NilReported | Refused:
    async with store.unit() as session:
        return await report_nothing(session, viewer, deadline_id=house.deadline, entity_id=house.unhcr, at=AT)


async def test_nothing_to_report_is_an_answer_with_a_date(store: Store, house: House) -> None:
    first = await nothing(store, house, house.ana)
    assert isinstance(first, NilReported)
    assert (first.new, first.nil.at, first.contributions) == (True, AT, 0)
    again = await nothing(store, house, house.bao)
    assert isinstance(again, NilReported)
    assert (again.new, again.nil.person_id) == (False, house.ana.person_id)
    assert await nothing(store, house, house.omar) == Refused(Refusal.NOT_YOURS)
    assert await nothing(store, house, house.foreign_officer) == Refused(Refusal.NOT_YOURS)
    async with store.unit() as session:
        gone = await report_nothing(session, house.ana, deadline_id=999, entity_id=house.unhcr, at=AT)
    assert gone == Refused(Refusal.GONE)
    assert await count(store, NilReturn) == await count(store, Change) == 1


async def test_two_nil_returns_at_the_same_moment(store: Store, house: House) -> None:
    found = await asyncio.gather(*(nothing(store, house, viewer) for viewer in (house.ana, house.bao, house.officer)))
    assert sorted(one.new for one in found if isinstance(one, NilReported)) == [False, False, True]
    assert await count(store, NilReturn) == 1


async def standings(store: Store, house: House) -> dict[str, tuple[Standing, int]]:
    async with store.reading() as session:
        return {one.acronym: (one.standing, one.contributions) for one in await answers_of_panel(session, house.panel)}


async def test_where_each_entity_stands(store: Store, house: House) -> None:
    assert await standings(store, house) == {"IOM": (Standing.SILENT, 0), "UNHCR": (Standing.SILENT, 0)}
    await nothing(store, house, house.ana)
    assert (await standings(store, house))["UNHCR"] == (Standing.NIL, 0)
    row = await kept(store, house, venue="")
    assert (await standings(store, house))["UNHCR"] == (Standing.INCOMPLETE, 1)
    async with store.reading() as session:
        answer = (await answers_of_panel(session, house.panel))[1]
    assert (answer.answered_at, answer.lacking[0].title, answer.lacking[0].fields) == (AT, "Expert meeting", ("venue",))
    again = await nothing(store, house, house.ana)
    assert isinstance(again, NilReported)
    assert again.contributions == 1
    async with store.unit() as session:
        await edit(session, house.ana, row.id, form(), version=1, at=LATER)
    assert await standings(store, house) == {"IOM": (Standing.SILENT, 0), "UNHCR": (Standing.ANSWERED, 1)}
    async with store.unit() as session:
        await withdraw(session, house.ana, row.id, at=LATER)
    assert (await standings(store, house))["UNHCR"] == (Standing.NIL, 0)


async def test_text_that_no_database_would_take_is_taken(store: Store, house: House) -> None:
    row = await kept(store, house, title="a\x00b \ud800 <!channel> =HYPERLINK(1) مؤتمر 🎉", description="x" * 3000)
    now = await stands(store, row.id)
    assert now.title == "ab <!channel> =HYPERLINK(1) مؤتمر 🎉"
    assert now.description == "x" * 3000
    assert isinstance(form(), EventForm)
