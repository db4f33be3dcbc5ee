"""Notices that reached nobody: the first line of the next command of any organiser, once."""

from dataclasses import replace
from datetime import timedelta

from bot.intents.base import How, Reply
from bot.intents.notice import WithNotices
from bot.service.present import is_organiser
from bot.service.tools import Tools, Who

FRESH = timedelta(days=14)
"""An older one only stands in ``/daily status``."""


async def with_notices(tools: Tools, who: Who, reply: Reply) -> Reply:
    """The reply, after what nobody was told yet; others than organisers learn nothing of it."""
    if reply.intent is None or reply.how is not How.PRIVATE:
        return reply
    since = tools.clock.now() - FRESH
    if not await tools.store.deliveries.untold(who.platform, who.group, since):
        return reply
    if not await is_organiser(tools, who):
        return reply
    group = await tools.store.people.group(who.platform, who.group, who.group_name)
    notices = await tools.store.deliveries.tell(group.id, tools.clock.now())
    return replace(reply, intent=WithNotices(notices, reply.intent)) if notices else reply
