"""What the playground needs of its clock: to be asked, and to be moved through every due moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Move:
    """A button of the clock: ``label`` says where it leads, as in "Reveal (17:00)"; ``to`` is UTC."""

    id: str
    label: str
    to: datetime


class Walk(Protocol):
    def now(self) -> datetime:
        """The simulated instant, aware, in UTC."""
        ...

    def moves(self) -> Sequence[Move]:
        """Where the clock could be moved to from here, nearest first."""
        ...

    async def to(self, instant: datetime) -> None:
        """Go forward, stopping at every due moment on the way."""
        ...

    async def set_down(self, down: bool) -> None:
        """Pretend that the bot lost its connection, or has it again."""
        ...
