"""The draft behind a set-up: what is on show, until *Start* or *Save*."""

from bot.domain.picking import Pool, unseen_left
from bot.domain.question import Level
from bot.domain.round import Track, TrackState, new_key
from bot.domain.schedule import Schedule, Slot, check_schedule, next_slot
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.setup import PresetChoice, SetupPreview
from bot.ports.tracks import NewTrack
from bot.service.channel_words import Named
from bot.service.present import present
from bot.service.presets import EVERYTHING, in_words, offered
from bot.service.rescheduling import upcoming
from bot.service.tools import Tools, Who


async def begin_draft(
    tools: Tools,
    who: Who,
    group_id: int,
    channel: Named,
    schedule: Schedule,
    topics: frozenset[str] = frozenset(),
    levels: frozenset[Level] = frozenset(),
) -> Track:
    key = new_key(tools.token(10))
    new = NewTrack(key, group_id, channel.ref, channel.name, schedule, topics, levels)
    return await tools.store.tracks.draft(new, who.account, tools.clock.now())


async def own_draft(tools: Tools, who: Who, draft_id: int) -> Track:
    """A draft of this group; UsageError for one that was started or forgotten."""
    here = await present(tools, who)
    draft = await tools.store.tracks.get(draft_id)
    if draft is None or draft.state is not TrackState.DRAFT or draft.group_id != here.group.id:
        raise UsageError(refusals.OLD_DRAFT)
    return draft


async def keep(tools: Tools, who: Who, draft: Track) -> None:
    """Store the draft as it is now; UsageError with the nearest reveal if its times do not fit."""
    check_schedule(draft.schedule)
    await write(tools, who, draft, draft, None)


async def write(tools: Tools, who: Who, track: Track, new: Track, slot: Slot | None) -> None:
    """Give a track what ``new`` says; its channel stays."""
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


async def running(tools: Tools, draft: Track) -> Track | None:
    """The track that holds the draft's channel: then the draft is a change of it."""
    tracks = await tools.store.tracks.of_group(draft.group_id)
    return next((track for track in tracks if track.channel == draft.channel), None)


async def first_slot(tools: Tools, draft: Track, existing: Track | None, schedule: Schedule) -> Slot | None:
    if existing is not None:
        return await upcoming(tools, existing, schedule)
    return next_slot(schedule, after=None, not_before=tools.clock.now())


async def shown(tools: Tools, draft: Track) -> SetupPreview:
    existing = await running(tools, draft)
    slot = await first_slot(tools, draft, existing, draft.schedule)
    pool = pool_of(tools, draft)
    return SetupPreview(
        draft.id,
        draft.channel_name,
        draft.schedule,
        in_words(tools.bank, tools.pools, draft.topics),
        draft.levels,
        slot.opens_at if slot else None,
        tools.clock.now(),
        len(pool.questions),
        changes=existing is not None,
        unseen=await unseen(tools, draft),
        presets=presets(tools, draft.topics),
    )


def pool_of(tools: Tools, track: Track) -> Pool:
    return tools.pools.pool(track.topics, track.levels)


async def unseen(tools: Tools, track: Track) -> int:
    """How many of the track's questions its group has not had yet."""
    seen = (await tools.store.rounds.seen([track.group_id])).get(track.group_id, {})
    parked = (await tools.store.reports.parked([track.group_id])).get(track.group_id, frozenset())
    return unseen_left(pool_of(tools, track), seen, parked)


def presets(tools: Tools, chosen: frozenset[str]) -> tuple[PresetChoice, ...]:
    everything = PresetChoice(EVERYTHING, "Everything", not chosen)
    return (
        everything,
        *(
            PresetChoice(preset.name, preset.title, chosen == topics)
            for preset, topics in offered(tools.bank, tools.pools).items()
        ),
    )
