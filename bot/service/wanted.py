"""What somebody asked to practise, from the words after ``/quiz`` and ``/interview``."""

from collections.abc import Sequence

from bot.commands import QuizWords, TopicNames, guesses, offer, quiz_words
from bot.domain.question import Question
from bot.errors import Offers, UsageError
from bot.intents import refusals
from bot.service.topics import area_offers
from bot.service.tools import Tools


def read(tools: Tools, command: str, words: Sequence[str]) -> QuizWords:
    """UsageError for odd words, with buttons for what may have been meant, else for all areas."""
    names = TopicNames.of(tools.bank.topics.values())
    found = quiz_words(words, names)
    if found.unknown:
        raise _unknown(tools, command, found, names)
    return found


def fits(question: Question, wanted: QuizWords) -> bool:
    return (not wanted.topics or question.topic in wanted.topics) and wanted.level in (None, question.level)


def _unknown(tools: Tools, command: str, found: QuizWords, names: TopicNames) -> UsageError:
    sentence = refusals.no_topic(found.unknown[0])
    likely = guesses(found, names)
    pairs = [pair for each in likely for pair in offer(f"{command} {found.spelled((each,))}", each)]
    if not pairs:
        return Offers(f"{sentence} These are the areas:", area_offers(tools.bank, command))
    return Offers(f"{sentence} {refusals.did_you_mean(likely)}", pairs)
