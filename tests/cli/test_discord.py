"""``discord invite``, and what ``doctor`` finds out from Discord."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.doctor.discord import check_discord
from bot.cli.doctor.examination import examine
from bot.cli.doctor.findings import Finding, Mark
from bot.domain.schedule import next_slot
from bot.ports.tracks import NewTrack
from bot.settings import load_settings, sqlite_url
from bot.store.open import open_store
from tests.cli.conftest import Call
from tests.cli.test_process import ROOT
from tests.platforms.discord.library import redirected
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel
from tests.service.day import BERLIN

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """A Discord that the settings name; ``home`` has cleared them before."""
    async with DiscordServer() as server:
        monkeypatch.setenv("DISCORD_TOKEN", server.token)
        monkeypatch.setenv("DISCORD_API_URL", server.api_url)
        with redirected(server):
            yield server


@pytest.fixture
def database(home: Path, migrated_sqlite: Path) -> Path:
    home.mkdir()
    return shutil.copyfile(migrated_sqlite, home / "dailydrill.db")


@pytest.fixture
async def channel(server: DiscordServer, database: Path) -> Channel:
    """The channel of a running track."""
    guild = server.add_guild("Team")
    channel = guild.add_text("ml-daily")
    async with open_store(sqlite_url(database)) as store:
        group = await store.people.group("discord", str(guild.id), "Team")
        new = NewTrack("k", group.id, str(channel.id), "ml-daily", BERLIN, frozenset(), frozenset())
        draft = await store.tracks.draft(new, "1", NOW)
        await store.tracks.start(draft.id, next_slot(BERLIN, after=None, not_before=NOW), "1", NOW)
    return channel


async def found() -> list[Finding]:
    return await examine(load_settings(), NOW, [check_discord])


async def test_a_sound_installation_only_wants_its_commands_registered(
    server: DiscordServer, channel: Channel
) -> None:
    token, commands, place = await found()
    assert token.mark is Mark.OK and "dailydrill" in token.text
    assert commands.mark is Mark.WARN and "/quiz" in commands.text and "run" in commands.cure
    assert (place.mark, place.text) == (Mark.OK, "Team #ml-daily: the bot may do what it needs.")


async def test_missing_rights_are_named_with_where_to_click(server: DiscordServer, channel: Channel) -> None:
    channel.deny("SEND_MESSAGES", "CREATE_PUBLIC_THREADS")
    place = (await found())[-1]
    assert place.text == "Team #ml-daily: Send Messages and Create Public Threads missing."
    assert "Edit Channel, Permissions" in place.cure
    channel.deny("VIEW_CHANNEL")
    assert "may not see it" in (await found())[-1].text


async def test_a_server_without_the_bot_says_how_to_invite_it(
    server: DiscordServer, channel: Channel
) -> None:
    assert channel.guild is not None
    server.remove_guild(channel.guild)
    place = (await found())[-1]
    assert place.mark is Mark.FAIL and "not in this server any more" in place.text
    assert "dailydrill discord invite" in place.cure


async def test_a_bad_token_is_a_sentence(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "wrong.token.here")
    (bad,) = await found()
    assert bad.mark is Mark.FAIL and "does not accept DISCORD_TOKEN" in bad.text
    assert "wrong.token" not in bad.text


async def test_nothing_is_looked_at_without_a_token(home: Path) -> None:
    assert await found() == []


def test_the_invitation_asks_for_the_fewest_rights(call: Call) -> None:
    ended = call("discord", "invite", "--application", "123456789012345678")
    assert ended.code == 0
    assert ended.out.strip() == (
        "https://discord.com/oauth2/authorize?client_id=123456789012345678"
        "&scope=bot+applications.commands&permissions=309237713920"
    )
    rights = 1 << 10 | 1 << 11 | 1 << 16 | 1 << 35 | 1 << 38
    assert rights == 309237713920, "view, send, read history, open public threads, write in them"


def test_without_a_token_or_an_id_the_invitation_says_what_to_give(call: Call) -> None:
    ended = call("discord", "invite")
    assert ended.code == 2 and "--application ID" in ended.err


def test_who_looks_at_discord_hears_nothing_of_what_speaking_would_take() -> None:
    told = "import adapters.discord.inspection, discord; print(discord.VoiceClient.warn_nacl, discord.VoiceClient.warn_dave)"
    asked = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, check=True, text=True)
    assert asked.stdout.strip() == "False False"
