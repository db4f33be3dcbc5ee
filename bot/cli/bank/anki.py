"""Questions as notes for Anki: its text import, two notes a question, so no library is needed.

Each note has an id of its own, so importing again updates it. The one asks as an interviewer does, the other
is the quiz; their tags tell them apart.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from html import escape
from io import StringIO

from markdown_it import MarkdownIt

from bot.domain.decimals import canonical
from bot.domain.question import NumberQuiz, OptionsQuiz, OrderQuiz, Question, Quiz, Topic

HEAD = (
    "#separator:tab\n#html:true\n#notetype:Basic\n#deck:Dailydrill\n"
    "#columns:ID\tFront\tBack\tTags\n#guid column:1\n#tags column:4\n"
)
ANSWER = MarkdownIt("commonmark", {"html": False})
PROMPT = MarkdownIt("zero", {"breaks": True}).enable(["backticks", "fence", "newline"])
"""In a quiz only code is formatted."""
LETTERED = ' type="A"'
CODE_BLOCK = re.compile(r"<pre>.*?</pre>", re.DOTALL)


def to_anki(topics: Sequence[Topic]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for topic in topics:
        for question in topic.questions:
            writer.writerows(_notes(topic, question))
    return f"{HEAD}{text.getvalue()}".encode()


def _notes(topic: Topic, question: Question) -> Iterator[tuple[str, str, str, str]]:
    """ID, front, back, tags."""
    tags = f"dailydrill::{topic.name} level::{question.level}"
    name = f"dailydrill-{question.id}"
    yield name, _html(ANSWER, question.prompt), _model_answer(question), f"{tags} interview"
    if question.quiz:
        front, back = _quiz(question.quiz)
        yield f"{name}-quiz", front, f"{back}{_sources(question)}", f"{tags} quiz"


def _model_answer(question: Question) -> str:
    points = _list("ul", question.key_points)
    return f"{points}{_html(ANSWER, question.answer)}{_sources(question)}"


def _sources(question: Question) -> str:
    links = [
        f'<a href="{escape(reference.url)}">{escape(reference.title)}</a>'
        for reference in question.references
    ]
    return f"<p><small>{' · '.join(links)}</small></p>"


def _quiz(quiz: Quiz) -> tuple[str, str]:
    prompt = _html(PROMPT, quiz.prompt)
    match quiz:
        case OptionsQuiz(options=options):
            shown = _list("ol", [option.text for option in options], LETTERED)
            reasons = [f"{'✅' if one.correct else '❌'} {one.text} – {one.why}" for one in options]
            return f"{prompt}{shown}", _list("ol", reasons, LETTERED)
        case OrderQuiz(items=items, why=why):
            shown = _list("ul", sorted(items))
            return f"{prompt}{shown}", f"{_list('ol', items)}{_html(PROMPT, why)}"
        case NumberQuiz(value=value, unit=unit, why=why):
            right = escape(f"{canonical(value)} {unit}".strip())
            return prompt, f"<p><b>{right}</b></p>{_html(PROMPT, why)}"


def _list(tag: str, items: Sequence[str], attributes: str = "") -> str:
    rows = "".join(f"<li>{_one_line(PROMPT.renderInline(item))}</li>" for item in items)
    return f"<{tag}{attributes}>{rows}</{tag}>"


def _html(parser: MarkdownIt, text: str) -> str:
    return _one_line(str(parser.render(text)))


def _one_line(html: str) -> str:
    """A note is a line: lines of code are broken by a tag, all others are spaces to a browser anyway."""
    return CODE_BLOCK.sub(lambda block: block[0].replace("\n", "<br>"), html).replace("\n", " ").strip()
