"""``/daily organisers``: whom the organisers have added; whom the platform names cannot be removed."""

from collections.abc import Sequence
from datetime import datetime

from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply, action
from bot.intents.organisers import AddedOrganisers
from bot.intents.which import which_person
from bot.ports.people import Group, Member
from bot.service.handlers import Presses, number
from bot.service.person_words import own_member, people_called
from bot.service.present import present
from bot.service.tools import Tools, Who

ADD, REMOVE = "add", "remove"


async def organisers(tools: Tools, who: Who, words: Sequence[str]) -> Reply:
    """Alone it lists them."""
    here = await present(tools, who)
    if not words:
        return Reply(await _listed(tools, here.group, ""))
    how = words[0].casefold()
    if how not in (ADD, REMOVE) or len(words) < 2:
        raise UsageError(refusals.WHICH_ORGANISER)
    found = await people_called(tools, here.group, words[1:])
    if len(found) > 1:
        return Reply(
            which_person([(action("organiser", how, one.id), one.name, one.account) for one in found])
        )
    return Reply(await _changed(tools, who, here.group, how, found[0]))


async def _changed(tools: Tools, who: Who, group: Group, how: str, member: Member) -> AddedOrganisers:
    if how == ADD:
        changed = await tools.store.organisers.add(group.id, member.account, who.account, tools.clock.now())
        refused = refusals.was_added(member.name)
    else:
        changed = await tools.store.organisers.remove(group.id, member.account)
        refused = refusals.was_not_added(member.name)
    if not changed:
        raise UsageError(refused)
    news = f"{member.name} is an organiser now." if how == ADD else f"{member.name} is no organiser any more."
    return await _listed(tools, group, news)


async def _listed(tools: Tools, group: Group, news: str) -> AddedOrganisers:
    added = await tools.store.organisers.all(group.id)
    return AddedOrganisers(tuple(name for _, name in added), news)


async def _chosen(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    here = await present(tools, who)
    if parts[0] not in (ADD, REMOVE):
        raise UsageError(refusals.DAMAGED_BUTTON)
    member = await own_member(tools, here.group, number(parts[1]))
    return Reply(await _changed(tools, who, here.group, parts[0], member), how=How.REPLACE)


PRESSES: Presses = {"organiser": (_chosen, 2)}
