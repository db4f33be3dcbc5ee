"""Who is told that something takes long. One timer serves all: one for each press would cost more than much of
what the core does.
"""

import asyncio
from collections.abc import Callable

Told = Callable[[], None]


class Overdue:
    """Calls each that was not settled in time, once."""

    def __init__(self) -> None:
        self._due: dict[Told, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def expect(self, told: Told, seconds: float) -> None:
        due = asyncio.get_running_loop().time() + seconds
        self._due[told] = due
        if self._timer is None or due < self._timer.when():
            self._look_at(due)

    def settle(self, told: Told) -> None:
        self._due.pop(told, None)

    def end(self) -> None:
        """Nobody of those is told any more."""
        self._due.clear()
        self._look_no_more()

    def _look_at(self, moment: float) -> None:
        self._look_no_more()
        self._timer = asyncio.get_running_loop().call_at(moment, self._look)

    def _look_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        for told in [told for told, due in self._due.items() if due <= now]:
            self.settle(told)
            told()
        if self._due:
            self._look_at(min(self._due.values()))
