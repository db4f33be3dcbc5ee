"""Installing over OAuth: only whoever began here comes back with something, and each state is good once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession

from adapters.slack.oauth import COOKIE
from adapters.slack.scopes import OPTIONAL, REQUIRED
from tests.adapters.slack.site import Guest, Site
from tests.platforms.slack.consent import allowed

WRONG = "open for too long, or it was begun in another browser"


@pytest.fixture
async def browser(site: Site) -> AsyncIterator[ClientSession]:
    """Keeps no cookies by itself: a test says which it sends."""
    async with ClientSession(site.url) as session:
        yield session


async def begun(browser: ClientSession) -> tuple[dict[str, str], str]:
    """What Slack is asked for, and the cookie."""
    async with browser.get("/slack/install", allow_redirects=False) as response:
        asked = parse_qs(urlsplit(response.headers["Location"]).query)
        cookie = response.cookies[COOKIE].value
    browser.cookie_jar.clear()
    return {name: values[0] for name, values in asked.items()}, cookie


async def come_back(
    browser: ClientSession, guest: Guest, asked: dict[str, str], cookie: str | None
) -> tuple[int, str]:
    url = allowed(guest.grace, asked)
    cookies = {COOKIE: cookie} if cookie is not None else {}
    async with browser.get(url, cookies=cookies, allow_redirects=False) as response:
        return response.status, await response.text()


async def test_a_workspace_installs_it_and_uses_it(site: Site, guest: Guest) -> None:
    visit = await guest.grace.install(site.install)
    assert visit.status == 200 and "Dailydrill is installed in Guest" in visit.page
    assert "/dailydrill daily setup" in visit.page
    assert f"app={site.server.app.id}&amp;team={guest.workspace.id}" in visit.page
    await site.server.until(lambda: guest.grace.dm.messages)
    assert "Nothing happens until an organiser runs" in guest.grace.dm.messages[0].text
    reply = await guest.grace.slash(guest.channel, "/dailydrill", "help")
    assert (await reply.posted()).ephemeral


async def test_it_asks_for_the_scopes_that_are_declared(site: Site, guest: Guest) -> None:
    visit = await guest.grace.install(site.install)
    assert visit.asked["scope"].split(",") == [*REQUIRED, *OPTIONAL]
    assert visit.asked["redirect_uri"] == f"{site.url}/slack/oauth_redirect"
    assert len(visit.asked["state"]) > 40


async def test_what_is_declined_is_known(site: Site, guest: Guest) -> None:
    await guest.grace.install(site.install, without=("channels:history", "files:write"))
    found = await site.store.installations.find("slack", guest.workspace.id)
    assert found is not None
    assert found.scopes == {*REQUIRED, *OPTIONAL} - {"channels:history", "files:write"}
    assert (found.installer, found.bot_user) == (guest.grace.id, guest.workspace.bot.id)


async def test_who_cancels_is_told_that_nothing_happened(site: Site, guest: Guest) -> None:
    visit = await guest.grace.install(site.install, cancel=True)
    assert visit.status == 200 and "Nothing was installed" in visit.page
    assert await site.store.installations.all("slack") == []


async def test_the_installer_organises_whoever_they_are(site: Site, guest: Guest) -> None:
    ada = guest.workspace.add_user("ada", tz="Europe/Berlin")
    await ada.install(site.install)
    await site.server.until(lambda: ada.dm.messages)
    asked = await ada.slash(guest.channel, "/dailydrill", "daily setup 09:00")
    assert "Only organisers" not in (await asked.posted()).text


async def test_installing_again_keeps_one_row_and_disturbs_nobody(site: Site, guest: Guest) -> None:
    await site.join(guest)
    visit = await guest.grace.install(site.install)
    assert "Everything goes on as before." in visit.page
    assert await site.store.installations.all("slack") == [(guest.workspace.id, True)]
    assert len(guest.grace.dm.messages) == 1


async def test_a_state_is_good_once(site: Site, guest: Guest, browser: ClientSession) -> None:
    asked, cookie = await begun(browser)
    assert (await come_back(browser, guest, asked, cookie))[0] == 200
    status, page = await come_back(browser, guest, asked, cookie)
    assert status == 400 and WRONG in page


async def test_a_state_ends_after_ten_minutes(site: Site, guest: Guest, browser: ClientSession) -> None:
    asked, cookie = await begun(browser)
    site.clock.advance(timedelta(minutes=10))
    status, page = await come_back(browser, guest, asked, cookie)
    assert status == 400 and WRONG in page


@pytest.mark.parametrize("cookie", [None, "", "forged", "ä"])
async def test_without_its_cookie_a_state_is_worth_nothing(
    site: Site, guest: Guest, browser: ClientSession, cookie: str | None
) -> None:
    asked, own = await begun(browser)
    status, page = await come_back(browser, guest, asked, cookie)
    assert status == 400 and WRONG in page
    assert await site.store.installations.all("slack") == []
    assert (await come_back(browser, guest, asked, own))[0] == 200, "and it is not used up by that"


@pytest.mark.parametrize("state", ["", "forged", "<b>", "\u0000"])
async def test_a_forged_state_is_refused_even_with_its_cookie(
    site: Site, guest: Guest, browser: ClientSession, state: str
) -> None:
    asked, _ = await begun(browser)
    status, page = await come_back(browser, guest, asked | {"state": state}, "forged")
    assert status == 400 and WRONG in page


@pytest.mark.parametrize("code", ["", "code-forged"])
async def test_a_code_that_slack_does_not_know_installs_nothing(
    site: Site, browser: ClientSession, code: str
) -> None:
    asked, cookie = await begun(browser)
    query = {"code": code, "state": asked["state"]}
    async with browser.get("/slack/oauth_redirect", params=query, cookies={COOKIE: cookie}) as response:
        assert response.status == 400 and "Slack did not confirm it" in await response.text()
    assert await site.store.installations.all("slack") == []


async def test_a_slack_that_cannot_be_reached_is_told(site: Site, guest: Guest) -> None:
    site.server.fail("oauth.v2.access", drop=True)
    visit = await guest.grace.install(site.install)
    assert visit.status == 502 and "Slack could not be reached" in visit.page


async def test_a_whole_organisation_is_refused_in_words(site: Site) -> None:
    corp = site.server.add_enterprise("Corp")
    boss = corp.add_workspace("One").add_user("boss", owner=True)
    visit = await boss.install(site.install, org_wide=True)
    assert visit.status == 400 and "Install it in each workspace" in visit.page
    assert await site.store.installations.all("slack") == []


async def test_a_workspace_of_an_organisation_installs_it_like_any_other(site: Site) -> None:
    corp = site.server.add_enterprise("Corp")
    boss = corp.add_workspace("One").add_user("boss", owner=True)
    visit = await boss.install(site.install)
    assert visit.status == 200
    found = await site.store.installations.find("slack", boss.workspace.id)
    assert found is not None and found.enterprise == corp.id


async def test_pages_are_safe_and_repeat_nothing_of_the_request(site: Site, browser: ClientSession) -> None:
    async with browser.get("/slack/oauth_redirect", params={"state": "<script>", "code": "<i>"}) as response:
        assert_safe(response)
        assert "<script>" not in await response.text()
    async with browser.get("/slack/oauth_redirect", params={"error": "<script>"}) as response:
        assert_safe(response)
        assert "<script>" not in await response.text()
    async with browser.get("/slack/install", allow_redirects=False) as response:
        assert response.headers["Cache-Control"] == "no-store"
        morsel = response.cookies[COOKIE]
        assert (morsel["httponly"], morsel["samesite"]) == (True, "Lax")
        assert morsel["path"] == "/slack/oauth_redirect" and morsel["max-age"] == "600"


async def test_the_name_of_a_workspace_is_written_out(site: Site) -> None:
    odd = Guest.of(site.server, "<b>Bold & Co</b>")
    visit = await odd.grace.install(site.install)
    assert "&lt;b&gt;Bold &amp; Co&lt;/b&gt;" in visit.page and "<b>" not in visit.page


def assert_safe(response: ClientResponse) -> None:
    assert response.content_type == "text/html"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
