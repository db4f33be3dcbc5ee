"""What every service works with, bundled once by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.bank import Bank
from bot.ports.answers import Actor
from bot.ports.clock import Clock
from bot.ports.metrics import NULL, Metrics
from bot.ports.poster import Poster
from bot.ports.store import Store
from bot.service.limits import RETENTION_DAYS
from bot.service.pools import Pools


@dataclass(frozen=True, slots=True)
class PlatformDefaults:
    """What a group gets until an organiser says otherwise. ``reveal_next_day``: people are spread
    over time zones (Discord) or sit in one region (Slack, the playground). ``asks_by_form``: set-up begins
    with a form, as nothing can be suggested there while a command is typed."""

    reveal_next_day: bool
    names: bool
    boards: bool
    reactions: bool
    asks_by_form: bool = False


@dataclass(frozen=True, slots=True)
class Tools:
    """``token(n)`` gives n random bytes. ``posters`` and ``defaults`` are keyed by platform.
    ``nudge()`` tells the alarm clock that something new may be due; it returns at once.
    ``retention_days``: after that answers lose their link to people."""

    store: Store
    bank: Bank
    pools: Pools
    clock: Clock
    token: Callable[[int], bytes]
    posters: Mapping[str, Poster]
    defaults: Mapping[str, PlatformDefaults]
    nudge: Callable[[], None] = lambda: None
    retention_days: int = RETENTION_DAYS
    metrics: Metrics = NULL


@dataclass(frozen=True, slots=True)
class Who:
    """The person acting, as the platform told it: checked afresh at each act."""

    platform: str
    group: str
    group_name: str
    account: str
    name: str
    organiser: bool
    channel: str
    channel_name: str
    zone: str | None = None

    @property
    def actor(self) -> Actor:
        """As whose an answer is kept."""
        return Actor(self.platform, self.group, self.group_name, self.account, self.name)
