"""``dailydrill``: exit code 0 fine, 1 found problems, 2 bad usage or settings.

Each command imports what it needs when it is called: a server, a database and settings take their time.
"""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.lazy import room
from bot.cli.simulate import simulate
from bot.errors import DailydrillError, UsageError

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(room("bot.cli.bank"), name="bank", help="The questions: check, count, show, write, export.")
app.add_typer(room("bot.cli.database"), name="db", help="The database: upgrade, backup.")
app.add_typer(
    room("bot.cli.discord"), name="discord", help="Discord: the link that adds the bot to a server."
)
app.add_typer(room("bot.cli.privacy"), name="privacy", help="What is stored of an account: export, delete.")
app.add_typer(room("bot.cli.slack"), name="slack", help="Slack: the manifest that makes the app.")
app.command()(simulate)

BAD_USAGE = 2


@app.callback()
def dailydrill() -> None:
    """One interview question a day for your team, with reasons, streaks and boards."""


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew with a sample fortnight.")] = False,
    ask: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Show this one question on a throw-away page, for its author."),
    ] = None,
) -> None:
    """Serve the playground on this machine: no token, no account."""
    from bot.cli.ask import ask as serve_question
    from bot.cli.common import until_stopped
    from bot.cli.demo import demo as serve_demo

    if ask is not None and fresh:
        raise UsageError("Use --fresh or --ask: what --ask shows begins anew by itself.")
    settings = _settings()
    serve = serve_demo(settings, fresh=fresh) if ask is None else serve_question(settings, ask)
    asyncio.run(until_stopped(serve))


@app.command()
def run() -> None:
    """Serve the platforms that have tokens."""
    from bot.cli.common import until_stopped
    from bot.cli.run import run as serve

    settings = _settings()
    asyncio.run(until_stopped(serve(settings)))


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False) -> None:
    """Look at questions, database, clock, disk and tracks; say what to do. Nothing is changed."""
    from bot.cli.doctor.examination import run as look

    settings = _settings()
    asyncio.run(look(settings, as_json=as_json))


def _settings() -> "Settings":
    from bot.logs import set_up_logging
    from bot.settings import LogFormat, load_settings

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
