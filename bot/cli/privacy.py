"""``dailydrill privacy``: what members can do for themselves, done by the operator for them."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.cli.common import only_process
from bot.clock import SystemClock
from bot.domain.held import Held
from bot.errors import StoreError, UsageError
from bot.ports.privacy import Export
from bot.service.export import everything, files_of
from bot.settings import Settings, load_settings, sqlite_url
from bot.store.engine import parsed
from bot.store.open import SqlStore, open_store

app = typer.Typer(no_args_is_help=True)

PROBLEMS = 1
WAIT = 5.0
"""Seconds for a running bot to let go of its SQLite file."""
PLAYGROUND = "web"

Account = Annotated[
    str,
    typer.Argument(
        help="The platform and its own id: discord:123, slack:T1:U1; web:robin on the playground."
    ),
]


@app.command()
def export(
    account: Account,
    out: Annotated[Path | None, typer.Option(help="A folder for the JSON and CSV files.")] = None,
) -> None:
    """Everything stored of an account, as JSON on the screen, or as files."""
    found = asyncio.run(_export(load_settings(), *_parsed(account)))
    if found is None:
        _unknown(account)
    elif out is None:
        sys.stdout.buffer.write(everything(found))
    else:
        _write(found, out)


@app.command()
def delete(
    account: Account,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete an account: its answers stay, linked to nobody. Stop the bot first if it uses SQLite."""
    settings, (platform, name) = load_settings(), _parsed(account)
    if not yes and not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here: add --yes.")
    held = asyncio.run(_held(settings, platform, name))
    if held is None:
        _unknown(account)
    if not yes and not typer.confirm(_question(account, held)):
        typer.echo("Nothing was deleted.")
        raise typer.Exit(PROBLEMS)
    asyncio.run(_delete(settings, platform, name))
    typer.echo(f"{account} is deleted. Backups made before still hold it.")


def _parsed(account: str) -> tuple[str, str]:
    platform, _, name = account.partition(":")
    if not platform or not name:
        raise UsageError(f"{account[:80]!r} is no account: write platform:id, for example discord:123.")
    return platform, name


def _unknown(account: str) -> NoReturn:
    typer.echo(f"Nothing is stored about {account}.", err=True)
    raise typer.Exit(PROBLEMS)


def _question(account: str, held: Held) -> str:
    names = ", ".join(held.names) or "no name"
    return f"Delete everything of {account} ({names}; {held.answers} answers, {held.attempts} attempts)?"


async def _export(settings: Settings, platform: str, account: str) -> Export | None:
    async with open_store(_url(settings, platform)) as store:
        account_id = await store.privacy.account_id(platform, account)
        return None if account_id is None else await store.privacy.export(account_id)


async def _held(settings: Settings, platform: str, account: str) -> Held | None:
    async with open_store(_url(settings, platform)) as store:
        account_id = await store.privacy.account_id(platform, account)
        return None if account_id is None else await store.privacy.held(account_id)


async def _delete(settings: Settings, platform: str, account: str) -> None:
    async with _alone(_url(settings, platform)) as store:
        account_id = await store.privacy.account_id(platform, account)
        if account_id is not None:
            await store.privacy.delete(account_id)


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[SqlStore]:
    """The store; of a SQLite file no other process has it, as one would keep the log from being emptied."""
    database = parsed(url)
    async with AsyncExitStack() as stack:
        if database.get_backend_name() == "sqlite" and database.database:
            await stack.enter_async_context(only_process(Path(database.database), WAIT))
        yield await stack.enter_async_context(open_store(url))


def _url(settings: Settings, platform: str) -> str:
    """The playground's people are in its own file. StoreError if there is no such file: opening would make it."""
    url = sqlite_url(settings.playground) if platform == PLAYGROUND else settings.database
    database = parsed(url)
    if database.get_backend_name() == "sqlite" and not Path(database.database or "").is_file():
        raise StoreError(f"There is no database {database.database}.")
    return url


def _write(export: Export, folder: Path) -> None:
    files = files_of(export, SystemClock().now().date())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            folder.joinpath(file.name).write_bytes(file.content)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}.") from None
    typer.echo(f"{len(files)} files in {folder}.")
