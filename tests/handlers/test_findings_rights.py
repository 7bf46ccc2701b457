"""A forged button: whoever is no officer of the panel's own workspace finds nothing, and changes nothing."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import StandingClock
from bot.text.catalogue import phrase
from handlers.routes import ROUTES, Audience, Kind, Route
from storage.models import Dismissal, Pairing, Person
from storage.store import Store
from storage.words import PairVerdict, Visibility
from tests.bot.contributions.conftest import AT, House, furnish
from tests.bot.contributions.test_findings import add, clashes, pairs, quieten
from tests.handlers.test_register import Slack, called

MINE = [route for route in ROUTES if route.handler.__module__ == "handlers.findings_desk"]
ROLES = {"ana": "T1", "bao": "T1", "omar": "T1", "nobody": "T1", "foreign_officer": "T2"}
SECRET = "SECRET WORKSHOP"


@dataclass
class Found:
    """A house with a clash that is open, one that is dismissed, a pair that is open, and one that is decided."""

    house: House
    values: dict[str, str]
    views: dict[str, dict[str, Any]]
    kept: tuple[list[Any], list[Any]]


async def state(store: Store) -> tuple[list[Any], list[Any]]:
    async with store.reading() as session:
        dismissals = [(row.id, row.note, row.signature) for row in await session.scalars(select(Dismissal))]
        return dismissals, [(row.id, row.verdict) for row in await session.scalars(select(Pairing))]


async def found_in(store: Store) -> Found:
    house = await furnish(store)
    async with store.unit() as session:
        for role in (*ROLES, "officer"):
            person = await session.get_one(Person, getattr(house, role).person_id)
            person.slack_user_id = f"U0{role.upper().replace('_', '')}"
    one = await add(store, house, house.unhcr, SECRET, visibility=Visibility.OFFICERS)
    two = await add(store, house, house.iom, SECRET)
    other = await add(store, house, house.iom, f"{SECRET} and more of quite other things", city="Bonn")
    open_clash, quiet = (await clashes(store, house)).open
    dismissed = await quieten(store, house, quiet)
    signature = next(p.signature for p in (await pairs(store, house)).open if p.other.id == two)
    low, high = sorted((one, other))
    async with store.unit() as session:
        session.add(
            Pairing(
                panel_id=house.panel, one_id=low, other_id=high, verdict=PairVerdict.DIFFERENT, signature="x", at=AT
            )
        )
    (_, _), [(pairing, _)] = ((), ()), (await state(store))[1]
    clash = f"{open_clash.one.key} {open_clash.other.key} {open_clash.signature}"
    pair = f"{one} {two} {signature}"

    def view(metadata: str, field: str, element: dict[str, Any]) -> dict[str, Any]:
        values = {field: {field: element}}
        return {"id": "V1", "type": "modal", "private_metadata": metadata, "state": {"values": values}}

    chosen = {"selected_option": {"value": str(one)}}
    return Found(
        house,
        {
            "clash.page": "open:1",
            "clash.dismiss": clash,
            "clash.undo": str(dismissed.dismissal.id),
            "pair.page": "decided:1",
            "pair.merge": pair,
            "pair.joint": pair,
            "pair.different": pair,
            "pair.undo": str(pairing),
            "gaps.page": "gaps:1",
        },
        {
            "clash.dismiss_form": view(f"{house.panel} {clash}", "dismissal.note", {"value": "forged"}),
            "pair.merge_form": view(pair, "merge.kept", chosen),
        },
        await state(store),
    )


def body_of(found: Found, route: Route, team: str, user: str) -> dict[str, Any]:
    if route.kind is Kind.COMMAND:
        return {"team_id": team, "user_id": user, "text": route.word, "channel_id": "C1", "response_url": "x"}
    body: dict[str, Any] = {"team": {"id": team}, "user": {"id": user}, "trigger_id": "t"}
    if route.kind is Kind.VIEW:
        return body | {"view": found.views[route.name]}
    return body | {"actions": [{"value": found.values[route.name]}], "response_url": "x"}


class Opening(Slack):
    """Slack, that opens forms too."""

    async def views_open(self, **what: Any) -> None:
        self.posted.append(what)


async def done(
    store: Store, clock: StandingClock, found: Found, route: Route, role: str, monkeypatch: pytest.MonkeyPatch
) -> Slack:
    from tests.handlers import test_register

    monkeypatch.setattr(test_register, "Slack", Opening)
    user = f"U0{role.upper().replace('_', '')}"
    slack, logs = await called(store, clock, route, body_of(found, route, ROLES.get(role, "T1"), user))
    assert [line for line in logs if line["event"] == "call.failed"] == []
    return slack


def test_each_of_these_routes_is_for_officers_and_tried_here() -> None:
    assert {route.audience for route in MINE} == {Audience.OFFICER}
    assert len(MINE) == 14


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", MINE, ids=lambda route: f"{route.name} {route.word}".strip())
async def test_a_forged_value_is_refused(
    sqlite_store: Store, clock: StandingClock, route: Route, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await found_in(sqlite_store)
    slack = await done(sqlite_store, clock, found, route, role, monkeypatch)
    assert await state(sqlite_store) == found.kept
    everything = str([slack.said, slack.acks, slack.posted])
    assert SECRET not in everything
    if role != "foreign_officer":
        assert phrase("en", "handlers.only_officer") in str([slack.said, slack.acks])
    assert slack.said or any(slack.acks), "whoever presses something is answered"


@pytest.mark.parametrize("route", MINE, ids=lambda route: f"{route.name} {route.word}".strip())
async def test_an_officer_of_the_panel_may(
    sqlite_store: Store, clock: StandingClock, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same values do something in the right hands: so the refusals above refuse something."""
    found = await found_in(sqlite_store)
    slack = await done(sqlite_store, clock, found, route, "officer", monkeypatch)
    changes = {"clash.undo", "pair.joint", "pair.different", "pair.undo", "clash.dismiss_form", "pair.merge_form"}
    assert (await state(sqlite_store) != found.kept) == (route.name in changes)
    assert slack.said or slack.posted or any(slack.acks)
