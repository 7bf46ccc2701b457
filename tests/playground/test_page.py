"""The page in a real browser: what a person does, sees and hears of errors."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from playground import Playground
from tests.playground.page_server import Windows, planner, windows

ANA, LUIS = "U0ANAUNHCR", "U0LUISUNHC"
ANAS_DM = "D0ANAUNHCR"


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    """The values of the forms that the app was given."""
    return []


@pytest.fixture
async def slack(heard: list[dict[str, Any]]) -> AsyncIterator[Playground]:
    async with planner(heard) as made:
        yield made


@pytest.fixture
async def browser(slack: Playground) -> AsyncIterator[Windows]:
    """Each test also shows that the console stays free of errors, and that nobody else was asked for anything."""
    async with windows(slack.url) as made:
        yield made
    assert made.errors == []
    assert made.strangers == []


def composer(page: Page) -> Locator:
    return page.locator("#composer-text")


def log(page: Page) -> Locator:
    return page.locator("#main").get_by_role("log")


async def say(page: Page, text: str) -> None:
    await composer(page).fill(text)
    await composer(page).press("Enter")


async def open_form(page: Page, title: str = "") -> Locator:
    await say(page, f"/plan {title} ")
    dialog = page.get_by_role("dialog", name="Plan a meeting")
    await expect(dialog).to_be_visible()
    return dialog


async def test_a_message_and_the_answer_of_the_app(browser: Windows) -> None:
    page = await browser.open(ANA, ANAS_DM)
    await composer(page).fill("first line")
    await composer(page).press("Shift+Enter")
    await composer(page).press_sequentially("a < b & c")
    await composer(page).press("Enter")
    await expect(composer(page)).to_have_value("")
    answer = log(page).get_by_role("article").filter(has_text="You said: first line")
    await expect(answer).to_contain_text("a < b & c")
    await expect(answer).to_contain_text("APP")


async def test_commands_are_completed_from_the_manifest(browser: Windows) -> None:
    page = await browser.open(ANA)
    await composer(page).press_sequentially("/pl")
    offered = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(offered).to_have_text(["/plan[title]Plan a meeting", "/place[city]Say where"])
    await expect(composer(page)).to_have_attribute("aria-expanded", "true")
    await composer(page).press("ArrowDown")
    await composer(page).press("Tab")
    await expect(composer(page)).to_have_value("/place ")
    await expect(page.locator(".usage").first).to_contain_text("/place [city]")
    await composer(page).press_sequentially("@lui")
    await composer(page).press("Enter")
    await expect(composer(page)).to_have_value("/place @Luis Sample ")
    await composer(page).press("Enter")
    answer = log(page).get_by_role("article").filter(has_text="In @Luis Sample")
    await expect(answer).to_contain_text("Only visible to you")


async def test_a_command_that_nobody_knows_is_said_and_kept(browser: Windows) -> None:
    page = await browser.open(ANA)
    await say(page, "/nonsense please")
    await expect(log(page)).to_contain_text("/nonsense is not a command that an app here knows.")
    await expect(composer(page)).to_have_value("/nonsense please")


async def test_an_error_beside_the_field_and_a_correction(browser: Windows, heard: list[dict[str, Any]]) -> None:
    page = await browser.open(ANA)
    dialog = await open_form(page)
    await dialog.get_by_role("button", name="Save").click()
    title = dialog.get_by_label("Title", exact=True)
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(dialog.locator("[data-block=title]")).to_contain_text("Please complete this required field.")

    await title.fill("Consultation")
    await dialog.get_by_label("End").fill("2017-09-01")
    await title.press("Enter")
    end = dialog.locator("[data-block=end]")
    await expect(end).to_contain_text("The end is before the start.")
    await expect(title).to_have_value("Consultation")
    assert heard == []

    await dialog.get_by_label("End").fill("2017-09-27")
    await expect(end).not_to_contain_text("The end is before the start.")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    assert heard[0]["end"]["end"]["selected_date"] == "2017-09-27"
    await expect(page.get_by_role("navigation").get_by_role("link", name="Planner APP")).to_contain_text("1 unread")


async def test_each_kind_of_input_reaches_the_app(browser: Windows, heard: list[dict[str, Any]]) -> None:
    page = await browser.open(ANA)
    dialog = await open_form(page, "Consultation")
    await dialog.get_by_role("combobox", name="City").click()
    await expect(page.get_by_text("Type at least 2 characters.")).to_be_visible()
    await page.keyboard.type("ge")
    await page.get_by_role("option", name="Geneva").click()
    await dialog.get_by_role("combobox", name="Tags").click()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await dialog.get_by_role("combobox", name="Who").fill("luis")
    await page.get_by_role("listbox", name="Who").get_by_role("option", name="Luis Sample").click()
    await page.keyboard.press("Escape")
    await dialog.get_by_label("Online").check()
    await dialog.get_by_role("radio", name="Large").check()
    await dialog.get_by_label("Hour").fill("10:15")
    await dialog.get_by_label("Moment").fill("2017-02-11T00:00")
    await dialog.get_by_label("Mail").fill("ana@example.org")
    await dialog.get_by_label("Link").fill("https://example.org/plan")
    await dialog.get_by_label("Seats").fill("many")
    await dialog.get_by_label("Notes").fill("one\ntwo")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.locator("[data-block=seats]")).to_contain_text("Please enter a whole number.")
    await dialog.get_by_label("Seats").fill("40")
    await dialog.get_by_label("Seats").press("Enter")
    await expect(dialog).to_be_hidden()
    (values,) = heard
    held = {block: next(iter(found.values())) for block, found in values.items()}
    assert held["title"]["value"] == "Consultation"
    assert held["start"]["selected_date"] == "2017-09-26"
    assert held["end"]["selected_date"] is None
    assert held["city"]["selected_option"]["value"] == "geneva"
    assert [one["value"] for one in held["tags"]["selected_options"]] == ["small", "large"]
    assert held["who"]["selected_users"] == [LUIS]
    assert [one["value"] for one in held["marks"]["selected_options"]] == ["online"]
    assert held["mood"]["selected_option"]["value"] == "large"
    assert held["hour"]["selected_time"] == "10:15"
    assert held["moment"]["selected_date_time"] == 1486767600  # midnight in Zurich, where Ana is
    assert (held["mail"]["value"], held["link"]["value"]) == ("ana@example.org", "https://example.org/plan")
    assert (held["seats"]["value"], held["notes"]["value"]) == ("40", "one\ntwo")


async def test_an_update_of_the_form_keeps_what_was_typed(browser: Windows, heard: list[dict[str, Any]]) -> None:
    page = await browser.open(ANA)
    dialog = await open_form(page, "first")
    title = dialog.get_by_label("Title", exact=True)
    await title.fill("typed by me")
    size = dialog.get_by_role("combobox", name="Size")
    await size.click()
    await page.get_by_role("option", name="Large").click()
    await expect(dialog).to_contain_text("The app heard: large")
    await expect(title).to_have_value("typed by me")
    await expect(size).to_have_value("Large")
    await expect(size).to_be_focused()
    assert heard[0]["title"]["title"]["value"] == "typed by me"


async def test_escape_closes_one_thing_at_a_time_and_tells_the_app(browser: Windows, slack: Playground) -> None:
    page = await browser.open(ANA)
    dialog = await open_form(page)
    await dialog.get_by_role("combobox", name="Size").click()
    await expect(page.get_by_role("listbox", name="Size")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox", name="Size")).to_have_count(0)
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await slack.person("ana").wait_message("Not planned, then")
    await expect(composer(page)).to_be_focused()


async def test_the_focus_stays_inside_a_modal(browser: Windows) -> None:
    page = await browser.open(ANA)
    dialog = await open_form(page)
    for _ in range(30):
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("dialog => dialog.contains(document.activeElement)")


async def test_two_windows_are_two_people(browser: Windows) -> None:
    ana, luis = await browser.open(ANA), await browser.open(LUIS)
    await say(ana, "Good morning @Luis Sample, see #panel-declaration")
    seen = log(luis).get_by_role("article").filter(has_text="Good morning")
    await expect(seen.locator(".mention-me")).to_have_text("@Luis Sample")
    await expect(seen.locator("a.mention")).to_have_text("#panel-declaration")
    await expect(seen).to_contain_text("Ana Sample")

    await seen.get_by_role("button", name="Reply in thread").click()
    thread = luis.get_by_role("complementary", name="Thread")
    await thread.get_by_role("combobox", name="Reply").fill("Good morning to you")
    await thread.get_by_role("combobox", name="Reply").press("Enter")
    await expect(thread.get_by_role("log")).to_contain_text("Good morning to you")
    await ana.get_by_role("button", name="1 reply").click()
    await expect(ana.get_by_role("complementary", name="Thread")).to_contain_text("Good morning to you")

    await luis.get_by_role("link", name="panel-declaration").first.click()
    await say(ana, "one more")
    await expect(luis.get_by_role("link", name="coordination")).to_contain_text("1 unread")
    assert f"as={LUIS}&channel=C0PANELNYD" in luis.url


async def test_who_one_is_is_kept_in_the_address(browser: Windows) -> None:
    page = await browser.open(ANA)
    await page.get_by_role("combobox", name="You are").select_option(LUIS)
    await expect(page).to_have_url(f"{browser.url}/?as={LUIS}&channel=C0COORDIN8")
    await say(page, "here is Luis")
    await expect(log(page).get_by_role("article").last).to_contain_text("Luis Sample")
    await page.reload()
    await expect(page.get_by_role("combobox", name="You are")).to_have_value(LUIS)
    await page.go_back()
    await expect(page.get_by_role("combobox", name="You are")).to_have_value(ANA)


async def test_blocks_and_text_are_shown_as_in_slack(browser: Windows) -> None:
    page = await browser.open(ANA)
    await say(page, "/show ")
    shown = log(page).get_by_role("article").last
    await expect(shown.get_by_role("heading")).to_have_text("Everything <b>plain</b>")
    await expect(shown.locator("strong")).to_have_text("bold")
    await expect(shown.locator("em")).to_have_text("italic")
    await expect(shown.locator("s")).to_have_text("gone")
    await expect(shown.locator("code")).to_have_text("code")
    await expect(shown.locator("blockquote")).to_have_text("quoted")
    await expect(shown.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.org/a")
    await expect(shown).to_contain_text("<b> ✅")
    await expect(shown).to_contain_text("@Luis Sample in #coordination, 2017-02-11 00:00")
    await expect(shown.get_by_role("cell", name="UNHCR")).to_be_visible()
    await expect(shown.get_by_role("img", name="A map")).to_contain_text("not loaded here")


async def test_what_the_page_cannot_draw_is_said(browser: Windows) -> None:
    page = await browser.open(ANA)
    shown = await page.evaluate(
        """async () => {
            const { renderBlocks } = await import('/static/blocks.js');
            const { Form } = await import('/static/elements.js');
            const blocks = [{ type: 'hologram' }, { type: 'actions', elements: [{ type: 'lever', action_id: 'a' }] }];
            const root = document.createElement('div');
            renderBlocks(root, blocks, { container: {}, form: new Form(), blocks: () => blocks });
            return root.textContent;
        }"""
    )
    assert shown == "Not shown here: hologramNot shown here: lever"


async def test_a_confirmation_and_an_overflow_menu(browser: Windows) -> None:
    page = await browser.open(ANA)
    await say(page, "/show ")
    await log(page).get_by_role("button", name="Drop it").click()
    question = page.get_by_role("alertdialog", name="Really?")
    await page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await log(page).get_by_role("button", name="Drop it").click()
    await question.get_by_role("button", name="Yes").click()
    await expect(log(page)).to_contain_text("Dropped")
    await log(page).get_by_role("button", name="More choices").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(log(page)).to_contain_text("Chosen: copy")


async def test_shortcuts_of_a_message_and_of_the_composer(browser: Windows) -> None:
    page = await browser.open(ANA)
    await say(page, "A consultation in Beirut")
    message = log(page).get_by_role("article").filter(has_text="A consultation in Beirut")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Plan this").click()
    dialog = page.get_by_role("dialog", name="Plan a meeting")
    await expect(dialog.get_by_label("Title", exact=True)).to_have_value("A consultation in Beirut")
    await dialog.get_by_role("button", name="Cancel").click()
    await page.get_by_role("button", name="Attach a file or run a shortcut").click()
    await page.get_by_role("menuitem", name="New plan").click()
    await expect(dialog.get_by_label("Title", exact=True)).to_have_value("")


async def test_a_file_goes_up_and_comes_down(browser: Windows) -> None:
    ana, luis = await browser.open(ANA), await browser.open(LUIS)
    notes = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"what was said")
    await ana.locator("#main input[type=file]").set_input_files(notes)
    await expect(ana.locator(".attached")).to_contain_text("notes.txt")
    await composer(ana).press("Enter")
    async with luis.expect_download() as coming:
        await log(luis).get_by_role("link", name="Download notes.txt").click()
    assert (await (await coming.value).path()).read_bytes() == b"what was said"


async def test_the_clock_says_what_a_move_caused(browser: Windows, slack: Playground) -> None:
    page = await browser.open(ANA)
    clock = page.get_by_role("group", name="Clock")
    await expect(clock).to_contain_text("Mon 30 Jan 2017, 15:00")
    await expect(clock).to_contain_text("Zurich")
    await clock.get_by_role("button", name="Move the clock on by one day").click()
    await expect(clock).to_contain_text("Tue 31 Jan 2017, 15:00")
    await slack.person("luis").say("I cause an answer")
    await expect(clock).to_contain_text("1 message sent")
    await clock.get_by_role("button", name="Move the clock to a date").click()
    await clock.get_by_label("Move the clock to", exact=True).fill("2017-02-10T18:00")
    await page.keyboard.press("Enter")
    await expect(clock).to_contain_text("Fri 10 Feb 2017, 18:00")
    option = page.get_by_role("combobox", name="You are").locator(f"option[value={LUIS}]")
    await expect(option).to_contain_text("● 1 new: Luis Sample")


async def test_home_and_the_drawer_and_the_faults(browser: Windows) -> None:
    page = await browser.open(ANA)
    await page.get_by_role("link", name="Planner Home").click()
    await expect(page.get_by_role("heading", name="Your plans")).to_be_visible()
    await page.get_by_role("button", name="What happened").click()
    drawer = page.get_by_role("region", name="What happened")
    entry = drawer.locator("details").filter(has_text="views.publish")
    await entry.locator("summary").click()
    await expect(entry).to_contain_text('"user_id": "U0ANAUNHCR"')
    await expect(entry.get_by_role("button", name="Copy as JSON")).to_be_visible()
    await drawer.get_by_role("button", name="Faults").click()
    await drawer.get_by_role("button", name="Switch on").click()
    await expect(drawer.get_by_role("list", name="Switched on")).to_contain_text("Too many requests (429)")
    await drawer.get_by_role("button", name="All off").click()
    await expect(drawer.get_by_role("list", name="Switched on")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_has_one_column_and_a_menu(browser: Windows, scheme: str) -> None:
    page = await browser.open(ANA, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    channels = page.get_by_role("navigation", name="Channels and messages")
    await expect(channels).to_be_hidden()
    await page.get_by_role("button", name="Channels and messages").click()
    await channels.get_by_role("link", name="panel-declaration").click()
    await expect(channels).to_be_hidden()
    await expect(page.get_by_role("heading", name="panel-declaration")).to_be_visible()
    await open_form(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_an_address_that_names_nobody_still_leads_somewhere(slack: Playground) -> None:
    # The refusal itself is an error on the browser's console, so this one is not held to silence.
    async with windows(slack.url) as opened:
        page = await opened.open("U0NOBODY99")
        await expect(page.get_by_role("combobox", name="You are")).to_have_value(ANA)
        assert opened.strangers == []
