"""Questions as a table, as JSON and as a page to read."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.decimals import canonical
from bot.domain.question import LETTERS, NumberQuiz, OptionsQuiz, OrderQuiz, Question, Quiz, Topic
from bot.service.export import table


def to_json(topics: Sequence[Topic]) -> bytes:
    """``{"topics": [{"name", "title", "area", "questions": […]}]}``, every field of a question."""
    return msgspec.json.format(msgspec.json.encode({"topics": topics}), indent=2) + b"\n"


def to_csv(topics: Sequence[Topic]) -> bytes:
    """A row a question; several lines in a cell where it has several things."""
    return table([_row(topic, question) for topic in topics for question in topic.questions])


def _row(topic: Topic, question: Question) -> dict[str, str]:
    quiz = question.quiz
    return {
        "id": question.id,
        "topic": topic.name,
        "title": topic.title,
        "area": topic.area,
        "level": question.level.value,
        "kind": quiz.kind.value if quiz else "",
        "quiz": quiz.prompt if quiz else "",
        "options": "\n".join(_options(quiz)),
        "right": right_of(quiz) if quiz else "",
        "reasons": "\n".join(_reasons(quiz)),
        "prompt": question.prompt,
        "key_points": "\n".join(question.key_points),
        "answer": question.answer,
        "references": "\n".join(reference.url for reference in question.references),
        "tags": " ".join(question.tags),
        "verified": question.verified.isoformat(),
        "review_by": question.review_by.isoformat(),
    }


def _options(quiz: Quiz | None) -> list[str]:
    match quiz:
        case OptionsQuiz(options=options):
            return _lettered([option.text for option in options])
        case OrderQuiz(items=items):
            return _lettered(sorted(items))
        case _:
            return []


def right_of(quiz: Quiz) -> str:
    """ "B", "A C", "0.82 s", or the letters of an order."""
    match quiz:
        case OptionsQuiz(options=options):
            return " ".join(
                letter for letter, option in zip(LETTERS, options, strict=False) if option.correct
            )
        case OrderQuiz(items=items):
            shown = sorted(items)
            return "".join(LETTERS[shown.index(item)] for item in items)
        case NumberQuiz(value=value, unit=unit):
            return f"{canonical(value)} {unit}".strip()


def _reasons(quiz: Quiz | None) -> list[str]:
    match quiz:
        case OptionsQuiz(options=options):
            return _lettered([option.why for option in options])
        case OrderQuiz(why=why) | NumberQuiz(why=why):
            return [why]
        case None:
            return []


def _lettered(texts: Sequence[str]) -> list[str]:
    return [f"{letter}  {text}" for letter, text in zip(LETTERS, texts, strict=False)]


def to_markdown(topics: Sequence[Topic]) -> bytes:
    """A section a topic."""
    lines = [line for topic in topics for line in _section(topic)]
    return "\n".join(("# Dailydrill questions", "", *lines)).encode()


def _section(topic: Topic) -> Iterator[str]:
    yield from (f"## {topic.title}", "")
    for question in topic.questions:
        yield from (f"### {question.prompt}", "", f"`{question.id}` · {question.level}", "")
        if question.quiz:
            yield from _quiz_lines(question.quiz)
        yield from ("**In an interview**", "")
        yield from (*(f"- {point}" for point in question.key_points), "", question.answer.strip(), "")
        yield from (*(f"- [{one.title}](<{one.url}>)" for one in question.references), "")


def _quiz_lines(quiz: Quiz) -> Iterator[str]:
    yield from (quiz.prompt.strip(), "")
    if options := _options(quiz):
        yield from (*(f"- **{row[0]}** {row[3:]}" for row in options), "")
    yield from (f"**Right: {right_of(quiz)}**", "")
    match _reasons(quiz):
        case [only]:
            yield from (only, "")
        case rows:
            yield from (*(f"- **{row[0]}** {row[3:]}" for row in rows), "")
