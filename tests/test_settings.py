"""Settings from the environment, ``.env`` and files: each refusal is one sentence and tells no secret."""

import os
import re
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.errors import SettingsError
from bot.settings import LogFormat, Settings, load_settings, sqlite_url

ROOT = Path(__file__).parents[1]
SECRET = "xoxb-do-not-tell"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to start in, and nothing set that the settings read."""
    names = {name.upper() for name in Settings.model_fields}
    for name in names | {f"{name}_FILE" for name in names}:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal() -> str:
    with pytest.raises(SettingsError) as error:
        load_settings()
    sentence = str(error.value)
    assert SECRET not in sentence
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


def test_without_anything_set_there_are_defaults() -> None:
    settings = load_settings()
    assert settings.database == "sqlite+aiosqlite:///var/dailydrill.db"
    assert settings.playground == Path("var/playground.db")
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == ("INFO", LogFormat.CONSOLE)
    assert settings.discord_token is None


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HTTP_PORT", "abc", "HTTP_PORT: Input should be a valid integer"),
        ("HTTP_PORT", "70000", "HTTP_PORT: Input should be less than or equal to 65535"),
        ("HTTP_PORT", "-1", "HTTP_PORT: Input should be greater than or equal to 0"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL: use DEBUG, INFO, WARNING or ERROR."),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: Input should be 'console' or 'json'."),
        ("PUBLIC_URL", "drill.example", "PUBLIC_URL: begin it with https:// (or http://)."),
        ("DISCORD_API_URL", "discord.com", "DISCORD_API_URL: begin it with https:// (or http://)."),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    assert refusal().startswith(f"Settings cannot be used: {told}")


def test_all_values_that_cannot_be_used_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "abc")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    sentence = refusal()
    assert "HTTP_PORT" in sentence and "LOG_LEVEL" in sentence


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PORT", "DISCORD_TOKEN", "DATABASE_URL", "DAILYDRILL_BANK"):
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings()
    assert load_settings().discord_token is None


def test_the_case_of_a_log_level_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert load_settings().log_level == "DEBUG"


def test_a_secret_is_not_in_what_is_printed_of_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://me:{SECRET}@db/drill")
    settings = load_settings()
    assert SECRET not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    "name", [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]
)
def test_every_secret_is_hidden_and_may_come_from_a_file(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place.joinpath("secret").write_text(SECRET, encoding="utf-8")
    monkeypatch.setenv(f"{name.upper()}_FILE", "secret")
    settings = load_settings()
    assert getattr(settings, name)
    assert SECRET not in f"{settings!r} {settings}"


def test_several_keys_are_a_list_with_commas_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAILYDRILL_SECRET_KEY", "new, old,")
    keys = load_settings().dailydrill_secret_key
    assert [key.get_secret_value() for key in keys] == ["new", "old"]


def test_addresses_end_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().discord_api_url == "https://discord.com/api/v10"
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:9000/api/v10/")
    assert load_settings().discord_api_url == "http://127.0.0.1:9000/api/v10"


def test_a_secret_that_cannot_be_used_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", SECRET)
    assert "HTTP_PORT" in refusal()


@pytest.mark.parametrize("by", ["environment", "dotenv"])
def test_a_secret_may_come_from_a_file(place: Path, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    place.joinpath("token").write_text(f"{SECRET}\n", encoding="utf-8")
    if by == "environment":
        monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    else:
        place.joinpath(".env").write_text("DISCORD_TOKEN_FILE=token\n", encoding="utf-8")
    token = load_settings().discord_token
    assert token is not None and token.get_secret_value() == SECRET


def test_an_empty_file_counts_as_unset(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.joinpath("token").write_text("\n", encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    assert load_settings().discord_token is None


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("nowhere", "No such file or directory"),
        (".", "Is a directory"),
        ("file/below", "Not a directory"),
        (SECRET, "No such file or directory"),
        ("x" * 5000, "File name too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_settings_name(
    place: Path, monkeypatch: pytest.MonkeyPatch, path: str, why: str
) -> None:
    place.joinpath("file").touch()
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", path)
    assert refusal() == f"SLACK_BOT_TOKEN_FILE names a file that cannot be read: {why}."


def test_a_file_that_is_no_text_is_refused_in_words(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.joinpath("token").write_bytes(b"\xff\xfe" + SECRET.encode())
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    assert refusal() == "DISCORD_TOKEN_FILE names a file that is not UTF-8 text."


def test_dotenv_is_read_and_the_environment_goes_before_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.joinpath(".env").write_text("HTTP_PORT=9000\nLOG_LEVEL=ERROR\nUNKNOWN=1\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    settings = load_settings()
    assert (settings.http_port, settings.log_level) == (9000, "DEBUG")


def test_a_file_named_in_the_environment_goes_before_a_value_in_dotenv(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.joinpath(".env").write_text("DISCORD_TOKEN=old\n", encoding="utf-8")
    place.joinpath("token").write_text("new", encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    token = load_settings().discord_token
    assert token is not None and token.get_secret_value() == "new"


def test_a_dotenv_that_is_no_text_is_refused_in_words(place: Path) -> None:
    place.joinpath(".env").write_bytes(b"DISCORD_TOKEN=\xff" + SECRET.encode())
    assert refusal() == "The file .env is not UTF-8 text."


@pytest.mark.parametrize("between", [os.pathsep, ",", ", "])
def test_more_question_folders_are_a_list_as_in_path_or_with_commas(
    monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    monkeypatch.setenv("DAILYDRILL_BANK", between.join(["one", "", "two/three"]))
    assert load_settings().dailydrill_bank == (Path("one"), Path("two/three"))


@pytest.mark.parametrize("folder", ["plain", "a b", "what?", "50%25", "a#b", "a@b:c", "ü/ß", "../up"])
def test_a_folder_of_any_name_can_hold_a_database(folder: str) -> None:
    path = Path(folder) / "playground.db"
    assert make_url(sqlite_url(path)).database == str(path)


def test_the_shipped_example_can_be_used_as_it_is_and_names_every_setting_once(place: Path) -> None:
    example = ROOT.joinpath(".env.example").read_text(encoding="utf-8")
    place.joinpath(".env").write_text(example, encoding="utf-8")
    assert load_settings() == Settings(dailydrill_home=Path("var"))
    named = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_shipped_example_takes_nothing_from_a_container() -> None:
    example = ROOT.joinpath(".env.example").read_text(encoding="utf-8")
    own = re.findall(
        r"^ENV PATH.*?[^\\]$",
        ROOT.joinpath("Dockerfile").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )[0]
    names = re.findall(r"(\w+)=", own)
    assert "DAILYDRILL_HOME" in names, "else this looks at nothing"
    assert [name for name in names if re.search(rf"^{name}=", example, re.MULTILINE)] == []


def test_the_operators_page_has_every_setting() -> None:
    page = ROOT.joinpath("docs/operators.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in page] == []
