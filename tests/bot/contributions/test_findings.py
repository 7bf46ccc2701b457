"""Clashes and pairs as officers decide about them: quiet, then loud after a change; undone; and for officers alone."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.clashes import Clash, ClashKind
from bot.contributions.findings import (
    Clashes,
    Dismissed,
    Moved,
    clash_named,
    clashes_of_panel,
    dismiss,
    undo_dismissal,
)
from bot.contributions.outcomes import Refusal, Refused
from bot.contributions.pairing import Changed, Decided, Pairs, decide, pairs_of_panel, undo_decision
from bot.contributions.slots import slots_of_panel
from bot.contributions.standing import Standing, answers_of_panel
from bot.exports.compiling import compile_matrix, compile_records, exported_lines
from bot.panels.viewers import Viewer
from storage.models import Contribution, Dismissal, Milestone, Pairing, Panel, Person
from storage.queries.contributions import CONTRIBUTION, changes_of
from storage.store import Store
from storage.words import (
    ContributionKind,
    ContributionState,
    ContributionStatus,
    PairVerdict,
    Precision,
    Visibility,
)
from tests.bot.contributions.conftest import AT, LATER, House

DAY = dt.date(2017, 5, 22)
ROLES = ("ana", "omar", "nobody", "foreign_officer")


async def add(store: Store, house: House, entity: int, title: str, **more: Any) -> int:
    values: dict[str, Any] = {
        "kind": ContributionKind.EVENT, "status": ContributionStatus.PLANNED, "state": ContributionState.SUBMITTED,
        "start_date": DAY, "end_date": DAY, "precision": Precision.DAY, "created_at": AT, "updated_at": AT,
    }  # fmt: skip
    async with store.unit() as session:
        row = Contribution(panel_id=house.panel, entity_id=entity, title=title, **(values | more))
        session.add(row)
        await session.flush()
        return row.id


async def change(store: Store, ident: int, **values: Any) -> None:
    async with store.unit() as session:
        row = await session.get_one(Contribution, ident)
        for name, value in values.items():
            setattr(row, name, value)


async def add_milestone(store: Store, key: str = "TS2", **more: Any) -> None:
    values: dict[str, Any] = {"title": "Second session", "kind": "session", "start": "2017-05-22", "position": 1}
    async with store.unit() as session:
        session.add(Milestone(key=key, **(values | more)))


async def clashes(store: Store, house: House, viewer: Viewer | None = None) -> Clashes:
    async with store.reading() as session:
        found = await clashes_of_panel(session, viewer or house.officer, house.panel)
    assert found is not None
    return found


async def pairs(store: Store, house: House) -> Pairs:
    async with store.reading() as session:
        found = await pairs_of_panel(session, house.officer, house.panel)
    assert found is not None
    return found


async def quieten(store: Store, house: House, clash: Clash, viewer: Viewer | None = None, note: str = "fine") -> Any:
    async with store.unit() as session:
        return await dismiss(
            session,
            viewer or house.officer,
            panel_id=house.panel,
            one=clash.one.key,
            other=clash.other.key,
            signature=clash.signature,
            note=note,
            at=LATER,
        )


async def settle(
    store: Store, house: House, verdict: PairVerdict, kept: int | None = None, viewer: Viewer | None = None
) -> Any:
    [pair] = (await pairs(store, house)).open
    async with store.unit() as session:
        return await decide(
            session,
            viewer or house.officer,
            one_id=pair.other.id,
            other_id=pair.one.id,
            verdict=verdict,
            signature=pair.signature,
            kept_id=kept,
            at=LATER,
        )


async def test_a_clash_names_both_contacts(store: Store, house: House) -> None:
    await add(store, house, house.unhcr, "A")
    await add(store, house, house.iom, "B")
    await add_milestone(store)
    found = await clashes(store, house)
    assert [(one.kind, one.one.who, one.other.who or one.other.milestone) for one in found.open] == [
        (ClashKind.DAYS, "IOM", "UNHCR"),
        (ClashKind.DAYS, "IOM", "TS2"),
        (ClashKind.DAYS, "UNHCR", "TS2"),
    ]
    assert (found.open[0].one.contact, found.open[0].other.contact) == ("Omar", "Ana")
    assert (found.contributions, found.events) == (2, 2)


async def test_what_is_withdrawn_or_superseded_is_in_nobodys_way(store: Store, house: House) -> None:
    one = await add(store, house, house.unhcr, "A")
    await add(store, house, house.iom, "B")
    await add_milestone(store)
    await add_milestone(store, "TS2-NEW", start="2017-06-01", supersedes="TS2")
    assert [clash.other.milestone for clash in (await clashes(store, house)).open] == [None]
    await change(store, one, state=ContributionState.WITHDRAWN)
    assert (await clashes(store, house)).open == ()


@pytest.mark.parametrize("moved", [{"end_date": DAY + dt.timedelta(days=1)}, {"city": "Bonn"}, {"online": True}])
async def test_dismissed_is_quiet_until_days_or_place_change(store: Store, house: House, moved: dict[str, Any]) -> None:
    one = await add(store, house, house.unhcr, "A")
    await add(store, house, house.iom, "B")
    [clash] = (await clashes(store, house)).open
    done = await quieten(store, house, clash, note="next door")
    assert isinstance(done, Dismissed)
    again = await quieten(store, house, clash)
    assert isinstance(again, Dismissed)
    assert again.dismissal.note == "next door"
    found = await clashes(store, house)
    assert found.open == ()
    assert [(quiet.dismissal.note, quiet.dismissal.at) for quiet in found.quiet] == [("next door", LATER)]
    # Another title is no other clash.
    await change(store, one, title="A, renamed", internal_remark="x")
    assert (await clashes(store, house)).open == ()
    await change(store, one, **moved)
    found = await clashes(store, house)
    assert found.quiet == ()
    assert [found.back[clash.signature].note for clash in found.open] == ["next door"]
    # What was shown before the change is dismissed no more; what is shown now can be.
    assert isinstance(await quieten(store, house, clash), Moved)
    assert isinstance(await quieten(store, house, found.open[0], note="still fine"), Dismissed)
    async with store.reading() as session:
        rows = list(await session.scalars(select(Dismissal)))
        lines = [change for change, _ in await changes_of(session, CONTRIBUTION, one)]
    assert [row.note for row in rows] == ["still fine"]
    assert [(line.action, line.new["note"]) for line in lines] == [
        ("clash_dismissed", "next door"),
        ("clash_dismissed", "still fine"),
    ]


async def test_a_clash_with_the_roadmap_is_dismissed_heard_again_and_kept_in_the_history(
    store: Store, house: House
) -> None:
    one = await add(store, house, house.unhcr, "A")
    await add_milestone(store)
    [clash] = (await clashes(store, house)).open
    done = await quieten(store, house, clash)
    assert (await clashes(store, house)).open == ()
    async with store.unit() as session:
        undone = await undo_dismissal(session, house.officer, done.dismissal.id, LATER)
    assert isinstance(undone, Dismissal)
    found = await clashes(store, house)
    assert len(found.open) == 1
    assert found.back == {}
    async with store.reading() as session:
        lines = await changes_of(session, CONTRIBUTION, one)
    assert [(line.action, line.new["other"], who) for line, who in lines] == [
        ("clash_dismissed", "TS2", "Olga"),
        ("clash_back", "TS2", "Olga"),
    ]
    async with store.unit() as session:
        assert await undo_dismissal(session, house.officer, done.dismissal.id, LATER) == Refused(Refusal.GONE)
    async with store.unit() as session:
        (await session.get_one(Milestone, "TS2")).start = "2017-05-21"
        (await session.get_one(Milestone, "TS2")).end = "2017-05-22"
    assert isinstance(await quieten(store, house, clash), Moved)


async def test_an_open_form_is_told_only_of_what_its_owner_may_see(store: Store, house: House) -> None:
    await add(store, house, house.unhcr, "Hidden", visibility=Visibility.OFFICERS)
    await add(store, house, house.iom, "Shown")

    async def seen(viewer: Viewer) -> list[str]:
        async with store.reading() as session:
            return sorted(slot.title for slot in await slots_of_panel(session, house.panel, viewer))

    assert await seen(house.omar) == ["Shown"]
    assert await seen(house.nobody) == []
    assert await seen(house.ana) == await seen(house.officer) == ["Hidden", "Shown"]


async def test_merged_stands_once_and_comes_back(store: Store, house: House) -> None:
    one = await add(store, house, house.unhcr, "Talks", link="https://example.org/talks")
    two = await add(store, house, house.iom, "Gespräche", link="http://www.example.org/talks/", venue="Hall")
    assert len((await clashes(store, house)).open) == 1
    done = await settle(store, house, PairVerdict.MERGED, two)
    assert isinstance(done, Decided)
    assert (done.kept.id, done.gone.id) == (two, one)
    found = await pairs(store, house)
    assert (found.open, len(found.decided)) == ((), 1)
    # It is in nobody's way, counted once, and its entity has answered all the same.
    assert (await clashes(store, house)).open == ()
    async with store.reading() as session:
        panel = await session.get_one(Panel, house.panel)
        assert [row.title for row in (await compile_matrix(session, panel, AT)).rows] == ["Gespräche"]
        assert [record["joint_with"] for record in await compile_records(session, panel)] == [[]]
        standings = {one.acronym: one.standing for one in await answers_of_panel(session, house.panel)}
    assert standings == {"UNHCR": Standing.ANSWERED, "IOM": Standing.INCOMPLETE}
    # The one that stayed is withdrawn: the other one is not lost.
    await change(store, two, state=ContributionState.WITHDRAWN)
    async with store.reading() as session:
        assert [line.lead.id for line in await exported_lines(session, house.panel)] == [one]
    await change(store, two, state=ContributionState.SUBMITTED)
    async with store.unit() as session:
        assert isinstance(await undo_decision(session, house.officer, done.pairing.id, LATER), Pairing)
    async with store.reading() as session:
        assert len(await exported_lines(session, house.panel)) == 2
        lines = await changes_of(session, CONTRIBUTION, one)
    assert [(line.action, line.new["other"], line.new["kept"]) for line, _ in lines] == [
        ("merged", two, two),
        ("merged_undone", two, two),
    ]
    assert len((await pairs(store, house)).open) == 1


async def test_joint_is_one_line_with_both_names(store: Store, house: House) -> None:
    one = await add(store, house, house.unhcr, "Talks on data", link="https://example.org/talks")
    two = await add(store, house, house.iom, "Talks", link="https://example.org/talks", city="Geneva", venue="Hall")
    done = await settle(store, house, PairVerdict.JOINT)
    # The one that lacks less leads.
    assert (done.kept.id, done.gone.id) == (two, one)
    assert (await clashes(store, house)).open == ()
    async with store.reading() as session:
        panel = await session.get_one(Panel, house.panel)
        [row] = (await compile_matrix(session, panel, AT)).rows
        [record] = await compile_records(session, panel)
    assert (row.who, row.title) == ("IOM, UNHCR", "Talks")
    assert (record["entity"], record["joint_with"]) == ("IOM", ["UNHCR"])
    # What only officers may see is not named in what is circulated.
    await change(store, one, visibility=Visibility.OFFICERS)
    async with store.reading() as session:
        assert [line.who for line in await exported_lines(session, house.panel)] == ["IOM"]


async def test_different_is_asked_again_only_after_a_change(store: Store, house: House) -> None:
    one = await add(store, house, house.unhcr, "Workshop on data", city="Geneva")
    two = await add(store, house, house.iom, "Workshop on data")
    first = await settle(store, house, PairVerdict.DIFFERENT)
    assert isinstance(first, Decided)
    assert (await pairs(store, house)).open == ()
    await change(store, one, description="more of it", version=2)
    assert (await pairs(store, house)).open == ()
    assert len((await clashes(store, house)).open) == 1
    await change(store, two, title="Workshops on data")
    found = await pairs(store, house)
    assert (len(found.open), found.decided) == (1, ())
    # It may now be decided otherwise; what was shown before may not.
    async with store.unit() as session:
        late = await decide(
            session,
            house.officer,
            one_id=one,
            other_id=two,
            verdict=PairVerdict.JOINT,
            signature=first.pairing.signature,
            at=LATER,
        )
    assert isinstance(late, Changed)
    assert isinstance(await settle(store, house, PairVerdict.JOINT), Decided)


async def test_what_is_decided_is_not_decided_over(store: Store, house: House) -> None:
    one = await add(store, house, house.unhcr, "Workshop on data")
    two = await add(store, house, house.iom, "Workshop on data")
    [pair] = (await pairs(store, house)).open

    async def again(verdict: PairVerdict, kept: int | None = None, **more: Any) -> Any:
        values: dict[str, Any] = {"one_id": one, "other_id": two, "signature": pair.signature} | more
        async with store.unit() as session:
            return await decide(session, house.officer, verdict=verdict, kept_id=kept, at=LATER, **values)

    assert await again(PairVerdict.MERGED, 999) == Refused(Refusal.GONE)
    assert await again(PairVerdict.JOINT, other_id=one) == Refused(Refusal.GONE)
    assert await again(PairVerdict.JOINT, other_id=999) == Refused(Refusal.GONE)
    assert isinstance(await again(PairVerdict.MERGED, one), Decided)
    assert isinstance(await again(PairVerdict.MERGED, one), Decided)
    assert isinstance(await again(PairVerdict.MERGED, two), Changed)
    assert isinstance(await again(PairVerdict.JOINT), Changed)
    # Into what is merged itself, nothing is merged.
    three = await add(store, house, house.unhcr, "Workshop on data")
    async with store.reading() as session:
        assert len(list(await session.scalars(select(Pairing)))) == 1
    [other] = (await pairs(store, house)).open
    assert (other.one.id, other.other.id) == (one, three)
    await change(store, two, state=ContributionState.WITHDRAWN)
    assert await again(PairVerdict.JOINT) == Refused(Refusal.WITHDRAWN)


Doing = Callable[[AsyncSession, Viewer], Awaitable[Any]]


@pytest.mark.parametrize("role", ROLES)
async def test_nobody_but_an_officer_of_the_panel_finds_or_decides(store: Store, house: House, role: str) -> None:
    viewer: Viewer = getattr(house, role)
    one = await add(store, house, house.unhcr, "Workshop on data", visibility=Visibility.OFFICERS)
    two = await add(store, house, house.iom, "Workshop on data")
    three = await add(store, house, house.iom, "Another thing", start_date=DAY, end_date=DAY)
    clash = next(c for c in (await clashes(store, house)).open if c.one.contribution_id == three)
    dismissed = (await quieten(store, house, clash)).dismissal.id
    paired = (await settle(store, house, PairVerdict.JOINT)).pairing
    refused = Refused(Refusal.NOT_YOURS)
    pair: dict[str, Any] = {"one_id": one, "other_id": two, "signature": paired.signature, "at": LATER}
    async with store.unit() as session:
        assert await clashes_of_panel(session, viewer, house.panel) is None
        assert await pairs_of_panel(session, viewer, house.panel) is None
        assert await clash_named(session, viewer, house.panel, clash.one.key, clash.other.key) is None
        assert await undo_dismissal(session, viewer, dismissed, LATER) == refused
        assert await undo_decision(session, viewer, paired.id, LATER) == refused
        for verdict in PairVerdict:
            assert await decide(session, viewer, verdict=verdict, kept_id=one, **pair) == refused
    assert await quieten(store, house, clash, viewer) == refused
    async with store.reading() as session:
        assert len(list(await session.scalars(select(Dismissal)))) == 1
        assert len(list(await session.scalars(select(Pairing)))) == 1


async def test_standings(store: Store, house: House) -> None:
    """Silent, unreachable in Slack, all gone: which of them, and that an answer outweighs each."""

    async def iom() -> tuple[Standing, str, tuple[str, ...]]:
        async with store.reading() as session:
            found = (await answers_of_panel(session, house.panel))[0]
        return found.standing, found.reach.value, found.mails

    async def omar(**values: Any) -> None:
        async with store.unit() as session:
            person = await session.get_one(Person, house.omar.person_id)
            for name, value in values.items():
                setattr(person, name, value)

    assert await iom() == (Standing.SILENT, "slack", ())
    await omar(slack_user_id=None)
    assert await iom() == (Standing.UNREACHABLE, "gone", ())
    await omar(email="omar@example.org")
    assert await iom() == (Standing.UNREACHABLE, "mail", ("omar@example.org",))
    await omar(slack_user_id="U0OMAR")
    assert await iom() == (Standing.SILENT, "slack", ())
    await omar(active=False)
    assert await iom() == (Standing.UNREACHABLE, "gone", ())
    await add(store, house, house.iom, "Meeting")
    assert (await iom())[:2] == (Standing.INCOMPLETE, "gone")
