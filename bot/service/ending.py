"""``/daily end``: for good, after a confirmation. The history stays, the channel is free again."""

from datetime import datetime

from bot.domain.round import Track, TrackState
from bot.intents import done, reasons
from bot.intents.base import How, Reply
from bot.intents.ending import ReallyEnd
from bot.service.handlers import Presses, number
from bot.service.present import present
from bot.service.rescheduling import settled
from bot.service.tools import Tools, Who
from bot.service.which_track import own_track


async def ask(tools: Tools, who: Who, track: Track, words: tuple[str, ...]) -> Reply:
    return Reply(ReallyEnd(track.id, track.channel_name))


async def _end(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """An open question still closes and is revealed; what waits unsent is taken back."""
    here = await present(tools, who)
    track = await settled(tools, await own_track(tools, here.group, number(parts[0])))
    now = tools.clock.now()
    await tools.store.tracks.set_state(
        track.id, TrackState.ENDED, reasons.ENDED_BY_HAND, None, who.account, now
    )
    tools.nudge()
    return Reply(done.ended(track.channel_name), how=How.REPLACE)


async def _keep(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    here = await present(tools, who)
    track = await own_track(tools, here.group, number(parts[0]))
    return Reply(done.kept(track.channel_name), how=How.REPLACE)


PRESSES: Presses = {"end": (_end, 1), "endnot": (_keep, 1)}
