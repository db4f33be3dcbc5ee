"""Installing by OAuth with the real slack-bolt: allowed, declined in part, cancelled; codes and rotating tokens."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from tests.fakes.clock import ManualClock
from tests.platforms.slack.library import client_of
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import rest_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Workspace

# slack_sdk 3.47 on aiohttp 3.14
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
SCOPES = ["chat:write", "commands", "users:read"]


class Site:
    """An app with /slack/install on loopback."""

    def __init__(self, url: str, store: FileInstallationStore) -> None:
        self.install = f"{url}/slack/install"
        self.store = store


@pytest.fixture
async def site(server: SlackServer, tmp_path: Path) -> Site:
    store = FileInstallationStore(base_dir=str(tmp_path / "installations"))
    states = FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path / "states"))
    settings = AsyncOAuthSettings(
        client_id=server.app.client_id,
        client_secret=server.app.client_secret,
        scopes=SCOPES,
        installation_store=store,
        state_store=states,
    )
    app = AsyncApp(
        signing_secret=server.app.signing_secret, client=client_of(server), oauth_settings=settings
    )

    @app.command("/quiz")
    async def quiz(ack, context) -> None:  # type: ignore[no-untyped-def]
        await ack(f"in {context.team_id} with {context.bot_token}")

    http = await server.use_http(app.web_app())
    url = http.url.removesuffix("/slack/events")
    server.app.redirect_uri = f"{url}/slack/oauth_redirect"
    return Site(url, store)


@pytest.fixture
def guest(server: SlackServer) -> Workspace:
    return server.add_workspace("Guest", installed=False)


async def test_a_workspace_installs_and_uses_it(site: Site, guest: Workspace) -> None:
    ada, channel = guest.add_user("ada", admin=True), guest.add_channel("daily")
    visit = await ada.install(site.install)
    assert (visit.status, visit.asked["scope"]) == (200, ",".join(SCOPES))
    assert (guest.scopes, guest.installed.installer) == (SCOPES, ada)
    found = site.store.find_bot(enterprise_id=None, team_id=guest.id)
    assert found is not None and found.bot_token == guest.token
    reply = await ada.slash(channel, "/quiz")
    assert reply.text == f"in {guest.id} with {guest.token}"


async def test_a_person_may_decline_some_scopes_or_all(site: Site, guest: Workspace) -> None:
    ada = guest.add_user("ada")
    cancelled = await ada.install(site.install, cancel=True)
    assert ("error=access_denied" in cancelled.url, guest.installation) == (True, None)
    await ada.install(site.install, without=("users:read",))
    assert guest.scopes == ["chat:write", "commands"]


async def test_a_code_is_good_once(server: SlackServer, guest: Workspace, ada: Person) -> None:
    known = {"client_id": server.app.client_id, "client_secret": server.app.client_secret}
    code = await code_of(server, ada)
    async with rest_of(server, "") as rest:
        exchange = "oauth.v2.access"
        assert (
            await rest.form(exchange, **(known | {"client_secret": "x"}), code=code)
        ).error == "bad_client_secret"
        assert (await rest.form(exchange, client_id="x", code=code)).error == "invalid_client_id"
        assert (await rest.form(exchange, **known, code="x")).error == "invalid_code"
        wrong = await rest.form(exchange, **known, code=code, redirect_uri="http://127.0.0.1/other")
        assert wrong.error == "bad_redirect_uri"
        told = (await rest.form(exchange, **known, code=code)).body
        assert (told["team"]["id"], told["scope"], told["enterprise"]) == (ada.workspace.id, "commands", None)
        assert (await rest.form(exchange, **known, code=code)).error == "code_already_used"


async def code_of(server: SlackServer, person: Person) -> str:
    """Through an app's page that only redirects, to Slack's page and back."""
    codes: list[str] = []

    async def page(_: web.Request) -> web.Response:
        query = f"client_id={server.app.client_id}&scope=commands&state=s&redirect_uri={server.origin}/back"
        raise web.HTTPFound(f"https://slack.com/oauth/v2/authorize?{query}")

    app = web.Application()
    app.router.add_get("/install", page)
    http = await server.use_http(app)
    visit = await person.install(http.url.replace("/slack/events", "/install"))
    codes += [
        each.removeprefix("code=") for each in visit.url.split("?")[1].split("&") if each.startswith("code=")
    ]
    return codes[0]


async def test_slacks_page_can_be_looked_at(server: SlackServer, ws: Workspace) -> None:
    asked = f"client_id={server.app.client_id}&scope=commands&state=s&redirect_uri=http://127.0.0.1/back"
    async with ClientSession() as session:
        async with session.get(f"{server.origin}/oauth/v2/authorize?{asked}") as response:
            assert "asks for commands in Team" in await response.text()
        async with session.get(f"{server.origin}/oauth/v2/allow?{asked}", allow_redirects=False) as response:
            assert response.headers["Location"].startswith("http://127.0.0.1/back?code=code-")
        async with session.get(f"{server.origin}/oauth/v2/authorize?client_id=x") as response:
            assert response.status == 400


async def test_tokens_rotate() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    async with SlackServer(clock) as server:
        server.app.rotates = True
        ws = server.add_workspace()
        first, refresh = ws.token, ws.installed.refresh_token
        known = {"client_id": server.app.client_id, "client_secret": server.app.client_secret}
        async with rest_of(server, first) as rest:
            asked = {"grant_type": "refresh_token", "refresh_token": refresh} | known
            told = (await rest.form("oauth.v2.access", **asked)).body
            assert (told["expires_in"], told["access_token"] == ws.token != first) == (43200, True)
            assert (await rest.call("auth.test")).error == ""
            assert (await rest.form("oauth.v2.access", **asked)).error == "invalid_refresh_token"
            clock.advance(timedelta(hours=13))
            assert (await rest.call("auth.test")).error == "token_expired"


async def test_an_organisation_installs_it_whole(server: SlackServer, site: Site) -> None:
    corp = server.add_enterprise("Corp")
    boss = corp.add_workspace("One").add_user("boss", owner=True)
    visit = await boss.install(site.install, org_wide=True)
    assert (visit.status, corp.installation and corp.installation.scopes) == (200, SCOPES)
    found = site.store.find_bot(enterprise_id=corp.id, team_id=None, is_enterprise_install=True)
    assert found is not None and corp.installation is not None and found.bot_token == corp.installation.token
