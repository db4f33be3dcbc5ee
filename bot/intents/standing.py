"""What an organiser did to a track, and what stands from now on."""

from dataclasses import dataclass
from datetime import datetime

from bot.intents.base import Line, Moment, MomentStyle, Said, para
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class Standing:
    """``asks``: the track goes on, or will once it is resumed; ``next_at`` (UTC) is its next question."""

    done: str
    asks: bool = False
    paused: bool = False
    next_at: datetime | None = None
    zone: str = "UTC"
    now: datetime | None = None

    def said(self) -> Said:
        return Said((para(*with_commands(self.done), *self._following()),))

    def _following(self) -> Line:
        if not self.asks:
            return ()
        if self.paused:
            return with_commands(" It is paused: `/daily resume` starts it again.")
        if self.next_at is None:
            return (" No date fits its weekdays and skips.",)
        return (" Next question: ", *at_and_in(self.next_at, self.zone, self.now), ".")


def at_and_in(at: datetime, zone: str, now: datetime | None) -> Line:
    """ "tomorrow 09:00 (in 14 h)"."""
    return (
        Moment(at, zone, MomentStyle.DAY_TIME, now),
        " (",
        Moment(at, zone, MomentStyle.RELATIVE, now),
        ")",
    )
