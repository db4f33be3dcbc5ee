"""Notices to organisers: once per cause and day, kept as deliveries."""

from bot.domain.round import Track, mark
from bot.domain.schedule import local_date
from bot.service.tools import Tools


async def notify(tools: Tools, track: Track, cause: str, sentence: str) -> bool:
    """Enqueue a notice about a track; False if the same cause was told today (the track's date)."""
    now = tools.clock.now()
    today = local_date(now, track.schedule.zone)
    kind = f"{cause}:{track.key}"
    group = await tools.store.people.get_group(track.group_id)
    notice_mark = mark(group.key, today, kind)
    return await tools.store.deliveries.add_notice(
        track.group_id, track.id, cause, sentence, now, notice_mark
    )
