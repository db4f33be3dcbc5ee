"""``/privacy hide`` and ``show``."""

from bot.intents.base import Reply
from bot.intents.trouble import Done
from bot.service.present import present
from bot.service.tools import Tools, Who


async def hide(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    await tools.store.people.set_hidden(here.member.id, True)
    return Reply(
        Done("You are off every board and name list here. Your streak and points go on, for you alone.")
    )


async def show(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    await tools.store.people.set_hidden(here.member.id, False)
    return Reply(Done("Your name is shown on boards again."))
