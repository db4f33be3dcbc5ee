"""``dailydrill bank show``: one question, as its author wants to see it."""

import asyncio
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated

import msgspec
import typer

from bot.cli.bank.common import AsJson, Paths, read, refuse
from bot.cli.bank.reports import as_plain, report_lines, reports_of
from bot.domain.decimals import canonical
from bot.domain.question import NumberQuiz, OptionsQuiz, OrderQuiz, Question, Topic
from bot.ports.reports import QuestionReports
from bot.settings import load_settings


def show(
    question_id: Annotated[str, typer.Argument(metavar="ID")],
    paths: Paths = None,
    as_json: AsJson = False,
    reports: Annotated[
        bool, typer.Option("--reports", help="And what members of all groups reported.")
    ] = False,
) -> None:
    """Print one question with its key and its reasons."""
    topics = {question.id: topic for topic in read(paths).topics for question in topic.questions}
    if question_id not in topics:
        refuse(f"No question has the id {question_id}.{_did_you_mean(question_id, topics)}")
    topic = topics[question_id]
    question = next(question for question in topic.questions if question.id == question_id)
    found = _reports(question_id) if reports else None
    if as_json:
        extra = {"reports": as_plain(found)} if found else {}
        typer.echo(msgspec.json.encode({**msgspec.to_builtins(question), **extra}).decode())
    else:
        typer.echo("\n".join([*_lines(topic, question), *(report_lines(found) if found else ())]))


def _reports(question_id: str) -> QuestionReports:
    return asyncio.run(reports_of(load_settings(), question_id))


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
