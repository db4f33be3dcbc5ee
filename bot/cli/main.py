"""``dailydrill``: exit code 0 fine, 1 found problems, 2 bad usage or settings."""

import asyncio
from typing import Annotated

import typer

from bot.cli import bank
from bot.cli.common import until_stopped
from bot.cli.database import app as database
from bot.cli.demo import demo as serve_demo
from bot.cli.run import run as serve
from bot.errors import DailydrillError
from bot.logs import set_up_logging
from bot.settings import LogFormat, Settings, load_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(bank.app, name="bank", help="Check and look at the questions.")
app.add_typer(database, name="db", help="The database: upgrade, backup.")

BAD_USAGE = 2


@app.callback()
def dailydrill() -> None:
    """One interview question a day for your team, with reasons, streaks and boards."""


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew with a sample fortnight.")] = False,
) -> None:
    """Serve the playground on this machine: no token, no account."""
    settings = _settings()
    asyncio.run(until_stopped(serve_demo(settings, fresh=fresh)))


@app.command()
def run() -> None:
    """Serve the platforms that have tokens."""
    settings = _settings()
    asyncio.run(until_stopped(serve(settings)))


def _settings() -> Settings:
    settings = load_settings()
    set_up_logging(settings.log_level, json=settings.log_format is LogFormat.JSON)
    return settings


def main() -> None:
    """Run the command line; a known error is one sentence and exit code 2, never a traceback."""
    try:
        app()
    except DailydrillError as error:
        typer.echo(f"dailydrill: {error}", err=True)
        raise SystemExit(BAD_USAGE) from None
