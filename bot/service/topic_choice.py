"""Choosing what a track asks: a preset, or areas → topics and levels, one toggle button each."""

from dataclasses import replace
from datetime import datetime

from bot.domain.question import Level, Topic
from bot.domain.round import Track
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.setup_topics import AreaChoice, AreaTopics, TopicAreas, TopicChoice
from bot.service.drafts import keep, own_draft, pool_of, shown
from bot.service.handlers import Presses, number
from bot.service.presets import EVERYTHING, offered, postable
from bot.service.tools import Tools, Who

ON_A_PAGE = 20
"""With the row of other buttons, as many as a message may carry."""


async def _preset(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    draft = await own_draft(tools, who, number(parts[0]))
    sets = {preset.name: topics for preset, topics in offered(tools.bank, tools.pools).items()}
    sets[EVERYTHING] = frozenset()
    if parts[1] not in sets:
        raise UsageError(refusals.OLD_BUTTON)
    draft = await _with(tools, who, draft, sets[parts[1]])
    return Reply(await shown(tools, draft), how=How.REPLACE)


async def _back(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    draft = await own_draft(tools, who, number(parts[0]))
    return Reply(await shown(tools, draft), how=How.REPLACE)


async def _areas(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    draft = await own_draft(tools, who, number(parts[0]))
    return Reply(_areas_of(tools, draft), how=How.REPLACE)


async def _area(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    draft = await own_draft(tools, who, number(parts[0]))
    return Reply(_topics_of(tools, draft, parts[1], number(parts[2])), how=How.REPLACE)


async def _topic(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """Flip one topic. Without any the track asks everything."""
    draft = await own_draft(tools, who, number(parts[0]))
    area, page, name = parts[1], number(parts[2]), parts[3]
    if name not in {topic.name for topic in _of_area(tools, area)}:
        raise UsageError(refusals.OLD_BUTTON)
    draft = await _with(tools, who, draft, draft.topics ^ {name})
    return Reply(_topics_of(tools, draft, area, page), how=How.REPLACE)


async def _all(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """All topics of an area, or none of them."""
    draft = await own_draft(tools, who, number(parts[0]))
    area, page = parts[1], number(parts[2])
    names = frozenset(topic.name for topic in _of_area(tools, area))
    wanted = draft.topics | names if parts[3] == "all" else draft.topics - names
    draft = await _with(tools, who, draft, wanted)
    return Reply(_topics_of(tools, draft, area, page), how=How.REPLACE)


async def _level(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """Flip one level; none and all of them are the same."""
    draft = await own_draft(tools, who, number(parts[0]))
    every = frozenset(Level)
    if parts[1] not in every:
        raise UsageError(refusals.OLD_BUTTON)
    levels = (draft.levels or every) ^ {Level(parts[1])}
    draft = replace(draft, levels=frozenset() if levels == every else levels)
    await keep(tools, who, draft)
    return Reply(_areas_of(tools, draft), how=How.REPLACE)


async def _with(tools: Tools, who: Who, draft: Track, topics: frozenset[str]) -> Track:
    draft = replace(draft, topics=topics)
    await keep(tools, who, draft)
    return draft


def _of_area(tools: Tools, area: str) -> list[Topic]:
    return [topic for topic in postable(tools.bank, tools.pools) if topic.area == area]


def _areas_of(tools: Tools, draft: Track) -> TopicAreas:
    found = [(area, _of_area(tools, area)) for area, _ in tools.bank.areas]
    choices = [
        AreaChoice(area, sum(topic.name in draft.topics for topic in topics), len(topics))
        for area, topics in found
        if topics
    ]
    levels = draft.levels or frozenset(Level)
    return TopicAreas(draft.id, tuple(choices), levels, len(pool_of(tools, draft).questions))


def _topics_of(tools: Tools, draft: Track, area: str, page: int) -> AreaTopics:
    topics = _of_area(tools, area)
    here = topics[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    if not here:
        raise UsageError(refusals.OLD_BUTTON)
    choices = tuple(TopicChoice(topic.name, topic.title, topic.name in draft.topics) for topic in here)
    more = (page + 1) * ON_A_PAGE < len(topics)
    return AreaTopics(draft.id, area, choices, page, more)


PRESSES: Presses = {
    "setuppreset": (_preset, 2),
    "setupback": (_back, 1),
    "setupareas": (_areas, 1),
    "setuparea": (_area, 3),
    "setuptopic": (_topic, 4),
    "setupall": (_all, 4),
    "setuplevel": (_level, 2),
}
