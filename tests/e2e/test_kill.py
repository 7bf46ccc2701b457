"""The bot as a process of its own, ended with kill -9 and started again: nothing is lost, nothing is sent twice."""

import asyncio
import os
import random
import sys
from collections import Counter
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select, text, update

from bot.settings import Settings
from playground import Playground, PlaygroundClock
from storage.models import Contribution, Reminder
from storage.store import Store
from storage.words import ReminderState
from tests.e2e.conftest import ROOT, START
from tests.furnishing import furnish_with_vectors

KILLS = 6
IN_HANDS = (ReminderState.CLAIMED, ReminderState.SENDING, ReminderState.UNKNOWN)
#: Those who are in their office when the clock starts; the others are invited in their own morning.
INVITED_AT_ONCE = 8


async def started(slack: Playground, settings: Settings) -> asyncio.subprocess.Process:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "RAPPORTEUR_DATABASE_URL": settings.database_url,
        "RAPPORTEUR_CLOCK_FILE": str(settings.clock_file),
        "RAPPORTEUR_TICK_SECONDS": "0.2",
        "RAPPORTEUR_SETTLE_SECONDS": "0.5",
        "RAPPORTEUR_LOG_LEVEL": "ERROR",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "app.py"), "run", env=environment, cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )


async def killed(process: asyncio.subprocess.Process, store: Store) -> None:
    """End the process at once, and let the leases of what it held run out.

    A lease is a minute on the database's clock. Nobody looks at a row before it is over, so moving its end into the
    past changes nothing but the time that the test takes.
    """
    process.kill()
    await process.wait()
    async with store.unit() as session:
        await session.execute(
            update(Reminder).where(Reminder.state.in_(IN_HANDS)).values(lease_until=START.replace(year=2016))
        )
        await session.execute(text("DELETE FROM lease"))


async def test_kill_and_start_again(tmp_path: Path, kept_vectors: Path) -> None:
    chance = random.Random(2017)
    clock_file = tmp_path / "clock.json"
    async with Playground(ROOT / "manifest.yml", clock=PlaygroundClock(START, clock_file=clock_file)) as slack:
        settings = Settings(
            database_url=f"sqlite:///{tmp_path / 'bot.db'}",
            slack_bot_token=SecretStr(slack.bot_token),
            slack_api_url=slack.api_url,
            clock_file=clock_file,
        )
        await furnish_with_vectors(settings, slack.core.workspace.team["id"], kept_vectors)
        store = Store(settings.database_url)

        # Something is saved before the first kill.
        process = await started(slack, settings)
        await slack.wait_connected(timeout=30)
        ana = slack.person("U0ANAUNHCR")
        await ana.command("/contribute", "", channel="C0COORDIN8")
        await ana.wait_view("contribution.form")
        await ana.click(ana.view, action_id="contribution.kind", value="activity")
        await ana.wait_view(lambda view: "contribution.title" in str(view.blocks))
        assert (await ana.submit({"contribution.title": "Advice on returns"})).ok
        second = await started(slack, settings)
        assert await second.wait() == 2
        assert second.stderr is not None
        said = (await second.stderr.read()).decode()
        assert "already serves" in said
        assert len(said.strip().splitlines()) == 1
        await killed(process, store)

        for _ in range(KILLS):
            process = await started(slack, settings)
            await asyncio.sleep(chance.uniform(0.6, 2.2))
            await killed(process, store)
        process = await started(slack, settings)
        try:
            async with asyncio.timeout(240):
                while not await all_settled(store):
                    await asyncio.sleep(0.1)
        finally:
            await killed(process, store)

        posts = Counter(
            message.channel
            for person in people(slack)
            for message in slack.person(person).messages()
            if "reminder.add" in str(message.get("blocks"))
        )
        assert set(posts.values()) == {1}, posts
        async with store.reading() as session:
            sent = list(await session.scalars(select(Reminder).where(Reminder.state == ReminderState.SENT)))
            assert len(sent) == sum(posts.values())
            assert (await session.scalars(select(Contribution))).one().title == "Advice on returns"
        await store.close()


def people(slack: Playground) -> list[str]:
    return [person for person in slack.core.workspace.people if person != "U0PLAYBOT1"]


async def all_settled(store: Store) -> bool:
    """Whether everybody who is in their office was written to, and nothing is under way."""
    async with store.reading() as session:
        rows = list(await session.scalars(select(Reminder).where(Reminder.step == "invitation")))
    states = Counter(row.state for row in rows)
    done = states[ReminderState.SENT] + states[ReminderState.CANCELLED]
    return done >= INVITED_AT_ONCE and not any(states[state] for state in IN_HANDS)
