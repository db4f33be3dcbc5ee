"""``/quiz`` alone: what could be practised."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intents.base import Bold, Button, ButtonStyle, Said, action, para, quiet
from bot.intents.stats import TopicScore
from bot.intents.which import in_rows


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that can go on: ``title`` of what it is about, "" for several topics; ``left`` to go."""

    key: str
    title: str
    left: int

    def button(self) -> Button:
        what = f": {self.title}" if self.title else ""
        return Button(action("quizgo", self.key), f"Go on{what} ({self.left} left)", ButtonStyle.PRIMARY)


@dataclass(frozen=True, slots=True)
class QuizMenu:
    """``weakest``: the topic answered worst so far, if one stands out. ``areas``: (action, label) pairs that open them."""

    mistakes: int
    weakest: TopicScore | None
    areas: Sequence[tuple[str, str]]
    unfinished: tuple[Unfinished, ...] = ()

    def said(self) -> Said:
        blocks = [para(Bold("What shall we practise?"), " Five questions, only you see them.")]
        if self.weakest is not None:
            blocks.append(
                quiet(
                    f"Your weakest so far: {self.weakest.title}, {self.weakest.both} right, daily questions and practice together."
                )
            )
        go_on = tuple(each.button() for each in self.unfinished)
        areas = in_rows([Button(verb, label) for verb, label in self.areas])
        return Said(tuple(blocks), (*((go_on,) if go_on else ()), self._ways(), *areas))

    def _ways(self) -> tuple[Button, ...]:
        mistakes = Button(action("quizpick", "mistakes"), f"My mistakes ({self.mistakes})")
        mixed = Button(action("quizpick", "mixed"), "Mixed", ButtonStyle.PRIMARY)
        ways = [mistakes, mixed] if self.mistakes else [mixed]
        if self.weakest is not None:
            ways.append(Button(action("quizpick", "weakest"), f"Weakest: {self.weakest.title}"))
        return tuple(ways)
