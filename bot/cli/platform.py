"""What ``run`` serves: a platform, and which of them the settings ask for."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.errors import SettingsError
from bot.ports.poster import Poster
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import PlatformDefaults, Tools
from bot.settings import Settings

Topics = Sequence[tuple[str, str]]
"""(name, title) of each topic of the bank."""

SLACK_NOT_YET = (
    "This release serves Discord and the playground: the Slack adapter comes with the next one. "
    "Unset SLACK_BOT_TOKEN."
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


class Maker(Protocol):
    """Makes a platform, which connects to nothing before it serves."""

    def __call__(self, desk: Desk, tools: Tools, presence: Presence, topics: Topics) -> Platform: ...


def enabled(settings: Settings) -> Mapping[str, Maker]:
    """The platforms that have tokens, by name. None is imported before it is made."""
    if settings.slack_bot_token is not None:
        raise SettingsError(SLACK_NOT_YET)
    if settings.discord_token is None:
        return {}
    return {"discord": _discord(settings.discord_token.get_secret_value(), settings.discord_api_url)}


def _discord(token: str, api_url: str) -> Maker:
    def made(desk: Desk, tools: Tools, presence: Presence, topics: Topics) -> Platform:
        from adapters.discord.platform import make  # noqa: PLC0415 - its library takes time and memory

        return make(token, api_url, desk, tools, presence, topics)

    return made
