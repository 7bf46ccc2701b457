"""A panel with two entities, and the people who look at it."""

import datetime as dt
from dataclasses import dataclass

import pytest

from bot.panels.viewers import Viewer
from storage.models import Deadline, Entity, Officer, Panel, PanelEntity, Person, Seat, Workspace
from storage.store import Store
from storage.words import PanelState, SeatRole

AT = dt.datetime(2017, 1, 30, 14, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)


@dataclass
class House:
    """The ids of what is in the database, and the viewers."""

    panel: int
    deadline: int
    unhcr: int
    iom: int
    stranger_entity: int
    ana: Viewer
    bao: Viewer
    omar: Viewer
    officer: Viewer
    foreign_officer: Viewer
    nobody: Viewer


async def furnish(store: Store) -> House:
    async with store.unit() as session:
        here, elsewhere = Workspace(slack_team_id="T1", name="Here"), Workspace(slack_team_id="T2", name="Elsewhere")
        session.add_all([here, elsewhere])
        await session.flush()

        def person(name: str, workspace: Workspace = here) -> Person:
            return Person(workspace_id=workspace.id, name=name, zone="UTC", slack_user_id=f"U0{name.upper()}")

        people = [person("Ana"), person("Bao"), person("Omar"), person("Olga"), person("Nils")]
        foreign = person("Otto", elsewhere)
        entities = [
            Entity(workspace_id=here.id, acronym=name, name=name, zone="UTC") for name in ("UNHCR", "IOM", "WTO")
        ]
        panel = Panel(
            workspace_id=here.id,
            title="P",
            meeting="M",
            starts_at=AT + dt.timedelta(days=17),
            ends_at=AT + dt.timedelta(days=17, hours=2),
            zone="UTC",
            state=PanelState.OPEN,
        )
        session.add_all([*people, foreign, *entities, panel])
        await session.flush()
        deadline = Deadline(panel_id=panel.id, due_at=AT + dt.timedelta(days=11), zone="UTC")
        unhcr, iom, wto = (entity.id for entity in entities)
        ana, bao, omar, olga, nils = (one.id for one in people)
        session.add_all([Officer(person_id=olga), Officer(person_id=foreign.id), deadline])
        session.add_all([PanelEntity(panel_id=panel.id, entity_id=entity) for entity in (unhcr, iom)])
        for who, entity, role in ((ana, unhcr, "focal_point"), (bao, unhcr, "alternate"), (omar, iom, "focal_point")):
            session.add(Seat(panel_id=panel.id, entity_id=entity, person_id=who, role=SeatRole(role)))
        await session.flush()
        return House(
            panel=panel.id,
            deadline=deadline.id,
            unhcr=unhcr,
            iom=iom,
            stranger_entity=wto,
            ana=Viewer(ana, False, {panel.id: unhcr}),
            bao=Viewer(bao, False, {panel.id: unhcr}),
            omar=Viewer(omar, False, {panel.id: iom}),
            officer=Viewer(olga, True),
            foreign_officer=Viewer(foreign.id, True),
            nobody=Viewer(nils),
        )


@pytest.fixture
async def house(store: Store) -> House:
    return await furnish(store)
