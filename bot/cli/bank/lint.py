"""``dailydrill bank lint``: every fault in one run."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import typer

from bot.bank import Fault, Survey, measure, tell_faults
from bot.cli.bank.common import PROBLEMS, AsJson, Paths, count, print_json, read


def lint(paths: Paths = None, as_json: AsJson = False) -> None:
    """Check question files: every fault in one run, with its line and its cure."""
    found = read(paths)
    faults = [*found.faults, *tell_faults(measure(found.topics))]
    errors = sum(fault.fatal for fault in faults)
    if as_json:
        print_json(_lint_json(found, faults))
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
        f"{count(questions, 'question')} in {count(len(found.topics), 'topic')} can be used: "
        f"{count(errors, 'error')}, {count(warnings, 'warning')}."
    )
