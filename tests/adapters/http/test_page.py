"""How the page behaves under the finger: nothing jumps, nothing typed is lost, nothing is out of reach."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web import client
from adapters.web.client import Playground, Shown
from adapters.web.commands import say
from adapters.web.people import CHANNEL, GROUP
from bot.intents.done import Done
from bot.ports.poster import Target
from tests.adapters.core import ScriptedDesk
from tests.adapters.http.browser import DESKTOP, PHONE, chromium, shoot, tab
from tests.adapters.http.test_browser import type_command

SMALL = (320, 640)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest.fixture
async def url(playground: Playground) -> AsyncIterator[str]:
    async with serving(playground_app(Shown(playground)), "127.0.0.1", 0) as address:
        yield address


async def height(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return box["y"]


def switch(page: Page, words: str) -> Locator:
    return page.locator(f'.toggle[data-switch="{words}"]')


@pytest.mark.parametrize("size", [DESKTOP, PHONE, SMALL], ids=["desktop", "phone", "small"])
async def test_a_switch_stays_under_the_finger_and_keeps_the_focus(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    async with tab(browser, url, size) as page:
        await type_command(page, "/interview")
        await switch(page, "5").scroll_into_view_if_needed()
        before = await height(switch(page, "2"))
        for words, on in (("2", "true"), ("3", "true"), ("2", "false")):
            await switch(page, words).click()
            await expect(switch(page, words)).to_have_attribute("aria-pressed", on)
            await expect(switch(page, words)).to_be_focused()
        assert abs(await height(switch(page, "2")) - before) < 2
        await shoot(page, f"switches-{size[0]}")
        await page.get_by_role("button", name="Done").click()
        await expect(page.locator(".message.private")).to_contain_text("Stopped.")
        await expect(page.locator(".message.private header")).to_be_in_viewport()


async def test_what_was_typed_into_a_form_outlives_a_refusal_and_a_slip(browser: Browser, url: str) -> None:
    async with tab(browser, url) as page:
        dialog = page.get_by_role("dialog", name="Report a problem")
        line = dialog.get_by_label("In one line")
        await type_command(page, "/report")
        await line.fill("Since version 3 it is the other way round.")
        await expect(dialog.locator(".counter")).to_have_text("42 of 300")
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
        await type_command(page, "/report")
        await expect(line).to_have_value("Since version 3 it is the other way round.")
        # A browser would not send it without a choice: what the bot says must not cost the text either.
        await dialog.locator("form").evaluate("form => (form.noValidate = true)")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_role("alert")).to_have_text("Say what the problem is, like /report typo.")
        await shoot(page, "form-refused")
        await dialog.get_by_label("Outdated").check()
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog).to_be_hidden()
        await expect(page.locator(".message.private").last).to_contain_text("Reported as outdated.")
        await type_command(page, "/report")
        await expect(line).to_have_value("")


async def test_earlier_messages_come_without_a_jump(
    browser: Browser, url: str, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        await say(playground, "ada", f"number {number}")
    monkeypatch.setattr(client, "SHOWN_MESSAGES", 20)
    async with tab(browser, url) as page:
        messages, button = page.locator(".message"), page.get_by_role("button", name="Earlier messages")
        await expect(messages).to_have_count(20)
        first = page.locator(".message", has_text="number 30")
        await button.focus()
        before = await height(first)
        await page.keyboard.press("Enter")
        await expect(messages).to_have_count(40)
        assert abs(await height(first) - before) < 2
        await expect(button).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(messages).to_have_count(51)
        await expect(button).to_have_count(0)
        await expect(page.locator("#timeline")).to_be_focused()
        await expect(page.locator(".day")).to_have_count(1)


async def test_the_composer_says_what_a_word_is_for_and_brings_back_what_was_sent(
    browser: Browser, url: str
) -> None:
    async with tab(browser, url + "?as=ada") as page:
        field = page.locator("#say")
        await field.fill("/daily skip ")
        await expect(page.locator("#hint")).to_have_text("dates 2026-12-24 or 2026-12-24..2027-01-01")
        await expect(field).to_have_attribute("aria-describedby", "hint")
        await shoot(page, "hint")
        await page.keyboard.press("Escape")
        await expect(page.locator("#offers")).to_be_hidden()
        await type_command(page, "/dayly skip")
        await expect(page.locator(".message.private").last).to_contain_text("I do not know that command.")
        await field.press("ArrowUp")
        await expect(field).to_have_value("/dayly skip")
        await field.press("ArrowDown")
        await expect(field).to_have_value("")


async def test_a_direct_message_says_that_it_is_one(browser: Browser, url: str, desk: ScriptedDesk) -> None:
    async with tab(browser, url + "?as=ada") as page:
        await desk.poster.send(Target(GROUP, CHANNEL, dm="ada"), Done("For organisers: a word."), "notice")
        await expect(page.locator(".message.private")).to_contain_text("Direct message: only you see this")


async def test_who_reads_what_came_earlier_stays_there_when_the_page_connects_anew(
    browser: Browser, url: str, playground: Playground
) -> None:
    for number in range(60):
        await say(playground, "ada", f"number {number}")
    async with tab(browser, url) as page:
        reading = page.locator(".message", has_text="number 20")
        await reading.scroll_into_view_if_needed()
        before = await height(reading)
        playground.hub.tell({"type": "reload"})
        await say(playground, "ada", "one more")
        await expect(page.locator(".message", has_text="one more")).to_have_count(1)
        assert abs(await height(reading) - before) < 2


async def test_nothing_is_wider_than_the_smallest_phone(browser: Browser, url: str) -> None:
    async with tab(browser, url, SMALL, dark=True) as page:
        for typed in ("/quiz mlflow", "/leaderboard", "/interview", "/report"):
            await type_command(page, typed)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await shoot(page, "small-form")
        await page.get_by_role("button", name="Cancel").click()
        await expect(page.get_by_role("dialog")).to_be_hidden()
