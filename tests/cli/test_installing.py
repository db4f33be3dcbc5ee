"""Many workspaces: `run` says what is missing before it opens anything, and a whole program serves them."""

import asyncio
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from cryptography.fernet import Fernet

from bot.bank import Bank
from bot.cli import run as run_module
from bot.cli.installing import BOTH, NOT_HTTPS, installing, sealer_of
from bot.cli.platform import enabled
from bot.cli.run import run
from bot.errors import SettingsError, StoreError
from bot.secrets import NO_KEY
from bot.settings import Settings
from tests.adapters.slack.site import Guest
from tests.cli.playing import settings_for
from tests.cli.running import fetched
from tests.fakes.bank import make_bank
from tests.platforms.slack.server import SlackServer

KEYS = [Fernet.generate_key().decode() for _ in range(2)]
WHOLE: dict[str, Any] = {
    "slack_client_id": "1000.2000",
    "slack_client_secret": "made-up-client-secret",
    "slack_signing_secret": "made-up-signing-secret",
    "public_url": "https://quiz.example.org",
    "dailydrill_secret_key": KEYS[0],
}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WHOLE.items() if name not in names}


def test_whole_settings_enable_slack(home: Path) -> None:
    assert list(enabled(settings_for(home, **WHOLE))) == ["slack"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("slack_client_secret",), "SLACK_CLIENT_SECRET must be set"),
        (("slack_signing_secret", "public_url"), "SLACK_SIGNING_SECRET and PUBLIC_URL must be set"),
    ],
)
def test_what_is_missing_is_named(home: Path, names: tuple[str, ...], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        installing(settings_for(home, **without(*names)))


def test_a_missing_or_bad_key_stops_the_start(home: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        installing(settings_for(home, **without("dailydrill_secret_key")))
    assert str(raised.value) == NO_KEY
    with pytest.raises(SettingsError, match="number 2"):
        installing(settings_for(home, **(WHOLE | {"dailydrill_secret_key": f"{KEYS[0]},secret-words"})))


def test_one_workspace_and_many_exclude_each_other(home: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        enabled(settings_for(home, **WHOLE, slack_bot_token="xoxb-made-up"))
    assert str(raised.value) == BOTH


@pytest.mark.parametrize("url", ["http://quiz.example.org", "http://10.0.0.1"])
def test_an_address_that_slack_does_not_send_to_is_refused(home: Path, url: str) -> None:
    with pytest.raises(SettingsError) as raised:
        installing(settings_for(home, **(WHOLE | {"public_url": url})))
    assert str(raised.value) == NOT_HTTPS


def test_without_many_workspaces_no_key_is_needed(home: Path) -> None:
    assert sealer_of(settings_for(home)) is None


@pytest.fixture
def prepared(home: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home.mkdir()
    shutil.copyfile(migrated_sqlite, home / "dailydrill.db")

    async def small_bank(settings: Settings, today: date) -> Bank:
        return make_bank()

    monkeypatch.setattr(run_module, "read_bank", small_bank)
    return home


async def test_a_whole_program_is_installed_restarted_with_another_key_and_used(prepared: Path) -> None:
    async with SlackServer() as server:
        guest = Guest.of(server)
        port = unused_port()
        url = f"http://127.0.0.1:{port}"
        server.app.redirect_uri = f"{url}/slack/oauth_redirect"
        more = WHOLE | {
            "http_port": port,
            "public_url": url,
            "slack_api_url": server.api_url.rstrip("/"),
            "slack_client_id": server.app.client_id,
            "slack_client_secret": server.app.client_secret,
            "slack_signing_secret": server.app.signing_secret,
        }
        await server.use_http(url)
        async with _served(prepared, more):
            visit = await guest.grace.install(f"{url}/slack/install")
            assert visit.status == 200, visit.page
            await server.until(lambda: guest.grace.dm.messages)
            assert (await fetched(url, "/healthz"))[0] == 200
            assert (await fetched(url, "/metrics"))[0] == 404, "the name is the one the internet uses"
        more["dailydrill_secret_key"] = f"{KEYS[1]},{KEYS[0]}"
        async with _served(prepared, more):
            await _helped(guest)
        more["dailydrill_secret_key"] = KEYS[1]
        async with _served(prepared, more):
            await _helped(guest)
        more["dailydrill_secret_key"] = KEYS[0]
        with pytest.raises(StoreError, match="lacks the key"):
            await run(settings_for(prepared, **more))


async def _helped(guest: Guest) -> None:
    reply = await guest.grace.slash(guest.channel, "/dailydrill", "help")
    assert (await reply.posted()).ephemeral


class _served:  # noqa: N801 - reads as the function it stands for
    """The program, from its first answer to its orderly end."""

    def __init__(self, home: Path, more: dict[str, Any]) -> None:
        self._settings = settings_for(home, **more)

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(run(self._settings))
        async with asyncio.timeout(10):
            while not await self._is_ready():
                assert not self._task.done(), self._task.result()
                await asyncio.sleep(0.02)

    async def _is_ready(self) -> bool:
        try:
            port = self._settings.http_port
            return (await fetched(f"http://localhost:{port}", "/readyz"))[0] == 200
        except OSError:
            return False

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])
