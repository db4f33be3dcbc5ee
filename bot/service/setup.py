"""``/daily setup``: one question, a preview, two clicks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.round import Track, TrackState
from bot.domain.schedule import RevealRule, Schedule, Slot, check_schedule, next_slot
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.setup import Started, WhereArePeople, change_form, schedule_line
from bot.intents.setup_label import WhichLabel
from bot.service.channel_rights import labels, must_be_open
from bot.service.channel_words import Named
from bot.service.drafts import begin_draft, first_slot, keep, own_draft, pool_of, running, shown, write
from bot.service.early import post_now
from bot.service.handlers import Forms, Presses, number
from bot.service.present import present
from bot.service.presets import in_words
from bot.service.rescheduling import settled
from bot.service.schedule_words import Wanted, read_days, read_reveal, read_time, read_wanted, with_words
from bot.service.sheet import Sheet
from bot.service.tools import Tools, Who
from bot.service.which_track import own_track
from bot.service.zone_words import read_zone

POST_AT = time(9)
WORKDAYS = frozenset(range(5))
SAME_DAY = RevealRule(time(17), next_day=False)
NEXT_DAY = RevealRule(time(8), next_day=True)
A_DAY = timedelta(days=1)


async def setup(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """Begin a set-up, or a change where this channel has a track; nothing happens before *Start*."""
    await must_be_open(tools, who.platform, who.group, who.channel, who.channel_name)
    here = await present(tools, who)
    tracks = await tools.store.tracks.of_group(here.group.id)
    old = next((track for track in tracks if track.channel == who.channel), None)
    if old is not None:
        return await begin_change(tools, who, replace(old, channel_name=who.channel_name), words)
    schedule = fitted(with_words(default_schedule(tools, who), words))
    draft = await begin_draft(tools, who, here.group.id, Named(who.channel, who.channel_name), schedule)
    return Reply(WhereArePeople(draft.id))


async def begin_change(tools: Tools, who: Who, track: Track, words: tuple[str, ...] = ()) -> Reply:
    """The plan of a track that runs, to be changed."""
    schedule = with_words(track.schedule, words)
    check_schedule(schedule)
    channel = Named(track.channel, track.channel_name)
    draft = await begin_draft(tools, who, track.group_id, channel, schedule, track.topics, track.levels)
    return await plan(tools, who, draft, How.PRIVATE)


async def _change_track(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Change* of a track that is shown, wherever it is shown."""
    here = await present(tools, who)
    return await begin_change(tools, who, await own_track(tools, here.group, number(parts[0])))


async def plan(tools: Tools, who: Who, draft: Track, how: How) -> Reply:
    """What is going to happen, once it is known how posts are labelled where they must be."""
    offered = await labels(tools, who.platform, who.group, draft.channel)
    existing = await running(tools, draft)
    known = {label for label, _ in offered}
    chosen = draft.settings.label or (existing.settings.label if existing else "")
    if offered and chosen not in known:
        return Reply(WhichLabel(draft.id, offered), how=how)
    return Reply(await shown(tools, draft), how=how)


async def _label(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """The tag of a forum that wants one."""
    draft = await own_draft(tools, who, number(parts[0]))
    if parts[1] not in dict(await labels(tools, who.platform, who.group, draft.channel)):
        raise UsageError(refusals.DAMAGED_BUTTON)
    await tools.store.tracks.change_settings(draft.id, {"label": parts[1]}, who.account, tools.clock.now())
    return Reply(await shown(tools, draft), how=How.REPLACE)


def default_schedule(tools: Tools, who: Who) -> Schedule:
    reveal = NEXT_DAY if tools.defaults[who.platform].reveal_next_day else SAME_DAY
    return Schedule(who.zone or "UTC", POST_AT, WORKDAYS, reveal)


def fitted(schedule: Schedule) -> Schedule:
    """The schedule with its reveal, or with the usual one that fits where a post early or late leaves that
    one no room. Nobody has chosen a reveal yet."""
    post = timedelta(hours=schedule.at.hour, minutes=schedule.at.minute)
    hour_before = RevealRule(_clock(post - timedelta(hours=1)), next_day=post >= timedelta(hours=1))
    soon = RevealRule(_clock(post + timedelta(hours=2)), next_day=post + timedelta(hours=2) >= A_DAY)
    for reveal in (schedule.reveal, *((hour_before,) if schedule.reveal.next_day else ()), NEXT_DAY):
        if _fits(replace(schedule, reveal=reveal)):
            return replace(schedule, reveal=reveal)
    return replace(schedule, reveal=soon)


def _clock(since_midnight: timedelta) -> time:
    minutes = since_midnight // timedelta(minutes=1)
    return time(minutes // 60 % 24, minutes % 60)


def _fits(schedule: Schedule) -> bool:
    try:
        check_schedule(schedule)
    except UsageError:
        return False
    return True


async def _where(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """One region or several time zones."""
    draft = await own_draft(tools, who, number(parts[0]))
    reveal = SAME_DAY if parts[1] == "one" else NEXT_DAY
    draft = replace(draft, schedule=fitted(replace(draft.schedule, reveal=reveal)))
    await keep(tools, who, draft)
    return await plan(tools, who, draft, How.REPLACE)


async def _open_change(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    draft = await own_draft(tools, who, number(parts[0]))
    return Reply(form=change_form(draft.id, draft.schedule, draft.topics, draft.levels), how=How.FORM)


async def _change(tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime) -> Reply:
    """The form of *Change*; a field that was left out stays as it is."""
    draft = await own_draft(tools, who, number(parts[0]))
    sheet = Sheet(values)
    schedule = _filled_in(draft.schedule, sheet)
    before = Wanted(draft.topics, draft.levels)
    wanted = sheet.read("topics", lambda words: read_wanted(words, tools.bank.topics), before)
    sheet.check()
    with sheet.at("reveal"):
        check_schedule(schedule)
    sheet.check()
    draft = replace(draft, schedule=schedule, topics=wanted.topics, levels=wanted.levels)
    await keep(tools, who, draft)
    return Reply(await shown(tools, draft), how=How.REPLACE)


def _filled_in(old: Schedule, sheet: Sheet) -> Schedule:
    return replace(
        old,
        at=sheet.read("time", read_time, old.at),
        zone=sheet.read("zone", read_zone, old.zone),
        weekdays=sheet.read("days", read_days, old.weekdays),
        reveal=sheet.read("reveal", read_reveal, old.reveal),
    )


async def _start(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Start*, or *Save* where the channel has a track."""
    draft, existing, slot = await _taken(tools, who, number(parts[0]))
    zone, now = draft.schedule.zone, tools.clock.now()
    first = slot.opens_at if slot else None
    return Reply(
        Started(_summary(tools, draft), first, zone, now, saved=existing is not None), how=How.REPLACE
    )


async def _start_now(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Start and post now*."""
    draft, existing, _ = await _taken(tools, who, number(parts[0]))
    track = await tools.store.tracks.get((existing or draft).id)
    if track is None:
        raise UsageError(refusals.OLD_DRAFT)
    return replace(await post_now(tools, who, track, ()), how=How.REPLACE)


async def _taken(tools: Tools, who: Who, draft_id: int) -> tuple[Track, Track | None, Slot | None]:
    """Let the draft take effect: the draft, the track it changed if any, and the next slot."""
    draft = await own_draft(tools, who, draft_id)
    if not pool_of(tools, draft).questions:
        raise UsageError(refusals.NO_QUESTION_FITS)
    await must_be_open(tools, who.platform, who.group, draft.channel, draft.channel_name)
    existing = await running(tools, draft)
    slot = await (_save(tools, who, draft, existing) if existing else _begin(tools, who, draft))
    tools.nudge()
    return draft, existing, slot


async def _begin(tools: Tools, who: Who, draft: Track) -> Slot | None:
    now = tools.clock.now()
    slot = next_slot(draft.schedule, after=None, not_before=now)
    if not await tools.store.tracks.start(draft.id, slot, who.account, now):
        raise UsageError(refusals.QUICKER)
    return slot


async def _save(tools: Tools, who: Who, draft: Track, existing: Track) -> Slot | None:
    """What was skipped since the draft was made stays skipped; a paused track stays paused."""
    if _outrun(draft, existing):
        raise UsageError(refusals.OUTRUN)
    existing = await settled(tools, existing)
    draft = replace(draft, schedule=replace(draft.schedule, skips=existing.schedule.skips))
    slot = await first_slot(tools, draft, existing, draft.schedule)
    slot = slot if existing.state is TrackState.ACTIVE else None
    await write(tools, who, existing, draft, slot)
    if label := draft.settings.label:
        await tools.store.tracks.change_settings(
            existing.id, {"label": label}, who.account, tools.clock.now()
        )
    return slot


def _outrun(draft: Track, existing: Track) -> bool:
    """Whether the track was started or changed after this draft was last looked at."""
    if existing.changed_at is None or draft.changed_at is None:
        return False
    return existing.changed_at >= draft.changed_at


def _summary(tools: Tools, track: Track) -> str:
    what = in_words(tools.bank, tools.pools, track.topics)
    return schedule_line(track.channel_name, track.schedule, what, track.levels)


PRESSES: Presses = {
    "setuptrack": (_change_track, 1),
    "setupwhere": (_where, 2),
    "setuplabel": (_label, 2),
    "setupstart": (_start, 1),
    "setupnow": (_start_now, 1),
    "setupchange": (_open_change, 1),
}
FORMS: Forms = {"setupchange": (_change, 1)}
