"""Questions about contributions in Slack: told to whom they may be told, in private, and never in a channel."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from playground.model import BOT_USER
from storage.models import Contribution, Entity, Panel
from storage.words import ContributionKind, ContributionState, ContributionStatus, Precision, Visibility
from tests.e2e.conftest import START, Stage

COORDINATION = "C0COORDIN8"
ANA, INES, OLGA, GUS = "U0ANAUNHCR", "U0INESIOM1", "U0OLGAOFF1", "U0GUSGUEST"


async def contribute(stage: Stage, acronym: str, title: str, **values: Any) -> None:
    async with stage.store.unit() as session:
        panel = (await session.scalars(select(Panel))).one()
        entity = (await session.scalars(select(Entity).where(Entity.acronym == acronym))).one()
        fields = {
            "kind": ContributionKind.EVENT,
            "status": ContributionStatus.PLANNED,
            "state": ContributionState.SUBMITTED,
            "start_date": dt.date(2017, 5, 12),
            "end_date": dt.date(2017, 5, 12),
            "precision": Precision.DAY,
            "city": "Geneva",
            "created_at": START,
            "updated_at": START,
        }
        session.add(Contribution(panel_id=panel.id, entity_id=entity.id, title=title, **fields | values))


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_contributions_are_told_in_private_to_whom_they_may_be_told(stage: Stage) -> None:
    slack = stage.slack
    ana, ines, olga, gus = (slack.person(user) for user in (ANA, INES, OLGA, GUS))
    await contribute(stage, "UNHCR", "Seminar on <!channel> returns")
    await contribute(stage, "UNHCR", "Retreat for the secretariat", visibility=Visibility.OFFICERS)
    asked = "what has UNHCR contributed?"

    # A seat of another entity: what is for the panel, and nobody is pinged.
    await ines.say(asked)
    told = await ines.wait_message("One contribution fits (UNHCR)")
    assert "Seminar on &lt;!channel&gt; returns (UNHCR; event; Geneva)" in told.text
    assert "<!channel>" not in str(told.get("blocks"))
    assert "Retreat" not in told.text

    # The entity itself sees its own; the thread goes on.
    await ana.command("/roadmap", asked, channel=COORDINATION)
    told = await ana.wait_message("2 contributions fit (UNHCR)", channel=COORDINATION)
    assert told.is_ephemeral
    await ana.command("/roadmap", "and in June?", channel=COORDINATION)
    told = await ana.wait_message("None of the contributions that you may see fits (UNHCR; June)", channel=COORDINATION)
    assert told.is_ephemeral

    # The roadmap and the contributions in one answer, for an officer.
    await olga.say("what happens in Geneva in May 2017?")
    told = await olga.wait_message("Of the contributions, 2 fit (May 2017; Geneva)")
    assert "The roadmap has" in told.text
    assert "Retreat" in told.text

    # In a channel nothing of it is told, to an officer neither; a guest without a seat is told why not.
    await olga.say(f"<@{BOT_USER}> {asked}", channel=COORDINATION)
    told = await olga.wait_message("I tell contributions to you alone", channel=COORDINATION)
    assert "Seminar" not in told.text
    await gus.say(asked)
    told = await gus.wait_message("You have no seat")
    assert "Seminar" not in told.text

    # What is withdrawn is gone from the next answer.
    async with stage.store.unit() as session:
        for row in await session.scalars(select(Contribution)):
            row.state = ContributionState.WITHDRAWN
    await olga.say("list all contributions")
    await olga.wait_message("There is no contribution yet that you may see.")
