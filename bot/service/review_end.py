"""How a review ends: what is still due today, else when the next one is."""

from bot.intents.base import How, Reply
from bot.intents.quiz import QuizFeedback
from bot.intents.review import ReviewEnd
from bot.ports.practice import QuizSession
from bot.service.due import following, today, zone_of
from bot.service.tools import Tools


async def review_end(
    tools: Tools, session: QuizSession, right: int, total: int, before: QuizFeedback | None
) -> Reply:
    account_id, group_id = session.account_id, session.group_id
    zone = await zone_of(tools, group_id)
    left = (await today(tools, account_id, group_id, zone)).count
    ahead = await following(tools, account_id, zone)
    return Reply(ReviewEnd(right, total, left, ahead, zone, before), how=How.REPLACE)
