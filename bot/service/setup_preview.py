"""*Preview* of a set-up: how a post will look, without giving a coming one away."""

from datetime import date, datetime

from bot.domain.freezing import shown
from bot.domain.picking import pick
from bot.domain.round import Track
from bot.domain.schedule import Slot, local_date
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply
from bot.intents.question_post import PREVIEW, QuestionPost
from bot.service import choices
from bot.service.drafts import first_slot, own_draft, pool_of, running
from bot.service.handlers import Presses, number
from bot.service.present import Present, present
from bot.service.tools import Tools, Who


async def _preview(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """A question of the pool as a post, for this organiser's eyes, with dead buttons."""
    here = await present(tools, who)
    draft = await own_draft(tools, who, number(parts[0]))
    existing = await running(tools, draft)
    slot = await first_slot(tools, draft, existing, draft.schedule)
    _, frozen = tools.pools.snapshot(await _example(tools, here, draft, existing, slot))
    order = "".join(map(str, range(len(frozen.options))))
    now, zone = tools.clock.now(), draft.schedule.zone
    closes = slot.closes_at if slot else now
    reactions = choices.reactions(tools, here.group, existing)
    return Reply(QuestionPost(PREVIEW, shown(frozen, order), closes, zone, now, reactions))


async def _example(
    tools: Tools, here: Present, draft: Track, existing: Track | None, slot: Slot | None
) -> str:
    """A question that is open nowhere and will not come next; one that was asked already, if any."""
    pool = pool_of(tools, draft)
    if not pool.questions:
        raise UsageError(refusals.NO_QUESTION_FITS)
    seen = (await tools.store.rounds.seen([here.group.id])).get(here.group.id, {})
    parked = (await tools.store.reports.parked([here.group.id])).get(here.group.id, frozenset())
    held = set(await tools.store.practice.withheld(here.member.account_id, here.group.id))
    for day in _coming(tools, draft, slot):
        following = pick(pool, seen, parked, day, f"{(existing or draft).key}:{day.isoformat()}")
        held.update([following.id] if following else [])
    left = sorted(pool.questions.keys() - held, key=lambda name: (name not in seen, name))
    if not left:
        raise UsageError(refusals.NOTHING_TO_PREVIEW)
    return left[0]


def _coming(tools: Tools, draft: Track, slot: Slot | None) -> set[date]:
    """The date of the next post, and today, in case it is asked for early."""
    today = local_date(tools.clock.now(), draft.schedule.zone)
    return {today, slot.day} if slot else {today}


PRESSES: Presses = {"setuppreview": (_preview, 1)}
