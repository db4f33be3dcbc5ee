"""What a delivery says and where it goes."""

from dataclasses import dataclass, replace

from bot.commands import offer
from bot.domain.round import Delivery, DeliveryKind, Round, Track
from bot.intents.base import Button, Intent
from bot.intents.correction import Correction
from bot.intents.notice import Notice
from bot.intents.question_post import Display, QuestionPost
from bot.intents.reasons import withdrawn_because
from bot.intents.reveal import Reveal
from bot.intents.unsure import decide
from bot.ports.people import Group
from bot.ports.poster import Target
from bot.service import choices
from bot.service.tools import Tools

UNSURE_CAUSE = "unsure-"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a delivery is about, as it stands now; a notice has no round. ``notices``: the channel it goes
    to, "" for none."""

    group: Group
    track: Track | None
    round: Round | None
    notices: str = ""


async def subject_of(tools: Tools, delivery: Delivery) -> Subject:
    group, track, round_ = await tools.store.deliveries.about(delivery)
    notices = "" if round_ else await _notices_channel(tools, group, track)
    return Subject(group, track, round_, notices)


async def _notices_channel(tools: Tools, group: Group, track: Track | None) -> str:
    """The chosen one, unless questions are asked there by now."""
    channel = choices.notices(group, track).channel
    tracks = await tools.store.tracks.of_group(group.id) if channel else []
    return "" if channel in {one.channel for one in tracks} else channel


def places(tools: Tools, delivery: Delivery, subject: Subject) -> list[Target]:
    """Where a delivery goes: its own channel, though the track may have moved since; a notice to the
    notices channel, else to whom last changed the track, nowhere if there is neither. What follows the
    first are places an earlier attempt may have gone to, before a setting changed."""
    round_, group = subject.round, subject.group
    if round_ is None:
        return _for_notice(group, subject.track, subject.notices)
    label = subject.track.settings.label if subject.track else ""
    channel = Target(group.external, delivery.channel, label=label)
    if delivery.kind.startswith(DeliveryKind.CORRECTION):
        return [replace(channel, thread_of=round_.post_ref, silent=True)]
    if not delivery.kind.startswith(DeliveryKind.REVEAL):
        return [channel]
    threads = [round_.post_ref, None]
    if not choices.thread(tools, group, subject.track):
        threads.reverse()
    return [replace(channel, thread_of=thread, silent=True) for thread in dict.fromkeys(threads)]


def _for_notice(group: Group, track: Track | None, channel: str) -> list[Target]:
    account = track.changed_by if track else None
    found = [Target(group.external, channel)] if channel else []
    return [*found, Target(group.external, "", dm=account)] if account else found


async def compose(tools: Tools, delivery: Delivery, subject: Subject) -> Intent:
    """What a delivery says."""
    if subject.round is None or subject.track is None:
        return Notice(delivery.text or "", _decisions(delivery))
    if delivery.kind.startswith(DeliveryKind.REVEAL):
        return await reveal_of(tools, subject.group, subject.round)
    if delivery.kind.startswith(DeliveryKind.CORRECTION):
        return Correction.read(delivery.text or "", subject.round.mark)
    return post_of(tools, subject.group, subject.track, subject.round)


def _decisions(notice: Delivery) -> tuple[Button, ...]:
    """What can be done on the spot; the cause of a notice about an unsure delivery has its mark."""
    if notice.kind.startswith(UNSURE_CAUSE):
        return decide(notice.kind.removeprefix(UNSURE_CAUSE))
    return tuple(Button(verb, label) for verb, label in offer("daily status", "Status"))


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
        reactions=choices.reactions(tools, group, track),
        answered=answered,
        display=display,
        season_line=round_.season_line,
    )


async def reveal_of(tools: Tools, group: Group, round_: Round) -> Reveal:
    if round_.question is None:
        raise ValueError(f"round {round_.id} has no question")
    tally = await tools.store.rounds.tally(round_.id)
    withdrawn = withdrawn_because(round_.excused) or None
    return Reveal(
        round_.mark,
        round_.question,
        tally.answered,
        tally.right,
        tally.responses,
        tally.right_names if choices.names(tools, group) else (),
        tally.milestones,
        withdrawn,
        round_.excused,
        tally.right_shown,
    )
