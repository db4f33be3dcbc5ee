"""Reactions as answers: as they come, and read once after the line to the platform was cut."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.domain.frozen import Response
from bot.domain.question import LETTERS, Kind
from bot.domain.round import Round, Track
from bot.errors import DeliveryError
from bot.ports.answers import Act, Actor
from bot.ports.people import Group
from bot.ports.poster import Reaction, Target
from bot.service import choices
from bot.service.limits import SEND_LIMIT
from bot.service.present import present
from bot.service.tools import Tools, Who

log = structlog.get_logger()

FIRST_LETTER_EMOJI = 0x1F1E6
REACTIONS = {chr(FIRST_LETTER_EMOJI + index): index for index in range(len(LETTERS))}
"""🇦 to 🇪, and their options."""


async def react(tools: Tools, who: Who, post_ref: str, symbol: str, on: bool, at: datetime) -> None:
    """A reaction counts for a choice as the newest act; taking it back withdraws what it made."""
    here = await present(tools, who)
    round_ = await tools.store.rounds.by_post(here.group.id, post_ref)
    if round_ is None:
        return
    track = await tools.store.tracks.get(round_.track_id)
    if _counts(tools, here.group, track, round_) and REACTIONS[symbol] < _options(round_):
        await _submit(tools, round_, who.actor, REACTIONS[symbol], at, on=on)


async def reread(tools: Tools, platform: str) -> None:
    """Who reacted while nobody listened: exactly one letter and no standing answer counts. Call it when a
    connection begins, before anything is closed."""
    for round_, channel in await tools.store.rounds.open_posts(platform, tools.clock.now()):
        try:
            await _reread(tools, platform, round_, channel)
        except (DeliveryError, TimeoutError) as error:
            log.warning("reactions could not be read", round=round_.id, error=str(error))


async def _reread(tools: Tools, platform: str, round_: Round, channel: str) -> None:
    group = await tools.store.people.get_group(round_.group_id)
    track = await tools.store.tracks.get(round_.track_id)
    if round_.post_ref is None or not _counts(tools, group, track, round_):
        return
    at = tools.clock.now()  # whoever acts while this is read has the last word
    target, poster = Target(group.external, channel), tools.posters[platform]
    await poster.permit(target)
    async with asyncio.timeout(SEND_LIMIT.total_seconds()):
        found = await poster.reactions(target, round_.post_ref)
    for one in _single(found, _options(round_)):
        member = await tools.store.people.member(group, one.account, one.name)
        given = await tools.store.answers.given(round_.id, member.id)
        if given is None or not given.response.standing:
            actor = Actor(platform, group.external, "", one.account, one.name)
            await _submit(tools, round_, actor, REACTIONS[one.symbol], at, on=True)


def _counts(tools: Tools, group: Group, track: Track | None, round_: Round) -> bool:
    asks = round_.question is not None and round_.question.kind is Kind.CHOICE
    return asks and choices.reactions(tools, group, track)


def _options(round_: Round) -> int:
    return len(round_.question.options) if round_.question else 0


def _single(found: Sequence[Reaction], options: int) -> list[Reaction]:
    """Of those who chose one letter, and no more."""
    letters = defaultdict[str, list[Reaction]](list)
    for one in found:
        if REACTIONS.get(one.symbol, options) < options:
            letters[one.account].append(one)
    return [chosen[0] for chosen in letters.values() if len(chosen) == 1]


async def _submit(tools: Tools, round_: Round, actor: Actor, index: int, at: datetime, *, on: bool) -> None:
    response = Response(bits=1 << index)
    act = Act(round_.mark, actor, response, at, "reaction", withdraws=not on)
    accepted = (await tools.store.answers.submit(act)).accepted
    tools.metrics.answered(actor.platform, accepted=accepted)
    if accepted:
        tools.nudge()
