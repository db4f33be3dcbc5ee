"""``/privacy``: what is stored about the person acting, the export, wishes about names, deletion.

Who was never seen is not stored by asking.
"""

from datetime import datetime, timedelta

from bot.domain.held import Held
from bot.errors import UsageError
from bot.intents.base import How, Reply
from bot.intents.done import Done
from bot.intents.privacy import (
    DELETED,
    HIDDEN,
    NOTHING,
    SHOWN,
    TOLD,
    TOO_OLD,
    UNTOLD,
    WHICH_MILESTONES,
    Exported,
    Overview,
    ReallyDelete,
)
from bot.intents.refusals import OLD_BUTTON, unknown_command
from bot.service.export import files_of
from bot.service.handlers import Presses, number
from bot.service.present import present
from bot.service.tools import Tools, Who

ASKED_FOR = timedelta(hours=1)
"""So long the question whether to delete everything stands."""

ON_OFF = {"on": True, "off": False}


async def privacy(tools: Tools, who: Who, verb: str, words: tuple[str, ...]) -> Reply:
    match verb:
        case "":
            return await overview(tools, who)
        case "export":
            return await export(tools, who)
        case "hide" | "show":
            return await _hide(tools, who, verb == "hide")
        case "milestones":
            return await _milestones(tools, who, words)
        case "delete":
            return await ask(tools, who)
        case _:
            raise UsageError(unknown_command(f"privacy {verb}"))


async def overview(tools: Tools, who: Who) -> Reply:
    account_id = await _known(tools, who)
    held = await tools.store.privacy.held(account_id) if account_id is not None else Held()
    return Reply(Overview(held, tools.retention_days))


async def export(tools: Tools, who: Who) -> Reply:
    account_id = await _known(tools, who)
    if account_id is None:
        return Reply(Done(NOTHING))
    files = files_of(await tools.store.privacy.export(account_id), tools.clock.now().date())
    return Reply(Exported(files))


async def _known(tools: Tools, who: Who) -> int | None:
    return await tools.store.privacy.account_id(who.platform, who.account)


async def _hide(tools: Tools, who: Who, hidden: bool) -> Reply:
    here = await present(tools, who)
    await tools.store.people.set_hidden(here.member.id, hidden)
    return Reply(Done(HIDDEN if hidden else SHOWN))


async def _milestones(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    told = ON_OFF.get(" ".join(words).casefold())
    if told is None:
        raise UsageError(WHICH_MILESTONES)
    here = await present(tools, who)
    await tools.store.people.set_milestones(here.member.id, told)
    return Reply(Done(TOLD if told else UNTOLD))


async def ask(tools: Tools, who: Who) -> Reply:
    if await _known(tools, who) is None:
        return Reply(Done(NOTHING))
    return Reply(ReallyDelete(int(tools.clock.now().timestamp())))


async def _delete(tools: Tools, who: Who, asked: int) -> Reply:
    """The button stands in a message that may be old; only the person's own data goes."""
    age = int(tools.clock.now().timestamp()) - asked
    if not 0 <= age <= ASKED_FOR.total_seconds():
        raise UsageError(TOO_OLD)
    account_id = await _known(tools, who)
    if account_id is not None:
        await tools.store.privacy.delete(account_id)
    return Reply(Done(DELETED))


async def _press(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """The overview's buttons: it stays where it is and shows what is so now."""
    match parts:
        case ["export"]:
            return await export(tools, who)
        case ["hide" | "show" as wish]:
            await _hide(tools, who, wish == "hide")
        case ["on" | "off" as wish]:
            await _milestones(tools, who, (wish,))
        case ["delete"]:
            return _in_place(await ask(tools, who))
        case ["yes", asked]:
            return _in_place(await _delete(tools, who, number(asked)))
        case ["keep"]:
            pass
        case _:
            raise UsageError(OLD_BUTTON)
    return _in_place(await overview(tools, who))


def _in_place(reply: Reply) -> Reply:
    return Reply(reply.intent, how=How.REPLACE)


PRESSES: Presses = {"privacy": (_press, 1)}
