"""Settings from the environment or ``.env``; ``NAME_FILE`` reads a value from a file.

Read once, in the composition root, and handed on.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.errors import SettingsError


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


class FromFiles(PydanticBaseSettingsSource):
    """``DISCORD_TOKEN_FILE=/run/secrets/discord`` gives DISCORD_TOKEN: how containers hand in secrets.

    ``written`` is what stands in ``.env``; the environment goes before it.
    """

    def __init__(self, settings_cls: type[BaseSettings], written: Mapping[str, str | None]) -> None:
        super().__init__(settings_cls)
        self._paths = {name.lower(): value for name, value in (*written.items(), *os.environ.items())}

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        name = f"{field_name}_file"
        path = self._paths.get(name)
        return (_content(name.upper(), Path(path)) if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value}


def _content(name: str, path: Path) -> str:
    """The sentences do not repeat the path: some put the secret itself there."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name} names a file that cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{name} names a file that is not UTF-8 text.") from None


class Settings(BaseSettings):
    """``database_url``: None means SQLite under ``dailydrill_home``. ``retention_days``: after that
    answers lose their link to people; a season must be over and settled by then.
    ``dailydrill_secret_key``: the first one encrypts, all of them decrypt. Addresses end without a slash."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    dailydrill_home: Path = Path("var")
    database_url: SecretStr | None = None
    discord_token: SecretStr | None = None
    discord_api_url: str = "https://discord.com/api/v10"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api"
    slack_command_prefix: str = ""
    dailydrill_secret_key: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    public_url: str | None = None
    retention_days: int = Field(default=400, ge=60, le=36_500)
    dailydrill_bank: Annotated[tuple[Path, ...], NoDecode] = ()
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.CONSOLE

    @field_validator("dailydrill_bank", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        """A list as in PATH, or with commas."""
        if not isinstance(value, str):
            return value
        parts = (part.strip() for part in value.replace(",", os.pathsep).split(os.pathsep))
        return tuple(Path(part) for part in parts if part)

    @field_validator("dailydrill_secret_key", mode="before")
    @classmethod
    def _keys(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(SecretStr(part.strip()) for part in value.split(",") if part.strip())

    @field_validator("discord_api_url", "slack_api_url", "public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("begin it with https:// (or http://)")
        return value.rstrip("/") if value else value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("use DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        written = dotenv_settings.env_vars if isinstance(dotenv_settings, EnvSettingsSource) else {}
        return init_settings, env_settings, FromFiles(settings_cls, written), dotenv_settings

    @property
    def database(self) -> str:
        """The database of ``run``, as a URL SQLAlchemy understands."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return sqlite_url(self.dailydrill_home / "dailydrill.db")

    @property
    def playground(self) -> Path:
        """The playground's own file, which ``run`` never opens."""
        return self.dailydrill_home / "playground.db"


def sqlite_url(path: Path) -> str:
    """Quoted, as a path may hold what means something in a URL."""
    return f"sqlite+aiosqlite:///{quote(str(path))}"


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read everything at once; SettingsError names each setting that cannot be used."""
    try:
        return Settings(**(overrides or {}))
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
        raise SettingsError(f"Settings cannot be used: {told}.") from None
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not UTF-8 text.") from None
