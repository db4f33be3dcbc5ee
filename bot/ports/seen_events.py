"""Events that a platform may deliver again are handled once."""

from datetime import datetime
from typing import Protocol


class SeenEvents(Protocol):
    async def first_time(self, platform: str, event_id: str, now: datetime) -> bool:
        """Whether nobody has taken this event yet; from now on somebody has."""
        ...

    async def give_back(self, platform: str, event_id: str) -> None:
        """Handling it failed: the next delivery counts as the first."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drop those taken before this; platforms repeat for up to a day."""
        ...
