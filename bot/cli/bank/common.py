"""What the commands of this group share."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.bank import SHIPPED, Survey, survey
from bot.clock import SystemClock
from bot.settings import load_settings

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders; without any, the shipped questions and DAILYDRILL_BANK."),
]
AsJson = Annotated[bool, typer.Option("--json", help="For scripts.")]
PROBLEMS, BAD_USAGE = 1, 2


def read(paths: Sequence[Path] | None) -> Survey:
    """Refused where a path that was typed is not there; a folder of DAILYDRILL_BANK is then a fault."""
    for path in paths or ():
        if not path.exists():
            refuse(f"There is no {path}.")
    return survey(paths or (SHIPPED, *load_settings().dailydrill_bank), SystemClock().now().date())


def refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_USAGE)


def print_json(content: Mapping[str, object]) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
