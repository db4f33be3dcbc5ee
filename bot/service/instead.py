"""A command by button: what an offer or a suggestion does is what typing it does."""

from dataclasses import replace
from datetime import datetime

from bot.commands import parse
from bot.intents.base import How, Reply
from bot.service import commands
from bot.service.handlers import Presses
from bot.service.present import is_organiser
from bot.service.tools import Tools, Who


async def _do(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    invocation = parse(":".join(parts), organiser=await is_organiser(tools, who))
    reply = await commands.run(tools, who, invocation, at)
    return replace(reply, how=How.REPLACE) if reply.how is How.PRIVATE else reply


PRESSES: Presses = {"do": (_do, 1)}
