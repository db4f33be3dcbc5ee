"""Tokens of workspaces from Slack's OAuth: got for a code, renewed before they end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from aiohttp import ClientSession, encode_basic_auth
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.judging import word_of
from adapters.slack.people import PLATFORM
from adapters.slack.workspaces import introduced
from bot.errors import UsageError
from bot.ports.installations import Installation

TIMEOUT: Final = 25
OVER: Final = frozenset({"token_expired", "invalid_auth"})
"""What Slack says of a token that another one may have replaced. Nothing was done then."""

WHOLE_ORGANISATION: Final = (
    "Dailydrill cannot be installed for a whole organisation at once. "
    "Install it in each workspace that wants it."
)
NO_BOT: Final = "Slack gave no token for a bot: the app has to be made from Dailydrill's manifest."


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """The app as Slack knows it. ``api_url`` ends without a slash."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str

    def client(self, token: str | None = None, session: ClientSession | None = None) -> AsyncWebClient:
        return AsyncWebClient(
            token=token, base_url=f"{self.api_url}/", timeout=TIMEOUT, session=session, retry_handlers=[]
        )

    async def ask(self, session: ClientSession | None, **asked: str) -> AsyncSlackResponse:
        """oauth.v2.access, with everything in the body, as addresses are logged on the way. SlackApiError where
        Slack refuses."""
        known = {"Authorization": encode_basic_auth(self.client_id, self.client_secret)}
        return await self.client(session=session).api_call("oauth.v2.access", data=asked, headers=known)


async def exchanged(
    app: OAuthApp, session: ClientSession | None, code: str, redirect: str, now: datetime
) -> Installation:
    """What somebody just allowed. UsageError for what cannot be installed; SlackApiError for a bad code."""
    told = await app.ask(session, code=code, redirect_uri=redirect)
    if told.get("is_enterprise_install") or not told.get("team"):
        raise UsageError(WHOLE_ORGANISATION)
    token = told.get("access_token")
    if not token or told.get("token_type") != "bot":
        raise UsageError(NO_BOT)
    known = await introduced(app.client(token, session))
    return Installation(
        platform=PLATFORM,
        team=known.team,
        enterprise=known.enterprise,
        name=known.name,
        app=told.get("app_id") or "",
        bot_user=known.bot_user,
        bot=known.bot,
        scopes=frozenset(filter(None, (told.get("scope") or "").split(","))),
        installer=(told.get("authed_user") or {}).get("id") or "",
        token=token,
        refresh_token=told.get("refresh_token"),
        expires_at=_end(told, now),
        installed_at=now,
    )


async def renewed(
    app: OAuthApp, session: ClientSession | None, installation: Installation, now: datetime
) -> Installation:
    """With a new token and a new refresh token; the old refresh token is used up."""
    assert installation.refresh_token is not None, "only what ends is renewed"
    told = await app.ask(session, grant_type="refresh_token", refresh_token=installation.refresh_token)
    return replace(
        installation,
        token=told["access_token"],
        refresh_token=told.get("refresh_token"),
        expires_at=_end(told, now),
    )


def _end(told: AsyncSlackResponse, now: datetime) -> datetime | None:
    seconds = told.get("expires_in")
    return now + timedelta(seconds=int(seconds)) if seconds else None


class RenewingClient(AsyncWebClient):
    """When Slack says that the token is over, another one is asked for, once."""

    def __init__(self, another: Callable[[str], Awaitable[str | None]], **options: Any) -> None:
        """``another``: a newer token than this one, None where there is none."""
        super().__init__(**options)
        self._another = another

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        used = self.token or ""
        try:
            return await super().api_call(api_method, **options)
        except SlackApiError as error:
            if word_of(error) not in OVER:
                raise
            fresh = await self._another(used)
            if fresh is None:
                raise
            self.token = fresh
        return await super().api_call(api_method, **options)
