"""``dailydrill run``: the platforms that have tokens, on the real database."""

import asyncio

from bot.cli.common import make_home
from bot.errors import SettingsError
from bot.settings import Settings
from bot.store.migrate import upgrade

NO_TOKEN = (
    "No platform has a token. Set DISCORD_TOKEN for Discord, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack. "
    "To try the bot without any, use: dailydrill demo"
)
NOT_YET = "This release serves the playground only: the Discord and Slack adapters come with the next ones."


async def run(settings: Settings) -> None:
    """Migrate, then serve. SettingsError when there is nothing to serve."""
    if settings.discord_token is None and settings.slack_bot_token is None:
        raise SettingsError(NO_TOKEN)
    if settings.playground.name in settings.database:
        raise SettingsError("DATABASE_URL names the playground's file. The playground is for demo alone.")
    make_home(settings)
    await asyncio.to_thread(upgrade, settings.database)
    raise SettingsError(NOT_YET)
