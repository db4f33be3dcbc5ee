"""``/daily grant @x``: one freeze, from today; nobody holds more than two."""

from datetime import datetime

from bot.domain.round import Track
from bot.domain.schedule import local_date
from bot.domain.streak import MOST_HELD, StreakState
from bot.errors import UsageError
from bot.intents import done, refusals
from bot.intents.base import How, Reply, action
from bot.intents.which import which_person
from bot.ports.people import Member
from bot.service.handlers import Presses, number
from bot.service.person_words import own_member, people_called
from bot.service.present import present
from bot.service.tools import Tools, Who
from bot.service.which_track import own_track


async def grant(tools: Tools, who: Who, track: Track, words: tuple[str, ...]) -> Reply:
    if not words:
        raise UsageError(refusals.WHICH_GRANT)
    here = await present(tools, who)
    found = await people_called(tools, here.group, words)
    if len(found) == 1:
        return Reply(await _grant(tools, who, track, found[0]))
    return Reply(which_person([(action("grant", track.id, one.id), one.name, one.account) for one in found]))


async def _grant(tools: Tools, who: Who, track: Track, member: Member) -> done.Done:
    """A freeze of today covers today's round even where that has closed already."""
    before = await _state(tools, track, member)
    if before.held >= MOST_HELD:
        raise UsageError(refusals.freezes_full(member.name, MOST_HELD))
    now = tools.clock.now()
    today = local_date(now, track.schedule.zone)
    await tools.store.people.grant_freeze(member.id, track.id, today, who.account, now)
    after = await _state(tools, track, member)
    covered = after.streak if after.streak > before.streak else 0
    return done.granted(member.name, after.held, covered)


async def _state(tools: Tools, track: Track, member: Member) -> StreakState:
    """Before the first answer: what one starts with and what was granted."""
    state = dict(await tools.store.answers.streaks(member.id)).get(track.id)
    if state is not None:
        return state
    _, granted = await tools.store.answers.streak_days(member.id, track.id)
    return StreakState(held=min(MOST_HELD, StreakState().held + len(granted)))


async def _chosen(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    here = await present(tools, who)
    track = await own_track(tools, here.group, number(parts[0]))
    member = await own_member(tools, here.group, number(parts[1]))
    return Reply(await _grant(tools, who, track, member), how=How.REPLACE)


PRESSES: Presses = {"grant": (_chosen, 2)}
