"""Debian's Chromium, driven by Playwright: a tab that fails the test on any error the page logs."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.needs import missing

CHROMIUM = Path("/usr/bin/chromium")
INSTALLED = CHROMIUM.exists()

DESKTOP = (1280, 820)
PHONE = (390, 844)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    if not INSTALLED:
        missing("browser", f"{CHROMIUM} is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        await browser.close()


@asynccontextmanager
async def tab(
    browser: Browser, url: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False
) -> AsyncIterator[Page]:
    """The page, open and drawn; it must log no error and never be wider than the window."""
    width, height = size
    phone = width < 600
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    await page.goto(url)
    await page.wait_for_selector("article")
    yield page
    assert not complaints
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        await page.evaluate("(t => t.scrollWidth - t.clientWidth)(document.querySelector('#timeline'))") <= 0
    )
    await context.close()


async def shoot(page: Page, name: str) -> None:
    """Keep a picture where DAILYDRILL_SHOTS says, to be looked at by a person."""
    folder = os.environ.get("DAILYDRILL_SHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")
