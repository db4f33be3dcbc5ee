"""What the sample people did on ten posting days: a script, so that every fresh page tells the same story.

r right, w wrong, - did not answer. The days are Wednesday to Tuesday, over two weekends; what they
did on the last holds for a day more, should one be needed. Grace and Alan are right on the same days,
so they tie on points. A freeze covers the day Grace missed; Alan spent his on the second day, so
missing the fifth lost his streak. Robin, whom a newcomer plays, joined on the eighth.
"""

from typing import Final

from bot.domain.frozen import FrozenQuestion
from bot.domain.question import LETTERS, Kind

HISTORY: Final = {
    "ada": "rrwrrrrwrr",
    "grace": "rwrr-rrwrr",
    "alan": "r-rr-rrwrr",
    "katherine": "wrr---wrwr",
    "robin": "-------rwr",
}
TODAY: Final = (("ada", "r"), ("grace", "w"))
"""Who has answered today's question when the page opens."""

TALK: Final = {
    2: ("katherine", "I would have lost that one in a real interview."),
    7: ("robin", "Hello everyone, I am new here. Is the wrong answer held against me?"),
    9: ("ada", "Good one. We had exactly this in production last month."),
}
"""By posting day: who said what after the reveal."""

WELCOME: Final = ("grace", "Welcome! No: only right ones give points, and the streak is for taking part.")


def typed_answer(question: FrozenQuestion, right: bool) -> str:
    """An answer as one would type it after ``/answer``, fully right or worth nothing."""
    indices = question.key.right
    match question.kind:
        case Kind.NUMBER:
            value = question.key.value or 0
            return f"{value if right else value * 3 + 7:f}"
        case Kind.ORDER:
            return "".join(LETTERS[index] for index in (indices if right else reversed(indices)))
        case Kind.CHOICE | Kind.MULTI:
            wrong = [index for index in range(len(question.options)) if index not in indices]
            chosen = (indices if question.kind is Kind.MULTI else indices[:1]) if right else wrong[:1]
            return " ".join(LETTERS[index] for index in chosen)
