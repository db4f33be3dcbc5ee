"""What is right, in a few words: "B: Move the alias back.", "0.82", "C A B D"."""

from bot.domain.decimals import canonical
from bot.domain.frozen import FrozenQuestion
from bot.domain.question import LETTERS, Kind
from bot.intents.words import listed


def right_in_words(question: FrozenQuestion) -> str:
    """The newest key as a short sentence."""
    key = question.key
    match question.kind:
        case Kind.NUMBER:
            unit = f" {question.unit}" if question.unit else ""
            return f"{canonical(key.value)}{unit}." if key.value is not None else ""
        case Kind.ORDER:
            return f"{' '.join(LETTERS[index] for index in key.right)}."
        case _ if len(key.right) == 1:
            return f"{LETTERS[key.right[0]]}: {ended(question.options[key.right[0]])}"
        case Kind.CHOICE:
            return f"{' or '.join(LETTERS[index] for index in sorted(key.right))}."
        case _:
            return f"{listed([LETTERS[index] for index in sorted(key.right)])}."


def ended(text: str) -> str:
    """The text with one full stop at its end."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def right_letters(question: FrozenQuestion) -> str:
    """Only the letters, or the number: "B", "A, C", "0.82 s"; the letters as in what somebody chose."""
    if question.kind in (Kind.NUMBER, Kind.ORDER):
        return right_in_words(question).removesuffix(".")
    joint = " or " if question.kind is Kind.CHOICE else ", "
    return joint.join(LETTERS[index] for index in sorted(question.key.right))
