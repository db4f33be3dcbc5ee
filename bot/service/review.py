"""``/review``: what is due, oldest first, one at a time."""

from dataclasses import replace
from datetime import datetime

from bot.domain.freezing import shown_order
from bot.intents.base import How, Reply
from bot.intents.review import NothingDue
from bot.ports.practice import QuizItem, QuizSession
from bot.service.due import following, today, zone_of
from bot.service.handlers import Presses
from bot.service.interview import begin
from bot.service.present import Present, present
from bot.service.quiz import RESUMABLE
from bot.service.quiz_run import show
from bot.service.tools import Tools, Who

MOST_AT_ONCE = 20
KIND = "review"


async def review(tools: Tools, who: Who, how: How = How.PRIVATE) -> Reply:
    """Begin with what is due now, whatever an earlier review left; questions that are only asked openly
    come after the others, as interviews."""
    here = await present(tools, who)
    account_id, group_id = here.member.account_id, here.group.id
    await tools.store.reviews.feed_account(account_id)
    await _end_earlier(tools, account_id)
    zone = await zone_of(tools, group_id)
    due = await today(tools, account_id, group_id, zone)
    if due.drilled:
        return replace(await _repeat(tools, here, due.drilled[:MOST_AT_ONCE]), how=how)
    if due.opens:
        return await begin(tools, here, due.opens[0], how, review=True)
    return Reply(NothingDue(await following(tools, account_id, zone), zone), how=how)


async def _repeat(tools: Tools, here: Present, names: tuple[str, ...]) -> Reply:
    key = tools.token(9).hex()
    items = tuple(_item(tools, name, f"{key}:{place}") for place, name in enumerate(names))
    now = tools.clock.now()
    session = QuizSession(key, here.member.account_id, here.group.id, (), items, 0, now, kind=KIND)
    await tools.store.practice.start(session)
    return await show(tools, session)


def _item(tools: Tools, question_id: str, seed: str) -> QuizItem:
    _, frozen = tools.pools.snapshot(question_id)
    return QuizItem(question_id, shown_order(frozen, seed))


async def _end_earlier(tools: Tools, account_id: int) -> None:
    """Or its buttons would serve what the new one serves as well."""
    now = tools.clock.now()
    earlier = await tools.store.practice.open_session(account_id, now - RESUMABLE, KIND)
    if earlier is not None:
        await tools.store.practice.advance(replace(earlier, ended_at=now), earlier.position, None)


async def _press_go_on(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await review(tools, who, How.REPLACE)


PRESSES: Presses = {"reviewgo": (_press_go_on, 0)}
