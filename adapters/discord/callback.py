"""The first response to an interaction, where it is nothing but words: one plain request.

discord.py would ask for the message that was made, and make an object of it that nobody reads: as much work as
all of ours for an answer.
"""

from typing import Any, Final

import aiohttp
import discord
import orjson
from discord.http import HTTPClient, Route, json_or_text
from yarl import URL

WITHIN: Final = 3.0
"""Seconds after which Discord takes no first response any more."""

TOO_MANY, THEIR_FAULT = 429, 500
"""Statuses; from the second one on it was not the request."""

MESSAGE: Final = discord.InteractionResponseType.channel_message.value
EPHEMERAL: Final = discord.MessageFlags(ephemeral=True).value
NOBODY: Final = discord.AllowedMentions.none().to_dict()


class Callbacks:
    """Those of one client, over its connections."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._api = URL(Route.BASE)

    def begin(self, http: HTTPClient) -> None:
        """As soon as the client is logged in."""
        self._session = aiohttp.ClientSession(
            connector=http.connector,
            connector_owner=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Content-Type": "application/json", "User-Agent": http.user_agent},
            timeout=aiohttp.ClientTimeout(sock_connect=WITHIN, sock_read=WITHIN),
        )

    async def end(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def say(self, interaction: discord.Interaction[Any], text: str, *, ephemeral: bool) -> bool:
        """Whether Discord took it. If not, it may be said once more: what arrived all the same is refused then,
        not doubled. discord.HTTPException when this one is refused."""
        assert self._session is not None
        data = {"content": text, "flags": EPHEMERAL if ephemeral else 0, "allowed_mentions": NOBODY}
        try:
            async with self._session.post(
                self._address(interaction), data=orjson.dumps({"type": MESSAGE, "data": data})
            ) as response:
                if response.status == TOO_MANY or response.status >= THEIR_FAULT:
                    return False
                if not response.ok:
                    raise discord.HTTPException(response, await json_or_text(response))
                return True
        except (aiohttp.ClientError, OSError):  # of which too long a wait is one
            return False

    def _address(self, interaction: discord.Interaction[Any]) -> URL:
        """Discord's ids and tokens need no quoting."""
        path = f"{self._api.raw_path}/interactions/{interaction.id}/{interaction.token}/callback"
        return self._api.with_path(path, encoded=True)
