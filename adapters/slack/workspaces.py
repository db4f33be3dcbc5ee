"""The workspaces the bot is in: for each a client with its token, what it was granted, and its people."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.judging import REVOKED, header, judged, word_of
from bot.domain.schedule import zone_info
from bot.errors import DeliveryError, UsageError
from bot.ports.clock import Clock

log = structlog.get_logger()

PEOPLE_KEPT: Final = timedelta(minutes=5)
MOST_PEOPLE: Final = 5000
SCOPES: Final = "x-oauth-scopes"
SLACKBOT: Final = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of a user. ``zone``: None where it is none we know. ``organises``: an admin or owner of the
    workspace; never a guest or somebody of another one. ``team``, ``enterprise``: their own, "" where it does not
    tell. ``bot``: an app or a workflow."""

    name: str
    zone: str | None
    organises: bool
    team: str = ""
    enterprise: str = ""
    bot: bool = False


@dataclass(slots=True)
class Workspace:
    """``enterprise`` is "" where there is none; ``installer``: who installed it, "" where nobody knows;
    ``scopes``: what Slack granted, as it last said."""

    team: str
    name: str
    enterprise: str
    bot_user: str
    bot: str
    client: AsyncWebClient
    installer: str = ""
    scopes: frozenset[str] = frozenset()
    people: "OrderedDict[str, tuple[datetime, Person]]" = field(default_factory=OrderedDict)

    def may(self, scope: str) -> bool:
        return scope in self.scopes


class Workspaces(Protocol):
    async def of(self, team: str) -> Workspace | None:
        """None for a workspace that is not, or not any more, installed."""
        ...

    async def forget(self, team: str, at: datetime) -> bool:
        """The app was removed from it at that time; False where it has been installed since."""
        ...


class OneWorkspace:
    """The workspace of a token from the settings."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: Workspace | None = None
        self._left = False
        self._asking = asyncio.Lock()

    async def known(self) -> Workspace:
        """Asked of Slack once; SlackApiError for a token it does not accept."""
        if (known := self._known) is not None:
            return known
        async with self._asking:
            self._known = known = self._known or await introduced(self._client)
        return known

    async def of(self, team: str) -> Workspace | None:
        """Where the app was removed, Slack is asked whether it is back."""
        known = await self.known()
        if team not in (known.team, "") or (self._left and not await self._is_back()):
            return None
        return known

    async def forget(self, team: str, at: datetime) -> bool:
        """False while the token works: it was told late. DeliveryError where Slack does not answer, which is
        no removal: Slack will tell it again."""
        self._left = not await works(self._client)
        return self._left

    async def _is_back(self) -> bool:
        try:
            self._left = not await works(self._client)
        except DeliveryError:
            return False
        return not self._left


async def works(client: AsyncWebClient) -> bool:
    """Whether Slack takes its token. DeliveryError where nobody can tell."""
    with judged():
        try:
            await client.auth_test()
        except SlackApiError as error:
            if word_of(error) in REVOKED:
                return False
            raise
    return True


async def introduced(client: AsyncWebClient) -> Workspace:
    """Who a token is, by Slack's word."""
    told = await client.auth_test()
    return Workspace(
        told["team_id"],
        told["team"],
        told.get("enterprise_id") or "",
        told["user_id"],
        told.get("bot_id") or "",
        client,
        scopes=granted(told.headers),
    )


def granted(headers: Any) -> frozenset[str]:
    return frozenset(filter(None, (one.strip() for one in header(headers, SCOPES).split(","))))


async def person(workspace: Workspace, user: str, clock: Clock) -> Person | None:
    """Asked of Slack at most every five minutes; None where it does not tell."""
    now = clock.now()
    known = remembered(workspace, user, now)
    if known is not None:
        return known
    try:
        with judged():
            told = (await workspace.client.users_info(user=user))["user"]
    except DeliveryError as error:
        log.info("a person could not be looked up", error=str(error))
        return None
    found = _read(told, workspace)
    workspace.people[user] = now, found
    while len(workspace.people) > MOST_PEOPLE:
        workspace.people.popitem(last=False)
    return found


def remembered(workspace: Workspace, user: str, now: datetime) -> Person | None:
    at, known = workspace.people.get(user, (None, None))
    return known if at is not None and now - at < PEOPLE_KEPT else None


def name_before(workspace: Workspace, user: str) -> str:
    """As it was when somebody last asked, "" where nobody did."""
    _, known = workspace.people.get(user, (None, None))
    return known.name if known is not None else ""


def _read(told: Any, workspace: Workspace) -> Person:
    leads = any(told.get(right) for right in ("is_admin", "is_owner", "is_primary_owner"))
    guest = any(
        told.get(limit) for limit in ("is_restricted", "is_ultra_restricted", "deleted", "is_stranger")
    )
    at_home = told.get("team_id") in (None, workspace.team, workspace.enterprise)
    return Person(
        _name(told),
        _zone(told.get("tz")),
        leads and at_home and not guest,
        told.get("team_id") or "",
        (told.get("enterprise_user") or {}).get("enterprise_id") or "",
        bool(told.get("is_bot") or told.get("is_workflow_bot") or told.get("id") == SLACKBOT),
    )


def _name(told: Any) -> str:
    """As others see it; many have filled in no display name."""
    profile = told.get("profile") or {}
    names = profile.get("display_name"), profile.get("real_name"), told.get("real_name"), told.get("name")
    return next((name.strip() for name in names if isinstance(name, str) and name.strip()), "")


def _zone(told: Any) -> str | None:
    try:
        return zone_info(told).key if isinstance(told, str) else None
    except UsageError:
        return None
