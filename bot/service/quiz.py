"""``/quiz``: private practice, one question at a time, resumable for a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from bot.commands import QuizWords, quiz_words
from bot.domain.freezing import shown_order
from bot.domain.question import Question
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.quiz import QuizMenu
from bot.ports.practice import QuizItem, QuizSession
from bot.service.present import Present, present
from bot.service.quiz_run import show
from bot.service.tools import Tools, Who

RESUMABLE = timedelta(hours=24)


async def quiz(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """``/quiz [topics] [count] [level]`` in any order; alone it offers what could be practised."""
    if not words:
        return await menu(tools, who)
    wanted = quiz_words(words, tuple(tools.bank.topics))
    if wanted.unknown:
        raise UsageError(refusals.unknown_topic(wanted.unknown[0], tools.bank.topics))
    here = await present(tools, who)
    return await _begin(tools, here, await _choose(tools, here, wanted), wanted.topics)


async def menu(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    mistakes = await tools.store.practice.mistakes(here.member.account_id)
    withheld = await tools.store.practice.withheld(here.member.account_id, here.group.id)
    unfinished = await tools.store.practice.open_session(
        here.member.account_id, tools.clock.now() - RESUMABLE
    )
    topics = tuple(
        (name, topic.title) for name, topic in tools.bank.topics.items() if _practicable(topic.questions)
    )
    count = len([name for name in mistakes if name in tools.bank.questions and name not in withheld])
    left = len(unfinished.items) - unfinished.position if unfinished else 0
    return Reply(QuizMenu(count, topics, unfinished.key if unfinished else "", left))


async def pick(tools: Tools, who: Who, what: str) -> Reply:
    """A button of the menu: "mistakes", "mixed" or a topic."""
    here = await present(tools, who)
    if what == "mistakes":
        ids = await tools.store.practice.mistakes(here.member.account_id)
        return await _begin(tools, here, await _allowed(tools, here, ids), (), replaces=True)
    topics = () if what == "mixed" else (what,)
    if topics and what not in tools.bank.topics:
        raise UsageError(refusals.unknown_topic(what, tools.bank.topics))
    return await _begin(tools, here, await _choose(tools, here, QuizWords(topics)), topics, replaces=True)


async def practise(tools: Tools, who: Who, question_id: str) -> Reply:
    """The question of a closed round once more, in private."""
    here = await present(tools, who)
    ids = await _allowed(tools, here, [question_id])
    if not ids:
        raise UsageError(refusals.STILL_OPEN)
    return await _begin(tools, here, ids, (tools.bank.questions[question_id].topic,))


async def resume(tools: Tools, who: Who, key: str) -> Reply:
    return await show(tools, await own_session(tools, who, key))


async def repeat(tools: Tools, who: Who, key: str) -> Reply:
    """The ones this session got wrong, as a new session."""
    here = await present(tools, who)
    session = await own_session(tools, who, key)
    latest = {item.question_id: item.right for item in session.items if item.right is not None}
    wrong = [name for name, right in latest.items() if not right]
    return await _begin(tools, here, await _allowed(tools, here, wrong), session.topics, replaces=True)


async def more(tools: Tools, who: Who, key: str) -> Reply:
    here = await present(tools, who)
    session = await own_session(tools, who, key)
    chosen = await _choose(tools, here, QuizWords(session.topics))
    return await _begin(tools, here, chosen, session.topics, replaces=True)


async def own_session(tools: Tools, who: Who, key: str) -> QuizSession:
    """The session a button names, if it is this person's and not older than a day."""
    here = await present(tools, who)
    session = await tools.store.practice.session(key)
    if session is None or session.account_id != here.member.account_id:
        raise UsageError(refusals.NOT_YOUR_QUIZ)
    return session


async def _begin(
    tools: Tools, here: Present, ids: list[str], topics: tuple[str, ...], *, replaces: bool = False
) -> Reply:
    if not ids:
        raise UsageError(refusals.NOTHING_TO_PRACTISE)
    key = tools.token(9).hex()
    items = tuple(_item(tools, question_id, f"{key}:{place}") for place, question_id in enumerate(ids))
    session = QuizSession(key, here.member.account_id, here.group.id, topics, items, 0, tools.clock.now())
    await tools.store.practice.start(session)
    reply = await show(tools, session)
    return reply if replaces else replace(reply, how=How.PRIVATE)


def _item(tools: Tools, question_id: str, seed: str) -> QuizItem:
    _, frozen = tools.pools.snapshot(question_id)
    return QuizItem(question_id, shown_order(frozen, seed))


async def _choose(tools: Tools, here: Present, wanted: QuizWords) -> list[str]:
    """Never attempted first, in random order, then the longest ago."""
    attempted = await tools.store.practice.attempted(here.member.account_id)
    names = [name for name, question in tools.bank.questions.items() if _fits(question, wanted)]
    allowed = await _allowed(tools, here, names)
    Random(tools.token(8)).shuffle(allowed)
    never = [name for name in allowed if name not in attempted]
    again = sorted((name for name in allowed if name in attempted), key=attempted.__getitem__)
    return [*never, *again][: wanted.count]


def _fits(question: Question, wanted: QuizWords) -> bool:
    return (not wanted.topics or question.topic in wanted.topics) and wanted.level in (None, question.level)


async def _allowed(tools: Tools, here: Present, names: list[str]) -> list[str]:
    """Without retired ones and those of a round that is still open: they come later, silently."""
    withheld = await tools.store.practice.withheld(here.member.account_id, here.group.id)
    known = tools.bank.questions
    return [name for name in names if name in known and name not in withheld and _practicable([known[name]])]


def _practicable(questions: Sequence[Question]) -> bool:
    return any(question.quiz is not None and question.retired is None for question in questions)
