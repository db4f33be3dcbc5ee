"""``/help``, for what this person can do now."""

from bot.domain.question import Kind
from bot.domain.round import Round, Track
from bot.intents.base import Reply
from bot.intents.help import Help, OpenNow
from bot.service.answer import OPEN
from bot.service.due import today, zone_of
from bot.service.present import Present, is_organiser, present, track_here
from bot.service.quiz import unfinished
from bot.service.tools import Tools, Who
from bot.service.topics import is_practised

EXAMPLES = {Kind.CHOICE: "B", Kind.MULTI: "A C", Kind.NUMBER: "0.82", Kind.ORDER: "CABD"}


async def help_(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    track = await track_here(tools, here.group, who.channel)
    going_on = await unfinished(tools, here.member.account_id)
    return Reply(
        Help(
            _example_topic(tools),
            await _open_now(tools, who, here, track) if track else None,
            await _due(tools, here),
            going_on[0] if going_on else None,
            track is not None,
            await is_organiser(tools, who),
        )
    )


def _example_topic(tools: Tools) -> str:
    practised = [name for name, topic in tools.bank.topics.items() if is_practised(topic)]
    return "mlflow" if "mlflow" in practised or not practised else practised[0]


async def _open_now(tools: Tools, who: Who, here: Present, track: Track) -> OpenNow | None:
    """The newest round of the track, while it is open and has no answer of this member."""
    newest = next(iter(await tools.store.rounds.recent(track.id, 1)), None)
    if newest is None or newest.question is None or not _is_open(newest, tools):
        return None
    given = await tools.store.answers.given(newest.id, here.member.id)
    if given is not None and given.response.standing:
        return None
    elsewhere = "" if track.channel == who.channel else track.channel_name
    return OpenNow(EXAMPLES[newest.question.kind], elsewhere)


def _is_open(round_: Round, tools: Tools) -> bool:
    return round_.state in OPEN and tools.clock.now() < round_.closes_at


async def _due(tools: Tools, here: Present) -> int:
    zone = await zone_of(tools, here.group.id)
    return (await today(tools, here.member.account_id, here.group.id, zone)).count
