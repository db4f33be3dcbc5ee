"""``/daily again`` and ``/daily there``: an organiser says what became of an unsure delivery."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.round import Delivery, DeliveryKind, DeliveryState, Round, RoundState, Track, TrackState
from bot.domain.schedule import local_date
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents import unsure as said
from bot.intents.base import How, Reply
from bot.intents.unsure import Undecided
from bot.ports.people import Group
from bot.service.days import split_day
from bot.service.display import want_revealed
from bot.service.handlers import Press, Presses
from bot.service.present import present
from bot.service.tools import Tools, Who

Words = tuple[str, ...]
Decide = Callable[[Tools, Delivery, Round, Track], Awaitable[Reply]]

OVER = (RoundState.CANCELLED, RoundState.EXPIRED, RoundState.FAILED)


async def again(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """Send it once more, as a delivery of its own."""
    return await _send_again(tools, *await _unsure_on(tools, track, words), track)


async def there(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """It did arrive."""
    return await _it_is_there(tools, *await _unsure_on(tools, track, words), track)


async def undecided(tools: Tools, group: Group) -> tuple[Undecided, ...]:
    """What waits for an organiser's word, newest first."""
    return tuple(
        [
            Undecided(delivery.mark, delivery.kind, round_.day, track.channel_name)
            for delivery in await tools.store.deliveries.unsure(group.id)
            if delivery.round_id is not None
            and (round_ := await tools.store.rounds.get(delivery.round_id)) is not None
            and (track := await tools.store.tracks.get(round_.track_id)) is not None
        ]
    )


async def _unsure_on(tools: Tools, track: Track, words: Words) -> tuple[Delivery, Round]:
    day, _ = split_day(words, local_date(tools.clock.now(), track.schedule.zone))
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None:
        raise UsageError(refusals.no_round(track.channel_name, day))
    delivery = await tools.store.deliveries.unsure_of(round_.id)
    if delivery is None:
        raise UsageError(said.not_unsure(day))
    return delivery, round_


async def _send_again(tools: Tools, delivery: Delivery, round_: Round, track: Track) -> Reply:
    now = tools.clock.now()
    if not _wanted(delivery, round_) or now > delivery.give_up_at:
        raise UsageError(said.over(delivery.kind, round_.day))
    if delivery.kind.startswith(DeliveryKind.POST) and track.state is not TrackState.ACTIVE:
        raise UsageError(refusals.is_paused(track.channel_name))
    if not await tools.store.deliveries.send_again(delivery, now, delivery.give_up_at):
        raise UsageError(said.DECIDED)
    tools.nudge()
    return Reply(said.sent_again(delivery.kind, round_.day))


def _wanted(delivery: Delivery, round_: Round) -> bool:
    """Whether the round still waits for this message."""
    if delivery.kind.startswith(DeliveryKind.POST):
        return round_.state is RoundState.PLANNED
    return round_.state in (RoundState.CLOSED, RoundState.REVEALED)


async def _it_is_there(tools: Tools, delivery: Delivery, round_: Round, track: Track) -> Reply:
    if round_.state in OVER:
        raise UsageError(said.over(delivery.kind, round_.day))
    if not await tools.store.deliveries.it_is_there(delivery, tools.clock.now()):
        raise UsageError(said.DECIDED)
    if delivery.kind.startswith(DeliveryKind.REVEAL):
        await want_revealed(tools, round_.id)
    tools.nudge()
    open_post = round_.state is RoundState.PLANNED
    return Reply(said.is_there(delivery.kind, round_.day, still_open=open_post))


def _pressed(decide: Decide) -> Press:
    async def press(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
        here = await present(tools, who)
        delivery = await tools.store.deliveries.by_mark(parts[0])
        if delivery is None or delivery.group_id != here.group.id or delivery.round_id is None:
            raise UsageError(refusals.UNKNOWN_QUESTION)
        if delivery.state is not DeliveryState.UNSURE:
            raise UsageError(said.DECIDED)
        round_ = await tools.store.rounds.get(delivery.round_id)
        track = await tools.store.tracks.get(round_.track_id) if round_ else None
        if round_ is None or track is None:
            raise UsageError(refusals.UNKNOWN_QUESTION)
        return replace(await decide(tools, delivery, round_, track), how=How.REPLACE)

    return press


PRESSES: Presses = {"again": (_pressed(_send_again), 1), "there": (_pressed(_it_is_there), 1)}
