"""The workspaces that installed the app over OAuth, with their tokens."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Installation:
    """``team`` is the platform's own id of the workspace; ``enterprise`` is "" where it has none. ``expires_at``
    and ``refresh_token``: None for a token that does not end. Neither token is shown by ``repr``."""

    platform: str
    team: str
    enterprise: str
    name: str
    app: str
    bot_user: str
    bot: str
    scopes: frozenset[str]
    installer: str
    token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None
    installed_at: datetime


class Installations(Protocol):
    """Tokens are sealed in the database. StoreError where no key can open one, or there is no key at all."""

    async def save(self, installation: Installation) -> bool:
        """A workspace has one: the tokens before are overwritten. True if it had none ever, as far as is known."""
        ...

    async def find(self, platform: str, team: str) -> Installation | None:
        """None for one that was removed, too."""
        ...

    async def all(self, platform: str) -> list[tuple[str, bool]]:
        """(team, whether it is still installed) of every workspace that is known."""
        ...

    async def renew(self, installation: Installation, expired: datetime) -> bool:
        """Put renewed tokens in the place of those that end at ``expired``; False if others are there, or
        it was removed meanwhile."""
        ...

    async def remove(self, platform: str, team: str, at: datetime, now: datetime) -> bool:
        """Both tokens are wiped. False, with nothing done, where the app was installed after ``at``, the
        moment it was removed by the platform's word."""
        ...

    async def reseal(self) -> int:
        """Seal with the first key what an older one had sealed; how many tokens that were."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drop what was removed before this."""
        ...
