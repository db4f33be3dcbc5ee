"""What was filled into a form: all that is wrong with it is told at once, each at its field."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeVar

from bot.errors import Misfilled, NotAllowed, Offers, UsageError

T = TypeVar("T")

OF_NO_FIELD: Final = (NotAllowed, Offers, Misfilled)


class Sheet:
    """The values by field. Read them all, then call ``check``."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._faults: list[tuple[str, str]] = []

    def read(self, field: str, reader: Callable[[str], T], usual: T) -> T:
        """What ``reader`` makes of the field; ``usual`` where it was left out, or cannot be read."""
        if field in self._values:
            with self.at(field):
                return reader(self._values[field])
        return usual

    @contextmanager
    def at(self, field: str) -> Iterator[None]:
        """A UsageError within ends the block, and belongs to this field."""
        try:
            yield
        except OF_NO_FIELD:
            raise
        except UsageError as error:
            self._faults.append((field, str(error)))

    def check(self) -> None:
        """Misfilled if anything was wrong so far."""
        if self._faults:
            raise Misfilled(self._faults)
