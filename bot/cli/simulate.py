"""``dailydrill simulate``: what a track would post, close and reveal when, without a database."""

from typing import Annotated

import typer


def simulate(  # noqa: PLR0913 - each is an option
    *,
    days: Annotated[int, typer.Option(help="How many days to look ahead.")] = 60,
    tz: Annotated[str, typer.Option(help="The time zone: Europe/Berlin, or a city.")] = "UTC",
    time: Annotated[str, typer.Option(help="When to post.")] = "09:00",
    weekdays: Annotated[str, typer.Option(help="mon-fri, daily, 'mon wed fri' …")] = "mon-fri",
    reveal: Annotated[str, typer.Option(help="17:00, or 'next-day 08:00'.")] = "17:00",
    topics: Annotated[str, typer.Option(help="mlflow,airflow …; all if left out.")] = "",
    levels: Annotated[str, typer.Option(help="junior,mid,senior; all if left out.")] = "",
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day; if left out, the next post's.")
    ] = "",
    skip: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE[..DATE]", help="No post then. May be given more than once."),
    ] = None,
    seed: Annotated[str, typer.Option(help="Another text picks other questions.")] = "1",
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Print what would be posted, closed and revealed when, clock changes included. Nothing is stored."""
    from bot.cli.simulating import Asked, run  # noqa: PLC0415 - the other commands need none of it

    asked = Asked(days, tz, time, weekdays, reveal, topics, levels, first, skip or (), seed)
    run(asked, as_json=as_json)
