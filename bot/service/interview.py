"""``/interview``: one open question at a time; everything about it is kept in its row."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from bot.domain.question import Question
from bot.domain.review import Rating, rating_of_interview
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.interview import (
    LONGEST_NOTE,
    Asked,
    InterviewAnswer,
    InterviewQuestion,
    InterviewResult,
    note_form,
)
from bot.ports.interviews import Interview
from bot.ports.practice import Attempt
from bot.service.due import comes_back, today, zone_of
from bot.service.handlers import Forms, Presses, number
from bot.service.present import Present, present
from bot.service.serving import is_asked
from bot.service.tools import Tools, Who
from bot.service.wanted import fits, narrowed, read

OPEN_FOR = timedelta(hours=24)


async def interview(tools: Tools, who: Who, words: Sequence[str]) -> Reply:
    """``/interview [topics] [level]``; alone it asks about anything."""
    return await _ask(tools, await present(tools, who), words, How.PRIVATE)


async def begin(
    tools: Tools, here: Present, question_id: str, how: How, *, words: str = "", review: bool = False
) -> Reply:
    """Ask this question; ``review``: because it is due."""
    key, now = tools.token(9).hex(), tools.clock.now()
    made = Interview(key, here.member.account_id, here.group.id, question_id, now, words, review)
    await tools.store.interviews.start(made)
    return Reply(InterviewQuestion(_asked(tools, made)), how=how)


async def open_note(tools: Tools, who: Who, key: str) -> Reply:
    """*Write it*: the form, with what was written before."""
    mine = await _running(tools, who, key)
    return Reply(form=note_form(key, mine.note), how=How.FORM)


async def write(tools: Tools, who: Who, key: str, text: str) -> Reply:
    """Keep what was typed, even for an interview that is over: nobody writes twice."""
    mine = await _own(tools, who, key)
    if len(text) > LONGEST_NOTE:
        raise UsageError(refusals.note_too_long(LONGEST_NOTE))
    await tools.store.interviews.note(key, text.strip())
    if mine.ended_at is not None:
        return await _result(tools, mine)
    return Reply(InterviewQuestion(_asked(tools, await _own(tools, who, key))), how=How.REPLACE)


async def show_answer(tools: Tools, who: Who, key: str) -> Reply:
    return await _show(tools, await _running(tools, who, key))


async def tick(tools: Tools, who: Who, key: str, point: int, said: bool) -> Reply:
    mine = await _running(tools, who, key)
    if mine.ended_at is not None:
        return await _result(tools, mine)
    if point < len(_asked(tools, mine).points):
        await tools.store.interviews.tick(key, point, said)
    return await _show(tools, await _own(tools, who, key))


async def done(tools: Tools, who: Who, key: str) -> Reply:
    """Score it once; a tick that comes in between is counted."""
    mine = await _running(tools, who, key)
    await _may_be_seen(tools, mine)
    while mine.ended_at is None and not await tools.store.interviews.finish(mine, _attempt(tools, mine)):
        mine = await _own(tools, who, key)
    return await _result(tools, await _own(tools, who, key))


async def another(tools: Tools, who: Who, key: str) -> Reply:
    """The next one of what was asked for."""
    mine = await _own(tools, who, key)
    return await _ask(tools, await present(tools, who), mine.words.split(), How.REPLACE)


async def _ask(tools: Tools, here: Present, words: Sequence[str], how: How) -> Reply:
    asked = read(tools, "interview", words)
    wanted = await narrowed(tools, here.member.account_id, asked)
    known = tools.bank.questions
    names = await tools.store.practice.mistakes(here.member.account_id) if wanted.mistakes else list(known)
    fitting = [name for name in names if name in known and fits(known[name], wanted)]
    chosen = await _choose(tools, here, [name for name in fitting if is_asked(known[name])])
    return await begin(tools, here, chosen, how, words=asked.spelled() if words else "")


async def _choose(tools: Tools, here: Present, names: list[str]) -> str:
    """One that was never asked, else the one asked longest ago; never one that is open in a channel."""
    withheld = await tools.store.practice.withheld(here.member.account_id, here.group.id)
    asked = await tools.store.interviews.asked(here.member.account_id)
    allowed = [name for name in names if name not in withheld]
    never = [name for name in allowed if name not in asked]
    if never:
        return Random(tools.token(8)).choice(never)
    if not allowed:
        raise UsageError(refusals.NOTHING_TO_ASK)
    return min(allowed, key=lambda name: (asked[name], name))


async def _own(tools: Tools, who: Who, key: str) -> Interview:
    here = await present(tools, who)
    found = await tools.store.interviews.get(key)
    if found is None or found.account_id != here.member.account_id:
        raise UsageError(refusals.NOT_YOUR_INTERVIEW)
    return found


async def _running(tools: Tools, who: Who, key: str) -> Interview:
    """One that may go on, or has ended and can be looked at."""
    mine = await _own(tools, who, key)
    if mine.ended_at is None and tools.clock.now() - mine.started_at > OPEN_FOR:
        raise UsageError(refusals.OLD_INTERVIEW)
    return mine


async def _may_be_seen(tools: Tools, mine: Interview) -> None:
    """While the question is open in a channel, the answer or a missing point would give it away."""
    if mine.question_id in await tools.store.practice.withheld(mine.account_id, mine.group_id):
        raise UsageError(refusals.ASKED_NOW)


async def _show(tools: Tools, mine: Interview) -> Reply:
    if mine.ended_at is not None:
        return await _result(tools, mine)
    await _may_be_seen(tools, mine)
    return Reply(InterviewAnswer(_asked(tools, mine), mine.ticks), how=How.REPLACE)


async def _result(tools: Tools, mine: Interview) -> Reply:
    await _may_be_seen(tools, mine)
    zone = await zone_of(tools, mine.group_id)
    again = await comes_back(tools, mine.account_id, mine.question_id, zone)
    left = (await today(tools, mine.account_id, mine.group_id, zone)).count if mine.review else None
    return Reply(InterviewResult(_asked(tools, mine), mine.ticks, again, left), how=How.REPLACE)


def _asked(tools: Tools, mine: Interview) -> Asked:
    question = _question(tools, mine)
    return Asked(mine.key, tools.bank.topic_of(question.id).title, question, mine.note)


def _question(tools: Tools, mine: Interview) -> Question:
    question = tools.bank.questions.get(mine.question_id)
    if question is None:
        raise UsageError(refusals.NO_INTERVIEW_QUESTION)
    return question


def _attempt(tools: Tools, mine: Interview) -> Attempt:
    question, points = _question(tools, mine), _asked(tools, mine).points
    said = sum(mine.ticks >> place & 1 for place in range(len(points)))
    score = 100 * said // max(1, len(points))
    right = rating_of_interview(score) is Rating.GOOD
    now = tools.clock.now()
    return Attempt(
        mine.account_id, question.id, question.topic, question.level, "interview", right, score, now
    )


async def _press_write(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await open_note(tools, who, parts[0])


async def _press_show(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await show_answer(tools, who, parts[0])


async def _press_tick(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await tick(tools, who, parts[0], number(parts[1]), parts[2] == "1")


async def _press_done(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await done(tools, who, parts[0])


async def _press_another(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await another(tools, who, parts[0])


async def _submit_note(
    tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime
) -> Reply:
    return await write(tools, who, parts[0], values.get("note", ""))


PRESSES: Presses = {
    "interviewwrite": (_press_write, 1),
    "interviewshow": (_press_show, 1),
    "interviewtick": (_press_tick, 3),
    "interviewdone": (_press_done, 1),
    "interviewmore": (_press_another, 1),
}
FORMS: Forms = {"interviewnote": (_submit_note, 1)}
