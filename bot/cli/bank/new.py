"""``dailydrill bank new``: a file, or one question, to be filled in."""

import re
from typing import Annotated

import typer

from bot.bank import limits
from bot.bank.template import fresh_id, question_template, topic_template
from bot.cli.bank.common import read, refuse
from bot.clock import SystemClock
from bot.domain.question import Kind


def new(
    topic: Annotated[str, typer.Argument(help="The topic's name in kebab-case: mlflow, vector-search.")],
    area: Annotated[str, typer.Option(help=f"For a new topic: {', '.join(limits.AREAS)}.")] = "",
    title: Annotated[str, typer.Option(help="For a new topic: its name as people read it.")] = "",
    kind: Annotated[Kind | None, typer.Option(help="Of the quiz; a new topic shows each.")] = None,
) -> None:
    """Print a template: of a whole file for a new topic, of one question for one that is there."""
    _check(topic, area, title)
    today, found = SystemClock().now().date(), read(None)
    known = {one.name for one in found.topics}
    if topic in known:
        taken = {question.id for one in found.topics for question in one.questions}
        quiz = kind or (None if topic == limits.QUIZLESS_TOPIC else Kind.CHOICE)
        typer.echo(question_template(fresh_id(topic, taken), quiz, today), nl=False)
        return
    title = title or topic.replace("-", " ").capitalize()
    kinds = (kind,) if kind else tuple(Kind)
    typer.echo(topic_template(topic, title, area or limits.AREAS[0], kinds, today), nl=False)


def _check(topic: str, area: str, title: str) -> None:
    if not re.fullmatch(limits.NAME, topic) or len(topic) > limits.ID:
        refuse(f"“{topic[:60]}” is no name of a topic: use a–z, 0–9 and single hyphens, like vector-search.")
    if area and area not in limits.AREAS:
        refuse(f"“{area[:60]}” is no area: choose {', '.join(limits.AREAS[:-1])} or {limits.AREAS[-1]}.")
    if len(title) > limits.TITLE or not title.isprintable() or re.search(r"[:#\[\]{}&*!|>'\"%@`]", title):
        refuse(f"A title has up to {limits.TITLE} letters, digits, spaces and hyphens.")
