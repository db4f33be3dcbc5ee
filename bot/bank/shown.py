"""How long a question is once shown: the post, and the fixed part of the reveal, as a reader sees them.

Measured with the longest variable pieces (closing day, numbers, shares), without any platform's markup.
"""

from collections.abc import Sequence

from bot.bank import limits
from bot.bank.faults import Trouble
from bot.bank.texts import split_code
from bot.domain.question import Level, NumberQuiz, OptionsQuiz, OrderQuiz, Quiz, Reference

HINTS = len("Tap a letter: only you see it. A reaction counts too, but everyone sees it.\n")
FOOTER = len(" ·  · 20 points · closes Wed 17:00 (in 23 h) · 10,000 answered")
LETTER = len("A  \n")
HEAD = len("✅ **B: .** 10,000 of 10,000 right (100 %).\n\n")
SHARE = len("B ✅ 100 % (10,000) \n")
INTERVIEW = len("\n**In an interview**\n\n\n")
BULLET = len("• \n")
SOURCE = len("[]()\n")


def post_length(quiz: Quiz, title: str, level: Level) -> int:
    """Question, code, options, hint and footer; fences are not seen, so they do not count."""
    split = split_code(quiz.prompt)
    prompt = len(split.prose) + sum(len(block) + 2 for block in split.blocks) + 2
    rows = sum(len(text) + LETTER for text in _rows(quiz))
    return prompt + rows + HINTS + FOOTER + len(title) + len(level)


def _rows(quiz: Quiz) -> Sequence[str]:
    match quiz:
        case OptionsQuiz(options=options):
            return [option.text for option in options]
        case OrderQuiz(items=items):
            return items
        case NumberQuiz():
            return ()


def reveal_length(
    quiz: Quiz, prompt: str, answer: str, key_points: Sequence[str], references: Sequence[Reference]
) -> int:
    """Head, reasons, open prompt, key points, model answer and sources; no names, no milestones."""
    points = sum(len(point) + BULLET for point in key_points)
    sources = sum(len(reference.title) + len(reference.url) + SOURCE for reference in references)
    return _verdict(quiz) + INTERVIEW + len(prompt) + points + len(answer) + sources


def _verdict(quiz: Quiz) -> int:
    match quiz:
        case OptionsQuiz(options=options):
            right = sum(len(option.text) + LETTER for option in options if option.correct)
            return HEAD + right + sum(SHARE + len(option.why) for option in options)
        case OrderQuiz(items=items, why=why):
            return HEAD + sum(len(item) + LETTER for item in items) + SHARE + len(why)
        case NumberQuiz(unit=unit, why=why):
            return HEAD + 2 * decimals_room(quiz) + len(unit) + SHARE + len(why)


def decimals_room(quiz: NumberQuiz) -> int:
    """Room for the value, and for the tolerance beside it."""
    return max(len(str(quiz.value)), len(str(quiz.tolerance.amount))) + 2


def post_trouble(quiz: Quiz, title: str, level: Level) -> Trouble | None:
    most = limits.POST_WITH_CODE if "```" in quiz.prompt else limits.POST
    over = post_length(quiz, title, level) - most
    return (f"the post has {most + over} characters", _cut(over, most)) if over > 0 else None


def reveal_trouble(length: int) -> Trouble | None:
    over = length - limits.REVEAL
    return (f"the reveal has {length} characters", _cut(over, limits.REVEAL)) if over > 0 else None


def _cut(over: int, most: int) -> str:
    return f"Cut {over} somewhere: at most {most:,} fit."
