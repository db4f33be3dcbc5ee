"""``/daily setup``: one question, a preview, two clicks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from bot.domain.freezing import shown
from bot.domain.picking import Pool
from bot.domain.round import Track, TrackState, new_key
from bot.domain.schedule import RevealRule, Schedule, Slot, check_schedule, next_slot
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.question_post import PREVIEW, QuestionPost
from bot.intents.setup import SetupPreview, Started, WhereArePeople, change_form, schedule_line
from bot.ports.tracks import NewTrack
from bot.service.early import post_now
from bot.service.manage import upcoming
from bot.service.present import must_be_organiser, present
from bot.service.schedule_words import read_days, read_reveal, read_time, read_wanted
from bot.service.tools import Tools, Who

POST_AT = time(9)
WORKDAYS = frozenset(range(5))
SAME_DAY = RevealRule(time(17), next_day=False)
NEXT_DAY = RevealRule(time(8), next_day=True)


async def setup(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """Begin a set-up, or a change where this channel has a track; nothing happens before *Start*."""
    must_be_organiser(who)
    here = await present(tools, who)
    tracks = await tools.store.tracks.of_group(here.group.id)
    old = next((track for track in tracks if track.channel == who.channel), None)
    schedule = _with_words(old.schedule if old else _default(tools, who), words)
    check_schedule(schedule)
    topics, levels = (old.topics, old.levels) if old else (frozenset[str](), frozenset())
    key = new_key(tools.token(10))
    new = NewTrack(key, here.group.id, who.channel, who.channel_name, schedule, topics, levels)
    draft = await tools.store.tracks.draft(new, who.account, tools.clock.now())
    return Reply(_preview(tools, draft, changes=True) if old else WhereArePeople(draft.id))


def _default(tools: Tools, who: Who) -> Schedule:
    reveal = NEXT_DAY if tools.defaults[who.platform].reveal_next_day else SAME_DAY
    return Schedule(who.zone or "UTC", POST_AT, WORKDAYS, reveal)


def _with_words(schedule: Schedule, words: tuple[str, ...]) -> Schedule:
    """``/daily setup 08:30 Europe/Berlin``: words that start with a digit are the time, others the zone."""
    for word in words:
        schedule = (
            replace(schedule, at=read_time(word)) if word[0].isdigit() else replace(schedule, zone=word)
        )
    return schedule


async def where(tools: Tools, who: Who, draft_id: int, answer: str) -> Reply:
    """One region or several time zones."""
    draft = await _draft(tools, who, draft_id)
    reveal = SAME_DAY if answer == "one" else NEXT_DAY
    return await _changed(tools, who, draft, replace(draft.schedule, reveal=reveal))


async def open_change(tools: Tools, who: Who, draft_id: int) -> Reply:
    draft = await _draft(tools, who, draft_id)
    return Reply(form=change_form(draft.id, draft.schedule, draft.topics, draft.levels), how=How.FORM)


async def change(tools: Tools, who: Who, draft_id: int, values: Mapping[str, str]) -> Reply:
    """The form of *Change*; a field that was left out stays as it is."""
    draft = await _draft(tools, who, draft_id)
    old = draft.schedule
    schedule = replace(
        old,
        at=read_time(values["time"]) if "time" in values else old.at,
        zone=values.get("zone", old.zone).strip(),
        weekdays=read_days(values["days"]) if "days" in values else old.weekdays,
        reveal=read_reveal(values["reveal"]) if "reveal" in values else old.reveal,
    )
    if "topics" in values:
        wanted = read_wanted(values["topics"], tools.bank.topics)
        draft = replace(draft, topics=wanted.topics, levels=wanted.levels)
    return await _changed(tools, who, draft, schedule)


async def _changed(tools: Tools, who: Who, draft: Track, schedule: Schedule) -> Reply:
    check_schedule(schedule)
    draft = replace(draft, schedule=schedule)
    await _store(tools, who, draft, draft, None)
    return Reply(_preview(tools, draft, changes=await _existing(tools, draft) is not None), how=How.REPLACE)


async def preview(tools: Tools, who: Who, draft_id: int) -> Reply:
    """How a post will look: a question of the pool, for this organiser's eyes, with dead buttons."""
    draft = await _draft(tools, who, draft_id)
    pool = _pool(tools, draft)
    if not pool.questions:
        raise UsageError(refusals.NO_QUESTION_FITS)
    _, frozen = tools.pools.snapshot(min(pool.questions))
    slot = next_slot(draft.schedule, after=None, not_before=tools.clock.now())
    closes = slot.closes_at if slot else tools.clock.now()
    reactions = tools.defaults[who.platform].reactions
    order = "".join(map(str, range(len(frozen.options))))
    return Reply(
        QuestionPost(PREVIEW, shown(frozen, order), closes, draft.schedule.zone, tools.clock.now(), reactions)
    )


async def start(tools: Tools, who: Who, draft_id: int, *, at_once: bool = False) -> Reply:
    """*Start*, *Save* or *Start and post now*."""
    draft = await _draft(tools, who, draft_id)
    now = tools.clock.now()
    existing = await _existing(tools, draft)
    if existing is not None and _outrun(draft, existing):
        raise UsageError(refusals.OUTRUN)
    slot = await _take_effect(tools, who, draft, existing, now)
    tools.nudge()
    if at_once and existing is None:
        return await post_now(tools, who)
    summary = _summary(tools, draft)
    started = Started(
        summary, slot.opens_at if slot else None, draft.schedule.zone, now, saved=existing is not None
    )
    return Reply(started, how=How.REPLACE)


def _outrun(draft: Track, existing: Track) -> bool:
    """Whether the track was started or changed after this draft was last looked at."""
    if existing.changed_at is None or draft.changed_at is None:
        return False
    return existing.changed_at >= draft.changed_at


async def _take_effect(
    tools: Tools, who: Who, draft: Track, existing: Track | None, now: datetime
) -> Slot | None:
    if existing is not None:
        slot = await upcoming(tools, existing, draft.schedule)
        await _store(tools, who, existing, draft, slot if existing.state is TrackState.ACTIVE else None)
        return slot
    slot = next_slot(draft.schedule, after=None, not_before=now)
    if not await tools.store.tracks.start(draft.id, slot, who.account, now):
        raise UsageError(refusals.QUICKER)
    return slot


async def _store(tools: Tools, who: Who, track: Track, new: Track, slot: Slot | None) -> None:
    await tools.store.tracks.change(
        track.id,
        schedule=new.schedule,
        channel=track.channel,
        channel_name=new.channel_name,
        topics=new.topics,
        levels=new.levels,
        upcoming=slot,
        by=who.account,
        now=tools.clock.now(),
    )


async def _existing(tools: Tools, draft: Track) -> Track | None:
    tracks = await tools.store.tracks.of_group(draft.group_id)
    return next((track for track in tracks if track.channel == draft.channel), None)


async def _draft(tools: Tools, who: Who, draft_id: int) -> Track:
    must_be_organiser(who)
    here = await present(tools, who)
    draft = await tools.store.tracks.get(draft_id)
    if draft is None or draft.state is not TrackState.DRAFT or draft.group_id != here.group.id:
        raise UsageError(refusals.OLD_DRAFT)
    return draft


def _preview(tools: Tools, draft: Track, *, changes: bool) -> SetupPreview:
    now = tools.clock.now()
    slot = next_slot(draft.schedule, after=None, not_before=now)
    return SetupPreview(
        draft.id,
        draft.channel_name,
        draft.schedule,
        titles(tools, draft),
        draft.levels,
        slot.opens_at if slot else None,
        now,
        len(_pool(tools, draft).questions),
        changes,
    )


def _pool(tools: Tools, track: Track) -> Pool:
    return tools.pools.pool(track.topics, track.levels)


def titles(tools: Tools, track: Track) -> tuple[str, ...]:
    return tuple(topic.title for name, topic in tools.bank.topics.items() if name in track.topics)


def _summary(tools: Tools, track: Track) -> str:
    return schedule_line(track.channel_name, track.schedule, titles(tools, track), track.levels)
