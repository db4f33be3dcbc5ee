"""Exit codes, and ``run`` where it refuses to begin."""

from pathlib import Path

import pytest

from bot.cli.run import names_playground
from tests.cli.conftest import Call
from tests.cli.playing import settings_for

SECRET = "xoxb-do-not-tell"


@pytest.mark.parametrize("words", [["--help"], ["demo", "--help"], ["db", "--help"], ["bank", "--help"]])
def test_help_ends_with_0(call: Call, words: list[str]) -> None:
    ended = call(*words)
    assert ended.code == 0 and "Usage" in ended.out


@pytest.mark.parametrize("words", [[], ["db"], ["bank"]])
def test_no_command_shows_the_help_and_ends_with_2(call: Call, words: list[str]) -> None:
    ended = call(*words)
    assert ended.code == 2 and "Usage" in ended.out + ended.err


@pytest.mark.parametrize(
    "words",
    [["nosuch"], ["--nosuch"], ["demo", "--nosuch"], ["demo", "extra"], ["db", "nosuch"], ["bank", "show"]],
)
def test_bad_usage_ends_with_2(call: Call, home: Path, words: list[str]) -> None:
    ended = call(*words)
    assert ended.code == 2 and ended.out == "" and "Usage" in ended.err
    assert "Traceback" not in ended.err
    assert not home.exists(), "nothing was begun"


def test_problems_that_were_found_end_with_1(call: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("broken.yaml").write_text("{", encoding="utf-8")
    assert call("bank", "lint", tmp_path / "broken.yaml").code == 1


def test_run_without_tokens_says_what_to_set(call: Call, home: Path) -> None:
    sentence = call("run").sentence
    for name in ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "dailydrill demo"):
        assert name in sentence
    assert not home.exists()


def test_run_with_a_slack_token_alone_says_which_line_is_missing_and_opens_nothing(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    sentence = call("run").sentence
    assert "SLACK_APP_TOKEN for Socket Mode" in sentence and SECRET not in sentence
    assert not home.exists()


@pytest.mark.parametrize("command", [["run"], ["demo"], ["db", "upgrade"], ["db", "backup"]])
@pytest.mark.parametrize(("name", "value"), [("HTTP_PORT", "abc"), ("LOG_LEVEL", "loud")])
def test_settings_that_cannot_be_used_stop_every_command(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert name in call(*command).sentence
    assert not home.exists()


def test_a_secrets_file_that_cannot_be_read_stops_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN_FILE", SECRET)
    assert call("run").sentence == (
        "DISCORD_TOKEN_FILE names a file that cannot be read: No such file or directory."
    )


@pytest.mark.parametrize(
    "path", ["home/playground.db", "{tmp}/home/playground.db", "x/../home/playground.db"]
)
def test_run_never_opens_the_playground_however_its_path_is_written(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path.format(tmp=home.parent)}")
    assert "playground" in call("run").sentence and not home.exists()


def test_run_sees_through_a_link_to_the_playground(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    home.joinpath("playground.db").touch()
    home.joinpath("other.db").symlink_to("playground.db")
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{home}/other.db")
    assert "DATABASE_URL names the playground's file" in call("run").sentence


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:///my-playground.db.d/x.db", "postgresql+asyncpg://db/playground.db"]
)
def test_a_database_that_only_sounds_like_the_playground_is_no_concern(home: Path, url: str) -> None:
    assert not names_playground(settings_for(home, database_url=url))


@pytest.mark.parametrize("url", [SECRET, f"mysql://me:{SECRET}@db/x", "sqlite+aiosqlite://"])
def test_an_address_that_is_no_database_is_refused_without_repeating_it(
    call: Call, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DATABASE_URL", url)
    for command in (["run"], ["db", "upgrade"], ["db", "backup"]):
        assert SECRET not in call(*command).sentence
