"""``dailydrill db``: upgrade and backup."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import make_home
from bot.errors import UsageError
from bot.settings import load_settings
from bot.store.backup import backup as copy_database
from bot.store.engine import parsed
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
def backup(to: Annotated[Path | None, typer.Argument(help="A file or folder for the copy.")] = None) -> None:
    """Copy a SQLite database while it is in use."""
    url = load_settings().database
    typer.echo(f"Copied to {copy_database(url, to and _target(url, to))}")


def _target(url: str, to: Path) -> Path:
    """A copy onto the database would take the file away from who has it open."""
    source = Path(parsed(url).database or "")
    target = to / source.name if to.is_dir() else to
    if target.resolve() == source.resolve():
        raise UsageError(f"{target} is the database itself: name another file.")
    return target
