"""``dailydrill db``: upgrade and backup."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import make_home
from bot.settings import load_settings
from bot.store.backup import backup as copy_database
from bot.store.migrate import upgrade as migrate

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to this version; a copy of a SQLite file is kept beside it."""
    settings = load_settings()
    make_home(settings)
    migrate(settings.database)
    typer.echo("The database is up to date.")


@app.command()
def backup(to: Annotated[Path | None, typer.Argument(help="Where the copy goes.")] = None) -> None:
    """Copy a SQLite database while it is in use."""
    settings = load_settings()
    typer.echo(f"Copied to {copy_database(settings.database, to)}")
