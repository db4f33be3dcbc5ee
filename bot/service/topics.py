"""``/topics``, and areas and topics as buttons wherever something can be practised."""

from datetime import datetime

from bot.bank import Bank
from bot.commands import offer
from bot.domain.question import Topic
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply, action
from bot.intents.setup_topics import AREA_TITLES
from bot.intents.topics import AreaLine, Areas, AreaTopics, TopicLine, TopicList
from bot.service.handlers import Presses, number
from bot.service.present import present
from bot.service.serving import is_asked, is_drilled
from bot.service.stats import topic_scores
from bot.service.tools import Tools, Who

ON_A_PAGE = 15
WAYS = ("quiz", "interview")
"""Commands that take a topic; they stand in the buttons."""


async def topics(tools: Tools, who: Who) -> Reply:
    """``/topics``: how many questions each has, and what one knows of it by now."""
    here = await present(tools, who)
    scores = await topic_scores(tools, here.member.account_id)
    mine = {score.title: score.both for score in scores}
    lines = [
        AreaLine(
            AREA_TITLES.get(area, area),
            tuple(
                TopicLine(topic.title, _asked(topic), mine.get(topic.title), drilled=is_practised(topic))
                for topic in listed
            ),
        )
        for area, listed in _areas(tools.bank, "interview")
    ]
    return Reply(TopicList(tuple(lines), area_offers(tools.bank, "quiz")))


def _asked(topic: Topic) -> int:
    return sum(is_asked(question) for question in topic.questions)


def is_practised(topic: Topic) -> bool:
    """Whether it has a quiz, and not only open questions."""
    return any(is_drilled(question) for question in topic.questions)


def area_offers(bank: Bank, way: str) -> tuple[tuple[str, str], ...]:
    """(action, label) pairs that open the areas; those without such a question are left out."""
    return tuple(
        (action("topicarea", way, area, 0), AREA_TITLES.get(area, area)) for area, _ in _areas(bank, way)
    )


def _areas(bank: Bank, way: str) -> list[tuple[str, tuple[Topic, ...]]]:
    """Every area with its topics; for quizzes only if at least one of them has a quiz."""
    found = [(area, tuple(topic for topic in listed if _asked(topic))) for area, listed in bank.areas]
    return [
        (area, listed)
        for area, listed in found
        if listed and (way != "quiz" or any(is_practised(topic) for topic in listed))
    ]


async def _press_areas(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return Reply(Areas(area_offers(tools.bank, _way(parts[0]))), how=How.REPLACE)


async def _press_area(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    way, area, page = _way(parts[0]), parts[1], number(parts[2])
    listed = dict(_areas(tools.bank, way)).get(area, ())
    here = listed[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    if not here:
        raise UsageError(refusals.OLD_BUTTON)
    pairs = [pair for topic in here for pair in _topic_offer(way, topic)]
    every = offer(f"{way} {area}", f"All of {AREA_TITLES.get(area, area)}")
    pages = -(-len(listed) // ON_A_PAGE)
    more = ((action("topicarea", way, area, (page + 1) % pages), "More"),) if pages > 1 else ()
    back = ((action("topicareas", way), "Areas"),)
    title = AREA_TITLES.get(area, area)
    return Reply(AreaTopics(title, tuple(pairs), (*back, *every, *more)), how=How.REPLACE)


def _topic_offer(way: str, topic: Topic) -> tuple[tuple[str, str], ...]:
    if way == "quiz" and not is_practised(topic):
        return offer(f"interview {topic.name}", f"{topic.title} (interview)")
    return offer(f"{way} {topic.name}", topic.title)


def _way(word: str) -> str:
    if word not in WAYS:
        raise UsageError(refusals.OLD_BUTTON)
    return word


PRESSES: Presses = {"topicareas": (_press_areas, 1), "topicarea": (_press_area, 3)}
