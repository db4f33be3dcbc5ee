"""``dailydrill discord``: what an operator needs before the bot is in a server."""

import asyncio
from typing import Annotated

import typer

from adapters.discord.inspection import inspecting, invitation
from bot.errors import SettingsError
from bot.settings import load_settings

app = typer.Typer(no_args_is_help=True)

NO_TOKEN = "Set DISCORD_TOKEN, or give the application's id: dailydrill discord invite --application ID."


@app.callback()
def discord() -> None:
    """Discord: adding the bot to a server."""


@app.command()
def invite(
    application: Annotated[
        int | None, typer.Option(help="The application's id; asked of Discord if left out.")
    ] = None,
) -> None:
    """Print the link that adds the bot to a server, with the fewest rights that serve."""
    typer.echo(invitation(application if application is not None else asyncio.run(_asked())))


async def _asked() -> int:
    settings = load_settings()
    if settings.discord_token is None:
        raise SettingsError(NO_TOKEN)
    async with inspecting(settings.discord_token.get_secret_value(), settings.discord_api_url, []) as look:
        return (await look.application()).id
