"""The frozen copy of a question that a round (or a practice item) keeps: exactly what was shown.

Grading, confirmation and reveal read only this copy, so an upgraded bank changes no round.
Answers are indices into ``options`` as shown. A regrade appends a key and never touches the order.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.question import Kind, Level, Reference, Tolerance


@dataclass(frozen=True, slots=True)
class Key:
    """One view of what is right; the newest of a copy is shown, the kindest gives the points.

    ``right``: for choice the accepted indices (any one of them is right), for multi the set that
    must be chosen, for order the permutation of shown indices in the right order, for number empty.
    ``reasons``: one per shown option for choice and multi, a single one for number and order.
    ``by`` and ``at`` (UTC) say who regraded and when; both None on the original key.
    """

    right: tuple[int, ...]
    reasons: tuple[str, ...]
    value: Decimal | None = None
    tolerance: Tolerance | None = None
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FrozenQuestion:
    """``options``: the texts in shown order (order: the items as shown); empty for number."""

    question_id: str
    revision: str
    topic: str
    topic_title: str
    level: Level
    kind: Kind
    prompt: str
    options: tuple[str, ...]
    unit: str
    keys: tuple[Key, ...]
    open_prompt: str
    answer: str
    key_points: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def key(self) -> Key:
        """The newest key: what is shown as right."""
        return self.keys[-1]


@dataclass(frozen=True, slots=True)
class Response:
    """What a person answered, as stored: ``bits`` for choice and multi (bit i = shown option i),
    ``text`` for number (canonical decimal) and order (shown indices as digits, "2013").

    An empty response (no bits, no text) is a withdrawn answer.
    """

    bits: int = 0
    text: str | None = None

    @property
    def standing(self) -> bool:
        return self.bits != 0 or self.text is not None

    @property
    def indices(self) -> tuple[int, ...]:
        """Shown indices: the chosen ones, or the order given."""
        if self.text is not None and self.text.isdigit():
            return tuple(int(digit) for digit in self.text)
        return tuple(i for i in range(self.bits.bit_length()) if self.bits >> i & 1)
