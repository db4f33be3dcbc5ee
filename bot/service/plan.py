"""The clock strikes: tracks that are due become rounds, each with a question and a post to deliver."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from bot.domain.freezing import shown_order
from bot.domain.picking import pick, unseen_left
from bot.domain.round import DeliveryKind, Round, RoundState, Track, mark
from bot.domain.schedule import Schedule, Slot, missed_slots, next_slot, too_late
from bot.intents.notice import empty_pool, few_left
from bot.intents.reasons import NO_QUESTION
from bot.ports.rounds import Plan, PlannedRound
from bot.service.notify import notify
from bot.service.season import with_season_news
from bot.service.tools import Tools

STEP = 500
"""Tracks per transaction."""

BREATH = 20
"""Tracks planned in one go, before the loop may do something else."""

FEW_LEFT = 15
KEPT_SLOTS = 256

T = TypeVar("T")
Seen = dict[str, datetime]


@dataclass(frozen=True, slots=True)
class Known:
    """What the groups of a step have seen (question id → last posted, UTC) and parked."""

    seen: Mapping[int, Seen]
    parked: Mapping[int, frozenset[str]]

    @classmethod
    async def of(cls, tools: Tools, groups: Sequence[int]) -> "Known":
        seen = await tools.store.rounds.seen(groups)
        parked = await tools.store.reports.parked(groups)
        return cls({group: dict(seen.get(group, {})) for group in groups}, parked)

    def parked_in(self, group_id: int) -> frozenset[str]:
        return self.parked.get(group_id, frozenset())


async def plan(tools: Tools) -> int:
    """Plan every due track; returns how many rounds were written."""
    written = 0
    while due := await tools.store.tracks.due(tools.clock.now(), STEP):
        written += await plan_these(tools, due)
    return written


async def plan_these(tools: Tools, due: Sequence[Track]) -> int:
    """Plan tracks that are due, in one transaction; harmless where somebody else did."""
    now = tools.clock.now()
    known = await Known.of(tools, sorted({track.group_id for track in due}))
    plans = [plan_track(tools, track, known, now) async for track in _breathing(due)]
    plans = await with_season_news(tools, plans)
    rounds = await tools.store.rounds.save_plans(plans, now)
    await _tell_organisers(tools, plans, rounds, known)
    return len(rounds)


async def _breathing(things: Iterable[T]) -> AsyncIterator[T]:
    """The same things; now and then the loop may do something else in between."""
    for count, thing in enumerate(things, start=1):
        yield thing
        if count % BREATH == 0:
            await asyncio.sleep(0)


def plan_track(tools: Tools, track: Track, known: Known, now: datetime) -> Plan:
    """What a due track becomes: a row for every missed date, and today's question if it is not too late.

    What is planned counts as seen, so that the group's next track of the same step picks another one.
    """
    slots, upcoming = due_slots(track.schedule, track.next_day or date.max, now)
    return Plan(track, tuple(_planned(tools, track, slot, known, now) for slot in slots), upcoming)


@lru_cache(KEPT_SLOTS)
def due_slots(schedule: Schedule, first: date, now: datetime) -> tuple[tuple[Slot, ...], Slot | None]:
    """The slots missed since the local date ``first``, and the next one. Kept: of thousands of tracks that
    are due at once, most share schedule and date with another."""
    missed = tuple(missed_slots(schedule, first, now))
    last = missed[-1].day if missed else None
    return missed, next_slot(schedule, after=last, not_before=now)


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
    """Once when fifteen unseen questions are left, and at every date that had none. A pool that never had
    more was told at set-up."""
    planned = {round_.track_id: round_ for round_ in rounds}
    async for plan_ in _breathing(plans):
        round_ = planned.get(plan_.track.id)
        if round_ is not None:
            await _tell(tools, plan_.track, round_, known)


async def _tell(tools: Tools, track: Track, round_: Round, known: Known) -> None:
    if round_.state is RoundState.FAILED:
        await notify(tools, track, "empty-pool", empty_pool(track.channel_name))
    elif round_.state is RoundState.PLANNED:
        pool = tools.pools.pool(track.topics, track.levels)
        left = unseen_left(pool, known.seen[track.group_id], known.parked_in(track.group_id))
        few = left <= FEW_LEFT < len(pool.questions)
        if few and not track.few_told:
            await notify(tools, track, "few-left", few_left(track.channel_name, left))
        if few != track.few_told:
            await tools.store.tracks.tell_few(track.id, few)
