"""``dailydrill run``: the platforms that have tokens, on the real database."""

from pathlib import Path

from bot.errors import SettingsError
from bot.settings import Settings
from bot.store.engine import parsed

NO_TOKEN = (
    "No platform has a token. Set DISCORD_TOKEN for Discord, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack. "
    "To try the bot without any, use: dailydrill demo"
)
PLAYGROUND = "DATABASE_URL names the playground's file, which is for demo alone: name another one."
NOT_YET = (
    "This release serves the playground only (dailydrill demo): "
    "the Discord and Slack adapters come with the next ones."
)


async def run(settings: Settings) -> None:
    """SettingsError when there is nothing to serve, before anything is opened."""
    if settings.discord_token is None and settings.slack_bot_token is None:
        raise SettingsError(NO_TOKEN)
    if names_playground(settings):
        raise SettingsError(PLAYGROUND)
    raise SettingsError(NOT_YET)


def names_playground(settings: Settings) -> bool:
    """Whatever way the path is written."""
    url = parsed(settings.database)
    if url.get_backend_name() != "sqlite" or url.database is None:
        return False
    return Path(url.database).resolve() == settings.playground.resolve()
