"""A person's month in a real browser, on an empty playground: from the set-up to the deletion."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web.client import Shown
from adapters.web.commands import say
from bot.cli.stage import Stage, make_stage
from bot.clock import MovableClock
from bot.domain.question import LETTERS
from bot.store.open import open_store
from tests.adapters.core import ZONE
from tests.adapters.http.browser import DESKTOP, PHONE, chromium, shoot, tab
from tests.adapters.http.test_browser import act_as, type_command
from tests.fakes.bank import make_bank
from tests.fakes.clock import ManualClock

SUNDAY = datetime(2026, 11, 1, 15, 0, tzinfo=UTC)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def empty_playground(database: Path) -> AsyncIterator[Stage]:
    async with open_store(f"sqlite+aiosqlite:///{database}") as store:
        clock = await MovableClock.load(ManualClock(SUNDAY), store.page)
        stage = await make_stage(store, make_bank(30, kinds=False), clock, ZONE)
        await stage.core.connect()
        await stage.playground.open()
        await say(stage.playground, "ada", "Shall we begin tomorrow?")
        yield stage


class Month:
    """What a person does on the page, in words of the person."""

    def __init__(self, stage: Stage, page: Page, name: str) -> None:
        self.stage, self.page, self.name = stage, page, name
        self.pictures = 0

    async def shoot(self, what: str) -> None:
        self.pictures += 1
        await shoot(self.page, f"month-{self.name}-{self.pictures:02}-{what}")

    def newest(self) -> Locator:
        return self.page.locator(".message.private").last

    async def command(self, text: str, answer: str | re.Pattern[str]) -> None:
        await type_command(self.page, text)
        await expect(self.newest()).to_contain_text(answer)

    async def press(self, label: str) -> None:
        exactly = re.compile(f"^{re.escape(label)}$")
        await self.newest().locator("button", has_text=exactly).click()

    async def next_question(self) -> None:
        before = await self.page.locator('[data-action^="v1:answer:"]').count()
        assert before == 0
        await self.page.locator('[data-move="next"]').click()
        await expect(self.page.locator('[data-action^="v1:answer:"]').first).to_be_visible()

    async def tap(self, *, right: bool) -> str:
        """Answer the open question; the letter that was tapped."""
        buttons = self.page.locator('[data-action^="v1:answer:"]')
        mark = str(await buttons.first.get_attribute("data-action")).split(":")[2]
        question = await self.stage.frozen(mark)
        assert question is not None
        key = question.keys[0].right[0]
        place = key if right else (key + 1) % len(question.options)
        await buttons.nth(place).click()
        await expect(self.newest()).to_contain_text(f"Saved: {LETTERS[place]}")
        return LETTERS[place]

    async def reveal(self) -> None:
        await self.page.locator('[data-move="reveal"]').click()
        await expect(self.page.locator('[data-action^="v1:answer:"]')).to_have_count(0)


@pytest.mark.parametrize(
    ("size", "dark"),
    [(DESKTOP, False), (DESKTOP, True), (PHONE, False), (PHONE, True)],
    ids=["desktop-light", "desktop-dark", "phone-light", "phone-dark"],
)
async def test_a_persons_month(
    browser: Browser, migrated_sqlite: Path, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "playground.db")
    name = f"{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}"
    async with (
        empty_playground(tmp_path / "playground.db") as stage,
        serving(playground_app(Shown(stage.playground)), "127.0.0.1", 0) as url,
        tab(browser, url, size, dark=dark) as page,
    ):
        month = Month(stage, page, name)
        await set_up(month)
        await a_week_of_answers(month)
        await a_wrong_one_comes_back(month)
        await a_freeze_and_days_off(month)
        await a_wrong_key_is_fixed(month)
        await what_is_stored_goes(month)


async def set_up(month: Month) -> None:
    await act_as(month.page, "ada")
    await month.command("/daily setup", "Where are your people?")
    await month.shoot("setup")
    await month.press("One region")
    await expect(month.newest()).to_contain_text("Mon–Fri 09:00 Europe/Berlin")
    await month.shoot("setup-plan")
    await month.press("Start")
    await expect(month.newest()).to_contain_text("Started:")
    await month.command("/daily status", "Next: Mon 09:00")
    await month.stage.wake()


async def a_week_of_answers(month: Month) -> None:
    await act_as(month.page, "robin")
    for day in range(5):
        await month.next_question()
        await month.tap(right=day != 1)
        if day == 0:
            await month.shoot("first-answer")
        await month.reveal()
    await month.command("/leaderboard", "Robin")


async def a_wrong_one_comes_back(month: Month) -> None:
    await month.command("/review", "Tell me")
    await month.shoot("review")
    await month.newest().locator('[data-action^="v1:quiz:"]').first.click()
    await expect(month.newest()).to_contain_text("because")


async def a_freeze_and_days_off(month: Month) -> None:
    await month.next_question()
    await month.reveal()
    await month.next_question()
    await month.tap(right=True)
    await expect(month.newest()).to_contain_text("A freeze covered Monday. 0 left.")
    await month.shoot("freeze")
    await month.reveal()
    await month.command("/streak away 2026-11-11 2026-11-12", "11 Nov")
    for _ in range(2):
        await month.next_question()
        await month.reveal()
    await month.command("/streak why", "away")
    await month.shoot("streak-why")


async def a_wrong_key_is_fixed(month: Month) -> None:
    await month.next_question()
    letter = await month.tap(right=False)
    await month.reveal()
    await act_as(month.page, "ada")
    await month.command(f"/daily fix 2026-11-13 accept {letter} it is right as well", letter)
    await month.shoot("fix")
    await month.press("Correct it")
    await expect(month.newest()).to_contain_text("Corrected")
    await month.stage.wake()
    correction = month.page.locator(".thread .message.bot", has_text="Correction:")
    await expect(correction).to_contain_text(re.compile("1 person gained [0-9]+ points"))
    await month.shoot("correction")


async def what_is_stored_goes(month: Month) -> None:
    await act_as(month.page, "robin")
    await month.command("/stats", "Alpha")
    await month.shoot("stats")
    await month.command("/privacy", "Answers")
    await month.shoot("privacy")
    await month.press("Export")
    await expect(month.newest().get_by_role("link", name=re.compile("json"))).to_be_visible()
    await month.shoot("export")
    await month.command("/privacy delete", "for good")
    await month.press("Delete everything")
    await expect(month.page.locator(".message.private")).to_have_count(1)
    await expect(month.newest()).to_contain_text("Everything about you is deleted.")
    await month.command("/privacy", "Nothing is stored about you.")
    await month.shoot("deleted")
