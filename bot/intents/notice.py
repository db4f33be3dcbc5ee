"""Notices to organisers, never in the question channel."""

from dataclasses import dataclass

from bot.intents.base import Said, para
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class Notice:
    sentence: str

    def said(self) -> Said:
        return Said((para("For organisers: ", *with_commands(self.sentence)),), headline=self.sentence)


def few_left(channel: str, left: int) -> str:
    return (
        f"#{channel} has {left} questions left that nobody here has seen. After that the oldest come again."
    )


def nobody_answers(channel: str, rounds: int) -> str:
    return f"Nobody answered the last {rounds} questions in #{channel}. After 10 in a row it pauses."


def paused_silent(channel: str) -> str:
    return f"#{channel} is paused: nobody answered the last 10 questions. `/daily resume` starts it again."


def channel_broken(channel: str, reason: str) -> str:
    return f"#{channel} is paused: {reason} Nothing was deleted. Mend it, then `/daily resume`."


def delivery_unsure(channel: str, kind: str, day: str) -> str:
    what = "question" if kind.startswith("post") else "reveal"
    return f"Nobody can tell whether the {what} of {day} reached #{channel}. Please look there."


def empty_pool(channel: str) -> str:
    return f"#{channel} had no question to ask: no topic or level fits. `/daily setup` changes them."
