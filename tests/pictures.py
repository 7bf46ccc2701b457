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
SEES = 10_000


async def write(page: Page, text: str) -> None:
    """Type into the composer and send."""
    composer = page.locator("textarea").first
    await composer.fill(text)
    await composer.press("Enter")


async def take(page: Page) -> None:
    """The README's picture: the invitation, a question, the answer with its source."""
    address = f"http://127.0.0.1:{PORT}/?as=U0ANAUNHCR"
    await page.goto(address)
    await page.get_by_text("Rapporteur Home").wait_for(timeout=SEES)
    # The first visit opens the direct message with the bot.
    await page.goto(f"{address}&channel=D0ANAUNHCR")
    await page.get_by_role("button", name="Nothing to report").first.wait_for(timeout=SEES)
    close = page.get_by_role("button", name="Close the tour")
    if await close.count():
        await close.click()
    await write(page, "Where will the refugee compact be discussed in July 2017?")
    await page.get_by_text("Source: GCR-TD1").first.wait_for(timeout=SEES)
    await page.screenshot(path=FOLDER / "playground.png")
    await write(page, "/contribute")
    await page.get_by_text("What is it?").wait_for(timeout=SEES)
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
                page = await browser.new_page(viewport={"width": 1200, "height": 720})
                await take(page)
                await browser.close()
        finally:
            stop.set()
            await serving


if __name__ == "__main__":
    asyncio.run(main())
