"""``dailydrill bank export``: the questions for other programs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.bank import make_bank
from bot.cli.bank.anki import to_anki
from bot.cli.bank.common import PROBLEMS, Paths, count, read, refuse
from bot.cli.bank.formats import to_csv, to_json, to_markdown
from bot.domain.question import Topic
from bot.intents.refusals import unknown_topic


class Format(StrEnum):
    ANKI = "anki"
    CSV = "csv"
    JSON = "json"
    MD = "md"


WRITERS: dict[Format, Callable[[Sequence[Topic]], bytes]] = {
    Format.ANKI: to_anki,
    Format.CSV: to_csv,
    Format.JSON: to_json,
    Format.MD: to_markdown,
}


def export(
    paths: Paths = None,
    form: Annotated[Format, typer.Option("--format", help="anki is for its File → Import.")] = Format.JSON,
    topics: Annotated[str, typer.Option(help="mlflow,airflow …; all if left out.")] = "",
    out: Annotated[Path | None, typer.Option(help="A file; if left out, it is printed.")] = None,
) -> None:
    """Write the questions, with their answers, for Anki, a spreadsheet, a program or a reader.

    Retired ones are left out.
    """
    found = read(paths)
    chosen = [_in_use(topic) for topic in _chosen(found.topics, topics)]
    _write(WRITERS[form](chosen), out, sum(len(topic.questions) for topic in chosen))
    if any(fault.fatal for fault in found.faults):
        typer.echo("Some files have errors and are left out: see `bank lint`.", err=True)
        raise typer.Exit(PROBLEMS)


def _chosen(known: Sequence[Topic], typed: str) -> list[Topic]:
    by_name = make_bank(known).topics
    names = typed.casefold().replace(",", " ").split() or list(by_name)
    unknown = [name for name in names if name not in by_name]
    if unknown:
        refuse(unknown_topic(unknown[0], by_name))
    return [by_name[name] for name in dict.fromkeys(names)]


def _in_use(topic: Topic) -> Topic:
    return replace(topic, questions=tuple(one for one in topic.questions if one.retired is None))


def _write(content: bytes, out: Path | None, questions: int) -> None:
    if out is None:
        typer.echo(content, nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        refuse(f"{out} cannot be written: {error.strerror}.")
    typer.echo(f"{count(questions, 'question')} in {out}.")
