"""Notices to organisers, never in the question channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.intents.base import Button, Intent, Said, para
from bot.intents.words import plural, with_commands


@dataclass(frozen=True, slots=True)
class Notice:
    """``buttons``: what can be done about it on the spot."""

    sentence: str
    buttons: tuple[Button, ...] = ()

    def said(self) -> Said:
        rows = (self.buttons,) if self.buttons else ()
        return Said((para("For organisers: ", *with_commands(self.sentence)),), rows, headline=self.sentence)


MOST_FIRST = 3


@dataclass(frozen=True, slots=True)
class WithNotices:
    """What nobody could be told otherwise, newest first, before what an organiser asked for."""

    notices: Sequence[str]
    asked: Intent

    def said(self) -> Said:
        said = self.asked.said()
        lines = [para("For organisers: ", *with_commands(notice)) for notice in self.notices[:MOST_FIRST]]
        if (more := len(self.notices) - MOST_FIRST) > 0:
            lines.append(para(*with_commands(f"{more} more in `/daily status`.")))
        return replace(said, blocks=(*lines, *said.blocks))


def few_left(channel: str, left: int) -> str:
    few = plural(left, "question")
    return f"#{channel} has {few} left that nobody here has seen. After that the oldest come again."


def nobody_answers(channel: str, rounds: int) -> str:
    return f"Nobody answered the last {rounds} questions in #{channel}. After 10 in a row it pauses."


def paused_silent(channel: str) -> str:
    return f"#{channel} is paused: nobody answered the last 10 questions. `/daily resume` starts it again."


def channel_broken(channel: str, reason: str) -> str:
    return f"#{channel} is paused: {reason} Nothing was deleted. Mend it, then `/daily resume`."


def empty_pool(channel: str) -> str:
    return f"#{channel} had no question to ask: no topic or level fits. `/daily setup` changes them."
