"""Kill the program between two steps: before or after any call of a port."""

from collections.abc import Callable
from inspect import iscoroutinefunction
from types import SimpleNamespace
from typing import Any, cast

from bot.ports.store import Store

PORTS = (
    *("people", "tracks", "rounds", "deliveries", "answers", "boards", "practice", "reviews", "interviews"),
    *("organisers", "connections", "page", "reports", "fixes"),
)


class Killed(BaseException):
    """The program is gone. Not an Exception: nothing in the program may catch it."""


class Deadly:
    """Wraps a port: ``when()`` is asked before and after each call and says whether to die there."""

    def __init__(self, port: Any, when: Callable[[], bool]) -> None:
        self._port = port
        self._when = when

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._port, name)
        if not iscoroutinefunction(value):
            return value

        async def call(*args: Any, **named: Any) -> Any:
            if self._when():
                raise Killed(f"before {name}")
            result = await value(*args, **named)
            if self._when():
                raise Killed(f"after {name}")
            return result

        return call


def deadly_store(store: Store, when: Callable[[], bool]) -> Store:
    """A store of which every port may be the last thing the program touched."""
    ports = {name: Deadly(getattr(store, name), when) for name in PORTS}
    return cast(Store, SimpleNamespace(**ports))
