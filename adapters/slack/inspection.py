"""A look at the app from outside, by the Web API alone: its tokens, what it was granted, and its channels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.judging import REVOKED, judged, word_of
from adapters.slack.scopes import OPTIONAL, REQUIRED
from adapters.slack.workspaces import Workspace, introduced
from bot.errors import CannotAsk, Gone, Refused, SettingsError

SEES_CHANNELS: Final = ("channels:read", "groups:read")
REFUSED: Final = "Slack does not accept SLACK_BOT_TOKEN: install the app again and take its bot token."
REFUSED_APP: Final = "Slack does not accept SLACK_APP_TOKEN: take an app-level token with connections:write from the app's page."
WRONG_KIND: Final = frozenset({"not_allowed_token_type", "missing_scope"})


class Seat(StrEnum):
    """What the bot is to a channel. ``OPEN``: it is not in it, but may post there all the same, or come in."""

    INSIDE = "inside"
    OPEN = "open"
    OUTSIDE = "outside"
    GONE = "gone"
    UNKNOWN = "unknown"


class Inspection:
    """What can be asked; within ``inspecting`` only."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def missing(self) -> tuple[list[str], list[str]]:
        """The required and the optional scopes that were not granted."""
        lacks = [
            [scope for scope in wanted if not self.workspace.may(scope)] for wanted in (REQUIRED, OPTIONAL)
        ]
        return lacks[0], lacks[1]

    def sees_channels(self) -> bool:
        return any(self.workspace.may(scope) for scope in SEES_CHANNELS)

    async def seat(self, channel: str) -> Seat:
        try:
            with judged():
                told = (await self.workspace.client.conversations_info(channel=channel))["channel"]
        except CannotAsk:
            return Seat.UNKNOWN
        except Gone:
            return Seat.GONE
        except Refused:
            return Seat.UNKNOWN
        if told.get("is_archived"):
            return Seat.GONE
        if told.get("is_member"):
            return Seat.INSIDE
        comes_in = self.workspace.may("chat:write.public") or self.workspace.may("channels:join")
        return Seat.OPEN if comes_in and not told.get("is_private") else Seat.OUTSIDE


@asynccontextmanager
async def inspecting(token: str, api_url: str) -> AsyncIterator[Inspection]:
    """Connected to nothing: it may run beside the bot. SettingsError for a bad token."""
    client = AsyncWebClient(token=token, base_url=f"{api_url}/", retry_handlers=[])
    with judged():
        try:
            workspace = await introduced(client)
        except SlackApiError as error:
            if word_of(error) in REVOKED | WRONG_KIND:
                raise SettingsError(REFUSED) from None
            raise
    yield Inspection(workspace)


async def must_open(app_token: str, api_url: str) -> None:
    """Ask for a line over Socket Mode, without taking it. SettingsError for a token that gets none."""
    client = AsyncWebClient(base_url=f"{api_url}/", retry_handlers=[])
    with judged():
        try:
            await client.apps_connections_open(app_token=app_token)
        except SlackApiError as error:
            if word_of(error) in REVOKED | WRONG_KIND:
                raise SettingsError(REFUSED_APP) from None
            raise
