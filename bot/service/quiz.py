"""``/quiz``: private practice, one question at a time, resumable for a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from bot.commands import QuizWords, offer, typed_words
from bot.domain.freezing import shown_order
from bot.errors import Offers, UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.quiz_menu import QuizMenu, Unfinished
from bot.ports.practice import QuizItem, QuizSession
from bot.service import retired
from bot.service.present import Present, present
from bot.service.quiz_end import missed, named
from bot.service.quiz_run import show
from bot.service.serving import allowed, is_drilled
from bot.service.tools import Tools, Who
from bot.service.topics import area_offers, is_practised
from bot.service.wanted import fits, narrowed, read, weakest_of

RESUMABLE = timedelta(hours=24)
UNFINISHED_SHOWN = 3


async def quiz(tools: Tools, who: Who, words: Sequence[str]) -> Reply:
    """``/quiz [topics] [count] [level]`` in any order; alone it offers what could be practised."""
    if not typed_words(" ".join(words)):
        return await menu(tools, who)
    return replace(await _start(tools, await present(tools, who), words), how=How.PRIVATE)


async def pick(tools: Tools, who: Who, word: str) -> Reply:
    """A button of the menu does what its word does, in place of the menu."""
    return await _start(tools, await present(tools, who), (word,))


async def menu(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    account_id = here.member.account_id
    mistakes = await _of_mistakes(tools, here, QuizWords())
    weak = await weakest_of(tools, account_id, QuizWords())
    areas = area_offers(tools.bank, "quiz")
    return Reply(QuizMenu(len(mistakes), weak, areas, await unfinished(tools, account_id)))


async def unfinished(tools: Tools, account_id: int) -> tuple[Unfinished, ...]:
    """The newest quizzes that can go on."""
    since = tools.clock.now() - RESUMABLE
    sessions = await tools.store.practice.open_sessions(account_id, since, UNFINISHED_SHOWN)
    return tuple(
        Unfinished(each.key, named(tools, each.topics), len(each.items) - each.position) for each in sessions
    )


async def practise(tools: Tools, who: Who, question_id: str) -> Reply:
    """The question of a closed round once more, in private."""
    here = await present(tools, who)
    question = tools.bank.questions.get(question_id)
    if question is not None and question.retired is not None:
        return retired.told(tools.bank, question)
    if question is None or not is_drilled(question):
        raise UsageError(refusals.LEFT_THE_BANK)
    if not await _allowed(tools, here, [question_id]):
        raise UsageError(refusals.STILL_OPEN)
    begun = await _begin(tools, here, [question_id], (question.topic,), question.topic)
    return replace(begun, how=How.PRIVATE)


async def resume(tools: Tools, who: Who, key: str) -> Reply:
    return await show(tools, await own_session(tools, who, key))


async def repeat(tools: Tools, who: Who, key: str) -> Reply:
    """The ones this session got wrong, as a new session."""
    here = await present(tools, who)
    session = await own_session(tools, who, key)
    wrong = await _allowed(tools, here, missed(session))
    return await _begin(tools, here, wrong, session.topics, session.words)


async def more(tools: Tools, who: Who, key: str) -> Reply:
    """Five more of what was asked for."""
    here = await present(tools, who)
    session = await own_session(tools, who, key)
    wanted = read(tools, "quiz", session.words.split())
    return await _practise(tools, here, replace(wanted, count=QuizWords().count))


async def own_session(tools: Tools, who: Who, key: str) -> QuizSession:
    """The session a button names, if it is this person's and not older than a day."""
    here = await present(tools, who)
    session = await tools.store.practice.session(key)
    if session is None or session.account_id != here.member.account_id:
        raise UsageError(refusals.NOT_YOUR_QUIZ)
    if tools.clock.now() - session.touched_at >= RESUMABLE:
        if session.kind == "review":
            raise Offers(refusals.OLD_REVIEW, offer("review", "Review"))
        raise Offers(refusals.OLD_QUIZ, offer(f"quiz {session.words}".strip(), "New quiz"))
    return session


async def _start(tools: Tools, here: Present, words: Sequence[str]) -> Reply:
    wanted = read(tools, "quiz", words)
    named_topics = [tools.bank.topics[name] for name in wanted.topics]
    if named_topics and not any(is_practised(topic) for topic in named_topics):
        topic = named_topics[0]
        raise Offers(refusals.only_open(topic.title), offer(f"interview {topic.name}"))
    return await _practise(tools, here, wanted)


async def _practise(tools: Tools, here: Present, wanted: QuizWords) -> Reply:
    """``weakest`` narrows the topics to one, ``mistakes`` the questions to those."""
    words = wanted.spelled()
    wanted = await narrowed(tools, here.member.account_id, wanted)
    if wanted.mistakes:
        ids = (await _of_mistakes(tools, here, wanted))[: wanted.count]
        if not ids:
            raise UsageError(refusals.NO_MISTAKES)
    else:
        ids = await _choose(tools, here, wanted)
    return await _begin(tools, here, ids, wanted.topics, words)


async def _begin(
    tools: Tools, here: Present, ids: Sequence[str], topics: tuple[str, ...], words: str
) -> Reply:
    if not ids:
        raise UsageError(refusals.NOTHING_TO_PRACTISE)
    key, now = tools.token(9).hex(), tools.clock.now()
    items = tuple(_item(tools, question_id, f"{key}:{place}") for place, question_id in enumerate(ids))
    session = QuizSession(key, here.member.account_id, here.group.id, topics, items, 0, now, words=words)
    await tools.store.practice.start(session)
    return await show(tools, session)


def _item(tools: Tools, question_id: str, seed: str) -> QuizItem:
    _, frozen = tools.pools.snapshot(question_id)
    return QuizItem(question_id, shown_order(frozen, seed))


async def _choose(tools: Tools, here: Present, wanted: QuizWords) -> list[str]:
    """Never attempted first, in random order, then the longest ago."""
    attempted = await tools.store.practice.attempted(here.member.account_id)
    fitting = [name for name, question in tools.bank.questions.items() if fits(question, wanted)]
    names = await _allowed(tools, here, fitting)
    Random(tools.token(8)).shuffle(names)
    never = [name for name in names if name not in attempted]
    again = sorted((name for name in names if name in attempted), key=attempted.__getitem__)
    return [*never, *again][: wanted.count]


async def _of_mistakes(tools: Tools, here: Present, wanted: QuizWords) -> list[str]:
    """What was wrong the last time, the oldest first."""
    names = await _allowed(tools, here, await tools.store.practice.mistakes(here.member.account_id))
    return [name for name in names if fits(tools.bank.questions[name], wanted)]


async def _allowed(tools: Tools, here: Present, names: Sequence[str]) -> list[str]:
    return await allowed(tools, here.member.account_id, here.group.id, names)
