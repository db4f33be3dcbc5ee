"""The people of the playground, and the page they meet on."""

from dataclasses import dataclass
from typing import Final

from bot.service.tools import Who

PLATFORM: Final = "web"
GROUP: Final = "page"
GROUP_NAME: Final = "Playground"
CHANNEL: Final = "ml-daily"
CHANNEL_NAME: Final = "ml-daily"
BOT: Final = "dailydrill"
BOT_NAME: Final = "Dailydrill"


@dataclass(frozen=True, slots=True)
class Resident:
    """Someone to act as; ``account`` is the name in addresses and in the JSON API."""

    account: str
    name: str
    organiser: bool = False


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the members panel shows: ``streak`` and ``best`` in days, ``points`` of this season."""

    streak: int
    best: int
    points: int
    answered_today: bool


RESIDENTS: Final = (
    Resident("robin", "Robin"),
    Resident("ada", "Ada", organiser=True),
    Resident("alan", "Alan"),
    Resident("grace", "Grace"),
    Resident("katherine", "Katherine"),
)
"""The first is who a newcomer acts as."""


def who(resident: Resident, zone: str) -> Who:
    """The resident as the core wants to know the person acting; ``zone`` is the page's IANA zone."""
    return Who(
        platform=PLATFORM,
        group=GROUP,
        group_name=GROUP_NAME,
        account=resident.account,
        name=resident.name,
        organiser=resident.organiser,
        channel=CHANNEL,
        channel_name=CHANNEL_NAME,
        zone=zone,
    )
