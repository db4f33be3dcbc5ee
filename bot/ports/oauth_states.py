"""Proof that whoever comes back from a platform's consent page began here, each good once."""

from datetime import datetime
from typing import Protocol


class OAuthStates(Protocol):
    """Only a digest is kept."""

    async def issue(self, state: str, until: datetime, now: datetime) -> None:
        """Good until then. States that have ended are dropped."""
        ...

    async def consume(self, state: str, now: datetime) -> bool:
        """Whether it was issued, has not ended, and is used for the first time."""
        ...
