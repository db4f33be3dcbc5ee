"""What a delivery says and where it goes."""

from dataclasses import dataclass

from bot.domain.round import Delivery, DeliveryKind, Round, Track
from bot.intents.base import Intent
from bot.intents.notice import Notice
from bot.intents.question_post import Display, QuestionPost
from bot.intents.reasons import VOIDED
from bot.intents.reveal import Reveal
from bot.ports.people import Group
from bot.ports.poster import Target
from bot.service.tools import Tools


@dataclass(frozen=True, slots=True)
class Subject:
    """What a delivery is about, as it stands now; a notice has no round."""

    group: Group
    track: Track | None
    round: Round | None


async def subject_of(tools: Tools, delivery: Delivery) -> Subject:
    group = await tools.store.people.get_group(delivery.group_id)
    track = await tools.store.tracks.get(delivery.track_id) if delivery.track_id else None
    round_ = await tools.store.rounds.get(delivery.round_id) if delivery.round_id else None
    return Subject(group, track, round_)


def address(delivery: Delivery, subject: Subject) -> Target:
    """Where a delivery goes: its own channel, though the track may have moved since; a notice to whom
    last changed the track."""
    group, track, round_ = subject.group, subject.track, subject.round
    if round_ is None:
        return Target(group.external, group.settings.notices or "", dm=track.changed_by if track else None)
    if not delivery.kind.startswith(DeliveryKind.REVEAL):
        return Target(group.external, delivery.channel)
    return Target(group.external, delivery.channel, thread_of=round_.post_ref, silent=True)


async def compose(tools: Tools, delivery: Delivery, subject: Subject) -> Intent:
    """What a delivery says."""
    if subject.round is None or subject.track is None:
        return Notice(delivery.text or "")
    if delivery.kind.startswith(DeliveryKind.REVEAL):
        return await reveal_of(tools, subject.group, subject.round)
    return post_of(tools, subject.group, subject.track, subject.round)


def post_of(
    tools: Tools,
    group: Group,
    track: Track,
    round_: Round,
    *,
    answered: int = 0,
    display: Display = Display.OPEN,
) -> QuestionPost:
    """The post of a round as it should look."""
    if round_.question is None:
        raise ValueError(f"round {round_.id} has no question")
    return QuestionPost(
        round_.mark,
        round_.question,
        round_.closes_at,
        track.schedule.zone,
        tools.clock.now(),
        reactions=setting(group.settings.reactions, tools.defaults[group.platform].reactions),
        answered=answered,
        display=display,
    )


async def reveal_of(tools: Tools, group: Group, round_: Round) -> Reveal:
    if round_.question is None:
        raise ValueError(f"round {round_.id} has no question")
    tally = await tools.store.rounds.tally(round_.id)
    names = setting(group.settings.names, tools.defaults[group.platform].names)
    excused = round_.excused or ""
    withdrawn = excused.removeprefix(VOIDED) if excused.startswith(VOIDED) else None
    return Reveal(
        round_.mark,
        round_.question,
        tally.answered,
        tally.right,
        tally.responses,
        tally.right_names if names else (),
        tally.milestones,
        withdrawn,
        round_.excused,
    )


def setting(chosen: bool | None, default: bool) -> bool:
    return default if chosen is None else chosen
