"""A running quiz session: serve, grade, once more at the end, finish."""

from dataclasses import replace

from bot.domain.freezing import shown
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import is_right, parse_response, points
from bot.domain.question import Kind
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.answer_form import answer_form
from bot.intents.base import How, Reply, action
from bot.intents.quiz import Progress, QuizClosed, QuizEnd, QuizFeedback, QuizQuestion
from bot.ports.practice import Attempt, QuizItem, QuizSession
from bot.service.review_end import review_end
from bot.service.tools import Tools


async def show(tools: Tools, session: QuizSession, before: QuizFeedback | None = None) -> Reply:
    """The item to answer next, or the end."""
    if session.ended_at is not None or session.position >= len(session.items):
        return await _end(tools, session, before)
    item = session.items[session.position]
    question = frozen(tools, item)
    chosen = item.response or Response()
    asked = QuizQuestion(session.key, session.position, _progress(session), question, chosen, before)
    return Reply(asked, how=How.REPLACE)


def frozen(tools: Tools, item: QuizItem) -> FrozenQuestion:
    """The item as shown; in written order if the bank changed the number of its options meanwhile."""
    if item.question_id not in tools.bank.questions:
        raise UsageError(refusals.LEFT_THE_BANK)
    _, written = tools.pools.snapshot(item.question_id)
    return shown(written, item.order) if len(item.order) == len(written.options) else written


async def choose(tools: Tools, session: QuizSession, position: int, index: int) -> Reply:
    """A letter: the answer of a choice, one letter more or less of a multi."""
    if position != session.position or session.ended_at is not None:
        return await show(tools, session)
    item = session.items[position]
    question = frozen(tools, item)
    if not 0 <= index < len(question.options):
        raise UsageError(refusals.NO_SUCH_LETTER)
    if question.kind is not Kind.MULTI:
        return await _grade(tools, session, question, Response(bits=1 << index))
    bits = (item.response or Response()).bits ^ (1 << index)
    changed = _with_item(session, replace(item, response=Response(bits=bits)))
    await tools.store.practice.advance(changed, position, None)
    return await show(tools, changed)


async def check(tools: Tools, session: QuizSession, position: int) -> Reply:
    """*Check* under a multi: the letters chosen so far are the answer."""
    if position != session.position or session.ended_at is not None:
        return await show(tools, session)
    item = session.items[position]
    if item.response is None or not item.response.standing:
        raise UsageError(refusals.CHOOSE_FIRST)
    return await _grade(tools, session, frozen(tools, item), item.response)


async def ask(tools: Tools, session: QuizSession, position: int) -> Reply:
    """The form of a number or an order."""
    if position != session.position or session.ended_at is not None:
        return await show(tools, session)
    question = frozen(tools, session.items[position])
    return Reply(form=answer_form(action("quizform", session.key, position), question), how=How.FORM)


async def typed(tools: Tools, session: QuizSession, position: int, text: str) -> Reply:
    if position != session.position or session.ended_at is not None:
        return await show(tools, session)
    question = frozen(tools, session.items[position])
    return await _grade(tools, session, question, parse_response(question, text))


async def stop(tools: Tools, session: QuizSession) -> Reply:
    ended = await _ended(tools, session)
    return await _end(tools, ended, None)


async def done(tools: Tools, session: QuizSession) -> Reply:
    ended = await _ended(tools, session)
    right, total = _score(ended)
    return Reply(QuizClosed(right, total), how=How.REPLACE)


async def _ended(tools: Tools, session: QuizSession) -> QuizSession:
    if session.ended_at is not None:
        return session
    ended = replace(session, ended_at=tools.clock.now())
    await tools.store.practice.advance(ended, session.position, None)
    return ended


async def _grade(tools: Tools, session: QuizSession, question: FrozenQuestion, response: Response) -> Reply:
    """Grade once: of two clicks on the same item the second only shows what comes next."""
    item = session.items[session.position]
    right = is_right(question, response)
    graded = _with_item(session, replace(item, response=response, right=right))
    items = graded.items if right or item.again else (*graded.items, _again(item))
    position = session.position + 1
    ended_at = tools.clock.now() if position == len(items) else None
    moved = replace(graded, items=items, position=position, ended_at=ended_at)
    attempt = None if item.again else _attempt(tools, session, question, response, right)
    if not await tools.store.practice.advance(moved, session.position, attempt):
        return await show(tools, await tools.store.practice.session(session.key) or session)
    return await show(tools, moved, QuizFeedback(question, response))


def _again(item: QuizItem) -> QuizItem:
    return QuizItem(item.question_id, item.order, again=True)


def _attempt(
    tools: Tools, session: QuizSession, question: FrozenQuestion, response: Response, right: bool
) -> Attempt:
    score = 100 * points(question, response) // question.level.points
    return Attempt(
        session.account_id,
        question.question_id,
        question.topic,
        question.level,
        session.kind,
        right,
        score,
        tools.clock.now(),
    )


def _with_item(session: QuizSession, item: QuizItem) -> QuizSession:
    items = (*session.items[: session.position], item, *session.items[session.position + 1 :])
    return replace(session, items=items)


def _progress(session: QuizSession) -> Progress:
    again = session.items[session.position].again
    group = [place for place, item in enumerate(session.items) if item.again is again]
    return Progress(group.index(session.position) + 1, len(group), again)


def _score(session: QuizSession) -> tuple[int, int]:
    scored = [item for item in session.items if not item.again and item.right is not None]
    return sum(1 for item in scored if item.right), len(scored)


async def _end(tools: Tools, session: QuizSession, before: QuizFeedback | None) -> Reply:
    right, total = _score(session)
    if session.kind == "review":
        return await review_end(tools, session, right, total, before)
    latest = {item.question_id: item.right for item in session.items if item.right is not None}
    topics = session.topics or tuple(dict.fromkeys(_topic(tools, item) for item in session.items))
    titles = [tools.bank.topics[name].title for name in topics if name in tools.bank.topics]
    so_far = await tools.store.practice.tally(session.account_id, topics)
    left = sum(1 for was_right in latest.values() if not was_right)
    named = titles[0] if len(titles) == 1 else "These topics"
    return Reply(QuizEnd(session.key, right, total, named, so_far, left, before), how=How.REPLACE)


def _topic(tools: Tools, item: QuizItem) -> str:
    question = tools.bank.questions.get(item.question_id)
    return question.topic if question else ""
