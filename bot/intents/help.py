"""``/help``: at most 12 lines, what you can do now first."""

from dataclasses import dataclass

from bot.intents.base import Bullets, Line, Said, para
from bot.intents.quiz_menu import Unfinished
from bot.intents.words import plural, with_commands

WHAT = "One interview question a day. Answers are private until the reveal."
STATIC = (
    "`/quiz {topic}`: practise five questions now; `/quiz` alone offers mistakes and areas, `/topics` lists all.",
    "`/interview`: one open question, as an interviewer asks it.",
    "`/answer`: your answer to the newest question here; `/report`: a problem with it.",
    "`/streak`: your streak and freezes, `/streak why` with reasons; `/streak away` for days off.",
    "`/leaderboard`: this season; add week, all, accuracy or streak. `/stats`: your own results.",
    "`/privacy`: what is stored; `/privacy hide` keeps you off boards and name lists.",
)


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A question this member has not answered. ``example``: what an answer looks like; ``channel``: its
    name if it is not this one."""

    example: str
    channel: str = ""

    def sentence(self) -> str:
        if self.channel:
            return f"Today's question is open in #{self.channel}: answer it there."
        return f"Today's question is open: answer it under the post, or type `/answer {self.example}`."


@dataclass(frozen=True, slots=True)
class Help:
    """``topic``: one to name in the example. ``due``: questions to repeat. ``tracked``: there is a daily
    question for this channel."""

    topic: str
    open_now: OpenNow | None
    due: int
    unfinished: Unfinished | None
    tracked: bool
    organiser: bool

    def said(self) -> Said:
        sentences = [*self._now(), *STATIC, *self._for_organisers()]
        lines: tuple[Line, ...] = tuple(
            with_commands(sentence.replace("{topic}", self.topic)) for sentence in sentences
        )
        buttons = ((self.unfinished.button(),),) if self.unfinished else ()
        return Said((para(WHAT), Bullets(lines)), buttons)

    def _now(self) -> list[str]:
        now = [self.open_now.sentence()] if self.open_now else []
        if self.organiser and not self.tracked:
            now.append("No daily question here yet: `/daily setup` starts one, in about a minute.")
        if self.due:
            now.append(f"{plural(self.due, 'question')} to repeat: `/review`.")
        if self.unfinished:
            about = f" on {self.unfinished.title}" if self.unfinished.title else ""
            now.append(f"Your quiz{about} has {self.unfinished.left} to go: `/quiz`, or the button below.")
        return now

    def _for_organisers(self) -> list[str]:
        if not (self.organiser and self.tracked):
            return []
        return [
            "`/daily status`: next, last and what needs you; `/daily setup` changes time, days or topics.",
            "`/daily now`, `/daily pause`, `/daily skip`, `/daily fix` and more: type `/daily` and choose.",
        ]
