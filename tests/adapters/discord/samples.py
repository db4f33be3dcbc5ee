"""The longest a question's post and reveal can become."""

from datetime import UTC, datetime, timedelta

from bot.bank import Bank
from bot.domain.freezing import snapshot
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.question import Kind, Question
from bot.intents.question_post import Display, QuestionPost
from bot.intents.reveal import Reveal

MARK = "a" * 24
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NAMES = tuple(f"*{name}*" for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gil", "Hal", "Ida", "Jo"))
LONG_SEASON = "October's season: " + "_" * 140


def frozen(question: Question, bank: Bank) -> FrozenQuestion:
    return snapshot(question, bank.topics[question.topic].title)


def longest_post(question: Question, bank: Bank) -> QuestionPost:
    closes = NOW + timedelta(hours=8)
    return QuestionPost(
        MARK, frozen(question, bank), closes, "Europe/Berlin", NOW, True, 1234, Display.OPEN, LONG_SEASON
    )


def busiest_reveal(question: Question, bank: Bank) -> Reveal:
    """Shares on every option, ten long names, milestones, an excuse."""
    shown = frozen(question, bank)
    options = range(len(shown.options)) if shown.kind in (Kind.CHOICE, Kind.MULTI) else ()
    responses = {Response(bits=1 << index): 250 for index in options}
    milestones = tuple((f"{name * 3}", 365) for name in NAMES)
    names = tuple(name * 4 for name in NAMES)
    return Reveal(
        MARK, shown, 1234, 1000, responses, names, milestones, None, "the bot was down 15:10–17:00", 1000
    )
