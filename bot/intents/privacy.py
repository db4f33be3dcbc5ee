"""``/privacy``: what is stored, the files, and the question before everything is deleted."""

from dataclasses import dataclass

from bot.domain.held import Held
from bot.intents.base import Attachment, Bold, Bullets, Button, ButtonStyle, Line, Said, action, para, quiet
from bot.intents.words import listed, plural, with_commands

NOTHING = "Nothing is stored about you."
HIDDEN = "You are off every board and name list, everywhere. Your streak and points go on, for you alone."
SHOWN = "Your name is shown on boards again, everywhere."
TOLD = "Reveals may name you when your streak reaches 7, 30, 50, 100, 200 or 365 days."
UNTOLD = "No reveal names your milestones."
WHICH_MILESTONES = "Say on or off, like `/privacy milestones on`."
DELETED = "Everything about you is deleted. If you use me again, you begin as if I had never seen you."
TOO_OLD = "That question is more than an hour old. `/privacy delete` asks it again."


@dataclass(frozen=True, slots=True)
class Overview:
    """What is stored in six lines; ``retention_days``: after that an answer loses its link."""

    held: Held
    retention_days: int

    def said(self) -> Said:
        if self.held == Held():
            return Said((para(NOTHING),))
        return Said((Bullets(self._lines()),), (self._buttons(),))

    def _lines(self) -> tuple[Line, ...]:
        held = self.held
        board = "kept off every board" if held.hidden else "shown on boards"
        told = "told" if held.milestones else "not told"
        kept = f"each loses its link to you after {plural(self.retention_days, 'day')}"
        points = plural(held.points, "point")
        away = plural(held.away, "range")
        tried = plural(held.attempts, "attempt")
        return (
            _line(
                "Name", f"{listed(held.names)}, in {plural(held.groups, 'group')}; {board}, milestones {told}"
            ),
            _line("Answers", f"{held.answers} to daily questions, with option and time; {kept}"),
            _line(
                "Points and streaks", f"{points}, best streak {plural(held.best, 'day')}, {away} of days off"
            ),
            _line("Practice", f"{tried}, {plural(held.quizzes, 'quiz', 'quizzes')}, {self._interviews()}"),
            _line("Review", f"{plural(held.review_items, 'question')} with the day it comes back"),
            _line("Other", f"{plural(held.reports, 'report')} of problems{self._rights()}"),
        )

    def _interviews(self) -> str:
        return f"{plural(self.held.interviews, 'interview')} with {plural(self.held.notes, 'note')}"

    def _rights(self) -> str:
        groups = self.held.organises
        return f"; organiser in {plural(groups, 'group')} by another organiser's word" if groups else ""

    def _buttons(self) -> tuple[Button, ...]:
        hide = _button("show", "Show me") if self.held.hidden else _button("hide", "Hide me")
        milestones = (
            _button("off", "Milestones off") if self.held.milestones else _button("on", "Milestones on")
        )
        return (_button("export", "Export"), hide, milestones, _button("delete", "Delete"))


def _line(what: str, told: str) -> Line:
    return (Bold(what), f": {told}.")


def _button(what: str, label: str) -> Button:
    return Button(action("privacy", what), label)


@dataclass(frozen=True, slots=True)
class Exported:
    files: tuple[Attachment, ...]

    def said(self) -> Said:
        sentence = (
            "Everything stored about you: the JSON file has all of it, the CSV files the same as tables."
        )
        return Said((para(sentence),), files=self.files)


@dataclass(frozen=True, slots=True)
class ReallyDelete:
    """``asked``: when, in seconds since 1970, which the answer carries back."""

    asked: int

    def said(self) -> Said:
        goes = (
            "This deletes your names, settings, points, streaks, days off, practice, review, notes, reports and "
            "rights in all groups, for good."
        )
        stays = "Your answers stay in the shares of past questions, linked to nobody."
        return Said(
            (para(goes), para(stays), quiet(*with_commands("A copy first: `/privacy export`."))),
            ((_yes(self.asked), Button(action("privacy", "keep"), "Keep")),),
        )


def _yes(asked: int) -> Button:
    return Button(
        action("privacy", "yes", asked),
        "Delete everything",
        ButtonStyle.PRIMARY,
        spoken="Delete everything stored about me",
    )
