"""``/help``: at most 12 lines, what you can do now first."""

from dataclasses import dataclass

from bot.intents.base import Bullets, CommandRef, Line, Said, para


@dataclass(frozen=True, slots=True)
class Help:
    """``open_now``: a question is open in this channel and this member has not answered."""

    open_now: bool
    has_track: bool
    organiser: bool

    def said(self) -> Said:
        lines: list[Line] = []
        if self.open_now:
            lines.append(("Today's question is open: tap a letter, or ", CommandRef("answer B"), "."))
        lines += [
            (CommandRef("quiz mlflow"), ": practise five questions now, only you see them."),
            (CommandRef("answer"), ": your answer to the newest question."),
            (
                CommandRef("streak"),
                " and ",
                CommandRef("streak why"),
                ": your streak, freezes and the last 14 days.",
            ),
            (CommandRef("leaderboard"), ": this season; add week, all, accuracy or streak."),
            (
                CommandRef("privacy hide"),
                ": stay off boards and name lists; ",
                CommandRef("privacy show"),
                " undoes it.",
            ),
        ]
        if self.organiser:
            lines.extend(self._for_organisers())
        return Said(
            (
                para("One interview question a day. Answers are private until the reveal."),
                Bullets(tuple(lines)),
            )
        )

    def _for_organisers(self) -> list[Line]:
        setup: Line = (
            CommandRef("daily setup"),
            ": change the time, days or topics." if self.has_track else ": start the daily question here.",
        )
        if not self.has_track:
            return [setup]
        return [
            setup,
            (CommandRef("daily status"), ": next, last and what needs you."),
            (CommandRef("daily now"), ": today's question early."),
        ]
