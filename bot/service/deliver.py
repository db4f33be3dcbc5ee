"""The outbox at work: never two messages for one delivery, exactly one where the platform can be asked.

Permit from the pacer, claim one row under a lease, check again, send under a hard limit, record.
After an unrecorded attempt nothing is sent until the lease ran out and reconciliation has answered.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.domain.round import Delivery, DeliveryKind, DeliveryState, RoundState, TrackState
from bot.domain.schedule import Slot, too_late
from bot.errors import CannotAsk, DeliveryError, Gone, Refused, Vanished
from bot.intents import reasons
from bot.intents.notice import channel_broken
from bot.intents.unsure import to_decide
from bot.ports.poster import Target
from bot.service.display import post_is_gone, want_revealed
from bot.service.lanes import Lanes
from bot.service.limits import SEND_LIMIT
from bot.service.measuring import count_delivery, count_sent
from bot.service.messages import UNSURE_CAUSE, Subject, compose, places, subject_of
from bot.service.notify import notify
from bot.service.tools import Tools

log = structlog.get_logger()

LEASE = timedelta(seconds=90)
HISTORY_MARGIN = timedelta(minutes=1)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(minutes=15)
STEP = 200
ENOUGH = 100
"""Rows in hand that keep the platforms busy while more are asked for: a pause is never made up for."""


async def deliver(tools: Tools) -> int:
    """Work through everything due; returns how many rows were worked on."""
    tried: set[int] = set()
    failed: Exception | None = None
    async with asyncio.TaskGroup() as tasks:
        try:
            await _hand_out(tools, Lanes(tasks, partial(_deliver_safely, tools)), tried)
        except Exception as error:  # noqa: BLE001 - raised here, it would break off what is being sent
            failed = error
    if failed is not None:
        raise failed
    return len(tried)


async def _hand_out(tools: Tools, lanes: Lanes, tried: set[int]) -> None:
    while (due := await _due(tools, tried)) or lanes.left:
        tried.update(delivery.id for delivery in due)
        lanes.add(due)
        await lanes.until_left(ENOUGH if due else 0)


async def _due(tools: Tools, tried: set[int]) -> list[Delivery]:
    due = await tools.store.deliveries.due(tuple(tools.posters), tools.clock.now(), STEP)
    return [delivery for delivery in due if delivery.id not in tried]


async def _deliver_safely(tools: Tools, delivery: Delivery) -> None:
    """One bad channel stops nobody: every failure stays with its own row."""
    try:
        await deliver_one(tools, delivery)
    except Exception:
        count_delivery(tools, delivery, "broken")
        log.exception("delivery broke off", delivery=delivery.id, kind=delivery.kind)


async def deliver_one(tools: Tools, delivery: Delivery) -> None:
    """One row, from permit to record."""
    targets = places(tools, delivery, await subject_of(tools, delivery))
    if targets:
        await tools.posters[delivery.platform].permit(targets[0])
    now = tools.clock.now()
    claimed = await tools.store.deliveries.claim(delivery, now, now + LEASE)
    if claimed is None:
        return
    if not targets:
        await _end(tools, claimed, DeliveryState.FAILED, reasons.NOBODY_TO_TELL)
        return
    if delivery.state is DeliveryState.SENDING and await _reconciled(tools, claimed, targets):
        return
    subject = await subject_of(tools, claimed)
    if why := _unwanted(claimed, subject, tools.clock.now()):
        await _end(tools, claimed, *why)
    else:
        await _send(tools, claimed, subject, targets[0])


async def _reconciled(tools: Tools, delivery: Delivery, targets: Sequence[Target]) -> bool:
    """Ask the platform whether an unrecorded attempt arrived; False when it surely did not."""
    try:
        async with asyncio.timeout(SEND_LIMIT.total_seconds()):
            ref = await _found(tools, delivery, targets)
    except CannotAsk:
        await _unsure(tools, delivery)
        return True
    except (DeliveryError, TimeoutError) as error:
        log.warning("history could not be read", delivery=delivery.id, error=str(error))
        await _not_asked(tools, delivery, error)
        return True
    if ref is None:
        return False
    await _recorded(tools, delivery, ref)
    return True


async def _not_asked(tools: Tools, delivery: Delivery, error: Exception) -> None:
    """A passing failure leaves the row to a later look. A channel that is gone is broken; in one that is
    closed to us, or after all the time there was, nobody can be asked any more."""
    if isinstance(error, Gone):
        await _refused(tools, delivery, error)
    elif (isinstance(error, Refused) and error.permanent) or tools.clock.now() > delivery.give_up_at:
        await _unsure(tools, delivery)


async def _found(tools: Tools, delivery: Delivery, targets: Sequence[Target]) -> str | None:
    since = (delivery.first_attempt_at or tools.clock.now()) - HISTORY_MARGIN
    for target in targets:
        ref = await tools.posters[delivery.platform].find(target, delivery.mark, since)
        if ref is not None:
            return ref
    return None


def _unwanted(delivery: Delivery, subject: Subject, now: datetime) -> tuple[DeliveryState, str] | None:
    """Check again, now that the row is ours: what is not wanted or too late ends with its sentence."""
    if now > delivery.give_up_at:
        return DeliveryState.EXPIRED, reasons.NOT_IN_TIME
    round_, track = subject.round, subject.track
    if round_ is None or not delivery.kind.startswith(DeliveryKind.POST):
        return None
    if round_.state is not RoundState.PLANNED:
        return DeliveryState.CANCELLED, reasons.TAKEN_BACK
    if track is None or track.state is TrackState.ENDED:
        return DeliveryState.CANCELLED, reasons.ENDED_BEFORE
    if track.state is not TrackState.ACTIVE:
        return DeliveryState.CANCELLED, reasons.PAUSED_BEFORE
    late = too_late(Slot(round_.day, round_.opens_at, round_.closes_at), now)
    return (DeliveryState.EXPIRED, late) if late else None


async def _send(tools: Tools, delivery: Delivery, subject: Subject, target: Target) -> None:
    try:
        ref = await _try(tools, delivery, subject, target)
    except Vanished:
        await _vanished(tools, delivery)
    except Gone as error:
        await _gone(tools, delivery, target, error)
    except Refused as error:
        await _refused(tools, delivery, error)
    except (DeliveryError, TimeoutError) as error:
        count_delivery(tools, delivery, "uncertain")
        log.warning("nobody knows whether it arrived", delivery=delivery.id, error=str(error))
    else:
        await _recorded(tools, delivery, ref)


async def _try(tools: Tools, delivery: Delivery, subject: Subject, target: Target) -> str:
    intent = await compose(tools, delivery, subject)
    async with asyncio.timeout(SEND_LIMIT.total_seconds()):
        return await tools.posters[delivery.platform].send(target, intent, delivery.mark)


async def _gone(tools: Tools, delivery: Delivery, target: Target, error: Gone) -> None:
    """A thread goes with its post, which says nothing about the channel: that takes the reveal instead."""
    if target.thread_of is None or delivery.round_id is None:
        await _refused(tools, delivery, error)
    elif delivery.kind.startswith(DeliveryKind.REVEAL):
        await post_is_gone(tools, delivery.round_id)
        subject = await subject_of(tools, delivery)
        await _send(tools, delivery, subject, replace(target, thread_of=None))
    else:
        await _end(tools, delivery, DeliveryState.FAILED, str(error))


async def _end(tools: Tools, delivery: Delivery, state: DeliveryState, reason: str) -> None:
    await tools.store.deliveries.end(delivery, state, reason)
    count_delivery(tools, delivery, state)


async def _vanished(tools: Tools, delivery: Delivery) -> None:
    """It was there once, so it is not sent again; nobody can see it, so its round is excused."""
    await _end(tools, delivery, DeliveryState.UNSURE, reasons.DELETED)
    await tools.store.deliveries.it_is_there(delivery, tools.clock.now())
    if delivery.round_id is not None and delivery.kind.startswith(DeliveryKind.POST):
        await post_is_gone(tools, delivery.round_id)


async def _recorded(tools: Tools, delivery: Delivery, ref: str) -> None:
    await tools.store.deliveries.record_sent(delivery, ref, tools.clock.now())
    count_sent(tools, delivery)
    if delivery.round_id is not None and delivery.kind.startswith(DeliveryKind.REVEAL):
        await want_revealed(tools, delivery.round_id)


async def _refused(tools: Tools, delivery: Delivery, error: Refused) -> None:
    """Nothing was sent: again later with back-off, or never."""
    if not error.permanent:
        await tools.store.deliveries.release(delivery, _retry_at(delivery, tools.clock.now()), str(error))
        count_delivery(tools, delivery, "retried")
        return
    await _end(tools, delivery, DeliveryState.FAILED, str(error))
    await pause_broken(tools, delivery, str(error))


def _retry_at(delivery: Delivery, now: datetime) -> datetime:
    return now + min(LONGEST_RETRY, FIRST_RETRY * (1 << min(max(delivery.attempts - 1, 0), 10)))


async def pause_broken(tools: Tools, delivery: Delivery, reason: str) -> None:
    """A channel that cannot be posted to pauses its track; organisers are told once."""
    track = await tools.store.tracks.get(delivery.track_id) if delivery.track_id else None
    if track is None or track.state is not TrackState.ACTIVE or delivery.round_id is None:
        return
    now = tools.clock.now()
    await tools.store.tracks.set_state(track.id, TrackState.PAUSED, reason, None, None, now)
    await notify(tools, track, "broken", channel_broken(track.channel_name, reason))


async def _unsure(tools: Tools, delivery: Delivery) -> None:
    await _end(tools, delivery, DeliveryState.UNSURE, reasons.UNSURE)
    track = await tools.store.tracks.get(delivery.track_id) if delivery.track_id else None
    round_ = await tools.store.rounds.get(delivery.round_id) if delivery.round_id else None
    if track and round_:
        sentence = to_decide(delivery.kind, round_.day, track.channel_name)
        await notify(tools, track, f"{UNSURE_CAUSE}{delivery.mark}", sentence)
