"""The page with Rapporteur in it, in a real browser: what a newcomer does first."""

import re

import pytest
from sqlalchemy import select

from storage.models import Contribution
from tests.e2e.conftest import Stage
from tests.playground.page_server import windows

SEES = 10_000


@pytest.mark.parametrize("stage", ["socket"], indirect=True)
async def test_a_newcomer_asks_and_contributes(stage: Stage) -> None:
    async with windows(stage.slack.url) as opened:
        page = await opened.open("U0ANAUNHCR", "C0COORDIN8")
        composer = page.get_by_role("combobox", name=re.compile("Message"))
        await composer.fill("/roadmap When is the fourth thematic session?")
        await composer.press("Enter")
        await page.get_by_text("24-25 July 2017").first.wait_for(timeout=SEES)
        assert await page.get_by_text("Only visible to you").count()

        await composer.fill("/contribute")
        await composer.press("Enter")
        dialog = page.get_by_role("dialog", name="Add a contribution")
        await dialog.get_by_role("combobox", name="What is it?").fill("Event")
        await dialog.get_by_role("option", name="Event").click()
        await dialog.get_by_label("Title", exact=True).fill("Consultation on returns")
        await dialog.get_by_label("Start date").fill("2017-05-09")
        await dialog.get_by_label("End date").fill("2017-05-08")
        await dialog.get_by_role("button", name="Save").click()
        await dialog.get_by_text("The end is before the start").wait_for(timeout=SEES)
        assert await dialog.get_by_label("Title", exact=True).input_value() == "Consultation on returns"
        await dialog.get_by_label("End date").fill("2017-05-10")
        await dialog.get_by_role("button", name="Save").click()
        await dialog.wait_for(state="detached", timeout=SEES)
        async with stage.store.reading() as session:
            row = (await session.scalars(select(Contribution))).one()
        assert row.title == "Consultation on returns"

        direct = await opened.open("U0ANAUNHCR", "D0ANAUNHCR")
        await direct.get_by_text("9-10 May 2017").first.wait_for(timeout=SEES)
        assert await direct.get_by_role("button", name="Add another").count()
        assert not opened.strangers
        assert not opened.errors
