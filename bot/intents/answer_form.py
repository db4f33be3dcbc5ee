"""The one-field forms of ``number`` and ``order``."""

from bot.domain.frozen import FrozenQuestion
from bot.domain.question import LETTERS, Kind
from bot.intents.base import Field, Form


def answer_form(submit_action: str, question: FrozenQuestion) -> Form:
    """The form that asks for a number (its unit in the label) or for letters in order."""
    if question.kind is Kind.NUMBER:
        label = f"Your answer in {question.unit}" if question.unit else "Your answer"
        field = Field("answer", label[:45], "0.5, 0,5 or 50 %", 40)
    else:
        letters = LETTERS[: len(question.options)]
        example = "CABD" if len(letters) == 4 else "CABDE"
        field = Field("answer", f"Letters in order, e.g. {example}", example, 20)
    return Form(submit_action, "Your answer", (field,))
