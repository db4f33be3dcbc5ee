"""Edits of posts: desired state that any sweep may repeat. A reveal never depends on one."""

import asyncio
from datetime import datetime

import structlog

from bot.domain.round import Round, RoundState
from bot.errors import DeliveryError, Gone, Refused
from bot.intents.question_post import COUNT_EVERY, COUNT_STEPS, COUNT_UNTIL, Display
from bot.intents.reasons import DELETED
from bot.ports.deliveries import DisplayEdit, OpenCount
from bot.ports.poster import Target
from bot.service.limits import SEND_LIMIT
from bot.service.messages import post_of
from bot.service.tools import Tools

log = structlog.get_logger()

STEP = 100


async def refresh_displays(tools: Tools) -> None:
    """Decide which open posts want a new count, then bring every post to its wanted state."""
    now = tools.clock.now()
    for count in await tools.store.deliveries.open_counts(now - COUNT_UNTIL):
        wanted = wanted_count(count, now)
        if wanted is not None:
            await tools.store.deliveries.want_display(count.round_id, f"{Display.OPEN}:{wanted}", now)
    for edit in await tools.store.deliveries.displays_due(tuple(tools.posters), STEP):
        try:
            await _edit(tools, edit)
        except Exception:
            log.exception("an edit broke off", round=edit.round_id)


def wanted_count(count: OpenCount, now: datetime) -> int | None:
    """The number to show if the post should be edited now: at 1, 10, 25, 50, 100, then every 5 min."""
    if count.answered <= count.shown:
        return None
    if any(count.shown < step <= count.answered for step in COUNT_STEPS):
        return count.answered
    enough = count.shown >= COUNT_STEPS[-1] and (
        count.edited_at is None or now - count.edited_at >= COUNT_EVERY
    )
    return count.answered if enough else None


async def want_revealed(tools: Tools, round_id: int) -> None:
    """After the reveal the post shows what was right, and other buttons."""
    answered = await tools.store.answers.count(round_id)
    await tools.store.deliveries.want_display(round_id, f"{Display.REVEALED}:{answered}", tools.clock.now())


async def _edit(tools: Tools, edit: DisplayEdit) -> None:
    round_ = await tools.store.rounds.get(edit.round_id)
    track = await tools.store.tracks.get(round_.track_id) if round_ else None
    if round_ is None or track is None:
        return
    display, answered, *_ = edit.wanted.split(":")
    if display == Display.OPEN and not _may_count(round_, tools.clock.now()):
        await tools.store.deliveries.display_shown(edit.round_id, edit.wanted)
        return
    group = await tools.store.people.get_group(round_.group_id)
    intent = post_of(tools, group, track, round_, answered=int(answered), display=Display(display))
    target = Target(group.external, edit.channel)
    try:
        await tools.posters[edit.platform].permit(target)
        async with asyncio.timeout(SEND_LIMIT.total_seconds()):
            await tools.posters[edit.platform].edit(target, edit.post_ref, intent)
    except (DeliveryError, TimeoutError) as error:
        log.info("a post could not be edited", round=edit.round_id, error=str(error))
        await _give_up(tools, round_, edit, error)
    else:
        await tools.store.deliveries.display_shown(edit.round_id, edit.wanted)


def _may_count(round_: Round, now: datetime) -> bool:
    """A count that could not be shown in time is not shown later, least of all before the reveal."""
    posted_at = round_.posted_at or round_.opens_at
    return round_.state is RoundState.POSTED and now - posted_at < COUNT_UNTIL


async def _give_up(tools: Tools, round_: Round, edit: DisplayEdit, error: Exception) -> None:
    """A passing failure is left to the next sweep. A post that is gone excuses its round."""
    if isinstance(error, Refused) and error.permanent:
        await tools.store.deliveries.display_shown(edit.round_id, edit.wanted)
    if isinstance(error, Gone):
        await post_is_gone(tools, round_.id)


async def post_is_gone(tools: Tools, round_id: int) -> None:
    """Nobody could see it, so absence from it counts for nothing."""
    round_ = await tools.store.rounds.get(round_id)
    if round_ is not None and round_.excused is None:
        await tools.store.rounds.excuse(round_id, DELETED)
