"""What ``run`` serves: a platform, and which of them the settings ask for."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from bot.cli.installing import installing
from bot.errors import SettingsError
from bot.ports.poster import Poster
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import PlatformDefaults, Tools
from bot.settings import Settings

Topics = Sequence[tuple[str, str]]
"""(name, title) of each topic of the bank."""

NO_LINE = (
    "Slack needs a line: set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP. "
    "docs/slack.md says where to find them."
)


class Platform(Protocol):
    @property
    def name(self) -> str:
        """As in rows: "discord"."""
        ...

    @property
    def poster(self) -> Poster: ...

    @property
    def defaults(self) -> PlatformDefaults: ...

    async def serve(self) -> None:
        """Connect and work, until cancelled or broken for good; tells its presence what the line does.

        SettingsError when the platform refuses the token. May be called again after it broke.
        """
        ...

    async def close(self) -> None:
        """Take no new work, and finish what is in hand; harmless while it is not connected."""
        ...


@runtime_checkable
class Mounted(Protocol):
    """A platform that is come to over HTTP."""

    def mount(self, app: Any) -> None: ...


class Maker(Protocol):
    """Makes a platform, which connects to nothing before it serves."""

    def __call__(self, desk: Desk, tools: Tools, presence: Presence, topics: Topics) -> Platform: ...


def enabled(settings: Settings) -> Mapping[str, Maker]:
    """The platforms that have tokens, by name. None is imported before it is made."""
    found: dict[str, Maker] = {}
    if settings.discord_token is not None:
        found["discord"] = _discord(settings.discord_token.get_secret_value(), settings.discord_api_url)
    if settings.slack_client_id is not None:
        found["slack"] = installing(settings)
    elif settings.slack_bot_token is not None:
        found["slack"] = _slack(settings, settings.slack_bot_token.get_secret_value())
    return found


def _discord(token: str, api_url: str) -> Maker:
    def made(desk: Desk, tools: Tools, presence: Presence, topics: Topics) -> Platform:
        from adapters.discord.platform import make  # noqa: PLC0415 - its library takes time and memory

        return make(token, api_url, desk, tools, presence, topics)

    return made


def _slack(settings: Settings, bot_token: str) -> Maker:
    """One workspace: Socket Mode where there is an app-level token, else HTTP."""
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    if app_token is None and secret is None:
        raise SettingsError(NO_LINE)

    def made(desk: Desk, tools: Tools, presence: Presence, topics: Topics) -> Platform:
        from adapters.slack.platform import Core, over_http, over_socket  # noqa: PLC0415 - as above

        core = Core(settings.slack_api_url, settings.slack_command_prefix, desk, tools, presence)
        if app_token is not None:
            return over_socket(core, bot_token, app_token.get_secret_value())
        assert secret is not None
        return over_http(core, bot_token, secret.get_secret_value())

    return made
