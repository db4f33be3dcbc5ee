"""The clock strikes: tracks that are due become rounds, each with a question and a post to deliver."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.freezing import shown_order
from bot.domain.picking import pick, unseen_left
from bot.domain.round import DeliveryKind, Round, RoundState, Track, mark
from bot.domain.schedule import Slot, missed_slots, next_slot, too_late
from bot.intents.notice import empty_pool, few_left
from bot.intents.reasons import NO_QUESTION
from bot.ports.rounds import Plan, PlannedRound
from bot.service.notify import notify
from bot.service.tools import Tools

STEP = 500
"""Tracks per transaction."""

BREATH = 20
"""Tracks planned in one go, before the loop may do something else."""

FEW_LEFT = 15

Seen = dict[str, datetime]


@dataclass(frozen=True, slots=True)
class Known:
    """What the groups of a step have seen (question id → last posted, UTC) and parked."""

    seen: dict[int, Seen]
    parked: dict[int, frozenset[str]]

    def parked_in(self, group_id: int) -> frozenset[str]:
        return self.parked.get(group_id, frozenset())

    async def learn(self, tools: Tools, groups: set[int]) -> None:
        new = sorted(groups.difference(self.seen))
        seen = await tools.store.rounds.seen(new)
        self.seen.update({group: dict(seen.get(group, {})) for group in new})
        self.parked.update(await tools.store.practice.parked(new))


async def plan(tools: Tools) -> int:
    """Plan every due track; returns how many rounds were written."""
    written = 0
    while due := await tools.store.tracks.due(tools.clock.now(), STEP):
        written += await _plan_step(tools, due)
        await asyncio.sleep(0)
    return written


async def _plan_step(tools: Tools, due: list[Track]) -> int:
    now = tools.clock.now()
    plans: list[Plan] = []
    known = Known({}, {})
    for start in range(0, len(due), BREATH):
        some = due[start : start + BREATH]
        await known.learn(tools, {track.group_id for track in some})
        plans += [plan_track(tools, track, known, now) for track in some]
        await asyncio.sleep(0)
    rounds = await tools.store.rounds.save_plans(plans, now)
    await _tell_organisers(tools, plans, rounds, known)
    return len(rounds)


def plan_track(tools: Tools, track: Track, known: Known, now: datetime) -> Plan:
    """What a due track becomes: a row for every missed date, and today's question if it is not too late.

    What is planned counts as seen, so that the group's next track of the same step picks another one.
    """
    first = track.next_day or date.max
    slots = missed_slots(track.schedule, first, now)
    rounds = [_planned(tools, track, slot, known, now) for slot in slots]
    last = slots[-1].day if slots else None
    return Plan(track, tuple(rounds), next_slot(track.schedule, after=last, not_before=now))


def _planned(tools: Tools, track: Track, slot: Slot, known: Known, now: datetime) -> PlannedRound:
    if reason := too_late(slot, now):
        return PlannedRound(_post_mark(track, slot.day), slot, RoundState.EXPIRED, reason)
    return with_question(tools, track, slot, known.seen[track.group_id], known.parked_in(track.group_id))


def with_question(tools: Tools, track: Track, slot: Slot, seen: Seen, parked: frozenset[str]) -> PlannedRound:
    """The round of a slot with its question picked and frozen, or failed where the pool has none."""
    seed = f"{track.key}:{slot.day.isoformat()}"
    pool = tools.pools.pool(track.topics, track.levels)
    question = pick(pool, seen, parked, slot.day, seed)
    post_mark = _post_mark(track, slot.day)
    if question is None:
        return PlannedRound(post_mark, slot, RoundState.FAILED, NO_QUESTION)
    seen[question.id] = slot.opens_at
    snapshot_id, frozen = tools.pools.snapshot(question.id)
    return PlannedRound(
        post_mark,
        slot,
        RoundState.PLANNED,
        snapshot_id=snapshot_id,
        snapshot=frozen,
        order=shown_order(frozen, seed),
    )


def _post_mark(track: Track, day: date) -> str:
    return mark(track.key, day, DeliveryKind.POST)


async def _tell_organisers(
    tools: Tools, plans: Iterable[Plan], rounds: Iterable[Round], known: Known
) -> None:
    """Once when fifteen unseen questions are left, and at every date that had none."""
    planned = {round_.track_id: round_ for round_ in rounds}
    for count, plan_ in enumerate(plans):
        round_ = planned.get(plan_.track.id)
        if round_ is not None:
            await _tell(tools, plan_.track, round_, known)
        if count % BREATH == 0:
            await asyncio.sleep(0)


async def _tell(tools: Tools, track: Track, round_: Round, known: Known) -> None:
    if round_.state is RoundState.FAILED:
        await notify(tools, track, "empty-pool", empty_pool(track.channel_name))
    elif round_.state is RoundState.PLANNED:
        pool = tools.pools.pool(track.topics, track.levels)
        if unseen_left(pool, known.seen[track.group_id], known.parked_in(track.group_id)) == FEW_LEFT:
            await notify(tools, track, "few-left", few_left(track.channel_name, FEW_LEFT))
