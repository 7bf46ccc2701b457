"""Takes the pictures of README and docs from the page, with the bot in it: ``make pictures``."""

import asyncio
import os
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from app import serve_playground
from tests.playground.page_server import SWITCHES, chromium

FOLDER = Path(__file__).parents[1] / "docs" / "images"
PORT = 8097
SEES = 40_000


async def write(page: Page, text: str) -> None:
    """Type into the composer and send."""
    composer = page.locator("textarea").first
    await composer.fill(text)
    await composer.press("Enter")


async def become(page: Page, person: str) -> None:
    """Be somebody of the sample, in the direct message with the bot."""
    address = f"http://127.0.0.1:{PORT}/?as={person}"
    await page.goto(address)
    await page.get_by_text("Rapporteur Home").wait_for(timeout=SEES)
    # The first visit opens the direct message with the bot.
    await page.goto(f"{address}&channel=D{person[1:]}")
    await page.get_by_role("button", name="Nothing to report").first.wait_for(timeout=SEES)
    close = page.get_by_role("button", name="Close the tour")
    if await close.count():
        await close.click()


async def take_for_readme(page: Page) -> None:
    """The README's picture: the invitation, a question, the answer with its source."""
    await become(page, "U0ANAUNHCR")
    await write(page, "Where will the refugee compact be discussed in July 2017?")
    await page.get_by_text("Source: GCR-TD1").first.wait_for(timeout=SEES)
    await page.screenshot(path=FOLDER / "playground.png")


async def take_for_guide(page: Page) -> None:
    """The panellists' guide: a reply becomes drafts, a draft is saved, the form warns, Home."""
    await become(page, "U0ANAUNHCR")
    consultation = "We hold a regional consultation in Beirut on 26-27 September with LAS."
    await write(page, f"{consultation} Our report on statelessness comes out in Q4.")
    save_all = page.get_by_role("button", name="Save all 2")
    await save_all.wait_for(timeout=SEES)
    await page.screenshot(path=FOLDER / "reply.png")
    await save_all.click()
    await page.get_by_text("Saved: Regional consultation").first.wait_for(timeout=SEES)
    await page.screenshot(path=FOLDER / "saved.png")
    await write(page, "/contribute Side event on children, New York, 24 July 2017")
    warning = page.get_by_role("dialog").get_by_text("Could be combined").first
    await warning.wait_for(timeout=SEES)
    await warning.scroll_into_view_if_needed()
    await page.screenshot(path=FOLDER / "form.png")


async def main() -> None:
    """Start the playground in a folder of its own, take the pictures, end it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        stop = asyncio.Event()
        serving = asyncio.create_task(serve_playground(port=PORT, fresh=True, stop=stop))
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
                for take in (take_for_readme, take_for_guide):
                    await take(await browser.new_page(viewport={"width": 1200, "height": 800}))
                await browser.close()
        finally:
            stop.set()
            await serving


if __name__ == "__main__":
    asyncio.run(main())
