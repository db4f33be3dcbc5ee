"""What somebody asked to practise, from the words after ``/quiz`` and ``/interview``."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import QuizWords, TopicNames, guesses, offer, quiz_words
from bot.domain.question import Question
from bot.errors import Offers, UsageError
from bot.intents import refusals
from bot.intents.stats import TopicScore
from bot.service.stats import topic_scores, weakest
from bot.service.tools import Tools
from bot.service.topics import area_offers


def read(tools: Tools, command: str, words: Sequence[str]) -> QuizWords:
    """UsageError for odd words, with buttons for what may have been meant, else for all areas."""
    names = TopicNames.of(tools.bank.topics.values())
    found = quiz_words(words, names)
    if found.unknown:
        raise _unknown(tools, command, found, names)
    return found


def fits(question: Question, wanted: QuizWords) -> bool:
    return (not wanted.topics or question.topic in wanted.topics) and wanted.level in (None, question.level)


async def narrowed(tools: Tools, account_id: int, wanted: QuizWords) -> QuizWords:
    """With the one topic that "weakest" stands for; UsageError while nothing stands out."""
    if not wanted.weakest:
        return wanted
    weak = await weakest_of(tools, account_id, wanted)
    if weak is None:
        raise UsageError(refusals.NO_WEAKEST)
    return replace(wanted, topics=(weak.name,))


async def weakest_of(tools: Tools, account_id: int, wanted: QuizWords) -> TopicScore | None:
    """Of the topics wanted, by daily questions and practice together; None while nothing stands out."""
    titles = {tools.bank.topics[name].title for name in wanted.topics}
    scores = await topic_scores(tools, account_id)
    return weakest(score for score in scores if not titles or score.title in titles)


def _unknown(tools: Tools, command: str, found: QuizWords, names: TopicNames) -> UsageError:
    sentence = refusals.no_topic(found.unknown[0])
    likely = guesses(found, names)
    pairs = [pair for each in likely for pair in offer(f"{command} {found.spelled((each,))}", each)]
    if not pairs:
        return Offers(f"{sentence} These are the areas:", area_offers(tools.bank, command))
    return Offers(f"{sentence} {refusals.did_you_mean(likely)}", pairs)
