"""What the round's thread is told after the reveal: a further right answer, or that it was withdrawn."""

from dataclasses import dataclass
from typing import Self

from bot.intents.base import Bold, Button, Line, Said, action, para
from bot.intents.words import plural


@dataclass(frozen=True, slots=True)
class Correction:
    """``answer``: what is right as well, "" for a withdrawn question; ``why`` in the organiser's words,
    "" for none; ``effect``: who gained; ``mark``: the round's, for *My result*."""

    answer: str
    why: str
    effect: str
    mark: str = ""

    @classmethod
    def read(cls, text: str, mark: str = "") -> Self:
        """Back from ``text``, as a delivery keeps it."""
        answer, _, rest = text.partition("\n")
        why, _, effect = rest.partition("\n")
        return cls(answer, why, effect, mark)

    def text(self) -> str:
        return "\n".join((self.answer, self.why, self.effect))

    def said(self) -> Said:
        line = self._accepted() if self.answer else self._withdrawn()
        result = ((Button(action("result", self.mark), "My result"),),) if self.mark else ()
        return Said((para(*line),), result, headline="A correction")

    def _accepted(self) -> Line:
        why = f", because {_unended(self.why)}" if self.why else ""
        verb = "is" if one_answer(self.answer) else "are"
        return ("Correction: ", Bold(self.answer), f" {verb} right as well{why}. {self.effect}")

    def _withdrawn(self) -> Line:
        return (f"Correction: this question was withdrawn: {_unended(self.why)}. {self.effect}",)


def one_answer(answer: str) -> bool:
    """ "C and D" are two answers to a choice; "A, C" is one of a multi."""
    return " and " not in answer


def _unended(sentence: str) -> str:
    return sentence.rstrip(" .")


POINTS_STAY = "Points given stay, and it counts for accuracy and review no more."


def gained(members: int, least: int, most: int) -> str:
    """ "6 people gained 15 points. Nobody lost any."; ``least`` and ``most``: points each."""
    return _effect("gained", members, least, most, "Nobody lost any.")


def will_gain(members: int, least: int, most: int) -> str:
    verb = "gains" if members == 1 else "gain"
    return _effect(verb, members, least, most, "Nobody loses any.")


def _effect(verb: str, members: int, least: int, most: int, rest: str) -> str:
    if not members:
        return f"Nobody {'gained' if verb == 'gained' else 'gains'} points by it. {rest}"
    amount = plural(most, "point") if least == most else f"{least} to {most} points"
    return f"{plural(members, 'person', 'people')} {verb} {amount}. {rest}"
