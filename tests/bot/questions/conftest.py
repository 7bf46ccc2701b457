"""Two workspaces with people in them; questions are asked by hand."""

import datetime as dt
from dataclasses import dataclass

import pytest

from bot.answers.values import Answer, Citation
from bot.clock import StandingClock
from bot.questions.turns import Place, remember
from storage.models import AskedQuestion, Entity, Officer, Panel, Person, Seat, Workspace
from storage.store import Store
from storage.words import SeatRole


@dataclass
class Room:
    """Ana (UNHCR) and Ines ask, Olga and Omar are officers; Eve belongs to another workspace."""

    store: Store
    clock: StandingClock
    workspace: int
    other_workspace: int
    people: dict[str, int]

    def place(self, who: str, channel: str | None = "C1", thread: str | None = None, **more: object) -> Place:
        """Where somebody asks or presses."""
        workspace = self.other_workspace if who == "eve" else self.workspace
        return Place(workspace, self.people[who], channel, thread, **more)  # type: ignore[arg-type]

    async def ask(
        self,
        who: str,
        text: str,
        channel: str = "C1",
        thread: str | None = None,
        *,
        abstained: bool = False,
        **more: object,
    ) -> int:
        """A question with an answer; private unless it stands in a thread."""
        nearest = (Citation("S1", "First"),) if abstained else ()
        answer = Answer(f"re {text}", () if abstained else (Citation("S1", "First"),), abstained, "en", nearest)
        place = self.place(who, channel, thread, **{"private": thread is None, **more})
        async with self.store.unit() as session:
            return await remember(session, place, text, answer, self.clock.now())

    async def question(self, number: int) -> AskedQuestion:
        async with self.store.reading() as session:
            return await session.get_one(AskedQuestion, number)

    def later(self, **delta: float) -> dt.datetime:
        """Let the clock go on."""
        self.clock.set(self.clock.now() + dt.timedelta(**delta))
        return self.clock.now()


@pytest.fixture
async def room(store: Store, clock: StandingClock) -> Room:
    """On both databases."""
    people: dict[str, int] = {}
    async with store.unit() as session:
        workspaces = [Workspace(slack_team_id=f"T{n}", name=f"T{n}") for n in (1, 2)]
        session.add_all(workspaces)
        await session.flush()
        for name in ("ana", "ines", "olga", "omar", "eve"):
            home = workspaces[name == "eve"]
            person = Person(
                workspace_id=home.id,
                slack_user_id=f"U{name.upper()}",
                name=name.title(),
                zone="Europe/Zurich",
                locale="fr-FR" if name == "ines" else "en-GB",
            )
            session.add(person)
            await session.flush()
            people[name] = person.id
        session.add_all([Officer(person_id=people[name]) for name in ("olga", "omar")])
        now = clock.now()
        panel = Panel(
            workspace_id=workspaces[0].id,
            title="P",
            meeting="M",
            starts_at=now,
            ends_at=now + dt.timedelta(hours=1),
            zone="Europe/Zurich",
        )
        entity = Entity(workspace_id=workspaces[0].id, acronym="UNHCR", name="Refugees", zone="Europe/Zurich")
        session.add_all([panel, entity])
        await session.flush()
        session.add(Seat(panel_id=panel.id, entity_id=entity.id, person_id=people["ana"], role=SeatRole.FOCAL_POINT))
    return Room(store, clock, workspaces[0].id, workspaces[1].id, people)
