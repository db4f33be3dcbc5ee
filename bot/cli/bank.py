"""``dailydrill bank``: check the question files, count what is in them, look at one question."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.bank import SHIPPED, Fault, Survey, Tells, make_bank, measure, survey, tell_faults
from bot.clock import SystemClock
from bot.domain.decimals import canonical
from bot.domain.question import Kind, Level, NumberQuiz, OptionsQuiz, OrderQuiz, Question, Topic
from bot.settings import load_settings

app = typer.Typer(no_args_is_help=True)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders; without any, the shipped questions and DAILYDRILL_BANK."),
]
AsJson = Annotated[bool, typer.Option("--json", help="For scripts.")]
PROBLEMS, BAD_USAGE = 1, 2


@app.command()
def lint(paths: Paths = None, as_json: AsJson = False) -> None:
    """Check question files: every fault in one run, with its line and its cure."""
    found = _survey(paths)
    faults = [*found.faults, *tell_faults(measure(found.topics))]
    errors = sum(fault.fatal for fault in faults)
    if as_json:
        _print_json(_lint_json(found, faults))
    else:
        _print_faults(faults)
        typer.echo(_summary(found, errors, len(faults) - errors))
    raise typer.Exit(PROBLEMS if errors else 0)


def _lint_json(found: Survey, faults: Sequence[Fault]) -> Mapping[str, object]:
    errors = sum(fault.fatal for fault in faults)
    return {
        "questions": sum(len(topic.questions) for topic in found.topics),
        "topics": len(found.topics),
        "errors": errors,
        "warnings": len(faults) - errors,
        "faults": [asdict(fault) for fault in faults],
    }


def _print_faults(faults: Sequence[Fault]) -> None:
    """Errors last, where a terminal shows them; plain lines, so that editors find file and line."""
    for fault in sorted(faults, key=lambda fault: (fault.fatal, fault.file, fault.line)):
        colour = typer.colors.RED if fault.fatal else typer.colors.YELLOW
        typer.echo(f"{typer.style(fault.severity.value, fg=colour)}: {fault}")


def _summary(found: Survey, errors: int, warnings: int) -> str:
    questions = sum(len(topic.questions) for topic in found.topics)
    return (
        f"{_count(questions, 'question')} in {_count(len(found.topics), 'topic')} can be used: "
        f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@app.command()
def stats(paths: Paths = None, as_json: AsJson = False) -> None:
    """Count questions by topic, level and kind, and measure what gives answers away."""
    found = _survey(paths)
    tells = measure(found.topics)
    if as_json:
        _print_json({"topics": [_topic_json(topic) for topic in found.topics], "tells": _tells_json(tells)})
    else:
        console = Console()
        console.print(_topics_table(found.topics))
        console.print(_tells_table(tells))
    if any(fault.fatal for fault in found.faults):
        typer.echo("Some files have errors and are not counted: see `bank lint`.", err=True)
        raise typer.Exit(PROBLEMS)


def _counts(questions: Iterable[Question]) -> Counter[str]:
    """By level and by kind; "open" for questions without a quiz; and those that are retired."""
    counts: Counter[str] = Counter()
    for question in questions:
        kind = question.quiz.kind.value if question.quiz else "open"
        counts.update(("questions", question.level.value, kind))
        counts.update(("retired",) if question.retired else ())
    return counts


COLUMNS = ("questions", *(one.value for one in (*Level, *Kind)), "open", "retired")


def _topic_json(topic: Topic) -> Mapping[str, object]:
    counts = _counts(topic.questions)
    head = {"topic": topic.name, "title": topic.title, "area": topic.area}
    return {**head, **{column: counts[column] for column in COLUMNS}}


def _tells_json(tells: Tells) -> Mapping[str, object]:
    shares = ("longest", "shortest", "most_hedged", "least_absolute")
    return {**asdict(tells), "percent": {name: tells.percent(getattr(tells, name)) for name in shares}}


def _topics_table(topics: Sequence[Topic]) -> Table:
    """One row a topic, under its area; columns in which there is nothing are left out."""
    everything = _counts(question for topic in topics for question in topic.questions)
    columns = [column for column in COLUMNS if everything[column]]
    table = Table(
        title=_count(everything["questions"], "question"),
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
            counts = _counts(topic.questions)
            table.add_row(f"  {topic.title}", *(str(counts[column] or "") for column in columns))
    return table


def _tells_table(tells: Tells) -> Table:
    table = Table(title=f"What gives it away, in {_count(tells.choices, 'choice question')}", box=SIMPLE_HEAD)
    table.add_column("the right option is")
    table.add_column("questions", justify="right")
    table.add_column("share", justify="right")
    rows = {
        "the longest": tells.longest,
        "the shortest": tells.shortest,
        "the most hedged": tells.most_hedged,
        "the least absolute": tells.least_absolute,
        **{f"written as {letter}": count for letter, count in zip("ABCDE", tells.places, strict=True)},
    }
    for said, count in rows.items():
        table.add_row(said, str(count), f"{tells.percent(count)} %")
    table.add_section()
    table.add_row("“all” or “none of the above” among options", str(tells.catch_all), "")
    table.add_row("asked for what is NOT so, without saying it loud", str(tells.unmarked_negative), "")
    return table


@app.command()
def show(
    question_id: Annotated[str, typer.Argument(metavar="ID")], paths: Paths = None, as_json: AsJson = False
) -> None:
    """Print one question with its key and its reasons."""
    topics = {question.id: topic for topic in _survey(paths).topics for question in topic.questions}
    if question_id not in topics:
        _refuse(f"No question has the id {question_id}.{_did_you_mean(question_id, topics)}")
    topic = topics[question_id]
    question = next(question for question in topic.questions if question.id == question_id)
    if as_json:
        typer.echo(msgspec.json.encode(question).decode())
    else:
        typer.echo("\n".join(_lines(topic, question)))


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f" Did you mean {close[0]}?" if close else ""


def _lines(topic: Topic, question: Question) -> list[str]:
    q = question
    applies = f" · {q.applies_to}" if q.applies_to else ""
    lines = [f"{q.id} · {topic.title} · {q.level} · {q.level.points} points{applies}"]
    if q.retired:
        instead = f" Now: {q.retired.replaced_by}." if q.retired.replaced_by else ""
        lines.append(f"Retired on {q.retired.on}: {q.retired.reason}{instead}")
    lines += ["", *_quiz_lines(q), f"In an interview: {q.prompt}", ""]
    lines += [*(f"  - {point}" for point in q.key_points), "", q.answer, ""]
    lines += [f"{reference.title}: {reference.url}" for reference in q.references]
    return [*lines, f"Verified {q.verified}, review by {q.review_by}, revision {q.revision}."]


def _quiz_lines(question: Question) -> list[str]:
    match question.quiz:
        case OptionsQuiz(prompt=prompt, options=options):
            rows = [
                f"  {'✅' if option.correct else '❌'} {letter}  {option.text}\n        {option.why}"
                for letter, option in zip("ABCDE", options, strict=False)
            ]
            return [prompt, "", *rows, ""]
        case OrderQuiz(prompt=prompt, items=items, why=why):
            return [prompt, "", *(f"  {place}. {item}" for place, item in enumerate(items, 1)), "", why, ""]
        case NumberQuiz(prompt=prompt, why=why) as quiz:
            off = f"{canonical(quiz.tolerance.amount)}{' %' if quiz.tolerance.percent else ''}"
            return [
                prompt,
                "",
                f"  ✅ {canonical(quiz.value)} {quiz.unit}".rstrip() + f" ± {off}",
                "",
                why,
                "",
            ]
        case None:
            return []


def _survey(paths: Sequence[Path] | None) -> Survey:
    chosen = list(paths or (SHIPPED, *load_settings().dailydrill_bank))
    for path in chosen:
        if not path.exists():
            _refuse(f"There is no {path}.")
    return survey(chosen, SystemClock().now().date())


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_USAGE)


def _print_json(content: Mapping[str, object]) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
