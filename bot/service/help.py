"""``/help``, for what this person can do now."""

from bot.intents.base import Reply
from bot.intents.help import Help
from bot.service.answer import OPEN
from bot.service.present import is_organiser, present, track_here
from bot.service.tools import Tools, Who


async def help_(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    track = await track_here(tools, here.group, who.channel)
    recent = await tools.store.rounds.recent(track.id, 1) if track else []
    now = tools.clock.now()
    open_now = bool(recent) and recent[0].state in OPEN and now < recent[0].closes_at
    given = await tools.store.answers.given(recent[0].id, here.member.id) if open_now else None
    answered = given is not None and given.response.standing
    return Reply(Help(open_now and not answered, track is not None, await is_organiser(tools, who)))
