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
from bot.intents.quiz import Progress, QuizClosed, QuizFeedback, QuizQuestion
from bot.ports.practice import Attempt, QuizItem, QuizSession
from bot.service.allowance import may_practise
from bot.service.quiz_end import end, score
from bot.service.serving import allowed
from bot.service.tools import Tools


async def show(tools: Tools, session: QuizSession, before: QuizFeedback | None = None) -> Reply:
    """The item to answer next, or the end."""
    return await _shown(tools, await _current(tools, session), before)


async def choose(tools: Tools, session: QuizSession, position: int, index: int) -> Reply:
    """A letter: the answer of a choice, one letter more or less of a multi."""
    session = await _current(tools, session)
    if not _asks(session, position):
        return await _shown(tools, session)
    item = session.items[position]
    question = frozen(tools, item)
    if question.kind not in (Kind.CHOICE, Kind.MULTI) or not 0 <= index < len(question.options):
        raise UsageError(refusals.NO_SUCH_LETTER)
    if question.kind is Kind.CHOICE:
        return await _grade(tools, session, question, Response(bits=1 << index))
    bits = (item.response or Response()).bits ^ (1 << index)
    changed = _with_item(session, replace(item, response=Response(bits=bits)))
    await tools.store.practice.advance(changed, position, None)
    return await _shown(tools, changed)


async def check(tools: Tools, session: QuizSession, position: int) -> Reply:
    """*Check* under a multi: the letters chosen so far are the answer."""
    session = await _current(tools, session)
    if not _asks(session, position):
        return await _shown(tools, session)
    item = session.items[position]
    if item.response is None or not item.response.standing:
        raise UsageError(refusals.CHOOSE_FIRST)
    return await _grade(tools, session, frozen(tools, item), item.response)


async def ask(tools: Tools, session: QuizSession, position: int) -> Reply:
    """The form of a number or an order."""
    session = await _current(tools, session)
    if not _asks(session, position):
        return await _shown(tools, session)
    question = frozen(tools, session.items[position])
    return Reply(form=answer_form(action("quizform", session.key, position), question), how=How.FORM)


async def typed(tools: Tools, session: QuizSession, position: int, text: str) -> Reply:
    session = await _current(tools, session)
    if not _asks(session, position):
        return await _shown(tools, session)
    question = frozen(tools, session.items[position])
    return await _grade(tools, session, question, parse_response(question, text))


async def stop(tools: Tools, session: QuizSession) -> Reply:
    ended = await _ended(tools, session)
    return await end(tools, ended)


async def done(tools: Tools, session: QuizSession) -> Reply:
    ended = await _ended(tools, session)
    right, total = score(ended)
    return Reply(QuizClosed(right, total), how=How.REPLACE)


def frozen(tools: Tools, item: QuizItem) -> FrozenQuestion:
    """The item as shown; in written order if the bank changed the number of its options meanwhile."""
    if item.question_id not in tools.bank.questions:
        raise UsageError(refusals.LEFT_THE_BANK)
    _, written = tools.pools.snapshot(item.question_id)
    return shown(written, item.order) if len(item.order) == len(written.options) else written


async def _current(tools: Tools, session: QuizSession) -> QuizSession:
    """The session where its next item may be asked, or at its end. What an open round asks by now, and what
    was retired or has left the bank, is passed over and counts nowhere."""
    if session.ended_at is not None:
        return session
    ahead = [item.question_id for item in session.items[session.position :]]
    fine = set(await allowed(tools, session.account_id, session.group_id, ahead))
    moved = session
    while moved.position < len(moved.items) and moved.items[moved.position].question_id not in fine:
        item = replace(moved.items[moved.position], passed=True)
        moved = replace(_with_item(moved, item), position=moved.position + 1)
    if moved is session:
        return session
    moved = replace(moved, ended_at=tools.clock.now() if moved.position == len(moved.items) else None)
    if await tools.store.practice.advance(moved, session.position, None):
        return moved
    fresh = await tools.store.practice.session(session.key)
    return await _current(tools, fresh) if fresh is not None else moved


def _asks(session: QuizSession, position: int) -> bool:
    """A button of an earlier item only shows what comes next."""
    return session.ended_at is None and position == session.position


async def _shown(tools: Tools, session: QuizSession, before: QuizFeedback | None = None) -> Reply:
    if session.ended_at is not None or session.position >= len(session.items):
        return await end(tools, session, before)
    item = session.items[session.position]
    question = frozen(tools, item)
    chosen = item.response or Response()
    asked = QuizQuestion(session.key, session.position, _progress(session), question, chosen, before)
    return Reply(asked, how=How.REPLACE)


async def _ended(tools: Tools, session: QuizSession) -> QuizSession:
    if session.ended_at is not None:
        return session
    ended = replace(session, ended_at=tools.clock.now())
    await tools.store.practice.advance(ended, session.position, None)
    return ended


async def _grade(tools: Tools, session: QuizSession, question: FrozenQuestion, response: Response) -> Reply:
    """Grade once: of two clicks on the same item the second only shows what comes next."""
    item = session.items[session.position]
    if not item.again:
        await may_practise(tools, session.account_id)
    right, now = is_right(question, response), tools.clock.now()
    graded = _with_item(session, replace(item, response=response, right=right))
    items = graded.items if right or item.again else (*graded.items, _again(item))
    position = session.position + 1
    ended_at = now if position == len(items) else None
    moved = replace(graded, items=items, position=position, ended_at=ended_at, continued_at=now)
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
    group = [place for place, item in enumerate(session.items) if item.again is again and not item.passed]
    return Progress(group.index(session.position) + 1, len(group), again)
