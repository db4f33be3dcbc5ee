"""``dailydrill bank stats``: how many of what, and what gives answers away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.bank import Tells, make_bank, measure
from bot.cli.bank.common import PROBLEMS, AsJson, Paths, count, print_json, read
from bot.domain.question import Kind, Level, Question, Topic


def stats(paths: Paths = None, as_json: AsJson = False) -> None:
    """Count questions by topic, level and kind, and measure what gives answers away."""
    found = read(paths)
    tells = measure(found.topics)
    if as_json:
        print_json({"topics": [_topic_json(topic) for topic in found.topics], "tells": _tells_json(tells)})
    else:
        console = Console()
        console.print(_topics_table(found.topics))
        console.print(_tells_table(tells))
    if any(fault.fatal for fault in found.faults):
        typer.echo("Some files have errors and are not counted: see `bank lint`.", err=True)
        raise typer.Exit(PROBLEMS)


def counts_of(questions: Iterable[Question]) -> Counter[str]:
    """By level and by kind; "open" for questions without a quiz; and those that are retired."""
    counts: Counter[str] = Counter()
    for question in questions:
        kind = question.quiz.kind.value if question.quiz else "open"
        counts.update(("questions", question.level.value, kind))
        counts.update(("retired",) if question.retired else ())
    return counts


COLUMNS = ("questions", *(one.value for one in (*Level, *Kind)), "open", "retired")


def _topic_json(topic: Topic) -> Mapping[str, object]:
    counts = counts_of(topic.questions)
    head = {"topic": topic.name, "title": topic.title, "area": topic.area}
    return {**head, **{column: counts[column] for column in COLUMNS}}


def _tells_json(tells: Tells) -> Mapping[str, object]:
    shares = ("longest", "shortest", "most_hedged", "least_absolute", "most_specific")
    return {**asdict(tells), "percent": {name: tells.percent(getattr(tells, name)) for name in shares}}


def _topics_table(topics: Sequence[Topic]) -> Table:
    """One row a topic, under its area; columns in which there is nothing are left out."""
    everything = counts_of(question for topic in topics for question in topic.questions)
    columns = [column for column in COLUMNS if everything[column]]
    table = Table(
        title=count(everything["questions"], "question"),
        show_footer=True,
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("topic", "all", no_wrap=True)
    for column in columns:
        table.add_column(column.replace("questions", "all"), str(everything[column]), justify="right")
    for area, members in make_bank(topics).areas:
        table.add_row(area, style="bold")
        for topic in members:
            counts = counts_of(topic.questions)
            table.add_row(f"  {topic.title}", *(str(counts[column] or "") for column in columns))
    return table


def _tells_table(tells: Tells) -> Table:
    table = Table(title=f"What gives it away, in {count(tells.choices, 'choice question')}", box=SIMPLE_HEAD)
    table.add_column("the right option is")
    table.add_column("questions", justify="right")
    table.add_column("share", justify="right")
    rows = {
        "the longest": tells.longest,
        "the shortest": tells.shortest,
        "the most hedged": tells.most_hedged,
        "the least absolute": tells.least_absolute,
        "the most specific": tells.most_specific,
        **{f"written as {letter}": times for letter, times in zip("ABCDE", tells.places, strict=True)},
    }
    for said, times in rows.items():
        table.add_row(said, str(times), f"{tells.percent(times)} %")
    table.add_section()
    table.add_row("“all” or “none of the above” among options", str(tells.catch_all), "")
    table.add_row("asked for what is NOT so, without saying it loud", str(tells.unmarked_negative), "")
    return table
