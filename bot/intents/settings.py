"""``/daily settings``: each setting, who decided it, and a button to change it."""

from dataclasses import dataclass

from bot.intents.base import Bold, Bullets, Button, Line, Said, action, para, quiet
from bot.intents.which import in_rows
from bot.intents.words import listed, with_commands

FROM = {"platform": "the default here", "group": "set for the group", "track": "set for this channel"}
EXPLAINED = {
    "names": "A reveal names who was right, never who was wrong.",
    "boards": "Leaderboards can be seen here.",
    "reactions": "A reaction with a letter is an answer.",
    "thread": "A reveal goes into the question's thread.",
}


def spelt(name: str, on: bool) -> str:
    """As it is typed."""
    if name == "reactions":
        return "count" if on else "ignore"
    return "on" if on else "off"


@dataclass(frozen=True, slots=True)
class OnOff:
    """``source``: platform, group or track."""

    name: str
    on: bool
    source: str

    def line(self) -> Line:
        return (
            Bold(f"{self.name} {spelt(self.name, self.on)}"),
            f": {FROM[self.source]}. {EXPLAINED[self.name]}",
        )

    def flip(self, track: int) -> Button:
        value = spelt(self.name, not self.on)
        return Button(action("setting", track, self.name, value), f"{self.name.title()} {value}")


@dataclass(frozen=True, slots=True)
class NoticesRow:
    """``channel`` is "" where notices go to people directly."""

    channel: str
    source: str

    def line(self) -> Line:
        told = "They go to whoever last changed the track, else to the next organiser who types a command."
        if self.channel:
            told = f"What needs an organiser is said in #{self.channel}."
        value = f"#{self.channel}" if self.channel else "off"
        return (Bold(f"notices {value}"), f": {FROM[self.source]}. {told}")

    def flips(self, track: int) -> list[Button]:
        return [Button(action("setting", track, "notices", "off"), "Notices off")] if self.channel else []


@dataclass(frozen=True, slots=True)
class TrackDiffers:
    """A track with settings of its own; None means as the group has it."""

    channel: str
    reactions: bool | None
    thread: bool | None
    notices: str | None
    notices_name: str

    def line(self) -> Line:
        own = [
            f"{name} {spelt(name, on)}"
            for name, on in (("reactions", self.reactions), ("thread", self.thread))
            if on is not None
        ]
        if self.notices is not None:
            own.append(f"notices #{self.notices_name}" if self.notices else "notices off")
        return (Bold(f"#{self.channel}"), f": {listed(own)}.")


@dataclass(frozen=True, slots=True)
class SettingsSheet:
    """Of the group (``track`` 0), with the tracks that differ, or of one track."""

    rows: tuple[OnOff, ...]
    notices: NoticesRow
    track: int = 0
    channel: str = ""
    differing: tuple[TrackDiffers, ...] = ()

    def said(self) -> Said:
        head = f"Settings of #{self.channel}" if self.track else "Settings of this group"
        lines = [row.line() for row in self.rows] + [self.notices.line()]
        flips = [row.flip(self.track) for row in self.rows] + self.notices.flips(self.track)
        return Said(
            (
                para(Bold(head)),
                Bullets((*lines, *(one.line() for one in self.differing))),
                quiet(*with_commands(self._how())),
            ),
            in_rows(flips),
        )

    def _how(self) -> str:
        if self.track:
            return f"As the group has it again: `/daily settings reactions default #{self.channel}`."
        return "`/daily settings notices #channel` chooses where notices go; a channel at the end means only its question."
