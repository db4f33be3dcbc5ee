"""People as platforms hand them over or organisers type them: "<@U024>", "@Ada", "ada lovelace"."""

import re
from collections.abc import Sequence

from bot.errors import UsageError
from bot.intents import refusals
from bot.ports.people import Group, Member
from bot.service.tools import Tools

_MENTION = re.compile(r"<@!?([^\s|>]{1,64})(?:\|([^>]*))?>")
"""The account, and where the platform tells it a name."""

MOST = 10


async def people_called(tools: Tools, group: Group, words: Sequence[str]) -> list[Member]:
    """Whoever may be meant, at most ten; UsageError where nobody is."""
    typed = " ".join(words).strip()
    mention = _MENTION.fullmatch(typed)
    name = mention[1] if mention else typed.removeprefix("@").strip()
    found = await tools.store.people.find(group.id, name, MOST) if name else []
    if mention:
        found = [member for member in found if member.account == name]
    if not found:
        raise UsageError(refusals.nobody_called((mention[2] or "") if mention else typed))
    return found


async def own_member(tools: Tools, group: Group, member_id: int) -> Member:
    """A member of this group by the id in a button."""
    member = await tools.store.people.get_member(group.id, member_id)
    if member is None:
        raise UsageError(refusals.DAMAGED_BUTTON)
    return member
