"""``dailydrill db``: upgrade and backup."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.backups import backups_folder, make_copy
from bot.cli.common import make_home
from bot.cli.waiting import working
from bot.clock import SystemClock
from bot.errors import UsageError
from bot.settings import Settings, load_settings
from bot.store.backup import backup as copy_database
from bot.store.backup import sqlite_file
from bot.store.migrate import upgrade as migrate

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to this version; a copy of a SQLite file is kept beside it."""
    settings = load_settings()
    if settings.database_url is None:
        make_home(settings)
    migrate(settings.database)
    typer.echo("The database is up to date.")


@app.command()
def backup(
    to: Annotated[Path | None, typer.Argument(help="A file or folder for the copy.")] = None,
    nightly: Annotated[
        bool, typer.Option("--nightly", help="As `run` does each night: into the backup folder, seven kept.")
    ] = False,
) -> None:
    """Copy a SQLite database while it is in use; the copy is checked."""
    if nightly and to:
        raise UsageError("--nightly copies into the backup folder: name no other place.")
    settings = load_settings()
    with working("Copying the database …"):
        made = _nightly(settings) if nightly else copy_database(settings.database, _target(settings, to))
    typer.echo(f"Copied to {made}")


def _nightly(settings: Settings) -> Path:
    return make_copy(settings.database, backups_folder(settings), SystemClock().now())


def _target(settings: Settings, to: Path | None) -> Path | None:
    """A copy onto the database would take the file away from who has it open."""
    source = sqlite_file(settings.database)
    if to is None or source is None:
        return None
    target = to / source.name if to.is_dir() else to
    if target.resolve() == source.resolve():
        raise UsageError(f"{target} is the database itself: name another file.")
    return target
