"""``/privacy hide`` and ``show``."""

from bot.intents.base import Reply
from bot.intents.done import HIDDEN, SHOWN, Done
from bot.service.present import present
from bot.service.tools import Tools, Who


async def hide(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    await tools.store.people.set_hidden(here.member.id, True)
    return Reply(Done(HIDDEN))


async def show(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    await tools.store.people.set_hidden(here.member.id, False)
    return Reply(Done(SHOWN))
