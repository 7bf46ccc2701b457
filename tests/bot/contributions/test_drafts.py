"""Drafts: what was typed is kept, right or wrong, for those who may go on with it, and becomes one contribution."""

import asyncio
from dataclasses import replace

import pytest

from bot.contributions.drafts import (
    Begun,
    NoDraft,
    at_hand,
    begin,
    change,
    discard,
    find,
    settle,
    submit_draft,
    take_up,
)
from bot.contributions.form import EventForm
from bot.contributions.keeping import edit, submit
from bot.contributions.outcomes import Conflict, Refused, Saved
from bot.forms.declaring import Problems
from bot.panels.viewers import Viewer
from storage.models import StoredDraft
from storage.queries.contributions import contributions_of_entity
from storage.store import Store
from storage.words import ContributionKind, DraftOrigin, DraftState
from tests.bot.contributions.conftest import AT, LATER, House

EVENT = ContributionKind.EVENT
LONG = "A long text of its own. " * 400


def begun(house: House, **more: object) -> Begun:
    plain = Begun(house.panel, house.unhcr, DraftOrigin.FORM, EVENT, {"title": "Launch"}, key="view:V1")
    return replace(plain, **more)  # type: ignore[arg-type]


async def kept(store: Store, viewer: Viewer, what: Begun) -> StoredDraft:
    async with store.unit() as session:
        row = await begin(session, viewer, what, at=AT)
    assert isinstance(row, StoredDraft)
    return row


async def test_what_is_typed_is_kept_whole_and_the_same_view_twice_is_one_draft(store: Store, house: House) -> None:
    first = await kept(store, house.ana, begun(house, typed={"title": "T", "description": LONG}))
    again = await kept(store, house.ana, begun(house, typed={"title": "other"}))
    assert again.id == first.id
    assert again.typed == {"title": "T", "description": LONG}
    assert (again.state, again.person_id) == (DraftState.OPEN, house.ana.person_id)
    assert again.entity is not None
    assert again.entity.acronym == "UNHCR"


async def test_two_deliveries_at_the_same_moment_are_one_draft(store: Store, house: House) -> None:
    rows = await asyncio.gather(*(kept(store, house.ana, begun(house)) for _ in range(4)))
    assert len({row.id for row in rows}) == 1


async def test_who_may_go_on(store: Store, house: House) -> None:
    row = await kept(store, house.ana, begun(house))
    async with store.unit() as session:
        for viewer in (house.omar, house.nobody, house.foreign_officer):
            assert await find(session, viewer, row.id) is NoDraft.NOT_YOURS
            assert await change(session, viewer, row.id, kind=EVENT, typed={}, at=LATER) is NoDraft.NOT_YOURS
            assert await discard(session, viewer, row.id, at=LATER) is NoDraft.NOT_YOURS
            assert await take_up(session, viewer, row.id, at=LATER) is NoDraft.NOT_YOURS
            assert await submit_draft(session, viewer, row.id, at=LATER) is NoDraft.NOT_YOURS
            assert await begin(session, viewer, begun(house, key=None), at=AT) is NoDraft.NOT_YOURS
            # Somebody else's key does not lead to somebody else's draft.
            assert await begin(session, viewer, begun(house), at=AT) is NoDraft.NOT_YOURS
            assert await at_hand(session, viewer) == []
        for viewer in (house.bao, house.officer):
            assert isinstance(await find(session, viewer, row.id), StoredDraft)
        assert [one.id for one in await at_hand(session, house.bao)] == [row.id]
        assert await find(session, house.ana, row.id + 99) is NoDraft.GONE
    async with store.reading() as session:
        again = await find(session, house.ana, row.id)
        assert isinstance(again, StoredDraft)
        assert again.typed == {"title": "Launch"}


async def test_without_an_entity_it_belongs_to_who_began_it(store: Store, house: House) -> None:
    row = await kept(store, house.officer, begun(house, entity_id=None))
    async with store.unit() as session:
        assert await find(session, house.ana, row.id) is NoDraft.NOT_YOURS
        refused = await submit_draft(session, house.officer, row.id, at=LATER)
        assert isinstance(refused, Problems)
        assert set(refused.by_field) == {"entity"}
        chosen = await change(session, house.officer, row.id, kind=EVENT, typed={"title": "T"}, at=LATER)
        assert isinstance(chosen, StoredDraft)
        assert chosen.entity is None
        chosen = await change(
            session, house.officer, row.id, kind=EVENT, typed={"title": "T"}, at=LATER, entity_id=house.unhcr
        )
        assert isinstance(chosen, StoredDraft)
        assert chosen.entity is not None
        assert chosen.entity.acronym == "UNHCR"
        chosen = await change(
            session, house.officer, row.id, kind=EVENT, typed={"title": "T"}, at=LATER, entity_id=house.iom
        )
        assert isinstance(chosen, StoredDraft)
        assert chosen.entity is not None
        assert chosen.entity.acronym == "IOM"
    async with store.unit() as session:
        assert isinstance(await find(session, house.omar, row.id), StoredDraft)
        # Ana may not take it over to her entity, nor see it.
        moved = await change(session, house.omar, row.id, kind=EVENT, typed={}, at=LATER, entity_id=house.unhcr)
        assert moved is NoDraft.NOT_YOURS


async def test_discarded_and_taken_up_again(store: Store, house: House) -> None:
    row = await kept(store, house.ana, begun(house))
    for _ in range(2):
        async with store.unit() as session:
            gone = await discard(session, house.ana, row.id, at=LATER)
            assert isinstance(gone, StoredDraft)
            assert gone.state is DraftState.DISCARDED
    async with store.unit() as session:
        assert await at_hand(session, house.ana) == []
        assert await change(session, house.ana, row.id, kind=EVENT, typed={}, at=LATER) is NoDraft.DISCARDED
        assert await submit_draft(session, house.ana, row.id, at=LATER) is NoDraft.DISCARDED
    for _ in range(2):
        async with store.unit() as session:
            back = await take_up(session, house.bao, row.id, at=LATER)
            assert isinstance(back, StoredDraft)
            assert (back.state, back.typed) == (DraftState.OPEN, {"title": "Launch"})


async def test_submitted_once_and_never_again(store: Store, house: House) -> None:
    row = await kept(store, house.ana, begun(house, typed={"title": "Launch", "venue": "Room XII", "city": "Geneva"}))
    async with store.unit() as session:
        saved = await submit_draft(session, house.bao, row.id, at=LATER)
        assert isinstance(saved, Saved)
        assert (saved.contribution.title, saved.contribution.city) == ("Launch", "Geneva")
    async with store.unit() as session:
        assert await submit_draft(session, house.ana, row.id, at=LATER) is NoDraft.SAVED
        assert await discard(session, house.ana, row.id, at=LATER) is NoDraft.SAVED
        assert await take_up(session, house.ana, row.id, at=LATER) is NoDraft.SAVED
        assert len(await contributions_of_entity(session, house.panel, house.unhcr)) == 1
        assert await at_hand(session, house.ana) == []


async def test_two_who_submit_at_once_make_one_contribution(store: Store, house: House) -> None:
    row = await kept(store, house.ana, begun(house))

    async def send(viewer: Viewer) -> object:
        async with store.unit() as session:
            return await submit_draft(session, viewer, row.id, at=LATER)

    outcomes = await asyncio.gather(send(house.ana), send(house.bao), send(house.officer))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoDraft", "NoDraft", "Saved"]
    async with store.reading() as session:
        assert len(await contributions_of_entity(session, house.panel, house.unhcr)) == 1


@pytest.mark.parametrize(
    ("kind", "typed", "fields"),
    [
        (None, {"title": "T"}, {"kind"}),
        (EVENT, {"title": ""}, {"title"}),
        (EVENT, {"title": "T", "start_date": "0217-05-01", "link": "x y"}, {"start_date", "link"}),
    ],
)
async def test_what_is_not_right_yet_is_named_and_stays(
    store: Store, house: House, kind: ContributionKind | None, typed: dict[str, str], fields: set[str]
) -> None:
    row = await kept(store, house.ana, begun(house, kind=kind, typed=typed))
    async with store.unit() as session:
        refused = await submit_draft(session, house.ana, row.id, at=LATER)
        assert isinstance(refused, Problems)
        assert set(refused.by_field) == fields
    async with store.reading() as session:
        assert [one.typed for one in await at_hand(session, house.ana)] == [typed]


async def test_a_draft_of_an_edit_meets_what_others_changed(store: Store, house: House) -> None:
    async with store.unit() as session:
        first = await submit(
            session, house.ana, panel_id=house.panel, entity_id=house.unhcr, form=EventForm(title="Old"), at=AT
        )
    assert isinstance(first, Saved)
    number, version = first.contribution.id, first.contribution.version
    row = await kept(store, house.ana, begun(house, typed={"title": "Mine"}, contribution_id=number, version=version))
    async with store.unit() as session:
        assert isinstance(
            await edit(session, house.bao, number, EventForm(title="Theirs"), version=version, at=LATER), Saved
        )
    async with store.unit() as session:
        assert isinstance(await submit_draft(session, house.ana, row.id, at=LATER), Conflict)
        assert isinstance(await find(session, house.ana, row.id), StoredDraft)


async def test_an_entity_that_is_not_on_the_panel_cannot_submit_its_draft(store: Store, house: House) -> None:
    row = await kept(store, house.officer, begun(house, entity_id=house.stranger_entity))
    async with store.unit() as session:
        assert isinstance(await submit_draft(session, house.officer, row.id, at=LATER), Refused)
        assert isinstance(await find(session, house.officer, row.id), StoredDraft)


async def test_settling_names_what_came_of_it(store: Store, house: House) -> None:
    row = await kept(store, house.ana, begun(house))
    async with store.unit() as session:
        saved = await submit(
            session, house.ana, panel_id=house.panel, entity_id=house.unhcr, form=EventForm(title="T"), at=AT
        )
        assert isinstance(saved, Saved)
        held = await find(session, house.ana, row.id)
        assert isinstance(held, StoredDraft)
        await settle(session, held, saved.contribution.id, at=LATER)
        assert (held.state, held.contribution_id) == (DraftState.SAVED, saved.contribution.id)


async def test_a_late_report_of_the_typing_does_not_overwrite_a_newer_one(store: Store, house: House) -> None:
    row = await kept(store, house.ana, begun(house, typed={"title": "Lau"}, typed_ts="1485784800.000300"))
    steps = [
        ("Launch", "1485784800.000400", "Launch"),
        ("La", "1485784800.000200", "Launch"),
        ("Launches", "1485784900.000001", "Launches"),
        ("Launch", "1485784800.999999", "Launches"),
        ("Closed", None, "Closed"),
    ]
    for typed, ts, stands in steps:
        async with store.unit() as session:
            found = await change(session, house.ana, row.id, kind=EVENT, typed={"title": typed}, at=LATER, typed_ts=ts)
            assert isinstance(found, StoredDraft)
            assert found.typed == {"title": stands}
