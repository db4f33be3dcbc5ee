"""How a quiz ends: what was right of it, how the topic stands, and what could come next."""

from bot.intents.base import How, Reply
from bot.intents.quiz import QuizEnd, QuizFeedback
from bot.intents.setup_topics import AREA_TITLES
from bot.ports.practice import QuizSession
from bot.service.review_end import review_end
from bot.service.serving import allowed
from bot.service.tools import Tools

SEVERAL = "These topics"


async def end(tools: Tools, session: QuizSession, before: QuizFeedback | None = None) -> Reply:
    right, total = score(session)
    if session.kind == "review":
        return await review_end(tools, session, right, total, before)
    topics = session.topics or _topics(tools, session)
    so_far = await tools.store.practice.tally(session.account_id, topics)
    wrong = await allowed(tools, session.account_id, session.group_id, missed(session))
    return Reply(
        QuizEnd(session.key, right, total, named(tools, topics) or SEVERAL, so_far, len(wrong), before),
        how=How.REPLACE,
    )


def score(session: QuizSession) -> tuple[int, int]:
    """(right, answered), without those that came once more."""
    scored = [item for item in session.items if not item.again and item.right is not None]
    return sum(1 for item in scored if item.right), len(scored)


def missed(session: QuizSession) -> list[str]:
    """The questions of the score that were not right."""
    return [item.question_id for item in session.items if item.right is False and not item.again]


def named(tools: Tools, topics: tuple[str, ...]) -> str:
    """The topic's title, or that of the area which these topics are; "" for others."""
    if len(topics) == 1 and topics[0] in tools.bank.topics:
        return tools.bank.topics[topics[0]].title
    areas = {area: {topic.name for topic in listed} for area, listed in tools.bank.areas}
    return next((AREA_TITLES.get(area, area) for area, names in areas.items() if names == set(topics)), "")


def _topics(tools: Tools, session: QuizSession) -> tuple[str, ...]:
    known = tools.bank.questions
    return tuple(
        dict.fromkeys(known[item.question_id].topic for item in session.items if item.question_id in known)
    )
