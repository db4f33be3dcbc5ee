"""``slack manifest``, and what ``doctor`` finds out from Slack."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters.slack.scopes import OPTIONAL, REQUIRED
from bot.cli.doctor.examination import examine
from bot.cli.doctor.findings import Finding, Mark
from bot.cli.doctor.slack import check_slack
from bot.domain.schedule import next_slot
from bot.ports.installations import Installation
from bot.ports.tracks import NewTrack
from bot.secrets import Sealer
from bot.settings import load_settings, sqlite_url
from bot.store.open import open_store
from tests.cli.conftest import Call
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace
from tests.service.day import BERLIN

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVERYTHING = [*REQUIRED, *OPTIONAL]


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def workspace(server: SlackServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace that granted everything; ``home`` has cleared the settings, which name it now."""
    workspace = server.add_workspace("Team")
    workspace.install(EVERYTHING)
    monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.token)
    monkeypatch.setenv("SLACK_APP_TOKEN", server.app.app_token)
    monkeypatch.setenv("SLACK_API_URL", server.api_url)
    return workspace


@pytest.fixture
def database(home: Path, migrated_sqlite: Path) -> Path:
    home.mkdir()
    return shutil.copyfile(migrated_sqlite, home / "dailydrill.db")


@pytest.fixture
async def channel(workspace: Workspace, database: Path) -> Channel:
    """The channel of a running track."""
    channel = workspace.add_channel("ml-daily", private=True)
    await running(database, workspace, channel)
    return channel


async def running(database: Path, workspace: Workspace, channel: Channel) -> None:
    """A track asks in the channel."""
    async with open_store(sqlite_url(database)) as store:
        group = await store.people.group("slack", workspace.id, "Team")
        new = NewTrack("k", group.id, channel.id, "ml-daily", BERLIN, frozenset(), frozenset())
        draft = await store.tracks.draft(new, "1", NOW)
        await store.tracks.start(draft.id, next_slot(BERLIN, after=None, not_before=NOW), "1", NOW)


async def found() -> list[Finding]:
    return await examine(load_settings(), NOW, [check_slack])


async def test_a_sound_installation_has_nothing_to_mend(channel: Channel) -> None:
    told = await found()
    assert [one.mark for one in told] == [Mark.OK] * 4
    assert "opens a line" in told[0].text and "Team" in told[1].text
    assert told[3].text == "Team #ml-daily: the bot is in the channel."


async def test_a_missing_scope_says_what_it_is_for_and_what_to_do(workspace: Workspace) -> None:
    workspace.deny("users:read", "files:write")
    _, _, needed, optional = await found()
    assert needed.mark is Mark.FAIL and "users:read" in needed.text and "install the app again" in needed.cure
    assert optional.mark is Mark.WARN and "files:write is not granted. Its use: the picture" in optional.text


async def test_a_channel_without_the_bot_says_how_to_invite_it(channel: Channel) -> None:
    channel.remove_bot()
    place = (await found())[-1]
    assert place.mark is Mark.FAIL and "/invite @Dailydrill" in place.cure


async def test_an_archived_channel_is_told(channel: Channel) -> None:
    channel.archive()
    place = (await found())[-1]
    assert place.mark is Mark.FAIL and "archived or deleted" in place.text


async def test_without_the_right_to_see_channels_nothing_is_claimed_of_them(channel: Channel) -> None:
    channel.workspace.deny("channels:read", "groups:read")
    place = (await found())[-1]
    assert place.mark is Mark.WARN and "cannot be asked" in place.text


async def test_a_private_channel_that_may_not_be_seen_is_unknown(channel: Channel) -> None:
    channel.workspace.deny("groups:read")
    place = (await found())[-1]
    assert place.mark is Mark.WARN and "cannot be asked" in place.text


async def test_the_token_of_another_workspace_is_told(
    channel: Channel, server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = server.add_workspace("Other")
    other.install(EVERYTHING)
    monkeypatch.setenv("SLACK_BOT_TOKEN", other.token)
    told = (await found())[-1]
    assert told.mark is Mark.WARN and "says nothing of Team" in told.text


@pytest.mark.parametrize("token", ["xoxb-wrong", "xapp-1-wrong"])
async def test_a_bad_bot_token_is_a_sentence(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", token)
    bad = (await found())[-1]
    assert bad.mark is Mark.FAIL and "does not accept SLACK_BOT_TOKEN" in bad.text and token not in bad.text


@pytest.mark.parametrize("token", ["xapp-wrong", "xoxb-wrong"])
async def test_an_app_token_that_opens_no_line_is_told_and_the_rest_is_looked_at(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", token)
    line, *rest = await found()
    assert line.mark is Mark.FAIL and "SLACK_APP_TOKEN" in line.text and rest


async def test_one_of_two_ways_to_hear_from_slack_is_needed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    assert (await found())[0].mark is Mark.FAIL
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    assert (await found())[0].mark is Mark.OK


async def test_one_app_for_many_workspaces_wants_its_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    (missing,) = await found()
    assert missing.mark is Mark.FAIL and "SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET" in missing.text
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "c")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    monkeypatch.setenv("PUBLIC_URL", "https://quiz.example.org/")
    monkeypatch.setenv("DAILYDRILL_SECRET_KEY", "no key at all")
    (bad,) = await found()
    assert bad.mark is Mark.FAIL and "not a key" in bad.text and "no key at all" not in bad.text
    monkeypatch.setenv("DAILYDRILL_SECRET_KEY", Fernet.generate_key().decode())
    (good,) = await found()
    assert good.mark is Mark.OK and "https://quiz.example.org/slack/install" in good.text


# --- many workspaces -----------------------------------------------------------------------------


@pytest.fixture
def many(server: SlackServer, database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Settings for many workspaces; the key that seals their tokens."""
    key = Fernet.generate_key().decode()
    told = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c", "SLACK_SIGNING_SECRET": "s"}
    told |= {"PUBLIC_URL": "https://quiz.example.org", "DAILYDRILL_SECRET_KEY": key}
    for name, value in (told | {"SLACK_API_URL": server.api_url}).items():
        monkeypatch.setenv(name, value)
    return key


async def install(server: SlackServer, database: Path, key: str, name: str, **changes: object) -> Workspace:
    workspace = server.add_workspace(name)
    workspace.install(EVERYTHING)
    made = Installation(
        "slack", workspace.id, "", name, "A1", workspace.bot.id, "B1", frozenset(EVERYTHING),
        "U1", workspace.token, None, None, NOW,
    )  # fmt: skip
    async with open_store(sqlite_url(database), sealer=Sealer([key])) as store:
        await store.installations.save(replace(made, **changes))  # type: ignore[arg-type]
    return workspace


async def test_many_workspaces_in_order_are_one_line(server: SlackServer, database: Path, many: str) -> None:
    assert (await found())[-1].text == "No workspace has it installed."
    for number in range(12):
        await install(server, database, many, f"Team {number}")
    _, line = await found()
    assert line.mark is Mark.OK and line.text.startswith("12 of 12 workspaces in order: Team 0 (T")
    assert line.text.endswith("and 2 more.")


async def test_each_workspace_says_what_to_mend_the_worst_first(
    server: SlackServer, database: Path, many: str
) -> None:
    lacking, gone, fine, less = [
        await install(server, database, many, name) for name in ("Lacking", "Gone", "Fine", "Less")
    ]
    less.deny("files:write")
    lacking.deny("users:read")
    gone.revoke_token()
    _, order, *rest = await found()
    assert order.text == f"1 of 4 workspaces in order: Fine ({fine.id})."
    told = {one.text.split(" ")[0]: one for one in rest}
    assert rest[2] is told["Less"], "what is optional comes last"
    assert told["Lacking"].mark is Mark.FAIL and "users:read must be granted" in told["Lacking"].text
    assert told["Gone"].mark is Mark.FAIL and "does not accept its token" in told["Gone"].text
    assert told["Less"].mark is Mark.WARN and "files:write not granted" in told["Less"].text
    assert all("https://quiz.example.org/slack/install" in one.cure for one in rest)
    assert not any(gone.token in f"{one.text} {one.cure}" for one in rest)


async def test_a_token_that_cannot_be_opened_or_has_ended_is_told_without_asking_slack(
    server: SlackServer, database: Path, many: str
) -> None:
    await install(server, database, Fernet.generate_key().decode(), "Sealed")
    await install(server, database, many, "Ended", expires_at=NOW, refresh_token="r")
    _, order, sealed, ended = await found()
    assert order.text == "0 of 2 workspaces in order." and not server.asked("auth.test")
    assert sealed.mark is Mark.FAIL and "DAILYDRILL_SECRET_KEY" in sealed.cure
    assert ended.mark is Mark.WARN and "its token has ended" in ended.text


async def test_a_channel_without_the_bot_is_told_of_many_workspaces_too(
    server: SlackServer, database: Path, many: str
) -> None:
    workspace = await install(server, database, many, "Team")
    channel = workspace.add_channel("ml-daily", private=True, bot=False)
    await running(database, workspace, channel)
    _, _, place = await found()
    assert place.mark is Mark.FAIL and place.text.startswith(f"Team ({workspace.id}) #ml-daily: ")


async def test_workspaces_that_answer_too_late_stop_nobody(
    server: SlackServer, database: Path, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.doctor.slack_many.WITHIN", 0.05)
    await install(server, database, many, "Slow")
    await install(server, database, many, "Fine")
    server.hold("auth.test")
    _, order, late = await found()
    assert order.text.startswith("1 of 2") and late.text == "1 workspace did not answer within 0.05 s."


async def test_a_workspace_that_removed_the_app_is_only_counted(
    server: SlackServer, database: Path, many: str
) -> None:
    workspace = await install(server, database, many, "Gone")
    async with open_store(sqlite_url(database), sealer=Sealer([many])) as store:
        await store.installations.remove("slack", workspace.id, NOW, NOW)
    _, none, gone = await found()
    assert none.text == "No workspace has it installed." and gone.text.startswith("1 workspace removed")


async def test_looking_connects_to_nothing(workspace: Workspace, server: SlackServer) -> None:
    await found()
    assert {request.method for request in server.requests} == {"apps.connections.open", "auth.test"}


async def test_nothing_is_looked_at_without_a_token(home: Path) -> None:
    assert await found() == []


def test_the_manifest_is_json_and_the_steps_stand_beside_it(call: Call) -> None:
    ended = call("slack", "manifest")
    assert ended.code == 0
    made = json.loads(ended.out)
    assert made["settings"]["socket_mode_enabled"] and "connections:write" in ended.err
    quiet = call("slack", "manifest", "--json")
    assert (quiet.out, quiet.err) == (ended.out, "")


def test_the_settings_say_what_is_not_typed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_COMMAND_PREFIX", "ml-")
    monkeypatch.setenv("PUBLIC_URL", "https://dailydrill.example")
    made = json.loads(call("slack", "manifest", "--http").out)
    assert made["features"]["slash_commands"][0]["command"] == "/ml-quiz"
    assert made["settings"]["interactivity"]["request_url"] == "https://dailydrill.example/slack/events"
    typed = json.loads(call("slack", "manifest", "--prefix", "", "--all-commands").out)
    assert len(typed["features"]["slash_commands"]) > 5 and typed["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--http",), "PUBLIC_URL"),
        (("--http", "--url", "http://dailydrill.example"), "https"),
        (("--prefix", "Big "), "prefix"),
    ],
)
def test_what_slack_would_refuse_is_a_sentence(call: Call, arguments: tuple[str, ...], sentence: str) -> None:
    ended = call("slack", "manifest", *arguments)
    assert ended.code == 2 and sentence in ended.err and not ended.out
