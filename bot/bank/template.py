"""A topic file, or one question, to be filled in: what `bank lint` wants, with its limits beside it."""

from collections.abc import Container
from datetime import date, timedelta

from bot.bank import limits
from bot.domain.question import Kind

A_YEAR = timedelta(days=365)
IDEA = "name-the-idea"
LONGEST_STEM = limits.ID - len(f"-{IDEA}-99")

QUIZZES = {
    Kind.CHOICE: f"""\
    quiz:
      kind: choice              # {limits.CHOICE_WANTED} options, exactly one correct
      prompt: The question, as a situation, some code or a number?   # up to {limits.QUIZ_PROMPT} characters
      options:                  # text up to {limits.OPTION}, why up to {limits.WHY} characters; they are shuffled
        - text: A mistake people really make
          why: Why somebody believes it, and what is so.
        - text: The right one, no longer than the others
          correct: true
          why: Why it is right.
        - text: Another mistake people make
          why: Why somebody believes it, and what is so.
        - text: A third mistake, alike in length
          why: Why somebody believes it, and what is so.
""",
    Kind.MULTI: f"""\
    quiz:
      kind: multi               # exactly 5 options, {limits.MULTI_CORRECT[0]} to {limits.MULTI_CORRECT[1]} correct
      prompt: Which of these hold?   # up to {limits.QUIZ_PROMPT} characters
      options:                  # text up to {limits.OPTION}, why up to {limits.WHY} characters; they are shuffled
        - text: The first that holds
          correct: true
          why: Why it holds.
        - text: The first that does not
          why: Why somebody believes it, and what is so.
        - text: The second that holds
          correct: true
          why: Why it holds.
        - text: The second that does not
          why: Why somebody believes it, and what is so.
        - text: The third that does not
          why: Why somebody believes it, and what is so.
""",
    Kind.NUMBER: f"""\
    quiz:
      kind: number
      prompt: How much is it?   # up to {limits.QUIZ_PROMPT} characters; give every number that is needed
      value: 0.75
      tolerance: 0.01           # how far off an answer may be; or a share of the value, as "5%"
      unit: s                   # up to {limits.UNIT} characters, or left out
      why: How it is worked out.   # up to {limits.ONLY_WHY} characters
""",
    Kind.ORDER: f"""\
    quiz:
      kind: order
      prompt: In which order does it happen?   # up to {limits.QUIZ_PROMPT} characters
      items:                    # {limits.ORDER_ITEMS[0]} or {limits.ORDER_ITEMS[1]} of up to {limits.OPTION} characters, in the right order; they are shuffled
        - What comes first
        - What comes second
        - What comes third
        - What comes last
      why: Why in this order.   # up to {limits.ONLY_WHY} characters
""",
}


def topic_template(topic: str, title: str, area: str, kinds: tuple[Kind, ...], today: date) -> str:
    """A file called ``topic``.yaml, with a question of each kind."""
    head = f"""\
# yaml-language-server: $schema=../schema.json
topic: {topic}
title: {title}   # as people read it, up to {limits.TITLE} characters
area: {area}   # {", ".join(limits.AREAS)}
questions:
"""
    taken: set[str] = set()
    entries = []
    for kind in kinds:
        taken.add(name := fresh_id(topic, taken))
        entries.append(question_template(name, kind, today))
    return head + "\n".join(entries)


def question_template(name: str, kind: Kind | None, today: date) -> str:
    """An entry for the list of questions; without a quiz where ``kind`` is None."""
    (least, most), (fewest, longest) = limits.KEY_POINTS, limits.ANSWER_WORDS
    return f"""\
  - id: {name}   # kebab-case, never changed later
    level: mid                  # junior, mid or senior
    prompt: What would an interviewer ask?   # up to {limits.OPEN_PROMPT} characters
    answer: |                   # {fewest} to {longest} words, Markdown: what a strong candidate says
      Write the model answer here, concrete enough to learn from.
    key_points:                 # {least} to {most} of up to {limits.KEY_POINT} characters
      - What an interviewer listens for
      - A second point
      - A third point
{QUIZZES[kind] if kind else ""}\
    references:                 # {limits.REFERENCES[0]} to {limits.REFERENCES[1]} primary sources, https
      - title: The page that says so
        url: https://example.org/docs
    tags: [scenario]            # or left out
    verified: {today}        # the day somebody checked the facts
    review_by: {today + A_YEAR}       # the day to check them again
"""


def fresh_id(topic: str, taken: Container[str]) -> str:
    """An id that is free, to be renamed after its idea."""
    name = stem = f"{topic[:LONGEST_STEM].rstrip('-')}-{IDEA}"
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
