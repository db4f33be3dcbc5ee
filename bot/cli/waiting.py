"""What a terminal shows while something takes its time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what is being done, on a terminal only; a pipe gets nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


@contextmanager
def stepping(what: str, steps: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, one line elsewhere; what it gives is called after each step."""
    console = Console()
    if not console.is_terminal:
        typer.echo(what)
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} of {task.total}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=steps)
        yield lambda: progress.advance(task)
