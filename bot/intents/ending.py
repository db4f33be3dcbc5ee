"""``/daily end`` asks first."""

from dataclasses import dataclass

from bot.intents.base import Bold, Button, Said, action, para, quiet


@dataclass(frozen=True, slots=True)
class ReallyEnd:
    track: int
    channel: str

    def said(self) -> Said:
        end = Button(action("end", self.track), "End it")
        keep = Button(action("endnot", self.track), "Keep it")
        return Said(
            (
                para(Bold(f"End the daily question of #{self.channel}?")),
                quiet("An open question still closes and is revealed. Points, streaks and history stay."),
            ),
            ((end, keep),),
        )
