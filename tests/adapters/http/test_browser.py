"""The whole day in a real browser, on a page that begins as ``demo --fresh`` does."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web.client import Playground, Shown
from adapters.web.sample import Sample, beginning
from bot.domain.frozen import FrozenQuestion
from tests.adapters.core import ZONE, scripted
from tests.adapters.http.browser import DESKTOP, PHONE, chromium, shoot, tab
from tests.adapters.question import QUESTION
from tests.adapters.real import real_playground

OPEN = '[data-action^="v1:answer:"]'
RESULT = '[data-action^="v1:result:"]'


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest.fixture
async def fresh() -> Playground:
    playground, desk = scripted(beginning(datetime(2026, 11, 21, 4, tzinfo=UTC), ZONE))

    async def frozen(mark: str) -> FrozenQuestion:
        return QUESTION

    await Sample(playground, desk.poster, frozen).make()
    return playground


@pytest.fixture
async def url(fresh: Playground) -> AsyncIterator[str]:
    async with serving(playground_app(Shown(fresh)), "127.0.0.1", 0) as address:
        yield address


async def act_as(page: Page, account: str) -> None:
    if await page.locator(".team-button").is_visible():
        await page.locator(".team-button").click()
    await page.locator(f'.person:has(input[value="{account}"])').click()
    await expect(page.locator(f'input[value="{account}"]')).to_be_checked()
    await expect(page.locator("#say")).to_have_attribute(
        "aria-label", f"Message as {account.title()}, or a command that begins with a slash"
    )


def todays_reveal(page: Page) -> Locator:
    return page.locator("#messages > .message.bot:not(.private)").last.locator(".thread .message.bot").first


async def type_command(page: Page, text: str) -> None:
    await page.locator("#say").fill(text)
    await page.locator("#say").press("Enter")


@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desktop-light", "phone-dark"]
)
async def test_a_day_from_the_question_to_practice(
    browser: Browser, url: str, size: tuple[int, int], dark: bool
) -> None:
    name = f"{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}"
    async with tab(browser, url, size, dark=dark) as page:
        await shoot(page, f"{name}-1-open")
        for account, place in (("robin", 1), ("alan", 1), ("katherine", 2)):
            await act_as(page, account)
            await page.locator(OPEN).nth(place).click()
            await expect(page.locator(".message.private").last).to_contain_text("Saved:")
        await expect(page.locator(".today.yes")).to_have_count(5)
        await shoot(page, f"{name}-2-saved")

        await act_as(page, "robin")
        await page.get_by_role("button", name="Reveal (17:00)").click()
        reveal = todays_reveal(page)
        await expect(reveal).to_contain_text("3 of 5 right (60 %)")
        await expect(reveal.locator("header")).to_be_in_viewport()
        await expect(page.locator(OPEN)).to_have_count(0)
        await shoot(page, f"{name}-3-reveal")

        await page.locator(RESULT).last.click()
        await expect(page.locator(".message.private", has_text="You chose B: right.")).to_be_in_viewport()
        await shoot(page, f"{name}-4-result")

        await type_command(page, "/leaderboard")
        board = page.locator("table.ranking")
        await expect(board.locator("caption")).to_have_text("Points, this season")
        await expect(board.locator("tr.me")).to_contain_text("Robin")
        await shoot(page, f"{name}-5-board")

        await page.get_by_role("button", name="Next question (Thu 09:00)").click()
        await expect(page.locator(OPEN).first).to_be_in_viewport()
        await type_command(page, "/quiz mlflow")
        quiz = page.locator('.message.private:has([data-action^="v1:quiz:"])')
        await quiz.locator("button").first.click()
        await expect(quiz).to_contain_text("Not right")
        await expect(page.locator("#strip .finished")).to_be_visible()
        await shoot(page, f"{name}-6-quiz")


async def test_the_same_day_on_the_real_core(browser: Browser, migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "playground.db")
    database = f"sqlite+aiosqlite:///{tmp_path / 'playground.db'}"
    async with (
        real_playground(database, tmp_path / "bank.cache") as playground,
        serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url,
        tab(browser, url) as page,
    ):
        await shoot(page, "real-1-open")
        for account in ("robin", "alan", "katherine"):
            await act_as(page, account)
            await page.locator(OPEN).first.click()
            await expect(page.locator(".message.private").last).to_contain_text("Saved:")
        await expect(page.locator(".today.yes")).to_have_count(5)
        await act_as(page, "robin")
        await page.get_by_role("button", name="Reveal (17:00)").click()
        await expect(todays_reveal(page)).to_contain_text("of 5 right")
        await shoot(page, "real-2-reveal")
        await page.locator(RESULT).last.click()
        await expect(
            page.locator(".message.private", has_text=re.compile("You chose .*right"))
        ).to_be_in_viewport()
        await type_command(page, "/leaderboard")
        await expect(page.locator("table.ranking tbody tr")).not_to_have_count(0)
        await shoot(page, "real-3-board")
        await page.locator('[data-move="next"]').click()
        await type_command(page, "/quiz mlflow")
        await expect(page.locator(".message.private").last).to_contain_text("1 of 5 · MLflow")
        await expect(page.locator("#strip .finished")).to_be_visible()
        await shoot(page, "real-4-quiz")


async def test_each_member_has_private_messages_of_their_own(browser: Browser, url: str) -> None:
    async with tab(browser, url + "?as=robin") as robin, tab(browser, url + "?as=ada") as ada:
        await robin.locator(OPEN).first.click()
        await expect(robin.locator(".message.private")).to_have_count(1)
        await expect(robin.locator(".message.private")).to_contain_text("Only you see this")
        await expect(ada.locator('.person:has-text("Robin") .today')).to_have_text("✓ answered")
        await expect(ada.locator(".message.private")).to_have_count(1)
        await expect(ada.locator(".message.private")).to_contain_text("Saved: B")


async def test_what_others_do_arrives_by_itself_and_survives_a_reload(browser: Browser, url: str) -> None:
    async with tab(browser, url + "?as=robin") as robin, tab(browser, url + "?as=ada") as ada:
        await type_command(ada, "Good morning <b>all</b>")
        said = robin.locator(".message", has_text="Good morning <b>all</b>")
        await expect(said).to_be_in_viewport()
        await robin.locator(".message").last.hover()
        await said.get_by_role("button", name="Add a reaction").click()
        await robin.locator("#picker").get_by_role("button", name="party").click()
        await expect(ada.locator(".message").last.locator(".reaction")).to_have_attribute(
            "aria-label", "party, 1: Robin"
        )
        await robin.reload()
        await expect(robin.locator(".message").last.locator(".reaction")).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_the_page_comes_back_after_the_server_was_restarted(
    browser: Browser, fresh: Playground
) -> None:
    async with serving(playground_app(Shown(fresh)), "127.0.0.1", 0) as first:
        port = int(first.rstrip("/").rsplit(":", 1)[1])
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(first)
        await page.wait_for_selector("article")
    await expect(page.locator("#connection")).to_have_text("Connection lost. Trying again…")
    async with serving(playground_app(Shown(fresh)), "127.0.0.1", port):
        await expect(page.locator("#connection")).to_be_empty(timeout=15_000)
        await type_command(page, "Here again")
        await expect(page.locator(".message").last).to_contain_text("Here again")
        await context.close()


async def test_everything_can_be_done_by_keyboard(browser: Browser, url: str) -> None:
    async with tab(browser, url) as page:
        await page.locator(OPEN).first.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".message.private").last).to_contain_text("Saved: A")
        await expect(page.locator(OPEN).first).to_be_focused()

        await page.locator("#say").focus()
        await page.keyboard.type("/qu")
        await expect(page.locator("#suggestions")).to_be_visible()
        await page.keyboard.press("ArrowDown")
        await expect(page.locator("#say")).to_have_attribute("aria-activedescendant", "s0")
        await page.keyboard.press("Enter")
        await expect(page.locator("#say")).to_have_value("/quiz ")
        await page.keyboard.type("mlf")
        await expect(page.locator("#suggestions li")).to_have_text(re.compile("^mlflow"))
        await page.keyboard.press("Tab")
        await expect(page.locator("#say")).to_have_value("/quiz mlflow")
        await page.keyboard.press("Escape")
        await expect(page.locator("#suggestions")).to_be_hidden()
        await page.keyboard.press("Enter")
        await expect(page.locator(".message.private").last).to_contain_text("1 of 2")

        await page.locator('[data-move="reveal"]').focus()
        await page.keyboard.press("Enter")
        await expect(page.locator('[data-move="next"]')).to_be_focused()
        await page.locator('input[value="robin"]').focus()
        await page.keyboard.press("ArrowDown")
        await expect(page.locator('input[value="ada"]')).to_be_focused()
        await expect(page.locator('input[value="ada"]')).to_be_checked()


async def test_a_form_opens_as_a_dialog_and_is_sent(browser: Browser, url: str) -> None:
    async with tab(browser, url) as page:
        await type_command(page, "/report")
        dialog = page.get_by_role("dialog", name="Report a problem")
        await dialog.get_by_role("group", name="What is wrong?").get_by_label("Typo").check()
        await shoot(page, "form")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog).to_be_hidden()
        await expect(page.locator(".message.private").last).to_contain_text("Reported as typo")


async def test_while_the_bot_is_down_the_page_says_so(browser: Browser, url: str, fresh: Playground) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("switch", name="The bot is down").check(force=True)
    await page.locator(OPEN).first.click()
    await expect(page.locator("#notice")).to_have_text(
        "The bot is down, so nobody answers. Switch it on again."
    )
    assert fresh.down
    await context.close()


async def test_on_a_phone_every_control_can_be_hit(browser: Browser, url: str) -> None:
    async with tab(browser, url, PHONE) as page:
        sizes = await page.evaluate(
            """[...document.querySelectorAll("button:not(.chip)")].filter((b) => b.checkVisibility())
            .map((b) => [b.ariaLabel ?? b.textContent, b.offsetHeight]).filter(([, height]) => height < 40)"""
        )
        assert sizes == []
        await shoot(page, "phone-top")


async def test_a_chosen_theme_is_kept(browser: Browser, url: str) -> None:
    async with tab(browser, url) as page:
        await page.get_by_role("button", name="Switch to dark colours").click()
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        await expect(page.get_by_role("button", name="Switch to light colours")).to_be_visible()
